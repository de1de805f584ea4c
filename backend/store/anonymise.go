package store

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"kitewise/backend/audit"
	"kitewise/backend/domain"
	"kitewise/backend/store/names"
)

// removedWords stand in the place of words that a participant wrote.
const removedWords = "…"

// unknownSeal is the content hash of a session whose own did not hold before it
// was made anonymous: it stays damaged.
var unknownSeal = strings.Repeat("0", 64)

// Anonymise keeps the finished sessions of a participant whose consent stands
// under somebody new, who has nothing but the given code, and erases the participant. What is kept
// has new ids; the facts are coarse; times are moved together, so that the
// first session begins with its year; own words, notes and what the log says
// are gone. newID gives random ids. Without a finished session it is a conflict
// with the Reason "no_results". All else is as with Erase.
func (s *Store) Anonymise(ctx context.Context, participantID, code string, newID func() string) (h Held, err error) {
	keys := s.sealer()
	err = s.write(ctx, "anonymise person", func(r runner) error {
		if h, err = held(r, participantID); err != nil {
			return err
		}
		if err := atRest(r, participantID); err != nil {
			return err
		}
		emptied, err := saysOf(r, participantID)
		if err != nil {
			return err
		}
		// Rows move one table after the other.
		if _, err := r.exec("PRAGMA defer_foreign_keys = ON"); err != nil {
			return err
		}
		a := &anonymising{r: r, s: s, keys: keys, old: participantID, next: newID(), newID: newID}
		if err := released(r, participantID, func() error { return a.move(code) }); err != nil {
			return err
		}
		r.afterwards(func() {
			s.indexed(func(x *names.Index) { x.Remove(participantID); x.Add(names.Key{At: a.active, ID: a.next}, "", code) })
		})
		// The entry does not name the new code: the entries that it emptied keep their times.
		entry := domain.Entry{Act: domain.ActAnonymise, Detail: map[string]string{audit.Emptied: emptied}}
		return errors.Join(r.note(entry), keepSettings(r, map[string]string{settingTraces: "pending"}))
	})
	if err == nil {
		_ = s.Scrub(ctx) // what is left is said by Traces
	}
	return h, err
}

// anonymising is one run, inside of its transaction.
type anonymising struct {
	r     runner
	s     *Store
	keys  Sealer
	newID func() string
	// old and next are the participant's ids; back is by how much times move, active the last of them.
	old, next    string
	back, active int64
}

// standing tells the sessions s of a participant that stay: to keep a result for
// other ends is a use, too, and ends with the consent.
const standing = `s.participant_id = ? AND s.state = 'finalised' AND ` + withdrawnAt + ` = 0`

func (a *anonymising) move(code string) error {
	finished, err := column(a.r, `SELECT s.id, s.created_at FROM session s JOIN result r ON r.session_id = s.id
		WHERE `+standing, a.old)
	if err != nil {
		return err
	}
	if len(finished) == 0 {
		return domain.Fail(domain.CodeConflict, nil, "Reason", "no_results")
	}
	if err := a.newcomer(code); err != nil {
		return err
	}
	for id := range finished {
		if err := a.moveSession(id); err != nil {
			return err
		}
	}
	return remove(a.r, a.old)
}

// newcomer stores whom the sessions will belong to.
func (a *anonymising) newcomer(code string) error {
	facts := ""
	err := a.r.row(`SELECT min(s.created_at), max(s.finalised_at), p.respondent FROM participant p JOIN session s ON s.participant_id = p.id
		WHERE `+standing, []any{a.old}, &a.back, &a.active, &facts)
	if err != nil {
		return err
	}
	first := time.UnixMilli(a.back).UTC()
	start := time.Date(first.Year(), 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli()
	a.back -= start
	a.active -= a.back
	name, err := sealText(a.keys, tableParticipant, columnName, a.next, "")
	if err != nil {
		return err
	}
	if facts, err = coarse(facts); err != nil {
		return err
	}
	if _, err := a.r.exec(`INSERT INTO participant (id, code, name, respondent, created_at, active_at, anonymous) VALUES (?, ?, ?, ?, ?, ?, 1)`,
		a.next, code, name, facts, start, a.active); err != nil {
		return err
	}
	if err := release(a.r, a.next); err != nil {
		return err
	}
	return claimCode(a.r, domain.Participant{ID: a.next, Code: code})
}

// coarse gives stored facts without what could tell the person.
func coarse(stored string) (string, error) {
	facts := domain.Respondent{}
	if err := json.Unmarshal([]byte(stored), &facts); err != nil {
		return "", domain.Fail(domain.CodeDamagedDatabase, err, "Reason", "session")
	}
	out, err := json.Marshal(facts.Coarse())
	return string(out), err
}

// moveSession gives a session new ids and other times, with all its rows.
func (a *anonymising) moveSession(old string) error {
	was, err := sealedResultOf(a.r, old)
	if err != nil {
		return err
	}
	next := a.newID()
	if err := a.rewordAnswers(old, next); err != nil {
		return err
	}
	for _, table := range []string{"session", "arranged_later"} {
		if _, err := a.r.exec("UPDATE "+table+" SET accommodations = json_remove(accommodations, '$.note') WHERE "+sessionKey(table)+" = ?", old); err != nil {
			return err
		}
	}
	for _, table := range []string{"consent", "withdrawal"} {
		if _, err := a.r.exec("UPDATE "+table+" SET date = substr(date, 1, 4) || '-01-01' WHERE session_id = ? AND date <> ''", old); err != nil {
			return err
		}
	}
	for _, h := range holdings {
		if h.of != ofSession {
			continue
		}
		if err := a.moveRows(h.table, old, "session_id = ?", next); err != nil {
			return err
		}
	}
	if err := a.moveRows("session", old, "participant_id = ?, id = ?", a.next, next); err != nil {
		return err
	}
	return a.seal(next, was)
}

// sessionKey names the column of a table that holds a session's id.
func sessionKey(table string) string {
	if table == "session" {
		return "id"
	}
	return "session_id"
}

// moveRows sets columns of a session's rows in a table to values, and moves
// their times.
func (a *anonymising) moveRows(table, sessionID, set string, values ...any) error {
	columns, err := column(a.r, `SELECT name, type FROM pragma_table_info(?)`, table)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(columns)) {
		if name == "at" || strings.HasSuffix(name, "_at") {
			set += ", " + name + " = CASE WHEN " + name + " > 0 THEN " + name + " - ? ELSE 0 END"
			values = append(values, a.back)
		}
	}
	_, err = a.r.exec("UPDATE "+table+" SET "+set+" WHERE "+sessionKey(table)+" = ?", append(values, sessionID)...)
	return err
}

// rewordAnswers takes the participant's own words out of the answers, sealed for
// the place that they will have.
func (a *anonymising) rewordAnswers(old, next string) error {
	answers := []domain.Response{}
	err := a.r.each(func(scan func(...any) error) error {
		n, err := scanResponse(scan)
		answers = append(answers, n)
		return err
	}, `SELECT `+responseColumns+` FROM response WHERE session_id = ? AND coalesce(json_extract(value, '$.sealed'), json_extract(value, '$.text'), '') <> ''`, old)
	if err != nil {
		return err
	}
	for _, n := range answers {
		at := placeOf(n)
		n.SessionID, n.Value.Text, n.Value.Sealed = next, removedWords, ""
		if err := sealStoredText(a.r, a.keys, at, n); err != nil {
			return err
		}
	}
	return nil
}

// seal makes the content hash anew, over coarse facts. One that did not hold
// before does not hold afterwards.
func (a *anonymising) seal(id string, was sealedResult) error {
	facts, err := coarse(was.facts)
	if err != nil {
		return err
	}
	sealed := unknownSeal
	if was.holds {
		if sealed, err = seal(a.r, id, was.packed, facts); err != nil {
			return err
		}
	}
	_, err = a.r.exec(`UPDATE result SET respondent = ?, seal = ? WHERE session_id = ?`, facts, sealed, id)
	return err
}
