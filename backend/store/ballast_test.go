package store

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"testing"

	"kitewise/backend/domain"
	"kitewise/backend/store/ballast"
)

// limitPages stops the database at a number of pages, as a full disk would.
func limitPages(t *testing.T, s *Store, n int) (pages int) {
	t.Helper()
	got := 0
	if err := s.writer.QueryRowContext(t.Context(), "PRAGMA page_count").Scan(&pages); err != nil {
		t.Fatal(err)
	}
	if err := s.writer.QueryRowContext(t.Context(), "PRAGMA max_page_count = "+strconv.Itoa(max(n, pages))).Scan(&got); err != nil {
		t.Fatal(err)
	}
	return pages
}

// spared is a store with a ballast on a disk that is said to have so much room.
func spared(t *testing.T, free *atomic.Int64) (*Store, string) {
	t.Helper()
	dir := t.TempDir()
	free.Store(1 << 40)
	s := openTest(t, dir, Options{Ballast: 1 << 20, Free: func(string) int64 { return free.Load() }})
	return s, filepath.Join(dir, ballast.Name)
}

func lies(path string) bool { _, err := os.Stat(path); return err == nil }

// TestAWriteOnAFullDiskGivesUpTheBallast and is refused only when that does not
// help; any other refusal leaves it alone.
func TestAWriteOnAFullDiskGivesUpTheBallast(t *testing.T) {
	free := atomic.Int64{}
	s, path := spared(t, &free)
	if !lies(path) || s.Place().Missing != 0 {
		t.Fatal("no ballast")
	}
	_, err := s.CreateParticipant(t.Context(), domain.Participant{ID: "p1", Code: "A"})
	if err == nil {
		_, err = s.CreateParticipant(t.Context(), domain.Participant{ID: "p2", Code: "A"})
	}
	wantCode(t, err, domain.CodeConflict)
	if !lies(path) {
		t.Error("a conflict gave it up")
	}
	free.Store(0)
	limitPages(t, s, 0)
	for n := 0; err != nil && domain.CodeOf(err) != domain.CodeDiskFull; n++ {
		if err = s.SaveSettings(t.Context(), map[string]string{"k" + strconv.Itoa(n): string(bytes.Repeat([]byte("x"), 2000))}); err == nil {
			err = domain.Fail(domain.CodeConflict, nil) // it had room yet
		}
	}
	wantCode(t, err, domain.CodeDiskFull)
	if lies(path) || s.Place().Missing != 1<<20 {
		t.Error("it was not given up")
	}
	limitPages(t, s, 1<<30)
	person(t, s, "p3", "Budi", 3)
	if s.spare.Keep(); lies(path) {
		t.Error("it was made again on a full disk")
	}
	free.Store(1 << 40)
	if s.spare.Keep(); !lies(path) {
		t.Error("it was not made again")
	}
}

// TestACodeIsGivenOnceThoughTheWriteWasRepeated: what is done again in the room
// of the ballast must not count twice.
func TestACodeIsGivenOnceThoughTheWriteWasRepeated(t *testing.T) {
	free := atomic.Int64{}
	s, path := spared(t, &free)
	free.Store(0)
	pages := limitPages(t, s, 0)
	first := true
	s.trace = func(text string) { // the disk has room once the ballast is gone
		if text == "BEGIN IMMEDIATE" && !first && !lies(path) {
			limitPages(t, s, pages+1000)
		}
		first = false
	}
	codes := map[string]bool{}
	for n := range 60 {
		p, err := s.CreateParticipant(t.Context(), domain.Participant{ID: "p" + strconv.Itoa(n), Name: string(bytes.Repeat([]byte("n"), 200))})
		if err != nil {
			t.Fatal(err)
		}
		codes[p.Code] = true
	}
	if lies(path) || len(codes) != 60 || !codes["R-0060"] {
		t.Errorf("%d codes, ballast there: %v", len(codes), lies(path))
	}
}

// TestAnOpeningWithoutOneKeepsNone, and gives up what lies there when it must.
func TestAnOpeningWithoutOneKeepsNone(t *testing.T) {
	dir := t.TempDir()
	s := openTest(t, dir, Options{})
	if lies(filepath.Join(dir, ballast.Name)) || s.Place().Missing != 0 {
		t.Error("there is one")
	}
}
