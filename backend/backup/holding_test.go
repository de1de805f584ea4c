package backup

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"kitewise/backend/backup/swap"
	"kitewise/backend/domain"
)

// back makes a backup as if so many days had passed since it.
func (m *made) back(t *testing.T, days int) Entry {
	t.Helper()
	m.k.Now = func() time.Time { return time.Now().AddDate(0, 0, -days) }
	defer func() { m.k.Now = time.Now }()
	e, err := m.k.Make(t.Context(), m.ws.Store, m.by, true)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// TestWhatStillHoldsAPerson: backups here and in the second place that were made
// since, what a restore put aside, and a second place that is away.
func TestWhatStillHoldsAPerson(t *testing.T) {
	m, second := make1(t), t.TempDir()
	since := domain.InstantOf(time.Now().AddDate(0, 0, -10))
	if r := m.k.Holding(since); len(r.Copies) != 0 || r.Gone != 0 || r.Newest != 0 || r.Away || r.Making {
		t.Errorf("of none: %+v", r)
	}
	m.back(t, 12)
	m.back(t, 9)
	last := m.back(t, 8)
	if err := m.k.SetSecond(second, unnoted); err != nil {
		t.Fatal(err)
	}
	if err := m.k.CopyOut(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, days := range []int{20, 1} {
		name := swap.ReplacedPrefix + time.Now().UTC().AddDate(0, 0, -days).Format("20060102-150405")
		if err := os.Mkdir(filepath.Join(m.dir, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	r := m.k.Holding(since)
	places := ""
	for _, c := range r.Copies {
		places += c.Place + " "
	}
	if places != "replaced here second here " || r.Newest != 3 || r.Away || r.Making {
		t.Errorf("%s %+v", places, r)
	}
	if gone := r.Gone.Time().Sub(last.At.Time()); gone < 8*30*24*time.Hour || gone > 280*24*time.Hour {
		t.Errorf("gone after %v", gone)
	}
	if err := os.Remove(m.k.path(last.Name)); err != nil { // by hand
		t.Fatal(err)
	}
	if r := m.k.Holding(since); len(r.Copies) != 3 {
		t.Errorf("%+v", r)
	}
	if err := os.Rename(second, second+"-away"); err != nil {
		t.Fatal(err)
	}
	if r := m.k.Holding(since); len(r.Copies) != 2 || !r.Away {
		t.Errorf("%+v", r)
	}
	if r := m.k.Holding(domain.InstantOf(time.Now())); len(r.Copies) != 0 || !r.Away {
		t.Errorf("of somebody new: %+v", r)
	}
}

// TestABackupBeingMadeIsTold: its copy may have been taken before.
func TestABackupBeingMadeIsTold(t *testing.T) {
	m := make1(t)
	m.k.Now = func() time.Time { // asked for while it is made
		m.k.Now = time.Now
		if !m.k.Holding(0).Making {
			t.Error("it is not told")
		}
		return time.Now()
	}
	if _, err := m.k.Make(t.Context(), m.ws.Store, m.by, true); err != nil {
		t.Fatal(err)
	}
	if m.k.Holding(0).Making {
		t.Error("it is told for ever")
	}
}
