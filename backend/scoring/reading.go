package scoring

import (
	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// reading is what follows from a converted score and its table alone.
type reading struct {
	lookup norm.Lookup
	bands  []domain.Band
	// ends are the lookups of the bands' ends, nil until a trace asks for them.
	ends []norm.Lookup
}

// maxReadings bounds what a runner remembers of one step: scores are sums of
// few whole numbers, so few occur.
const maxReadings = 512

// readings remembers the readings of one step in one table.
type readings struct {
	table *norm.Table
	of    map[norm.Fraction]*reading
}

// reading gives the reading of a step's score, from memory or anew.
func (r *Runner) reading(i int) *reading {
	c, out, table := &r.Nodes[i], &r.Out[i], r.table(&r.Nodes[i])
	m := r.room.memory(i, table)
	if known := m.of[out.Converted]; known != nil {
		return known
	}
	now := &reading{}
	if table != nil {
		now.lookup = table.Percentile(out.Converted)
	}
	if c.SEM != nil {
		now.bands = c.SEM.Bands(out.Converted, table)
	}
	if len(m.of) < maxReadings && !out.Converted.IsWide() {
		m.of[out.Converted] = now
	}
	return now
}
