package expression

import (
	"errors"
	"math"
	"strconv"

	"github.com/expr-lang/expr/ast"
)

// function is one of the functions: how many numbers it takes and what is
// known of its value.
type function struct {
	name        string
	least, most int
	bounds      func(args []value) value
}

// functions is the closed set. round goes half away from zero.
func functions() []function {
	return []function{
		{"abs", 1, 1, absolute},
		{"ceil", 1, 1, wholes},
		{"floor", 1, 1, wholes},
		{"max", 2, 20, greatest},
		{"min", 2, 20, least},
		{"round", 1, 1, wholes},
	}
}

// call checks a function and its arguments.
func (c *checker) call(n *ast.BuiltinNode) value {
	for _, f := range functions() {
		if f.name != n.Name {
			continue
		}
		args, ok := []value{}, true
		for _, a := range n.Arguments {
			v := c.must(a, c.check(a), Number)
			args, ok = append(args, v), ok && v.typ == Number
		}
		if len(args) < f.least || len(args) > f.most {
			return c.fault(n, "expression_arguments", "Got", strconv.Itoa(len(args)), "Function", n.Name)
		}
		if !ok {
			return value{}
		}
		return f.bounds(args)
	}
	return c.fault(n, "expression_forbidden", "Got", what(n))
}

// quotient is the name under which a division runs; no text can say it.
const quotient = "quotient of"

var errNoQuotient = errors.New("no quotient")

// divide refuses what has no value, so that 1/(1/0) is not 0.
func divide(args ...any) (any, error) {
	a, okA := args[0].(float64)
	b, okB := args[1].(float64)
	if !okA || !okB || b == 0 || math.IsInf(a, 0) || math.IsInf(b, 0) || math.IsNaN(a) || math.IsNaN(b) {
		return nil, errNoQuotient
	}
	return a / b, nil
}

// floats makes every number a float64, so that nothing wraps around, and every
// division one that can be refused.
type floats struct{}

// Visit changes one node.
func (floats) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.IntegerNode:
		ast.Patch(node, &ast.FloatNode{Value: float64(n.Value)})
	case *ast.BinaryNode:
		if n.Operator == "/" {
			ast.Patch(node, &ast.CallNode{Callee: &ast.IdentifierNode{Value: quotient}, Arguments: []ast.Node{n.Left, n.Right}})
		}
	}
}
