package step

import "kitewise/backend/norm"

// Halved is a step over keyed answers, whose halves can be compared.
type Halved interface {
	// Keys is how many keyed answers the step reads.
	Keys() int
	// Halves gives the means of the keyed answers, recoded and reversed but not
	// weighted, at the odd and the even places of the list (from 1), and how many
	// are there; it is false when a half has none.
	Halves(r *Run) (odd, even norm.Fraction, answered int, ok bool)
}

// Keys is how many keyed answers the step reads.
func (s *sum) Keys() int { return len(s.keys) }

// Halves gives the means of the keyed answers at odd and even places.
func (s *sum) Halves(r *Run) (odd, even norm.Fraction, answered int, ok bool) {
	sums, counts := [2]norm.Fraction{norm.Whole(0), norm.Whole(0)}, [2]int64{}
	for j := range s.keys {
		if x, there := s.keys[j].read(&r.Answers[s.keys[j].item]); there {
			sums[j%2], counts[j%2] = sums[j%2].Add(x), counts[j%2]+1
		}
	}
	answered = int(counts[0] + counts[1])
	if counts[0] == 0 || counts[1] == 0 {
		return odd, even, answered, false
	}
	return sums[0].Quo(norm.Whole(counts[0])), sums[1].Quo(norm.Whole(counts[1])), answered, true
}
