package expression

import (
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
