package flags

import (
	"fmt"
	"slices"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// compileResponse: one item is answered with one of Values (the decimal text
// of a number, or the id of an option), or with a number at or below Low or at
// or above High. An Ending reads its rank, or the column of its card. With
// level urgent it is judged for every response that is saved, too.
func compileResponse(c *compiler, f *domain.Flag) judge {
	it, ok := c.item(f)
	if !ok {
		return nil
	}
	a := c.answerOf(it, f)
	values, limits := c.values(a, f), c.limits(f)
	c.reach(a, it, f, limits)
	answered := func(v domain.Value) bool {
		if slices.ContainsFunc(a.chosen(v), func(id string) bool { return slices.Contains(values.ids, id) }) {
			return true
		}
		x := a.number(v)
		return x.IsNumber() && (slices.ContainsFunc(values.numbers, func(y norm.Fraction) bool { return x.Cmp(y) == 0 }) || limits.beyond(x))
	}
	c.now.item, c.now.answered = it.ID, answered
	return func(r *Run) bool { return r.Answers[a.at].Given && answered(r.Responses[it.ID]) }
}

// reach wants something that raises the flag, and bounds that an answer can reach.
func (c *compiler) reach(a answer, it domain.Item, f *domain.Flag, l limits) {
	bounded := f.Low != "" || f.High != ""
	switch {
	case len(f.Values) == 0 && !bounded:
		c.fault("values", "field_missing")
	case bounded && !a.ranged:
		c.fault("item", "wrong_type", "Got", it.Type, "Want", "number")
	case l.low.IsNumber() && l.low.Cmp(a.low) < 0:
		c.fault("low", "unreachable", "Got", f.Low)
	case l.high.IsNumber() && l.high.Cmp(a.high) > 0:
		c.fault("high", "unreachable", "Got", f.High)
	}
}

// compileUnanswered: the item was shown and has no answer.
func compileUnanswered(c *compiler, f *domain.Flag) judge {
	it, ok := c.item(f)
	if !ok {
		return nil
	}
	i := c.Index[it.ID]
	return func(r *Run) bool { return r.Given == nil && !r.Answers[i].Given && !r.Answers[i].NotAsked }
}

// item resolves the item of the flag.
func (c *compiler) item(f *domain.Flag) (domain.Item, bool) {
	i, ok := c.Index[f.Item]
	if !ok {
		c.fault("item", "unknown_item", "Got", f.Item)
		return domain.Item{}, false
	}
	return c.Items[i], true
}

// limits are the inclusive bounds of a flag, no numbers where it has none.
type limits struct{ low, high norm.Fraction }

// limits reads the bounds Low and High of the flag.
func (c *compiler) limits(f *domain.Flag) limits {
	return limits{c.bound("low", f.Low), c.bound("high", f.High)}
}

// bound reads an optional bound.
func (c *compiler) bound(path, text string) norm.Fraction {
	if text == "" {
		return norm.Fraction{}
	}
	v, ok := c.decimal(path, text)
	if !ok {
		return norm.Fraction{}
	}
	return v
}

// beyond reports whether a number lies at or beyond a bound.
func (l limits) beyond(x norm.Fraction) bool {
	return l.low.IsNumber() && x.Cmp(l.low) <= 0 || l.high.IsNumber() && x.Cmp(l.high) >= 0
}

// answer reads the raw value of one item as a number, as chosen options, or both.
type answer struct {
	// at is the item's place, ending that of its ending or card (-1 without).
	at, ending int
	options    []domain.Option
	// ranged answers are numbers from low to high.
	ranged    bool
	low, high norm.Fraction
	// known are all the numbers that it can be; nil for any within the range.
	known []norm.Fraction
}

// answerOf says how the item of the flag is read.
func (c *compiler) answerOf(it domain.Item, f *domain.Flag) answer {
	a := answer{at: c.Index[it.ID], ending: -1}
	set, _ := c.manifest.OptionSet(it.Options)
	a.options = set.Options
	switch it.Type {
	case domain.TypeLikert, domain.TypeSingleChoice:
		for _, o := range a.options {
			if o.Value != nil {
				a.known = append(a.known, norm.Whole(int64(*o.Value)))
			}
		}
	case domain.TypeRanking:
		c.endingOf(it, f, &a)
		for rank := range it.Endings {
			a.known = append(a.known, norm.Whole(int64(rank+1)))
		}
	case domain.TypeForcedDistribution:
		c.endingOf(it, f, &a)
		for _, column := range it.Columns {
			a.known = append(a.known, norm.Whole(int64(column.Value)))
		}
	case domain.TypeNumeric, domain.TypeSlider:
		low, err := norm.ParseDecimal(it.Min)
		high, err2 := norm.ParseDecimal(it.Max)
		a.low, a.high, a.ranged = low, high, err == nil && err2 == nil
	case domain.TypeText:
		c.fault("item", "wrong_type", "Got", it.Type, "Want", "number")
	}
	if len(a.known) > 0 {
		a.ranged = true
		a.low, a.high = slices.MinFunc(a.known, norm.Fraction.Cmp), slices.MaxFunc(a.known, norm.Fraction.Cmp)
	}
	if f.Ending != "" && len(it.Endings) == 0 {
		c.fault("ending", "unknown_ending", "Got", f.Ending)
	}
	return a
}

func (c *compiler) endingOf(it domain.Item, f *domain.Flag, a *answer) {
	a.ending = slices.IndexFunc(it.Endings, func(e domain.Ending) bool { return e.ID == f.Ending })
	if f.Ending == "" {
		c.fault("ending", "field_missing")
	} else if a.ending < 0 {
		c.fault("ending", "unknown_ending", "Got", f.Ending)
	}
}

// raising are the answers that raise a flag.
type raising struct {
	ids     []string
	numbers []norm.Fraction
}

// values resolves the values of the flag: an option's id first, a number otherwise.
func (c *compiler) values(a answer, f *domain.Flag) raising {
	out := raising{}
	for n, text := range f.Values {
		if slices.ContainsFunc(a.options, func(o domain.Option) bool { return o.ID == text }) {
			out.ids = append(out.ids, text)
			continue
		}
		x, err := norm.ParseDecimal(text)
		if err != nil || !a.possible(x) {
			c.fault(fmt.Sprintf("values[%d]", n), "unknown_answer", "Got", text)
			continue
		}
		out.numbers = append(out.numbers, x)
	}
	return out
}

// possible reports whether the answer can be the number.
func (a *answer) possible(x norm.Fraction) bool {
	if a.known != nil {
		return slices.ContainsFunc(a.known, func(y norm.Fraction) bool { return y.Cmp(x) == 0 })
	}
	return a.ranged && x.Cmp(a.low) >= 0 && x.Cmp(a.high) <= 0
}

// chosen gives the ids of the options that a value chooses; the number of a
// Likert item chooses the options of that value.
func (a *answer) chosen(v domain.Value) []string {
	if len(v.Chosen) > 0 || v.Number == "" {
		return v.Chosen
	}
	x, err := norm.ParseDecimal(v.Number)
	ids := []string{}
	for _, o := range a.options {
		if err == nil && o.Value != nil && x.Cmp(norm.Whole(int64(*o.Value))) == 0 {
			ids = append(ids, o.ID)
		}
	}
	return ids
}

// number gives the number of a value, none if it has none.
func (a *answer) number(v domain.Value) norm.Fraction {
	switch {
	case a.ending >= 0 && a.ending < len(v.Ranks):
		return norm.Whole(int64(v.Ranks[a.ending]))
	case a.ending >= 0 && a.ending < len(v.Columns):
		return norm.Whole(int64(v.Columns[a.ending]))
	case v.Number != "":
		x, err := norm.ParseDecimal(v.Number)
		if err == nil {
			return x
		}
	case len(v.Chosen) == 1:
		for _, o := range a.options {
			if o.ID == v.Chosen[0] && o.Value != nil {
				return norm.Whole(int64(*o.Value))
			}
		}
	}
	return norm.Fraction{}
}
