package session

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"kitewise/backend/domain"
)

// TestNothingIsMadeOfAWithdrawnResult: not read, compared, traced or read with
// another group; the seal is whole, and all of it is back when the entry was a
// mistake.
func TestNothingIsMadeOfAWithdrawnResult(t *testing.T) {
	e, m, _ := newEngine()
	first, s := finished(t, e), finished(t, e)
	try := func() map[string]error {
		_, _, arithmetic := e.Arithmetic(t.Context(), s.ID)
		return map[string]error{
			"result":     second(e.Result(t.Context(), s.ID)),
			"arithmetic": arithmetic,
			"group":      second(e.ChooseGroup(t.Context(), s.ID, "other")),
			"compare":    second(e.Compare(t.Context(), s.ID, first.ID)),
			"earlier":    second(e.Compare(t.Context(), finished(t, e).ID, s.ID)),
		}
	}
	got, err := e.Withdraw(t.Context(), s.ID, true, "1970-01-01")
	if err != nil || got.Withdrawn == 0 || got.State != domain.StateFinalised || got.Reason != "" {
		t.Fatalf("%+v, %v", got, err)
	}
	for name, err := range try() {
		if domain.CodeOf(err) != domain.CodeWithdrawn {
			t.Errorf("%s: %v", name, err)
		}
	}
	if verdict, err := e.Verify(t.Context(), s.ID); verdict != VerdictSound || err != nil {
		t.Error(verdict, err)
	}
	if _, err := e.Result(t.Context(), first.ID); err != nil {
		t.Error("the other result:", err)
	}
	if got, err = e.Withdraw(t.Context(), s.ID, false, "2999-01-01"); err != nil || got.Withdrawn != 0 {
		t.Errorf("%+v, %v", got, err)
	}
	for name, err := range try() { // the control
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if len(m.withdrawals) != 2 || m.withdrawals[1].Date != "" {
		t.Errorf("%+v", m.withdrawals)
	}
}

// TestWithdrawingEndsWhatIsNotFinished for good, also when it was a mistake.
func TestWithdrawingEndsWhatIsNotFinished(t *testing.T) {
	for name, begin := range map[string]func(*Engine) domain.Session{
		"running": func(e *Engine) domain.Session { return started(t, e) },
		"paused": func(e *Engine) domain.Session {
			s, err := e.Pause(t.Context(), started(t, e).ID)
			if err != nil {
				t.Fatal(err)
			}
			return s
		},
		"prepared": func(e *Engine) domain.Session {
			s, err := e.Prepare(t.Context(), "p1", "form", "en")
			if err == nil {
				s, err = e.Base(t.Context(), s.ID, domain.BasisGuardian, "1970-01-01", domain.Notice{})
			}
			if err != nil {
				t.Fatal(err)
			}
			return s
		},
	} {
		e, m, _ := newEngine()
		s := begin(e)
		got, err := e.Withdraw(t.Context(), s.ID, true, "")
		if err != nil || got.State != domain.StateAbandoned || got.Reason != domain.ReasonWithdrawn || got.Withdrawn == 0 {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		for range 2 { // a lost acknowledgement can be repeated
			if _, err := e.Withdraw(t.Context(), s.ID, true, ""); err != nil || len(m.withdrawals) != 1 {
				t.Errorf("%s: %+v, %v", name, m.withdrawals, err)
			}
		}
		wantCode(t, second(e.Result(t.Context(), s.ID)), domain.CodeWithdrawn)
		wantCode(t, second(e.Start(t.Context(), s.ID)), domain.CodeSessionClosed)
		if got, err = e.Withdraw(t.Context(), s.ID, false, ""); err != nil || got.State != domain.StateAbandoned || got.Withdrawn != 0 {
			t.Errorf("%s, taken back: %+v, %v", name, got, err)
		}
		wantCode(t, second(e.Start(t.Context(), s.ID)), domain.CodeSessionClosed)
	}
}

// TestADiscardedSessionCanBeWithdrawn: its answers are stored.
func TestADiscardedSessionCanBeWithdrawn(t *testing.T) {
	e, _, _ := newEngine()
	s, err := e.Abandon(t.Context(), started(t, e).ID)
	if err != nil {
		t.Fatal(err)
	}
	if s, err = e.Withdraw(t.Context(), s.ID, true, ""); err != nil || s.Withdrawn == 0 || s.Reason != "" {
		t.Errorf("%+v, %v", s, err)
	}
}

// TestWithoutAConsentThereIsNoneToWithdraw: nothing is stored.
func TestWithoutAConsentThereIsNoneToWithdraw(t *testing.T) {
	e, m, _ := newEngine()
	declined, duty := unasked(t, e), unasked(t, e)
	_, err1 := e.Consent(t.Context(), declined.ID, false, domain.Notice{})
	_, err2 := e.Base(t.Context(), duty.ID, domain.BasisLegal, "", domain.Notice{})
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	for id, reason := range map[string]string{unasked(t, e).ID: "no_consent", declined.ID: "no_consent", duty.ID: "legal_duty"} {
		if fault := wantCode(t, second(e.Withdraw(t.Context(), id, true, "")), domain.CodeConflict); fault.Params["Reason"] != reason {
			t.Errorf("%v, want %s", fault, reason)
		}
		if _, err := e.Withdraw(t.Context(), id, false, ""); err != nil {
			t.Errorf("taking back what was not said: %v", err)
		}
	}
	s := started(t, e)
	for _, date := range []string{"2999-01-01", "yesterday", "1823-01-01"} {
		if fault := wantCode(t, second(e.Withdraw(t.Context(), s.ID, true, date)), domain.CodeInvalid); fault.Params["Field"] != "date" {
			t.Errorf("%s: %v", date, fault)
		}
	}
	wantCode(t, second(e.Withdraw(t.Context(), "nobody", true, "")), domain.CodeNotFound)
	if len(m.withdrawals) > 0 {
		t.Errorf("%+v", m.withdrawals)
	}
}

// TestTheDayOfSayingItIsKeptOnlyIfItIsAnother.
func TestTheDayOfSayingItIsKeptOnlyIfItIsAnother(t *testing.T) {
	e, m, _ := newEngine()
	clock := domain.Instant(1_790_000_000_000)
	e.cfg.Now = func() domain.Instant { return clock }
	today, before := clock.Time().Local().Format("2006-01-02"), clock.Time().Local().AddDate(0, 0, -3).Format("2006-01-02")
	got := []string{}
	for _, date := range []string{"", today, before} {
		if _, err := e.Withdraw(t.Context(), started(t, e).ID, true, date); err != nil {
			t.Fatal(err)
		}
		got = append(got, m.withdrawals[len(m.withdrawals)-1].Date)
	}
	if d := cmp.Diff([]string{"", "", before}, got); d != "" {
		t.Error(d)
	}
}
