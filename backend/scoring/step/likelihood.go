package step

import (
	"math"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// Likelihood is how probable each class is, in their declared order.
type Likelihood struct {
	Likeliest, RunnerUp string
	// Best and second are the two largest probabilities, unrounded.
	Best, second  float64
	Probabilities []domain.ClassProbability
}

// add enters the next class; of equal ones the first is the likelier.
func (l *Likelihood) add(class string, p float64) {
	l.Probabilities = append(l.Probabilities, domain.ClassProbability{Class: class, Probability: norm.Round9(p)})
	switch {
	case p > l.Best || l.Likeliest == "":
		l.RunnerUp, l.second = l.Likeliest, l.Best
		l.Likeliest, l.Best = class, p
	case p > l.second || l.RunnerUp == "":
		l.RunnerUp, l.second = class, p
	}
}

// between gives the probability of each interval between the cuts, for a score
// x with a standard error of measurement, after out: Φ((high-x)/SEM) - Φ((low-x)/SEM).
// Source: Lord and Novick, Statistical Theories of Mental Test Scores, 1968, p. 159.
func between(cuts []norm.Fraction, x norm.Fraction, sem float64, out []float64) []float64 {
	low := math.Inf(-1)
	for i := range len(cuts) + 1 {
		high := math.Inf(1)
		if i < len(cuts) {
			high = cuts[i].Sub(x).Float64() / sem
		}
		out = append(out, norm.Between(low, high))
		low = high
	}
	return out
}
