package imported

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"kitewise/backend/domain"
)

// TestPreviewTellsEveryDifference by hand arithmetic.
func TestPreviewTellsEveryDifference(t *testing.T) {
	form := testForm(t)
	f, faults := read(t, form, sound)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	p := Preview(form, f)
	if p.Instrument != "form" || p.InstrumentVersion != "1.0.0" || p.Norm != "n" || p.Version != "own-1" || p.Kept != 1 || len(p.Groups) != 2 {
		t.Errorf("%+v", p)
	}
	added, replaced := p.Groups[0], p.Groups[1]
	if added.Was != nil || !added.Group.Complete || !added.Group.Imported || added.Group.N != 400 || len(added.Group.Tables) != 2 {
		t.Errorf("%+v", added)
	}
	if d := cmp.Diff([]domain.NormTableChange{{Scale: "A", Added: 3}, {Scale: "B", Added: 2}}, added.Tables); d != "" {
		t.Error(d)
	}
	if replaced.Was == nil || replaced.Was.Version != "first-2013" || replaced.Was.N != 10 || replaced.Group.N != 200 {
		t.Errorf("%+v", replaced)
	}
	// A: 11 had 40 % and has 0 %, 44 had 100 % and has 99.5 %. B: 0 had 100 % and
	// is gone, where now 50 % lie between the ends; at -33 it was 100 % too, clamped.
	want := []domain.NormTableChange{
		{Scale: "A", Changed: 2, Largest: -40, LargestAt: 11},
		{Scale: "B", Added: 2, Removed: 1, Largest: -100, LargestAt: -33},
	}
	if d := cmp.Diff(want, replaced.Tables); d != "" {
		t.Error(d)
	}
	if again := Preview(form, f); !cmp.Equal(p, again) {
		t.Error("a second look differs")
	}
	// A group that keeps fewer scales than before: the others are gone.
	half := lines("7=# n of OLD: 100", "14=OLD,B,-36,0", "15=OLD,B,36,100", "16-", "17-", "18-")
	f, faults = read(t, form, half)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	got := Preview(form, f).Groups[0]
	if d := cmp.Diff([]domain.NormTableChange{{Scale: "A", Removed: 2}, {Scale: "B", Added: 2}}, got.Tables); d != "" || got.Group.Complete {
		t.Error(d)
	}
}

// TestNamesOfImports in a workspace.
func TestNamesOfImports(t *testing.T) {
	for name, want := range map[string]int{"0001-n-own-1.csv": 1, "9999-n-v.csv": 9999, "1-n-v.csv": 0, ".import-x": 0, "0001-n-v.csv.bak": 0, "0000-n-v.csv": 0} {
		if got := Number(name); got != want {
			t.Errorf("%s is number %d", name, got)
		}
	}
	if got := FileName(12, "n", "own-1"); got != "0012-n-own-1.csv" {
		t.Error(got)
	}
}
