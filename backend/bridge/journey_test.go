package bridge

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kitewise/backend/desk"
	"kitewise/backend/domain"
	"kitewise/backend/door"
	"kitewise/backend/kiosk"
	"kitewise/backend/report"
)

// sitterDir makes the test binary a program whose participant answers set
// after set in that workspace, until it is killed.
const sitterDir = "KITEWISE_TEST_SITTER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(sitterDir); dir != "" {
		os.Exit(sit(dir))
	}
	os.Exit(m.Run())
}

func sit(dir string) int {
	b := New(config(dir))
	b.Start(context.Background())
	err := answerAll(b, func(s kiosk.Saved) error {
		fmt.Println(s.ItemID)
		time.Sleep(5 * time.Millisecond)
		return nil
	})
	fmt.Println("ended", err)
	return 0
}

// killedAfter starts that program, kills it with SIGKILL after some
// acknowledged answers, and gives the sets acknowledged.
func killedAfter(t *testing.T, dir string, n int) []string {
	t.Helper()
	cmd := exec.Command(must[string](t)(os.Executable()))
	cmd.Env = append(os.Environ(), sitterDir+"="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	acknowledged := []string{}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "ended") {
			t.Fatal("the program ended by itself: ", lines.Text())
		}
		if acknowledged = append(acknowledged, lines.Text()); len(acknowledged) == n {
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	_ = cmd.Wait() // it was killed: that is its error
	return acknowledged
}

// TestOneWholeJourney goes from the new participant to the PDF, through a kill
// in the middle.
func TestOneWholeJourney(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	b := opened(t, config(dir))
	prepared := handedOver(t, b, "Dewi Lestari", "id")
	before := must[kiosk.Session](t)(b.Kiosk.Session())
	if before.Greeting != "Dewi Lestari" || before.Resumed || before.Done || len(before.Items) != 20 {
		t.Errorf("at the start: %+v", before)
	}
	must[kiosk.Session](t)(b.Kiosk.Speak("en"))
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}

	acknowledged := killedAfter(t, dir, 7)

	dialog := &chosenPath{path: filepath.Join(t.TempDir(), "report.pdf")}
	cfg := config(dir)
	cfg.Dialog = dialog
	b = opened(t, cfg)
	if s := must[door.Status](t)(b.Kiosk.Status()); s.Mode != door.ModeParticipant {
		t.Fatalf("after the kill: %+v", s)
	}
	checkResumed(t, before, must[kiosk.Session](t)(b.Kiosk.Session()), acknowledged)
	e := wantCode(t, second(b.Kiosk.Finish()), domain.CodeInvalid)
	if open := strings.Fields(e.Params["Items"]); len(open) == 0 || slices.Contains(open, acknowledged[0]) {
		t.Errorf("open sets: %v", e.Params)
	}
	if err := answerAll(b, func(kiosk.Saved) error { return nil }); err != nil {
		t.Fatal(err)
	}
	wantCode(t, second(b.Desk.Result(desk.ResultRequest{SessionID: prepared.ID})), domain.CodeLocked)
	if done := must[kiosk.Session](t)(b.Kiosk.Finish()); !done.Done {
		t.Error("not done")
	}
	must[kiosk.Session](t)(b.Kiosk.Finish()) // again: the same
	wantCode(t, answerOnce(b, "s1"), domain.CodeSessionClosed)
	wantCode(t, second(b.Kiosk.Visit(kiosk.VisitRequest{Step: "s1"})), domain.CodeSessionClosed)
	comeBack(t, b, "finish")
	checkOutcome(t, b, prepared.ID, dialog)
}

func second[T any](_ T, err error) error { return err }

func answerOnce(b *Bridge, item string) error {
	k, err := b.Kiosk.Session()
	if err != nil {
		return err
	}
	_, err = b.Kiosk.Answer(kiosk.AnswerRequest{SessionID: k.SessionID, ItemID: item, Answer: kiosk.Given{Ranks: []int{1, 2, 3, 4}}, Revision: 1})
	return err
}

// checkResumed wants the same set on screen, the same orders and every
// acknowledged answer; and no name.
func checkResumed(t *testing.T, before, now kiosk.Session, acknowledged []string) {
	t.Helper()
	if now.Greeting != "" || !now.Resumed || now.Language != "en" {
		t.Errorf("resumed: greeting %q, resumed %v, language %s", now.Greeting, now.Resumed, now.Language)
	}
	last := acknowledged[len(acknowledged)-1]
	if at := slices.IndexFunc(now.Items, func(i kiosk.Item) bool { return i.ID == now.Step }); now.Step != last && (at < 1 || now.Items[at-1].ID != last) {
		t.Errorf("step %q after %q", now.Step, last)
	}
	for i, item := range now.Items {
		if slices.Contains(acknowledged, item.ID) && (item.Revision != 1 || slices.Contains(item.Answer.Ranks, 0)) {
			t.Errorf("%s: %+v was acknowledged and is gone", item.ID, item)
		}
		if i > len(acknowledged) && item.Revision != 0 {
			t.Errorf("%s: %+v was never given", item.ID, item)
		}
	}
	// The same order shows in the other language too, so compare by it.
	if before.Items[0].ID != now.Items[0].ID || len(before.Items) != len(now.Items) {
		t.Error("the sets changed")
	}
}

// checkOutcome wants the worked example's result in the list, the view and the PDF.
func checkOutcome(t *testing.T, b *Bridge, id string, dialog *chosenPath) {
	t.Helper()
	f := must[domain.Finalisation](t)(b.door.Workspace.Store.Finalisation(t.Context(), id))
	for scale, want := range map[string]float64{"CE": 37, "RO": 24, "AC": 33, "AE": 26} {
		if s, ok := f.Result.Score(scale); !ok || s.Value == nil || *s.Value != want {
			t.Errorf("%s: %+v, want %v", scale, s, want)
		}
	}
	if f.Respondent["age"] != "21" {
		t.Errorf("respondent %v", f.Respondent)
	}
	english := must[report.View](t)(b.Desk.Result(desk.ResultRequest{SessionID: id}))
	indonesian := must[report.View](t)(b.Desk.Result(desk.ResultRequest{SessionID: id, Language: "id"}))
	if english.Language != "en" || indonesian.Language != "id" || english.Title == indonesian.Title || english.Header.Participant != "Dewi Lestari" {
		t.Errorf("views: %q %q %+v", english.Title, indonesian.Title, english.Header)
	}
	people := must[desk.People](t)(b.Desk.People(desk.PeopleRequest{Query: "dEWI"}))
	if row := people.Rows[0].Sessions[0]; !row.Usable || row.Headline == "" || row.Session.State != domain.StateFinalised || row.Session.Answered != 20 {
		t.Errorf("in the list: %+v", row)
	}
	saved := must[desk.SavedReport](t)(b.Desk.SaveReport(desk.ReportRequest{SessionID: id, Language: "id", Paper: "A4"}))
	first := must[[]byte](t)(os.ReadFile(saved.Path))
	must[desk.SavedReport](t)(b.Desk.SaveReport(desk.ReportRequest{SessionID: id, Language: "id", Paper: "A4"}))
	again := must[[]byte](t)(os.ReadFile(saved.Path))
	if !bytes.HasPrefix(first, []byte("%PDF-")) || !bytes.Equal(first, again) || saved.Pages < 1 {
		t.Errorf("PDF of %d bytes, %d pages, repeated %v", len(first), saved.Pages, bytes.Equal(first, again))
	}
	if left := must[[]os.DirEntry](t)(os.ReadDir(filepath.Dir(saved.Path))); len(left) != 1 {
		t.Errorf("left beside the report: %v", left)
	}
	if strings.Contains(strings.ToLower(dialog.suggested), "dewi") || !strings.Contains(dialog.suggested, "R-0001") {
		t.Errorf("suggested %q", dialog.suggested)
	}
}

func TestTheOrderOfEndingsIsTheSameInEveryLanguageAndVisit(t *testing.T) {
	b := opened(t, config(t.TempDir()))
	s := handedOver(t, b, "", "en")
	view := must[map[string][]int](t)(orders(b, s.ID))
	must[kiosk.Session](t)(b.Kiosk.Speak("id"))
	if err := answerAll(b, func(kiosk.Saved) error { return nil }); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(view, must[map[string][]int](t)(orders(b, s.ID))); d != "" {
		t.Error(d)
	}
	for _, r := range must[[]domain.Response](t)(b.door.Workspace.Store.Responses(t.Context(), s.ID)) {
		if d := cmp.Diff(view[r.ItemID], r.Process.DisplayedOrder); d != "" || r.Language != "id" {
			t.Errorf("%s: %s", r.ItemID, d)
		}
	}
}

func orders(b *Bridge, id string) (map[string][]int, error) {
	v, err := b.door.Workspace.Engine.View(context.Background(), id)
	return v.Order, err
}

// TestALostAcknowledgementIsRepeated: the same answer again, a newer one, and
// one on an older revision.
func TestALostAcknowledgementIsRepeated(t *testing.T) {
	b := opened(t, config(t.TempDir()))
	s := handedOver(t, b, "", "en")
	answer := func(revision int, ranks ...int) (kiosk.Saved, error) {
		return b.Kiosk.Answer(kiosk.AnswerRequest{SessionID: s.ID, ItemID: "s1", Answer: kiosk.Given{Ranks: ranks}, Revision: revision})
	}
	for i, tc := range []struct {
		revision int
		ranks    []int
		want     int
		code     domain.Code
	}{
		{0, []int{4, 3, 2, 1}, 1, ""},
		{0, []int{4, 3, 2, 1}, 1, ""}, // the acknowledgement was lost
		{1, []int{1, 2, 3, 4}, 2, ""},
		{1, []int{1, 2, 3, 4}, 2, ""},
		{1, []int{2, 1, 3, 4}, 0, domain.CodeStaleAnswer},
		{7, []int{2, 1, 3, 4}, 0, domain.CodeStaleAnswer},
		{2, []int{1, 1, 3, 4}, 0, domain.CodeInvalid},
		{2, []int{1, 2, 3}, 0, domain.CodeInvalid},
		{2, nil, 0, domain.CodeInvalid},
	} {
		got, err := answer(tc.revision, tc.ranks...)
		if domain.CodeOf(err) != tc.code || got.Revision != tc.want || err == nil && got.Answered != 1 {
			t.Errorf("%d: %+v, %v", i, got, err)
		}
	}
	wantCode(t, second(b.Kiosk.Answer(kiosk.AnswerRequest{SessionID: "another", ItemID: "s1", Answer: kiosk.Given{Ranks: []int{4, 3, 2, 1}}})), domain.CodeLocked)
	wantCode(t, second(b.Kiosk.Answer(kiosk.AnswerRequest{SessionID: s.ID, ItemID: "s99", Answer: kiosk.Given{Ranks: []int{4, 3, 2, 1}}})), domain.CodeInvalid)
	wantCode(t, second(b.Kiosk.Visit(kiosk.VisitRequest{Step: "s99"})), domain.CodeInvalid)
	if n := len(must[[]domain.Response](t)(b.door.Workspace.Store.Responses(t.Context(), s.ID))); n != 2 {
		t.Errorf("%d revisions stored", n)
	}
}

func TestLeavingPausesAndComesBack(t *testing.T) {
	dir := t.TempDir()
	b := opened(t, config(dir))
	s := handedOver(t, b, "Budi", "en")
	stop := errors.New("enough")
	if err := answerAll(b, func(s kiosk.Saved) error {
		if s.Answered == 3 {
			return stop
		}
		return nil
	}); !errors.Is(err, stop) {
		t.Fatal(err)
	}
	comeBack(t, b, "pause")
	if got := must[domain.Session](t)(b.door.Workspace.Store.Session(t.Context(), s.ID)); got.State != domain.StatePaused || got.Answered != 3 {
		t.Errorf("%+v", got)
	}
	handOver(t, b, s.ID)
	if k := must[kiosk.Session](t)(b.Kiosk.Session()); !k.Resumed || k.Greeting != "Budi" || k.Step != "s3" {
		t.Errorf("%v %q %q", k.Resumed, k.Greeting, k.Step)
	}
	comeBack(t, b, "pause")
	if got := must[domain.Session](t)(b.Desk.Discard(s.ID)); got.State != domain.StateAbandoned {
		t.Errorf("%+v", got)
	}
	wantCode(t, second(b.Desk.HandOver(desk.HandOverRequest{SessionID: s.ID, PIN: pin})), domain.CodeSessionClosed)
	wantCode(t, second(b.Desk.Discard(s.ID)), domain.CodeSessionClosed)
	if st := must[door.Status](t)(b.Kiosk.Status()); st.Mode != door.ModeDesk {
		t.Errorf("%+v", st)
	}
}
