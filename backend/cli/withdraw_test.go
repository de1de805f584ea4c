package cli

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"kitewise/backend/domain"
)

// TestAConsentIsWithdrawnFromTheCommandLine: told first, then done for one
// session and for all, and taken back.
func TestAConsentIsWithdrawnFromTheCommandLine(t *testing.T) {
	deps := testDeps(t)
	done, running := finished(t, deps)
	say := deps.Words.Printer("en")
	report := []string{"report", "--session", done.ID, "--out", filepath.Join(t.TempDir(), "r.pdf")}
	type step struct {
		name   string
		args   []string
		status int
		out    []string
		err    string
	}
	withdraw := func(args ...string) []string { return append([]string{"person", "withdraw", "R-0001"}, args...) }
	for _, s := range []step{
		{"no code", []string{"person", "withdraw"}, ExitUnusable, nil, "CODE"},
		{"nobody", []string{"person", "withdraw", "X-1"}, ExitUnusable, nil, say.T("cli.person.unknown")},
		{"another session", withdraw("--session", "nobody"), ExitUnusable, nil, say.T("cli.no_session")},
		{"a day to come", withdraw("--date", "2999-01-01"), ExitUnusable, nil, say.T("desk.basis.date.error")},
		{"nothing to take back", withdraw("--take-back", "--yes", "R-0001"), ExitFault, nil, "R-0001"},
		{"told", withdraw(), ExitFault, []string{say.T("cli.withdraw.hidden"), say.T("cli.withdraw.ended"), done.ID, running.ID}, "--yes R-0001"},
		{"confirmed otherwise", withdraw("--yes", "yes"), ExitFault, []string{done.ID}, "--yes R-0001"},
		{"the control: nothing was done", report, ExitDone, nil, ""},
		{"one", withdraw("--session", done.ID, "--date", "2026-01-02", "--yes", "r-0001"), ExitDone, []string{done.ID, say.T("cli.withdraw.hidden")}, ""},
		{"its report", report, ExitUnusable, nil, say.T("error.consent_withdrawn")},
		{"due", []string{"retention", "due"}, ExitDone, []string{"R-0001\t" + time.Now().Format(time.DateOnly) + "\twithdrawn\n"}, ""},
		{"listed", []string{"sessions", "list"}, ExitDone, []string{"\tR-0001\twithdrawn\n"}, ""},
		{"sound", []string{"verify"}, ExitDone, nil, ""},
		{"the rest", withdraw("--yes", "R-0001"), ExitDone, []string{running.ID, say.T("cli.withdraw.ended")}, ""},
		{"all are", withdraw("--yes", "R-0001"), ExitFault, nil, "R-0001"},
		{"back, told", withdraw("--take-back"), ExitFault, []string{say.T("cli.withdraw.shown"), say.T("cli.withdraw.noted")}, "--yes R-0001"},
		{"back", withdraw("--take-back", "--yes", "R-0001"), ExitDone, []string{done.ID}, ""},
		{"its report again", report, ExitDone, nil, ""},
		{"nothing is due", []string{"retention", "due"}, ExitDone, nil, ""},
	} {
		status, out, errOut := typed(deps, s.args...)
		if status != s.status || !strings.Contains(errOut, s.err) || s.err == "" && errOut != "" || len(s.out) == 0 && s.args[0] == "retention" && out != "" {
			t.Errorf("%s: %d %q %q", s.name, status, out, errOut)
		}
		for _, want := range s.out {
			if !strings.Contains(out, want) {
				t.Errorf("%s: %q does not say %q", s.name, out, want)
			}
		}
		if s.name == "one" && strings.Contains(out, running.ID) {
			t.Errorf("%s: also the other: %q", s.name, out)
		}
	}
}

// TestWhatRestsOnALegalDutyIsNotWithdrawn: named, it is told why; otherwise it
// is not among the sessions.
func TestWhatRestsOnALegalDutyIsNotWithdrawn(t *testing.T) {
	for _, tc := range []struct {
		basis  domain.Basis
		reason string
	}{{domain.BasisLegal, "legal_duty"}, {domain.BasisDeclined, "no_consent"}, {domain.BasisNone, "no_consent"}, {domain.BasisPaper, ""}} {
		err := domain.Session{Basis: tc.basis}.Withdrawable()
		key := ""
		if err != nil {
			key = aboutPerson(map[string]any{"Reason": tc.reason})
		}
		if (err != nil) != (tc.reason != "") || err != nil && !slices.Contains([]string{"desk.withdraw.legal_duty", "desk.withdraw.no_consent"}, key) {
			t.Errorf("%q: %v, %q", tc.basis, err, key)
		}
	}
}
