package response

import "kitewise/backend/domain"

// UnknownItem says that the instrument has no such item. It stands, like the
// other codes, as param "code" of a domain.Error with code invalid; param "item"
// names the item.
const UnknownItem = "unknown_item"

// Form checks whole sets of answers to the items of one manifest.
type Form struct {
	ids    []string
	checks []func(domain.Value) string
}

// FormOf makes the form of a manifest.
func FormOf(m *domain.Manifest) Form {
	f := Form{}
	for _, it := range Items(m) {
		f.ids, f.checks = append(f.ids, it.ID), append(f.checks, checkerOf(it))
	}
	return f
}

// Check gives the first item, in the manifest's order, whose answer is at fault
// and the code of the fault; "" and "" when all can be taken. Items without an
// answer are not looked at.
func (f *Form) Check(responses map[string]domain.Value) (item, code string) {
	known := 0
	for i, id := range f.ids {
		v, given := responses[id]
		if !given {
			continue
		}
		known++
		if code := f.checks[i](v); code != "" {
			return id, code
		}
	}
	if known == len(responses) {
		return "", ""
	}
	mine := map[string]bool{}
	for _, id := range f.ids {
		mine[id] = true
	}
	for id := range responses {
		if !mine[id] && (item == "" || id < item) {
			item = id
		}
	}
	return item, UnknownItem
}
