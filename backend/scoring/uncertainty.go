package scoring

import (
	"math/big"

	"kitewise/backend/norm"
	"kitewise/backend/scoring/step"
)

// standardErrors gives a step its standard error if it is a sum over scales
// whose norm brings reliabilities: Σ w²·SEM² and, on a form where every ending
// of every set is scored, twice the covariances. There the errors within a set
// sum to zero, so the covariance of two scales is -Σ SEM²/(k(k-1)): for k = 4
// and a difference of two scales that adds Q = Σ SEM²/6.
func (c *compiler) standardErrors(i int) {
	me := &c.Nodes[i]
	if me.Linear == nil || me.Spec.Hidden {
		return
	}
	weights, variances := []*big.Rat{}, []*big.Rat{}
	base := -1
	for j, w := range me.Linear.Weights {
		if w.Sign() == 0 {
			continue
		}
		v := c.errorVariance(j)
		if v == nil {
			return
		}
		weights, variances = append(weights, w), append(variances, v)
		base = j
	}
	if base >= 0 {
		shared, family, pairs := c.covariance(base)
		me.SEM = norm.NewStandardError(weights, variances, shared)
		if len(weights) > 1 {
			me.Family, me.Pairs = family, pairs
		}
	}
}

// errorVariance gives SEM² of a rank sum, nil if its norm brings no reliability.
func (c *compiler) errorVariance(j int) *big.Rat {
	me := &c.Nodes[j]
	if me.Profile < 0 {
		return nil
	}
	return c.Profiles[me.Profile].Norm.ErrorVariance(me.Spec.ID)
}

// covariance gives the covariance of the errors of two scales of the family of
// rank sums to which the step belongs, nil unless all k endings of all its sets
// are scored.
func (c *compiler) covariance(base int) (shared *big.Rat, family []int, pairs int64) {
	st, ok := c.Nodes[base].Step.(*step.RankSum)
	if !ok {
		return nil, nil, 0
	}
	sum, scored := new(big.Rat), map[step.Place]bool{}
	for j := range c.Nodes {
		other, ok := c.Nodes[j].Step.(*step.RankSum)
		if !ok || c.Nodes[j].Profile != c.Nodes[base].Profile {
			continue
		}
		v := c.errorVariance(j)
		if v == nil || len(other.Scored) != len(st.Scored) {
			return nil, nil, 0
		}
		sum.Add(sum, v)
		family = append(family, j)
		for _, cell := range other.Scored {
			if scored[cell] {
				return nil, nil, 0
			}
			scored[cell] = true
		}
	}
	k := len(c.Items[st.Scored[0].Item].Endings)
	for _, cell := range st.Scored {
		for e := range c.Items[cell.Item].Endings {
			if !scored[step.Place{Item: cell.Item, Ending: e}] {
				return nil, nil, 0
			}
		}
	}
	if len(scored) != k*len(st.Scored) {
		return nil, nil, 0
	}
	pairs = int64(k * (k - 1))
	return sum.Quo(sum, new(big.Rat).SetInt64(-pairs)), family, pairs
}
