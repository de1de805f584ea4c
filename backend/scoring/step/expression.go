package step

import (
	"regexp"
	"slices"
	"strings"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
	"kitewise/backend/scoring/expression"
)

// OpExpression reads names that need not be scores: it judges them itself.
const OpExpression = "expression"

// Expression is a number derived by an expression over scores and items of a
// number, each by its id. It needs all that it reads.
type Expression struct {
	expr *expression.Expression
	// inputs stand in the order of the names that the expression reads.
	inputs []exprInput
	// spans are the text between and the inputs of the trace, rest what follows.
	spans []exprSpan
	rest  string
}

// exprSpan is a text and the input behind it.
type exprSpan struct {
	text  string
	input int
}

// exprInput is one name: a step's or an item's place, the other is -1.
type exprInput struct {
	name       string
	node, item int
}

// readsExpression names everything that the text reads: what is no score may
// be an item, which compiling judges.
func readsExpression(s *domain.Step) []Reading {
	out := []Reading{}
	for _, name := range expression.Names(s.Expr) {
		out = append(out, Reading{name, "expr"})
	}
	return out
}

func compileExpression(c *Compiler, i int) Step {
	me := &c.Nodes[i]
	st, env := &Expression{}, expression.Env{}
	for _, name := range expression.Names(me.Spec.Expr) {
		if !c.declareInput(i, st, env, name) {
			return nil
		}
	}
	expr, faults := expression.Compile(me.Spec.Expr, env, expression.Number)
	for _, f := range faults {
		c.Fault(i, "expr", f.Code, f.Params...)
	}
	if expr == nil {
		return nil
	}
	if len(st.inputs) == 0 {
		c.Fault(i, "expr", "expression_constant")
	}
	st.expr = expr
	low, high := expr.Bounds()
	me.Extent = Bounded(low, high, expression.Bits)
	c.base(i)
	return st
}

// declareInput enters one name; a name that nothing has is left to the
// compiler of expressions, which knows its place in the text.
func (c *Compiler) declareInput(i int, st *Expression, env expression.Env, name string) bool {
	node, isStep := c.Places[name]
	item, isItem := c.Index[name]
	switch {
	case isStep && isItem:
		c.Fault(i, "expr", "expression_ambiguous", "Got", name)
		return false
	case isStep && c.Nodes[node].Step == nil:
		return false // its own fault is told already
	case isStep && !c.Nodes[node].Extent.Numeric():
		c.Fault(i, "expr", "not_a_number", "Got", name)
		return false
	case isStep:
		env[name] = c.scoreVariable(node)
		st.inputs = append(st.inputs, exprInput{name, node, -1})
	case isItem:
		p := c.possible(c.Items[item])
		numbers := slices.DeleteFunc(p.values, func(v norm.Fraction) bool { return !v.IsNumber() })
		if !p.numeric || len(numbers) == 0 || len(c.Items[item].Endings) > 0 {
			c.Fault(i, "expr", "not_a_number", "Got", name)
			return false
		}
		low, high := slices.MinFunc(numbers, norm.Fraction.Cmp), slices.MaxFunc(numbers, norm.Fraction.Cmp)
		env[name] = expression.Variable{Type: expression.Number, Low: low.Rat(), High: high.Rat()}
		st.inputs = append(st.inputs, exprInput{name, -1, item})
	}
	return true
}

// scoreVariable declares a score; the bounds of one that is converted are in
// the norm's metric and say nothing about its own.
func (c *Compiler) scoreVariable(node int) expression.Variable {
	if c.Nodes[node].Converts {
		return expression.Variable{Type: expression.Number}
	}
	low, high := c.Nodes[node].Extent.Ends()
	return expression.Variable{Type: expression.Number, Low: low, High: high}
}

// Run executes the step over its inputs and fills its outcome.
func (s *Expression) Run(r *Run, out *Outcome) {
	values := make(map[string]any, len(s.inputs))
	for _, in := range s.inputs {
		v, why := in.value(r)
		if why != "" {
			out.Why = why
			return
		}
		values[in.name] = v.Float64()
	}
	v, ok := s.expr.Number(values)
	if !ok {
		out.Why = domain.ReasonNoValue
		return
	}
	out.Value, out.Converted = v, v
}

// value gives one input, or the reason why it is missing.
func (in exprInput) value(r *Run) (norm.Fraction, domain.Reason) {
	if in.item < 0 {
		if r.Out[in.node].Why != "" {
			return norm.Fraction{}, domain.ReasonMissingScore
		}
		return r.Out[in.node].Value, ""
	}
	a := &r.Answers[in.item]
	switch {
	case !a.Given:
		return norm.Fraction{}, a.Reason()
	case !a.Number.IsNumber():
		return norm.Fraction{}, domain.ReasonNoValue
	}
	return a.Number, ""
}

// names are what an expression reads, outside of its texts and functions.
var names = regexp.MustCompile(`[A-Za-z_][A-Za-z_0-9]*`)

// name splits the expression where it reads something.
func (s *Expression) name(c *Compiler, i int) {
	text, at := c.Nodes[i].Spec.Expr, 0
	for _, span := range names.FindAllStringIndex(text, -1) {
		in := slices.IndexFunc(s.inputs, func(in exprInput) bool { return in.name == text[span[0]:span[1]] })
		if in < 0 {
			continue
		}
		s.spans = append(s.spans, exprSpan{readable.Replace(text[at:span[0]]), in})
		at = span[1]
	}
	s.rest = readable.Replace(text[at:])
}

// Trace records the expression as the manifest has it.
func (s *Expression) Trace(r *Run, out *Outcome, t *Ledger) {
	l := t.Line(t.node.Signs.Value, domain.TraceSums, OpExpression)
	for _, span := range s.spans {
		l.Text(span.text)
		v, _ := s.inputs[span.input].value(r)
		if in := s.inputs[span.input]; in.item >= 0 {
			l.Cell(r.Cell(in.item, -1), v)
		} else {
			l.Line(in.name, v)
		}
	}
	l.Text(s.rest).Gives(out.Value)
}

// readable turns the signs of an expression into those of the other lines.
var readable = strings.NewReplacer("*", "×")
