package arithmetic

import (
	"regexp"
	"strings"

	"kitewise/backend/i18n"
)

var (
	swaps  = regexp.MustCompile(`[,(]((?:[A-Za-z][\w.-]*:\d+/\d+,?)+)\)`)
	ident  = regexp.MustCompile(`[A-Za-z_][A-Za-z0-9_.-]*|\d+\.\d+`)
	signOf = regexp.MustCompile(`^(low|high)(68|95)\((.*)\)(\*?)$`)
)

// swap gives the swaps that a line's sign names ("c2:3/4"), "" for none.
func swap(id string) string {
	m := swaps.FindStringSubmatch(id)
	if m == nil {
		return ""
	}
	return m[1]
}

// within gives what stands between a prefix that ends with a bracket and the
// last bracket of a sign.
func within(id, prefix string) (string, bool) {
	rest, ok := strings.CutPrefix(id, prefix)
	if !ok || !strings.HasSuffix(rest, ")") {
		return "", false
	}
	return strings.TrimSuffix(rest, ")"), true
}

// sign shows the sign of a line: short forms of scores, names of classes,
// numbers as the language writes them.
func (b *builder) sign(id string) string {
	if s := swap(id); s != "" {
		whole := swaps.FindString(id)
		base := strings.Replace(id, whole, "", 1)
		if whole[0] == ',' {
			base = strings.Replace(id, whole, ")", 1)
		}
		if strings.Count(base, "(") > strings.Count(base, ")") {
			base += ")"
		}
		how := strings.NewReplacer(":", " ", "/", "↔", ",", ", ").Replace(s)
		return b.p.T("arithmetic.sign.swapped", i18n.Params{"Sign": b.sign(base), "Swap": how})
	}
	if step, ok := b.lines[id]; ok {
		switch step.Op {
		case "lookup":
			inner, _ := within(id, step.Of+"(")
			return inner
		case "tally", "place":
			inner, _ := within(id, step.Of+"(")
			return b.value(inner)
		case "likeliest":
			return b.p.T("arithmetic.sign.likeliest")
		case "tell":
			return b.p.T("arithmetic.sign.tell")
		case "agreement_d":
			return "D"
		case "kendall_w":
			return "W"
		case "chance":
			return "p"
		case "robustness":
			return b.p.T("arithmetic.sign.swaps")
		}
		if step.Part == "flags" {
			return b.flag(id)
		}
	}
	return b.composed(id)
}

// composed shows a sign made of others.
func (b *builder) composed(id string) string {
	if m := signOf.FindStringSubmatch(id); m != nil {
		return b.p.T("arithmetic.sign."+m[1], i18n.Params{"Level": m[2], "Sign": b.code(m[3]) + m[4]})
	}
	if inner, ok := within(id, "PR("); ok {
		return b.p.T("arithmetic.sign.percentile", i18n.Params{"Sign": b.sign(inner)})
	}
	if inner, ok := within(id, "class("); ok {
		return b.p.T("arithmetic.sign.class", i18n.Params{"Sign": b.code(inner)})
	}
	if inner, ok := within(id, "R("); ok {
		if _, ending, found := strings.Cut(inner, ","); found {
			return "R(" + b.code(ending) + ")"
		}
	}
	if inner, ok := within(id, "P("); ok {
		for _, mark := range []string{"=", ":"} {
			if of, rest, found := strings.Cut(inner, mark); found && ident.FindString(of) == of {
				return "P(" + b.named(rest) + ")"
			}
		}
	}
	if inner, ok := strings.CutSuffix(id, "(answered)"); ok {
		return b.p.T("arithmetic.sign.answered", i18n.Params{"Sign": b.code(inner)})
	}
	return b.named(id)
}

// named puts words for the names in a sign.
func (b *builder) named(text string) string {
	text = ident.ReplaceAllStringFunc(text, func(name string) string {
		return first(b.text("scale."+name+".short"), b.value(name))
	})
	text = strings.NewReplacer("<", " < ", "≤", " ≤ ", "≥", " ≥ ").Replace(text)
	return strings.Replace(text, "-", minus, 1)
}
