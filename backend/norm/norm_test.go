package norm

import (
	"errors"
	"math"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kitewise/backend/domain"
)

func TestFractionsAreExact(t *testing.T) {
	small := rapid.Int64Range(-50_000, 50_000)
	den := rapid.Int64Range(1, 5_000)
	rapid.Check(t, func(rt *rapid.T) {
		a, b := Over(small.Draw(rt, "a"), den.Draw(rt, "b")), Over(small.Draw(rt, "c"), den.Draw(rt, "d"))
		for name, pair := range map[string][2]*big.Rat{
			"sum":        {a.Add(b).Rat(), new(big.Rat).Add(a.Rat(), b.Rat())},
			"difference": {a.Sub(b).Rat(), new(big.Rat).Sub(a.Rat(), b.Rat())},
			"product":    {a.Mul(b).Rat(), new(big.Rat).Mul(a.Rat(), b.Rat())},
			"absolute":   {a.Abs().Rat(), new(big.Rat).Abs(a.Rat())},
		} {
			if pair[0].Cmp(pair[1]) != 0 {
				rt.Errorf("%s of %v and %v is %v", name, a, b, pair[0])
			}
		}
		if a.Cmp(b) != a.Rat().Cmp(b.Rat()) {
			rt.Errorf("%v against %v: %d", a, b, a.Cmp(b))
		}
		if want, _ := a.Rat().Float64(); a.Float64() != want {
			rt.Errorf("%v is %v, want %v", a, a.Float64(), want)
		}
	})
}

func TestParseDecimal(t *testing.T) {
	for text, want := range map[string]string{"-9": "-9", "14.5": "29/2", "0.05": "1/20", "33.34": "1667/50", "-0.5": "-1/2", "0": "0"} {
		if f, err := ParseDecimal(text); err != nil || f.String() != want {
			t.Errorf("%s is %v, %v", text, f, err)
		}
	}
	for _, text := range []string{"", "1e3", "+1", ".5", "1.", "1234567", "0.1234567", "NaN", "1,5", " 1"} {
		if f, err := ParseDecimal(text); err == nil {
			t.Errorf("%q is taken for %v", text, f)
		}
	}
}

func TestPercentileBetweenAndBeyondRows(t *testing.T) {
	table := newTable(map[int64]int64{-3: 1, -1: 2, 0: 0, 4: 7})
	for _, tc := range []struct {
		x       Fraction
		want    string
		method  Method
		outside bool
	}{
		{Whole(-4), "10", MethodClamped, true},
		{Whole(-3), "10", MethodExact, false},
		{Whole(-2), "20", MethodInterpolated, false}, // a gap is not outside
		{Over(-7, 2), "10", MethodClamped, true},
		{Whole(-1), "30", MethodExact, false},
		{Whole(0), "30", MethodExact, false}, // a row without persons
		{Whole(1), "95/2", MethodInterpolated, false},
		{Whole(4), "100", MethodExact, false},
		{Over(41, 10), "100", MethodClamped, true},
	} {
		l := table.Percentile(tc.x)
		if l.Percentile.String() != tc.want || l.Method != tc.method {
			t.Errorf("%v: %v %s, want %s %s", tc.x, l.Percentile, l.Method, tc.want, tc.method)
		}
		p, clamped := table.PercentileAt(tc.x.Float64())
		if math.Abs(p-l.Percentile.Float64()) > 1e-12 || clamped != tc.outside {
			t.Errorf("%v as a float: %v, clamped %v", tc.x, p, clamped)
		}
	}
}

// TestChancePoints holds the exact 5 % and 1 % points to the published ones.
func TestChancePoints(t *testing.T) {
	for _, tc := range []struct {
		sets, five, one int
		p               float64
	}{{12, 154, 216, .0483}, {8, 102, 140, .0488}} {
		c, err := NewChance(tc.sets, 4)
		if err != nil {
			t.Fatal(err)
		}
		five, _ := c.Critical(Over(1, 20))
		one, _ := c.Critical(Over(1, 100))
		p, _ := c.Tail(five).Float64()
		if five != tc.five || one != tc.one || math.Abs(p-tc.p) > 5e-5 {
			t.Errorf("%d sets: 5 %% at %d (p %v), 1 %% at %d", tc.sets, five, p, one)
		}
	}
}

// TestChanceAgainstEnumeration counts all rankings of small forms.
func TestChanceAgainstEnumeration(t *testing.T) {
	for _, form := range [][2]int{{1, 4}, {2, 4}, {3, 4}, {4, 3}, {5, 3}, {6, 2}} {
		sets, k := form[0], form[1]
		perms, counts, total := Permutations(k), map[int]int64{}, int64(0)
		var walk func(left int, sums []int)
		walk = func(left int, sums []int) {
			if left == 0 {
				d := 0
				for _, s := range sums {
					d += (2*s - sets*(k+1)) * (2*s - sets*(k+1))
				}
				counts[d/4]++
				total++
				return
			}
			for _, p := range perms {
				next := make([]int, k)
				for j := range next {
					next[j] = sums[j] + p[j]
				}
				walk(left-1, next)
			}
		}
		walk(sets, make([]int, k))
		c, err := NewChance(sets, k)
		if err != nil {
			t.Fatal(err)
		}
		if len(c.Attainable()) != len(counts) {
			t.Errorf("%v: %d values, want %d", form, len(c.Attainable()), len(counts))
		}
		for d, n := range counts {
			if c.Point(d).Cmp(big.NewRat(n, total)) != 0 {
				t.Errorf("%v: P(D = %d) is %v, want %d/%d", form, d, c.Point(d), n, total)
			}
		}
	}
	if _, err := NewChance(5, 2); !errors.Is(err, ErrHalf) {
		t.Errorf("five rankings of two endings: %v", err)
	}
	for _, form := range [][2]int{{100, 4}, {8, 7}, {0, 4}, {8, 1}} {
		if _, err := NewChance(form[0], form[1]); !errors.Is(err, ErrTooLarge) {
			t.Errorf("%v: %v", form, err)
		}
	}
}

func TestMirroredIntervalsAreEqual(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		a, b := rapid.Float64Range(-9, 9).Draw(rt, "a"), rapid.Float64Range(-9, 9).Draw(rt, "b")
		low, high := min(a, b), max(a, b)
		if Between(low, high) != Between(-high, -low) || Between(low, high) < 0 {
			rt.Errorf("Φ between %v and %v: %v and %v", low, high, Between(low, high), Between(-high, -low))
		}
	})
	if got := Between(-1.96, 1.96); math.Abs(got-.9500042097) > 1e-10 {
		t.Errorf("the central part is %v", got)
	}
	for v, want := range map[float64]float64{0.1234567894: 0.123456789, 0.0009765625: 0.000976562, -1e-12: 0, 0.5: 0.5} {
		if got := Round9(v); got != want || math.Signbit(got) && got == 0 {
			t.Errorf("%v is rounded to %v", v, got)
		}
	}
}

// TestNormTableFaults plants one fault a row and wants its line and column.
func TestNormTableFaults(t *testing.T) {
	head := "norm_group,scale,raw_score,frequency\n"
	good := "Total,A,1,4\nTotal,A,2,6\n"
	declared := domain.Norm{ID: "n", Kind: KindFrequency, File: "n.csv", N: 10}
	read := func(text string) []domain.Fault {
		_, faults := Read(declared, func(string) ([]byte, error) { return []byte(text), nil })
		return faults
	}
	for _, text := range []string{head + good, "\ufeff" + head + good, strings.ReplaceAll(head+good, "\n", "\r\n")} {
		if faults := read(text); len(faults) > 0 {
			t.Errorf("%q: %v", text, faults)
		}
	}
	for _, tc := range []struct{ text, path, code string }{
		{"", "line 1", "table_empty"},
		{head, "line 1", "table_empty"},
		{"group,scale,raw_score,frequency\n" + good, "line 1", "table_header"},
		{"norm_group,scale\n" + good, "line 1", "table_width"},
		{head + good + "Total,A,3\n", "line 4", "table_width"},
		{head + good + "Total,A,x,1\n", "line 4 raw_score", "table_number"},
		{head + good + "Total,A,1.5,1\n", "line 4 raw_score", "table_number"},
		{head + good + "Total,A,10001,1\n", "line 4 raw_score", "table_number"},
		{head + good + "Total,A,3,-1\n", "line 4 frequency", "table_number"},
		{head + good + "Total,A,3,1e5\n", "line 4 frequency", "table_number"},
		{head + good + "Total,A,2,1\n", "line 4 raw_score", "table_duplicate"},
		{head + good + "Total,A,\"3,1\n", "line 4", "csv_syntax"},
		{head + "Total,A,1,4\n", "Total A", "norm_size"},
		{head + good + "Other,A,1,0\n", "Other A", "table_total"},
		{head + "Other,A,1,4\nOther,A,2,6\n", "Total", "norm_no_total"},
	} {
		faults := read(tc.text)
		if len(faults) == 0 || faults[0].Code != tc.code || !strings.HasPrefix(faults[0].Path, tc.path) || faults[0].File != "n.csv" {
			t.Errorf("%q: %v, want %s at %s", tc.text, faults, tc.code, tc.path)
		}
	}
	_, faults := Read(declared, func(string) ([]byte, error) { return nil, errors.New("gone") })
	if len(faults) != 1 || faults[0].Code != "file_unreadable" {
		t.Errorf("a file that cannot be read: %v", faults)
	}
}

// FuzzNormTable reads any bytes as a table of every kind of norm.
func FuzzNormTable(f *testing.F) {
	kinds := []string{KindFrequency, KindAgreement, KindPercentile, KindScore, KindMeanSD}
	for kind, text := range map[int]string{
		0: "norm_group,scale,raw_score,frequency\nTotal,A,1,4\nTotal,A,2,6\n",
		1: "norm_group,d,frequency\nTotal,0,4\nTotal,2,6\n",
		2: "norm_group,scale,raw_score,percentile\nTotal,A,1,4\nTotal,A,2.5,60.5\n",
		3: "norm_group,scale,raw_score,score\nTotal,A,1,40\nTotal,A,2,60\n",
		4: "norm_group,scale,mean,sd,n\nTotal,A,1.25,4,10\n",
	} {
		f.Add(kind, []byte(text))
		f.Add(kind, []byte(text+"\"\n"))
	}
	f.Fuzz(func(t *testing.T, kind int, data []byte) {
		declared := domain.Norm{ID: "n", Kind: kinds[uint(kind)%uint(len(kinds))], File: "n.csv", N: 10}
		n, faults := Read(declared, func(string) ([]byte, error) { return data, nil })
		if (n == nil) != (len(faults) > 0) {
			t.Errorf("norm %v with faults %v", n, faults)
		}
		if n == nil {
			return
		}
		for _, label := range n.Labels() {
			for scale, table := range n.groups[label] {
				if l := table.Percentile(Over(3, 2)); l.Percentile.Cmp(Whole(0)) < 0 || l.Percentile.Cmp(Whole(100)) > 0 {
					t.Errorf("%s %s: %v", label, scale, l)
				}
			}
		}
	})
}
