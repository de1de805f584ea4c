//go:build linux && !race

package store

import (
	"context"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"kitewise/backend/domain"
	"kitewise/backend/store/faultfs"
)

// answersEach is how many answers a session of a large workspace has.
const answersEach = 4

// fill writes so many finished sessions, four to a person, in one transaction.
func fill(t *testing.T, s *Store, sessions int) {
	t.Helper()
	keys := steadyKeys{newTestKeys()}
	err := s.write(t.Context(), "fill", func(r runner) error {
		return unguarded(r, []string{"participant", "session", "response", "result", "consent"}, func() error {
			for i := range sessions / 4 {
				id := fmt.Sprintf("p%07d", i)
				name, err := sealText(keys, tableParticipant, columnName, id, fmt.Sprintf("Ketut %d of Denpasar", i))
				if err != nil {
					return err
				}
				if _, err := r.exec(`INSERT INTO participant (id, code, name, respondent, created_at, active_at) VALUES (?, ?, ?, '{"age":"21"}', ?, ?)`,
					id, fmt.Sprintf("R-%07d", i), name, i+1, i+1); err != nil {
					return err
				}
			}
			for _, statement := range []string{
				`INSERT INTO participant_code SELECT code, id FROM participant`,
				`UPDATE counter SET value = (SELECT count(*) FROM participant)`,
				`WITH RECURSIVE four(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM four WHERE n < 4)
				INSERT INTO session (id, participant_id, instrument_id, instrument_version, instrument_hash, norm_version, norm_hash, language,
					state, seed, step, total, created_at, started_at, finalised_at)
				SELECT p.id || '-' || n, p.id, 'learning-cycle', '1.0.0', hex(zeroblob(32)), '1', hex(zeroblob(32)), 'en',
					'finalised', '0123456789abcdef', '', 4, p.created_at + n, p.created_at + n, p.created_at + n FROM participant p, four`,
				`WITH RECURSIVE items(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM items WHERE n < ` + fmt.Sprint(answersEach) + `)
				INSERT INTO response SELECT s.id, 'set' || n, 1, '{"ranks":[4,3,2,1]}', 'en',
					'{"displayedOrder":[3,1,0,2],"firstActionMs":800,"totalMs":4000,"changes":4,"means":"pointer","focusLosses":0}', s.created_at + n
				FROM session s, items`,
				`INSERT INTO result SELECT id, zeroblob(400), '{"age":"21"}', hex(zeroblob(32)) FROM session`,
			} {
				if _, err := r.exec(statement); err != nil {
					return err
				}
			}
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
}

// opening gives the median times of opening two workspaces, in turn: what else the
// machine does meets both.
func opening(t *testing.T, one, other string) (time.Duration, time.Duration) {
	t.Helper()
	took := map[string][]time.Duration{}
	for range 9 {
		for _, dir := range []string{one, other} {
			begun := time.Now()
			s, err := openStill(t.Context(), dir, Options{})
			took[dir] = append(took[dir], time.Since(begun))
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
	median := func(dir string) time.Duration { slices.Sort(took[dir]); return took[dir][len(took[dir])/2] }
	return median(one), median(other)
}

// most is how many times as long as a blank workspace a large one may take to open.
const most = 5

// TestALargeWorkspaceOpensLikeABlankOne: a million sessions in the long run. The
// control is a look through the whole file, as a small one gets at every
// opening: it takes many times as long.
func TestALargeWorkspaceOpensLikeABlankOne(t *testing.T) {
	sessions := rounds(20_000, 1_000_000)
	blank, large := t.TempDir(), t.TempDir()
	for _, dir := range []string{blank, large} {
		watch(t, dir, faultfs.Quick{})
	}
	ctx := t.Context()
	s, err := openStill(ctx, large, Options{})
	if err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	fill(t, s, sessions)
	filled := time.Since(begun)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(s.path())
	if err != nil || info.Size() < wholeCheckBelow {
		t.Fatalf("%d bytes are not large: %v", info.Size(), err)
	}
	small, big := opening(t, blank, large)
	checked := wholeCheck(ctx, t, large)
	t.Logf("%d sessions, %d answers, %d MB, written in %v; opened in %v, a blank one in %v: %.1f times; a whole check takes %v", sessions,
		sessions*answersEach, info.Size()>>20, filled.Round(time.Second/10), big, small, float64(big)/float64(small), checked.Round(time.Millisecond))
	if big > most*small {
		t.Errorf("it opens in %v, a blank one in %v", big, small)
	}
	if checked < most*small {
		t.Errorf("the control: a whole check takes %v, so the file is not large", checked)
	}
	firstPages(ctx, t, large)
}

func wholeCheck(ctx context.Context, t *testing.T, dir string) time.Duration {
	t.Helper()
	s, err := openStill(ctx, dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	begun := time.Now()
	if err := s.read(ctx, "check", func(r runner) error {
		verdict := ""
		return r.row("PRAGMA quick_check(1)", nil, &verdict)
	}); err != nil {
		t.Fatal(err)
	}
	return time.Since(begun)
}

// firstPages reads what the desk shows first. Unlocking opens every name once, so
// it takes as long as there are people; the pages after it do not.
func firstPages(ctx context.Context, t *testing.T, dir string) {
	t.Helper()
	s, err := openStill(ctx, dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	timed := func(times int, work func() error) time.Duration {
		best := time.Hour // as another program may have the machine meanwhile
		for range times {
			begun := time.Now()
			if err := work(); err != nil {
				t.Fatal(err)
			}
			best = min(best, time.Since(begun))
		}
		return best
	}
	unlocked := timed(1, func() error { return s.Unlock(ctx, steadyKeys{newTestKeys()}) })
	page := PeoplePage{}
	first := timed(5, func() (err error) { page, err = s.People(ctx, PeopleFilter{Limit: 50}); return err })
	found := timed(5, func() error { _, err := s.People(ctx, PeopleFilter{Query: "ketut 77", Limit: 50}); return err })
	sessions := []domain.Session{}
	theirs := timed(5, func() (err error) { sessions, err = s.SessionsOf(ctx, page.People[0].ID); return err })
	t.Logf("%d people unlocked in %v; the first page in %v, a search in %v, the sessions of one person in %v", page.Total,
		unlocked.Round(time.Millisecond), first, found, theirs)
	if len(page.People) != 50 || len(sessions) != 4 || first > time.Second || theirs > time.Second {
		t.Errorf("%d people, %d sessions, or too slow", len(page.People), len(sessions))
	}
}
