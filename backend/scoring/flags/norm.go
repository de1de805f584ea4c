package flags

import (
	"fmt"
	"slices"
	"strconv"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// compileOutsideNorm: at least so many of the scores lie beyond the ends of their table.
func compileOutsideNorm(c *compiler, f *domain.Flag) judge {
	steps := []int{}
	for n, id := range f.Scores {
		i, ok := c.Places[id]
		if !ok || !c.Nodes[i].HasPercentile() {
			c.fault(fmt.Sprintf("scores[%d]", n), "no_percentile", "Got", id)
		}
		steps = append(steps, i)
	}
	if f.AtLeast < 1 || f.AtLeast > len(steps) {
		c.fault("at_least", "unreachable", "Got", strconv.Itoa(f.AtLeast))
	}
	return func(r *Run) bool {
		n := 0
		for _, i := range steps {
			if l := r.Out[i].Lookup; l != nil && l.Method == norm.MethodClamped {
				n++
			}
		}
		return n >= f.AtLeast
	}
}

// compileMixedGroups: the scales of one profile use different norm groups.
func compileMixedGroups(*compiler, *domain.Flag) judge {
	return func(r *Run) bool { return r.Mixed }
}

// compileApproximateNorm: some norm comes from another form; always stands.
func compileApproximateNorm(c *compiler, _ *domain.Flag) judge {
	return constant(slices.ContainsFunc(c.manifest.Norms, func(n domain.Norm) bool { return n.Approximate }))
}

// compileBorrowedReliability: some reliability was found with another inventory; always stands.
func compileBorrowedReliability(c *compiler, _ *domain.Flag) judge {
	return constant(slices.ContainsFunc(c.manifest.Norms, func(n domain.Norm) bool { return n.ReliabilityBorrowed }))
}

// constant is a judge whose word stands before any answer.
func constant(stands bool) judge { return func(*Run) bool { return stands } }
