package store

import (
	"testing"
	"time"

	"kitewise/backend/domain"
)

const day = domain.Instant(24 * time.Hour / time.Millisecond)

// TestWhoIsDue: by the last thing that happened, never by a correction, and
// never results without a person.
func TestWhoIsDue(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	ctx := t.Context()
	old := person(t, s, "p1", "Old", 10*day)
	busy := person(t, s, "p2", "Busy", 10*day)
	n := domain.Session{ID: "s1", ParticipantID: busy.ID, Language: "en", State: domain.StatePrepared, Seed: "0123456789abcdef",
		Instrument: domain.InstrumentRef{ID: "i", Version: "1", Hash: "h"}, Norm: domain.NormRef{Version: "n", Hash: "nh"}, CreatedAt: 40 * day, Total: 2}
	if err := s.CreateSession(ctx, n); err != nil {
		t.Fatal(err)
	}
	everything(t, s, "a", 1) // in 2023
	old.Name = "Older"
	if err := s.UpdateParticipant(ctx, old, 90*day); err != nil {
		t.Fatal(err)
	}
	for before, want := range map[domain.Instant]string{10 * day: "", 10*day + 1: "Older ", 41 * day: "Older Busy "} {
		due, err := s.Due(ctx, before)
		got := ""
		for _, d := range due {
			got += d.Participant.Name + " "
		}
		if err != nil || got != want {
			t.Errorf("before %d: %q, %v; want %q", before, got, err, want)
		}
	}
	ids := []string{"new-person", "new-session"}
	if _, err := s.Anonymise(ctx, "id-a-Marker", "Z-1", func() string { id := ids[0]; ids = ids[1:]; return id }); err != nil {
		t.Fatal(err)
	}
	if due, err := s.Due(ctx, 1<<60); err != nil || len(due) != 2 {
		t.Errorf("%+v, %v", due, err)
	}
}

// TestWhoWithdrewIsDueAtOnce: before everybody else, also with a clock that
// cannot be believed, until the entry is taken back.
func TestWhoWithdrewIsDueAtOnce(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	ctx := t.Context()
	old, p := person(t, s, "p1", "Old", 1), person(t, s, "p2", "Withdrawn", 10*day)
	running(t, s, "s1", p.ID)
	listed := func(before domain.Instant) (got string) {
		t.Helper()
		due, err := s.Due(ctx, before)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range due {
			if (d.Withdrawn == 30*day) != (d.Participant.ID == p.ID) {
				t.Errorf("%+v", d)
			}
			got += d.Participant.Name + " "
		}
		return got
	}
	if err := s.SaveWithdrawal(ctx, domain.Withdrawal{SessionID: "s1", Withdrawn: true, At: 30 * day}); err != nil {
		t.Fatal(err)
	}
	if got := listed(0); got != "Withdrawn " {
		t.Errorf("with a doubtful clock: %q", got)
	}
	if got := listed(9 * day); got != "Withdrawn "+old.Name+" " {
		t.Errorf("%q", got)
	}
	if err := s.SaveWithdrawal(ctx, domain.Withdrawal{SessionID: "s1", At: 31 * day}); err != nil {
		t.Fatal(err)
	}
	if due, err := s.Due(ctx, 9*day); err != nil || len(due) != 1 || due[0].Withdrawn != 0 {
		t.Errorf("%+v, %v", due, err)
	}
}

// TestAClockThatJumpedIsDoubted until somebody says that it is right: also when
// something was done since.
func TestAClockThatJumpedIsDoubted(t *testing.T) {
	now := 1000 * day
	s := openTest(t, t.TempDir(), Options{Now: func() domain.Instant { return now }})
	ctx := t.Context()
	note := func() {
		t.Helper()
		if err := s.Note(ctx, domain.Entry{Act: domain.ActLock}); err != nil {
			t.Fatal(err)
		}
	}
	want := func(doubted bool, when string) {
		t.Helper()
		if doubt, err := s.ClockDoubt(ctx, now); err != nil || (doubt != nil) != doubted {
			t.Errorf("%s: %+v, %v", when, doubt, err)
		}
	}
	note()
	want(false, "at once")
	now += 31 * day
	want(false, "after a month")
	now += 5 * 365 * day
	want(true, "after years")
	note()
	now += day
	note()
	want(true, "after years, with acts since")
	if err := s.TrustClock(ctx); err != nil {
		t.Fatal(err)
	}
	want(false, "said to be right")
	now -= 5 * 365 * day
	want(true, "set back")
	note()
	want(true, "set back, with an act since")
	if err := s.TrustClock(ctx); err != nil {
		t.Fatal(err)
	}
	want(false, "said to be right again")
	now -= 50 * 60 * 1000
	want(false, "set right by less than an hour")
	now -= 20 * 60 * 1000
	want(true, "set back by more than an hour")
	if doubt, err := s.ClockDoubt(ctx, now); err != nil || !doubt.Back() || doubt.Before-doubt.After != 70*60*1000 {
		t.Errorf("%+v, %v", doubt, err)
	}
}
