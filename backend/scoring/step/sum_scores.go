package step

import (
	"slices"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// SumScores adds scores. Prorated, it is scaled by the number of all scores
// over that of those there. On metric "norm" it adds converted scores.
type SumScores struct {
	steps  []int
	rule   rule
	inNorm bool
}

func readsScores(s *domain.Step) []Reading {
	out := []Reading{}
	for n, id := range s.Scores {
		out = append(out, Reading{id, at("scores", n)})
	}
	return out
}

func compileSumScores(c *Compiler, i int) Step {
	me := &c.Nodes[i]
	st := &SumScores{rule: c.rule(i, len(me.Spec.Scores)), inNorm: me.Spec.Metric == metricNorm}
	parts := []part{}
	me.Linear = &Linear{Weights: nil, Constant: norm.Whole(0).Rat()}
	steps, ok := c.scores(i)
	if !ok {
		return nil
	}
	st.steps = steps
	for _, j := range st.steps {
		from := &c.Nodes[j]
		parts = append(parts, part{from.Extent, norm.Whole(1)})
		me.Linear = me.Linear.plus(from.Linear, 1)
		me.Converts = me.Converts || from.Converts
	}
	if st.rule.kind != domain.MissingRequireAll {
		me.Linear = nil
	}
	me.Converts = me.Converts && !st.inNorm
	me.Extent = st.rule.extent(parts, norm.Whole(int64(len(st.steps))))
	c.frequencyNorm(i)
	return st
}

// scores resolves the scores that a step reads: numbers, none of them twice.
func (c *Compiler) scores(i int) ([]int, bool) {
	out, before := []int{}, len(c.Faults)
	for n, id := range c.Nodes[i].Spec.Scores {
		j := c.Places[id]
		if !c.Nodes[j].Extent.Numeric() {
			c.Fault(i, at("scores", n), "not_a_number", "Got", id)
		}
		if slices.Contains(out, j) {
			c.Fault(i, at("scores", n), "duplicate_id", "Got", id)
		}
		out = append(out, j)
	}
	if len(out) == 0 {
		c.Fault(i, "scores", "field_missing")
	}
	return out, len(c.Faults) == before
}

// Run executes the step over its inputs and fills its outcome.
func (s *SumScores) Run(r *Run, out *Outcome) {
	value, converted, there := norm.Whole(0), norm.Whole(0), 0
	for _, j := range s.steps {
		from := &r.Out[j]
		if from.Why != "" {
			continue
		}
		there++
		value, converted = value.Add(from.Value), converted.Add(from.Converted)
		out.Prorated = out.Prorated || from.Prorated
	}
	if out.Why = s.rule.why(there, domain.ReasonMissingScore); out.Why != "" {
		return
	}
	if s.rule.prorated(there) {
		scale := norm.Over(int64(s.rule.all), int64(there))
		value, converted, out.Prorated = value.Mul(scale), converted.Mul(scale), true
	}
	if s.inNorm {
		value = converted
	}
	out.Value, out.Converted = value, converted
}

// Trace records the sum of the scores that are there and the share by which it
// is scaled, on the form's own metric and in the norm's.
func (s *SumScores) Trace(r *Run, out *Outcome, t *Ledger) {
	s.line(r, t.Line(t.node.Signs.Value, domain.TraceSums, "sum_scores"), s.inNorm).Gives(out.Value)
	if t.node.Converts {
		s.line(r, t.Line(t.node.Signs.Norms, domain.TraceSums, "convert"), true).Gives(out.Converted)
	}
}

func (s *SumScores) line(r *Run, l *Line, norms bool) *Line {
	there := 0
	for _, j := range s.steps {
		if r.Out[j].Why == "" {
			there++
		}
	}
	scaled := s.rule.prorated(there)
	if scaled {
		l.Text("(")
	}
	n := 0
	for _, j := range s.steps {
		if r.Out[j].Why == "" {
			r.Score(l.Join(n, " + "), j, norms)
			n++
		}
	}
	if scaled {
		l.Text(") × ").Constant("scores_all", norm.Whole(int64(s.rule.all))).Text(" / ").Constant("scores_there", norm.Whole(int64(there)))
	}
	return l
}
