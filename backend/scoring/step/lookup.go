package step

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// ClassTable gives a class to every ranking of some endings.
type ClassTable struct {
	file    string
	endings []string
	// class stands at the place of its ranking (norm.PermutationIndex).
	class []string
}

// Classes gives every class that the table gives, each once, in order.
func (t *ClassTable) Classes() []string {
	return slices.Compact(slices.Sorted(slices.Values(t.class)))
}

// ReadClassTable reads a table with the header class,<ending>,…: one row per
// ranking. Every permutation must stand in it exactly once.
func ReadClassTable(file string, data []byte) (*ClassTable, []domain.Fault) {
	t := &ClassTable{file: file}
	fault := func(line int, code string, params ...string) []domain.Fault {
		return []domain.Fault{domain.NewFault(file, "line "+strconv.Itoa(line), code, params...)}
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	header, err := r.Read()
	if err != nil || len(header) < 3 || len(header) > norm.MaxEndings+1 || header[0] != "class" {
		return nil, fault(1, "table_header", "Want", "class", "Got", first(header))
	}
	t.endings = header[1:]
	all := norm.Permutations(len(t.endings))
	t.class = make([]string, len(all))
	for {
		cells, err := r.Read()
		line, _ := r.FieldPos(0)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fault(line, "csv_syntax", "Detail", err.Error())
		}
		key, ok := rankingOf(cells[1:])
		if !ok || cells[0] == "" {
			return nil, fault(line, "not_a_permutation")
		}
		if t.class[key] != "" {
			return nil, fault(line, "table_duplicate", "Got", cells[0])
		}
		t.class[key] = cells[0]
	}
	for n, p := range all {
		if t.class[n] == "" {
			return nil, fault(1, "missing_cell", "Got", join(p))
		}
	}
	return t, nil
}

func first(cells []string) string {
	if len(cells) == 0 {
		return ""
	}
	return cells[0]
}

func join(p []int) string {
	s := ""
	for _, v := range p {
		s += strconv.Itoa(v)
	}
	return s
}

// rankingOf reads a permutation of 1..k and gives its place.
func rankingOf(cells []string) (place int, ok bool) {
	ranks := []int{}
	for _, cell := range cells {
		v, err := strconv.Atoi(cell)
		if err != nil || v < 1 || v > len(cells) || slices.Contains(ranks, v) {
			return 0, false
		}
		ranks = append(ranks, v)
	}
	return norm.PermutationIndex(ranks), true
}

// lookup gives a class to each of several rankings.
type lookup struct {
	id, className string
	items         []int
	columns       [][]int
	table         *ClassTable
	named         *domain.TraceTable
}

func compileLookup(c *Compiler, i int) Step {
	spec := c.Nodes[i].Spec
	t := c.Tables[spec.Table]
	if t == nil {
		c.Fault(i, "table", "unknown_table", "Got", spec.Table)
		return nil
	}
	if spec.ClassName == "" {
		c.Fault(i, "class_name", "field_missing")
	}
	st := &lookup{id: spec.ID, className: spec.ClassName, items: c.items(i), table: t}
	for n, item := range st.items {
		columns := []int{}
		for _, e := range t.endings {
			j, ok := endingOf(c.Items[item], e)
			if !ok || len(c.Items[item].Endings) != len(t.endings) {
				c.Fault(i, "items["+strconv.Itoa(n)+"]", "unknown_ending", "Got", e)
				break
			}
			columns = append(columns, j)
		}
		st.columns = append(st.columns, columns)
	}
	return st
}

// Run executes the step over its inputs and fills its outcome.
func (s *lookup) Run(r *Run, out *Outcome) {
	l := out.list(s.id, s.className, domain.ListPerItem)
	for n, item := range s.items {
		if !r.Answers[item].Given {
			out.Why = r.Answers[item].Reason()
			l.Reason = out.Why
			continue
		}
		var key [norm.MaxEndings]int
		for j, place := range s.columns[n] {
			key[j] = r.Answers[item].Ranks[place]
		}
		l.Entries = append(l.Entries, domain.ListEntry{Item: r.Items[item].ID, Class: s.table.class[norm.PermutationIndex(key[:len(s.columns[n])])], Items: none})
	}
}

// name names the table.
func (s *lookup) name(*Compiler, int) { s.named = &domain.TraceTable{File: s.table.file} }

// Trace records the row of the table for every ranking.
func (s *lookup) Trace(r *Run, out *Outcome, t *Ledger) {
	listed := out.List.Entries
	for n, item := range s.items {
		if !r.Answers[item].Given {
			continue
		}
		l, key := t.Named(t.Call(s.id, r.Items[item].ID), domain.TraceList, "lookup").Text("row("), [norm.MaxEndings]int{}
		for j, place := range s.columns[n] {
			key[j] = r.Answers[item].Ranks[place]
			l.Join(j, ", ").Cell(r.Cell(item, place), norm.Whole(int64(key[j])))
		}
		ranks := key[:len(s.columns[n])]
		l.Text(") = ").RowClass(s.named, t.Ranking(ranks), listed[0].Class).Class(listed[0].Class)
		listed = listed[1:]
	}
}
