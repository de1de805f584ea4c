package workspace

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kitewise/backend/domain"
	"kitewise/backend/session"
	"kitewise/backend/store"
)

// rounds is how many sessions the workspace has: few here, ten thousand in the
// long run.
func rounds() int {
	if os.Getenv("KITEWISE_ROUNDS") != "" {
		return 10_000
	}
	return 25
}

// noSecret seals nothing: there is no person in these tests.
type noSecret struct{}

func (noSecret) Seal(_, _, _ string, plain []byte) ([]byte, error)  { return plain, nil }
func (noSecret) Open(_, _, _ string, sealed []byte) ([]byte, error) { return sealed, nil }
func (noSecret) Post(plain []byte) ([]byte, error)                  { return plain, nil }
func (noSecret) Collect(sealed []byte) ([]byte, error)              { return sealed, nil }

// made fills a workspace with finished sessions and closes it.
func made(t *testing.T, dir string, n int) []string {
	t.Helper()
	ctx := context.Background()
	ws, err := Open(ctx, dir, os.DirFS("../../instruments"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	defer func() { must(ws.Close()) }()
	must(ws.Store.Unlock(ctx, noSecret{}))
	p, err := ws.Store.CreateParticipant(ctx, domain.Participant{ID: "p", CreatedAt: 1})
	must(err)
	ids := []string{}
	for i := range n {
		s, err := ws.Engine.Prepare(ctx, p.ID, "learning-cycle", "en")
		must(err)
		_, err = ws.Engine.Start(ctx, s.ID)
		must(err)
		_, err = ws.Engine.Consent(ctx, s.ID, true, domain.Notice{Texts: []domain.NoticeText{{Language: "en"}}})
		must(err)
		in, err := ws.Instruments.Latest("learning-cycle")
		must(err)
		for k, item := range in.Domain.Manifest.Order() {
			ranks := []int{1 + (i+k)%4, 1 + (i+k+1)%4, 1 + (i+k+2)%4, 1 + (i+k+3)%4}
			_, err = ws.Engine.Answer(ctx, session.Answer{SessionID: s.ID, ItemID: item, Given: session.Given{Ranks: ranks}})
			must(err)
		}
		told, err := ws.Engine.Finish(ctx, s.ID)
		must(err)
		stored, err := ws.Store.Finalisation(ctx, s.ID)
		must(err)
		if d := cmp.Diff(stored, told); d != "" { // what finishing tells is what stands in the file
			t.Fatal(d)
		}
		ids = append(ids, s.ID)
	}
	return ids
}

func verified(t *testing.T, dir string, tell func(done, of int)) Verified {
	t.Helper()
	ws, err := Open(t.Context(), dir, os.DirFS("../../instruments"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = ws.Close() }()
	found, err := ws.Verify(t.Context(), tell)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestVerifyFindsOneChangedByteOfTheFile: the file is changed where one rank of
// one answer stands; everything else is scored again and found sound.
func TestVerifyFindsOneChangedByteOfTheFile(t *testing.T) {
	dir, n := t.TempDir(), rounds()
	ids := made(t, dir, n)
	told := 0
	control := verified(t, dir, func(done, of int) {
		if told++; done != told || of != n {
			t.Errorf("told %d of %d", done, of)
		}
	})
	if !control.Sound() || control.Done != n || told != n {
		t.Fatalf("the control: %+v, told %d", control, told)
	}
	file := filepath.Join(dir, "kitewise.db")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	hit := ids[n/2]
	row := bytes.Index(data, []byte(hit+"c3"))
	if row < 0 {
		t.Fatal("no answer of the session in the file")
	}
	rank := row + bytes.Index(data[row:], []byte(`"ranks":[`)) + len(`"ranks":[`)
	was := data[rank]
	data[rank] = '1' + (was-'1'+1)%4
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	found := verified(t, dir, nil)
	want := fmt.Sprintf("[{%s %s}]", hit, session.VerdictChanged)
	if got := fmt.Sprint(found.Findings); got != want || found.Damaged || found.Done != n {
		t.Errorf("found %+v, want %s", found, want)
	}
}

// TestVerifyEndsWhenCancelled keeps what it found so far.
func TestVerifyEndsWhenCancelled(t *testing.T) {
	dir := t.TempDir()
	made(t, dir, 8)
	ws, err := Open(t.Context(), dir, os.DirFS("../../instruments"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = ws.Close() }()
	ctx, cancel := context.WithCancel(t.Context())
	found, err := ws.Verify(ctx, func(int, int) { cancel() })
	if err == nil || found.Done == 0 || found.Done == 8 || found.Sessions != 8 {
		t.Errorf("%+v, %v", found, err)
	}
}
