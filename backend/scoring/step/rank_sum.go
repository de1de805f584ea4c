package step

import (
	"strconv"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// RankSum adds the ranks of the scored endings with one id.
type RankSum struct {
	Scored []Place
	items  []int
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
		st.Scored, st.items = append(st.Scored, Place{item, ending}), append(st.items, item)
		low, high = low+1, high+int64(len(c.Items[item].Endings))
	}
	if len(st.Scored) == 0 {
		c.Fault(i, "ending", "nothing_scored", "Got", s.Ending)
		return nil
	}
	c.attachNorm(i, st)
	c.Nodes[i].Factor = st.Factor
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
	st.Factor = norm.Over(int64(n.Declared.ScoredEndings), int64(len(st.Scored)))
	c.Nodes[i].Converts = n.Declared.ScoredEndings != len(st.Scored)
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
	for _, c := range s.Scored {
		sum += int64(r.Answers[c.Item].Ranks[c.Ending])
	}
	out.Value = norm.Whole(sum)
	out.Converted = out.Value.Mul(s.Factor)
}

// Trace records the sum and, where the norm counts otherwise, its conversion.
func (s *RankSum) Trace(r *Run, out *Outcome, t *Ledger) {
	l := t.Line(t.node.Signs.Value, domain.TraceSums, "rank_sum")
	for n, c := range s.Scored {
		l.Join(n, " + ").Cell(r.Cell(c.Item, c.Ending), norm.Whole(int64(r.Answers[c.Item].Ranks[c.Ending])))
	}
	l.Gives(out.Value)
	if t.node.Converts {
		t.Converted(out)
	}
}

// Converted records the conversion of a rank sum to the norm's metric.
func (t *Ledger) Converted(out *Outcome) {
	s, ok := t.node.Step.(*RankSum)
	if !ok {
		return
	}
	n := norm.Whole(int64(len(s.Scored)))
	t.Line(t.node.Signs.Norms, domain.TraceSums, "convert").Line(t.node.Signs.Value, out.Value).Text(" × ").Constant("endings_norm", s.Factor.Mul(n)).
		Text(" / ").Constant("endings_scored", n).Gives(out.Converted)
}
