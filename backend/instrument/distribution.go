package instrument

import (
	"math/big"
	"slices"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// distributions gives, by score id, how every score with a norm by agreement
// is spread in the norm group and under random ranking.
func (in *Instrument) distributions() map[string]domain.Distribution {
	out := map[string]domain.Distribution{}
	for _, s := range in.Domain.Manifest.Scoring {
		n := in.norms[s.Norm]
		if n == nil || n.Declared.Kind != norm.KindAgreement {
			continue
		}
		if chance, value, ok := in.program.Agreement(s.ID); ok {
			out[s.ID] = distribution(s.ID, n, chance, value)
		}
	}
	return out
}

// distribution lays the points out by ascending value. The central 95 % of
// random ranking leaves at most 2.5 % below and above.
func distribution(id string, n *norm.Norm, chance *norm.Chance, value func(d int) float64) domain.Distribution {
	a := n.Agreement()
	d := domain.Distribution{Score: id, Group: a.Group(), N: int(a.N())}
	attainable := chance.Attainable()
	slices.SortFunc(attainable, func(x, y int) int {
		if value(x) < value(y) {
			return -1
		}
		return 1
	})
	mean, below, tail := new(big.Rat), new(big.Rat), big.NewRat(1, 40)
	high, found := 0.0, false
	for _, x := range attainable {
		v, p := value(x), chance.Point(x)
		mean.Add(mean, new(big.Rat).Mul(new(big.Rat).SetFloat64(v), p))
		if below.Cmp(tail) <= 0 {
			d.ChanceLow = v
		}
		below.Add(below, p)
		if !found && new(big.Rat).Sub(big.NewRat(1, 1), below).Cmp(tail) <= 0 {
			high, found = v, true
		}
		f, _ := p.Float64()
		d.Points = append(d.Points, domain.DistributionPoint{Value: v, Frequency: int(a.Frequency(x)), Chance: f})
	}
	d.ChanceMean, _ = mean.Float64()
	d.ChanceHigh = high
	return d
}
