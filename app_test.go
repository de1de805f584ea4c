package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kitewise/backend/bridge"
	"kitewise/backend/cli"
	"kitewise/backend/domain"
	"kitewise/backend/i18n"
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

// TestOneWholeJourney goes the path of an answer through every room, with what
// is embedded: enter, hand over, answer, finish, view; then the PDF by the
// command line. The program is closed and opened again in the middle.
func TestOneWholeJourney(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	a := opened(t, dir)
	desk := a.bridge.Desk
	person := must[domain.Participant](t)(desk.SaveParticipant(bridge.ParticipantRequest{
		Name: "Made Suardana", Respondent: domain.Respondent{"age": "34"},
	}))
	cards := must[[]bridge.InstrumentCard](t)(desk.Instruments())
	session := must[domain.Session](t)(desk.Prepare(bridge.PrepareRequest{
		ParticipantID: person.ID, InstrumentID: cards[0].ID, Language: "id",
	}))
	must[bridge.Status](t)(desk.HandOver(session.ID))
	answer(t, a.bridge.Kiosk, 7)
	a.stop(context.Background())

	a = opened(t, dir)
	answer(t, a.bridge.Kiosk, session.Total)
	must[bridge.KioskSession](t)(a.bridge.Kiosk.Finish())
	if status := must[bridge.Status](t)(a.bridge.Kiosk.Leave()); status.SessionID != session.ID || status.Mode != bridge.ModeDesk {
		t.Errorf("came back with %+v", status)
	}
	view := must[report.View](t)(a.bridge.Desk.Result(bridge.ResultRequest{SessionID: session.ID}))
	if view.Language != "id" || view.Header.Participant != "Made Suardana" || len(view.Parts) < 5 {
		t.Errorf("the view is in %q, of %q, with %d parts", view.Language, view.Header.Participant, len(view.Parts))
	}

	file := filepath.Join(t.TempDir(), "report.pdf")
	status, _, errOut := start("report", "--data", dir, "--session", session.ID, "--kind", "participant", "--lang", "en", "--out", file)
	if pdf, err := os.ReadFile(file); status != cli.ExitDone || err != nil || !strings.HasPrefix(string(pdf), "%PDF-") {
		t.Errorf("report: status %d, %q, %v", status, errOut, err)
	}
}

// answer gives the open sets in their order until so many are answered.
func answer(t *testing.T, kiosk *bridge.Kiosk, until int) {
	t.Helper()
	sitting := must[bridge.KioskSession](t)(kiosk.Session())
	for i, item := range sitting.Items[:until] {
		if item.Revision > 0 {
			continue
		}
		ranks := [][]int{{4, 3, 2, 1}, {1, 2, 3, 4}, {2, 4, 1, 3}}[i%3]
		must[string](t)(kiosk.Visit(item.ID))
		saved := must[bridge.Saved](t)(kiosk.Answer(bridge.AnswerRequest{
			SessionID: sitting.SessionID, ItemID: item.ID, Ranks: ranks, Means: "pointer",
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
	status := must[bridge.Status](t)(second.bridge.Kiosk.Status())
	if status.Mode != bridge.ModeBroken || status.Problem == nil || status.Problem.Code != domain.CodeInUse {
		t.Fatalf("the second says %+v", status)
	}
	first.stop(context.Background())
	if status := must[bridge.Status](t)(second.bridge.Kiosk.Retry()); status.Mode != bridge.ModeDesk {
		t.Errorf("after a retry: %+v", status)
	}
}
