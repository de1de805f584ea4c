package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kitewise/backend/cli"
	"kitewise/backend/desk"
	"kitewise/backend/domain"
	"kitewise/backend/door"
	"kitewise/backend/i18n"
	"kitewise/backend/kiosk"
	"kitewise/backend/porter"
	"kitewise/backend/report"
)

// must gives the value of a call that has to succeed: must(t)(call()).
func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// opened is the program as the window would have it, on a workspace.
func opened(t *testing.T, dir string) *app {
	t.Helper()
	a := newApp(must[*i18n.Catalogue](t)(i18n.Load(folder(data, "locales"))), dir)
	a.start(context.Background())
	t.Cleanup(func() { a.stop(context.Background()) })
	return a
}

// passphrase and pin are the counsellor's.
const passphrase, pin = "a kite over the rice fields", "2580"

// firstRun makes the workspace, with keys as costly as those of people.
func firstRun(t *testing.T, a *app) {
	t.Helper()
	kit := must[porter.Kit](t)(a.bridge.Porter.Begin(passphrase))
	must[door.Status](t)(a.bridge.Porter.Finish(porter.FinishRequest{
		Group: strings.Split(kit.Code, "-")[kit.Asked-1], Language: "en", PIN: pin,
	}))
}

// TestOneWholeJourney goes the path of an answer through every room, with what
// is embedded: enter, hand over, answer, finish, view; then the PDF by the
// command line. The program is closed and opened again in the middle.
func TestOneWholeJourney(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	a := opened(t, dir)
	firstRun(t, a)
	counsellor := a.bridge.Desk
	person := must[domain.Participant](t)(counsellor.SaveParticipant(desk.ParticipantRequest{
		Name: "Made Suardana", Respondent: domain.Respondent{"age": "34"},
	}))
	cards := must[[]desk.InstrumentCard](t)(counsellor.Instruments())
	session := must[domain.Session](t)(counsellor.Prepare(desk.PrepareRequest{
		ParticipantID: person.ID, InstrumentID: cards[0].ID, Language: "id",
	}))
	must[door.Status](t)(counsellor.HandOver(desk.HandOverRequest{SessionID: session.ID, PIN: pin}))
	told := must[kiosk.Session](t)(a.bridge.Kiosk.Session()).Consent
	must[kiosk.Session](t)(a.bridge.Kiosk.Consent(kiosk.ConsentRequest{Yes: true, Hash: told.Hash}))
	answer(t, a.bridge.Kiosk, 7)
	a.stop(context.Background())

	a = opened(t, dir)
	answer(t, a.bridge.Kiosk, session.Total)
	must[kiosk.Session](t)(a.bridge.Kiosk.Finish())
	must[door.Status](t)(a.bridge.Kiosk.Unlock(pin))
	if status := must[door.Status](t)(a.bridge.Kiosk.Leave("finish")); status.SessionID != session.ID || status.Mode != door.ModeLocked {
		t.Errorf("came back with %+v", status)
	}
	must[door.Status](t)(a.bridge.Porter.Unlock(porter.UnlockRequest{Passphrase: passphrase}))
	view := must[report.View](t)(a.bridge.Desk.Result(desk.ResultRequest{SessionID: session.ID}))
	if view.Language != "id" || view.Header.Participant != "Made Suardana" || len(view.Parts) < 5 {
		t.Errorf("the view is in %q, of %q, with %d parts", view.Language, view.Header.Participant, len(view.Parts))
	}

	a.stop(context.Background()) // the command line wants the workspace to itself
	file := filepath.Join(t.TempDir(), "report.pdf")
	status, _, errOut := startWith(passphrase+"\n", "report", "--data", dir, "--session", session.ID, "--kind", "participant", "--lang", "en", "--out", file)
	if pdf, err := os.ReadFile(file); status != cli.ExitDone || err != nil || !strings.HasPrefix(string(pdf), "%PDF-") {
		t.Errorf("report: status %d, %q, %v", status, errOut, err)
	}
}

// answer gives the open sets in their order until so many are answered.
func answer(t *testing.T, sitter *kiosk.Kiosk, until int) {
	t.Helper()
	sitting := must[kiosk.Session](t)(sitter.Session())
	for i, item := range sitting.Items[:until] {
		if item.Revision > 0 {
			continue
		}
		ranks := [][]int{{4, 3, 2, 1}, {1, 2, 3, 4}, {2, 4, 1, 3}}[i%3]
		must[string](t)(sitter.Visit(kiosk.VisitRequest{Step: item.ID}))
		saved := must[kiosk.Saved](t)(sitter.Answer(kiosk.AnswerRequest{
			SessionID: sitting.SessionID, ItemID: item.ID, Answer: kiosk.Given{Ranks: ranks},
		}))
		if saved.Answered != i+1 {
			t.Fatalf("after set %d: %d answered", i+1, saved.Answered)
		}
	}
}

// TestASecondOpeningIsAState shows that a workspace held by another program is
// told to the page, and opened by a second try once it is free.
func TestASecondOpeningIsAState(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	first, second := opened(t, dir), opened(t, dir)
	status := must[door.Status](t)(second.bridge.Kiosk.Status())
	if status.Mode != door.ModeBroken || status.Problem == nil || status.Problem.Code != domain.CodeInUse {
		t.Fatalf("the second says %+v", status)
	}
	first.stop(context.Background())
	if status := must[door.Status](t)(second.bridge.Kiosk.Retry()); status.Mode != door.ModeNew {
		t.Errorf("after a retry: %+v", status)
	}
}
