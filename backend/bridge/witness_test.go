package bridge

import (
	"strings"
	"testing"

	"kitewise/backend/audit"
	"kitewise/backend/desk"
	"kitewise/backend/report"
)

// TestAReportIsAWitness: the head that a report prints is that of the log right
// after the session was scored, holds whatever comes later, and notices a log
// that is another one by a single digit.
func TestAReportIsAWitness(t *testing.T) {
	b := opened(t, config(t.TempDir()))
	s := finalised(t, b, "Dewi")
	heads := map[string]bool{}
	head := func() string {
		view := must[report.View](t)(b.Desk.Result(desk.ResultRequest{SessionID: s.ID}))
		for _, p := range view.Parts {
			if p.About == nil {
				continue
			}
			for _, f := range p.About.Facts {
				if f.Label == "Head of the log" {
					return f.Value
				}
			}
		}
		t.Fatal("no head is printed")
		return ""
	}
	for range 3 {
		heads[head()] = true // every look is an entry; what was scored stays where it was
	}
	if len(heads) != 1 {
		t.Fatalf("%v", heads)
	}
	count, hex, err := audit.ReadShort(head())
	if err != nil {
		t.Fatal(err)
	}
	findings := func(count int64, hex string) []audit.Finding {
		check, err := b.door.Workspace.Store.CheckLog(t.Context(), func(c *audit.Checker) { c.Expect(count, hex) })
		if err != nil {
			t.Fatal(err)
		}
		return check.Findings
	}
	if got := findings(count, hex); len(got) > 0 {
		t.Errorf("its own head: %v", got)
	}
	other := map[bool]string{true: "0", false: "1"}[!strings.HasSuffix(hex, "0")]
	if got := findings(count, hex[:len(hex)-1]+other); len(got) != 1 || got[0].Kind != audit.FaultHead {
		t.Errorf("another head: %v", got)
	}
	if got := findings(count+1000, hex); len(got) != 1 || got[0].Kind != audit.FaultCut {
		t.Errorf("a head that is not reached: %v", got)
	}
}
