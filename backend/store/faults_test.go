//go:build linux && !race

package store

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"kitewise/backend/domain"
	"kitewise/backend/store/faultfs"
)

// rounds gives how many rounds a harness goes: few in every run of the tests, and
// in the long run a thousandth of many for each of KITEWISE_ROUNDS.
func rounds(few, many int) int {
	if n, err := strconv.Atoi(os.Getenv("KITEWISE_ROUNDS")); err == nil {
		return max(1, n*many/1000)
	}
	return few
}

// steadyKeys seal the same text at the same place to the same bytes, so that two
// runs of one workload leave the same rows.
type steadyKeys struct{ testKeys }

func (k steadyKeys) Seal(table, column, row string, plain []byte) ([]byte, error) {
	block, err := aes.NewCipher([]byte("a key for tests, of 32 bytes ..."))
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	place := table + "|" + column + "|" + row
	nonce := sha256.Sum256(append([]byte(place), plain...))
	return aead.Seal(nonce[:aead.NonceSize()], nonce[:aead.NonceSize()], plain, []byte(place)), nil
}

func (k steadyKeys) Post(plain []byte) ([]byte, error) { return k.Seal("", "", "inbox", plain) }

// bench is a workspace under work: the folder, and the store while it is open.
type bench struct {
	dir  string
	s    *Store
	tune func(s *Store) error
	// locked leaves the keys out, for names that are not sealed yet.
	locked bool
}

// open opens the workspace as the desk does, its log not folded by itself.
func (b *bench) open(ctx context.Context) (err error) {
	if b.s, err = openStill(ctx, b.dir, Options{}); err != nil {
		b.s = nil
		return err
	}
	if b.tune != nil {
		if err := b.tune(b.s); err != nil {
			return err
		}
	}
	if b.locked {
		return nil
	}
	return b.s.Unlock(ctx, steadyKeys{newTestKeys()})
}

// openStill opens a store whose clock stands still and whose log stays as it is.
func openStill(ctx context.Context, dir string, opts Options) (*Store, error) {
	opts.idle, opts.Now = time.Hour, func() domain.Instant { return 1000 }
	return Open(ctx, dir, opts)
}

func (b *bench) close() error {
	if b.s == nil {
		return nil
	}
	s := b.s
	b.s = nil
	return s.Close()
}

// act is one step of a workload; it is acknowledged when it returns nil, and done
// whole or not at all. One that opens may be repeated.
type act struct {
	name string
	do   func(ctx context.Context, b *bench) error
}

// sitting is one participant from the list to the result: what the program
// writes in a session, with its answers in words, changes of mind and entries of
// the log.
func sitting(t *testing.T, n int) []act {
	t.Helper()
	signer := testSigner(t)
	person, id := fmt.Sprintf("p%d", n), fmt.Sprintf("s%d", n)
	at := domain.Instant(1000 * n)
	session := domain.Session{
		ID: id, ParticipantID: person, Language: "en", State: domain.StatePrepared, Seed: "0123456789abcdef",
		Instrument: domain.InstrumentRef{ID: "i", Version: "1", Hash: "h"}, Norm: domain.NormRef{Version: "n", Hash: "nh"},
		CreatedAt: at + 5, Total: 4,
	}
	begun := session
	begun.State, begun.StartedAt = domain.StateRunning, at+6
	begun.Accommodations.Note = "reads with a glass"
	paused := begun
	paused.State, paused.Step = domain.StatePaused, "c"
	acts := []act{
		{"unlock", func(ctx context.Context, b *bench) error {
			return b.s.SignWith(ctx, signer, domain.Entry{Act: domain.ActUnlock})
		}},
		{"create participant", func(ctx context.Context, b *bench) error {
			_, err := b.s.CreateParticipant(ctx, domain.Participant{ID: person, Name: "Ketut " + person, Respondent: domain.Respondent{"age": "21"}, CreatedAt: at + 1})
			return err
		}},
		{"create session", func(ctx context.Context, b *bench) error { return b.s.CreateSession(ctx, session) }},
		{"start", func(ctx context.Context, b *bench) error {
			return b.s.SaveSession(ctx, begun, domain.StatePrepared, domain.Trail{At: at + 6})
		}},
		{"consent", func(ctx context.Context, b *bench) error {
			_, err := b.s.SaveConsent(ctx, consent(id, 1, domain.BasisConsent), notice("why "+id))
			return err
		}},
	}
	for i := range 6 {
		r := response(id, string(rune('a'+i%4)), 1+i/4)
		r.AnsweredAt = at + domain.Instant(10+i)
		trail := domain.Trail{At: r.AnsweredAt, Visits: []domain.Visit{{ItemID: r.ItemID, ShownAt: at + domain.Instant(9+i), Process: domain.Process{TotalMs: 400}}}}
		acts = append(acts, act{"answer " + r.ItemID, func(ctx context.Context, b *bench) error { return b.s.SaveResponse(ctx, r, trail) }})
		if i == 2 {
			acts = append(acts,
				act{"pause", func(ctx context.Context, b *bench) error {
					return b.s.SaveSession(ctx, paused, domain.StateRunning, domain.Trail{At: at + 13,
						Events: []domain.Event{{SessionID: id, Kind: domain.EventPause, At: at + 13}}})
				}},
				act{"fold", func(_ context.Context, b *bench) error { b.s.foldNow(); return nil }},
				act{"resume", func(ctx context.Context, b *bench) error {
					return b.s.SaveSession(ctx, begun, domain.StatePaused, domain.Trail{At: at + 14})
				}})
		}
	}
	return append(acts,
		act{"event", func(ctx context.Context, b *bench) error {
			return b.s.SaveEvent(ctx, domain.Event{SessionID: id, Kind: domain.EventHandIn, At: at + 30})
		}},
		act{"finalise", func(ctx context.Context, b *bench) error {
			value := 37.0
			return finalise(ctx, b.s, domain.Finalisation{SessionID: id, FinalisedAt: at + 40, Respondent: domain.Respondent{"age": "21"},
				Result: domain.Result{Scores: []domain.Score{{ID: "CE", Value: &value}}, Flags: []string{"X"}}})
		}},
		act{"note", func(ctx context.Context, b *bench) error {
			return b.s.Note(ctx, domain.Entry{Act: domain.ActView, SessionID: id, Detail: map[string]string{"part": "scores"}})
		}},
		act{"group", func(ctx context.Context, b *bench) error {
			return b.s.SaveGroupChoice(ctx, domain.GroupChoice{SessionID: id, Revision: 1, Group: "EDU:x", ChosenAt: at + 50})
		}},
		act{"settings", func(ctx context.Context, b *bench) error {
			return b.s.SaveSettings(ctx, map[string]string{"a": id, "b": strings.Repeat("x", 3000)}, domain.Entry{Act: domain.ActSettings})
		}},
	)
}

// foldNow folds as the store does by itself after a rest.
func (s *Store) foldNow() {
	s.writing.Lock()
	defer s.writing.Unlock()
	s.fold()
}

// reopening closes the workspace and opens it again.
func reopening() act {
	return act{"reopen", func(ctx context.Context, b *bench) error {
		if err := b.close(); err != nil {
			return err
		}
		return b.open(ctx)
	}}
}

// workload is what a harness puts through its faults: what lies in the folder
// before, the acts after opening it, and what is there after each.
type workload struct {
	start map[string][]byte
	acts  []act
	// after holds what is there after opening and after every act.
	after []contents
	// tune, if set, spoils a store once it is open: for controls.
	tune   func(s *Store) error
	locked bool
}

// measured runs a workload where nothing fails, to learn what is there after
// every act.
func measured(t *testing.T, w workload) workload {
	t.Helper()
	dir := t.TempDir()
	watch(t, dir, faultfs.Quick{})
	if err := put(dir, w.start); err != nil {
		t.Fatal(err)
	}
	err := w.run(t.Context(), &bench{dir: dir}, func(b *bench, _ int) error {
		c, err := contentsOf(t.Context(), b.s)
		w.after = append(w.after, c)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// run opens the workspace, does every act and closes it; it calls between after
// each, with how many acts are acknowledged.
func (w workload) run(ctx context.Context, b *bench, between func(b *bench, acknowledged int) error) error {
	defer func() { _ = b.close() }()
	b.tune, b.locked = w.tune, w.locked
	if err := b.open(ctx); err != nil {
		return fmt.Errorf("open: %w", err)
	}
	if err := between(b, 0); err != nil {
		return err
	}
	for i, a := range w.acts {
		if err := a.do(ctx, b); err != nil {
			return fmt.Errorf("%s: %w", a.name, err)
		}
		if err := between(b, i+1); err != nil {
			return err
		}
	}
	return b.close()
}

// at says which act a contents is from, -1 for none.
func (w workload) at(c contents) int { return slices.IndexFunc(w.after, c.equal) }
