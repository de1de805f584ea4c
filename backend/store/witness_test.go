package store

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"kitewise/backend/audit"
	"kitewise/backend/domain"
	"kitewise/backend/store/folder"
)

// noted opens a workspace, notes so many acts and closes it.
func noted(t *testing.T, dir string, n int) {
	t.Helper()
	s, err := Open(t.Context(), dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for range n {
		if err := s.Note(t.Context(), domain.Entry{Act: domain.ActView}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// copyOf reads files of a workspace, to put them back later.
func copyOf(t *testing.T, dir string, names ...string) func() {
	t.Helper()
	kept := map[string][]byte{}
	for _, name := range names {
		raw, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		kept[name] = raw
	}
	return func() {
		for name, raw := range kept {
			if err := os.WriteFile(filepath.Join(dir, name), raw, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestTheWitnessNoticesAFileThatWasPutBack and one that went on another way, and
// is not satisfied by being away itself. A witness that lags behind is fine.
func TestTheWitnessNoticesAFileThatWasPutBack(t *testing.T) {
	for name, tc := range map[string]struct {
		act    func(t *testing.T, dir string)
		reason string
	}{
		"control": {func(*testing.T, string) {}, ""},
		"older file": {func(t *testing.T, dir string) {
			back := copyOf(t, dir, folder.Database)
			noted(t, dir, 3)
			back()
		}, "cut"},
		"another way": {func(t *testing.T, dir string) {
			file := copyOf(t, dir, folder.Database, audit.WitnessFile)
			noted(t, dir, 2)
			witness := copyOf(t, dir, audit.WitnessFile)
			file()
			noted(t, dir, 3)
			witness()
		}, "changed"},
		"witness away": {func(t *testing.T, dir string) {
			if err := os.Remove(filepath.Join(dir, audit.WitnessFile)); err != nil {
				t.Fatal(err)
			}
		}, "missing"},
		"witness destroyed": {func(t *testing.T, dir string) {
			if err := os.WriteFile(filepath.Join(dir, audit.WitnessFile), []byte("{}"), 0o600); err != nil {
				t.Fatal(err)
			}
		}, "unreadable"},
		"witness behind": {func(t *testing.T, dir string) {
			back := copyOf(t, dir, audit.WitnessFile)
			noted(t, dir, 3)
			back()
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			noted(t, dir, 4)
			tc.act(t, dir)
			s := openTest(t, dir, Options{})
			if tc.reason == "" {
				if d := s.Doubt(); d != nil {
					t.Errorf("%+v", d)
				}
				return
			}
			if d := s.Doubt(); d == nil || d.Reason != tc.reason {
				t.Fatalf("%+v, want %s", d, tc.reason)
			}
			before := acts(t, s)
			wantCode(t, s.SaveSettings(t.Context(), map[string]string{"a": "b"}), domain.CodeLogDoubt)
			check, err := s.CheckLog(t.Context(), nil)
			if err != nil || len(check.Findings) == 0 {
				t.Errorf("the check is content: %+v, %v", check, err)
			}
			if err := s.Accept(t.Context(), "test"); err != nil || s.Doubt() != nil {
				t.Fatal(err, s.Doubt())
			}
			if got := acts(t, s)[len(before):]; !slices.Equal(got, []domain.Act{domain.ActWitness}) {
				t.Errorf("the log says %v", got)
			}
			wantCode(t, s.Accept(t.Context(), "test"), domain.CodeConflict)
			if check, err := s.CheckLog(t.Context(), nil); err != nil || len(check.Findings) != 0 {
				t.Errorf("after accepting: %+v, %v", check, err)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			if d := openTest(t, dir, Options{}).Doubt(); d != nil {
				t.Errorf("the next opening doubts again: %+v", d)
			}
		})
	}
}

// answering opens a workspace with a session that runs, stores answers of these
// revisions and closes it, with an act afterwards if that is wanted.
func answering(t *testing.T, dir string, act bool, revisions ...int) {
	t.Helper()
	s := openTest(t, dir, Options{})
	if len(revisions) > 0 && revisions[0] == 1 {
		running(t, s, "s1", person(t, s, "p1", "", 1).ID)
	}
	for _, n := range revisions {
		if err := s.SaveResponse(t.Context(), response("s1", "a", n), domain.Trail{}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if act {
		noted(t, dir, 1)
	}
}

// TestTheWitnessNoticesLostAnswers, for which no entry stands in the log.
func TestTheWitnessNoticesLostAnswers(t *testing.T) {
	dir := t.TempDir()
	answering(t, dir, false, 1)
	back := copyOf(t, dir, folder.Database)
	answering(t, dir, false, 2, 3)
	back()
	s := openTest(t, dir, Options{})
	if d := s.Doubt(); d == nil || *d != (LogDoubt{Reason: "answers", Witnessed: 3, Entries: 1}) {
		t.Fatalf("%+v", d)
	}
	wantCode(t, s.SaveResponse(t.Context(), response("s1", "a", 2), domain.Trail{}), domain.CodeLogDoubt)
	if check, err := s.CheckLog(t.Context(), nil); err != nil || !slices.Equal(check.Findings, []audit.Finding{{Kind: audit.FaultAnswers}}) {
		t.Errorf("%+v, %v", check, err)
	}
	if err := s.Accept(t.Context(), "test"); err != nil {
		t.Fatal(err)
	}
	if check, err := s.CheckLog(t.Context(), nil); err != nil || len(check.Findings) != 0 {
		t.Errorf("after accepting: %+v, %v", check, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if d := openTest(t, dir, Options{}).Doubt(); d != nil {
		t.Errorf("the next opening doubts again: %+v", d)
	}
}

// TestTheWitnessMayLagBehindAnswers, and says nothing of those before an act that
// it has not seen.
func TestTheWitnessMayLagBehindAnswers(t *testing.T) {
	for name, more := range map[string]func(t *testing.T, dir string){
		"nothing":           func(*testing.T, string) {},
		"answers":           func(t *testing.T, dir string) { answering(t, dir, false, 3) },
		"answers, then act": func(t *testing.T, dir string) { answering(t, dir, true, 3) },
		"they are erased": func(t *testing.T, dir string) {
			s := openTest(t, dir, Options{})
			n, err := s.Session(t.Context(), "s1")
			if err != nil {
				t.Fatal(err)
			}
			n.State = domain.StateAbandoned
			if err := s.SaveSession(t.Context(), n, domain.StateRunning, domain.Trail{}); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Erase(t.Context(), "p1"); err != nil {
				t.Fatal(err)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			answering(t, dir, false, 1, 2)
			back := copyOf(t, dir, audit.WitnessFile)
			more(t, dir)
			back()
			if d := openTest(t, dir, Options{}).Doubt(); d != nil {
				t.Errorf("%+v", d)
			}
		})
	}
}

// TestAMissingDatabaseBesideItsWitnessIsDamage, as it is beside its keys.
func TestAMissingDatabaseBesideItsWitnessIsDamage(t *testing.T) {
	dir := t.TempDir()
	noted(t, dir, 1)
	if err := os.Remove(filepath.Join(dir, folder.Database)); err != nil {
		t.Fatal(err)
	}
	_, err := Open(t.Context(), dir, Options{})
	wantCode(t, err, domain.CodeDamagedDatabase)
	if _, err := os.Stat(filepath.Join(dir, folder.Database)); !errors.Is(err, os.ErrNotExist) {
		t.Error("a database was made in its place")
	}
}

// TestAWorkspaceFromBeforeTheLogIsTakenOver: its log begins with the upgrade.
func TestAWorkspaceFromBeforeTheLogIsTakenOver(t *testing.T) {
	dir := t.TempDir()
	openClose(t, dir, Options{migrations: firstSteps(t, 6)})
	if err := os.Remove(filepath.Join(dir, audit.WitnessFile)); err != nil {
		t.Fatal(err) // an earlier program wrote none
	}
	s := openTest(t, dir, Options{})
	if got := acts(t, s); len(got) == 0 || got[0] != domain.ActUpgrade || s.Doubt() != nil {
		t.Errorf("%v, %+v", got, s.Doubt())
	}
}

// TestAWitnessThatCannotBeWrittenStopsNothing: the act is there, and the next
// one that can writes it again.
func TestAWitnessThatCannotBeWrittenStopsNothing(t *testing.T) {
	dir := t.TempDir()
	noted(t, dir, 2)
	blocked := filepath.Join(dir, audit.WitnessFile+".part")
	if err := os.Mkdir(blocked, 0o700); err != nil {
		t.Fatal(err)
	}
	noted(t, dir, 2)
	if err := os.Remove(blocked); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(filepath.Join(dir, audit.WitnessFile))
	if err != nil {
		t.Fatal(err)
	}
	noted(t, dir, 1)
	after, err := os.ReadFile(filepath.Join(dir, audit.WitnessFile))
	w, readErr := audit.ReadWitness(after)
	if err != nil || readErr != nil || bytes.Equal(before, after) || w.Head.Count != 6 {
		t.Errorf("%v, %v, %+v", err, readErr, w)
	}
}

// TestAnErasureThatSaysSoEmptiesBodies: without its word an empty body is found.
func TestAnErasureThatSaysSoEmptiesBodies(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	person(t, s, "p1", "Dewi", 1)
	for range 3 {
		if err := s.Note(t.Context(), domain.Entry{Act: domain.ActView, ParticipantID: "p1"}); err != nil {
			t.Fatal(err)
		}
	}
	empty := func(says string) []audit.Finding {
		err := s.write(t.Context(), "erase", func(r runner) error {
			if err := unguarded(r, []string{"audit_body"}, func() error {
				_, err := r.exec(`DELETE FROM audit_body WHERE participant_id = 'p1'`)
				return err
			}); err != nil {
				return err
			}
			return r.note(domain.Entry{Act: domain.ActSettings, Detail: map[string]string{audit.Emptied: says}})
		})
		if err != nil {
			t.Fatal(err)
		}
		check, err := s.CheckLog(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		return check.Findings
	}
	if got := empty("3-4"); !slices.Equal(got, []audit.Finding{{Number: 2, Kind: audit.FaultGone}, {Number: 5, Kind: audit.FaultGone}}) {
		t.Errorf("%v", got)
	}
	if got := empty(audit.Ranges([]int64{2, 3, 4, 5})); len(got) != 0 {
		t.Errorf("%v", got)
	}
}
