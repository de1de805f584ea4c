package expression

import (
	"math/big"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/expr-lang/expr/ast"
	"github.com/google/go-cmp/cmp"
)

// FuzzExpression wants of any text, as a number and as a condition: no panic,
// an answer in time, faults with a place or a value within its bounds, and the
// same again.
func FuzzExpression(f *testing.F) {
	for _, seed := range []string{
		"a + b * 2", "abs(a - 12) / max(b, 1)", "a > 3 and \"p\" in many", "one in [\"x\", \"y\"] ? 1 : 2",
		"", "((((", "1e5000000", "0x1p-2", "\"\\u0000\"", "a ? b : c", "a\n+\nz", "-9223372036854775808",
		strings.Repeat("(", 1000) + "a", strings.Repeat("-", 1999) + "a", strings.Repeat("not ", 400) + "true",
		"a" + strings.Repeat("*a", 240), "a" + strings.Repeat("/b", 240), "1 in [" + strings.Repeat("1,", 240) + "1]",
		"(1/3 - 0.333333 - 0.333333/1000/1000) * 999999 * 999999 * 999999", // the less is left of a third, the more it was rounded
		strings.Repeat("a?", 400), strings.Repeat("max(a,", 300), "sum(map(1..1000000, # ** 2))", "#", "b'x'", "a?.b", "::a",
	} {
		f.Add(seed)
	}
	values := map[string]any{"a": 4.0, "b": 2.5, "one": "x", "other": "z", "many": []string{"p", "r"}}
	f.Fuzz(func(t *testing.T, text string) {
		begin := time.Now()
		for _, want := range []Type{Number, Condition} {
			e, faults := Compile(text, env, want)
			if (e == nil) == (len(faults) == 0) {
				t.Fatalf("expression %v, faults %v", e, faults)
			}
			for _, fault := range faults {
				if fault.Code == "" || len(fault.Params)%2 != 0 {
					t.Fatalf("fault %+v", fault)
				}
			}
			if e == nil {
				continue
			}
			if want == Condition {
				if first, again := e.Holds(values), e.Holds(values); first != again {
					t.Fatal("not the same again")
				}
				continue
			}
			v, ok := e.Number(values)
			again, okAgain := e.Number(values)
			if ok != okAgain || ok && v.Cmp(again) != 0 {
				t.Fatalf("%v %v, then %v %v", v, ok, again, okAgain)
			}
			node, _ := parse(text)
			exact, rounded := reach(node, new(big.Rat)), reach(node, big.NewRat(1, 1<<52))
			if d := cmp.Diff([]string{told(exact.low), told(exact.high)}, []string{told(e.low), told(e.high)}); d != "" {
				t.Fatalf("other bounds: %s", d)
			}
			digit := big.NewRat(1, unit)
			if ok && rounded.bounded() && (v.Rat().Cmp(new(big.Rat).Sub(rounded.low, digit)) < 0 || v.Rat().Cmp(new(big.Rat).Add(rounded.high, digit)) > 0) {
				t.Fatalf("%v lies outside %v..%v", v, rounded.low.FloatString(9), rounded.high.FloatString(9))
			}
		}
		// Two seconds a MiB; a short text may take what a busy machine takes: the
		// workers share it with whatever else runs there.
		if took, most := time.Since(begin), 10*time.Second+time.Duration(len(text))*2*time.Second/(1<<20); took > most {
			t.Fatalf("%d bytes took %v", len(text), took)
		}
	})
}

// reach gives the bounds of a number, each part of which may be rounded by so much
// of its size: by none they are those of the checker, by that of a float64 those
// within which a value comes out.
func reach(n ast.Node, by *big.Rat) value {
	v := value{typ: Number}
	switch n := n.(type) {
	case *ast.IntegerNode:
		v = number(big.NewRat(int64(n.Value), 1), big.NewRat(int64(n.Value), 1))
	case *ast.FloatNode:
		r, _ := new(big.Rat).SetString(strconv.FormatFloat(n.Value, 'f', -1, 64))
		v = number(r, r)
	case *ast.IdentifierNode:
		v = number(env[n.Value].Low, env[n.Value].High)
	case *ast.UnaryNode:
		if v = reach(n.Node, by); n.Operator == "-" {
			v = negate(v)
		}
	case *ast.BinaryNode:
		v = calculate(n.Operator, reach(n.Left, by), reach(n.Right, by))
	case *ast.ConditionalNode:
		v = hull(reach(n.Exp1, by), reach(n.Exp2, by))
	case *ast.BuiltinNode:
		args := []value{}
		for _, a := range n.Arguments {
			args = append(args, reach(a, by))
		}
		for _, f := range functions() {
			if f.name == n.Name {
				v = f.bounds(args)
			}
		}
	}
	if !v.bounded() {
		return v
	}
	size := larger(new(big.Rat).Abs(v.low), new(big.Rat).Abs(v.high))
	slack := new(big.Rat).Mul(size, by)
	return number(new(big.Rat).Sub(v.low, slack), new(big.Rat).Add(v.high, slack))
}

func told(bound *big.Rat) string {
	if bound == nil {
		return "unknown"
	}
	return bound.RatString()
}
