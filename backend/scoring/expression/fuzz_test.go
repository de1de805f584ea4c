package expression

import (
	"math/big"
	"strings"
	"testing"
	"time"
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
			// MaxPart leaves seven digits after the point to a float64, of which many parts eat some.
			slack := big.NewRat(1, 10_000)
			if low, high := e.Bounds(); ok && (v.Rat().Cmp(new(big.Rat).Sub(low, slack)) < 0 || v.Rat().Cmp(new(big.Rat).Add(high, slack)) > 0) {
				t.Fatalf("%v lies outside %v..%v", v, low.FloatString(9), high.FloatString(9))
			}
		}
		// Two seconds a MiB; a short text may take what a busy machine takes: the
		// workers share it with whatever else runs there.
		if took, most := time.Since(begin), 10*time.Second+time.Duration(len(text))*2*time.Second/(1<<20); took > most {
			t.Fatalf("%d bytes took %v", len(text), took)
		}
	})
}
