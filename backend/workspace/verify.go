package workspace

import (
	"cmp"
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"

	"kitewise/backend/audit"
	"kitewise/backend/domain"
	"kitewise/backend/session"
)

// Finding is a finalised session that is not sound.
type Finding struct {
	SessionID string
	Verdict   session.Verdict
}

// Verified is what checking a workspace found.
type Verified struct {
	// Sessions is how many finalised sessions there are, Done how many were checked.
	Sessions, Done int
	// Damaged says that the file itself does not hold together.
	Damaged  bool
	Findings []Finding
	// Log is what is wrong with the log of acts.
	Log []audit.Finding
}

// Sound reports whether everything is as it was.
func (v *Verified) Sound() bool { return !v.Damaged && len(v.Findings) == 0 && len(v.Log) == 0 }

// Verify checks the file, the log of acts, the seal of every finalised session, and that scoring
// it again gives the same result. tell hears of the progress and may be nil; a
// cancelled context ends it with what was found so far. It only reads.
func (w *Workspace) Verify(ctx context.Context, tell func(done, of int)) (Verified, error) {
	out := Verified{Findings: []Finding{}}
	if err := w.Store.CheckFile(ctx); domain.CodeOf(err) == domain.CodeDamagedDatabase {
		out.Damaged = true
	} else if err != nil {
		return out, err
	}
	if log, err := w.Store.CheckLog(ctx, nil); err == nil {
		out.Log = log.Findings
	} else if !out.Damaged {
		return out, err
	}
	ids, err := w.Store.Finalised(ctx)
	if err != nil {
		return out, err
	}
	out.Sessions = len(ids)
	c := &checking{ws: w, ids: ids, tell: tell, out: &out}
	var group sync.WaitGroup
	for range min(4, runtime.GOMAXPROCS(0)) {
		group.Go(func() { c.work(ctx) })
	}
	group.Wait()
	slices.SortFunc(out.Findings, func(a, b Finding) int { return cmp.Compare(a.SessionID, b.SessionID) })
	return out, errors.Join(c.err, ctx.Err())
}

// checking is one run; its workers take the sessions in turn.
type checking struct {
	ws   *Workspace
	ids  []string
	tell func(done, of int)

	mu   sync.Mutex
	next int
	out  *Verified
	err  error
}

func (c *checking) work(ctx context.Context) {
	for {
		id, more := c.take(ctx)
		if !more {
			return
		}
		verdict, err := c.ws.Engine.Verify(ctx, id)
		c.note(id, verdict, err)
	}
}

func (c *checking) take(ctx context.Context) (id string, more bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.next == len(c.ids) || c.err != nil || ctx.Err() != nil {
		return "", false
	}
	c.next++
	return c.ids[c.next-1], true
}

func (c *checking) note(id string, verdict session.Verdict, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case err != nil:
		c.err = errors.Join(c.err, err)
		return
	case verdict != session.VerdictSound:
		c.out.Findings = append(c.out.Findings, Finding{SessionID: id, Verdict: verdict})
	}
	c.out.Done++
	if c.tell != nil {
		c.tell(c.out.Done, len(c.ids))
	}
}
