package vault

import (
	"context"
	"fmt"
	"maps"
	"strconv"
	"strings"
	"sync"
	"time"

	"kitewise/backend/domain"
	"kitewise/backend/vault/slow"
)

// Keeper keeps settings. A write returns after its commit.
type Keeper interface {
	Settings(ctx context.Context) (map[string]string, error)
	SaveSettings(ctx context.Context, settings map[string]string, acts ...domain.Entry) error
}

// The keys of the stored settings.
const (
	keyPIN   = "pin"
	keyTries = "pin_tries"
)

const (
	leastDigits, mostDigits = 4, 32
	longestWait             = 60 * time.Second
)

// PIN is the counsellor's PIN of one workspace. Wrong tries are counted in the
// workspace before they are looked at, so that a kill gives none for free, and
// the wait after them is measured by a clock that nobody can set: after a
// start of the program the whole of it is waited for again. While the disk
// refuses, this run of the program keeps the count, and goes by what it read or
// stored last (ADR 0035).
type PIN struct {
	kept Keeper
	cost slow.Cost
	now  func() time.Time

	mu sync.Mutex
	// since is when the present wait began: the start, or the last wrong try.
	since time.Time
	// known is what was read or stored last, nil before.
	known map[string]string
	// owed is the count of wrong tries that could not be stored, nil when the
	// stored one holds.
	owed *int
}

// NewPIN makes the guard of a workspace that was just opened. now must not
// follow the wall clock, as time.Now in differences does not.
func NewPIN(kept Keeper, cost slow.Cost, now func() time.Time) *PIN {
	return &PIN{kept: kept, cost: cost, now: now, since: now()}
}

// IsSet reports whether there is a PIN.
func (p *PIN) IsSet(ctx context.Context) (bool, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	stored, err := p.stored(ctx)
	return stored[keyPIN] != "", err
}

// Check takes one try. A wrong one is pin_wrong, one that comes too early
// pin_wait, both with the whole seconds to wait in "Seconds"; without a PIN it
// is a conflict with the Reason no_pin.
func (p *PIN) Check(ctx context.Context, pin string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.check(ctx, pin); err != nil {
		return fmt.Errorf("check pin: %w", err)
	}
	return nil
}

func (p *PIN) check(ctx context.Context, pin string) error {
	stored, err := p.stored(ctx)
	if err != nil {
		return err
	}
	if stored[keyPIN] == "" {
		return domain.Fail(domain.CodeConflict, nil, "Reason", "no_pin")
	}
	tries := triesOf(stored)
	if p.owed != nil {
		tries = *p.owed
	}
	if left := waitAfter(tries) - p.now().Sub(p.since); left > 0 {
		return domain.Fail(domain.CodePINWait, nil, "Seconds", seconds(left))
	}
	// Counted first: a kill while the hash is made has been a try.
	p.since = p.now()
	if err := p.count(ctx, tries+1); err != nil {
		return err
	}
	right, err := slow.Equal(pin, stored[keyPIN])
	if err != nil {
		return domain.Fail(domain.CodeDamagedDatabase, err, "Reason", "pin")
	}
	if right {
		return p.count(ctx, 0)
	}
	p.since = p.now()
	return domain.Fail(domain.CodePINWrong, nil, "Seconds", seconds(waitAfter(tries+1)))
}

// Set stores a PIN: the first one, or a new one in the place of old. One that
// breaks a rule is invalid in the Field "pin" with the Reason short, long,
// digits or easy; a wrong old one fails as in Check.
func (p *PIN) Set(ctx context.Context, old, pin string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.set(ctx, old, pin); err != nil {
		return fmt.Errorf("set pin: %w", err)
	}
	return nil
}

func (p *PIN) set(ctx context.Context, old, pin string) error {
	if reason := weakness(pin); reason != "" {
		return domain.Fail(domain.CodeInvalid, nil, "Field", "pin", "Reason", reason)
	}
	stored, err := p.stored(ctx)
	if err != nil {
		return err
	}
	set := stored[keyPIN] != ""
	if set {
		if err := p.check(ctx, old); err != nil {
			return err
		}
	}
	how := "first"
	if set {
		how = "changed"
	}
	return p.save(ctx, map[string]string{keyPIN: slow.Hash(pin, p.cost), keyTries: "0"},
		domain.Entry{Act: domain.ActPIN, Detail: map[string]string{"how": how}})
}

// Reset takes the PIN away, and the wait with it.
func (p *PIN) Reset(ctx context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	stored, err := p.stored(ctx)
	if err != nil {
		return fmt.Errorf("reset pin: %w", err)
	}
	acts := []domain.Entry{}
	if stored[keyPIN] != "" {
		acts = append(acts, domain.Entry{Act: domain.ActPIN, Detail: map[string]string{"how": "removed"}})
	}
	if err := p.save(ctx, map[string]string{keyPIN: "", keyTries: "0"}, acts...); err != nil {
		return fmt.Errorf("reset pin: %w", err)
	}
	return nil
}

// count stores the number of wrong tries in a row, or keeps it while nothing can
// be stored.
func (p *PIN) count(ctx context.Context, tries int) error {
	err := p.save(ctx, map[string]string{keyTries: strconv.Itoa(tries)})
	if domain.Refuses(err) {
		p.owed = &tries
		return nil
	}
	return err
}

// save stores settings, the number of tries among them.
func (p *PIN) save(ctx context.Context, settings map[string]string, acts ...domain.Entry) error {
	err := p.kept.SaveSettings(ctx, settings, acts...)
	if err == nil {
		maps.Copy(p.known, settings)
		p.owed = nil
	}
	return err
}

// stored gives what is stored or, while the disk refuses to tell, what was read or
// stored last.
func (p *PIN) stored(ctx context.Context) (map[string]string, error) {
	stored, err := p.kept.Settings(ctx)
	switch {
	case err == nil:
		p.known = map[string]string{keyPIN: stored[keyPIN], keyTries: stored[keyTries]}
	case !domain.Refuses(err) || p.known == nil:
		return nil, err
	}
	return p.known, nil
}

// triesOf gives the number of wrong tries in a row. What cannot be read counts
// as many.
func triesOf(stored map[string]string) int {
	if stored[keyTries] == "" {
		return 0
	}
	tries, err := strconv.Atoi(stored[keyTries])
	if err != nil || tries < 0 {
		return mostDigits
	}
	return tries
}

// waitAfter gives how long the next try has to wait after so many wrong ones
// in a row: 1, 2, 4 … 60 seconds.
func waitAfter(tries int) time.Duration {
	if tries <= 0 {
		return 0
	}
	return min(longestWait, time.Second<<min(tries-1, 6))
}

// seconds rounds up, so that whoever waits that long has waited enough.
func seconds(d time.Duration) string {
	return strconv.Itoa(int((d + time.Second - 1) / time.Second))
}

// weakness says why a PIN cannot be one, "" if it can.
func weakness(pin string) string {
	switch {
	case strings.Trim(pin, "0123456789") != "":
		return "digits"
	case len(pin) < leastDigits:
		return "short"
	case len(pin) > mostDigits:
		return "long"
	case isRun(pin):
		return "easy"
	}
	return ""
}

// isRun reports whether each digit follows the one before it by the same step:
// 0000, 1234, 8765, 2468.
func isRun(pin string) bool {
	for i := 2; i < len(pin); i++ {
		if int(pin[i])-int(pin[i-1]) != int(pin[1])-int(pin[0]) {
			return false
		}
	}
	return true
}
