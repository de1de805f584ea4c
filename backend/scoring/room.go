package scoring

import (
	"kitewise/backend/domain"
	"kitewise/backend/norm"
	"kitewise/backend/scoring/robust"
	"kitewise/backend/scoring/step"
)

// room is what a runner keeps from run to run; most of it by node.
type room struct {
	read [][]readings
	// now is the reading of this run, nil until it is asked for.
	now  []*reading
	uses [][]use
	// values are the score, its converted value and its percentile as they leave
	// the engine.
	values [][3]float64
	// sems are the standard errors to nine decimals, nil without one.
	sems []*float64
	// chances are the probabilities of a class by bounds.
	chances [][]domain.ClassProbability
	robust  []robustRoom
	result  domain.Result
}

// robustRoom is the room of one robustness.
type robustRoom struct {
	search *robust.Search
	ranks  [][]int
	ways   []domain.RobustnessWay
}

// use is one provenance that occurs.
type use struct {
	group  string
	method norm.Method
	as     domain.NormUse
}

func newRoom(p *Program) room {
	n := len(p.nodes)
	m := room{
		read: make([][]readings, n), now: make([]*reading, n), uses: make([][]use, n), values: make([][3]float64, n), sems: make([]*float64, n),
		chances: make([][]domain.ClassProbability, n),
	}
	for i := range p.nodes {
		if e := p.nodes[i].SEM; e != nil {
			sem := norm.Round9(e.SEM)
			m.sems[i] = &sem
		}
	}
	for i := range p.robust {
		m.robust = append(m.robust, robustRoom{search: p.robust[i].form.Search(), ranks: make([][]int, len(p.robust[i].items))})
	}
	m.result = domain.Result{
		Scores: make([]domain.Score, 0, n), Lists: make([]domain.List, 0, n), Chance: make([]domain.ChanceTest, 0, n),
		Robustness: make([]domain.Robustness, 0, len(p.robust)), Trace: noTrace,
	}
	return m
}

// Lists that hold nothing, which a result shows as empty and not as absent.
var (
	noTrace  = []domain.TraceStep{}
	noWays   = []domain.RobustnessWay{}
	noBands  = []domain.Band{}
	noChance = []domain.ClassProbability{}
)

// memory gives what is remembered of a step in a table.
func (m *room) memory(i int, table *norm.Table) *readings {
	for j := range m.read[i] {
		if m.read[i][j].table == table {
			return &m.read[i][j]
		}
	}
	m.read[i] = append(m.read[i], readings{table, map[norm.Fraction]*reading{}})
	return &m.read[i][len(m.read[i])-1]
}

// provenance says where a percentile or standard score of a step comes from.
func (r *Runner) provenance(i int, l *norm.Lookup) *domain.NormUse {
	c, group := &r.Nodes[i], r.Out[i].Group
	known := r.room.uses[i]
	for j := range known {
		if known[j].group == group && known[j].method == l.Method && known[j].as.N == int(l.N) {
			return &known[j].as
		}
	}
	n := r.normOf(c)
	if t, ok := c.Step.(*step.Transform); ok && t.Norm != nil {
		n = t.Norm
	}
	from := n.Origin(group)
	now := use{group, l.Method, domain.NormUse{
		Group: group, Version: from.Version, N: int(l.N), Method: string(l.Method),
		Approximate: from.Approximate, Source: from.Source,
	}}
	r.room.uses[i] = append(known, now)
	return &r.room.uses[i][len(known)].as
}
