package store

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kitewise/backend/domain"
)

// traces are the bytes by which a person could be found in the files: every
// text, blob and large number of every row, unless other people have it too.
func traces(t *testing.T, s *Store, participantID string) map[string][]byte {
	t.Helper()
	mine, others := map[string][]byte{}, map[string]bool{}
	err := s.read(t.Context(), "collect", func(r runner) error {
		for _, h := range holdings {
			for of, note := range map[string]func(string, []byte){
				h.of:                 func(where string, value []byte) { mine[where+" "+string(value)] = value },
				"NOT (" + h.of + ")": func(_ string, value []byte) { others[string(value)] = true },
			} {
				if err := cells(r, "SELECT * FROM "+h.table+" WHERE "+of, participantID, func(column string, value []byte) {
					note(h.table+"."+column, value)
				}); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for where, value := range mine {
		if others[string(value)] || len(value) < 6 {
			delete(mine, where)
		}
	}
	return mine
}

// cells tells every value of a query as it lies in a file: texts and blobs as
// they are, numbers of six bytes or more as SQLite writes them, sealed texts
// also without their encoding.
func cells(r runner, query, id string, tell func(column string, value []byte)) error {
	stmt, err := r.statement(query)
	if err != nil {
		return err
	}
	rows, err := stmt.QueryContext(r.ctx, id)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	for rows.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return err
		}
		for i, value := range values {
			tellCell(columns[i], value, tell)
		}
	}
	return rows.Err()
}

func tellCell(column string, value any, tell func(string, []byte)) {
	switch value := value.(type) {
	case string:
		tell(column, []byte(value))
		if encoded, ok := strings.CutPrefix(value, sealedMark); ok {
			if raw, err := base64.RawStdEncoding.DecodeString(encoded); err == nil {
				tell(column+" unsealed", raw)
			}
		}
	case []byte:
		tell(column, bytes.Clone(value))
	case int64:
		if value > 1<<32 {
			raw := binary.BigEndian.AppendUint64(nil, uint64(value))
			tell(column, raw[2:])
		}
	}
}

// found gives where the traces lie in the files of a folder.
func found(t *testing.T, dir string, traces map[string][]byte) (where []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || d.Name() == WitnessFile+".part" { // it just gets its name
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for name, trace := range traces {
			if bytes.Contains(raw, trace) {
				where = append(where, fmt.Sprintf("%.60q in %s", name, d.Name()))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return where
}

// crowd fills a workspace with people around the one who is to be erased, from
// a schema before this one, so that a copy of the migration lies beside it.
func crowd(t *testing.T, opts Options) (dir string, s *Store, doomed domain.Participant) {
	t.Helper()
	dir = t.TempDir()
	s = openTest(t, dir, opts)
	for i := range 12 {
		p := everything(t, s, fmt.Sprintf("%02d", i), i+1)
		if i == 5 {
			doomed = p
		}
		if i == 8 {
			s.fold()
		}
	}
	copyBeside(t, s)
	return dir, s, doomed
}

// copyBeside leaves the copy that an upgrade leaves.
func copyBeside(t *testing.T, s *Store) {
	t.Helper()
	copied, err := os.ReadFile(s.path())
	if err == nil {
		err = os.WriteFile(s.path()+".before-0007", copied, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestNothingOfAnErasedPersonIsLeft searches database, log and every other file
// for everything by which the person was stored, while open and closed.
func TestNothingOfAnErasedPersonIsLeft(t *testing.T) {
	dir, s, doomed := crowd(t, Options{})
	ctx, marks := t.Context(), traces(t, s, doomed.ID)
	if len(marks) < 60 || len(found(t, dir, marks)) < len(marks) {
		t.Fatalf("%d traces, %d found before", len(marks), len(found(t, dir, marks)))
	}
	h, err := s.Erase(ctx, doomed.ID)
	if err != nil || h != (Held{Codes: 2, Sessions: 2, Answers: 8, Results: 1, Consents: 4, Records: 19, Choices: 2, Acts: 14}) {
		t.Errorf("%+v, %v", h, err)
	}
	if check, err := s.CheckLog(ctx, nil); err != nil || len(check.Findings) > 0 {
		t.Errorf("the log after it: %+v, %v", check.Findings, err)
	}
	if where := found(t, dir, marks); len(where) > 0 {
		t.Errorf("open: %d traces, as %s", len(where), where[0])
	}
	_, err = s.Participant(ctx, doomed.ID)
	wantCode(t, err, domain.CodeNotFound)
	_, err = s.Erase(ctx, doomed.ID)
	wantCode(t, err, domain.CodeNotFound)
	if page, err := s.People(ctx, PeopleFilter{Query: "marker", Limit: 50}); err != nil || page.Total != 11 || len(page.People) != 11 {
		t.Errorf("%d people, %v", page.Total, err)
	}
	if pending, err := s.Traces(ctx); err != nil || pending {
		t.Errorf("scrubbing is pending: %v, %v", pending, err)
	}
	if err := s.CheckFile(ctx); err != nil {
		t.Error(err)
	}
	if _, err := s.Finalisation(ctx, "s-04-one-Marker"); err != nil {
		t.Errorf("the result of another: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if where := found(t, dir, marks); len(where) > 0 {
		t.Errorf("closed: %d traces, as %s", len(where), where[0])
	}
}

// TestTheSearchForTracesFinds is the control: what is deleted in the usual way
// lies in the file, and with overwriting alone still in the log.
func TestTheSearchForTracesFinds(t *testing.T) {
	for secure, after := range map[string]string{"OFF": "closing", "ON": "the commit"} {
		dir, s, doomed := crowd(t, Options{})
		marks := traces(t, s, doomed.ID)
		_, err := s.writer.ExecContext(t.Context(), "PRAGMA secure_delete = "+secure)
		err = errors.Join(err, os.Remove(s.path()+".before-0007"), s.write(t.Context(), "erase", func(r runner) error {
			return released(r, doomed.ID, func() error { return remove(r, doomed.ID) })
		}))
		if after == "closing" {
			err = errors.Join(err, s.Close())
		}
		if err != nil {
			t.Fatal(err)
		}
		if where := found(t, dir, marks); len(where) < len(marks)/2 {
			t.Errorf("secure_delete %s: %d of %d traces found after %s", secure, len(where), len(marks), after)
		}
	}
}

// TestOnlyTheReleasedCanGo goes straight at the tables: another person's rows
// stay while one is released, and a release cannot be committed.
func TestOnlyTheReleasedCanGo(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	one, two := everything(t, s, "a", 1), everything(t, s, "b", 2)
	for _, h := range holdings {
		err := s.write(t.Context(), "try", func(r runner) error {
			return released(r, one.ID, func() error {
				_, err := r.exec("DELETE FROM "+h.table+" WHERE "+h.of, two.ID)
				return err
			})
		})
		if err == nil {
			t.Errorf("rows of another went from %s", h.table)
		}
	}
	err := s.write(t.Context(), "try", func(r runner) error {
		_, err := r.exec("INSERT INTO released (participant_id) VALUES (?)", one.ID)
		return err
	})
	if err == nil {
		t.Error("a release was committed")
	}
	for _, p := range []domain.Participant{one, two} {
		if h, err := s.Held(t.Context(), p.ID); err != nil || h.Answers != 8 {
			t.Errorf("%+v, %v", h, err)
		}
	}
}

// TestScrubbingIsMadeUpFor stops between the commit and the scrubbing, as a kill
// does.
func TestScrubbingIsMadeUpFor(t *testing.T) {
	dir, s, doomed := crowd(t, Options{})
	ctx, marks := t.Context(), traces(t, s, doomed.ID)
	broken, cancel := context.WithCancel(ctx)
	s.trace = func(statement string) {
		if strings.HasPrefix(statement, "PRAGMA wal_checkpoint") {
			cancel()
		}
	}
	if _, err := s.Erase(broken, doomed.ID); err != nil {
		t.Fatal(err)
	}
	if pending, err := s.Traces(ctx); err != nil || !pending || len(found(t, dir, marks)) == 0 {
		t.Fatalf("nothing is left to do: %v, %v", pending, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = openTest(t, dir, Options{})
	if err := s.Scrub(ctx); err != nil {
		t.Fatal(err)
	}
	if where := found(t, dir, marks); len(where) > 0 {
		t.Errorf("%d traces, as %s", len(where), where[0])
	}
}

func TestNobodyIsErasedWhileAnswering(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	p := person(t, s, "p1", "Dewi", 1)
	running(t, s, "s1", p.ID)
	_, err := s.Erase(t.Context(), p.ID)
	wantCode(t, err, domain.CodeConflict)
	if h, err := s.Held(t.Context(), p.ID); err != nil || h.Sessions != 1 {
		t.Errorf("%+v, %v", h, err)
	}
}
