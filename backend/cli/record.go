package cli

import (
	"kitewise/backend/domain"
	"kitewise/backend/exchange"
	"kitewise/backend/i18n"
	"kitewise/backend/response"
)

// wordFaults gives the sentence of a record's fault: "record.<code>.<type of
// the item>" where the locales have it, "record.<code>" otherwise.
func (e *Env) wordFaults(m *domain.Manifest) func(exchange.Fault) string {
	types, own := map[string]string{}, map[string]bool{}
	for _, it := range m.Items {
		types[it.ID] = it.Type
	}
	return func(f exchange.Fault) string {
		if f.Code == response.WrongType && f.Item == "" {
			return e.Say.T("record.malformed")
		}
		key := "record." + f.Code
		special := key + "." + types[f.Item]
		has, known := own[special]
		if !known {
			has = e.Say.Has(special)
			own[special] = has
		}
		if has {
			key = special
		}
		return e.Say.T(key, i18n.Params{"Item": f.Item})
	}
}
