package scoring

import (
	"kitewise/backend/domain"
	"kitewise/backend/norm"
	"kitewise/backend/scoring/flags"
	"kitewise/backend/scoring/step"
)

// Source is what an instrument's scoring is compiled from.
type Source struct {
	Manifest *domain.Manifest
	// Norms by id, every one free of faults.
	Norms map[string]*norm.Norm
	// Tables are the lookup tables by file name.
	Tables map[string]*ClassTable
}

// ClassTable gives a class to every ranking of some endings.
type ClassTable = step.ClassTable

// ManifestFile is the file that the paths of the faults speak of.
const ManifestFile = step.ManifestFile

// ReadClassTable reads a table with the header class,<ending>,…: one row per
// ranking.
func ReadClassTable(file string, data []byte) (*ClassTable, []domain.Fault) {
	return step.ReadClassTable(file, data)
}

// compiler compiles one manifest.
type compiler struct {
	step.Compiler
	manifest *domain.Manifest
	order    []int
	flags    flags.Set
	robust   []robustOf
	sections []sectionRule
	changes  []changeRule
}

// Compile makes the program of a manifest, or says with JSON paths why not:
// unknown score, cycle, wrong type, missing cell, numbers that could overflow.
func Compile(src Source) (*Program, []domain.Fault) {
	m := src.Manifest
	c := &compiler{manifest: m, Compiler: step.Compiler{
		Items: m.Items, Sets: m.OptionSets, Index: map[string]int{}, Norms: src.Norms, Tables: src.Tables, Places: map[string]int{},
	}}
	for i, it := range m.Items {
		c.Index[it.ID] = i
	}
	for _, f := range m.Flags {
		c.FlagCodes = append(c.FlagCodes, f.Code)
	}
	for i := range m.Scoring {
		c.declare(i)
	}
	if c.sort(); len(c.Faults) > 0 {
		return nil, c.Faults
	}
	for _, i := range c.order {
		c.Compile(i)
	}
	c.compileConditions()
	if len(c.Faults) == 0 {
		c.finish()
	}
	if len(c.Faults) > 0 {
		return nil, c.Faults
	}
	return &Program{
		items: c.Items, options: options(m), readers: step.Readers(m), index: c.Index, nodes: c.Nodes, order: c.order,
		cells: step.Cells(c.Items), profiles: c.Profiles, flags: c.flags, robust: c.robust, sections: c.sections, changes: c.changes,
	}, nil
}

// options gives the options of every item, in the manifest's order.
func options(m *domain.Manifest) [][]domain.Option {
	out := make([][]domain.Option, len(m.Items))
	for i, it := range m.Items {
		set, _ := m.OptionSet(it.Options)
		out[i] = set.Options
	}
	return out
}

// declare enters a step under its id.
func (c *compiler) declare(i int) {
	s := &c.manifest.Scoring[i]
	k, ok := step.KindOf(s.Op)
	if !ok {
		c.Fault(i, "op", "step_kind", "Got", s.Op)
	}
	if _, twice := c.Places[s.ID]; twice {
		c.Fault(i, "id", "duplicate_id", "Got", s.ID)
	}
	c.Places[s.ID] = i
	origin := k.Source
	if s.Source != "" {
		origin = s.Source
	}
	c.Nodes = append(c.Nodes, step.Node{Spec: s, Origin: origin, Profile: -1})
}

// sort puts the steps into an order in which every step stands after those
// that it reads; unknown names and cycles are faults.
func (c *compiler) sort() {
	const unseen, open, done = 0, 1, 2
	state := make([]int, len(c.Nodes))
	var visit func(i int)
	visit = func(i int) {
		state[i] = open
		k, ok := step.KindOf(c.Nodes[i].Spec.Op)
		if !ok {
			return
		}
		for _, ref := range k.Reads(c.Nodes[i].Spec) {
			j, ok := c.Places[ref.ID]
			switch {
			case !ok && k.Op == step.OpExpression:
			case !ok:
				c.Fault(i, ref.Path, "unknown_score", "Got", ref.ID)
			case state[j] == open:
				c.Fault(i, ref.Path, "cycle", "Got", ref.ID)
			case state[j] == unseen:
				visit(j)
			}
		}
		state[i] = done
		c.order = append(c.order, i)
	}
	for i := range c.Nodes {
		if state[i] == unseen {
			visit(i)
		}
	}
}

// finish does what needs every step: errors, classes, robustness, flags.
func (c *compiler) finish() {
	for i := range c.Nodes {
		c.standardErrors(i)
	}
	for i := range c.Nodes {
		c.finishGrid(i)
		c.CompileBands(i)
	}
	c.flags = flags.Compile(&c.Compiler, c.manifest)
	if c.compileChange(); len(c.Faults) == 0 {
		c.Name()
	}
}

// finishGrid wants an error on both axes of a class by grid, without which no
// class may stand, and compiles the robustness that it asks for.
func (c *compiler) finishGrid(i int) {
	g, ok := c.Nodes[i].Step.(*step.Grid)
	if !ok {
		return
	}
	c.axis(i, "grid.x", &g.X)
	c.axis(i, "grid.y", &g.Y)
	if g.Spec.Robustness && len(c.Faults) == 0 {
		c.compileRobustness(i, g)
	}
}

func (c *compiler) axis(i int, path string, axis *step.GridAxis) {
	sem := c.Nodes[axis.Step].SEM
	if sem == nil {
		c.Fault(i, path+".score", "class_without_error")
		return
	}
	c.CheckCuts(i, path, axis)
	axis.SEM = sem.SEM
}
