package scoring

import (
	"fmt"
	"math/big"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// weighted is a weighted sum of scores and a constant. On metric "norm" it is
// computed from converted scores and has no value on the form's own metric.
type weighted struct {
	terms    []weightedTerm
	constant norm.Fraction
	inNorm   bool
}

type weightedTerm struct {
	step   int
	weight norm.Fraction
}

func readsTerms(s *domain.Step) []reading {
	out := []reading{}
	for n, t := range s.Terms {
		out = append(out, reading{t.Score, fmt.Sprintf("terms[%d].score", n)})
	}
	return out
}

func compileWeighted(c *compiler, i int) step {
	st := c.weightedSum(i)
	if st == nil {
		return nil
	}
	c.frequencyNorm(i)
	return st
}

// weightedSum compiles the sum itself; extent and linear form go to the step.
func (c *compiler) weightedSum(i int) *weighted {
	s, me := c.p.steps[i].spec, &c.p.steps[i]
	st := &weighted{constant: c.decimal(i, "constant", s.Constant, "0"), inNorm: s.Metric == "norm"}
	me.extent = extent{st.constant.Rat(), st.constant.Rat(), big.NewInt(st.constant.Den)}
	me.linear = &linear{map[int]*big.Rat{}, st.constant.Rat()}
	for n, t := range s.Terms {
		j := c.places[t.Score]
		from := &c.p.steps[j]
		if from.extent.den == nil && from.step == nil && len(c.faults) > 0 {
			return nil // its own fault is told already
		}
		if from.extent.den == nil {
			c.fault(i, fmt.Sprintf("terms[%d].score", n), "not_a_number", "Got", t.Score)
			return nil
		}
		me.converts = me.converts || from.converts
		st.terms = append(st.terms, weightedTerm{j, norm.Whole(int64(t.Weight))})
		me.extent = me.extent.plus(from.extent, int64(t.Weight))
		me.linear = me.linear.plus(from.linear, int64(t.Weight))
	}
	if me.converts && !st.inNorm && st.constant.Num != 0 {
		c.fault(i, "constant", "constant_without_metric")
	}
	if st.inNorm {
		me.converts = false
	}
	return st
}

// plus gives e + w·f.
func (e extent) plus(f extent, w int64) extent {
	weight := new(big.Rat).SetInt64(w)
	a, b := new(big.Rat).Mul(f.low, weight), new(big.Rat).Mul(f.high, weight)
	if w < 0 {
		a, b = b, a
	}
	g := new(big.Int).GCD(nil, nil, e.den, f.den)
	den := new(big.Int).Mul(e.den, new(big.Int).Quo(f.den, g))
	return extent{a.Add(a, e.low), b.Add(b, e.high), den}
}

// plus gives l + w·m, nil when either is not linear.
func (l *linear) plus(m *linear, w int64) *linear {
	if l == nil || m == nil {
		return nil
	}
	weight := new(big.Rat).SetInt64(w)
	sum := &linear{map[int]*big.Rat{}, new(big.Rat).Mul(m.constant, weight)}
	sum.constant.Add(sum.constant, l.constant)
	for base, v := range l.weights {
		sum.weights[base] = new(big.Rat).Set(v)
	}
	for base, v := range m.weights {
		if sum.weights[base] == nil {
			sum.weights[base] = new(big.Rat)
		}
		sum.weights[base].Add(sum.weights[base], new(big.Rat).Mul(v, weight))
	}
	return sum
}

func (s *weighted) run(r *run, out *outcome) {
	value, converted := s.constant, s.constant
	for _, t := range s.terms {
		from := &r.out[t.step]
		if from.why != "" {
			out.why = domain.ReasonMissingScore
			return
		}
		value = value.Add(from.value.Mul(t.weight))
		converted = converted.Add(from.converted.Mul(t.weight))
	}
	if s.inNorm {
		value = converted
	}
	out.value, out.converted = value, converted
}
