package store

import (
	"context"
	"sync"
	"testing"

	"kitewise/backend/domain"
)

// TestACheckBesideAnOpenWindowFindsNothingInASoundLog: the desk is locked and opened,
// people are entered and erased, while another program reads the log as it lies.
func TestACheckBesideAnOpenWindowFindsNothingInASoundLog(t *testing.T) {
	dir := t.TempDir()
	s := openTest(t, dir, Options{})
	if err := s.SignWith(t.Context(), testSigner(t), domain.Entry{Act: domain.ActUnlock}); err != nil {
		t.Fatal(err)
	}
	beside, err := Open(t.Context(), dir, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = beside.Close() }()
	ctx, cancel := context.WithCancel(t.Context())
	group := sync.WaitGroup{}
	group.Go(func() {
		for range 400 { // the log must not grow faster than it is read
			if ctx.Err() != nil {
				return
			}
			if err := s.Note(context.Background(), domain.Entry{Act: domain.ActLock}); err != nil {
				t.Error(err)
				return
			}
		}
	})
	for range 40 {
		check, err := beside.CheckLog(t.Context(), nil)
		if err != nil || len(check.Findings) > 0 {
			t.Errorf("of %d entries: %+v, %v", check.Head.Count, check.Findings, err)
			break
		}
	}
	cancel()
	group.Wait()
}
