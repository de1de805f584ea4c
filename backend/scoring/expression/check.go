package expression

import (
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/expr-lang/expr/ast"
)

// value is what is known of a part of a text before it runs.
type value struct {
	typ Type
	// low and high bound a number; nil is not known.
	low, high *big.Rat
	// options are those of a name, texts the literals of a list.
	options, texts []string
}

// checker checks a parsed text against the closed list of what may be written.
type checker struct {
	text   string
	env    Env
	faults []Fault
}

// fault enters a fault at the place of a node.
func (c *checker) fault(n ast.Node, code string, params ...string) value {
	before := []rune(c.text)
	before = before[:min(n.Location().From, len(before))]
	line, start := 1, 0
	for i, r := range before {
		if r == '\n' {
			line, start = line+1, i+1
		}
	}
	c.faults = append(c.faults, Fault{code, append(params, "At", at(line, len(before)-start+1))})
	return value{}
}

func (c *checker) wrongType(n ast.Node, got, want Type) value {
	if got == "" {
		return value{} // its own fault is told already
	}
	return c.fault(n, "expression_type", "Got", string(got), "Want", string(want))
}

// check gives what is known of a node; what is not in the list is forbidden.
func (c *checker) check(n ast.Node) value {
	switch n := n.(type) {
	case *ast.IntegerNode:
		return c.literal(n, strconv.Itoa(n.Value))
	case *ast.FloatNode:
		return c.literal(n, strconv.FormatFloat(n.Value, 'f', -1, 64))
	case *ast.StringNode:
		return value{typ: Text, texts: []string{n.Value}}
	case *ast.BoolNode:
		return value{typ: Condition}
	case *ast.IdentifierNode:
		return c.name(n)
	case *ast.UnaryNode:
		return c.unary(n)
	case *ast.BinaryNode:
		return c.binary(n)
	case *ast.ConditionalNode:
		return c.choice(n)
	case *ast.BuiltinNode:
		return c.call(n)
	}
	return c.fault(n, "expression_forbidden", "Got", what(n))
}

// what shows a forbidden part shortly.
func what(n ast.Node) string {
	text := strings.ReplaceAll(n.String(), "\n", " ")
	if utf8.RuneCountInString(text) > 40 {
		text = string([]rune(text)[:39]) + "…"
	}
	return text
}

// literal takes a number of at most six digits before and after the point.
func (c *checker) literal(n ast.Node, text string) value {
	whole, part, _ := strings.Cut(text, ".")
	r, ok := new(big.Rat).SetString(text)
	if !ok || len(strings.TrimPrefix(whole, "-")) > 6 || len(part) > 6 {
		return c.fault(n, "expression_number", "Got", what(n))
	}
	return value{typ: Number, low: r, high: r}
}

func (c *checker) name(n *ast.IdentifierNode) value {
	v, ok := c.env[n.Value]
	if !ok {
		return c.fault(n, "expression_unknown", "Got", n.Value)
	}
	return value{typ: v.Type, low: v.Low, high: v.High, options: v.Options}
}

func (c *checker) unary(n *ast.UnaryNode) value {
	v := c.check(n.Node)
	switch n.Operator {
	case "not", "!":
		return c.must(n.Node, v, Condition)
	case "-":
		return negate(c.must(n.Node, v, Number))
	case "+":
		return c.must(n.Node, v, Number)
	}
	return c.fault(n, "expression_forbidden", "Got", n.Operator)
}

// must gives the value if it has the type.
func (c *checker) must(n ast.Node, v value, want Type) value {
	if v.typ != want {
		return c.wrongType(n, v.typ, want)
	}
	return v
}

func (c *checker) binary(n *ast.BinaryNode) value {
	switch n.Operator {
	case "+", "-", "*", "/":
		a, b := c.pair(n, Number)
		if a.typ == "" || b.typ == "" {
			return value{}
		}
		return c.bounded(n, calculate(n.Operator, a, b))
	case "<", "<=", ">", ">=":
		c.pair(n, Number)
		return value{typ: Condition}
	case "and", "&&", "or", "||":
		c.pair(n, Condition)
		return value{typ: Condition}
	case "==", "!=":
		return c.equal(n)
	case "in":
		return c.in(n)
	}
	return c.fault(n, "expression_forbidden", "Got", n.Operator)
}

// bounded refuses a part that could grow too large.
func (c *checker) bounded(n ast.Node, v value) value {
	limit := big.NewRat(MaxPart, 1)
	if v.bounded() && (v.high.Cmp(limit) > 0 || v.low.Cmp(new(big.Rat).Neg(limit)) < 0) {
		return c.fault(n, "expression_large", "Max", strconv.Itoa(MaxPart))
	}
	return v
}

// pair checks both sides, which must have the type.
func (c *checker) pair(n *ast.BinaryNode, want Type) (value, value) {
	a, b := c.check(n.Left), c.check(n.Right)
	return c.must(n.Left, a, want), c.must(n.Right, b, want)
}

// equal compares two numbers or two texts.
func (c *checker) equal(n *ast.BinaryNode) value {
	a, b := c.check(n.Left), c.check(n.Right)
	switch {
	case a.typ == "" || b.typ == "":
	case a.typ == List || a.typ == Condition:
		c.wrongType(n.Left, a.typ, Number)
	case a.typ != b.typ:
		c.wrongType(n.Right, b.typ, a.typ)
	case a.options != nil:
		c.known(n.Right, a.options, b.texts)
	case b.options != nil:
		c.known(n.Left, b.options, a.texts)
	}
	return value{typ: Condition}
}

// known faults texts that a name can never be or hold.
func (c *checker) known(n ast.Node, options, texts []string) {
	for _, t := range texts {
		if !slices.Contains(options, t) {
			c.fault(n, "expression_option", "Got", t)
		}
	}
}

// in looks for a text in a list, or for a text or number in [a, b, …].
func (c *checker) in(n *ast.BinaryNode) value {
	a := c.check(n.Left)
	if list, ok := n.Right.(*ast.ArrayNode); ok {
		if a.typ != Text && a.typ != Number {
			c.wrongType(n.Left, a.typ, Text)
		}
		for _, element := range list.Nodes {
			v := c.check(element)
			if a.typ != "" && v.typ != "" && v.typ != a.typ {
				c.wrongType(element, v.typ, a.typ)
			} else if a.options != nil {
				c.known(element, a.options, v.texts)
			}
		}
		return value{typ: Condition}
	}
	b := c.must(n.Right, c.check(n.Right), List)
	a = c.must(n.Left, a, Text)
	if a.typ != "" && b.typ != "" {
		c.known(n.Left, b.options, a.texts)
	}
	return value{typ: Condition}
}

// choice is a ? b : c; both outcomes have the same type.
func (c *checker) choice(n *ast.ConditionalNode) value {
	c.must(n.Cond, c.check(n.Cond), Condition)
	a, b := c.check(n.Exp1), c.check(n.Exp2)
	if a.typ == "" || b.typ == "" {
		return value{}
	}
	if a.typ != b.typ {
		return c.wrongType(n.Exp2, b.typ, a.typ)
	}
	if a.typ == Number {
		return hull(a, b)
	}
	return value{typ: a.typ, options: slices.Concat(a.options, b.options), texts: slices.Concat(a.texts, b.texts)}
}

// names collects the names that a checked or unchecked text reads.
func names(n ast.Node) []string {
	found := &collector{}
	ast.Walk(&n, found)
	return found.names
}

type collector struct{ names []string }

// Visit notes a name.
func (c *collector) Visit(node *ast.Node) {
	if n, ok := (*node).(*ast.IdentifierNode); ok && !slices.Contains(c.names, n.Value) {
		c.names = append(c.names, n.Value)
	}
}

var identifier = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// Writable reports whether an id can be written as a name: letters, digits and
// underscores, no word of the language.
func Writable(id string) bool {
	return identifier.MatchString(id) && slices.Equal(Names(id), []string{id})
}
