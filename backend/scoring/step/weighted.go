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
	// factor converts the sum without its constant; not a number when the terms
	// are converted by different ones.
	factor norm.Fraction
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
	st.factor = c.commonFactor(s)
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
	} else if st.constant.Sign() == 0 {
		me.Factor = st.factor
	}
	return st
}

// commonFactor gives the one factor that converts every term.
func (c *Compiler) commonFactor(s *domain.Step) norm.Fraction {
	common := norm.Fraction{}
	for _, t := range s.Terms {
		f := c.Nodes[c.Places[t.Score]].Factor
		if !f.IsNumber() || common.IsNumber() && common.Cmp(f) != 0 {
			return norm.Fraction{}
		}
		common = f
	}
	return common
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
	if s.factor.IsNumber() {
		s.once(r, out)
		return
	}
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

// once converts the sum instead of its terms.
func (s *Weighted) once(r *Run, out *Outcome) {
	sum := norm.Whole(0)
	for _, t := range s.terms {
		from := &r.Out[t.step]
		if from.Why != "" {
			out.Why = domain.ReasonMissingScore
			return
		}
		sum = sum.Add(from.Value.Mul(t.weight))
	}
	out.Converted = sum.Mul(s.factor)
	if s.constant.Sign() != 0 {
		sum, out.Converted = sum.Add(s.constant), out.Converted.Add(s.constant)
	}
	if out.Value = sum; s.inNorm {
		out.Value = out.Converted
	}
}

// Trace records the weighted sum, on the form's own metric and in the norm's.
func (s *Weighted) Trace(r *Run, out *Outcome, t *Ledger) {
	s.line(r, t.Line(t.node.Signs.Value, domain.TraceSums, "weighted"), s.inNorm).Gives(out.Value)
	if t.node.Converts {
		s.line(r, t.Line(t.node.Signs.Norms, domain.TraceSums, "convert"), true).Gives(out.Converted)
	}
}

// line records the terms with their signs: "AC - CE", "2 × A + B - 9".
func (s *Weighted) line(r *Run, l *Line, norms bool) *Line {
	for n, term := range s.terms {
		l.Signed(n, term.weight)
		if w := term.weight.Abs(); w.Cmp(norm.Whole(1)) != 0 {
			l.Constant("weight", w).Text(" × ")
		}
		r.Score(l, term.step, norms)
	}
	if s.constant.Sign() != 0 {
		l.Signed(len(s.terms), s.constant).Constant("constant", s.constant.Abs())
	}
	return l
}
