package step

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// form is one form of a transform: a function of one number.
type form interface {
	// at gives the outcome, which is no number where there is none.
	at(x norm.Fraction) norm.Fraction
	// extent gives the extent of the outcomes over that of the input.
	extent(e Extent) Extent
	// trace records the function of x, which gives y.
	trace(l *Line, x argument, y norm.Fraction)
}

// form compiles the one form that a transform declares.
func (c *Compiler) form(i int) form {
	s, before := c.Nodes[i].Spec, len(c.Faults)
	forms := []form{}
	if s.Linear != nil {
		forms = append(forms, &linear{c.decimal(i, "linear.slope", s.Linear.Slope, "1"), c.decimal(i, "linear.intercept", s.Linear.Intercept, "0")})
	}
	if s.Polynomial != nil {
		forms = append(forms, c.polynomial(i))
	}
	if s.Points != nil {
		forms = append(forms, c.points(i))
	}
	if s.Clamp != nil {
		forms = append(forms, c.clamp(i))
	}
	if s.Round != nil {
		forms = append(forms, c.round(i))
	}
	switch {
	case len(forms) == 0:
		c.Fault(i, "linear", "field_missing")
	case len(forms) > 1:
		c.Fault(i, "", "transform_forms", "Got", strconv.Itoa(len(forms)))
	}
	if len(c.Faults) > before {
		return nil
	}
	return forms[0]
}

// linear is slope·x + intercept.
type linear struct{ slope, intercept norm.Fraction }

func (f *linear) at(x norm.Fraction) norm.Fraction { return x.Mul(f.slope).Add(f.intercept) }

func (f *linear) extent(e Extent) Extent { return e.scaled(f.slope, f.intercept) }

func (f *linear) trace(l *Line, x argument, y norm.Fraction) {
	n := 0
	if f.intercept.Sign() != 0 {
		l.Constant("intercept", f.intercept)
		n = 1
	}
	l.Signed(n, f.slope)
	if slope := f.slope.Abs(); slope.Cmp(norm.Whole(1)) != 0 {
		l.Constant("slope", slope).Text(" × ")
	}
	x.write(l).Gives(y)
}

// polynomial is c0 + c1·x + c2·x² + …, by Horner's rule.
type polynomial []norm.Fraction

func (c *Compiler) polynomial(i int) form {
	out := polynomial{}
	for n, text := range c.Nodes[i].Spec.Polynomial {
		out = append(out, c.decimal(i, at("polynomial", n), text, ""))
	}
	if last := len(out) - 1; last < 1 || out[last].Sign() == 0 {
		c.Fault(i, "polynomial", "polynomial_constant")
	}
	return out
}

func (f polynomial) at(x norm.Fraction) norm.Fraction {
	y := norm.Whole(0)
	for _, c := range slices.Backward(f) {
		y = y.Mul(x).Add(c)
	}
	return y
}

// extent is that of Horner's rule step by step: it holds every outcome and may
// be wider than they are.
func (f polynomial) extent(e Extent) Extent {
	y := extentOf(norm.Whole(0), norm.Whole(0))
	for _, c := range slices.Backward(f) {
		y = y.product(e).scaled(norm.Whole(1), c)
	}
	return y
}

func (f polynomial) trace(l *Line, x argument, y norm.Fraction) {
	for n, c := range f {
		if c.Sign() == 0 {
			continue
		}
		l.Join(l.Inputs(), " + ").Constant("coefficient", c)
		for range n {
			x.write(l.Text(" × "))
		}
	}
	l.Gives(y)
}

// points is a table of values, ascending; between its rows there is no outcome.
type points struct {
	from, to []norm.Fraction
	table    *domain.TraceTable
}

func (c *Compiler) points(i int) form {
	me := &c.Nodes[i]
	input := c.Nodes[c.Places[me.Spec.Of]].Extent
	rows := [][2]norm.Fraction{}
	for n, p := range me.Spec.Points {
		path := at("points", n)
		row := [2]norm.Fraction{c.decimal(i, path+".from", p.From, ""), c.decimal(i, path+".to", p.To, "")}
		x := row[0].Rat()
		if input.Numeric() && (x.Cmp(input.low) < 0 || x.Cmp(input.high) > 0) {
			c.Fault(i, path+".from", "unreachable", "Got", p.From)
		}
		place, twice := slices.BinarySearchFunc(rows, row, func(a, b [2]norm.Fraction) int { return a[0].Cmp(b[0]) })
		if twice {
			c.Fault(i, path+".from", "duplicate_id", "Got", p.From)
			continue
		}
		rows = slices.Insert(rows, place, row)
	}
	out := &points{table: &domain.TraceTable{Source: me.Origin}}
	for _, row := range rows {
		out.from, out.to = append(out.from, row[0]), append(out.to, row[1])
	}
	return out
}

func (f *points) at(x norm.Fraction) norm.Fraction {
	n, ok := slices.BinarySearchFunc(f.from, x, norm.Fraction.Cmp)
	if !ok {
		return norm.Fraction{}
	}
	return f.to[n]
}

func (f *points) extent(Extent) Extent {
	out := Extent{}
	for _, to := range f.to {
		out = out.hull(extentOf(to, to))
	}
	return out
}

func (f *points) trace(l *Line, x argument, y norm.Fraction) {
	x.write(l.Text("row(")).Text(") = ").RowOf(f.table, y).Gives(y)
}

// clamp holds a value between two ends, of which one may be open (no number).
type clamp struct{ low, high norm.Fraction }

func (c *Compiler) clamp(i int) form {
	s, out := c.Nodes[i].Spec.Clamp, &clamp{}
	if s.Low != "" {
		out.low = c.decimal(i, "clamp.low", s.Low, "")
	}
	if s.High != "" {
		out.high = c.decimal(i, "clamp.high", s.High, "")
	}
	if s.Low == "" && s.High == "" {
		c.Fault(i, "clamp", "field_missing")
	}
	if s.Low != "" && s.High != "" && out.low.Cmp(out.high) >= 0 {
		c.Fault(i, "clamp.high", "overlapping_bounds", "Got", s.High)
	}
	return out
}

func (f *clamp) at(x norm.Fraction) norm.Fraction {
	if f.low.IsNumber() && x.Cmp(f.low) < 0 {
		return f.low
	}
	if f.high.IsNumber() && x.Cmp(f.high) > 0 {
		return f.high
	}
	return x
}

func (f *clamp) extent(e Extent) Extent {
	low, high := f.at(norm.FromRat(e.low)), f.at(norm.FromRat(e.high))
	out := extentOf(low, high)
	for _, end := range []norm.Fraction{f.low, f.high} {
		if end.IsNumber() {
			out.den = multiple(out.den, end.Rat().Denom())
		}
	}
	out.den, out.loose = multiple(out.den, e.den), e.loose
	return out
}

func (f *clamp) trace(l *Line, x argument, y norm.Fraction) {
	if f.high.IsNumber() {
		l.Text("min(")
	}
	if f.low.IsNumber() {
		x.write(l.Text("max(")).Text(", ").Constant("least", f.low).Text(")")
	} else {
		x.write(l)
	}
	if f.high.IsNumber() {
		l.Text(", ").Constant("most", f.high).Text(")")
	}
	l.Gives(y)
}

// round rounds to a number of places after the point.
type round struct {
	places int
	mode   string
	// opens is how it begins in a trace.
	opens string
	// unit is 10^places.
	unit norm.Fraction
}

// The ways to round: half away from zero, half to the even digit, towards
// zero, away from zero.
var roundModes = []string{"half_up", "half_even", "down", "up"}

func (c *Compiler) round(i int) form {
	s := c.Nodes[i].Spec.Round
	if s.Places < 0 || s.Places > 6 {
		c.Fault(i, "round.places", "decimal", "Got", strconv.Itoa(s.Places))
		return nil
	}
	if !slices.Contains(roundModes, s.Mode) {
		c.Fault(i, "round.mode", "wrong_type", "Got", s.Mode, "Want", strings.Join(roundModes, ", "))
	}
	unit := int64(1)
	for range s.Places {
		unit *= 10
	}
	return &round{s.Places, s.Mode, s.Mode + "(", norm.Whole(unit)}
}

func (f *round) at(x norm.Fraction) norm.Fraction {
	r := x.Mul(f.unit).Rat()
	down := new(big.Int).Quo(r.Num(), r.Denom())
	rest := new(big.Rat).Sub(r, new(big.Rat).SetInt(down))
	half := new(big.Rat).Abs(rest).Cmp(big.NewRat(1, 2))
	away := rest.Sign() != 0
	switch f.mode {
	case "half_up":
		away = half >= 0
	case "half_even":
		away = half > 0 || half == 0 && down.Bit(0) == 1
	case "down":
		away = false
	}
	if away {
		down.Add(down, big.NewInt(int64(rest.Sign())))
	}
	return norm.FromRat(new(big.Rat).SetInt(down)).Quo(f.unit)
}

func (f *round) extent(e Extent) Extent {
	out := extentOf(f.at(norm.FromRat(e.low)), f.at(norm.FromRat(e.high)))
	out.den = f.unit.Rat().Num()
	return out
}

func (f *round) trace(l *Line, x argument, y norm.Fraction) {
	x.write(l.Text(f.opens)).Text(", ").Constant("places", norm.Whole(int64(f.places))).Text(")").Gives(y)
}
