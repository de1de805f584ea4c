package step

import (
	"fmt"
	"math/big"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// Weighted is a weighted sum of scores and a constant. On metric "norm" it is
// computed from converted scores and has no value on the form's own metric.
type Weighted struct {
	terms    []weightedTerm
	constant norm.Fraction
	inNorm   bool
}

type weightedTerm struct {
	step   int
	weight norm.Fraction
}

func readsTerms(s *domain.Step) []Reading {
	out := []Reading{}
	for n, t := range s.Terms {
		out = append(out, Reading{t.Score, fmt.Sprintf("terms[%d].score", n)})
	}
	return out
}

func compileWeighted(c *Compiler, i int) Step {
	st := c.weightedSum(i)
	if st == nil {
		return nil
	}
	c.frequencyNorm(i)
	return st
}

// weightedSum compiles the sum itself; extent and linear form go to the step.
func (c *Compiler) weightedSum(i int) *Weighted {
	s, me := c.Nodes[i].Spec, &c.Nodes[i]
	st := &Weighted{constant: c.decimal(i, "constant", s.Constant, "0"), inNorm: s.Metric == metricNorm}
	me.Extent = extentOf(st.constant, st.constant)
	me.Linear = &Linear{map[int]*big.Rat{}, st.constant.Rat()}
	for n, t := range s.Terms {
		j := c.Places[t.Score]
		from := &c.Nodes[j]
		if from.Extent.den == nil {
			c.Fault(i, fmt.Sprintf("terms[%d].score", n), "not_a_number", "Got", t.Score)
			return nil
		}
		me.Converts = me.Converts || from.Converts
		st.terms = append(st.terms, weightedTerm{j, norm.Whole(int64(t.Weight))})
		me.Extent = me.Extent.plus(from.Extent, int64(t.Weight))
		me.Linear = me.Linear.plus(from.Linear, int64(t.Weight))
	}
	if me.Converts && !st.inNorm && st.constant.Sign() != 0 {
		c.Fault(i, "constant", "constant_without_metric")
	}
	if st.inNorm {
		me.Converts = false
	}
	return st
}

// plus gives l + w·m, nil when either is not linear.
func (l *Linear) plus(m *Linear, w int64) *Linear {
	if l == nil || m == nil {
		return nil
	}
	weight := new(big.Rat).SetInt64(w)
	sum := &Linear{map[int]*big.Rat{}, new(big.Rat).Mul(m.Constant, weight)}
	sum.Constant.Add(sum.Constant, l.Constant)
	for base, v := range l.Weights {
		sum.Weights[base] = new(big.Rat).Set(v)
	}
	for base, v := range m.Weights {
		if sum.Weights[base] == nil {
			sum.Weights[base] = new(big.Rat)
		}
		sum.Weights[base].Add(sum.Weights[base], new(big.Rat).Mul(v, weight))
	}
	return sum
}

// Run executes the step over its inputs and fills its outcome.
func (s *Weighted) Run(r *Run, out *Outcome) {
	value, converted := s.constant, s.constant
	for _, t := range s.terms {
		from := &r.Out[t.step]
		if from.Why != "" {
			out.Why = domain.ReasonMissingScore
			return
		}
		value = value.Add(from.Value.Mul(t.weight))
		converted = converted.Add(from.Converted.Mul(t.weight))
	}
	if s.inNorm {
		value = converted
	}
	out.Value, out.Converted = value, converted
}

// ConvertedTerms tells the converted values that the sum is made of.
func (s *Weighted) ConvertedTerms(r *Run) []domain.TraceInput {
	inputs := []domain.TraceInput{}
	for _, t := range s.terms {
		inputs = append(inputs, domain.TraceInput{Name: t.weight.String() + " × " + r.Nodes[t.step].Spec.ID, Value: r.Out[t.step].Converted.String()})
	}
	return inputs
}

// Trace gives the inputs that Run read and what it gave, as exact text.
func (s *Weighted) Trace(r *Run, out *Outcome) ([]domain.TraceInput, string) {
	inputs := []domain.TraceInput{}
	for _, t := range s.terms {
		v := r.Out[t.step].Value
		if s.inNorm {
			v = r.Out[t.step].Converted
		}
		inputs = append(inputs, domain.TraceInput{Name: t.weight.String() + " × " + r.Nodes[t.step].Spec.ID, Value: v.String()})
	}
	if s.constant.Sign() != 0 {
		inputs = append(inputs, domain.TraceInput{Name: "constant", Value: s.constant.String()})
	}
	return inputs, out.Value.String()
}
