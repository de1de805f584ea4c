package store

import (
	"errors"
	"slices"
	"testing"

	"kitewise/backend/domain"
)

// acts gives what the log has, in order.
func acts(t *testing.T, s *Store) []domain.Act {
	t.Helper()
	out := []domain.Act{}
	err := s.read(t.Context(), "list acts", func(r runner) error {
		return r.each(func(scan func(...any) error) error {
			a := domain.Act("")
			err := scan(&a)
			out = append(out, a)
			return err
		}, `SELECT act FROM audit ORDER BY number`)
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestActsOfTheStoreAreInTheLog(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{Program: "1.2", Now: func() domain.Instant { return 100 }})
	s.As("counsellor")
	p := person(t, s, "p1", "Dewi", 1)
	n := running(t, s, "s1", p.ID)
	p.Name, p.Respondent = "Dewi L.", domain.Respondent{"age": "21"}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(s.UpdateParticipant(t.Context(), p, 8))
	must(s.SaveResponse(t.Context(), response("s1", "a", 1), domain.Trail{}))
	paused := n
	paused.State = domain.StatePaused
	must(s.SaveSession(t.Context(), paused, domain.StateRunning, domain.Trail{}))
	must(s.SaveSession(t.Context(), n, domain.StatePaused, domain.Trail{}))
	must(s.SaveEvent(t.Context(), domain.Event{SessionID: "s1", Kind: domain.EventWrongPIN}))
	must(s.SaveEvent(t.Context(), domain.Event{SessionID: "s1", Kind: domain.EventFocus}))
	must(finalise(t.Context(), s, domain.Finalisation{SessionID: "s1", FinalisedAt: 9, Result: domain.Result{Flags: []string{}}}))
	must(s.ArrangeLater(t.Context(), "s1", domain.Accommodations{Reader: true}, 10))
	must(s.SaveGroupChoice(t.Context(), domain.GroupChoice{SessionID: "s1", Revision: 1, Group: "Total", ChosenAt: 11}))
	must(s.SaveWithdrawal(t.Context(), domain.Withdrawal{SessionID: "s1", Withdrawn: true, At: 12}))
	must(s.SaveWithdrawal(t.Context(), domain.Withdrawal{SessionID: "s1", At: 13}))
	must(s.Note(t.Context(), domain.Entry{Act: domain.ActView, SessionID: "s1"}))
	want := []domain.Act{
		domain.ActCreate, domain.ActPersonNew, domain.ActPrepare, domain.ActStart, domain.ActBasis, domain.ActPersonChange,
		domain.ActPause, domain.ActResume, domain.ActPINWrong, domain.ActScore, domain.ActArrange, domain.ActGroup,
		domain.ActWithdraw, domain.ActWithdraw, domain.ActView,
	}
	if got := acts(t, s); !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	var who, body string
	err := s.read(t.Context(), "look", func(r runner) error {
		return r.row(`SELECT actor, participant_id || ' ' || body FROM audit JOIN audit_body USING (number) WHERE act = ?`,
			[]any{domain.ActPersonChange}, &who, &body)
	})
	if err != nil || who != "counsellor" || body != `p1 {"fields":"name,age"}` {
		t.Errorf("%s %s %v", who, body, err)
	}
}

// TestAnActAndItsEntryAreOneTransaction: what fails leaves neither, and the
// next entry follows the last that is there.
func TestAnActAndItsEntryAreOneTransaction(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	before := acts(t, s)
	failed := errors.New("no")
	err := s.write(t.Context(), "try", func(r runner) error {
		if err := keepSettings(r, map[string]string{"a": "b"}); err != nil {
			return err
		}
		return errors.Join(r.note(domain.Entry{Act: domain.ActSettings}), failed)
	})
	if !errors.Is(err, failed) || !slices.Equal(acts(t, s), before) {
		t.Fatalf("%v, %v", err, acts(t, s))
	}
	err = s.SaveSettings(t.Context(), map[string]string{"a": "b"}, domain.Entry{Act: domain.ActSettings, Detail: map[string]string{"name": "Dewi L."}})
	if all, settingsErr := s.Settings(t.Context()); err == nil || settingsErr != nil || len(all) != 0 {
		t.Errorf("an entry that says a name did not stop the act: %v, %v, %v", err, all, settingsErr)
	}
	person(t, s, "p1", "Dewi", 1)
	if got := acts(t, s); len(got) != len(before)+1 {
		t.Errorf("%v", got)
	}
}

// TestEntriesCannotBeChanged tries it through the store's own connection.
func TestEntriesCannotBeChanged(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	person(t, s, "p1", "Dewi", 1)
	for _, statement := range []string{
		`UPDATE audit SET actor = 'owner'`, `DELETE FROM audit WHERE number = 2`, `UPDATE audit_body SET body = '{}'`,
		`INSERT INTO audit SELECT 9, at, act, actor, digest, hashes FROM audit WHERE number = 1`,
		`INSERT OR REPLACE INTO audit SELECT number, at, 'x', actor, digest, hashes FROM audit WHERE number = 2`,
	} {
		err := s.write(t.Context(), "try", func(r runner) error {
			_, err := r.exec(statement)
			return err
		})
		wantCode(t, err, domain.CodeConflict)
	}
}

// TestTheLogGoesOnAfterOpening: the edge is read back from the file.
func TestTheLogGoesOnAfterOpening(t *testing.T) {
	dir := t.TempDir()
	for range 5 {
		s, err := Open(t.Context(), dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			if err := s.Note(t.Context(), domain.Entry{Act: domain.ActView}); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if got := acts(t, openTest(t, dir, Options{})); len(got) != 16 {
		t.Errorf("%d entries", len(got))
	}
}

func TestAClockThatStandsBeforeTheLastEntryIsTold(t *testing.T) {
	at := domain.Instant(100_000)
	s := openTest(t, t.TempDir(), Options{Now: func() domain.Instant { return at }})
	for _, at = range []domain.Instant{100_000, 99_000, 40_000, 41_000} {
		if err := s.Note(t.Context(), domain.Entry{Act: domain.ActView}); err != nil {
			t.Fatal(err)
		}
	}
	want := []domain.Act{domain.ActCreate, domain.ActView, domain.ActView, domain.ActClock, domain.ActView, domain.ActView}
	if got := acts(t, s); !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
}

// TestAClockThatWentFarForwardIsTold, also over a restart; a month without an
// entry is no jump.
func TestAClockThatWentFarForwardIsTold(t *testing.T) {
	at, dir := 1000*day, t.TempDir()
	now := func() domain.Instant { return at }
	note := func(s *Store) {
		t.Helper()
		if err := s.Note(t.Context(), domain.Entry{Act: domain.ActView}); err != nil {
			t.Fatal(err)
		}
	}
	s := openTest(t, dir, Options{Now: now})
	note(s)
	at += 31 * day
	note(s)
	at += 90 * day
	note(s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	at += 400 * day
	s = openTest(t, dir, Options{Now: now})
	note(s)
	note(s)
	want := []domain.Act{domain.ActCreate, domain.ActView, domain.ActView, domain.ActClock, domain.ActView, domain.ActClock, domain.ActView, domain.ActView}
	if got := acts(t, s); !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
	days := []string{}
	err := s.Entries(t.Context(), EntryFilter{}, func(e ListedEntry) error {
		if e.Act == domain.ActClock {
			days = append(days, e.Detail["forward_days"])
		}
		return nil
	})
	if err != nil || !slices.Equal(days, []string{"400", "90"}) {
		t.Errorf("%v, %v", days, err)
	}
}
