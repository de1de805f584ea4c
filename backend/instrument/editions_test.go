package instrument_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"kitewise/backend/domain"
	"kitewise/backend/instrument"
)

// cycleScale is a scale of learning-cycle with its ends for one ending.
type cycleScale struct {
	id        string
	low, high int
}

var cycleScales = []cycleScale{{"CE", 1, 4}, {"RO", 1, 4}, {"AC", 1, 4}, {"AE", 1, 4}, {"ACCE", -3, 3}, {"AERO", -3, 3}}

// normFile makes a norm file for learning-cycle: every percentile rises in a
// straight line from one end to the other.
func normFile(version string, endings int, groups ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# format: kitewise-norm/1\n# instrument: learning-cycle\n# norm: klsi4\n# version: %s\n# scored_endings: %d\n# n: 1000\n", version, endings)
	for _, g := range groups {
		fmt.Fprintf(&b, "# n of %s: 250\n", g)
	}
	b.WriteString("# year: 2026\n# source: Made up for a test\n# sample: Nobody\nnorm_group,scale,raw_score,percentile\n")
	for _, g := range groups {
		for _, s := range cycleScales {
			fmt.Fprintf(&b, "%s,%s,%d,0\n%s,%s,%d,100\n", g, s.id, s.low*endings, g, s.id, s.high*endings)
		}
	}
	return b.String()
}

// withNorms gives the shipped instruments with norm files, by file name.
func withNorms(t testing.TB, files map[string]string) *instrument.Catalogue {
	t.Helper()
	c, err := instrument.Load(os.DirFS("../../instruments"), nil)
	if err != nil {
		t.Fatal(err)
	}
	take(t, c, files)
	return c
}

func take(t testing.TB, c *instrument.Catalogue, files map[string]string) {
	t.Helper()
	folder := fstest.MapFS{}
	for name, text := range files {
		folder["learning-cycle/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	if err := c.TakeNorms(folder); err != nil {
		t.Fatal(err)
	}
}

const (
	firstName  = "0001-klsi4-one.csv"
	secondName = "0002-klsi4-two.csv"
)

// TestEveryEditionScoresAsItDid: what a session pinned scores as before,
// whatever was imported later; a new session takes the newest.
func TestEveryEditionScoresAsItDid(t *testing.T) {
	base := cycle(t)
	files := map[string]string{firstName: normFile("one", 12, "EDU:x")}
	c := withNorms(t, files)
	one, err := c.Latest("learning-cycle")
	if err != nil {
		t.Fatal(err)
	}
	files[secondName] = normFile("two", 11, "EDU:x", "Total")
	take(t, c, files)
	two, err := c.Latest("learning-cycle")
	if err != nil {
		t.Fatal(err)
	}
	refs := []domain.NormRef{base.Domain.Norm, one.Domain.Norm, two.Domain.Norm}
	for i, want := range []string{"klsi4-2013", "klsi4-2013+one", "klsi4-2013+one+two"} {
		if refs[i].Version != want || slices.Index(refs, refs[i]) != i {
			t.Errorf("edition %d: %+v", i, refs[i])
		}
	}
	who := domain.Respondent{"education": "x"}
	for i, want := range []struct {
		group, version, percentile string
		n                          int
		approximate                bool
	}{
		{"Total", "klsi4-2013", "96.529310", 10423, true},
		{"EDU:x", "one", "69.444444", 250, false}, // (37-12)/36
		{"EDU:x", "two", "69.444444", 250, true},
	} {
		in, err := c.Pinned(base.Domain.Ref, refs[i])
		if err != nil {
			t.Fatal(err)
		}
		r, err := in.Score(domain.Answers{Responses: answers(in, worked), Respondent: who})
		if err != nil {
			t.Fatal(err)
		}
		s, _ := r.Score("CE")
		got := *s.Norm
		if got.Group != want.group || got.Version != want.version || got.N != want.n || got.Approximate != want.approximate ||
			fmt.Sprintf("%.6f", *s.Percentile) != want.percentile || r.Norm != refs[i] {
			t.Errorf("edition %d: %+v %v", i, got, *s.Percentile)
		}
		if i == 0 {
			before, err := base.Score(domain.Answers{Responses: answers(in, worked), Respondent: who})
			if d := cmp.Diff(before, r); err != nil || d != "" {
				t.Error(err, d)
			}
		}
	}
	if r := score(t, two, worked); r.Scores[0].Norm.Group != "Total" || r.Scores[0].Norm.Version != "two" {
		t.Errorf("Total is not replaced: %+v", r.Scores[0].Norm)
	}
	// Without its file, or with another one in its place, an edition is missing.
	for name, left := range map[string]map[string]string{
		"gone":    {secondName: files[secondName]},
		"changed": {firstName: strings.Replace(files[firstName], "Nobody", "Somebody", 1), secondName: files[secondName]},
		"all":     {},
	} {
		take(t, c, left)
		if _, err := c.Pinned(base.Domain.Ref, refs[1]); domain.CodeOf(err) != domain.CodeNormMissing {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := c.Pinned(base.Domain.Ref, refs[0]); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	take(t, c, nil)
	if latest, err := c.Latest("learning-cycle"); err != nil || latest.Domain.Norm != refs[0] {
		t.Errorf("without files: %v", err)
	}
}

// TestFaultyImportsArePassedOver and told, and the others count.
func TestFaultyImportsArePassedOver(t *testing.T) {
	good := normFile("one", 12, "EDU:x")
	c := withNorms(t, map[string]string{
		"0001-klsi4-bad.csv":   strings.Replace(normFile("bad", 12, "a"), ",100\n", ",101\n", 1),
		"0002-klsi4-other.csv": good,
		"0003-klsi4-one.csv":   good,
		"0004-klsi4-one.csv":   good,
		".import-x.csv":        good,
		"readme.txt":           "nothing",
	})
	in, err := c.Latest("learning-cycle")
	if err != nil || in.Domain.Norm.Version != "klsi4-2013+one" {
		t.Fatal(err, in.Domain.Norm)
	}
	got := []string{}
	for _, f := range c.NormImports() {
		code := ""
		if len(f.Faults) > 0 {
			code = f.Faults[0].Code
		}
		got = append(got, fmt.Sprint(f.Number, f.Version, code))
	}
	if d := cmp.Diff([]string{"1table_number", "2onenorm_number", "3one", "4onenorm_number"}, got); d != "" {
		t.Error(d)
	}
	if err := c.TakeNorms(fstest.MapFS{"nobody/0001-n-v.csv": &fstest.MapFile{Data: []byte(good)}}); err != nil {
		t.Fatal(err)
	}
	if f := c.NormImports(); len(f) != 1 || f[0].Faults[0].Code != "unknown_instrument" {
		t.Errorf("%+v", f)
	}
}

// TestGroupsThatAResultMayUse: statistics, membership and the rule.
func TestGroupsThatAResultMayUse(t *testing.T) {
	half := strings.NewReplacer("GENDER:female,AERO,-36,0\n", "", "GENDER:female,AERO,36,100\n", "").Replace(normFile("two", 12, "GENDER:female"))
	c := withNorms(t, map[string]string{firstName: normFile("one", 12, "EDU:x", "own sample"), secondName: half})
	in, err := c.Latest("learning-cycle")
	if err != nil {
		t.Fatal(err)
	}
	got := []string{}
	for _, g := range in.Groups(domain.Respondent{"education": "x", "gender": "male"}) {
		got = append(got, fmt.Sprint(g.Group.Label, " ", g.Group.N, " ", len(g.Group.Tables), " ", g.Group.Complete, " ", g.Group.Imported, " ", g.Member, " ", g.ByRule))
	}
	want := []string{
		"Total 10423 6 true false member false", "EDU:x 250 6 true true member true",
		"GENDER:female 250 5 false true not_member false", "own sample 250 6 true true unknown false",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	table := in.Groups(nil)[0].Group.Tables[0]
	if table.Scale != "CE" || table.N != 10423 || table.Rows != 34 || table.Low != 11 || table.High != 44 || fmt.Sprintf("%.5f %.5f", *table.Mean, *table.SD) != "19.83795 6.46673" {
		t.Errorf("%+v", table)
	}
	for label, reason := range map[string]string{"": "", "Total": "", "own sample": "", "GENDER:female": "group_incomplete", "none": "unknown_group"} {
		_, err := in.Score(domain.Answers{Responses: answers(in, worked), Group: label})
		if reason == "" && err == nil {
			continue
		}
		if reason == "" || domain.CodeOf(err) != domain.CodeInvalid || !strings.Contains(err.Error(), reason) {
			t.Errorf("%q: %v, want %q", label, err, reason)
		}
		if _, err := in.InGroup(label); !strings.Contains(err.Error(), reason) {
			t.Errorf("%q: %v", label, err)
		}
	}
}

// TestAGroupMovesPercentilesOnly: sums, errors, cuts, classes and their chances,
// lists and tests are those of the instrument, whatever group is chosen.
func TestAGroupMovesPercentilesOnly(t *testing.T) {
	narrow := strings.NewReplacer("own,CE,12,0", "own,CE,24,0").Replace(normFile("one", 12, "own"))
	in, err := withNorms(t, map[string]string{firstName: narrow}).Latest("learning-cycle")
	if err != nil {
		t.Fatal(err)
	}
	chosen, err := in.InGroup("own")
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(rt *rapid.T) {
		given := domain.Answers{Responses: drawAnswers(rt, in)}
		rule, err1 := in.ScoreWith(given, false)
		own, err2 := chosen.ScoreWith(given, false)
		if err1 != nil || err2 != nil {
			rt.Fatal(err1, err2)
		}
		raised := map[string]bool{}
		for _, f := range own.Flags {
			raised[f] = true
		}
		for i, s := range own.Scores {
			if s.Norm != nil && s.Norm.Version == "one" {
				at := slices.IndexFunc(cycleScales, func(c cycleScale) bool { return c.id == s.ID })
				low, high := float64(12*cycleScales[at].low), float64(12*cycleScales[at].high)
				if s.ID == "CE" {
					low = 24
				}
				want := min(100, max(0, 100*(*s.Value-low)/(high-low)))
				if d := *s.Percentile - want; d > 1e-9 || d < -1e-9 {
					rt.Errorf("%s %v: percentile %v, want %v", s.ID, *s.Value, *s.Percentile, want)
				}
				if outside := *s.Value < low; outside && (s.Norm.Method != "clamped" || !raised["RAW_OUTSIDE_NORM_RANGE"]) {
					rt.Errorf("%s %v: %s, flags %v", s.ID, *s.Value, s.Norm.Method, own.Flags)
				}
				s.Percentile, s.Norm = rule.Scores[i].Percentile, rule.Scores[i].Norm
				for b := range s.Bands {
					if s.Bands[b].Low != rule.Scores[i].Bands[b].Low || s.Bands[b].High != rule.Scores[i].Bands[b].High {
						rt.Errorf("%s: bands %+v, %+v", s.ID, s.Bands, rule.Scores[i].Bands)
					}
				}
				s.Bands = rule.Scores[i].Bands
				own.Scores[i] = s
			}
		}
		outside := func(flag string) bool { return flag == "RAW_OUTSIDE_NORM_RANGE" || flag == "EXCESSIVE_TRUNCATION" }
		own.Flags, rule.Flags = slices.DeleteFunc(own.Flags, outside), slices.DeleteFunc(rule.Flags, outside)
		if d := cmp.Diff(rule, own); d != "" {
			rt.Error(d)
		}
	})
}

// TestTheTraceTellsTheMetricOfTheGroup, so that the lookup can be checked by hand.
func TestTheTraceTellsTheMetricOfTheGroup(t *testing.T) {
	in, err := withNorms(t, map[string]string{firstName: normFile("one", 12, "own")}).Latest("learning-cycle")
	if err != nil {
		t.Fatal(err)
	}
	r, err := in.ScoreWith(domain.Answers{Responses: answers(in, worked), Group: "own"}, true)
	if err != nil {
		t.Fatal(err)
	}
	file := &domain.TraceTable{Version: "one", Group: "own", Source: ""}
	row := func(ref, value string) domain.TraceInput {
		return domain.TraceInput{Kind: domain.TraceRow, Ref: ref, Value: value, Table: file}
	}
	at := domain.TraceInput{Kind: domain.TraceLine, Ref: "CE**", Value: "37"}
	want := domain.TraceStep{
		ID: "PR(CE)", Of: "CE", Part: domain.TracePercentile, Op: "percentile_interpolated",
		Formula: "{0} + ({1} - {2}) / ({3} - {4}) × ({5} - {6})", Output: "625/9", Decimal: "69.444444444",
		Inputs: []domain.TraceInput{row("N(12)", "0"), at, row("r1", "12"), row("r2", "48"), row("r1", "12"), row("N(48)", "100"), row("N(12)", "0")},
	}
	found := false
	for _, step := range r.Trace {
		if step.ID == "PR(CE)" {
			found = true
			want.Source, file.Source = step.Source, step.Inputs[0].Table.Source
			if d := cmp.Diff(want, step); d != "" {
				t.Error(d)
			}
		}
	}
	if !found {
		t.Error("no lookup in the trace")
	}
}

// TestEditionsAreSafeTogether: reading goes on while norms are taken.
func TestEditionsAreSafeTogether(t *testing.T) {
	c := withNorms(t, nil)
	base := cycle(t)
	done := make(chan error)
	for range 4 {
		go func() {
			var err error
			for range 20 {
				if _, e := c.Pinned(base.Domain.Ref, base.Domain.Norm); e != nil {
					err = e
				}
				if _, e := c.Latest("learning-cycle"); e != nil {
					err = e
				}
				_ = c.NormImports()
			}
			done <- err
		}()
	}
	for i := range 5 {
		take(t, c, map[string]string{firstName: normFile("one", 12, fmt.Sprint("g", i))})
	}
	for range 4 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}
