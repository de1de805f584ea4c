//go:build !race

package bridge

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"kitewise/backend/desk"
	"kitewise/backend/domain"
	"kitewise/backend/door"
	"kitewise/backend/kiosk"
	"kitewise/backend/porter"
	"kitewise/backend/store"
	"kitewise/backend/vault/keyring"
	"kitewise/backend/workspace"
)

// only reads: these leave the workspace as it is.
var reading = strings.Fields(`Kiosk.Status Kiosk.Retry Kiosk.Session Kiosk.Quit
	Porter.Begin Porter.Accept Porter.Here Porter.Holders Porter.NewCode
	Desk.People Desk.Holdings Desk.Instruments Desk.Readiness Desk.Conditions Desk.Notice Desk.PreviewNotice
	Desk.NoticeVersion Desk.Consents Desk.Withdrawals Desk.EarlierSessions Desk.NormGroups Desk.WhatIf Desk.Norms
	Desk.DraftNorm Desk.Settings Desk.About Desk.Diagnostics Desk.ResetWatch Desk.Log Desk.CheckLog
	Desk.Check Desk.StartCheck Desk.StopCheck Desk.Backups Desk.Due Desk.Demonstration Porter.PickBackup Porter.ForgetBackup`)

// elsewhere is not led through here, for a reason.
var elsewhere = map[string]string{
	"Desk.BackUp":             "the backup is made after the call, and noted then",
	"Desk.StartDrill":         "a drill opens a backup in a folder of its own, after the call",
	"Desk.ChooseSecondFolder": "noted as a setting", "Desk.ForgetSecondFolder": "noted as a setting",
	"Desk.AddDemonstration":    "made of people and sessions, each with its own entries",
	"Desk.RemoveDemonstration": "made of erasures, each with its own entry",
	"Desk.Anonymise":           "noted by the store in its own transaction",
	"Desk.TrustClock":          "noted as a setting, once a clock is in doubt",
	"Desk.RemoveReplaced":      "noted as a removal", "Porter.Restore": "noted in the workspace that comes back",
}

// quiet changes the workspace and is no act of the log, for a reason.
var quiet = map[string]string{
	"Kiosk.Answer":    "answers are kept revision by revision and sealed with the session",
	"Kiosk.Visit":     "how answers came about is kept with the session",
	"Kiosk.Practised": "how the practice went is kept with the session",
	"Kiosk.Note":      "what happened beside the answers is kept with the session",
	"Kiosk.Speak":     "the language of every answer is kept with it",
	"Kiosk.Resume":    "the PIN before it is an entry; what follows is the participant's",
}

// witnessing watches what calls do to a workspace.
type witnessing struct {
	t          *testing.T
	b          *Bridge
	dir        string
	statements []string
	called     map[string]bool
	faults     []string
}

var writes = regexp.MustCompile(`^\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM) (\w+)`)

// changed says what a call changed: rows beside the log, files beside the database.
func (w *witnessing) changed(files map[string]string) []string {
	out := []string{}
	for _, transaction := range transactions(w.statements) {
		for _, s := range transaction {
			if m := writes.FindStringSubmatch(s); m != nil && !strings.HasPrefix(m[1], "audit") && !slices.Contains(out, m[1]) {
				out = append(out, m[1])
			}
		}
	}
	now := w.files()
	for name := range now {
		if files[name] != now[name] {
			out = append(out, name)
		}
	}
	return out
}

// files gives the sums of the files of a workspace that are not the database's.
func (w *witnessing) files() map[string]string {
	out := map[string]string{}
	err := filepath.WalkDir(w.dir, func(path string, d fs.DirEntry, err error) error {
		name := filepath.Base(path)
		if strings.HasPrefix(name, store.WitnessFile) {
			return nil // it is written after an act, and may just have got its name
		}
		if err != nil || d.IsDir() || strings.HasPrefix(name, "kitewise.") || name == "key.tries" {
			return err
		}
		raw, err := os.ReadFile(path)
		out[name] = fmt.Sprintf("%x", sha256.Sum256(raw))
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return out
}

func (w *witnessing) entries() (count int64, last domain.Act) {
	err := w.b.door.Workspace.Store.Entries(w.t.Context(), store.EntryFilter{Limit: 1}, func(e store.ListedEntry) error {
		count, last = e.Number, e.Act
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return count, last
}

// do calls a method by its name and holds it to its line in the tables: what
// changes something leaves an entry, and what leaves one is no reading.
func (w *witnessing) do(method string, call func() error) {
	w.t.Helper()
	w.statements = nil
	files := w.files()
	before, _ := w.entries()
	if err := call(); err != nil {
		w.t.Fatalf("%s: %v", method, err)
	}
	changed := w.changed(files)
	after, last := w.entries()
	w.called[method] = true
	_, silent := quiet[method]
	switch reads := slices.Contains(reading, method); {
	case reads && (len(changed) > 0 || after > before):
		w.faults = append(w.faults, fmt.Sprintf("%s only reads, and changed %v (%s)", method, changed, last))
	case silent && (len(changed) == 0 || after > before):
		w.faults = append(w.faults, fmt.Sprintf("%s is quiet, changed %v and left %d entries", method, changed, after-before))
	case !reads && !silent && after == before:
		w.faults = append(w.faults, fmt.Sprintf("%s changed %v and left no entry", method, changed))
	}
}

// asked makes a call of a method without arguments.
func asked[T any](method func() (T, error)) func() error {
	return func() error { return second(method()) }
}

// TestEveryMethodThatChangesSomethingLeavesAnEntry leads through all of them: a
// method that is in no table and is not called here fails the test.
func TestEveryMethodThatChangesSomethingLeavesAnEntry(t *testing.T) {
	w := everyMethod(t)
	for _, fault := range w.faults {
		t.Error(fault)
	}
	for method := range allowed {
		if elsewhere[method] != "" {
			continue
		}
		if _, silent := quiet[method]; !w.called[method] && !slices.Contains(reading, method) || silent && !w.called[method] {
			t.Errorf("%s was not called: it is to leave an entry, or to stand in one of the tables", method)
		}
	}
}

func everyMethod(t *testing.T) *witnessing {
	w := &witnessing{t: t, dir: t.TempDir(), called: map[string]bool{}}
	dialog := &chosenPath{}
	cfg := config(w.dir)
	cfg.Dialog = dialog
	cfg.Open = func(ctx context.Context) (*workspace.Workspace, error) {
		return workspace.Open(ctx, w.dir, repo("instruments"), store.Options{Trace: func(s string) { w.statements = append(w.statements, s) }})
	}
	w.b = started(t, cfg)
	b := w.b
	var kit porter.Kit
	w.do("Porter.Begin", func() (err error) { kit, err = b.Porter.Begin(passphrase); return err })
	w.do("Porter.Finish", func() error {
		return second(b.Porter.Finish(porter.FinishRequest{Group: groupOf(kit), Language: "en", PIN: pin}))
	})
	w.settings()
	doomed := w.prepared("Made")
	w.do("Desk.Discard", func() error { return second(b.Desk.Discard(doomed.ID)) })
	s := w.prepared("Dewi")
	w.do("Desk.SaveConditions", func() error {
		return second(b.Desk.SaveConditions(desk.ConditionsRequest{SessionID: s.ID, Accommodations: domain.Accommodations{Reader: true}}))
	})
	w.participant(s)
	w.results(s, dialog)
	for _, withdrawn := range []bool{true, false} {
		w.do("Desk.Withdraw", func() error {
			return second(b.Desk.Withdraw(desk.WithdrawalRequest{SessionID: s.ID, Withdrawn: withdrawn}))
		})
	}
	w.do("Desk.Erase", func() error {
		p := must[desk.People](t)(b.Desk.People(desk.PeopleRequest{Query: "Made"})).Rows[0].Participant
		return second(b.Desk.Erase(desk.DepartureRequest{ID: p.ID, Code: p.Code}))
	})
	w.access(kit.Code)
	return w
}

func (w *witnessing) settings() {
	b := w.b
	w.do("Desk.SetPIN", func() error { return second(b.Desk.SetPIN(desk.PINRequest{Old: pin, PIN: pin + "1"})) })
	w.do("Desk.SetPIN", func() error { return second(b.Desk.SetPIN(desk.PINRequest{Old: pin + "1", PIN: pin})) })
	w.do("Desk.SaveSettings", func() error {
		return second(b.Desk.SaveSettings(door.Settings{Language: "en", Theme: "dark", Paper: "A4", LockMinutes: 30, PrivacyMinutes: 5}))
	})
	w.do("Desk.SaveLook", func() error { return second(b.Desk.SaveLook(door.Look{Language: "en", Theme: "light", Paper: "A4"})) })
	n := must[desk.Notice](w.t)(b.Desk.Notice())
	w.do("Desk.SaveNotice", func() error {
		return second(b.Desk.SaveNotice(desk.NoticeRequest{Name: "The practice", Months: n.Months, Words: map[string]map[string]string{}}))
	})
	for method, call := range map[string]func() error{
		"Kiosk.Status": asked(b.Kiosk.Status), "Desk.Settings": asked(b.Desk.Settings), "Desk.Log": func() error { return second(b.Desk.Log(desk.LogRequest{})) },
		"Desk.CheckLog": asked(b.Desk.CheckLog), "Desk.Norms": asked(b.Desk.Norms), "Porter.Holders": asked(b.Porter.Holders),
	} {
		w.do(method, call)
	}
}

func (w *witnessing) prepared(name string) (s domain.Session) {
	p := domain.Participant{}
	w.do("Desk.SaveParticipant", func() (err error) {
		p, err = w.b.Desk.SaveParticipant(desk.ParticipantRequest{Name: name})
		return err
	})
	w.do("Desk.SaveParticipant", func() error {
		return second(w.b.Desk.SaveParticipant(desk.ParticipantRequest{ID: p.ID, Code: p.Code, Name: name + " L."}))
	})
	w.do("Desk.Prepare", func() (err error) {
		s, err = w.b.Desk.Prepare(desk.PrepareRequest{ParticipantID: p.ID, InstrumentID: "learning-cycle", Language: "en"})
		return err
	})
	return s
}

// participant leads a session to its result.
func (w *witnessing) participant(s domain.Session) {
	b, t := w.b, w.t
	w.do("Desk.HandOver", func() error { return second(b.Desk.HandOver(desk.HandOverRequest{SessionID: s.ID, PIN: pin})) })
	w.do("Kiosk.Session", func() error { return second(b.Kiosk.Session()) })
	k := must[kiosk.Session](t)(b.Kiosk.Session())
	w.do("Kiosk.Consent", func() error { return second(b.Kiosk.Consent(kiosk.ConsentRequest{Yes: true, Hash: k.Consent.Hash})) })
	w.do("Kiosk.Speak", func() error { return second(b.Kiosk.Speak("id")) })
	must[kiosk.Session](t)(b.Kiosk.Speak("en"))
	w.do("Kiosk.Visit", func() error { return second(b.Kiosk.Visit(kiosk.VisitRequest{Step: domain.StepHow + "ranking"})) })
	w.do("Kiosk.Practised", func() error { return second(b.Kiosk.Practised(kiosk.PracticeRequest{Type: "ranking", Tries: 1})) })
	w.do("Kiosk.Note", func() error { return second(b.Kiosk.Note(kiosk.NoteRequest{Kind: string(domain.EventFocus)})) })
	w.do("Kiosk.Answer", func() error {
		return answerAll(b, func(kiosk.Saved) error { return nil })
	})
	w.do("Kiosk.Finish", func() error { return second(b.Kiosk.Finish()) })
	w.do("Kiosk.Unlock", func() error { return second(b.Kiosk.Unlock(pin)) })
	w.do("Kiosk.Resume", func() error { return second(b.Kiosk.Resume()) })
	must[kiosk.Session](t)(b.Kiosk.Finish())
	w.do("Kiosk.Unlock", func() error { return second(b.Kiosk.Unlock(pin)) })
	w.do("Kiosk.Leave", func() error { return second(b.Kiosk.Leave("finish")) })
	w.do("Porter.Unlock", func() error { return second(b.Porter.Unlock(porter.UnlockRequest{Passphrase: passphrase})) })
}

func (w *witnessing) results(s domain.Session, dialog *chosenPath) {
	b, out := w.b, w.t.TempDir()
	w.do("Desk.Result", func() error { return second(b.Desk.Result(desk.ResultRequest{SessionID: s.ID})) })
	w.do("Desk.Arithmetic", func() error { return second(b.Desk.Arithmetic(desk.ArithmeticRequest{SessionID: s.ID})) })
	w.do("Desk.WhatIfForm", func() error { return second(b.Desk.WhatIfForm(desk.WhatIfOpen{SessionID: s.ID})) })
	w.do("Desk.ChooseGroup", func() error {
		return second(b.Desk.ChooseGroup(desk.GroupRequest{SessionID: s.ID, Group: "Total"}))
	})
	dialog.path = filepath.Join(out, "file")
	w.do("Desk.SaveReport", func() error { return second(b.Desk.SaveReport(desk.ReportRequest{SessionID: s.ID, Paper: "A4"})) })
	w.do("Desk.SaveWorksheet", func() error { return second(b.Desk.SaveWorksheet(desk.WorksheetRequest{SessionID: s.ID, Paper: "A4"})) })
	w.do("Desk.SaveSupport", func() error { return second(b.Desk.SaveSupport()) })
	w.do("Desk.SaveLog", func() error { return second(b.Desk.SaveLog(desk.LogRequest{})) })
	w.do("Desk.SaveCheckpoint", func() error { return second(b.Desk.SaveCheckpoint()) })
	w.do("Desk.SaveArchive", func() error {
		return second(b.Desk.SaveArchive(desk.ArchiveRequest{ID: s.ParticipantID, Passphrase: "another long passphrase"}))
	})
	dialog.path = normFile(w.t, "INTAKE")
	draft := must[desk.NormDraft](w.t)(b.Desk.DraftNorm())
	w.do("Desk.ImportNorm", func() error { return second(b.Desk.ImportNorm(draft.Key)) })
}

func (w *witnessing) access(code string) {
	b, other := w.b, "another long passphrase"
	w.do("Porter.AddHolder", func() error {
		return second(b.Porter.AddHolder(porter.AddRequest{Owner: passphrase, Name: "Sari", Role: domain.RoleReader, Passphrase: other}))
	})
	who := ""
	for _, h := range must[[]keyring.Holder](w.t)(b.Porter.Holders()) {
		if h.Name == "Sari" {
			who = h.ID
		}
	}
	w.do("Porter.ResetHolder", func() error {
		return second(b.Porter.ResetHolder(porter.ResetRequest{Owner: passphrase, Who: who, Passphrase: other + " 2"}))
	})
	w.do("Porter.RemoveHolder", func() error {
		return second(b.Porter.RemoveHolder(porter.RemoveRequest{Owner: passphrase, Who: who}))
	})
	w.do("Porter.ChangePassphrase", func() error {
		return second(b.Porter.ChangePassphrase(porter.ChangeRequest{Old: passphrase, Passphrase: other}))
	})
	kit := porter.Kit{}
	w.do("Porter.NewCode", func() (err error) {
		kit, err = b.Porter.NewCode(other)
		code = kit.Code
		return err
	})
	w.do("Porter.KeepCode", func() error { return second(b.Porter.KeepCode(groupOf(kit))) })
	w.do("Porter.Lock", func() error { return second(b.Porter.Lock()) })
	w.do("Porter.Recover", func() error {
		return second(b.Porter.Recover(porter.RecoverRequest{Code: code, Passphrase: passphrase}))
	})
}

// TestAMethodWithoutItsEntryIsNoticed is the control: a write that no entry
// stands for, and a reading that writes.
func TestAMethodWithoutItsEntryIsNoticed(t *testing.T) {
	w := &witnessing{t: t, dir: t.TempDir(), called: map[string]bool{}}
	cfg := config(w.dir)
	cfg.Open = func(ctx context.Context) (*workspace.Workspace, error) {
		return workspace.Open(ctx, w.dir, repo("instruments"), store.Options{Trace: func(s string) { w.statements = append(w.statements, s) }})
	}
	w.b = opened(t, cfg)
	silently := func() error { return w.b.door.Workspace.Store.SaveSettings(t.Context(), map[string]string{"a": "b"}) }
	w.do("Desk.SaveParticipant", silently)
	w.do("Desk.People", silently)
	w.do("Desk.About", func() error { return os.WriteFile(filepath.Join(w.dir, "left"), []byte("x"), 0o600) })
	w.do("Desk.Settings", asked(w.b.Desk.Settings))
	if len(w.faults) != 3 {
		t.Errorf("%q", w.faults)
	}
}

// TestTheLogNamesNobody: of everything that was typed about people, no word
// stands in the log or in its files, also after the whole journey.
func TestTheLogNamesNobody(t *testing.T) {
	w := everyMethod(t)
	dir := t.TempDir()
	w.b.Desk = desk.New(w.b.door)
	dialog := &chosenPath{path: filepath.Join(dir, "log.csv")}
	w.b.door.Config.Dialog = dialog
	saved := must[desk.SavedLog](t)(w.b.Desk.SaveLog(desk.LogRequest{}))
	raw, err := os.ReadFile(saved.Path)
	if err != nil || saved.Entries < 40 {
		t.Fatal(saved, err)
	}
	for _, name := range []string{"Made", "Dewi", "L.", "Sari", "The practice", passphrase, pin, "reads"} {
		if strings.Contains(strings.ReplaceAll(string(raw), "kitewise", ""), name) {
			t.Errorf("%q stands in the log", name)
		}
	}
	if check := must[desk.LogCheck](t)(w.b.Desk.CheckLog()); len(check.Findings) > 0 || check.Signed == 0 {
		t.Errorf("%+v", check)
	}
}

// TestThePageOfTheLog filters by group, code and day, and turns its pages.
func TestThePageOfTheLog(t *testing.T) {
	b := opened(t, config(t.TempDir()))
	s := finalised(t, b, "Dewi")
	code := must[desk.People](t)(b.Desk.People(desk.PeopleRequest{})).Rows[0].Participant.Code
	for range 120 {
		must[any](t)(nil, second(b.Desk.Arithmetic(desk.ArithmeticRequest{SessionID: s.ID})))
	}
	first := must[desk.LogPage](t)(b.Desk.Log(desk.LogRequest{}))
	next := must[desk.LogPage](t)(b.Desk.Log(desk.LogRequest{Before: first.Next}))
	if len(first.Rows) != 100 || first.Next == 0 || first.Rows[99].Number != next.Rows[0].Number+1 || first.Rows[0].Number != first.Entries {
		t.Errorf("%d rows, next %d, then from %d of %d", len(first.Rows), first.Next, next.Rows[0].Number, first.Entries)
	}
	if row := first.Rows[0]; row.SessionID != s.ID || row.Code != code || row.Act != "Result looked at" || row.Actor != "Owner" || row.Detail != "part: arithmetic" {
		t.Errorf("%+v", row)
	}
	today := b.door.Workspace.Now().Time().Local().Format("2006-01-02")
	for _, tc := range []struct {
		ask  desk.LogRequest
		some bool
	}{
		{desk.LogRequest{Group: "person"}, true}, {desk.LogRequest{Group: "none"}, false}, {desk.LogRequest{Code: strings.ToLower(code)}, true},
		{desk.LogRequest{Code: "R-9999"}, false}, {desk.LogRequest{From: today, To: today}, true}, {desk.LogRequest{To: "2020-01-01"}, false},
		{desk.LogRequest{From: "2999-01-01"}, false}, {desk.LogRequest{Group: "session", Code: code, From: today}, true},
	} {
		if page := must[desk.LogPage](t)(b.Desk.Log(tc.ask)); len(page.Rows) > 0 != tc.some {
			t.Errorf("%+v gives %d rows", tc.ask, len(page.Rows))
		}
	}
	if e := wantCode(t, second(b.Desk.Log(desk.LogRequest{From: "yesterday"})), domain.CodeInvalid); e.Params["Field"] != "from" {
		t.Errorf("%v", e.Params)
	}
}
