// Package runner makes the backups of an open workspace by itself, beside
// everything: when something changed for a while, when a session ended, when
// somebody asks. It must never hold up a call of the page.
package runner

import (
	"context"
	"errors"
	"sync"
	"time"

	"kitewise/backend/backup"
	"kitewise/backend/domain"
	"kitewise/backend/store"
)

const (
	// Every is how long a change waits for its backup at the most, while the
	// program runs.
	Every = 30 * time.Minute
	// lookEvery is how often the runner looks whether something is due.
	lookEvery = 10 * time.Second
	// settleFor is how long after the start or the end of a session it waits, so
	// that the screen comes first; againAfter how long after a failure.
	settleFor  = 20 * time.Second
	sessionFor = 2 * time.Second
	againAfter = 5 * time.Minute
	// overdueAfter is how long a change may wait before the desk warns.
	overdueAfter = 24 * time.Hour
	// secondEvery is how often the second folder is looked at, if nothing else
	// asks for it: a stick may sleep meanwhile.
	secondEvery = time.Minute
)

// Host is the program around a runner. Its methods may be called at any time.
type Host interface {
	// Store gives the open workspace, nil for none that is made already.
	Store() *store.Store
	// Opener gives what opens backups, nil while locked.
	Opener() *backup.Opener
	// Told logs a failure and gives it as the page is told.
	Told(err error) *domain.Error
	// Backed notes a finished backup in the workspace's log.
	Backed(e backup.Entry) error
}

// Runner makes the backups of an open workspace by itself, beside everything.
type Runner struct {
	*backup.Keeper
	host Host
	// Clock never goes back; it is for waits.
	Clock func() time.Time

	wake chan struct{}
	mu   sync.Mutex // guards everything below
	stop context.CancelFunc
	done chan struct{}
	now  Running
	// wanted says that somebody asked for one, soon that one is due at that time.
	wanted bool
	soon   time.Time
	// seen are the store's changes that the newest backup holds, of that store.
	seen  int64
	of    *store.Store
	begun time.Time
	tried time.Time
	// lookedAt is when the second folder was last looked at.
	lookedAt time.Time
	// paused keeps turns from beginning, endTurn ends the one that goes on.
	paused  bool
	endTurn context.CancelFunc
}

// Running is what a runner does, and what kept it from it.
type Running struct {
	// Busy says that a backup is being made, or backups are being opened.
	Busy bool `json:"busy"`
	// Changed says that something changed since the newest backup.
	Changed bool `json:"changed"`
	// Overdue says that a change has waited a day or longer for a backup that can
	// be relied on, although the program had the time to make one.
	Overdue bool `json:"overdue"`
	// Problem is why the last try came to nothing, or could not be noted, nil if
	// neither is so.
	Problem *domain.Error `json:"problem"`
	// SecondThere says that the second folder is there, SecondNewest when the
	// newest backup in it was made, as far as is known, 0 for none; SecondProblem
	// why the last copy came to nothing.
	SecondThere   bool           `json:"secondThere"`
	SecondNewest  domain.Instant `json:"secondNewest"`
	SecondProblem *domain.Error  `json:"secondProblem"`
}

// New gives a runner that does nothing yet.
func New(k *backup.Keeper, host Host) *Runner {
	return &Runner{Keeper: k, host: host, Clock: time.Now, wake: make(chan struct{}, 1)}
}

// Start goes to work, until Stop. A second start does nothing.
func (r *Runner) Start(ctx context.Context) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.stop != nil {
		return
	}
	ctx, r.stop = context.WithCancel(ctx)
	r.done = make(chan struct{})
	r.begun = r.Clock()
	go r.run(ctx, r.done)
}

// Stop ends what goes on and waits for it. A backup that is not finished leaves
// nothing. It must not be called from inside of the host's methods.
func (r *Runner) Stop() {
	r.mu.Lock()
	stop, done := r.stop, r.done
	r.stop = nil
	r.mu.Unlock()
	if stop != nil {
		stop()
		<-done
	}
}

// Pause ends what goes on, waits for it, and keeps anything new from beginning
// until resume is called. It may be called from inside of the host's calls.
func (r *Runner) Pause() (resume func()) {
	r.mu.Lock()
	if r.paused = true; r.endTurn != nil {
		r.endTurn()
	}
	r.mu.Unlock()
	begin := r.Hold()
	return func() {
		begin()
		r.mu.Lock()
		r.paused = false
		r.mu.Unlock()
	}
}

// turning begins a turn unless the runner is paused; end belongs behind a defer.
func (r *Runner) turning(ctx context.Context) (turn context.Context, end func(), ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.paused {
		return ctx, func() {}, false
	}
	turn, r.endTurn = context.WithCancel(ctx)
	return turn, r.endTurn, true
}

// Want asks for a backup now, whether something changed or not.
func (r *Runner) Want() {
	r.mu.Lock()
	r.wanted, r.now.Busy = true, true
	r.mu.Unlock()
	r.look()
}

// SessionEnded asks for a backup in a moment, if something changed.
func (r *Runner) SessionEnded() {
	r.mu.Lock()
	r.soon = r.Clock().Add(sessionFor)
	r.mu.Unlock()
	time.AfterFunc(sessionFor, r.look)
}

// Look says that there is something new to look at: somebody to open what was
// not opened yet, another second folder.
func (r *Runner) Look() {
	r.mu.Lock()
	r.lookedAt, r.now.Busy = time.Time{}, true
	r.mu.Unlock()
	r.look()
}

// Doing tells what it does, beside an open workspace. It asks the host nothing:
// whoever calls it from inside of the host's calls would wait for itself.
func (r *Runner) Doing(s *store.Store) Running {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.now
	now.Changed = s != nil && (s != r.of || s.Changes() != r.seen)
	_, sound := r.Newest()
	waited := r.Now().Sub(sound.Time())
	now.Overdue = now.Changed && waited > overdueAfter && r.Clock().Sub(r.begun) > 2*time.Minute
	return now
}

func (r *Runner) look() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

func (r *Runner) run(ctx context.Context, done chan struct{}) {
	defer close(done)
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-r.wake:
		}
		r.Turn(ctx)
	}
}

// Turn does what is due. It is what the runner does again and again.
func (r *Runner) Turn(ctx context.Context) {
	defer r.busy(false)
	from := r.host.Store()
	ctx, end, ok := r.turning(ctx)
	defer end()
	if from == nil || !ok {
		return
	}
	if due, force := r.due(from); due {
		r.back(ctx, from, force)
	}
	if by := r.host.Opener(); by != nil && r.Pending() > 0 {
		r.busy(true)
		err := r.VerifyPending(by)
		if err != nil && by.Until.Err() == nil {
			r.tell(err)
		}
	}
	r.second(ctx)
}

func (r *Runner) busy(is bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now.Busy = is
}

// due says whether a backup is due, and whether one is made in any case.
func (r *Runner) due(from *store.Store) (due, force bool) {
	newest := time.Duration(0)
	if at, _ := r.Newest(); at != 0 {
		newest = r.Now().Sub(at.Time())
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.Clock()
	if r.wanted {
		r.wanted = false
		return true, true
	}
	if from == r.of && from.Changes() == r.seen {
		r.soon = time.Time{}
		return false, false
	}
	if !r.soon.IsZero() && !now.Before(r.soon) {
		r.soon = time.Time{}
		return true, false
	}
	wait := Every
	if r.now.Problem != nil {
		wait = againAfter
	}
	if !r.tried.IsZero() && now.Sub(r.tried) < wait || now.Sub(r.begun) < settleFor {
		return false, false
	}
	// A newest backup that seems to come from the future tells nothing.
	return newest <= 0 || newest >= Every || r.now.Problem != nil, false
}

// back makes one backup, thins, and notes how it went.
func (r *Runner) back(ctx context.Context, from *store.Store, force bool) {
	r.busy(true)
	seen := from.Changes()
	e, err := r.Make(ctx, from, r.host.Opener(), force)
	var unnoted error
	switch {
	case ctx.Err() != nil:
		return
	case err == nil:
		before := from.Changes()
		unnoted = r.host.Backed(e)
		if from.Changes() == before+1 { // the note itself asks for no backup
			seen++
		}
	case errors.Is(err, backup.ErrUnchanged):
		err = nil
	}
	r.mu.Lock()
	if r.tried = r.Clock(); err == nil {
		r.seen, r.of, r.lookedAt = seen, from, time.Time{}
	}
	r.mu.Unlock()
	if err == nil {
		err = errors.Join(r.Thin(), unnoted)
	}
	r.tell(err)
}

// tell keeps a failure for the page, or that there is none any more.
func (r *Runner) tell(err error) {
	var problem *domain.Error
	if err != nil {
		problem = r.host.Told(err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now.Problem = problem
}

// second brings the newest backup to the second folder, now and then. One that
// is not there is no failure to log: it is told how old the last copy is.
func (r *Runner) second(ctx context.Context) {
	r.mu.Lock()
	now := r.Clock()
	due := r.lookedAt.IsZero() || now.Sub(r.lookedAt) >= secondEvery
	if due {
		r.lookedAt = now
	}
	r.mu.Unlock()
	if !due {
		return
	}
	err := r.CopyOut(ctx)
	if err == nil {
		err = r.ReadAgain(ctx)
	}
	if ctx.Err() != nil {
		return
	}
	var problem *domain.Error
	if err != nil && domain.CodeOf(err) != domain.CodeNotFound {
		problem = r.host.Told(err)
	}
	there, newest := r.SecondNewest()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now.SecondThere, r.now.SecondNewest, r.now.SecondProblem = there, newest, problem
}
