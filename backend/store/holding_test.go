package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"kitewise/backend/domain"
)

// everything stores a person with a row or more in every table that can hold
// one: a finalised session with all that belongs to it, and a second that is
// paused. seed makes its numbers and texts unlike those of others.
func everything(t *testing.T, s *Store, id string, seed int) domain.Participant {
	t.Helper()
	ctx, at := t.Context(), domain.Instant(1_700_000_000_000+int64(seed)*10_000_019)
	first, second := "s-"+id+"-one-Marker", "s-"+id+"-two-Marker"
	p, err := s.CreateParticipant(ctx, domain.Participant{
		ID: "id-" + id + "-Marker", Code: "Code-" + id, Name: "Ni Luh Marker " + id, CreatedAt: at,
		Respondent: domain.Respondent{"age": fmt.Sprint(20 + seed%50), "country": "Marker-land " + id},
	})
	if err != nil {
		t.Fatal(err)
	}
	p.Code += "-b" // the code before stays taken
	if err := s.UpdateParticipant(ctx, p, at+1); err != nil {
		t.Fatal(err)
	}
	for i, session := range []string{first, second} {
		if err := answered(ctx, s, session, p.ID, at+domain.Instant(1000*i)); err != nil {
			t.Fatal(err)
		}
	}
	value := float64(seed) + 0.25
	for _, err := range []error{
		finalise(ctx, s, domain.Finalisation{SessionID: first, FinalisedAt: at + 900, Respondent: p.Respondent,
			Result: domain.Result{Scores: []domain.Score{{ID: "CE-Marker-" + id, Value: &value}}}}),
		s.SaveGroupChoice(ctx, domain.GroupChoice{SessionID: first, Revision: 1, Group: "EDU:Marker-" + id, ChosenAt: at + 910}),
		s.ArrangeLater(ctx, first, domain.Accommodations{Note: "later Marker " + id}, at+920),
		s.SaveWithdrawal(ctx, domain.Withdrawal{SessionID: first, Withdrawn: true, Date: fmt.Sprintf("%04d-03-04", 1900+seed%97), At: at + 940}),
		s.SaveWithdrawal(ctx, domain.Withdrawal{SessionID: first, At: at + 950}),
		s.SaveEvent(ctx, domain.Event{SessionID: first, Kind: domain.EventFocus, At: at + 930, Late: true}),
		pause(ctx, s, second, at+1800),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return p
}

// answered is a running session with every kind of row but those of its end.
func answered(ctx context.Context, s *Store, session, person string, at domain.Instant) error {
	n := domain.Session{
		ID: session, ParticipantID: person, Language: "en", State: domain.StatePrepared, Seed: strings.ToUpper("seed-" + session),
		Instrument: domain.InstrumentRef{ID: "i", Version: "1", Hash: "h"}, Norm: domain.NormRef{Version: "n", Hash: "nh"},
		CreatedAt: at + 10, Total: 3,
	}
	err := s.CreateSession(ctx, n)
	n.State, n.StartedAt, n.Accommodations = domain.StateRunning, at+20, domain.Accommodations{Reader: true, Note: "Marker of " + session}
	err = errors.Join(err, s.SaveSession(ctx, n, domain.StatePrepared, domain.Trail{At: at + 20}))
	c := consent(session, 1, domain.BasisPaper)
	c.At, c.Date = at+30, fmt.Sprintf("%04d-01-02", 1900+int(at)%97)
	_, failed := s.SaveConsent(ctx, c, notice("why"))
	err = errors.Join(err, failed, s.SavePractice(ctx, domain.Practice{SessionID: session, Type: "ranking", Tries: 2, At: at + 40}))
	for i, item := range []string{"s1", "s2", "s3", "s2"} {
		r := response(session, item, 1+i/3)
		r.Value = domain.Value{Ranks: []int{4, 3, 2, 1}, Text: fmt.Sprintf("Marker words %d of %s", i, session)}
		r.AnsweredAt, r.Process.TotalMs = at+50+domain.Instant(i), int64(at)+int64(i)
		trail := domain.Trail{At: r.AnsweredAt, Events: []domain.Event{{SessionID: session, Kind: domain.EventSleep, At: r.AnsweredAt + 5, DurationMs: int64(at) + 7, Step: item}},
			Visits: []domain.Visit{{ItemID: item, ShownAt: r.AnsweredAt - 3, Process: domain.Process{TotalMs: int64(at) + 9, Means: "pointer"}}}}
		err = errors.Join(err, s.SaveResponse(ctx, r, trail))
	}
	return err
}

func pause(ctx context.Context, s *Store, session string, at domain.Instant) error {
	n, err := s.Session(ctx, session)
	n.State = domain.StatePaused
	return errors.Join(err, s.SaveSession(ctx, n, domain.StateRunning, domain.Trail{At: at}))
}

// reaching gives the tables whose rows hang on a participant, by the foreign
// keys of the schema, and those with a column that names one without a key.
func reaching(t *testing.T, s *Store) (tables []string) {
	t.Helper()
	parents := map[string][]string{}
	err := s.read(t.Context(), "walk the schema", func(r runner) error {
		return r.each(func(scan func(...any) error) error {
			table, parent := "", ""
			err := scan(&table, &parent)
			parents[table] = append(parents[table], parent)
			return err
		}, `SELECT t.name, f."table" FROM sqlite_schema t JOIN pragma_foreign_key_list(t.name) f WHERE t.type = 'table'
			UNION SELECT t.name, CASE WHEN c.name LIKE '%session_id' THEN 'session' ELSE 'participant' END
			FROM sqlite_schema t JOIN pragma_table_info(t.name) c
			WHERE t.type = 'table' AND (c.name LIKE '%session_id' OR c.name LIKE '%participant_id')`)
	})
	if err != nil {
		t.Fatal(err)
	}
	tables = []string{"participant"}
	for grown := true; grown; {
		grown = false
		for table, to := range parents {
			hangs := slices.ContainsFunc(to, func(parent string) bool { return slices.Contains(tables, parent) })
			if hangs && !slices.Contains(tables, table) {
				tables, grown = append(tables, table), true
			}
		}
	}
	// The gate for erasing names a person within one transaction only.
	tables = slices.DeleteFunc(tables, func(table string) bool { return table == "released" })
	slices.Sort(tables)
	return tables
}

func declared() (tables []string) {
	for _, h := range holdings {
		tables = append(tables, h.table)
	}
	slices.Sort(tables)
	return tables
}

// forgotten gives the tables with rows of a person that the list of holdings
// does not name, and those that it names without need.
func forgotten(t *testing.T, s *Store) (tables []string) {
	t.Helper()
	reach, have := reaching(t, s), declared()
	for _, table := range append(slices.Clone(reach), have...) {
		if slices.Contains(reach, table) != slices.Contains(have, table) {
			tables = append(tables, table)
		}
	}
	return tables
}

// TestNoTableOfAPersonIsForgotten walks the schema, and the fixture of the tests
// here has a row in each.
func TestNoTableOfAPersonIsForgotten(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	if tables := forgotten(t, s); len(tables) > 0 {
		t.Errorf("%v hold rows of a person and are not in holdings, or the other way round", tables)
	}
	p := everything(t, s, "a", 1)
	err := s.read(t.Context(), "count", func(r runner) error {
		for _, h := range holdings {
			n := 0
			if err := r.row("SELECT count(*) FROM "+h.table+" WHERE "+h.of, []any{p.ID}, &n); err != nil {
				return err
			}
			if n == 0 {
				t.Errorf("the fixture has nothing in %s", h.table)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestAForgottenTableIsNoticed plants tables that hang on a person by a key of
// their own, by a key over another table, and by the name of a column alone.
func TestAForgottenTableIsNoticed(t *testing.T) {
	for name, statement := range map[string]string{
		"letter":  `CREATE TABLE letter (id TEXT PRIMARY KEY, about TEXT REFERENCES participant (id)) STRICT`,
		"comment": `CREATE TABLE comment (item TEXT, whose TEXT, nr INTEGER, FOREIGN KEY (whose, nr) REFERENCES norm_choice (session_id, revision)) STRICT`,
		"plain":   `CREATE TABLE plain (session_id TEXT, words TEXT) STRICT`,
	} {
		s := openTest(t, t.TempDir(), Options{})
		if _, err := s.writer.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
		if tables := forgotten(t, s); strings.Join(tables, " ") != name {
			t.Errorf("%s: found %v", name, tables)
		}
	}
}
