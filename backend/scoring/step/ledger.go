package step

import (
	"kitewise/backend/domain"
	"kitewise/backend/norm"
	"kitewise/backend/scoring/tape"
)

// Ledger takes the lines of a trace, step after step.
type Ledger struct {
	tape.Tape
	node *Node
}

// Line is a line that is being recorded.
type Line = tape.Line

// Of goes on with the lines of a step.
func (t *Ledger) Of(n *Node) {
	t.node = n
	t.For(n.Spec.ID, n.Origin)
}

// Missing records that a step has no value.
func (t *Ledger) Missing(why domain.Reason) {
	t.Line(t.node.Signs.Value, domain.TraceSums, t.node.Spec.Op).Class(string(why))
}

// Score records the value of a step, in the norm's metric or on the form's own.
func (r *Run) Score(l *Line, j int, norms bool) *Line {
	return l.Line(r.Sign(j, norms), r.Out[j].in(norms))
}

// Cell gives the name of an answer, of an ending unless it is -1.
func (r *Run) Cell(item, ending int) string { return r.Cells[item][ending+1] }

// Cells names the answers: of each item the whole, then its endings.
func Cells(items []domain.Item) [][]string {
	out := make([][]string, len(items))
	for i, it := range items {
		out[i] = []string{it.ID}
		for _, e := range it.Endings {
			out[i] = append(out[i], it.ID+"."+e.ID)
		}
	}
	return out
}

// Sign gives the sign of the line of a step's value, in the norm's metric where
// that differs.
func (r *Run) Sign(j int, norms bool) string {
	if n := &r.Nodes[j]; norms {
		return n.Signs.Norms
	}
	return r.Nodes[j].Signs.Value
}

// table is a group of a norm.
type table struct {
	norm  *norm.Norm
	group string
}

// TableOf names the table of a norm's group; it is made once.
func (r *Run) TableOf(n *norm.Norm, group string) *domain.TraceTable {
	key := table{n, group}
	if known := r.tables[key]; known != nil {
		return known
	}
	if r.tables == nil {
		r.tables = map[table]*domain.TraceTable{}
	}
	r.tables[key] = tableOf(n, group)
	return r.tables[key]
}

func tableOf(n *norm.Norm, group string) *domain.TraceTable {
	from := n.Origin(group)
	table := &domain.TraceTable{File: n.Declared.File, Version: from.Version, Group: group, Source: from.Source}
	if from.Imported {
		table.File = ""
	}
	return table
}

func pick(holds bool, yes, no string) string {
	if holds {
		return yes
	}
	return no
}
