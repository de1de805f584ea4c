package workspace

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
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

// begun gives a session that takes answers.
func begun(t *testing.T, ws *Workspace, participant string) domain.Session {
	t.Helper()
	s, err := ws.Engine.Prepare(t.Context(), participant, "learning-cycle", "en")
	if err != nil {
		t.Fatal(err)
	}
	_, err = ws.Engine.Start(t.Context(), s.ID)
	if err == nil {
		_, err = ws.Engine.Consent(t.Context(), s.ID, true, domain.Notice{Texts: []domain.NoticeText{{Language: "en"}}})
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// answered gives one whose sets are all ranked; shift turns the order of each.
func answered(t *testing.T, ws *Workspace, participant string, shift int) domain.Session {
	t.Helper()
	s := begun(t, ws, participant)
	in, err := ws.Instruments.Latest("learning-cycle")
	if err != nil {
		t.Fatal(err)
	}
	for k, item := range in.Domain.Manifest.Order() {
		ranks := []int{1 + (shift+k)%4, 1 + (shift+k+1)%4, 1 + (shift+k+2)%4, 1 + (shift+k+3)%4}
		if _, err = ws.Engine.Answer(t.Context(), session.Answer{SessionID: s.ID, ItemID: item, Given: session.Given{Ranks: ranks}}); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

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
		s := answered(t, ws, p.ID, i)
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
	// The answer follows its item in the table's row, in an index never. A page
	// that was divided can keep a dead copy of it, so that all are changed.
	rows := regexp.MustCompile(`(?s)`+hit+`c3.?\{"ranks":\[`).FindAllIndex(data, -1)
	if len(rows) == 0 {
		t.Fatal("no answer of the session in the file")
	}
	for _, row := range rows {
		rank := row[1]
		data[rank] = '1' + (data[rank]-'1'+1)%4
	}
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
