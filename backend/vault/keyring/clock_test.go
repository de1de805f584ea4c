package keyring

import (
	"testing"
	"time"

	"kitewise/backend/domain"
)

// TestAWaitThatWasNotedByAWrongClockEnds: the clock stood ten years ahead when
// somebody mistyped, and is right again. The wait begins anew, however often the
// clock goes back meanwhile, and is over when it is over.
func TestAWaitThatWasNotedByAWrongClockEnds(t *testing.T) {
	r, c, _, _ := made(t)
	c.at = c.at.AddDate(10, 0, 0)
	_, err := r.Unlock("", "wrong passphrase")
	wantCode(t, err, domain.CodeWrongPassphrase)
	c.at = c.at.AddDate(-10, 0, 0)
	for range 3 {
		c.at = c.at.Add(-time.Hour)
		_, err = r.Unlock("", phrase)
		if e := wantCode(t, err, domain.CodeTooSoon); e.Params["Wait"] != "1" {
			t.Errorf("it waits %s", e.Params["Wait"])
		}
	}
	c.at = c.at.Add(time.Second)
	opens(t, r, phrase)
}

// TestAChangeThatWasNotedByAWrongClockHoldsUpTheNextForAMinute: for somebody but
// the owner, who must not find out by changes what others have.
func TestAChangeThatWasNotedByAWrongClockHoldsUpTheNextForAMinute(t *testing.T) {
	r, c, _, assistant, _ := staffed(t)
	const fourth = "wind in the palm trees"
	c.at = c.at.AddDate(10, 0, 0)
	if _, err := r.Change(assistant.ID, other, fourth); err != nil {
		t.Fatal(err)
	}
	c.at = c.at.AddDate(-10, 0, 0)
	_, err := r.Change(assistant.ID, other, fourth)
	if e := wantCode(t, err, domain.CodeTooSoon); e.Params["Wait"] != "60" {
		t.Errorf("it waits %s", e.Params["Wait"])
	}
	c.at = c.at.Add(changeEvery)
	if _, err := r.Change(assistant.ID, other, fourth); err != nil {
		t.Error(err)
	}
}
