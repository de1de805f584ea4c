package scoring

import (
	"math/big"
	"strconv"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// rankSum adds the ranks of the scored endings with one id.
type rankSum struct {
	cells []place
	items []int
	// factor converts to the norm's metric: raw · (endings the norm counts) / n.
	factor norm.Fraction
}

// place is an ending of an item.
type place struct{ item, ending int }

func compileRankSum(c *compiler, i int) step {
	s := c.p.steps[i].spec
	st := &rankSum{factor: norm.Whole(1)}
	low, high := int64(0), int64(0)
	for n, item := range c.items(i) {
		ending, ok := endingOf(c.p.items[item], s.Ending)
		if !ok {
			c.fault(i, "items["+strconv.Itoa(n)+"]", "unknown_ending", "Got", s.Ending)
			continue
		}
		if c.p.items[item].Endings[ending].Unscored {
			continue
		}
		st.cells, st.items = append(st.cells, place{item, ending}), append(st.items, item)
		low, high = low+1, high+int64(len(c.p.items[item].Endings))
	}
	if len(st.cells) == 0 {
		c.fault(i, "ending", "nothing_scored", "Got", s.Ending)
		return nil
	}
	c.attachNorm(i, st)
	scaled := func(v int64) *big.Rat { return norm.Whole(v).Mul(st.factor).Rat() }
	c.p.steps[i].extent = extent{scaled(low), scaled(high), big.NewInt(st.factor.Den)}
	c.p.steps[i].linear = &linear{map[int]*big.Rat{i: big.NewRat(1, 1)}, new(big.Rat)}
	return st
}

// endingOf finds an ending by its id.
func endingOf(it domain.Item, id string) (int, bool) {
	for j, e := range it.Endings {
		if e.ID == id {
			return j, true
		}
	}
	return 0, false
}

// attachNorm joins the step to its frequency norm and sets the conversion.
func (c *compiler) attachNorm(i int, st *rankSum) {
	n := c.frequencyNorm(i)
	if n == nil || n.Declared.ScoredEndings == 0 {
		return
	}
	st.factor = norm.Over(int64(n.Declared.ScoredEndings), int64(len(st.cells)))
	c.p.steps[i].converts = n.Declared.ScoredEndings != len(st.cells)
}

// frequencyNorm resolves the step's norm and enters the step into its profile.
func (c *compiler) frequencyNorm(i int) *norm.Norm {
	s := c.p.steps[i].spec
	if s.Norm == "" {
		return nil
	}
	n := c.Norms[s.Norm]
	switch {
	case n == nil:
		c.fault(i, "norm", "unknown_norm", "Got", s.Norm)
		return nil
	case n.Declared.Kind != norm.KindFrequency:
		c.fault(i, "norm", "norm_kind", "Got", n.Declared.Kind, "Want", norm.KindFrequency)
		return nil
	case n.Table(norm.Total, s.ID) == nil:
		c.fault(i, "norm", "norm_scale", "Got", s.ID)
		return nil
	}
	at := -1
	for j := range c.p.profiles {
		if c.p.profiles[j].norm == n {
			at = j
		}
	}
	if at < 0 {
		c.p.profiles = append(c.p.profiles, profile{norm: n})
		at = len(c.p.profiles) - 1
	}
	c.p.steps[i].profile, c.p.steps[i].scale = at, len(c.p.profiles[at].scales)
	c.p.profiles[at].scales = append(c.p.profiles[at].scales, s.ID)
	return n
}

func (s *rankSum) run(r *run, out *outcome) {
	if out.why = r.missing(s.items); out.why != "" {
		return
	}
	sum := int64(0)
	for _, c := range s.cells {
		sum += int64(r.ranks[c.item][c.ending])
	}
	out.value = norm.Whole(sum)
	out.converted = out.value.Mul(s.factor)
}
