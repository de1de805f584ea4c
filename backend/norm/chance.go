package norm

import (
	"errors"
	"math/big"
	"slices"
)

// Chance is the exact distribution of D = Σ(R_j - mean)² when m rankings of k
// endings are each drawn at random.
// Source: Kendall, Rank Correlation Methods, 1948, ch. 6 (by full enumeration).
type Chance struct {
	Sets, Endings int
	// ds ascending; tail[i] is P(D ≥ ds[i]), point[i] is P(D = ds[i]), exact.
	ds          []int
	tail, point []*big.Rat
}

// MaxEndings is the largest ranking for which the distribution is enumerated.
const MaxEndings = 6

// MaxSets is the largest number of rankings for which the distribution is enumerated.
const MaxSets = maxRankSum / 2

// maxRankSum is the largest rank sum of one ending that the enumeration holds.
const maxRankSum = 240

// ErrTooLarge says that the distribution of so many rankings is not enumerated.
var ErrTooLarge = errors.New("too many rankings or endings for the exact distribution")

// ErrHalf says that D is not a whole number for this number of rankings and endings.
var ErrHalf = errors.New("agreement is not a whole number for this form")

// sums is a state of the enumeration: rank sums in ascending order. By symmetry
// all orders of the same sums have the same number of continuations.
type sums [MaxEndings]uint8

// NewChance enumerates the distribution.
func NewChance(sets, endings int) (*Chance, error) {
	if endings < 2 || endings > MaxEndings || sets < 1 || sets*endings > maxRankSum {
		return nil, ErrTooLarge
	}
	if sets*sets*endings*(endings+1)*(endings+1)%4 != 0 {
		return nil, ErrHalf
	}
	perms := Permutations(endings)
	states := map[sums]*big.Int{{}: big.NewInt(1)}
	for range sets {
		next := make(map[sums]*big.Int, 2*len(states))
		for state, count := range states {
			extend(next, state, count, perms)
		}
		states = next
	}
	return tabulate(sets, endings, states), nil
}

func extend(next map[sums]*big.Int, state sums, count *big.Int, perms [][]int) {
	for _, p := range perms {
		s := state
		for j, rank := range p {
			s[j] += uint8(rank)
		}
		slices.Sort(s[:len(p)])
		if next[s] == nil {
			next[s] = new(big.Int)
		}
		next[s].Add(next[s], count)
	}
}

func tabulate(sets, endings int, states map[sums]*big.Int) *Chance {
	counts, total := map[int]*big.Int{}, new(big.Int)
	for state, count := range states {
		squares := 0
		for _, r := range state[:endings] {
			squares += int(r) * int(r)
		}
		d := squares - sets*sets*endings*(endings+1)*(endings+1)/4
		if counts[d] == nil {
			counts[d] = new(big.Int)
		}
		counts[d].Add(counts[d], count)
		total.Add(total, count)
	}
	c := &Chance{Sets: sets, Endings: endings}
	for d := range counts {
		c.ds = append(c.ds, d)
	}
	slices.Sort(c.ds)
	c.tail, c.point = make([]*big.Rat, len(c.ds)), make([]*big.Rat, len(c.ds))
	above := new(big.Int)
	for i := len(c.ds) - 1; i >= 0; i-- {
		above = new(big.Int).Add(above, counts[c.ds[i]])
		c.point[i] = new(big.Rat).SetFrac(counts[c.ds[i]], total)
		c.tail[i] = new(big.Rat).SetFrac(above, total)
	}
	return c
}

// Attainable lists every D that can occur, ascending.
func (c *Chance) Attainable() []int { return slices.Clone(c.ds) }

// Tail gives P(D ≥ d).
func (c *Chance) Tail(d int) *big.Rat {
	i, _ := slices.BinarySearch(c.ds, d)
	if i == len(c.ds) {
		return new(big.Rat)
	}
	return c.tail[i]
}

// Point gives P(D = d).
func (c *Chance) Point(d int) *big.Rat {
	i, ok := slices.BinarySearch(c.ds, d)
	if !ok {
		return new(big.Rat)
	}
	return c.point[i]
}

// Critical gives the least attainable D whose tail is at most level, and
// whether there is one.
func (c *Chance) Critical(level Fraction) (int, bool) {
	for i, p := range c.tail {
		if p.Cmp(level.Rat()) <= 0 {
			return c.ds[i], true
		}
	}
	return 0, false
}

// PermutationIndex gives the place of a permutation of 1..k in Permutations(k).
func PermutationIndex(p []int) int {
	index := 0
	for i, v := range p {
		smaller := 0
		for _, w := range p[i+1:] {
			if w < v {
				smaller++
			}
		}
		index = index*(len(p)-i) + smaller
	}
	return index
}

// Permutations lists the permutations of 1..k in lexicographic order.
func Permutations(k int) [][]int {
	p := make([]int, k)
	for i := range p {
		p[i] = i + 1
	}
	all := [][]int{}
	for {
		all = append(all, slices.Clone(p))
		i := k - 2
		for i >= 0 && p[i] > p[i+1] {
			i--
		}
		if i < 0 {
			return all
		}
		j := k - 1
		for p[j] < p[i] {
			j--
		}
		p[i], p[j] = p[j], p[i]
		slices.Reverse(p[i+1:])
	}
}
