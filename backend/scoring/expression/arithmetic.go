package expression

import (
	"errors"
	"math"
	"slices"

	"github.com/expr-lang/expr/ast"

	"kitewise/backend/norm"
)

// The names of the functions that the text cannot say: a division that can be
// refused, and the rounding before a number is compared or made whole.
const (
	quotient = "quotient of"
	settled  = "nine decimals of"
)

var (
	errNoQuotient = errors.New("no quotient")
	errNoNumber   = errors.New("no number")
)

// divide refuses what has no value, so that 1/(1/0) is not 0.
func divide(args ...any) (any, error) {
	a, okA := args[0].(float64)
	b, okB := args[1].(float64)
	if !okA || !okB || b == 0 || math.IsInf(a, 0) || math.IsInf(b, 0) || math.IsNaN(a) || math.IsNaN(b) {
		return nil, errNoQuotient
	}
	return a / b, nil
}

// settle rounds to nine decimals, half to even, so that (0.3 - 0.2) * 10 is as
// large as 1 and floor gives 1.
func settle(args ...any) (any, error) {
	v, ok := args[0].(float64)
	if !ok || math.IsNaN(v) || math.IsInf(v, 0) {
		return nil, errNoNumber
	}
	return norm.Round9(v), nil
}

// arithmetic makes every number a float64, so that nothing wraps around, every
// division one that can be refused, and settles what is compared or made whole.
type arithmetic struct{ env Env }

// Visit changes one node; those below it are changed already.
func (a arithmetic) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.IntegerNode:
		ast.Patch(node, &ast.FloatNode{Value: float64(n.Value)})
	case *ast.BuiltinNode:
		if slices.Contains([]string{"ceil", "floor", "round"}, n.Name) && len(n.Arguments) == 1 {
			n.Arguments[0] = a.settled(n.Arguments[0])
		}
	case *ast.BinaryNode:
		a.binary(node, n)
	}
}

func (a arithmetic) binary(node *ast.Node, n *ast.BinaryNode) {
	switch n.Operator {
	case "/":
		ast.Patch(node, call(quotient, n.Left, n.Right))
	case "<", "<=", ">", ">=", "==", "!=":
		n.Left, n.Right = a.settled(n.Left), a.settled(n.Right)
	case "in":
		n.Left = a.settled(n.Left)
		if list, ok := n.Right.(*ast.ArrayNode); ok {
			for i := range list.Nodes {
				list.Nodes[i] = a.settled(list.Nodes[i])
			}
		}
	}
}

func call(name string, arguments ...ast.Node) ast.Node {
	return &ast.CallNode{Callee: &ast.IdentifierNode{Value: name}, Arguments: arguments}
}

// settled wraps a number that is not a literal.
func (a arithmetic) settled(n ast.Node) ast.Node {
	if _, literal := n.(*ast.FloatNode); literal || !a.number(n) {
		return n
	}
	return call(settled, n)
}

// number reports whether a checked node gives a number.
func (a arithmetic) number(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.FloatNode, *ast.BuiltinNode, *ast.CallNode:
		return true
	case *ast.IdentifierNode:
		return a.env[n.Value].Type == Number
	case *ast.UnaryNode:
		return n.Operator == "-" || n.Operator == "+"
	case *ast.BinaryNode:
		return slices.Contains([]string{"+", "-", "*", "/"}, n.Operator)
	case *ast.ConditionalNode:
		return a.number(n.Exp1)
	}
	return false
}
