package bridge

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"kitewise/backend/desk"
	"kitewise/backend/domain"
	"kitewise/backend/door"
	"kitewise/backend/instrument"
	"kitewise/backend/kiosk"
	"kitewise/backend/store"
	"kitewise/backend/workspace"
)

func TestParticipantsAreCheckedAndKept(t *testing.T) {
	b := opened(t, config(t.TempDir()))
	p := must[domain.Participant](t)(b.Desk.SaveParticipant(desk.ParticipantRequest{
		Name: " Zoe\u0308 ", Respondent: domain.Respondent{"age": "21", "country": ""},
	}))
	if p.Name != "Zo\u00eb" || p.Code != "R-0001" || len(p.Respondent) != 1 {
		t.Errorf("%+v", p)
	}
	for _, query := range []string{"ZOË", "zoe\u0308", "r-0001"} {
		if got := must[desk.People](t)(b.Desk.People(desk.PeopleRequest{Query: query})); got.Total != 1 {
			t.Errorf("%q finds %d", query, got.Total)
		}
	}
	changed := must[domain.Participant](t)(b.Desk.SaveParticipant(desk.ParticipantRequest{ID: p.ID, Name: "Zoe"}))
	if changed.Code != p.Code || changed.CreatedAt != p.CreatedAt || changed.Name != "Zoe" {
		t.Errorf("%+v", changed)
	}
	for reason, r := range map[string]desk.ParticipantRequest{
		"code taken":              {Code: "R-0001"},
		"code bad_code":           {Code: "../x"},
		"name control_characters": {Name: "a\x07b"},
		"name too_long":           {Name: strings.Repeat("x", 201)},
		"age out_of_range":        {Respondent: domain.Respondent{"age": "121"}},
		"age not_an_integer":      {Respondent: domain.Respondent{"age": "old"}},
		"gender unknown_option":   {Respondent: domain.Respondent{"gender": "?"}},
		"shoe unknown_field":      {Respondent: domain.Respondent{"shoe": "42"}},
	} {
		e := wantCode(t, second(b.Desk.SaveParticipant(r)), domain.CodeInvalid)
		if got := e.Params["Field"] + " " + e.Params["Reason"]; got != reason {
			t.Errorf("got %s, want %s", got, reason)
		}
	}
	wantCode(t, second(b.Desk.SaveParticipant(desk.ParticipantRequest{ID: "nobody"})), domain.CodeNotFound)
	if got := must[desk.People](t)(b.Desk.People(desk.PeopleRequest{})); got.Total != 1 {
		t.Errorf("%d people after refused ones", got.Total)
	}
}

func TestTheListIsPaged(t *testing.T) {
	b := opened(t, config(t.TempDir()))
	const perPage = 50
	for i := range perPage + 3 {
		must[domain.Participant](t)(b.Desk.SaveParticipant(desk.ParticipantRequest{Name: fmt.Sprint("Person ", i)}))
	}
	first := must[desk.People](t)(b.Desk.People(desk.PeopleRequest{}))
	rest := must[desk.People](t)(b.Desk.People(desk.PeopleRequest{After: first.Next}))
	if len(first.Rows) != perPage || len(rest.Rows) != 3 || rest.Next != "" || first.Total != perPage+3 {
		t.Errorf("%d and %d of %d", len(first.Rows), len(rest.Rows), first.Total)
	}
	wantCode(t, second(b.Desk.People(desk.PeopleRequest{After: "x"})), domain.CodeInvalid)
}

func TestSettingsLast(t *testing.T) {
	dir := t.TempDir()
	b := opened(t, config(dir))
	want := door.Settings{Language: "id", Theme: "dark", Paper: "Letter", PrivacyMinutes: 12, LockMinutes: 30}
	if s := must[door.Status](t)(b.Desk.SaveSettings(want)); s.Language != "id" || s.Theme != "dark" {
		t.Errorf("%+v", s)
	}
	for _, bad := range []door.Settings{{Language: "en", Theme: "dark", Paper: "A4", PrivacyMinutes: 61}, {Language: "en", Theme: "dark", Paper: "A4", PrivacyMinutes: -1}, {Language: "en", Theme: "dark", Paper: "A4", LockMinutes: 31}, {Language: "xx", Theme: "dark", Paper: "A4"}, {Language: "en", Theme: "pink", Paper: "A4"}, {Language: "en", Theme: "dark", Paper: "A5"}, {}} {
		wantCode(t, second(b.Desk.SaveSettings(bad)), domain.CodeInvalid)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	if got := must[door.Settings](t)(opened(t, config(dir)).Desk.Settings()); got != want {
		t.Errorf("%+v", got)
	}
}

func TestAboutAndCards(t *testing.T) {
	dir := t.TempDir()
	b := opened(t, config(dir))
	if a := must[desk.About](t)(b.Desk.About()); a.Version != "1.2.3" || a.DataDir != dir || a.Notices != "notices" || !strings.HasPrefix(a.GoVersion, "go1.") {
		t.Errorf("%+v", a)
	}
	english := cardOf(t, b, "learning-cycle")
	must[door.Status](t)(b.Desk.SaveSettings(door.Settings{Language: "id", Theme: "system", Paper: "A4"}))
	indonesian := cardOf(t, b, "learning-cycle")
	if english.Items != 20 || english.State != instrument.Ready || english.Fault != "" || len(english.Languages) != 2 || english.Purpose == indonesian.Purpose {
		t.Errorf("%+v %+v", english, indonesian)
	}
}

// cardOf gives the one card of an instrument.
func cardOf(t *testing.T, b *Bridge, id string) desk.InstrumentCard {
	t.Helper()
	found := []desk.InstrumentCard{}
	for _, c := range must[[]desk.InstrumentCard](t)(b.Desk.Instruments()) {
		if c.ID == id {
			found = append(found, c)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d cards of %s", len(found), id)
	}
	return found[0]
}

// TestWhatNeedsItsWordingIsListedAndRefused: it is a state, not a fault.
func TestWhatNeedsItsWordingIsListedAndRefused(t *testing.T) {
	b := opened(t, config(t.TempDir()))
	card := cardOf(t, b, "klsi-4.0")
	if card.State != instrument.NeedsWording || card.Fault != "" || card.Title == "" || card.Notice == "" || card.Items != 20 {
		t.Errorf("%+v", card)
	}
	cards := must[[]desk.InstrumentCard](t)(b.Desk.Instruments())
	if cards[0].State != instrument.Ready {
		t.Errorf("what can be handed over comes first: %+v", cards[0])
	}
	p := must[domain.Participant](t)(b.Desk.SaveParticipant(desk.ParticipantRequest{Name: "Dewi"}))
	e := wantCode(t, second(b.Desk.Prepare(desk.PrepareRequest{ParticipantID: p.ID, InstrumentID: "klsi-4.0", Language: "en"})), domain.CodeNeedsWording)
	if e.Params["Instrument"] != "klsi-4.0" {
		t.Errorf("%v", e.Params)
	}
}

// TestAFaultyInstrumentIsListedWithItsFault and cannot be prepared; a session
// that pinned it cannot go on, and nothing of it is lost.
func TestAFaultyInstrumentIsListedWithItsFault(t *testing.T) {
	dir, copied := t.TempDir(), filepath.Join(t.TempDir(), "instruments")
	if err := os.CopyFS(copied, repo("instruments")); err != nil {
		t.Fatal(err)
	}
	cfg := config(dir)
	cfg.Open = func(ctx context.Context) (*workspace.Workspace, error) {
		return workspace.Open(ctx, dir, os.DirFS(copied), store.Options{})
	}
	b := opened(t, cfg)
	s := handedOver(t, b, "Dewi", "en")
	if err := b.Close(); err != nil { // while the participant sits there
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(copied, "learning-cycle", "1.0.0", "manifest.json"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	b = opened(t, cfg)
	if st := must[door.Status](t)(b.Kiosk.Status()); st.Mode != door.ModeParticipant {
		t.Errorf("opened as %+v", st)
	}
	wantCode(t, second(b.Kiosk.Session()), domain.CodeInstrumentInvalid)
	comeBack(t, b, "pause")
	card := cardOf(t, b, "learning-cycle")
	if card.State != instrument.Faulty || card.Fault == "" || strings.Contains(card.Fault, "[") {
		t.Errorf("%+v", card)
	}
	e := wantCode(t, second(b.Desk.HandOver(desk.HandOverRequest{SessionID: s.ID, PIN: pin})), domain.CodeInstrumentInvalid)
	if e.Params["File"] == "" {
		t.Errorf("no file named: %v", e.Params)
	}
	wantCode(t, second(b.Desk.Prepare(desk.PrepareRequest{ParticipantID: s.ParticipantID, InstrumentID: "learning-cycle", Language: "en"})), domain.CodeInstrumentInvalid)
	row := must[desk.People](t)(b.Desk.People(desk.PeopleRequest{})).Rows[0].Sessions[0]
	if row.Usable || row.Session.State != domain.StatePaused {
		t.Errorf("%+v", row)
	}
}

func TestPrepareRefusesWhatDoesNotExist(t *testing.T) {
	b := opened(t, config(t.TempDir()))
	p := must[domain.Participant](t)(b.Desk.SaveParticipant(desk.ParticipantRequest{}))
	for _, tc := range []struct {
		r    desk.PrepareRequest
		want domain.Code
	}{
		{desk.PrepareRequest{ParticipantID: "nobody", InstrumentID: "learning-cycle", Language: "en"}, domain.CodeNotFound},
		{desk.PrepareRequest{ParticipantID: p.ID, InstrumentID: "nothing", Language: "en"}, domain.CodeNotFound},
		{desk.PrepareRequest{ParticipantID: p.ID, InstrumentID: "learning-cycle", Language: "xx"}, domain.CodeInvalid},
	} {
		wantCode(t, second(b.Desk.Prepare(tc.r)), tc.want)
	}
	wantCode(t, second(b.Desk.HandOver(desk.HandOverRequest{SessionID: "nothing", PIN: pin})), domain.CodeNotFound)
	wantCode(t, second(b.Desk.Result(desk.ResultRequest{SessionID: "nothing"})), domain.CodeNotFound)
}

// TestAReportThatCannotBeWrittenLeavesTheOldOne.
func TestAReportThatCannotBeWrittenLeavesTheOldOne(t *testing.T) {
	cfg := config(t.TempDir())
	dialog := &chosenPath{}
	cfg.Dialog = dialog
	b := opened(t, cfg)
	s := handedOver(t, b, "", "en")
	wantCode(t, second(b.Kiosk.Session()), "")
	comeBack(t, b, "pause")
	request := desk.ReportRequest{SessionID: s.ID, Paper: "A4"}
	wantCode(t, second(b.Desk.SaveReport(request)), domain.CodeConflict) // not finalised
	handOver(t, b, s.ID)
	if err := answerAll(b, func(kiosk.Saved) error { return nil }); err != nil {
		t.Fatal(err)
	}
	must[kiosk.Session](t)(b.Kiosk.Finish())
	comeBack(t, b, "finish")
	if got := must[desk.SavedReport](t)(b.Desk.SaveReport(request)); got.Path != "" {
		t.Errorf("cancelled, and %+v", got)
	}
	wantCode(t, second(b.Desk.SaveReport(desk.ReportRequest{SessionID: s.ID, Paper: "A5"})), domain.CodeInvalid)
	wantCode(t, second(b.Desk.SaveReport(desk.ReportRequest{SessionID: s.ID, Paper: "A4", Language: "xx"})), domain.CodeTextMissing)
	dialog.path = filepath.Join(t.TempDir(), "taken.pdf")
	if err := os.MkdirAll(filepath.Join(dialog.path, "inside"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Desk.SaveReport(request); err == nil {
		t.Error("written over a folder")
	}
	if left := must[[]os.DirEntry](t)(os.ReadDir(filepath.Dir(dialog.path))); len(left) != 1 {
		t.Errorf("left %v", left)
	}
}

// TestAHandOverWhileTheDialogIsOpen: the gate is asked again.
func TestAHandOverWhileTheDialogIsOpen(t *testing.T) {
	cfg := config(t.TempDir())
	dialog := &chosenPath{path: filepath.Join(t.TempDir(), "r.pdf")}
	cfg.Dialog = dialog
	b := opened(t, cfg)
	first := handedOver(t, b, "", "en")
	if err := answerAll(b, func(kiosk.Saved) error { return nil }); err != nil {
		t.Fatal(err)
	}
	must[kiosk.Session](t)(b.Kiosk.Finish())
	comeBack(t, b, "finish")
	dialog.act = func() { handedOver(t, b, "", "en") }
	wantCode(t, second(b.Desk.SaveReport(desk.ReportRequest{SessionID: first.ID, Paper: "A4"})), domain.CodeLocked)
	if _, err := os.Stat(dialog.path); err == nil {
		t.Error("a report was written while a participant sat there")
	}
}

// TestCallsSideBySide: answers and reads from many goroutines, every
// acknowledged one stored.
func TestCallsSideBySide(t *testing.T) {
	b := opened(t, config(t.TempDir()))
	s := handedOver(t, b, "", "en")
	k := must[kiosk.Session](t)(b.Kiosk.Session())
	var group sync.WaitGroup
	for _, item := range k.Items {
		for range 2 {
			group.Go(func() {
				if _, err := b.Kiosk.Answer(kiosk.AnswerRequest{SessionID: s.ID, ItemID: item.ID, Answer: kiosk.Given{Ranks: []int{4, 3, 2, 1}}}); err != nil {
					t.Error(err)
				}
				_, _ = b.Kiosk.Session()
				_, _ = b.Kiosk.Status()
			})
		}
	}
	group.Wait()
	if n := len(must[[]domain.Response](t)(b.door.Workspace.Store.Responses(t.Context(), s.ID))); n != len(k.Items) {
		t.Errorf("%d responses stored for %d sets", n, len(k.Items))
	}
}

// TestStatementsPerAct counts: they do not vary, so more of them is a change
// that someone must decide.
func TestStatementsPerAct(t *testing.T) {
	dir := t.TempDir()
	statements := []string{}
	cfg := config(dir)
	cfg.Open = func(ctx context.Context) (*workspace.Workspace, error) {
		return workspace.Open(ctx, dir, repo("instruments"), store.Options{Trace: func(s string) { statements = append(statements, s) }})
	}
	b := opened(t, cfg)
	handedOver(t, b, "", "en")
	k := must[kiosk.Session](t)(b.Kiosk.Session())
	count := func(act func()) (commits, all int) {
		statements = statements[:0]
		act()
		for _, s := range statements {
			if s == "COMMIT" {
				commits++
			}
		}
		return commits, len(statements)
	}
	for i, most := range []int{7, 6, 6} { // the first one since an act counts those that are there
		commits, all := count(func() {
			must[kiosk.Saved](t)(b.Kiosk.Answer(kiosk.AnswerRequest{SessionID: k.SessionID, ItemID: k.Items[i].ID, Answer: kiosk.Given{Ranks: ranksOf(b, k, k.Items[i])}}))
		})
		if commits != 1 || all > most {
			t.Errorf("answer %d: %d commits, %d statements: %q", i+1, commits, all, statements)
		}
	}
	if err := answerAll(b, func(kiosk.Saved) error { return nil }); err != nil {
		t.Fatal(err)
	}
	commits, all := count(func() { must[kiosk.Session](t)(b.Kiosk.Finish()) })
	if commits != 2 || all > 28 {
		t.Errorf("handing in: %d commits (the step, the note), %d statements: %q", commits, all, statements)
	}
	if commits, _ = count(func() { must[kiosk.Session](t)(b.Kiosk.Finish()) }); commits != 0 {
		t.Errorf("handing in again: %d commits", commits)
	}
	must[door.Status](t)(b.Kiosk.Unlock(pin))
	commits, all = count(func() { must[door.Status](t)(b.Kiosk.Leave("finish")) })
	if commits != 2 || all > 36 {
		t.Errorf("finalising: %d commits (the result, the mode), %d statements: %q", commits, all, statements)
	}
	t.Logf("finalising: %d statements", all)
}
