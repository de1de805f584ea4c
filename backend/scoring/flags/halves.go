package flags

import (
	"fmt"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
	"kitewise/backend/scoring/step"
)

// The measures of the halves of a score: its keyed answers at odd places of the
// list (first, third, …) and those at even ones, each by its mean.
const (
	measureGap         = "gap"
	measureCorrelation = "correlation"
)

// compileEvenOdd compares the halves of each score; open items are left out,
// and a score counts with at least MinAnswered answers (at least two) of which
// one lies in each half. Measure "gap": the mean over the scores of |odd mean -
// even mean| is at least High; it takes two scores. Measure "correlation": the
// correlation of odd and even means across the scores, corrected by
// Spearman-Brown to 2r/(1+r), lies below Low; it takes three scores and is not
// judged where either half is the same in all of them. Method: Curran, Journal
// of Experimental Social Psychology, 2016, 66, 4-19 (even-odd consistency); the
// gap is our own.
func compileEvenOdd(c *compiler, f *domain.Flag) judge {
	scores := c.halved(f)
	least := max(f.MinAnswered, 2)
	switch f.Measure {
	case measureGap:
		return c.gap(f, scores, least)
	case measureCorrelation:
		return c.correlation(f, scores, least)
	}
	c.fault("measure", "measure", "Got", f.Measure)
	return nil
}

// halved resolves the scores of the flag, which must be made of keyed answers
// that have two halves.
func (c *compiler) halved(f *domain.Flag) []step.Halved {
	out := []step.Halved{}
	for n, id := range f.Scores {
		path := fmt.Sprintf("scores[%d]", n)
		i, ok := c.Places[id]
		if !ok {
			c.fault(path, "unknown_score", "Got", id)
			continue
		}
		h, ok := c.Nodes[i].Step.(step.Halved)
		if !ok || h.Keys() < 2 {
			c.fault(path, "no_halves", "Got", id)
			continue
		}
		if h.Keys() < f.MinAnswered {
			c.fault("min_answered", "unreachable", "Got", fmt.Sprint(f.MinAnswered))
		}
		out = append(out, h)
	}
	return out
}

// halves gives the odd and even means of the scores that count.
func halves(r *Run, scores []step.Halved, least int) (odd, even []norm.Fraction) {
	for _, s := range scores {
		o, e, answered, ok := s.Halves(r.Run)
		if ok && answered >= least {
			odd, even = append(odd, o), append(even, e)
		}
	}
	return odd, even
}

func (c *compiler) gap(f *domain.Flag, scores []step.Halved, least int) judge {
	high, ok := c.decimal("high", f.High)
	if ok && high.Sign() <= 0 {
		c.fault("high", "unreachable", "Got", f.High)
	}
	c.enough(f, 2)
	return func(r *Run) bool {
		odd, even := halves(r, scores, least)
		sum := norm.Whole(0)
		for i := range odd {
			sum = sum.Add(odd[i].Sub(even[i]).Abs())
		}
		n := norm.Whole(int64(len(odd)))
		return len(odd) >= 2 && sum.Cmp(high.Mul(n)) >= 0
	}
}

func (c *compiler) correlation(f *domain.Flag, scores []step.Halved, least int) judge {
	low, ok := c.decimal("low", f.Low)
	if ok && (low.Cmp(norm.Whole(-1)) <= 0 || low.Cmp(norm.Whole(1)) > 0) {
		c.fault("low", "unreachable", "Got", f.Low)
		return nil
	}
	c.enough(f, 3)
	// 2r/(1+r) < low exactly when r < low/(2-low), for r > -1; it grows with r.
	limit := low.Quo(norm.Whole(2).Sub(low))
	return func(r *Run) bool {
		odd, even := halves(r, scores, least)
		if len(odd) < 3 {
			return false
		}
		vx, vy := scatter(odd, odd), scatter(even, even)
		return vx.Sign() > 0 && vy.Sign() > 0 && correlatedBelow(scatter(odd, even), vx.Mul(vy), limit)
	}
}

// correlatedBelow reports whether cov/√product < limit, exactly, by squares.
func correlatedBelow(cov, product, limit norm.Fraction) bool {
	square := limit.Mul(limit).Mul(product)
	d := cov.Mul(cov).Cmp(square)
	switch {
	case cov.Sign() < 0 && limit.Sign() < 0:
		return d > 0
	case cov.Sign() < 0 || limit.Sign() > 0 && cov.Sign() == 0:
		return true
	case limit.Sign() <= 0:
		return false
	}
	return d < 0
}

// enough wants so many scores.
func (c *compiler) enough(f *domain.Flag, least int) {
	if len(f.Scores) < least {
		c.fault("scores", "too_few_scores", "Got", fmt.Sprint(len(f.Scores)), "Want", fmt.Sprint(least))
	}
}
