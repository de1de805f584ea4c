package flags

import (
	"slices"
	"strconv"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// These checks read what happened around the answers; without that (a file of
// records, a form on paper) they are never raised.

// compilePracticeReversed: the first try of a practice went in the opposite
// direction. It takes a practice that a participant can do.
func compilePracticeReversed(c *compiler, _ *domain.Flag) judge {
	if !slices.ContainsFunc(c.manifest.Practice, func(d domain.Drill) bool { return d.Item != nil }) {
		c.fault("rule", "no_practice")
	}
	return func(r *Run) bool { return len(reversed(r)) > 0 }
}

func reversed(r *Run) []domain.Practice {
	out := []domain.Practice{}
	for _, p := range r.Conduct.Practices {
		if p.Reversed {
			out = append(out, p)
		}
	}
	return out
}

// compileInterrupted: at least AtLeast (also 0: one) of the Events came between
// the first answer and the end, each of at least AnySeconds (also "": of any length).
func compileInterrupted(c *compiler, f *domain.Flag) judge {
	if len(f.Events) == 0 {
		c.fault("events", "field_missing")
	}
	for i, e := range f.Events {
		if !domain.EventKind(e).Interrupts() {
			c.fault("events["+strconv.Itoa(i)+"]", "unknown_event", "Got", e)
		}
		if slices.Contains(f.Events[:i], e) {
			c.fault("events["+strconv.Itoa(i)+"]", "duplicate_id", "Got", e)
		}
	}
	c.seconds("any_seconds", f.AnySeconds)
	return func(r *Run) bool {
		n, _ := interruptions(r, f)
		return n >= max(f.AtLeast, 1)
	}
}

// interruptions gives how many count, and how long they lasted together.
func interruptions(r *Run, f *domain.Flag) (n int, ms int64) {
	least := norm.Whole(0)
	if f.AnySeconds != "" {
		least, _ = norm.ParseDecimal(f.AnySeconds)
	}
	for _, e := range r.Conduct.Events {
		if slices.Contains(f.Events, string(e.Kind)) && norm.Over(e.DurationMs, 1000).Cmp(least) >= 0 {
			n, ms = n+1, ms+e.DurationMs
		}
	}
	return n, ms
}

// Measure gives the numbers behind the flags that stand and that read how the
// answers came about: what cannot be seen from the answers alone.
func (s Set) Measure(r *Run) []domain.Measured {
	var out []domain.Measured
	for i := range s {
		if !r.stands[i] {
			continue
		}
		if measure := measures[s[i].flag.Rule]; measure != nil {
			out = append(out, domain.Measured{Flag: s[i].code, Numbers: measure(r, s[i].flag)})
		}
	}
	return out
}

var measures = map[string]func(r *Run, f *domain.Flag) map[string]float64{
	"seconds_per_item": func(r *Run, f *domain.Flag) map[string]float64 {
		times := r.times(r.places(f))
		slices.Sort(times)
		return map[string]float64{
			"Median": float64(times[(len(times)-1)/2]+times[len(times)/2]) / 2000,
			"Least":  float64(times[0]) / 1000, "Items": float64(len(times)),
		}
	},
	"position_pattern": func(r *Run, f *domain.Flag) map[string]float64 {
		sums := r.positions(f)
		out, mean, squares := map[string]float64{}, 0., 0.
		for _, p := range sums {
			mean += float64(p) / float64(len(sums))
		}
		for j, p := range sums {
			squares += (float64(p) - mean) * (float64(p) - mean)
			out["P"+strconv.Itoa(j+1)] = float64(p)
		}
		out["Mean"], out["Squares"], out["Cut"] = mean, squares, float64(f.AtLeast)
		return out
	},
	"practice_reversed": func(r *Run, _ *domain.Flag) map[string]float64 {
		tries := 0
		for _, p := range reversed(r) {
			tries += p.Tries
		}
		return map[string]float64{"Tries": float64(tries)}
	},
	"interrupted": func(r *Run, f *domain.Flag) map[string]float64 {
		n, ms := interruptions(r, f)
		return map[string]float64{"Count": float64(n), "Minutes": float64(ms) / 60000}
	},
}

// positions gives the rank sum of every displayed position over the flag's items.
func (r *Run) positions(f *domain.Flag) []int {
	items := r.places(f)
	sums := make([]int, len(r.Items[items[0]].Endings))
	for _, i := range items {
		r.addPositions(i, sums)
	}
	return sums
}
