package bridge

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"kitewise/backend/desk"
	"kitewise/backend/domain"
	"kitewise/backend/door"
	"kitewise/backend/kiosk"
	"kitewise/backend/porter"
	"kitewise/backend/session"
	"kitewise/backend/store"
	"kitewise/backend/workspace"
)

// finalised hands a session over, answers it and brings it back with its result.
func finalised(t *testing.T, b *Bridge, name string) domain.Session {
	t.Helper()
	s := handedOver(t, b, name, "en")
	if err := answerAll(b, func(kiosk.Saved) error { return nil }); err != nil {
		t.Fatal(err)
	}
	must[kiosk.Session](t)(b.Kiosk.Finish())
	comeBack(t, b, "finish")
	return s
}

// ended waits for the end of the check.
func ended(t *testing.T, b *Bridge) desk.Check {
	t.Helper()
	for begun := time.Now(); time.Since(begun) < time.Minute; time.Sleep(5 * time.Millisecond) {
		if c := must[desk.Check](t)(b.Desk.Check()); c.State != desk.CheckRunning {
			return c
		}
	}
	t.Fatal("the check did not end")
	return desk.Check{}
}

// TestAllResultsAreCheckedAtTheDesk: a sound workspace is said to be sound; one
// changed rank in its file is found, under the code, without the name.
func TestAllResultsAreCheckedAtTheDesk(t *testing.T) {
	dir := t.TempDir()
	b := opened(t, config(dir))
	if c := must[desk.Check](t)(b.Desk.Check()); c.State != desk.CheckNone || c.Ended != 0 {
		t.Errorf("before: %+v", c)
	}
	finalised(t, b, "Dewi Lestari")
	hit := finalised(t, b, "Made Sari")
	must[desk.Check](t)(b.Desk.StartCheck())
	c := ended(t, b)
	if c.State != desk.CheckDone || c.Done != 2 || c.Total != 2 || c.Damaged || len(c.Findings) != 0 || c.Problem != nil || c.Ended == 0 {
		t.Fatalf("sound: %+v", c)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	turnARank(t, filepath.Join(dir, "kitewise.db"), hit.ID)
	b = opened(t, config(dir))
	must[desk.Check](t)(b.Desk.StartCheck())
	c = ended(t, b)
	if c.State != desk.CheckDone || c.Done != 2 || c.Total != 2 || len(c.Findings) != 1 {
		t.Fatalf("damaged: %+v", c)
	}
	if f := c.Findings[0]; f.SessionID != hit.ID || f.Code != "R-0002" || f.Verdict != session.VerdictChanged || f.Finalised == 0 {
		t.Errorf("found %+v", f)
	}
	if told := must[[]byte](t)(json.Marshal(c)); bytes.Contains(told, []byte("Made")) || bytes.Contains(told, []byte("Dewi")) {
		t.Errorf("a name is told: %s", told)
	}
}

// turnARank changes one rank of one answer of the session in the database's file.
func turnARank(t *testing.T, file, sessionID string) {
	t.Helper()
	data := must[[]byte](t)(os.ReadFile(file))
	// Of the table's row, not of an index: there the answer follows its item.
	row := regexp.MustCompile(sessionID + `c3.{0,20}\{"ranks":\[`).FindIndex(data)
	if row == nil {
		t.Fatal("no answer of the session in the file")
	}
	data[row[1]] = '1' + (data[row[1]]-'1'+1)%4
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestACheckBlocksNothingAndEndsWithTheDesk holds a check where it reads the
// file: other calls and the hand-over go on, and the check ends by itself.
func TestACheckBlocksNothingAndEndsWithTheDesk(t *testing.T) {
	for name, tc := range map[string]struct {
		act  func(t *testing.T, b *Bridge, s domain.Session)
		back func(t *testing.T, b *Bridge)
		want desk.CheckState
	}{
		"stopped": {func(t *testing.T, b *Bridge, _ domain.Session) { must[desk.Check](t)(b.Desk.StopCheck()) }, nil, desk.CheckStopped},
		"handed over": {func(t *testing.T, b *Bridge, s domain.Session) {
			handOver(t, b, s.ID)
			wantCode(t, second(b.Desk.StartCheck()), domain.CodeLocked)
			wantCode(t, second(b.Desk.Check()), domain.CodeLocked)
		}, func(t *testing.T, b *Bridge) { comeBack(t, b, "pause") }, desk.CheckLeft},
		"locked": {func(t *testing.T, b *Bridge, _ domain.Session) { must[door.Status](t)(b.Porter.Lock()) },
			func(t *testing.T, b *Bridge) {
				must[door.Status](t)(b.Porter.Unlock(porter.UnlockRequest{Passphrase: passphrase}))
			}, desk.CheckLeft},
		"nothing": {func(*testing.T, *Bridge, domain.Session) {}, nil, desk.CheckDone},
	} {
		t.Run(name, func(t *testing.T) {
			dir, reached, held := t.TempDir(), make(chan struct{}, 9), make(chan struct{})
			cfg := config(dir)
			cfg.Open = func(ctx context.Context) (*workspace.Workspace, error) {
				return workspace.Open(ctx, dir, repo("instruments"), store.Options{Trace: func(s string) {
					if strings.Contains(s, "integrity_check") {
						reached <- struct{}{}
						<-held
					}
				}})
			}
			b := opened(t, cfg)
			finalised(t, b, "Dewi")
			next := handedOver(t, b, "Made", "en")
			comeBack(t, b, "pause")
			must[desk.Check](t)(b.Desk.StartCheck())
			<-reached
			if c := must[desk.Check](t)(b.Desk.StartCheck()); c.State != desk.CheckRunning || len(reached) != 0 {
				t.Errorf("begun twice: %+v", c)
			}
			must[desk.People](t)(b.Desk.People(desk.PeopleRequest{}))
			tc.act(t, b, next)
			time.Sleep(time.Second) // it looks ten times whether the desk was left
			close(held)
			if tc.back != nil {
				tc.back(t, b)
			}
			if c := ended(t, b); c.State != tc.want || c.Problem != nil || (c.Done == 1) != (tc.want == desk.CheckDone) {
				t.Errorf("%+v, want %s", c, tc.want)
			}
			// It can be begun again.
			must[desk.Check](t)(b.Desk.StartCheck())
			if c := ended(t, b); c.State != desk.CheckDone || c.Done != 1 {
				t.Errorf("again: %+v", c)
			}
		})
	}
}

// TestAWorkspaceThatIsClosedMeanwhileEndsTheCheck.
func TestAWorkspaceThatIsClosedMeanwhileEndsTheCheck(t *testing.T) {
	b := opened(t, config(t.TempDir()))
	finalised(t, b, "Dewi")
	must[desk.Check](t)(b.Desk.StartCheck())
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	wantCode(t, second(b.Desk.Check()), domain.CodeConflict)
}
