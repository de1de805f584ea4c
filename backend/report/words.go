package report

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
)

// text gives the instrument's text in the reader's language, or in the
// session's if the instrument lacks the former; "" if it has neither.
func (b *builder) text(key string) string {
	for _, lang := range []string{b.p.Language(), b.in.Session.Language} {
		if t, ok := b.in.Instrument.Text(lang, key); ok {
			return t
		}
	}
	return ""
}

// t words a key of the report. An instrument may bring its own wording under
// the same key, with the same placeholders; of figures that are nobody's the
// locale's own sentence speaks first, where it has one.
func (b *builder) t(key string, params ...i18n.Params) string {
	if of := "report.figures" + strings.TrimPrefix(key, "report"); b.in.Figures && b.p.Has(of) {
		return b.p.T(of, params...)
	}
	own := b.text(key)
	if own == "" {
		return b.p.T(key, params...)
	}
	for _, set := range params {
		for name, value := range set {
			own = strings.ReplaceAll(own, "{{."+name+"}}", fmt.Sprint(value))
		}
	}
	return own
}

// scale gives the name of a score, code its short form.
func (b *builder) scale(id string) string { return or(b.text("scale."+id), id) }
func (b *builder) code(id string) string  { return or(b.text("scale."+id+".short"), id) }

// class gives the name of a class.
func (b *builder) class(id string) string { return or(b.text("class."+id), id) }

// addressed gives a sentence with which the instrument speaks to the person, ""
// for none; of figures that are nobody's it is quoted.
func (b *builder) addressed(key string) string {
	text := strings.TrimSpace(b.text(key))
	if text != "" && b.in.Figures {
		return b.p.T("report.figures.quoted", i18n.Params{"Text": text})
	}
	return text
}

// missing is the sentence for a reason.
func (b *builder) missing(r domain.Reason) string {
	if r == "" {
		r = domain.ReasonMissingScore
	}
	return b.p.T("report.missing." + string(r))
}

// score gives a score that has a value, or the sentence why there is none.
func (b *builder) score(id string) (domain.Score, string) {
	s, ok := b.res.Score(id)
	if !ok || s.Value == nil && s.Class == "" {
		return s, b.missing(s.Reason)
	}
	return s, ""
}

// percentile words a percentile for a participant: whole, "<1" and ">99" at
// the ends, so that nobody reads 0 or 100.
func (b *builder) percentile(p *float64) string {
	switch {
	case p == nil:
		return "–"
	case *p < 1:
		return "<1"
	case *p > 99:
		return ">99"
	}
	return b.p.Number(*p, 0)
}

// normLine names where a percentile comes from, with the mark of an
// approximate norm. The instrument may name a norm's version shortly
// ("norm.<version>"); otherwise its whole source stands.
func (b *builder) normLine(n *domain.NormUse) string {
	if n == nil {
		return b.missing(domain.ReasonNoNorm)
	}
	group := b.group(n.Group)
	key := "report.norm.line"
	if n.Approximate {
		key = "report.norm.approximate"
	}
	return b.t(key, i18n.Params{"Group": group, "N": b.p.Number(float64(n.N), 0),
		"Source": or(b.text("norm."+n.Version), n.Source)})
}

// group gives the name of a norm group; only that of everybody has a word.
func (b *builder) group(label string) string {
	if label == "Total" {
		return b.t("report.norm.total")
	}
	return label
}

// interval writes an interval of two percentiles or numbers; signs at the ends
// get room.
func interval(low, high string) string {
	if low == high {
		return low
	}
	if strings.HasPrefix(low, "<") || strings.HasPrefix(high, ">") {
		return low + "\u2009–\u2009" + high
	}
	return low + "–" + high
}

// all joins words with commas and "and", any with "or".
func (b *builder) all(words []string) string { return b.join(words, "report.list.and") }
func (b *builder) any(words []string) string { return b.join(words, "report.list.or") }

func (b *builder) join(words []string, key string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return b.p.T(key, i18n.Params{"Head": strings.Join(words[:last], ", "), "Last": words[last]})
}

// number gives an item's place in its section, from 1.
func (b *builder) number(item string) int {
	for _, s := range b.m.Sections {
		if i := slices.Index(s.Items, item); i >= 0 {
			return i + 1
		}
	}
	return 0
}

func (b *builder) numbers(items []string) []string {
	out := []string{}
	for _, item := range items {
		out = append(out, fmt.Sprint(b.number(item)))
	}
	return out
}

// widget gives the first widget of the kind.
func (b *builder) widget(kind Kind) domain.Widget {
	for _, w := range b.m.Report {
		if Kind(w.Kind) == kind {
			return w
		}
	}
	return domain.Widget{}
}

// scales are the ids whose line styles the charts use, in their order.
func (b *builder) scales() []string {
	if w := b.widget(KindKite); len(w.Scores) > 0 {
		return w.Scores
	}
	return b.widget(KindBars).Scores
}

// style gives the line style of a scale, -1 if it has none.
func (b *builder) style(id string) int { return slices.Index(b.scales(), id) }

// wholes rounds probabilities to whole hundredths that sum to 100, by the
// largest remainder (Hamilton); ties go to the earlier.
func wholes(probabilities []domain.ClassProbability) map[string]int {
	out := map[string]int{}
	rest := 100
	order := []int{}
	for i, p := range probabilities {
		out[p.Class] = int(math.Floor(p.Probability * 100))
		rest -= out[p.Class]
		order = append(order, i)
	}
	remainder := func(i int) float64 {
		x := probabilities[i].Probability * 100
		return x - math.Floor(x)
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch ra, rb := remainder(a), remainder(b); {
		case ra > rb:
			return -1
		case ra < rb:
			return 1
		}
		return 0
	})
	for i := 0; i < rest && i < len(order); i++ {
		out[probabilities[order[i]].Class]++
	}
	return out
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// sentence ends a heading that runs into text with a full stop.
func sentence(s string) string {
	if s == "" || strings.ContainsAny(s[len(s)-1:], ".!?") {
		return s
	}
	return s + "."
}

// inNorm gives the value in the norm's metric.
func inNorm(s domain.Score) float64 {
	switch {
	case s.Converted != nil:
		return *s.Converted
	case s.Value != nil:
		return *s.Value
	}
	return 0
}

// fraction gives a percentile as a fraction of the axis, 0 for none.
func fraction(p *float64) float64 {
	if p == nil {
		return 0
	}
	return math.Min(1, math.Max(0, *p/100))
}
