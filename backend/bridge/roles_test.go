package bridge

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"kitewise/backend/desk"
	"kitewise/backend/domain"
	"kitewise/backend/door"
	"kitewise/backend/kiosk"
	"kitewise/backend/porter"
	"kitewise/backend/report"
	"kitewise/backend/vault/keyring"
)

// phrases are the passphrases of the people of a staffed desk.
var phrases = map[domain.Role]string{
	domain.RoleOwner: passphrase, domain.RoleCounsellor: "seven lamps in the hallway",
	domain.RoleAssistant: "rain on a tin roof at noon", domain.RoleReader: "a ladder of green bamboo",
}

// staff lets one person of every role open the desk, and gives their ids.
func staff(t *testing.T, b *Bridge) map[domain.Role]string {
	t.Helper()
	out := map[domain.Role]string{}
	for _, role := range domain.Roles() {
		if role != domain.RoleOwner {
			must[[]keyring.Holder](t)(b.Porter.AddHolder(porter.AddRequest{Owner: passphrase, Name: "N" + string(role), Role: role, Passphrase: phrases[role]}))
		}
	}
	for _, h := range must[[]keyring.Holder](t)(b.Porter.Holders()) {
		out[h.Role] = h.ID
	}
	return out
}

// become locks the desk, if it is open, and opens it for somebody.
func become(t *testing.T, b *Bridge, people map[domain.Role]string, role domain.Role) door.Status {
	t.Helper()
	_, _ = b.Porter.Lock()
	return must[door.Status](t)(b.Porter.Unlock(porter.UnlockRequest{Who: people[role], Passphrase: phrases[role]}))
}

// finishedAt makes a finalised session at the desk.
func finishedAt(t *testing.T, b *Bridge) domain.Session {
	t.Helper()
	s := handedOver(t, b, "Dewi", "en")
	if err := answerAll(b, func(kiosk.Saved) error { return nil }); err != nil {
		t.Fatal(err)
	}
	must[kiosk.Session](t)(b.Kiosk.Finish())
	comeBack(t, b, "finish")
	return s
}

// told is everything in an answer, as text.
func told(t *testing.T, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// TestAnAssistantIsToldNoResult looks through everything that an assistant is
// answered about a finished session for what the result says, in both languages.
func TestAnAssistantIsToldNoResult(t *testing.T) {
	b := opened(t, config(t.TempDir()))
	s, people := finishedAt(t, b), staff(t, b)
	names := []string{"Diverging", "Experiencing", "Imagining", "Reflecting", "Analyzing", "Thinking", "Deciding", "Acting", "Initiating", "Balancing"}
	secrets := func() []string {
		out := slices.Clone(names)
		for _, language := range []string{"en", "id"} {
			must[door.Status](t)(b.Desk.SaveLook(door.Look{Language: language, Theme: "dark", Paper: "A4"}))
			row := must[desk.People](t)(b.Desk.People(desk.PeopleRequest{})).Rows[0].Sessions[0]
			if row.Headline == "" {
				t.Fatal("the control fails: the owner reads no headline")
			}
			view := must[report.View](t)(b.Desk.Result(desk.ResultRequest{SessionID: s.ID, Language: language}))
			out = append(out, row.Headline, view.Parts[0].Title)
		}
		return out
	}()
	heard := func() string {
		page := ""
		for _, language := range []string{"en", "id"} {
			page += told(t, must[door.Status](t)(b.Desk.SaveLook(door.Look{Language: language, Theme: "dark", Paper: "A4"})))
			page += told(t, must[desk.People](t)(b.Desk.People(desk.PeopleRequest{})))
			page += told(t, must[desk.People](t)(b.Desk.People(desk.PeopleRequest{Query: "dewi"})))
			page += told(t, must[desk.Conditions](t)(b.Desk.Conditions(s.ID)))
			page += told(t, must[[]desk.ConsentEntry](t)(b.Desk.Consents(s.ParticipantID)))
			page += told(t, must[desk.Diagnostics](t)(b.Desk.Diagnostics()))
		}
		return page
	}
	found := func(page string) (out []string) {
		for _, secret := range secrets {
			if quoted := strings.Trim(told(t, secret), `"`); strings.Contains(page, quoted) {
				out = append(out, secret)
			}
		}
		return out
	}
	for _, role := range []domain.Role{domain.RoleOwner, domain.RoleCounsellor, domain.RoleReader} {
		become(t, b, people, role)
		if len(found(heard())) == 0 {
			t.Errorf("the control fails: the %s is told nothing either", role)
		}
	}
	become(t, b, people, domain.RoleAssistant)
	if got := found(heard()); len(got) > 0 {
		t.Errorf("told %q", got)
	}
	row := must[desk.People](t)(b.Desk.People(desk.PeopleRequest{})).Rows[0]
	if row.Participant.Name != "Dewi" || row.Sessions[0].Session.State != domain.StateFinalised || !row.Sessions[0].Usable || row.Sessions[0].InstrumentTitle == "" {
		t.Errorf("an assistant must find the session: %+v", row)
	}
	for _, err := range []error{
		second(b.Desk.Result(desk.ResultRequest{SessionID: s.ID})), second(b.Desk.Arithmetic(desk.ArithmeticRequest{SessionID: s.ID})),
		second(b.Desk.SaveReport(desk.ReportRequest{SessionID: s.ID, Paper: "A4"})), second(b.Desk.SaveWorksheet(desk.WorksheetRequest{SessionID: s.ID, Paper: "A4"})),
		second(b.Desk.EarlierSessions(s.ID)), second(b.Desk.NormGroups(s.ID)), second(b.Desk.WhatIfForm(desk.WhatIfOpen{SessionID: s.ID})), second(b.Desk.StartCheck()),
	} {
		if e := wantCode(t, err, domain.CodeNotAllowed); e.Params["Role"] != "assistant" {
			t.Errorf("%v", e.Params)
		}
	}
}

// TestAnAssistantIsToldToCallTheCounsellor when a safety flag stands, and not why.
func TestAnAssistantIsToldToCallTheCounsellor(t *testing.T) {
	b, _ := resting(t, "en")
	p := &spoken{t: t, b: b}
	p.give("d1", "being quiet for a while")
	p.give("d2", "keep it to myself")
	comeBack(t, b, "pause")
	people := staff(t, b)
	flags := func() []report.Flag {
		return must[desk.People](t)(b.Desk.People(desk.PeopleRequest{})).Rows[0].Sessions[0].Urgent
	}
	if got := flags(); len(got) != 1 || got[0].Code == "call_counsellor" {
		t.Fatalf("the control fails: %+v", got)
	}
	why := flags()[0]
	become(t, b, people, domain.RoleAssistant)
	got := flags()
	if len(got) != 1 || got[0].Code != "call_counsellor" || got[0].Name == "" {
		t.Fatalf("%+v", got)
	}
	for _, secret := range []string{why.Code, why.Name, why.Detail} {
		if strings.Contains(told(t, got), secret) {
			t.Errorf("told %q", secret)
		}
	}
}

// TestTheRoleDoesNotRise goes with an assistant through a hand-over and back:
// the PIN opens no desk, and the desk after it is again the assistant's.
func TestTheRoleDoesNotRise(t *testing.T) {
	dir := t.TempDir()
	b := opened(t, config(dir))
	people := staff(t, b)
	if s := become(t, b, people, domain.RoleAssistant); s.Holder.Role != domain.RoleAssistant || slices.Contains(s.May, "Desk.Result") || !slices.Contains(s.May, "Desk.HandOver") {
		t.Errorf("%+v", s)
	}
	s := handedOver(t, b, "Dewi", "en")
	noDesk := func(when string) {
		t.Helper()
		if now := must[door.Status](t)(b.Kiosk.Status()); now.Holder != (keyring.Holder{}) || len(now.May) != 0 || len(now.Holders) != 0 {
			t.Errorf("%s: %+v", when, now)
		}
		for _, err := range []error{second(b.Desk.Result(desk.ResultRequest{SessionID: s.ID})), second(b.Desk.People(desk.PeopleRequest{})), second(b.Porter.Holders())} {
			wantCode(t, err, domain.CodeLocked)
		}
	}
	noDesk("handed over")
	if err := answerAll(b, func(kiosk.Saved) error { return nil }); err != nil {
		t.Fatal(err)
	}
	must[kiosk.Session](t)(b.Kiosk.Finish())
	must[door.Status](t)(b.Kiosk.Unlock(pin))
	noDesk("after the PIN")
	left := must[door.Status](t)(b.Kiosk.Leave("finish"))
	if left.Mode != door.ModeLocked || left.Holder != (keyring.Holder{}) || len(left.Holders) != 4 {
		t.Errorf("%+v", left)
	}
	for role, id := range people {
		if role != domain.RoleAssistant {
			wantCode(t, second(b.Porter.Unlock(porter.UnlockRequest{Who: id, Passphrase: phrases[domain.RoleAssistant]})), domain.CodeWrongPassphrase)
		}
	}
	become(t, b, people, domain.RoleAssistant)
	wantCode(t, second(b.Desk.Result(desk.ResultRequest{SessionID: s.ID})), domain.CodeNotAllowed)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	b = started(t, config(dir))
	if got := become(t, b, people, domain.RoleAssistant); got.Holder.Role != domain.RoleAssistant {
		t.Errorf("after a restart: %+v", got.Holder)
	}
	wantCode(t, second(b.Desk.Result(desk.ResultRequest{SessionID: s.ID})), domain.CodeNotAllowed)
	time.Sleep(time.Second) // the wait after the wrong passphrase
	become(t, b, people, domain.RoleCounsellor)
	must[report.View](t)(b.Desk.Result(desk.ResultRequest{SessionID: s.ID}))
}

// TestADialogThatOutlivesTheRoleSavesNothing: the owner leaves a dialog open,
// and an assistant answers it.
func TestADialogThatOutlivesTheRoleSavesNothing(t *testing.T) {
	dir := t.TempDir()
	cfg := config(dir)
	dialog := &chosenPath{path: filepath.Join(dir, "out.pdf")}
	cfg.Dialog = dialog
	b := opened(t, cfg)
	s, people := finishedAt(t, b), staff(t, b)
	dialog.act = func() { become(t, b, people, domain.RoleAssistant) }
	wantCode(t, second(b.Desk.SaveReport(desk.ReportRequest{SessionID: s.ID, Paper: "A4"})), domain.CodeNotAllowed)
	if _, err := os.Stat(dialog.path); !os.IsNotExist(err) {
		t.Errorf("%v: a report was written", err)
	}
	dialog.act = nil
	become(t, b, people, domain.RoleReader)
	must[desk.SavedReport](t)(b.Desk.SaveReport(desk.ReportRequest{SessionID: s.ID, Paper: "A4"})) // control
	if _, err := os.Stat(dialog.path); err != nil {
		t.Error(err)
	}
}

// TestTheOwnerDecidesWhoOpensTheDesk as the page does it.
func TestTheOwnerDecidesWhoOpensTheDesk(t *testing.T) {
	b := opened(t, config(t.TempDir()))
	people := staff(t, b)
	for role, field := range map[domain.Role]string{"": "role", domain.RoleOwner: "role", domain.RoleReader: "name"} {
		e := wantCode(t, second(b.Porter.AddHolder(porter.AddRequest{Owner: passphrase, Name: " Nreader ", Role: role, Passphrase: "one more passphrase"})), domain.CodeInvalid)
		if e.Params["Field"] != field {
			t.Errorf("%v", e.Params)
		}
	}
	wantCode(t, second(b.Porter.AddHolder(porter.AddRequest{Owner: "not the passphrase", Name: "X", Role: domain.RoleReader, Passphrase: "one more passphrase"})), domain.CodeWrongPassphrase)
	if e := wantCode(t, second(b.Porter.RemoveHolder(porter.RemoveRequest{Owner: passphrase, Who: people[domain.RoleReader]})), domain.CodeTooSoon); e.Params["Wait"] != "1" {
		t.Errorf("%v", e.Params)
	}
	wantCode(t, second(b.Porter.Lock()), "")
	wantCode(t, second(b.Porter.Unlock(porter.UnlockRequest{Passphrase: passphrase})), domain.CodeInvalid)
}

// TestEachPersonChangesTheOwnPassphrase, and only that.
func TestEachPersonChangesTheOwnPassphrase(t *testing.T) {
	b := opened(t, config(t.TempDir()))
	people := staff(t, b)
	become(t, b, people, domain.RoleReader)
	wantCode(t, second(b.Porter.ChangePassphrase(porter.ChangeRequest{Old: passphrase, Passphrase: "a new one for the reader"})), domain.CodeWrongPassphrase)
	for role, id := range people {
		if role != domain.RoleReader {
			_, _ = b.Porter.Lock()
			must[door.Status](t)(b.Porter.Unlock(porter.UnlockRequest{Who: id, Passphrase: phrases[role]}))
		}
	}
	become(t, b, people, domain.RoleCounsellor)
	must[door.Status](t)(b.Porter.ChangePassphrase(porter.ChangeRequest{Old: phrases[domain.RoleCounsellor], Passphrase: "a new one for the counsellor"}))
	must[door.Status](t)(b.Porter.Lock())
	wantCode(t, second(b.Porter.Unlock(porter.UnlockRequest{Who: people[domain.RoleCounsellor], Passphrase: phrases[domain.RoleCounsellor]})), domain.CodeWrongPassphrase)
	become(t, b, people, domain.RoleAssistant)
}

// TestALockedDeskAnswersNobodyWhileACallStillRuns: whoever locks by hand has a
// desk that refuses at once, and what runs gives nothing any more.
func TestALockedDeskAnswersNobodyWhileACallStillRuns(t *testing.T) {
	b := opened(t, config(t.TempDir()))
	inside, goOn := make(chan struct{}), make(chan struct{})
	ended, locked := make(chan error), make(chan error)
	go func() {
		_, err := door.Call(b.door, "Desk.People", func() (string, error) {
			close(inside)
			<-goOn
			return "Dewi", nil
		})
		ended <- err
	}()
	<-inside
	must[desk.People](t)(b.Desk.People(desk.PeopleRequest{})) // the control: another call is answered beside it
	go func() { locked <- second(b.Porter.Lock()) }()
	answer := make(chan domain.Code, 1000)
	deadline := time.After(30 * time.Second)
	for refused := false; !refused; {
		// One that was asked before the lock may wait with the others.
		go func() { answer <- domain.CodeOf(second(b.Desk.People(desk.PeopleRequest{}))) }()
		select {
		case code := <-answer:
			refused = code == domain.CodeLocked
		case <-time.After(50 * time.Millisecond):
		case <-deadline:
			t.Error("the desk was not refused while a call ran")
			refused = true
		}
	}
	close(goOn)
	wantCode(t, <-ended, domain.CodeLocked)
	if err := <-locked; err != nil {
		t.Fatal(err)
	}
	wantMode(t, b, door.ModeLocked)
}

// TestLockingDoesNotWaitForAPassphrase: giving somebody a passphrase takes a try
// for everyone at the desk. Whoever locks meanwhile has a locked desk at once;
// what was begun is done, and its answer is kept back.
func TestLockingDoesNotWaitForAPassphrase(t *testing.T) {
	cfg := config(t.TempDir())
	inside, goOn, hold := make(chan struct{}), make(chan struct{}), atomic.Bool{}
	cfg.Ring.Now = func() time.Time {
		if hold.CompareAndSwap(true, false) {
			close(inside)
			<-goOn
		}
		return time.Now()
	}
	b := opened(t, cfg)
	hold.Store(true)
	ended := make(chan error)
	go func() {
		_, err := b.Porter.AddHolder(porter.AddRequest{Owner: passphrase, Name: "Ayu", Role: domain.RoleAssistant, Passphrase: phrases[domain.RoleAssistant]})
		ended <- err
	}()
	<-inside
	locked := make(chan error)
	go func() {
		_, err := b.Porter.Lock()
		locked <- err
	}()
	select { // what was begun ends only when the test lets it
	case err := <-locked:
		wantCode(t, err, "")
	case <-time.After(time.Minute):
		t.Error("locking waits for the passphrase")
	}
	wantMode(t, b, door.ModeLocked)
	close(goOn)
	wantCode(t, <-ended, domain.CodeLocked)
	status := must[door.Status](t)(b.Kiosk.Status())
	if len(status.Holders) != 2 || status.Holders[1].Name != "Ayu" {
		t.Errorf("%+v", status.Holders)
	}
	must[door.Status](t)(b.Porter.Unlock(porter.UnlockRequest{Who: status.Holders[1].ID, Passphrase: phrases[domain.RoleAssistant]}))
}
