package told

import (
	"maps"
	"slices"
	"strings"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
)

// Act words an act.
func Act(say *i18n.Printer, a domain.Act) string {
	return worded(say, "audit.act."+string(a), string(a))
}

// Actor words who did something.
func Actor(say *i18n.Printer, a domain.Actor) string {
	return worded(say, "audit.actor."+string(a), string(a))
}

// Group words a group of acts.
func Group(say *i18n.Printer, group string) string { return worded(say, "audit.group."+group, group) }

// Detail words what an entry says, "" for nothing: every part as "label: value",
// in the order of their keys. Codes without words stand as they are.
func Detail(say *i18n.Printer, e domain.Entry) string {
	if e.Erased {
		return say.T("audit.erased")
	}
	parts := []string{}
	for _, key := range slices.Sorted(maps.Keys(e.Detail)) {
		if e.Detail[key] == "" {
			continue
		}
		values := []string{}
		for value := range strings.SplitSeq(e.Detail[key], ",") {
			values = append(values, worded(say, "audit.value."+key+"."+value, shown(key, value)))
		}
		parts = append(parts, say.T("audit.detail", i18n.Params{
			"What": worded(say, "audit.key."+key, key), "Value": strings.Join(values, ", "),
		}))
	}
	return strings.Join(parts, "; ")
}

// shown is a code as a reader needs it: of a hash its beginning.
func shown(key, value string) string {
	const digits = 8
	if strings.HasSuffix(key, "_hash") && len(value) > digits {
		return value[:digits] + "…"
	}
	return value
}

// worded gives the text of a key, or the code where there is none: of an act of
// a newer program, or a detail that needs no words.
func worded(say *i18n.Printer, key, code string) string {
	if say.Has(key) {
		return say.T(key)
	}
	return code
}
