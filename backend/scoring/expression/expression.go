package expression

import (
	"errors"
	"math"
	"math/big"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/types"
	"github.com/expr-lang/expr/vm"

	"kitewise/backend/norm"
)

// MaxText is the longest text in bytes, MaxNodes the most operations, names and
// numbers that it may hold.
const (
	MaxText  = 2000
	MaxNodes = 500
)

// memoryBudget bounds what one run may allocate, in expr's own units (one per
// element of a list).
const memoryBudget = 10_000

// Type is what a name stands for, or what an expression gives.
type Type string

// The types.
const (
	Number    Type = "number"
	Text      Type = "text"
	List      Type = "list"
	Condition Type = "condition"
)

// Variable declares one name.
type Variable struct {
	// Type is Number, Text or List (of texts).
	Type Type
	// Options are all that a Text may be or a List may hold.
	Options []string
	// Low and High bound a Number; nil is not known.
	Low, High *big.Rat
}

// Env declares the names that an expression may read, by their exact spelling.
type Env map[string]Variable

// Fault is one thing wrong with a text; Params are name, value pairs, among
// them At: the place as "line:character", from 1. The words are the locale
// text "fault.<code>".
type Fault struct {
	Code   string
	Params []string
}

// Expression is a compiled text. It never changes and several goroutines may
// use it at once.
type Expression struct {
	program   *vm.Program
	names     []string
	low, high *big.Rat
	machines  *sync.Pool
}

// Compile checks a text against the names that it may read and the type that
// it must give (Number or Condition), and makes it executable. There is no
// expression when there are faults.
func Compile(text string, env Env, want Type) (*Expression, []Fault) {
	node, faults := parse(text)
	if len(faults) > 0 {
		return nil, faults
	}
	c := &checker{text: text, env: env}
	v := c.check(node)
	if len(c.faults) == 0 && v.typ != want {
		c.wrongType(node, v.typ, want)
	}
	if len(c.faults) > 0 {
		return nil, c.faults
	}
	program, err := expr.Compile(text, options(env)...)
	if err != nil {
		return nil, []Fault{syntax(err)}
	}
	return &Expression{
		program: program, names: names(node), low: v.low, high: v.high,
		machines: &sync.Pool{New: func() any { return &vm.VM{MemoryBudget: memoryBudget} }},
	}, nil
}

// Names lists the names that a text reads, each once, in order; none if it
// cannot be read at all.
func Names(text string) []string {
	node, faults := parse(text)
	if len(faults) > 0 {
		return nil
	}
	return names(node)
}

// Names lists the names that the expression reads, each once, in order.
func (e *Expression) Names() []string { return e.names }

// Bounds gives ends beyond which no value lies but by its rounding: those that
// follow from the names, but at most ±Limit.
func (e *Expression) Bounds() (low, high *big.Rat) {
	low, high = big.NewRat(-Limit, 1), big.NewRat(Limit, 1)
	if e.low != nil && e.low.Cmp(low) > 0 && e.low.Cmp(high) < 0 {
		low = e.low
	}
	if e.high != nil && e.high.Cmp(high) < 0 && e.high.Cmp(low) > 0 {
		high = e.high
	}
	return low, high
}

// parse reads a text as the language of expr, within the budget.
func parse(text string) (ast.Node, []Fault) {
	if len(text) > MaxText {
		return nil, []Fault{{"expression_too_long", []string{"Max", strconv.Itoa(MaxText)}}}
	}
	if !utf8.ValidString(text) {
		return nil, []Fault{{"expression_syntax", []string{"At", "1:1"}}}
	}
	config := conf.CreateNew()
	for _, o := range options(nil) {
		o(config)
	}
	tree, err := parser.ParseWithConfig(text, config)
	if err != nil {
		return nil, []Fault{syntax(err)}
	}
	return tree.Node, nil
}

// syntax turns an error of expr into a fault with its place.
func syntax(err error) Fault {
	var bad *file.Error
	if errors.As(err, &bad) {
		if strings.Contains(bad.Message, "maximum allowed nodes") {
			return Fault{"expression_too_large", []string{"Max", strconv.Itoa(MaxNodes)}}
		}
		return Fault{"expression_syntax", []string{"At", at(bad.Line, bad.Column+1)}}
	}
	return Fault{"expression_syntax", []string{"At", "1:1"}}
}

func at(line, column int) string { return strconv.Itoa(line) + ":" + strconv.Itoa(column) }

// options is the language as expr is told it.
func options(env Env) []expr.Option {
	declared := types.Map{}
	for name, v := range env {
		switch v.Type {
		case Number:
			declared[name] = types.Float64
		case Text:
			declared[name] = types.String
		case List:
			declared[name] = types.TypeOf([]string{})
		}
	}
	out := []expr.Option{
		expr.Env(declared), expr.MaxNodes(MaxNodes), expr.Optimize(false),
		expr.DisableIfOperator(), expr.DisableAllBuiltins(),
		expr.Function(quotient, divide, new(func(float64, float64) float64)),
		expr.Function(settled, settle, new(func(float64) float64)),
		expr.Patch(arithmetic{env}),
	}
	for _, f := range functions() {
		out = append(out, expr.EnableBuiltin(f.name))
	}
	return out
}

// run gives the value of the expression; it must not be kept.
func (e *Expression) run(values map[string]any) (any, bool) {
	machine := e.machines.Get().(*vm.VM)
	defer e.machines.Put(machine)
	out, err := machine.Run(e.program, values)
	return out, err == nil
}

// Number gives the value for the values of all its names (float64, string or
// []string by their types), rounded to nine decimals, half to even. It is
// false when there is no value: a division by zero, or beyond ±Limit.
func (e *Expression) Number(values map[string]any) (norm.Fraction, bool) {
	out, ok := e.run(values)
	v, isNumber := out.(float64)
	if !ok || !isNumber || math.IsNaN(v) || math.Abs(v) > Limit {
		return norm.Fraction{}, false
	}
	digits := strings.Replace(strconv.FormatFloat(v, 'f', decimals, 64), ".", "", 1)
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return norm.Fraction{}, false
	}
	return norm.Over(n, unit), true
}

// Limit is the greatest size of a value, MaxPart that which any part of an
// expression may reach by its bounds.
const (
	Limit   = 1_000_000
	MaxPart = 1_000_000_000
)

// A result is a whole number of units of 1/unit; its denominator takes at most
// so many bits.
const (
	decimals = 9
	unit     = 1_000_000_000
	Bits     = 30
)

// Holds reports whether the condition is true for the values of all its names.
func (e *Expression) Holds(values map[string]any) bool {
	out, ok := e.run(values)
	v, isBool := out.(bool)
	return ok && isBool && v
}
