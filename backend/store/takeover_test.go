package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kitewise/backend/domain"
	"kitewise/backend/store/folder"
)

// beforeKeys is the last version of the schema without sealed names.
func beforeKeys(t *testing.T) int {
	t.Helper()
	all, err := loadMigrations(nil)
	if err != nil {
		t.Fatal(err)
	}
	return slices.IndexFunc(all, func(m migration) bool { return strings.HasSuffix(m.name, "_sealed.sql") })
}

// plainWorkspace is one as the program wrote it before there were keys, with names and a note in clear, one session finalised.
func plainWorkspace(t *testing.T, people int) string {
	t.Helper()
	dir := t.TempDir()
	s, err := Open(t.Context(), dir, Options{migrations: firstSteps(t, beforeKeys(t))})
	if err != nil {
		t.Fatal(err)
	}
	for i := range people {
		name := fmt.Sprintf("Ketut Marker%02d", i)
		if _, err := s.writer.ExecContext(t.Context(), `INSERT INTO participant (id, code, name, search, respondent, created_at, active_at)
			VALUES (?, ?, ?, ?, '{}', ?, ?)`, fmt.Sprint("p", i), fmt.Sprint("R-", i), name, strings.ToLower(name), i+1, i+1); err != nil {
			t.Fatal(err)
		}
	}
	if err := finalisedWithNote(t.Context(), s, "Marker-in-a-note"); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// finalisedWithNote writes a finalised session of p0 by statements that the
// old schema knows, with a note in clear under its content hash.
func finalisedWithNote(ctx context.Context, s *Store, note string) error {
	return s.write(ctx, "make", func(r runner) error {
		if _, err := r.exec(`INSERT INTO session (id, participant_id, instrument_id, instrument_version, instrument_hash, norm_version,
			norm_hash, language, state, seed, step, total, created_at, started_at, finalised_at, accommodations)
			VALUES ('s1', 'p0', 'i', '1', 'h', 'n', 'nh', 'en', 'finalised', '0123456789abcdef', '', 2, 5, 6, 9, json_object('note', ?))`, note); err != nil {
			return err
		}
		packed, err := pack(domain.Result{})
		if err != nil {
			return err
		}
		sealed, err := seal(r, "s1", packed, "{}")
		if err != nil {
			return err
		}
		if _, err := r.exec(`INSERT INTO result (session_id, result, respondent, seal) VALUES ('s1', ?, '{}', ?)`, packed, sealed); err != nil {
			return err
		}
		_, err = r.exec(`INSERT INTO arranged_later (session_id, revision, accommodations, at) VALUES ('s1', 1, json_object('note', ?), 10)`, note+"-later")
		return err
	})
}

// holds gives the files of a folder that contain the text.
func holds(t *testing.T, dir, text string) (files []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		raw, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if errors.Is(err, fs.ErrNotExist) && e.Name() == WitnessFile+".part" {
			continue // it just got its name
		}
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(strings.ToLower(string(raw)), strings.ToLower(text)) {
			files = append(files, e.Name())
		}
	}
	return files
}

func taken(t *testing.T, dir string) *Store {
	t.Helper()
	s, err := Open(t.Context(), dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if err := s.TakeOver(t.Context(), "w1", newTestKeys()); err != nil {
		t.Fatal(err)
	}
	if err := s.Unlock(t.Context(), newTestKeys()); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestATakenOverWorkspaceHoldsNothingInClear(t *testing.T) {
	dir := plainWorkspace(t, 40)
	if len(holds(t, dir, "marker")) == 0 {
		t.Fatal("the search finds nothing before")
	}
	triggers := schemaOf(t, dir)
	s := taken(t, dir)
	if files := holds(t, dir, "marker"); len(files) != 0 {
		t.Errorf("open: %v hold names", files)
	}
	page, err := s.People(t.Context(), PeopleFilter{Query: "marker07", Limit: 5})
	if err != nil || page.Total != 1 || page.People[0].Name != "Ketut Marker07" {
		t.Errorf("%+v, %v", page, err)
	}
	if n, err := s.Session(t.Context(), "s1"); err != nil || n.Accommodations.Note != "Marker-in-a-note-later" {
		t.Errorf("%+v, %v", n, err)
	}
	if _, err := s.Finalisation(t.Context(), "s1"); err != nil {
		t.Errorf("the content hash: %v", err)
	}
	if err := s.TakeOver(t.Context(), "w1", newTestKeys()); err != nil {
		t.Error("again:", err)
	}
	wantCode(t, s.TakeOver(t.Context(), "w2", newTestKeys()), domain.CodeDamagedKeys)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if files := holds(t, dir, "marker"); len(files) != 0 {
		t.Errorf("closed: %v hold names", files)
	}
	if n := strings.Count(schemaOf(t, dir), "CREATE TRIGGER"); n < strings.Count(triggers, "CREATE TRIGGER") {
		t.Errorf("%d triggers are left", n)
	}
}

// TestDamageIsNotHealedByATakeOver: a content hash that did not hold before
// does not hold afterwards.
func TestDamageIsNotHealedByATakeOver(t *testing.T) {
	dir := plainWorkspace(t, 1)
	s, err := Open(t.Context(), dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	err = s.write(t.Context(), "damage", func(r runner) error {
		return unguarded(r, []string{"result"}, func() error {
			_, err := r.exec(`UPDATE result SET respondent = '{"age":"99"}'`)
			return err
		})
	})
	if err = errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	_, err = taken(t, dir).Finalisation(t.Context(), "s1")
	wantCode(t, err, domain.CodeDamagedDatabase)
}

// TestAStoppedTakeOverGoesOn stops after the commit and before the scrubbing,
// as a kill does, and in the middle of the sealing.
func TestAStoppedTakeOverGoesOn(t *testing.T) {
	dir := plainWorkspace(t, 5)
	s, err := Open(t.Context(), dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	broken := failingKeys{newTestKeys(), new(int)}
	if err := s.TakeOver(t.Context(), "w1", broken); err == nil {
		t.Fatal("a failing sealer was taken")
	}
	if bound, err := s.Bound(t.Context()); err != nil || bound != "" {
		t.Errorf("half a take-over is bound to %q, %v", bound, err)
	}
	if err := s.sealAll(t.Context(), "w1", newTestKeys()); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if files := holds(t, dir, "marker"); len(files) == 0 {
		t.Fatal("nothing was left to scrub") // the copy before the migration
	}
	s = taken(t, dir)
	if files := holds(t, dir, "marker"); len(files) != 0 {
		t.Errorf("%v hold names", files)
	}
	if page, err := s.People(t.Context(), PeopleFilter{Limit: 9}); err != nil || page.Total != 5 {
		t.Errorf("%+v, %v", page, err)
	}
}

// failingKeys fails at the third field.
type failingKeys struct {
	testKeys
	n *int
}

func (k failingKeys) Seal(table, column, row string, plain []byte) ([]byte, error) {
	if *k.n++; *k.n == 3 {
		return nil, errors.New("stopped")
	}
	return k.testKeys.Seal(table, column, row, plain)
}

func TestAMissingDatabaseIsNotMadeWhereOneMustBe(t *testing.T) {
	dir := t.TempDir()
	_, err := Open(t.Context(), dir, Options{Existing: true})
	wantCode(t, err, domain.CodeDamagedDatabase)
	if _, err := os.Stat(filepath.Join(dir, folder.Database)); err == nil {
		t.Error("a database was made")
	}
}
