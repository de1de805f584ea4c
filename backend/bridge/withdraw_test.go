package bridge

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kitewise/backend/desk"
	"kitewise/backend/domain"
	"kitewise/backend/door"
	"kitewise/backend/kiosk"
	"kitewise/backend/report"
)

// withdrawn withdraws the consent to a session.
func withdrawn(t *testing.T, b *Bridge, id string) desk.PersonRow {
	t.Helper()
	return must[desk.PersonRow](t)(b.Desk.Withdraw(desk.WithdrawalRequest{SessionID: id, Withdrawn: true}))
}

// TestAWithdrawnResultIsSeenNowhere at the desk, in no file and beside no other;
// it is there again when the entry was a mistake.
func TestAWithdrawnResultIsSeenNowhere(t *testing.T) {
	cfg, out := config(t.TempDir()), t.TempDir()
	dialog := &chosenPath{path: filepath.Join(out, "report.pdf")}
	cfg.Dialog = dialog
	b := opened(t, cfg)
	whole(t, b, "Dewi Lestari")
	dewi := personOf(t, b, "lestari")
	first := dewi.Sessions[0].Session
	s := must[domain.Session](t)(b.Desk.Prepare(desk.PrepareRequest{ParticipantID: dewi.Participant.ID, InstrumentID: "learning-cycle", Language: "en"}))
	time.Sleep(2 * time.Millisecond) // the second is later
	handOver(t, b, s.ID)
	agree(t, b)
	if err := answerAll(b, func(kiosk.Saved) error { return nil }); err != nil {
		t.Fatal(err)
	}
	must[kiosk.Session](t)(b.Kiosk.Finish())
	comeBack(t, b, "finish")
	headline := personOf(t, b, "lestari").Sessions[0].Headline
	try := func() map[string]error {
		return map[string]error{
			"result":     second(b.Desk.Result(desk.ResultRequest{SessionID: s.ID})),
			"change":     second(b.Desk.Result(desk.ResultRequest{SessionID: s.ID, EarlierID: first.ID})),
			"arithmetic": second(b.Desk.Arithmetic(desk.ArithmeticRequest{SessionID: s.ID})),
			"earlier":    second(b.Desk.EarlierSessions(s.ID)),
			"groups":     second(b.Desk.NormGroups(s.ID)),
			"choose":     second(b.Desk.ChooseGroup(desk.GroupRequest{SessionID: s.ID, Group: "Total"})),
			"report":     second(b.Desk.SaveReport(desk.ReportRequest{SessionID: s.ID, Paper: "A4"})),
			"worksheet":  second(b.Desk.SaveWorksheet(desk.WorksheetRequest{SessionID: s.ID, Paper: "A4"})),
			"what if":    second(b.Desk.WhatIfForm(desk.WhatIfOpen{SessionID: s.ID})),
		}
	}
	row := withdrawn(t, b, s.ID).Sessions[0]
	if row.Session.Withdrawn == 0 || row.Session.State != domain.StateFinalised || row.Headline != "" || !row.Usable || headline == "" {
		t.Errorf("%+v, before %q", row, headline)
	}
	for name, err := range try() {
		if domain.CodeOf(err) == "" || !strings.Contains(err.Error(), string(domain.CodeWithdrawn)) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if files, err := os.ReadDir(out); err != nil || len(files) > 0 {
		t.Errorf("%v, %v", files, err)
	}
	must[report.View](t)(b.Desk.Result(desk.ResultRequest{SessionID: first.ID})) // the other one stays
	checked := must[desk.Check](t)(b.Desk.StartCheck())
	for begun := time.Now(); checked.Ended == 0 && time.Since(begun) < time.Minute; time.Sleep(20 * time.Millisecond) {
		checked = must[desk.Check](t)(b.Desk.Check())
	}
	if checked.Done != 2 || len(checked.Findings) > 0 || checked.Damaged {
		t.Errorf("%+v", checked)
	}
	row = must[desk.PersonRow](t)(b.Desk.Withdraw(desk.WithdrawalRequest{SessionID: s.ID})).Sessions[0]
	if row.Session.Withdrawn != 0 || row.Headline != headline {
		t.Errorf("%+v", row)
	}
	for name, err := range try() { // the control
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	withdrawn(t, b, first.ID)
	if earlier := must[[]desk.EarlierSession](t)(b.Desk.EarlierSessions(s.ID)); len(earlier) > 0 {
		t.Errorf("%+v", earlier)
	}
	wantCode(t, second(b.Desk.Result(desk.ResultRequest{SessionID: s.ID, EarlierID: first.ID})), domain.CodeWithdrawn)
}

// TestADecisionIsDueAfterAWithdrawal: the person is listed at once, the data are
// still handed over, without the report; nothing can be kept anonymous.
func TestADecisionIsDueAfterAWithdrawal(t *testing.T) {
	cfg := config(t.TempDir())
	cfg.Dialog = &chosenPath{path: filepath.Join(t.TempDir(), "dewi.zip.age")}
	b := opened(t, cfg)
	whole(t, b, "Dewi Lestari")
	dewi := personOf(t, b, "lestari")
	if due := must[desk.Due](t)(b.Desk.Due()); len(due.Rows) > 0 {
		t.Fatalf("%+v", due)
	}
	row := withdrawn(t, b, dewi.Sessions[0].Session.ID)
	due := must[desk.Due](t)(b.Desk.Due())
	if len(due.Rows) != 1 || due.Rows[0].Withdrawn != row.Sessions[0].Session.Withdrawn || due.Rows[0].Since != due.Rows[0].Withdrawn {
		t.Errorf("%+v", due)
	}
	saved := must[desk.SavedArchive](t)(b.Desk.SaveArchive(desk.ArchiveRequest{ID: dewi.Participant.ID, Passphrase: "for your eyes only"}))
	if saved.Files != 2 || saved.Missing != 0 || saved.Withheld != 1 {
		t.Errorf("%+v", saved)
	}
	request := desk.DepartureRequest{ID: dewi.Participant.ID, Code: "R-0001"}
	if e := wantCode(t, second(b.Desk.Anonymise(request)), domain.CodeConflict); e.Params["Reason"] != "no_results" {
		t.Errorf("%v", e)
	}
	all := must[[]domain.Withdrawal](t)(b.Desk.Withdrawals(dewi.Participant.ID))
	if held := must[desk.Stored](t)(b.Desk.Holdings(dewi.Participant.ID)).Holdings; len(all) != 1 || held.Consents != 2 {
		t.Errorf("%+v, %+v", all, held)
	}
	must[desk.Departure](t)(b.Desk.Erase(request))
	if due := must[desk.Due](t)(b.Desk.Due()); len(due.Rows) > 0 {
		t.Errorf("%+v", due)
	}
}

// TestAnUnfinishedSessionEndsWithTheConsent: one that waits with a paper, and
// one that came back paused; it can neither be handed over nor go on.
func TestAnUnfinishedSessionEndsWithTheConsent(t *testing.T) {
	b := opened(t, config(t.TempDir()))
	paused := handedOver(t, b, "Made", "en")
	comeBack(t, b, "pause")
	p := must[domain.Participant](t)(b.Desk.SaveParticipant(desk.ParticipantRequest{Name: "Dewi"}))
	waits := must[domain.Session](t)(b.Desk.Prepare(desk.PrepareRequest{ParticipantID: p.ID, InstrumentID: "learning-cycle", Language: "en"}))
	request := desk.WithdrawalRequest{SessionID: waits.ID, Withdrawn: true}
	if e := wantCode(t, second(b.Desk.Withdraw(request)), domain.CodeConflict); e.Params["Reason"] != "no_consent" {
		t.Errorf("%v", e)
	}
	must[desk.Conditions](t)(b.Desk.SaveConditions(desk.ConditionsRequest{SessionID: waits.ID, Basis: domain.BasisGuardian, Date: "2026-01-02"}))
	request.Date = "2999-01-01"
	if e := wantCode(t, second(b.Desk.Withdraw(request)), domain.CodeInvalid); e.Params["Field"] != "date" {
		t.Errorf("%v", e)
	}
	for _, id := range []string{waits.ID, paused.ID} {
		row := withdrawn(t, b, id)
		if s := row.Sessions[0].Session; s.State != domain.StateAbandoned || s.Reason != domain.ReasonWithdrawn || s.Withdrawn == 0 {
			t.Errorf("%+v", s)
		}
		wantCode(t, second(b.Desk.HandOver(desk.HandOverRequest{SessionID: id, PIN: pin})), domain.CodeSessionClosed)
		row = must[desk.PersonRow](t)(b.Desk.Withdraw(desk.WithdrawalRequest{SessionID: id}))
		if s := row.Sessions[0].Session; s.State != domain.StateAbandoned || s.Withdrawn != 0 {
			t.Errorf("%+v", s)
		}
	}
}

// TestWhoMayWithdraw: whoever prepares sessions, in the name of the participant;
// a reader sees that it was.
func TestWhoMayWithdraw(t *testing.T) {
	b := opened(t, config(t.TempDir()))
	s, people := finishedAt(t, b), staff(t, b)
	for _, role := range domain.Roles() {
		become(t, b, people, role)
		request := desk.WithdrawalRequest{SessionID: s.ID, Withdrawn: true}
		if role == domain.RoleReader {
			wantCode(t, second(b.Desk.Withdraw(request)), domain.CodeNotAllowed)
			if all := must[[]domain.Withdrawal](t)(b.Desk.Withdrawals(s.ParticipantID)); len(all) != 6 {
				t.Errorf("%+v", all)
			}
			continue
		}
		must[desk.PersonRow](t)(b.Desk.Withdraw(request))
		request.Withdrawn = false
		must[desk.PersonRow](t)(b.Desk.Withdraw(request))
	}
	become(t, b, people, domain.RoleAssistant)
	withdrawn(t, b, s.ID)
	if row := must[desk.People](t)(b.Desk.People(desk.PeopleRequest{})).Rows[0].Sessions[0]; row.Session.Withdrawn == 0 || row.Headline != "" {
		t.Errorf("%+v", row)
	}
	must[door.Status](t)(b.Porter.Lock())
	wantCode(t, second(b.Desk.Withdraw(desk.WithdrawalRequest{SessionID: s.ID})), domain.CodeLocked)
}
