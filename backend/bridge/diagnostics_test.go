package bridge

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kitewise/backend/desk"
	"kitewise/backend/diag"
	"kitewise/backend/domain"
	"kitewise/backend/door"
	"kitewise/backend/store"
	"kitewise/backend/vault/keyring"
	"kitewise/backend/workspace"
)

// watched opens a bridge whose queries are timed too.
func watched(t *testing.T, dialog door.FileDialog) *Bridge {
	t.Helper()
	cfg := config(t.TempDir())
	cfg.Watch, cfg.Dialog = diag.New(), dialog
	cfg.Open = func(ctx context.Context) (*workspace.Workspace, error) {
		return workspace.Open(ctx, cfg.DataDir, repo("instruments"), store.Options{Watch: func(op string, took time.Duration, err error) {
			cfg.Watch.Observe(diag.KindQuery, op, took, door.Defective(err))
		}})
	}
	return opened(t, cfg)
}

func figureOf(d desk.Diagnostics, name string) diag.Figure {
	for _, f := range d.Figures {
		if f.Name == name {
			return f
		}
	}
	return diag.Figure{}
}

func TestCallsAndQueriesAreTimed(t *testing.T) {
	b := watched(t, &chosenPath{})
	for range 3 {
		must[domain.Participant](t)(b.Desk.SaveParticipant(desk.ParticipantRequest{Name: "Zoe"}))
	}
	refused := second(b.Desk.SaveParticipant(desk.ParticipantRequest{Code: "../x"}))
	wantCode(t, refused, domain.CodeInvalid)
	d := must[desk.Diagnostics](t)(b.Desk.Diagnostics())
	call, query := figureOf(d, "Desk.SaveParticipant"), figureOf(d, "create participant")
	if call.Count != 4 || call.Errors != 0 || call.P50 <= 0 || call.P99 < call.P50 {
		t.Errorf("calls: %+v", call)
	}
	if query.Count != 3 || query.Kind != diag.KindQuery || query.P95 <= 0 {
		t.Errorf("queries: %+v in %+v", query, d.Figures)
	}
	if d.Facts.Database == 0 || d.Facts.Free <= 0 || len(d.Notices) != 0 {
		t.Errorf("%+v, %+v", d.Facts, d.Notices)
	}
	if d := must[desk.Diagnostics](t)(b.Desk.ResetWatch()); len(d.Figures) != 0 {
		t.Errorf("after a reset: %+v", d.Figures)
	}
}

// A defect counts as an error and becomes a notice once it is no exception.
func TestDefectsBecomeANotice(t *testing.T) {
	b := watched(t, &chosenPath{})
	for range 20 {
		_, err := door.Call(b.door, "Desk.About", func() (int, error) { return 0, errors.New("disk on fire") })
		wantCode(t, err, domain.CodeInternal)
	}
	d := must[desk.Diagnostics](t)(b.Desk.Diagnostics())
	if f := figureOf(d, "Desk.About"); f.Count != 20 || f.Errors != 20 {
		t.Errorf("%+v", f)
	}
	if len(d.Notices) != 1 || d.Notices[0] != (diag.Notice{Code: diag.NoticeErrors, Name: "Desk.About", Value: 100}) {
		t.Errorf("%+v", d.Notices)
	}
}

// The support file holds what a helper needs and no word about a person, here
// after one was entered, searched for and refused.
func TestTheSupportFileNamesNobody(t *testing.T) {
	path := filepath.Join(t.TempDir(), "support.json")
	dialog := &chosenPath{path: path}
	b := watched(t, dialog)
	s := handedOver(t, b, "Dewi Lestari", "id")
	comeBack(t, b, "pause")
	must[desk.People](t)(b.Desk.People(desk.PeopleRequest{Query: "Dewi"}))
	wantCode(t, second(b.Desk.Result(desk.ResultRequest{SessionID: s.ID})), domain.CodeConflict)
	if saved := must[desk.SavedSupport](t)(b.Desk.SaveSupport()); saved.Path != path || !strings.HasPrefix(dialog.suggested, "kitewise-support-") {
		t.Fatalf("saved %+v as %q", saved, dialog.suggested)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"Dewi", "Lestari", "R-0001", s.ID, s.ParticipantID, filepath.Dir(path), b.door.Config.DataDir} {
		if bytes.Contains(text, []byte(secret)) {
			t.Errorf("the support file tells %q", secret)
		}
	}
	for _, want := range []string{`"Desk.People"`, `"1.2.3"`, "learning-cycle@1.0.0", `"system"`} {
		if !bytes.Contains(text, []byte(want)) {
			t.Errorf("the support file lacks %s", want)
		}
	}
	dialog.path = ""
	if saved := must[desk.SavedSupport](t)(b.Desk.SaveSupport()); saved.Path != "" {
		t.Errorf("cancelled, and saved %+v", saved)
	}
}

// TestAnActWithADialogCountsOnce: the gate is asked before the dialog and again
// after it, and the time in which the dialog waits for a person is not counted. One
// that is cancelled counts as well.
func TestAnActWithADialogCountsOnce(t *testing.T) {
	const waits = 3 * time.Second
	dialog := &chosenPath{path: filepath.Join(t.TempDir(), "out")}
	b := watched(t, dialog)
	p := must[domain.Participant](t)(b.Desk.SaveParticipant(desk.ParticipantRequest{Name: "Zoe"}))
	s := sat(t, b, p.ID, "en", worked)
	must[desk.Diagnostics](t)(b.Desk.ResetWatch())
	for method, call := range map[string]func() error{
		"Desk.SaveReport":    func() error { return second(b.Desk.SaveReport(desk.ReportRequest{SessionID: s.ID, Paper: "A4"})) },
		"Desk.SaveWorksheet": func() error { return second(b.Desk.SaveWorksheet(desk.WorksheetRequest{SessionID: s.ID, Paper: "A4"})) },
		"Desk.SaveSupport": func() error {
			dialog.act = func() { time.Sleep(waits) }
			defer func() { dialog.act = nil }()
			return second(b.Desk.SaveSupport())
		},
		"Desk.SaveLog":        func() error { return second(b.Desk.SaveLog(desk.LogRequest{})) },
		"Desk.SaveCheckpoint": func() error { return second(b.Desk.SaveCheckpoint()) },
		"Desk.SaveArchive": func() error {
			return second(b.Desk.SaveArchive(desk.ArchiveRequest{ID: p.ID, Passphrase: "over the rice fields a kite"}))
		},
		"Desk.DraftNorm":          func() error { dialog.path = ""; return second(b.Desk.DraftNorm()) },
		"Desk.ChooseSecondFolder": func() error { dialog.path = ""; return second(b.Desk.ChooseSecondFolder()) },
	} {
		dialog.path = filepath.Join(t.TempDir(), "out")
		if err := call(); err != nil {
			t.Fatalf("%s: %v", method, err)
		}
		f := figureOf(must[desk.Diagnostics](t)(b.Desk.Diagnostics()), method)
		if f.Count != 1 || f.Errors != 0 {
			t.Errorf("%s: counted %d times, %d failures", method, f.Count, f.Errors)
		}
		// The others have work of their own, which a busy machine makes long.
		if method == "Desk.SaveSupport" && f.P50 >= float64(waits.Milliseconds())/2 {
			t.Errorf("%s: %v ms, of which the dialog waited %v", method, f.P50, waits)
		}
	}
}

// TestWaitingForAnotherCallIsTime: a call that another one keeps waiting took as
// long as the page waited for it, beside others or alone; but not where that one
// checks a PIN, which is slow on purpose.
func TestWaitingForAnotherCallIsTime(t *testing.T) {
	const held = time.Second // half of it is left to a busy machine
	b := watched(t, &chosenPath{})
	nothing := func() (int, error) { return 0, nil }
	done := func(keyring.Holder, error) (int, error) { return 0, nil }
	for holder, told := range map[string]bool{"Desk.Settings": true, "Desk.HandOver": false} {
		for method, call := range map[string]func(method string) error{
			"Desk.About":  func(m string) error { return second(door.Call(b.door, m, nothing)) },
			"Desk.People": func(m string) error { return second(door.Alone(b.door, m, nothing)) },
			"Desk.Norms": func(m string) error {
				return second(door.Beside(b.door, m, func(keyring.Holder) error { return nil }, done))
			},
		} {
			must[desk.Diagnostics](t)(b.Desk.ResetWatch())
			inside, begins, waited := make(chan struct{}), make(chan struct{}), make(chan error)
			go func() {
				<-inside
				close(begins)
				waited <- call(method)
			}()
			must[int](t)(door.Alone(b.door, holder, func() (int, error) {
				close(inside)
				<-begins
				time.Sleep(held)
				return 0, nil
			}))
			if err := <-waited; err != nil {
				t.Fatal(err)
			}
			f := figureOf(must[desk.Diagnostics](t)(b.Desk.Diagnostics()), method)
			// Percentiles are read off buckets, whose bounds lie a factor 1.5 apart.
			// Work beside the door is told whole.
			long := f.P50 >= float64(held.Milliseconds())/2
			if f.Count != 1 || method != "Desk.Norms" && long != told || method == "Desk.Norms" && !long {
				t.Errorf("%s waited %v for %s and took %v ms, counted %d times", method, held, holder, f.P50, f.Count)
			}
		}
	}
}
