package flags

import (
	"slices"
	"strconv"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// These checks read raw answers, as they were chosen, before any reversing.
// Items that were not shown count for nothing; an item that was shown and has
// no answer is open. Their cuts are the manifest's own conventions.

// oneAnswer are the types whose answer is one number or option.
var oneAnswer = []string{domain.TypeLikert, domain.TypeSingleChoice, domain.TypeNumeric, domain.TypeSlider}

// compileLongestRun: at least AtLeast neighbouring items, in the order in
// which they were displayed, have the same answer; an open item ends a run.
// Where an order is shuffled and not known, nothing is said. Method: Johnson,
// Journal of Research in Personality, 2005, 39, 103-129.
func compileLongestRun(c *compiler, f *domain.Flag) judge {
	items := c.items(f, oneAnswer...)
	if f.AtLeast < 2 || f.AtLeast > len(f.Items) {
		c.fault("at_least", "unreachable", "Got", strconv.Itoa(f.AtLeast))
	}
	written := c.written(items)
	fixed := c.fixed(items)
	return func(r *Run) bool {
		order, known := written, fixed
		if len(r.Conduct.Order) > 0 {
			order, known = r.displayed(items), true
		}
		return known && longestRun(r, order) >= f.AtLeast
	}
}

// written gives the items in the order of the sections.
func (c *compiler) written(items []int) []int {
	out := []int{}
	for _, id := range c.manifest.Order() {
		if i, ok := c.Index[id]; ok && slices.Contains(items, i) {
			out = append(out, i)
		}
	}
	return out
}

// fixed reports whether the items are always displayed as the sections list them.
func (c *compiler) fixed(items []int) bool {
	for _, i := range items {
		if s, _ := c.manifest.SectionOf(c.Items[i].ID); s.Order != domain.OrderFixed {
			return false
		}
	}
	return true
}

// displayed gives the items as they were displayed.
func (r *Run) displayed(items []int) []int {
	out := []int{}
	for _, id := range r.Conduct.Order {
		if i, ok := r.Index[id]; ok && slices.Contains(items, i) {
			out = append(out, i)
		}
	}
	return out
}

func longestRun(r *Run, order []int) int {
	longest, now, last := 0, 0, domain.Value{}
	for _, i := range order {
		if r.Answers[i].NotAsked {
			continue
		}
		v := r.Responses[r.Items[i].ID]
		switch {
		case !r.Answers[i].Given:
			now = 0
		case now > 0 && v.Equal(last):
			now++
		default:
			now = 1
		}
		last, longest = v, max(longest, now)
	}
	return longest
}

// numbered are the types whose answer is a number.
var numbered = oneAnswer

// compileSpread: the standard deviation of the raw answers (divisor n - 1)
// lies below Low; fewer than MinAnswered answers (at least two) say nothing.
// Compared as variances, exactly. Method: Dunn, Heggestad, Shanock, Theilgard,
// Journal of Business and Psychology, 2018, 33, 105-121.
func compileSpread(c *compiler, f *domain.Flag) judge {
	items := c.items(f, numbered...)
	low, ok := c.decimal("low", f.Low)
	if ok && low.Sign() <= 0 {
		c.fault("low", "unreachable", "Got", f.Low)
	}
	least := c.needs(f, 2, len(f.Items))
	square := low.Mul(low)
	return func(r *Run) bool {
		numbers := r.numbers(items)
		if len(numbers) < least {
			return false
		}
		n := int64(len(numbers))
		return scatter(numbers, numbers).Cmp(square.Mul(norm.Whole(n*(n-1)))) < 0
	}
}

// numbers gives the numbers of the answers that are there.
func (r *Run) numbers(items []int) []norm.Fraction {
	out := []norm.Fraction{}
	for _, i := range items {
		if a := &r.Answers[i]; a.Given && a.Number.IsNumber() {
			out = append(out, a.Number)
		}
	}
	return out
}

// scatter gives n·Σxy - Σx·Σy, which is n·(n-1) times the covariance of x and y.
func scatter(x, y []norm.Fraction) norm.Fraction {
	products, sumX, sumY := norm.Whole(0), norm.Whole(0), norm.Whole(0)
	for i := range x {
		products = products.Add(x[i].Mul(y[i]))
		sumX, sumY = sumX.Add(x[i]), sumY.Add(y[i])
	}
	return products.Mul(norm.Whole(int64(len(x)))).Sub(sumX.Mul(sumY))
}

// compileMissingShare: more than the share High of the items that were shown
// is open. Optional items never count as missing and may not stand here.
func compileMissingShare(c *compiler, f *domain.Flag) judge {
	items := c.items(f)
	for _, i := range items {
		if c.Items[i].Optional {
			c.fault("items", "optional_item", "Got", c.Items[i].ID)
		}
	}
	high, ok := c.decimal("high", f.High)
	if ok && (high.Sign() < 0 || high.Cmp(norm.Whole(1)) >= 0) {
		c.fault("high", "unreachable", "Got", f.High)
	}
	return func(r *Run) bool {
		if r.Given != nil {
			return false // totals were given: nothing was left open
		}
		open, shown := int64(0), int64(0)
		for _, i := range items {
			if r.Answers[i].NotAsked {
				continue
			}
			shown++
			if !r.Answers[i].Given {
				open++
			}
		}
		return norm.Whole(open).Cmp(high.Mul(norm.Whole(shown))) > 0
	}
}
