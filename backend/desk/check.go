package desk

import (
	"context"
	"errors"
	"sync"
	"time"

	"kitewise/backend/domain"
	"kitewise/backend/door"
	"kitewise/backend/session"
	"kitewise/backend/workspace"
)

// CheckState is how a check of all results stands.
type CheckState string

// The states.
const (
	// CheckNone: none was begun since the program started.
	CheckNone CheckState = "none"
	// CheckRunning: it goes on; Done and Total tell how far it is.
	CheckRunning CheckState = "running"
	// CheckDone: every finalised session was checked.
	CheckDone CheckState = "done"
	// CheckStopped: the counsellor ended it.
	CheckStopped CheckState = "stopped"
	// CheckLeft: it ended because the desk was left: handed over, locked or closed.
	CheckLeft CheckState = "left"
	// CheckFailed: the workspace could not be read; Problem says why.
	CheckFailed CheckState = "failed"
)

// Check is a check of all results: the file, the seal of every finalised
// session, and whether scoring its answers again gives the stored result.
type Check struct {
	State CheckState `json:"state"`
	// Done of Total finalised sessions were checked.
	Done  int `json:"done"`
	Total int `json:"total"`
	// Damaged says that the file itself does not hold together.
	Damaged bool `json:"damaged"`
	// Log says that the log of acts is not as it was written.
	Log bool `json:"log"`
	// Findings are the sessions that are not as they were.
	Findings []CheckFinding `json:"findings"`
	Problem  *domain.Error  `json:"problem"`
	// Ended is when it ended, 0 before.
	Ended domain.Instant `json:"ended"`
}

// CheckFinding is a session that is not as it was stored. It is named by the
// participant's code, "" if that cannot be read.
type CheckFinding struct {
	SessionID string `json:"sessionId"`
	Code      string `json:"code"`
	// Finalised is when the session says that it was closed.
	Finalised domain.Instant `json:"finalised"`
	// Verdict is the end of the locale text "verify.<verdict>".
	Verdict session.Verdict `json:"verdict"`
}

// checking is the one check that may run. It goes on beside every call and
// holds no lock of the door: a hand-over does not wait for it.
type checking struct {
	mu   sync.Mutex
	now  Check
	stop context.CancelCauseFunc
}

// These end a check before its end.
var errStopped, errLeft = errors.New("stopped by the counsellor"), errors.New("the desk was left")

// leavingEvery is how soon a check notices that the desk was left.
const leavingEvery = 100 * time.Millisecond

func (d *Desk) check() (Check, error) {
	c := &d.checking
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now
	if now.State == "" {
		now.State = CheckNone
	}
	now.Findings = append([]CheckFinding{}, now.Findings...)
	return now, nil
}

func (d *Desk) startCheck() (Check, error) {
	c := &d.checking
	c.mu.Lock()
	if c.now.State != CheckRunning {
		ctx, stop := context.WithCancelCause(d.door.Ctx)
		c.now, c.stop = Check{State: CheckRunning}, stop
		go d.whileHere(ctx, stop)
		go d.runCheck(ctx, d.door.Workspace)
	}
	c.mu.Unlock()
	return d.check()
}

func (d *Desk) stopCheck() (Check, error) {
	c := &d.checking
	c.mu.Lock()
	if c.stop != nil {
		c.stop(errStopped)
	}
	c.mu.Unlock()
	return d.check()
}

// whileHere ends a check when the desk is left, whatever comes instead of it.
func (d *Desk) whileHere(ctx context.Context, stop context.CancelCauseFunc) {
	look := time.NewTicker(leavingEvery)
	defer look.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-look.C:
			if !d.door.Allows("Desk.StartCheck") {
				stop(errLeft)
				return
			}
		}
	}
}

// runCheck checks the workspace that was open when it began.
func (d *Desk) runCheck(ctx context.Context, ws *workspace.Workspace) {
	c := &d.checking
	found, err := door.Rescued(func() (workspace.Verified, error) {
		return ws.Verify(ctx, func(done, of int) {
			c.mu.Lock()
			defer c.mu.Unlock()
			c.now.Done, c.now.Total = done, of
		})
	})
	end := Check{
		State: CheckDone, Done: found.Done, Total: found.Sessions, Damaged: found.Damaged, Log: len(found.Log) > 0,
		Findings: d.named(ws, found.Findings), Ended: domain.InstantOf(time.Now()),
	}
	switch {
	case err == nil:
	case errors.Is(context.Cause(ctx), errStopped):
		end.State = CheckStopped
	case errors.Is(context.Cause(ctx), errLeft), !d.door.Allows("Desk.StartCheck"):
		end.State = CheckLeft
	default:
		end.State, end.Problem = CheckFailed, d.door.Failure("Desk.StartCheck", err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = end
	c.stop(nil) // nothing looks after it any more
}

// named adds to each finding what the counsellor knows the session by. A row
// that cannot be read leaves it out: that it is damaged is the finding.
func (d *Desk) named(ws *workspace.Workspace, findings []workspace.Finding) []CheckFinding {
	out := []CheckFinding{}
	for _, f := range findings {
		row := CheckFinding{SessionID: f.SessionID, Verdict: f.Verdict}
		if s, err := ws.Store.Session(d.door.Ctx, f.SessionID); err == nil {
			row.Finalised = s.FinalisedAt
			if p, err := ws.Store.Participant(d.door.Ctx, s.ParticipantID); err == nil {
				row.Code = p.Code
			}
		}
		out = append(out, row)
	}
	return out
}
