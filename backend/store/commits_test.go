package store

import (
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"slices"
	"testing"
	"time"

	"kitewise/backend/domain"
)

// logged gives the frames of the write-ahead log and how many of them end a
// transaction. In WAL mode with synchronous=FULL SQLite flushes the log once
// for every such frame, and nothing else until a checkpoint, so their number is
// the number of flushes. Source: SQLite file format, 4.1 and 4.2 (a frame that
// ends a transaction holds the size of the database); "Write-Ahead Logging",
// performance considerations.
func logged(tb testing.TB, s *Store) (frames, commits int) {
	tb.Helper()
	data, err := os.ReadFile(s.path() + "-wal")
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(data) == 0 {
		return 0, 0
	}
	if err != nil || len(data) < 32 {
		tb.Fatalf("log of %d bytes: %v", len(data), err)
	}
	page := int(binary.BigEndian.Uint32(data[8:]))
	salt := data[16:24]
	for at := 32; at+24+page <= len(data) && slices.Equal(data[at+8:at+16], salt); at += 24 + page {
		frames++
		if binary.BigEndian.Uint32(data[at+4:]) > 0 {
			commits++
		}
	}
	return frames, commits
}

// quiet opens a store that does not fold its log meanwhile.
func quiet(tb testing.TB) *Store {
	tb.Helper()
	s, err := Open(tb.Context(), tb.TempDir(), Options{idle: time.Hour})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = s.Close() })
	if err := s.Unlock(tb.Context(), newTestKeys()); err != nil {
		tb.Fatal(err)
	}
	return s
}

// TestAnAnswerAndAFinalisationAreFlushedOnce: each is one transaction in the
// log, of few pages, and every connection that writes waits for the flush.
func TestAnAnswerAndAFinalisationAreFlushedOnce(t *testing.T) {
	s := quiet(t)
	running(t, s, "s1", person(t, s, "p1", "A", 1).ID)
	var synchronous int
	var journal string
	if err := s.writer.QueryRowContext(t.Context(), "PRAGMA synchronous").Scan(&synchronous); err != nil || synchronous != 2 {
		t.Errorf("synchronous %d, %v; want FULL", synchronous, err)
	}
	if err := s.writer.QueryRowContext(t.Context(), "PRAGMA journal_mode").Scan(&journal); err != nil || journal != "wal" {
		t.Errorf("journal %s, %v", journal, err)
	}
	act := func(name string, most int, do func() error) {
		frames, commits := logged(t, s)
		if err := do(); err != nil {
			t.Fatal(err)
		}
		f, c := logged(t, s)
		if c-commits != 1 || f-frames > most || f == frames {
			t.Errorf("%s: %d flushes, %d pages; want 1, at most %d", name, c-commits, f-frames, most)
		}
		t.Logf("%s: %d flush, %d pages", name, c-commits, f-frames)
	}
	act("an answer", 1, func() error { return s.SaveResponse(t.Context(), response("s1", "a", 1), domain.Trail{}) })
	act("an answer with its visit", 2, func() error {
		return s.SaveResponse(t.Context(), response("s1", "b", 1), domain.Trail{At: 8, Visits: []domain.Visit{{ItemID: "b", ShownAt: 7}}})
	})
	person(t, s, "p2", "B", 9) // somebody else stands on top now
	act("the first answer of somebody who is not on top", 3, func() error {
		n := response("s1", "c", 1)
		n.AnsweredAt = 10
		return s.SaveResponse(t.Context(), n, domain.Trail{})
	})
	act("finalising", 8, func() error {
		return finalise(t.Context(), s, domain.Finalisation{SessionID: "s1", FinalisedAt: 11, Result: domain.Result{Flags: []string{}}})
	})
	// A control: two writes are two flushes.
	frames, commits := logged(t, s)
	for i := range 2 {
		person(t, s, string(rune('x'+i)), "B", 2)
	}
	if f, c := logged(t, s); c-commits != 2 || f <= frames {
		t.Errorf("two writes are %d flushes", c-commits)
	}
}

// BenchmarkCommit compares an answer with a bare durable commit of one row over
// the same driver and settings, and a finalisation with an answer, in turn.
func BenchmarkCommit(b *testing.B) {
	s := quiet(b)
	ctx := b.Context()
	must := func(err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	_, err := s.writer.ExecContext(ctx, `CREATE TABLE bare (n INTEGER PRIMARY KEY, text TEXT NOT NULL)`)
	must(err)
	bare, err := s.writer.PrepareContext(ctx, `INSERT INTO bare (text) VALUES ('{"ranks":[4,3,2,1]}')`)
	must(err)
	_, err = s.CreateParticipant(ctx, domain.Participant{ID: "p", CreatedAt: 1})
	must(err)
	result := domain.Result{Flags: []string{"APPROXIMATE_NORM"}}
	for _, id := range []string{"CE", "RO", "AC", "AE", "ACCE", "AERO", "assimilation", "converging", "balance_acce", "balance_aero", "style", "W", "LFI"} {
		v := 33.916666666666664
		result.Scores = append(result.Scores, domain.Score{ID: id, Value: &v, Percentile: &v, SEM: &v, Bands: []domain.Band{{Level: 68}, {Level: 95}}})
	}
	times := map[string][]float64{}
	timed := func(name string, do func() error) {
		s.witnesses.Wait() // nobody answers while the witness of the last answer is written
		begun := time.Now()
		must(do())
		times[name] = append(times[name], float64(time.Since(begun).Nanoseconds()))
	}
	for n := 0; b.Loop(); n++ {
		id := time.Now().Format("150405.000000000")
		session := domain.Session{ID: id, ParticipantID: "p", Language: "en", State: domain.StatePrepared, Seed: "00", Total: 20, CreatedAt: 5,
			Instrument: domain.InstrumentRef{ID: "i", Version: "1", Hash: "h"}, Norm: domain.NormRef{Version: "n", Hash: "nh"}}
		must(s.CreateSession(ctx, session))
		session.State, session.StartedAt = domain.StateRunning, 6
		must(s.SaveSession(ctx, session, domain.StatePrepared, domain.Trail{}))
		_, err := s.SaveConsent(ctx, consent(id, 1, domain.BasisConsent), notice("why"))
		must(err)
		for i := range 20 {
			timed("bare", func() error { _, err := bare.ExecContext(ctx); return err })
			timed("answer", func() error { return s.SaveResponse(ctx, response(id, string(rune('a'+i)), 1), domain.Trail{}) })
		}
		timed("finalise", func() error {
			return finalise(ctx, s, domain.Finalisation{SessionID: id, FinalisedAt: 9, Result: result})
		})
	}
	median := func(name string) float64 { slices.Sort(times[name]); return times[name][len(times[name])/2] }
	b.ReportMetric(median("answer")/median("bare"), "answer/bare")
	b.ReportMetric(median("finalise")/median("answer"), "finalise/answer")
	b.ReportMetric(median("bare")/1000, "µs/bare")
	b.ReportMetric(median("answer")/1000, "µs/answer")
	b.ReportMetric(median("finalise")/1000, "µs/finalise")
}
