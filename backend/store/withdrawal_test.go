package store

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kitewise/backend/domain"
)

// TestAWithdrawalEndsWhatIsOpen in one commit, whatever its state, and the log
// has both; what is closed stays as it was.
func TestAWithdrawalEndsWhatIsOpen(t *testing.T) {
	for _, from := range []domain.SessionState{domain.StatePrepared, domain.StateRunning, domain.StatePaused, domain.StateAbandoned, domain.StateFinalised} {
		s := openTest(t, t.TempDir(), Options{})
		ctx := t.Context()
		n := running(t, s, "s1", person(t, s, "p1", "A", 1).ID)
		if from == domain.StateFinalised {
			if err := finalise(ctx, s, domain.Finalisation{SessionID: "s1", FinalisedAt: 9}); err != nil {
				t.Fatal(err)
			}
		} else if n.State = from; from != domain.StateRunning {
			if err := s.SaveSession(ctx, n, domain.StateRunning, domain.Trail{}); err != nil {
				t.Fatal(err)
			}
		}
		before := len(acts(t, s))
		if err := s.SaveWithdrawal(ctx, domain.Withdrawal{SessionID: "s1", Withdrawn: true, Date: "2026-11-20", At: 30}); err != nil {
			t.Fatal(from, err)
		}
		want, reason, entries := domain.StateAbandoned, domain.ReasonWithdrawn, []domain.Act{domain.ActWithdraw, domain.ActDiscard}
		if !from.Open() {
			want, reason, entries = from, "", entries[:1]
		}
		got, err := s.Session(ctx, "s1")
		if err != nil || got.State != want || got.Reason != reason || got.Withdrawn != 30 {
			t.Errorf("from %s: %+v, %v", from, got, err)
		}
		if noted := acts(t, s)[before:]; !slices.Equal(noted, entries) {
			t.Errorf("from %s: %v", from, noted)
		}
	}
}

// TestAWithdrawalIsTakenBack by an entry of its own, and can be said again; what
// was sealed stays whole, and an ended session ended.
func TestAWithdrawalIsTakenBack(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	ctx := t.Context()
	p := person(t, s, "p1", "A", 1)
	running(t, s, "s1", p.ID)
	running(t, s, "s2", p.ID)
	if err := finalise(ctx, s, domain.Finalisation{SessionID: "s1", FinalisedAt: 9}); err != nil {
		t.Fatal(err)
	}
	said := []domain.Withdrawal{
		{SessionID: "s1", Revision: 1, Withdrawn: true, Date: "2026-11-20", At: 30}, {SessionID: "s1", Revision: 2, At: 31},
		{SessionID: "s1", Revision: 3, Withdrawn: true, At: 32}, {SessionID: "s2", Revision: 1, Withdrawn: true, At: 33}, {SessionID: "s2", Revision: 2, At: 34},
	}
	for _, w := range said {
		if err := s.SaveWithdrawal(ctx, w); err != nil {
			t.Fatal(err)
		}
		wantCode(t, s.SaveWithdrawal(ctx, w), domain.CodeConflict) // the same again
	}
	all, err := s.WithdrawalsOf(ctx, p.ID)
	slices.Reverse(said)
	if d := cmp.Diff(said, all); d != "" || err != nil {
		t.Error(d, err)
	}
	one, err1 := s.Session(ctx, "s1")
	two, err2 := s.Session(ctx, "s2")
	if err1 != nil || err2 != nil || one.Withdrawn != 32 || two.Withdrawn != 0 || two.State != domain.StateAbandoned || two.Reason != domain.ReasonWithdrawn {
		t.Errorf("%+v, %+v, %v, %v", one, two, err1, err2)
	}
	if _, err := s.Finalisation(ctx, "s1"); err != nil {
		t.Error("the seal is broken:", err)
	}
	wantCode(t, s.SaveWithdrawal(ctx, domain.Withdrawal{SessionID: "nobody", Withdrawn: true, At: 30}), domain.CodeNotFound)
}

// TestAWithdrawalNeverChanges tries it through the store's own connection.
func TestAWithdrawalNeverChanges(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	running(t, s, "s1", person(t, s, "p1", "A", 1).ID)
	if err := s.SaveWithdrawal(t.Context(), domain.Withdrawal{SessionID: "s1", Withdrawn: true, At: 30}); err != nil {
		t.Fatal(err)
	}
	for _, query := range []string{
		`UPDATE withdrawal SET at = 31`, `DELETE FROM withdrawal`,
		`INSERT INTO withdrawal VALUES ('s1', 3, 0, '', 31)`, `INSERT INTO withdrawal VALUES ('s1', 2, 1, '', 31)`,
		`INSERT OR REPLACE INTO withdrawal VALUES ('s1', 1, 0, '', 31)`, `INSERT INTO withdrawal VALUES ('s1', 2, 2, '', 31)`,
	} {
		if _, err := s.writer.ExecContext(t.Context(), query); err == nil {
			t.Errorf("%s was taken", query)
		}
	}
	if _, err := s.writer.ExecContext(t.Context(), `INSERT INTO withdrawal VALUES ('s1', 2, 0, '', 31)`); err != nil {
		t.Error("the control:", err)
	}
}
