package store

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"testing"
	"time"

	"kitewise/backend/domain"
	"kitewise/backend/store/folder"
)

func openTest(t *testing.T, dir string, opts Options) *Store {
	t.Helper()
	s, err := Open(t.Context(), dir, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if err := s.Unlock(t.Context(), newTestKeys()); err != nil {
		t.Fatal(err)
	}
	return s
}

func wantCode(t *testing.T, err error, want domain.Code) {
	t.Helper()
	if got := domain.CodeOf(err); got != want {
		t.Fatalf("got code %q (%v), want %q", got, err, want)
	}
}

// person and running make rows that other tests build on.
func person(t *testing.T, s *Store, id, name string, at domain.Instant) domain.Participant {
	t.Helper()
	p, err := s.CreateParticipant(t.Context(), domain.Participant{ID: id, Name: name, CreatedAt: at})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// begun is a running session without a basis.
func begun(t *testing.T, s *Store, id, participantID string) domain.Session {
	t.Helper()
	n := domain.Session{
		ID: id, ParticipantID: participantID, Language: "en", State: domain.StatePrepared, Seed: "0123456789abcdef",
		Instrument: domain.InstrumentRef{ID: "i", Version: "1", Hash: "h"}, Norm: domain.NormRef{Version: "n", Hash: "nh"},
		CreatedAt: 5, Total: 2,
	}
	if err := s.CreateSession(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	n.State, n.StartedAt = domain.StateRunning, 6
	if err := s.SaveSession(t.Context(), n, domain.StatePrepared, domain.Trail{}); err != nil {
		t.Fatal(err)
	}
	return n
}

// running is a session that the participant has agreed to.
func running(t *testing.T, s *Store, id, participantID string) domain.Session {
	t.Helper()
	n := begun(t, s, id, participantID)
	if _, err := s.SaveConsent(t.Context(), consent(id, 1, domain.BasisConsent), notice("why")); err != nil {
		t.Fatal(err)
	}
	n.Basis = domain.BasisConsent
	return n
}

func consent(sessionID string, revision int, basis domain.Basis) domain.Consent {
	return domain.Consent{SessionID: sessionID, Revision: revision, Basis: basis, Language: "en", At: 6}
}

// notice is one whose purpose is in these words.
func notice(purpose string) domain.Notice {
	n := domain.Notice{MadeAt: 6}
	for _, language := range []string{"en", "id"} {
		n.Texts = append(n.Texts, domain.NoticeText{Language: language, Words: map[string]string{
			"purpose": purpose + " " + language, "access": "you", "kept": "long", "voluntary": "yes", "rights": "all",
		}})
	}
	return n
}

func finalise(ctx context.Context, s *Store, f domain.Finalisation) error {
	_, err := s.Finalise(ctx, f)
	return err
}

func response(sessionID, item string, revision int) domain.Response {
	return domain.Response{
		SessionID: sessionID, ItemID: item, Revision: revision, Value: domain.Value{Ranks: []int{4, 3, 2, 1}}, Language: "en",
		Process:    domain.Process{DisplayedOrder: []int{3, 1, 0, 2}, FirstActionMs: 800, TotalMs: 4000, Changes: 4, Means: "pointer"},
		AnsweredAt: 7,
	}
}

func TestEveryConnectionHasThePragmas(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	ctx := t.Context()
	first, err := s.readers.Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = first.Close() }()
	second, err := s.readers.Conn(ctx) // another one: the first is taken
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = second.Close() }()
	for pragma, want := range map[string]struct{ writer, reader string }{
		"journal_mode":   {"wal", "wal"},
		"synchronous":    {"2", "2"}, // FULL
		"busy_timeout":   {"5000", "5000"},
		"foreign_keys":   {"1", "1"},
		"secure_delete":  {"1", "1"},
		"temp_store":     {"2", "2"}, // MEMORY
		"trusted_schema": {"0", "0"}, "cell_size_check": {"1", "1"}, "recursive_triggers": {"1", "1"},
		"fullfsync": {"1", "1"}, "checkpoint_fullfsync": {"1", "1"},
		"query_only": {"0", "1"},
	} {
		for name, c := range map[string]struct {
			conn *sql.Conn
			want string
		}{
			"writer": {s.writer, want.writer}, "first reader": {first, want.reader}, "second reader": {second, want.reader},
		} {
			var got string
			if err := c.conn.QueryRowContext(ctx, "PRAGMA "+pragma).Scan(&got); err != nil {
				t.Fatal(err)
			}
			if got != c.want {
				t.Errorf("%s: %s is %s, want %s", name, pragma, got, c.want)
			}
		}
	}
	if _, err := first.ExecContext(ctx, "INSERT INTO setting VALUES ('a', 'b')"); err == nil {
		t.Error("a reading connection could write")
	}
}

func TestOpenMakesAPrivateWorkspace(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "deep", "data")
	s := openTest(t, dir, Options{})
	for path, want := range map[string]os.FileMode{dir: 0o700 | os.ModeDir, s.path(): 0o600} {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode() != want {
			t.Errorf("%s: mode %v, want %v", filepath.Base(path), info.Mode(), want)
		}
	}
	var id int
	if err := s.writer.QueryRowContext(t.Context(), "PRAGMA application_id").Scan(&id); err != nil || id != folder.ApplicationID {
		t.Errorf("application id %x, %v", id, err)
	}
}

func TestOneProgramAtATime(t *testing.T) {
	dir := t.TempDir()
	s := openTest(t, dir, Options{})
	person(t, s, "p1", "Dewi", 1)
	_, err := Open(t.Context(), dir, Options{})
	wantCode(t, err, domain.CodeInUse)
	beside := openTest(t, dir, Options{ReadOnly: true})
	if p, err := beside.Participant(t.Context(), "p1"); err != nil || p.Name != "Dewi" {
		t.Errorf("read beside the writer: %v, %v", p, err)
	}
	wantCode(t, beside.SaveSettings(t.Context(), map[string]string{"a": "b"}), domain.CodeReadOnly)
	if err := beside.Close(); err != nil {
		t.Fatal(err)
	}
	person(t, s, "p2", "Budi", 2)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if again := openTest(t, dir, Options{}); again.lock == nil {
		t.Error("the folder is not locked")
	}
}

func TestReadOnlyMakesNoWorkspace(t *testing.T) {
	dir := t.TempDir()
	_, err := Open(t.Context(), dir, Options{ReadOnly: true})
	wantCode(t, err, domain.CodeNotFound)
	if entries, _ := os.ReadDir(dir); len(entries) != 0 {
		t.Errorf("left %v", entries)
	}
}

func TestTheLogIsFoldedWhenIdle(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{idle: 2 * time.Second})
	person(t, s, "p1", "Dewi", 1)
	if !folder.HasLog(s.path()) {
		t.Fatal("no log after a write")
	}
	for begun := time.Now(); time.Since(begun) < time.Minute; time.Sleep(10 * time.Millisecond) {
		if !folder.HasLog(s.path()) {
			return
		}
	}
	t.Error("the log stayed")
}

// TestACancelledWriteLeavesNothing also shows that the connection goes on.
func TestACancelledWriteLeavesNothing(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	ctx, cancel := context.WithCancel(t.Context())
	err := s.write(ctx, "try", func(r runner) error {
		if _, err := r.exec(`INSERT INTO setting (key, value) VALUES ('a', 'b')`); err != nil {
			return err
		}
		cancel()
		_, err := r.exec(`INSERT INTO setting (key, value) VALUES ('c', 'd')`)
		return err
	})
	if err == nil {
		t.Fatal("a cancelled write was acknowledged")
	}
	func() {
		defer func() { _ = recover() }()
		_ = s.write(t.Context(), "try", func(r runner) error {
			_, _ = r.exec(`INSERT INTO setting (key, value) VALUES ('e', 'f')`)
			panic("in the middle")
		})
	}()
	if err := s.SaveSettings(t.Context(), map[string]string{"g": "h"}); err != nil {
		t.Fatal(err)
	}
	all, err := s.Settings(t.Context())
	if err != nil || len(all) != 1 || all["g"] != "h" {
		t.Errorf("got %v, %v", all, err)
	}
}
