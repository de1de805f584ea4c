package step

import (
	"slices"

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

// Trace gives the inputs that Run read and what it gave, as exact text.
func (s *Expression) Trace(r *Run, out *Outcome) ([]domain.TraceInput, string) {
	inputs := []domain.TraceInput{}
	for _, in := range s.inputs {
		v, _ := in.value(r)
		inputs = append(inputs, domain.TraceInput{Name: in.name, Value: v.String()})
	}
	return inputs, out.Value.String()
}
