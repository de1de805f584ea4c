package flags

import (
	"slices"
	"strconv"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// These checks read the process of the answers; without it (a file of records,
// a form on paper) they are never raised.

// compileSeconds: the median time of the answered items lies below
// MedianSeconds, or the time of any of them below AnySeconds. Answers whose
// time is not known are left out; fewer than MinAnswered times say nothing.
func compileSeconds(c *compiler, f *domain.Flag) judge {
	items := c.items(f)
	if f.MedianSeconds == "" && f.AnySeconds == "" {
		c.fault("median_seconds", "field_missing")
	}
	median, anyone := c.seconds("median_seconds", f.MedianSeconds), c.seconds("any_seconds", f.AnySeconds)
	least := c.needs(f, 1, len(f.Items))
	return func(r *Run) bool {
		times := r.times(items)
		if len(times) < least {
			return false
		}
		slices.Sort(times)
		// Twice the median, in milliseconds.
		twice := times[(len(times)-1)/2] + times[len(times)/2]
		return median.IsNumber() && norm.Over(twice, 2000).Cmp(median) < 0 ||
			anyone.IsNumber() && norm.Over(times[0], 1000).Cmp(anyone) < 0
	}
}

// seconds reads a time above zero; "" is no number.
func (c *compiler) seconds(path, text string) norm.Fraction {
	if text == "" {
		return norm.Fraction{}
	}
	v, ok := c.decimal(path, text)
	if ok && v.Sign() <= 0 {
		c.fault(path, "unreachable", "Got", text)
	}
	return v
}

// times gives the milliseconds of the answers whose time is known.
func (r *Run) times(items []int) []int64 {
	out := []int64{}
	for _, i := range items {
		p, known := r.Conduct.Process[r.Items[i].ID]
		if r.Answers[i].Given && known && p.TotalMs > 0 {
			out = append(out, p.TotalMs)
		}
	}
	return out
}

// compilePositions: ranks depend on where an ending was displayed. P_j is the
// sum of the ranks given at displayed position j over the items; it is raised
// when Σ(P_j - mean)² ≥ AtLeast. Under answers that do not look at positions
// every item has its own independent uniform order, so the sum is distributed
// as that of random rankings (Kendall, Rank Correlation Methods, 1948, ch. 6).
// Nothing is said when an order is not known or an item has no answer.
func compilePositions(c *compiler, f *domain.Flag) judge {
	items := c.items(f, domain.TypeRanking)
	k := 0
	for _, i := range items {
		it := c.Items[i]
		if s, ok := c.manifest.SectionOf(it.ID); ok && s.Endings == domain.OrderFixed {
			c.fault("items", "order_fixed", "Got", it.ID)
		}
		if k > 0 && len(it.Endings) != k {
			c.fault("items", "unequal_endings", "Got", it.ID)
		}
		k = len(it.Endings)
	}
	m := len(items)
	if f.AtLeast < 1 || f.AtLeast > m*m*(k*k*k-k)/12 {
		c.fault("at_least", "unreachable", "Got", strconv.Itoa(f.AtLeast))
	}
	return func(r *Run) bool {
		sums := make([]int, k)
		for _, i := range items {
			if !r.addPositions(i, sums) {
				return false
			}
		}
		squares, total := 0, 0
		for _, p := range sums {
			squares, total = squares+p*p, total+p
		}
		return k*squares-total*total >= k*f.AtLeast
	}
}

// addPositions adds the ranks of an item by displayed position, if all is known.
func (r *Run) addPositions(i int, sums []int) bool {
	shown := r.Conduct.Process[r.Items[i].ID].DisplayedOrder
	if !r.Answers[i].Given || len(shown) != len(sums) {
		return false
	}
	seen := 0
	for position, ending := range shown {
		if ending < 0 || ending >= len(sums) {
			return false
		}
		seen |= 1 << ending
		sums[position] += r.Answers[i].Ranks[ending]
	}
	return seen == 1<<len(sums)-1
}
