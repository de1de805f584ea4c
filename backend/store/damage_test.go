package store

import (
	"bytes"
	"crypto/sha256"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"kitewise/backend/domain"
	"kitewise/backend/store/folder"
)

// sample makes a workspace with one finalised session and gives the bytes of
// its database.
func sample(t *testing.T) []byte {
	t.Helper()
	dir := t.TempDir()
	s := openTest(t, dir, Options{})
	for i := range 40 {
		p := person(t, s, "p"+strconv.Itoa(i), "Person "+strconv.Itoa(i), domain.Instant(i+1))
		n := running(t, s, "s"+strconv.Itoa(i), p.ID)
		for _, item := range []string{"a", "b"} {
			if err := s.SaveResponse(t.Context(), response(n.ID, item, 1), domain.Trail{}); err != nil {
				t.Fatal(err)
			}
		}
		if err := finalise(t.Context(), s, domain.Finalisation{SessionID: n.ID, FinalisedAt: 9}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(s.path())
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestDamagedFilesAreRefusedUntouched(t *testing.T) {
	raw := sample(t)
	edit := func(f func(b []byte) []byte) []byte { return f(bytes.Clone(raw)) }
	for name, tc := range map[string]struct {
		bytes []byte
		want  domain.Code
	}{
		"0 bytes":          {[]byte{}, domain.CodeDamagedDatabase},
		"text":             {bytes.Repeat([]byte("hello world\n"), 1000), domain.CodeDamagedDatabase},
		"only a header":    {raw[:100], domain.CodeDamagedDatabase},
		"half":             {raw[:len(raw)/2], domain.CodeDamagedDatabase},
		"one byte short":   {raw[:len(raw)-1], domain.CodeDamagedDatabase},
		"one page short":   {raw[:len(raw)-4096], domain.CodeDamagedDatabase},
		"no magic":         {edit(func(b []byte) []byte { clear(b[:16]); return b }), domain.CodeDamagedDatabase},
		"no page size":     {edit(func(b []byte) []byte { clear(b[16:18]); return b }), domain.CodeDamagedDatabase},
		"another program":  {edit(func(b []byte) []byte { b[68] ^= 1; return b }), domain.CodeDamagedDatabase},
		"schema wiped":     {edit(func(b []byte) []byte { clear(b[100:4096]); return b }), domain.CodeDamagedDatabase},
		"a page of 0xAA":   {edit(func(b []byte) []byte { copy(b[8192:12288], bytes.Repeat([]byte{0xAA}, 4096)); return b }), domain.CodeDamagedDatabase},
		"no version":       {edit(func(b []byte) []byte { clear(b[60:64]); return b }), domain.CodeDamagedDatabase},
		"a newer version":  {edit(func(b []byte) []byte { b[63] = 99; return b }), domain.CodeNewerDatabase},
		"nothing is wrong": {raw, ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, folder.Database)
			if err := os.WriteFile(path, tc.bytes, 0o600); err != nil {
				t.Fatal(err)
			}
			for _, opts := range []Options{{}, {ReadOnly: true}} {
				s, err := Open(t.Context(), dir, opts)
				if s != nil {
					_ = s.Close()
				}
				wantCode(t, err, tc.want)
				now, readErr := os.ReadFile(path)
				if readErr != nil || sha256.Sum256(now) != sha256.Sum256(tc.bytes) && tc.want != "" {
					t.Errorf("the file was touched: %v", readErr)
				}
			}
		})
	}
}

// TestRandomDamageIsNeverReadAsTruth flips bits anywhere: each file is either
// refused or still gives every session exactly as it was.
func TestRandomDamageIsNeverReadAsTruth(t *testing.T) {
	raw := sample(t)
	random := rand.New(rand.NewPCG(7, 11))
	refused, unchanged := 0, 0
	for range 120 {
		bad := bytes.Clone(raw)
		for range 1 + random.IntN(4) {
			bad[random.IntN(len(bad))] ^= 1 << random.IntN(8)
		}
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, folder.Database), bad, 0o600); err != nil {
			t.Fatal(err)
		}
		if readsAll(t, dir) {
			unchanged++
		} else {
			refused++
		}
	}
	if refused == 0 || unchanged == 0 {
		t.Errorf("refused %d, unchanged %d: the damage tells nothing", refused, unchanged)
	}
}

// readsAll reads what a seal covers; it reports false when anything was
// refused and fails when something came back changed.
func readsAll(t *testing.T, dir string) bool {
	t.Helper()
	s, err := Open(t.Context(), dir, Options{ReadOnly: true})
	if err != nil {
		return false
	}
	defer func() { _ = s.Close() }()
	for i := range 40 {
		id := "s" + strconv.Itoa(i)
		f, err := s.Finalisation(t.Context(), id)
		if err != nil {
			return false
		}
		all, err := s.Responses(t.Context(), id)
		if err != nil {
			return false
		}
		n, err := s.Session(t.Context(), id)
		if err != nil {
			return false
		}
		if f.FinalisedAt != 9 || len(all) != 2 || !slices.Equal(all[0].Value.Ranks, []int{4, 3, 2, 1}) ||
			n.Instrument.Hash != "h" || n.Seed != "0123456789abcdef" {
			t.Fatalf("session %s came back changed: %+v %+v %+v", id, f, all, n)
		}
	}
	return true
}

func TestALogWithoutItsDatabaseIsDamage(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, folder.Database+"-wal"), []byte("answers"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Open(t.Context(), dir, Options{})
	wantCode(t, err, domain.CodeDamagedDatabase)
	if _, err := os.Stat(filepath.Join(dir, folder.Database)); err == nil {
		t.Error("a new database was made over it")
	}
}

func TestACrashWhileCreatingLeavesNothingBehind(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, folder.Database+".new"), []byte("half a database"), 0o600); err != nil {
		t.Fatal(err)
	}
	person(t, openTest(t, dir, Options{}), "p1", "Dewi", 1)
}

func TestAMovedFileIsNotAcknowledged(t *testing.T) {
	for name, act := range map[string]func(path string) error{
		"deleted": os.Remove,
		"moved":   func(path string) error { return os.Rename(path, path+".away") },
		"replaced": func(path string) error {
			return os.Rename(path+".other", path)
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := openTest(t, t.TempDir(), Options{})
			if err := os.WriteFile(s.path()+".other", sample(t), 0o600); err != nil {
				t.Fatal(err)
			}
			person(t, s, "p1", "Dewi", 1)
			if err := act(s.path()); err != nil {
				t.Fatal(err)
			}
			_, err := s.CreateParticipant(t.Context(), domain.Participant{ID: "p2"})
			wantCode(t, err, domain.CodeMovedDatabase)
			_, err = s.Participant(t.Context(), "p1")
			wantCode(t, err, domain.CodeMovedDatabase)
			if name == "moved" {
				if err := os.Rename(s.path()+".away", s.path()); err != nil {
					t.Fatal(err)
				}
				person(t, s, "p3", "Budi", 3)
			}
		})
	}
}

// TestAFileMovedDuringTheWrite is the case that only the look after the commit sees.
func TestAFileMovedDuringTheWrite(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	err := s.write(t.Context(), "try", func(r runner) error {
		_, err := r.exec(`INSERT INTO setting (key, value) VALUES ('a', 'b')`)
		if err != nil {
			return err
		}
		return os.Rename(s.path(), s.path()+".away")
	})
	wantCode(t, err, domain.CodeMovedDatabase)
}

// untilFull saves settings in that way until one is refused, on a disk without
// room, and gives how many were acknowledged and how many are stored.
func untilFull(t *testing.T, save func(s *Store, set map[string]string) error) (acknowledged, stored int, err error) {
	t.Helper()
	s := openTest(t, t.TempDir(), Options{})
	ctx := t.Context()
	person(t, s, "p1", "Dewi", 1)
	var pages int
	if err := s.writer.QueryRowContext(ctx, "PRAGMA page_count").Scan(&pages); err != nil {
		t.Fatal(err)
	}
	limit := func(n int) {
		var got int
		if err := s.writer.QueryRowContext(ctx, "PRAGMA max_page_count = "+strconv.Itoa(n)).Scan(&got); err != nil {
			t.Fatal(err)
		}
	}
	limit(pages)
	for err == nil && acknowledged < 1000 {
		err = save(s, map[string]string{"k" + strconv.Itoa(acknowledged): string(bytes.Repeat([]byte("x"), 500))})
		if err == nil {
			acknowledged++
		}
	}
	all, errRead := s.Settings(ctx)
	if errRead != nil {
		t.Fatal(errRead)
	}
	limit(1 << 30)
	person(t, s, "p2", "Budi", 2) // room again: it goes on
	return acknowledged, len(all), err
}

func TestAFullDiskLosesNothing(t *testing.T) {
	acknowledged, stored, err := untilFull(t, func(s *Store, set map[string]string) error { return s.SaveSettings(t.Context(), set) })
	wantCode(t, err, domain.CodeDiskFull)
	if stored != acknowledged {
		t.Errorf("%d settings stored, %d acknowledged", stored, acknowledged)
	}
}

// TestAnAcknowledgedRefusalIsNoticed is the control: a store that acknowledges what
// a full disk refused, and one that takes writes into a file that was moved away,
// as the system itself does.
func TestAnAcknowledgedRefusalIsNoticed(t *testing.T) {
	acknowledged, stored, _ := untilFull(t, func(s *Store, set map[string]string) error {
		_ = s.SaveSettings(t.Context(), set)
		return nil
	})
	if stored >= acknowledged {
		t.Errorf("%d settings stored, %d acknowledged", stored, acknowledged)
	}
	s := openTest(t, t.TempDir(), Options{})
	if err := os.Rename(s.path(), s.path()+".away"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.writer.ExecContext(t.Context(), `INSERT INTO setting (key, value) VALUES ('a', 'b')`); err != nil {
		t.Errorf("nothing would be taken without a look at the file: %v", err)
	}
}
