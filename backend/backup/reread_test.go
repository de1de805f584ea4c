package backup

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"kitewise/backend/backup/archive"
	"kitewise/backend/domain"
)

// rot changes one byte in the middle of a file and leaves its size.
func rot(t *testing.T, path string) {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	raw[len(raw)/2] ^= 1
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
}

// secondPlace is a workspace with backups that were copied to a second folder, and
// a way to let days pass.
func secondPlace(t *testing.T, n int) (m *made, dir string, copied []Entry, later func(days int)) {
	t.Helper()
	m, dir = make1(t), t.TempDir()
	if err := m.k.SetSecond(dir, unnoted); err != nil {
		t.Fatal(err)
	}
	for i := range n {
		copied = append(copied, m.back(t, n-i))
		if err := m.k.CopyOut(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	now := time.Now()
	m.k.Now = func() time.Time { return now }
	return m, dir, copied, func(days int) { now = now.AddDate(0, 0, days) }
}

func (m *made) read(t *testing.T, times int) {
	t.Helper()
	for range times {
		if err := errors.Join(m.k.CopyOut(t.Context()), m.k.ReadAgain(t.Context())); err != nil {
			t.Fatal(err)
		}
	}
}

// TestARottenCopyIsCopiedAgain: within a week of its last reading nobody looks,
// then every copy is read, one at a time.
func TestARottenCopyIsCopiedAgain(t *testing.T) {
	m, dir, copied, later := secondPlace(t, 3)
	written := map[string][]byte{}
	for _, e := range copied {
		raw, err := os.ReadFile(filepath.Join(dir, e.Name))
		if err != nil {
			t.Fatal(err)
		}
		written[e.Name] = raw
	}
	differ := func() (out []string) {
		for _, e := range copied {
			raw, err := os.ReadFile(filepath.Join(dir, e.Name))
			if err != nil || !bytes.Equal(raw, written[e.Name]) {
				out = append(out, e.Name)
			}
		}
		return out
	}
	for _, e := range copied {
		rot(t, filepath.Join(dir, e.Name))
	}
	m.read(t, 5)
	if got := differ(); len(got) != 3 || m.k.State().Rotten != 0 {
		t.Errorf("read too soon: %v", got)
	}
	later(11)
	for want := 2; want >= 0; want-- {
		m.read(t, 1)
		if got := differ(); len(got) != want {
			t.Errorf("%d should still be rotten: %v", want, got)
		}
	}
	if s := m.k.State(); s.Rotten != m.k.instant() || s.Lost != 0 {
		t.Errorf("%+v", s)
	}
	before := m.k.State().Rotten
	later(8)
	m.read(t, 4)
	if s := m.k.State(); s.Rotten != before {
		t.Error("sound copies were called rotten")
	}
}

// TestARottenCopyOfNothingHereIsNotCountedOn: its backup is not here any more, so
// that it cannot be copied again; also over a restart.
func TestARottenCopyOfNothingHereIsNotCountedOn(t *testing.T) {
	m, dir, copied, later := secondPlace(t, 2)
	lost := copied[1].Name
	rot(t, filepath.Join(dir, lost))
	if err := os.Remove(m.k.path(lost)); err != nil {
		t.Fatal(err)
	}
	later(11)
	m.read(t, 3)
	id := m.k.now().Workspace
	if err := m.k.readList(id); err != nil {
		t.Fatal(err)
	}
	if s := m.k.State(); s.Rotten == 0 || s.Lost != 1 || m.k.now().soundSecond(lost) {
		t.Errorf("%+v", s)
	}
	if there, newest := m.k.SecondNewest(); !there || newest != copied[0].At {
		t.Errorf("the newest is told to be %v", newest)
	}
	if err := os.Remove(filepath.Join(dir, lost)); err != nil {
		t.Fatal(err)
	}
	later(11)
	m.read(t, 2)
	if s := m.k.State(); s.Lost != 0 {
		t.Errorf("one that is not there any more counts: %+v", s)
	}
}

// TestACopyOfAnotherBackupUnderItsNameIsRotten: it is whole, and not what the list
// knows.
func TestACopyOfAnotherBackupUnderItsNameIsRotten(t *testing.T) {
	m, dir, copied, later := secondPlace(t, 2)
	other, err := os.ReadFile(filepath.Join(dir, copied[1].Name))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, copied[0].Name), other, 0o600); err != nil {
		t.Fatal(err)
	}
	later(11)
	m.read(t, 3)
	got, err := os.ReadFile(filepath.Join(dir, copied[0].Name))
	if err != nil || bytes.Equal(got, other) || m.k.State().Rotten == 0 {
		t.Errorf("%v, %+v", err, m.k.State())
	}
}

// TestAReadingThatIsStoppedKeepsNothing: nor does one of a folder that is away.
func TestAReadingThatIsStoppedKeepsNothing(t *testing.T) {
	m, dir, copied, later := secondPlace(t, 1)
	rot(t, filepath.Join(dir, copied[0].Name))
	later(11)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := m.k.ReadAgain(ctx); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if err := os.Rename(dir, dir+"-away"); err != nil {
		t.Fatal(err)
	}
	if err := m.k.ReadAgain(t.Context()); err != nil {
		t.Error(err)
	}
	if s := m.k.State(); s.Rotten != 0 {
		t.Errorf("%+v", s)
	}
	if err := os.Rename(dir+"-away", dir); err != nil {
		t.Fatal(err)
	}
	m.read(t, 1)
	if s := m.k.State(); s.Rotten != domain.InstantOf(m.k.Now()) || !slices.Contains(copiedNames(ptr(m.k.now())), copied[0].Name) {
		t.Errorf("%+v", s)
	}
}

// TestACopyThatCannotBeMadeAgainIsTriedAgain, and told each time.
func TestACopyThatCannotBeMadeAgainIsTriedAgain(t *testing.T) {
	m, dir, copied, later := secondPlace(t, 1)
	later(11)
	rot(t, filepath.Join(dir, copied[0].Name))
	part := filepath.Join(dir, copied[0].Name+".part") // in the way of the copy
	if err := os.Mkdir(part, 0o700); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := m.k.ReadAgain(t.Context()); err == nil || m.k.State().Rotten == 0 {
			t.Errorf("%v, %+v", err, m.k.State())
		}
	}
	if err := os.Remove(part); err != nil {
		t.Fatal(err)
	}
	m.read(t, 1)
	if _, _, err := archive.Check(filepath.Join(dir, copied[0].Name)); err != nil {
		t.Error(err)
	}
}

func ptr[T any](v T) *T { return &v }
