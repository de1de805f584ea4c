package step

import (
	"strconv"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// RankSum adds the ranks of the scored endings with one id.
type RankSum struct {
	Cells []Place
	items []int
	// Factor converts to the norm's metric: raw · (endings the norm counts) / n.
	Factor norm.Fraction
}

// Place is an ending of an item.
type Place struct{ Item, Ending int }

func compileRankSum(c *Compiler, i int) Step {
	s := c.Nodes[i].Spec
	st := &RankSum{Factor: norm.Whole(1)}
	low, high := int64(0), int64(0)
	for n, item := range c.items(i) {
		ending, ok := endingOf(c.Items[item], s.Ending)
		if !ok {
			c.Fault(i, "items["+strconv.Itoa(n)+"]", "unknown_ending", "Got", s.Ending)
			continue
		}
		if c.Items[item].Endings[ending].Unscored {
			continue
		}
		st.Cells, st.items = append(st.Cells, Place{item, ending}), append(st.items, item)
		low, high = low+1, high+int64(len(c.Items[item].Endings))
	}
	if len(st.Cells) == 0 {
		c.Fault(i, "ending", "nothing_scored", "Got", s.Ending)
		return nil
	}
	c.attachNorm(i, st)
	c.Nodes[i].Extent = extentOf(norm.Whole(low), norm.Whole(high)).scaled(st.Factor, norm.Whole(0))
	c.Nodes[i].Linear = selfLinear(i)
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
func (c *Compiler) attachNorm(i int, st *RankSum) {
	n := c.frequencyNorm(i)
	if n == nil || n.Declared.ScoredEndings == 0 {
		return
	}
	st.Factor = norm.Over(int64(n.Declared.ScoredEndings), int64(len(st.Cells)))
	c.Nodes[i].Converts = n.Declared.ScoredEndings != len(st.Cells)
}

// frequencyNorm resolves the step's norm and enters the step into its profile.
func (c *Compiler) frequencyNorm(i int) *norm.Norm {
	s := c.Nodes[i].Spec
	if s.Norm == "" {
		return nil
	}
	return c.join(i, s.ID, standards[standardPercentile])
}

// Run executes the step over its inputs and fills its outcome.
func (s *RankSum) Run(r *Run, out *Outcome) {
	if out.Why = r.missing(s.items); out.Why != "" {
		return
	}
	sum := int64(0)
	for _, c := range s.Cells {
		sum += int64(r.Answers[c.Item].Ranks[c.Ending])
	}
	out.Value = norm.Whole(sum)
	out.Converted = out.Value.Mul(s.Factor)
}

// Trace gives the inputs that Run read and what it gave, as exact text.
func (s *RankSum) Trace(r *Run, out *Outcome) ([]domain.TraceInput, string) {
	inputs := []domain.TraceInput{}
	for _, c := range s.Cells {
		it := r.Items[c.Item]
		inputs = append(inputs, domain.TraceInput{
			Name: it.ID + "." + it.Endings[c.Ending].ID, Value: strconv.Itoa(r.Answers[c.Item].Ranks[c.Ending]),
		})
	}
	return inputs, out.Value.String()
}
