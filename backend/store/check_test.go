//go:build !race

package store

import (
	"database/sql"
	"fmt"
	"slices"
	"testing"
	"time"

	"kitewise/backend/domain"
)

// filled makes a workspace with n finalised sessions of twenty answers, in one
// transaction, sealed as Finalise seals them.
func filled(t *testing.T, s *Store, n int) {
	t.Helper()
	person(t, s, "p", "A", 1)
	packed, err := pack(domain.Result{Flags: []string{}})
	if err != nil {
		t.Fatal(err)
	}
	err = s.write(t.Context(), "fill", func(r runner) error {
		if _, err := r.exec(`INSERT INTO notice (version, language, words, hash, made_at) VALUES (1, 'en', '{}', 'h', 6)`); err != nil {
			return err
		}
		for i := range n {
			id := fmt.Sprintf("s%05d", i)
			if _, err := r.exec(`INSERT INTO session (id, participant_id, instrument_id, instrument_version, instrument_hash, norm_version,
				norm_hash, language, state, seed, step, total, created_at, started_at, finalised_at)
				VALUES (?, 'p', 'i', '1', 'h', 'n', 'nh', 'en', 'running', 'aa', '', 20, 5, 6, 0)`, id); err != nil {
				return err
			}
			if _, err := r.exec(`INSERT INTO consent (session_id, revision, basis, notice, hash, language, purposes, date, at)
				VALUES (?, 1, 'consent', 1, 'h', 'en', '', '', 6)`, id); err != nil {
				return err
			}
			for item := range 20 {
				if _, err := r.exec(`INSERT INTO response (session_id, item_id, revision, value, language, process, answered_at)
					VALUES (?, ?, 1, '{"ranks":[4,3,2,1]}', 'en', '{}', 7)`, id, fmt.Sprintf("i%02d", item)); err != nil {
					return err
				}
			}
			if _, err := r.exec(`UPDATE session SET state = 'finalised', finalised_at = 9 WHERE id = ?`, id); err != nil {
				return err
			}
			sealed, err := seal(r, id, packed, "{}")
			if err != nil {
				return err
			}
			if _, err := r.exec(`INSERT INTO result (session_id, result, respondent, seal) VALUES (?, ?, '{}', ?)`, id, packed, sealed); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// broken gives the finalised sessions whose seal does not hold.
func broken(t *testing.T, s *Store) []string {
	t.Helper()
	ids, err := s.Finalised(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	out := []string{}
	for _, id := range ids {
		_, err := s.Finalisation(t.Context(), id)
		if domain.CodeOf(err) == domain.CodeDamagedDatabase {
			out = append(out, id)
		} else if err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// TestOneChangedByteAmongTenThousandSessionsIsFound: somebody who takes the
// triggers away and changes one rank of one answer is found out; without the
// change everything is sound.
func TestOneChangedByteAmongTenThousandSessionsIsFound(t *testing.T) {
	const sessions = 10_000
	s := openTest(t, t.TempDir(), Options{})
	filled(t, s, sessions)
	if err := s.CheckFile(t.Context()); err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	if got := broken(t, s); len(got) > 0 {
		t.Fatalf("the control: %v", got)
	}
	t.Logf("%d seals checked in %v", sessions, time.Since(begun).Round(time.Millisecond))
	db, err := sql.Open("sqlite", dataSource(s.path(), accessWrite, "WAL"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for _, statement := range []string{
		`DROP TRIGGER response_keeps`,
		`UPDATE response SET value = '{"ranks":[4,3,1,1]}' WHERE session_id = 's07231' AND item_id = 'i13'`,
	} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	if got := broken(t, s); !slices.Equal(got, []string{"s07231"}) {
		t.Errorf("found %v", got)
	}
	if err := s.CheckFile(t.Context()); err != nil {
		t.Errorf("the file itself is whole: %v", err)
	}
}

// TestFinalisedListsWhatLacksItsOtherHalf: a result without its session's
// state, and the other way round.
func TestFinalisedListsWhatLacksItsOtherHalf(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	filled(t, s, 3)
	db, err := sql.Open("sqlite", dataSource(s.path(), accessWrite, "WAL"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for _, statement := range []string{
		`DROP TRIGGER session_closed`, `DROP TRIGGER result_stays`,
		`UPDATE session SET state = 'paused', finalised_at = 0 WHERE id = 's00000'`,
		`DELETE FROM result WHERE session_id = 's00001'`,
	} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	ids, err := s.Finalised(t.Context())
	if err != nil || !slices.Equal(ids, []string{"s00000", "s00001", "s00002"}) {
		t.Errorf("%v, %v", ids, err)
	}
}

// TestAReferenceToNothingIsDamage: rows that belong to nobody.
func TestAReferenceToNothingIsDamage(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	filled(t, s, 1)
	db, err := sql.Open("sqlite", "file:"+s.path())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.Exec(`PRAGMA foreign_keys = OFF; DROP TRIGGER session_stays; DELETE FROM session`); err != nil {
		t.Fatal(err)
	}
	wantCode(t, s.CheckFile(t.Context()), domain.CodeDamagedDatabase)
}
