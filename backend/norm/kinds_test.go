package norm

import (
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"kitewise/backend/domain"
)

func readKind(t *testing.T, kind, text string) (*Norm, []domain.Fault) {
	t.Helper()
	declared := domain.Norm{ID: "n", Kind: kind, File: "n.csv", Version: "v", N: 10, Year: 2020, Source: "s", Sample: "p"}
	return Read(declared, func(string) ([]byte, error) { return []byte(text), nil })
}

func sound(t *testing.T, kind, text string) *Norm {
	t.Helper()
	n, faults := readKind(t, kind, text)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return n
}

const (
	percentiles = "norm_group,scale,raw_score,percentile\n"
	scores      = "norm_group,scale,raw_score,score\n"
	means       = "norm_group,scale,mean,sd,n\n"
)

// TestPercentileTables: exact between the rows and beyond them, in any order of
// rows, with decimal raw scores and an unknown variance.
func TestPercentileTables(t *testing.T) {
	n := sound(t, KindPercentile, percentiles+"Total,A,3.5,80\nTotal,A,1,10.5\nTotal,A,2,10.5\nx,A,1,0\nx,A,2,100\n")
	table := n.Table("Total", "A")
	for _, tc := range []struct {
		x      Fraction
		want   string
		method Method
	}{
		{Whole(0), "21/2", MethodClamped}, {Whole(1), "21/2", MethodExact}, {Over(3, 2), "21/2", MethodInterpolated},
		{Over(11, 4), "181/4", MethodInterpolated}, {Over(7, 2), "80", MethodExact}, {Whole(4), "80", MethodClamped},
	} {
		l := table.Percentile(tc.x)
		if l.Percentile.String() != tc.want || l.Method != tc.method || l.N != 10 || l.Counts {
			t.Errorf("%v: %+v, want %s", tc.x, l, tc.want)
		}
		if p, clamped := table.PercentileAt(tc.x.Float64()); Round9(p) != Round9(l.Percentile.Float64()) || clamped != (tc.method == MethodClamped) {
			t.Errorf("%v as a float: %v %v", tc.x, p, clamped)
		}
	}
	if table.Variance() != nil || table.Mean() != nil || n.ErrorVariance("A") != nil || n.Table("x", "A").N() != 0 {
		t.Error("what is not known is told")
	}
	if got := table.Statistics("A"); !cmp.Equal(got, domain.NormTable{Scale: "A", N: 10, Rows: 3, Low: 1, High: 3.5}) {
		t.Errorf("%+v", got)
	}
	if !n.Covers("A") || n.Covers("B") || !n.Has("x") || n.Has("y") {
		t.Error("covers")
	}
}

func TestStandards(t *testing.T) {
	s := sound(t, KindScore, scores+"Total,A,1,40\nTotal,A,3,60\nTotal,B,1,9\nTotal,B,2,1\n")
	l, ok := s.Standard("Total", "A").Score(Over(3, 2))
	if !ok || l.Percentile.String() != "45" || l.Method != MethodInterpolated {
		t.Errorf("%+v", l)
	}
	low, high := s.Standard("Total", "B").Range()
	if _, has := s.Standard("Total", "A").Z(Whole(1)); has || low.String() != "1" || high.String() != "9" || s.Table("Total", "A") != nil {
		t.Errorf("%v %v", low, high)
	}
	m := sound(t, KindMeanSD, means+"Total,A,19.84,6.4,10\n<19,A,20,5,300\n")
	z, ok := m.Standard("Total", "A").Z(Over(226, 10))
	if !ok || z.String() != "69/160" { // 2.76/6.4
		t.Errorf("%v", z)
	}
	if _, has := m.Standard("Total", "A").Score(Whole(1)); has || m.Standard("<19", "A").N() != 300 || m.Group("<19", []string{"A"}).N != 300 {
		t.Error("of a mean there is no table")
	}
}

// TestFaultsOfOtherKinds, each by line and column.
func TestFaultsOfOtherKinds(t *testing.T) {
	for _, tc := range []struct{ kind, text, path, code string }{
		{KindPercentile, percentiles + "Total,A,1,50\nTotal,A,2,49\n", "line 3 percentile", "table_falling"},
		{KindPercentile, percentiles + "Total,A,2,50\nTotal,A,1,51\n", "line 2 percentile", "table_falling"},
		{KindPercentile, percentiles + "Total,A,1,100.5\n", "line 2 percentile", "table_number"},
		{KindPercentile, percentiles + "Total,A,1,1\nTotal,A,1.0,2\n", "line 3 raw_score", "table_duplicate"},
		{KindPercentile, percentiles + "other,A,1,1\n", "Total", "norm_no_total"},
		{KindPercentile, "norm_group,scale,raw_score,frequency\nTotal,A,1,4\n", "line 1", "table_header"},
		{KindScore, scores + "Total,A,1,1e3\n", "line 2 score", "table_number"},
		{KindMeanSD, means + "Total,A,1,0,10\n", "line 2 sd", "table_no_spread"},
		{KindMeanSD, means + "Total,A,1,-1,10\n", "line 2 sd", "table_number"},
		{KindMeanSD, means + "Total,A,1,1,1\n", "line 2 n", "table_number"},
		{KindMeanSD, means + "Total,A,1,1,10\nTotal,A,1,1,10\n", "line 3 scale", "table_duplicate"},
		{KindMeanSD, means + "Total,A,1,1,11\n", "Total A", "norm_size"},
	} {
		_, faults := readKind(t, tc.kind, tc.text)
		if len(faults) != 1 || faults[0].Code != tc.code || faults[0].Path != tc.path {
			t.Errorf("%q: %v, want %s at %s", tc.text, faults, tc.code, tc.path)
		}
	}
}

// TestPrecedenceAndMembership: the usual order of facts, the whole profile
// first, then scale by scale.
func TestPrecedenceAndMembership(t *testing.T) {
	rows := percentiles
	for _, row := range []string{"Total,A", "Total,B", "EDU:Degree,A", "COUNTRY:Chile,A", "COUNTRY:Chile,B", "AGE:19-24,A", "AGE:19-24,B", "GENDER:female,B", "AGE:<19,A", "AGE:>64,A", "own,A"} {
		rows += row + ",1,1\n" + row + ",2,2\n"
	}
	n := sound(t, KindPercentile, rows)
	both := []string{"A", "B"}
	for _, tc := range []struct {
		who    domain.Respondent
		scales []string
		want   string
		mixed  bool
	}{
		{nil, both, "Total Total", false},
		{domain.Respondent{"country": "Chile", "age": "20", "education": "Degree"}, both, "COUNTRY:Chile COUNTRY:Chile", false},
		{domain.Respondent{"country": "Chile", "age": "20", "education": "Degree"}, []string{"A"}, "EDU:Degree", false},
		{domain.Respondent{"age": "24", "gender": "female"}, both, "AGE:19-24 AGE:19-24", false},
		{domain.Respondent{"age": "18", "gender": "female"}, both, "Total Total", false},
		{domain.Respondent{"age": "18"}, []string{"A"}, "AGE:<19", false},
		{domain.Respondent{"age": "65"}, []string{"A"}, "AGE:>64", false},
		{domain.Respondent{"age": "young"}, []string{"A"}, "Total", false},
		{domain.Respondent{"country": "chile"}, both, "Total Total", false},
	} {
		groups, mixed := n.Profile(tc.who, tc.scales)
		if got := strings.Join(groups, " "); got != tc.want || mixed != tc.mixed {
			t.Errorf("%v: %s, mixed %v, want %s", tc.who, got, mixed, tc.want)
		}
	}
	for label, want := range map[string]string{"own": "own", "none": "Total", "": "Total"} {
		if groups, _ := n.Choose(label, nil, []string{"A"}); groups[0] != want {
			t.Errorf("chosen %q gives %v", label, groups)
		}
	}
	if groups, _ := n.Choose("own", nil, both); groups[0] != "Total" {
		t.Errorf("half a group is used: %v", groups)
	}
	for _, tc := range []struct {
		who   domain.Respondent
		label string
		want  domain.Membership
	}{
		{nil, "Total", domain.MembershipYes}, {nil, "EDU:Degree", domain.MembershipUnknown}, {nil, "own", domain.MembershipUnknown},
		{domain.Respondent{"age": "20"}, "AGE:19-24", domain.MembershipYes}, {domain.Respondent{"age": "25"}, "AGE:19-24", domain.MembershipNo},
		{domain.Respondent{"country": "Peru"}, "COUNTRY:Chile", domain.MembershipNo}, {domain.Respondent{"age": "x"}, "AGE:19-24", domain.MembershipUnknown},
	} {
		if got := n.Member(tc.who, tc.label); got != tc.want {
			t.Errorf("%v in %s: %s", tc.who, tc.label, got)
		}
	}
}

// TestMixedProfile: no group covers both scales, not even Total.
func TestMixedProfile(t *testing.T) {
	n := sound(t, KindPercentile, percentiles+"Total,A,1,1\nGENDER:f,B,1,1\n")
	groups, mixed := n.Profile(domain.Respondent{"gender": "f"}, []string{"A", "B", "C"})
	if d := cmp.Diff([]string{"Total", "GENDER:f", ""}, groups); d != "" || !mixed {
		t.Error(mixed, d)
	}
}

// TestWithKeepsErrorsOfMeasurement: whatever replaces Total, SEM is that of the
// table that came with the norm.
func TestWithKeepsErrorsOfMeasurement(t *testing.T) {
	declared := domain.Norm{ID: "n", Kind: KindFrequency, File: "f", N: 10, Reliability: "a", ScoredEndings: 11}
	n, faults := Read(declared, func(name string) ([]byte, error) {
		return []byte(map[string]string{"f": "norm_group,scale,raw_score,frequency\nTotal,A,1,4\nTotal,A,2,6\n", "a": "norm_group,scale,alpha\nTotal,A,0.8\n"}[name]), nil
	})
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	group := Group{Origin: domain.NormGroup{Label: Total, Version: "new", N: 500}, Tables: map[string]*Table{"A": NewPercentiles([]Row{{Raw: Whole(12), Value: Whole(0)}, {Raw: Whole(24), Value: Whole(100)}}, 500, Over(12, 11))}}
	after := n.With([]Group{group})
	if want := new(big.Rat).Mul(big.NewRat(1, 5), big.NewRat(4, 15)); n.ErrorVariance("A").Cmp(want) != 0 || after.ErrorVariance("A").Cmp(want) != 0 {
		t.Errorf("%v, %v, want %v", n.ErrorVariance("A"), after.ErrorVariance("A"), want)
	}
	if n.Origin(Total).Version == "new" || !after.Origin(Total).Imported || after.Origin(Total).Norm != "n" || n.Table(Total, "A").N() != 10 {
		t.Error("the norm itself changed")
	}
	if l := after.Table(Total, "A").Percentile(Over(33, 2)); l.Percentile.String() != "50" || l.At.String() != "18" {
		t.Errorf("%+v", l)
	}
}

// TestLookupsDoNotAllocate, nor ask anything but the table in memory.
func TestLookupsDoNotAllocate(t *testing.T) {
	n := sound(t, KindPercentile, percentiles+"Total,A,1,10.5\nTotal,A,2,30.25\nTotal,A,4,100\n")
	counted := newTable(map[int64]int64{11: 40, 12: 31, 44: 29})
	x := Over(407, 12)
	for name, table := range map[string]*Table{
		"percentiles": n.Table("Total", "A"), "frequencies": counted,
		"other metric": NewPercentiles([]Row{{Raw: Whole(12), Value: Whole(0)}, {Raw: Whole(48), Value: Over(199, 2)}}, 400, Over(12, 11)),
	} {
		if got := testing.AllocsPerRun(100, func() { _ = table.Percentile(x); _, _ = table.PercentileAt(1.5) }); got != 0 {
			t.Errorf("%s: %v allocations", name, got)
		}
	}
}

func BenchmarkPercentile(b *testing.B) {
	frequency := map[int64]int64{}
	for raw := int64(11); raw <= 44; raw++ {
		frequency[raw] = 1 + raw*7%13
	}
	table, x := newTable(frequency), Over(407, 12)
	b.ReportAllocs()
	for b.Loop() {
		_ = table.Percentile(x)
	}
}

// TestPercentilesNeverFall along any table.
func TestPercentilesNeverFall(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		rows, raw, value := []Row{}, int64(0), int64(0)
		for range rapid.IntRange(1, 20).Draw(rt, "rows") {
			raw += rapid.Int64Range(1, 9).Draw(rt, "gap")
			value = min(1000, value+rapid.Int64Range(0, 200).Draw(rt, "rise"))
			rows = append(rows, Row{Raw: Over(raw, 4), Value: Over(value, 10)})
		}
		table := NewPercentiles(rows, 0, Over(rapid.Int64Range(1, 30).Draw(rt, "endings"), 11))
		a, b := Over(rapid.Int64Range(-10, 2000).Draw(rt, "a"), 12), Over(rapid.Int64Range(-10, 2000).Draw(rt, "b"), 12)
		if x, y := table.Percentile(a).Percentile, table.Percentile(b).Percentile; a.Cmp(b)*x.Cmp(y) < 0 || x.Sign() < 0 || x.Cmp(Whole(100)) > 0 {
			rt.Errorf("%v gives %v, %v gives %v", a, x, b, y)
		}
	})
}
