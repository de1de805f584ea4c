package step

import (
	"kitewise/backend/domain"
	"kitewise/backend/norm"
	"kitewise/backend/scoring/tape"
)

// sought is a score whose percentile is looked for: an exact one, or the end of
// a band to nine places.
type sought struct {
	// sign is its line, group that in the metric of a norm group.
	sign, group string
	x           norm.Fraction
	about       float64
	inexact     bool
}

func (s *sought) write(l *Line) *Line {
	if s.inexact {
		return l.LineAbout(s.sign, s.about)
	}
	return l.Line(s.sign, s.x)
}

// methods are the rules of a percentile by how it is found.
var methods = map[norm.Method]string{
	norm.MethodExact: "percentile_exact", norm.MethodInterpolated: "percentile_interpolated", norm.MethodClamped: "percentile_clamped",
}

// Lookup records the percentile (or score) of step j from the rows of a table:
// linear between them, the nearest row beyond them.
func (t *Ledger) Lookup(r *Run, sign string, j int, factor norm.Fraction, l *norm.Lookup, table *domain.TraceTable) {
	of := &r.Nodes[j].Signs
	x := sought{sign: of.Norms, group: of.Group, x: r.Out[j].Converted}
	if factor.Cmp(norm.Whole(1)) != 0 {
		x.write(t.Line(of.Group, domain.TracePercentile, "group_metric")).Text(" × ").Constant("group_factor", factor).Gives(l.At)
		x.sign, x.x = of.Group, l.At
	}
	x.x = l.At
	t.look(t.Line(sign, domain.TracePercentile, methods[l.Method]), &x, l, table).Gives(l.Percentile)
}

// look records how a table gives a percentile.
func (t *Ledger) look(line *Line, x *sought, l *norm.Lookup, table *domain.TraceTable) *Line {
	if l.Method == norm.MethodInterpolated {
		return t.between(line, x, l, table)
	}
	return t.beside(x.write(line), l, table)
}

// beside records the value of the one row that counts, on which or beyond which
// the score lies.
func (t *Ledger) beside(line *Line, l *norm.Lookup, table *domain.TraceTable) *Line {
	switch l.At.Cmp(l.Below.Raw) {
	case -1:
		line.Text(" < ")
	case 0:
		line.Text(" = ")
	case 1:
		line.Text(" > ")
	}
	line.Row(table, "r", l.Below.Raw).Text("; ")
	name := t.Persons(l.Below.Raw)
	if !l.Counts {
		return line.RowNamed(table, name, l.Below.Value)
	}
	return line.Constant("hundred", norm.Whole(100)).Text(" × ").RowNamed(table, name, height(l, &l.Below)).Text(" / ").Row(table, "N", norm.Whole(l.N))
}

// between records the value between two rows.
func (t *Ledger) between(line *Line, x *sought, l *norm.Lookup, table *domain.TraceTable) *Line {
	if l.Counts {
		line.Constant("hundred", norm.Whole(100)).Text(" × (")
	}
	below, above := t.Persons(l.Below.Raw), t.Persons(l.Above.Raw)
	low, high := height(l, &l.Below), height(l, &l.Above)
	x.write(line.RowNamed(table, below, low).Text(" + (")).Text(" - ").Row(table, "r1", l.Below.Raw).
		Text(") / (").Row(table, "r2", l.Above.Raw).Text(" - ").Row(table, "r1", l.Below.Raw).
		Text(") × (").RowNamed(table, above, high).Text(" - ").RowNamed(table, below, low).Text(")")
	if l.Counts {
		line.Text(") / ").Row(table, "N", norm.Whole(l.N))
	}
	return line
}

// height is what a row gives: the persons at or below it, or its value.
func height(l *norm.Lookup, row *norm.Row) norm.Fraction {
	if l.Counts {
		return norm.Whole(row.Cumulative)
	}
	return row.Value
}

// spans are the intervals between the cuts of a score with a known error.
type spans struct {
	// names are the signs of their probabilities, from the lowest up.
	names []string
	// sign is the line of the score, of its name, semSign its standard error.
	sign, of, semSign string
	cuts              []norm.Fraction
	sem               float64
}

// spansOf names the intervals of a node's class.
func spansOf(id, sign, of string, cuts []norm.Fraction, sem float64) spans {
	s := spans{sign: sign, of: of, semSign: "SEM(" + of + ")", cuts: cuts, sem: sem}
	for n := range len(cuts) + 1 {
		name := "P(" + id + ":"
		switch {
		case n == 0:
			name += sign + "<" + tape.Plain(cuts[0])
		case n == len(cuts):
			name += sign + "≥" + tape.Plain(cuts[n-1])
		default:
			name += tape.Plain(cuts[n-1]) + "≤" + sign + "<" + tape.Plain(cuts[n])
		}
		s.names = append(s.names, name+")")
	}
	return s
}

// intervals records Φ((high - x)/SEM) - Φ((low - x)/SEM) of every interval.
func (t *Ledger) intervals(s *spans, x norm.Fraction, p []float64) {
	for n := range p {
		l := t.Line(s.names[n], domain.TraceClass, "chance_interval")
		switch {
		case n == 0:
			s.term(l, s.cuts[0], x)
		case n == len(s.cuts):
			s.term(l.Text("1 - "), s.cuts[n-1], x)
		default:
			s.term(s.term(l, s.cuts[n], x).Text(" - "), s.cuts[n-1], x)
		}
		l.About(p[n])
	}
}

func (s *spans) term(l *Line, cut, x norm.Fraction) *Line {
	return l.Text("Φ((").Cut(s.of, cut).Text(" - ").Line(s.sign, x).Text(") / ").LineAbout(s.semSign, s.sem).Text(")")
}

// likeliest records the greatest probability; chances are the signs of all.
func (t *Ledger) likeliest(g *Likelihood, chances []string) {
	l := t.Line(t.node.Signs.likeliest, domain.TraceClass, "likeliest").Text("max(")
	for n := range g.Probabilities {
		l.Join(n, ", ").LineAbout(chances[n], g.Probabilities[n].Probability)
	}
	n := best(g)
	l.Text(") = ").LineAbout(chances[n], g.Probabilities[n].Probability).Class(g.Likeliest)
}

// best is the place of the likeliest class.
func best(g *Likelihood) int {
	for n := range g.Probabilities {
		if g.Probabilities[n].Class == g.Likeliest {
			return n
		}
	}
	return 0
}

// bandConstants are the numbers of standard errors of a band.
var bandConstants = [2]string{"band_68", "band_95"}

// Bands records the ends of the bands around a score and their percentiles, as
// the table gives them.
func (t *Ledger) Bands(r *Run, j int, bands []domain.Band, looks []norm.Lookup, factor norm.Fraction, named *domain.TraceTable) {
	signs, sem, x := &r.Nodes[j].Signs, r.Nodes[j].SEM.SEM, r.Out[j].Converted
	for n := range bands {
		b, k, z := &bands[n], 0, norm.Whole(1)
		if b.Level == 95 {
			k, z = 1, norm.Over(49, 25)
		}
		for side := range 2 {
			end, percentile, op := b.Low, b.LowPercentile, " - "
			if side == 1 {
				end, percentile, op = b.High, b.HighPercentile, " + "
			}
			names := &signs.ends[2*k+side]
			t.Line(names.value, domain.TraceError, "band").Line(signs.Norms, x).Text(op).Constant(bandConstants[k], z).Text(" × ").
				LineAbout(signs.sem, sem).About(end)
			if percentile != nil {
				t.end(names, end, *percentile, &looks[2*n+side], factor, named)
			}
		}
	}
}

// end records the percentile of one end of a band.
func (t *Ledger) end(names *endSigns, at, percentile float64, l *norm.Lookup, factor norm.Fraction, named *domain.TraceTable) {
	x := sought{sign: names.value, about: at, inexact: true}
	if factor.Cmp(norm.Whole(1)) != 0 {
		x.write(t.Line(names.group, domain.TraceError, "group_metric")).Text(" × ").Constant("group_factor", factor).About(l.At.Float64())
		x.sign, x.about = names.group, l.At.Float64()
	}
	t.look(t.Line(names.percentile, domain.TraceError, methods[l.Method]), &x, l, named).About(percentile)
}
