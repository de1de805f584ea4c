//go:build linux && !race

package bridge

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kitewise/backend/desk"
	"kitewise/backend/domain"
	"kitewise/backend/door"
	"kitewise/backend/kiosk"
	"kitewise/backend/vault/keyring"
)

// These make the test binary a participant at the real bridge on that folder,
// from that act on; with the third it says that an act is done before it does it.
const (
	killDir   = "KITEWISE_TEST_KILL"
	killFrom  = "KITEWISE_TEST_KILL_FROM"
	killEarly = "KITEWISE_TEST_KILL_EARLY"
	rounds    = "KITEWISE_ROUNDS"
)

func init() {
	if dir := os.Getenv(killDir); dir != "" {
		from, _ := strconv.Atoi(os.Getenv(killFrom))
		fmt.Fprintln(os.Stderr, actUntilKilled(dir, from, os.Getenv(killEarly) != ""))
		os.Exit(1)
	}
}

// act is one thing that a participant does. It may be done again.
type act struct {
	name string
	do   func(b *Bridge) error
	// step is what stands on screen after it, "-" where it was; item and answer
	// are the answer that is stored by it, nil when one is taken back.
	step, item string
	answer     *kiosk.Given
}

func actUntilKilled(dir string, from int, early bool) error {
	b := New(config(dir))
	b.Start(context.Background())
	s, err := b.Kiosk.Session()
	if err != nil {
		return err
	}
	told := bufio.NewScanner(os.Stdin)
	for i, a := range actsOf(s)[from:] {
		if !told.Scan() { // each act when it is told to
			return told.Err()
		}
		if early {
			fmt.Println(from + i)
		}
		if err := a.do(b); err != nil {
			return fmt.Errorf("%s: %w", a.name, err)
		}
		if !early {
			fmt.Println(from + i)
		}
	}
	_, err = io.Copy(io.Discard, os.Stdin) // until it is killed
	return err
}

// actsOf are all acts of a session, a function of its texts and types alone.
func actsOf(s kiosk.Session) []act {
	out := []act{visits(domain.StepConsent), {name: "consent", step: "-", do: func(b *Bridge) error {
		now, err := b.Kiosk.Session()
		if err != nil || now.Consent.Basis == domain.BasisConsent {
			return err
		}
		return second(b.Kiosk.Consent(kiosk.ConsentRequest{Yes: true, Hash: now.Consent.Hash}))
	}}}
	for _, p := range s.Practices {
		if out = append(out, visits(domain.StepHow+p.Type)); p.Item == nil {
			continue
		}
		out = append(out, visits(domain.StepPractice+p.Type), act{name: "practice", step: "-",
			do: func(b *Bridge) error {
				return second(b.Kiosk.Practised(kiosk.PracticeRequest{Type: p.Type, Tries: 2, Reversed: true}))
			}})
	}
	for _, section := range s.Sections {
		if section.Break {
			out = append(out, visits(domain.StepBreak+section.ID))
		}
		for _, it := range s.Items {
			if it.Section == section.ID {
				out = append(out, visits(it.ID), gives(it, 0), gives(it, 1), takesBack(it), gives(it, 2))
			}
		}
	}
	return append(out, visits(domain.StepReview), visits(domain.StepConfirm),
		act{name: "finish", step: domain.StepEnd, do: func(b *Bridge) error { return second(b.Kiosk.Finish()) }})
}

func visits(step string) act {
	return act{name: "visit " + step, step: step, do: func(b *Bridge) error { return second(b.Kiosk.Visit(kiosk.VisitRequest{Step: step})) }}
}

func gives(it kiosk.Item, variant int) act {
	given := someAnswer(it, variant)
	return act{name: fmt.Sprintf("answer %d of %s %s", variant, it.Type, it.ID), step: "-", item: it.ID, answer: &given,
		do: func(b *Bridge) error { return send(b, it.ID, given, false) }}
}

func takesBack(it kiosk.Item) act {
	return act{name: "take back " + it.ID, step: "-", item: it.ID,
		do: func(b *Bridge) error { return send(b, it.ID, kiosk.Given{}, true) }}
}

func send(b *Bridge, item string, given kiosk.Given, withdrawn bool) error {
	s, err := b.Kiosk.Session()
	if err != nil {
		return err
	}
	at := slices.IndexFunc(s.Items, func(it kiosk.Item) bool { return it.ID == item })
	return second(b.Kiosk.Answer(kiosk.AnswerRequest{SessionID: s.SessionID, ItemID: item, Answer: given, Withdrawn: withdrawn,
		Revision: s.Items[at].Revision, Process: kiosk.Process{ShownAt: 1, FirstActionMs: 2, TotalMs: 9000, Changes: 1, Means: "keyboard"}}))
}

// someAnswer is a whole answer by displayed position, another one for every variant.
func someAnswer(it kiosk.Item, variant int) kiosk.Given {
	g := kiosk.Given{Ranks: []int{}, Chosen: []int{}, Columns: []int{}}
	switch {
	case it.Ranking != nil:
		n := len(it.Ranking.Endings)
		for i := range n {
			g.Ranks = append(g.Ranks, 1+(i+variant)%n)
		}
	case it.Choice != nil:
		for i := range max(it.Choice.Least, 1) {
			g.Chosen = append(g.Chosen, (i+variant)%len(it.Choice.Options))
		}
		slices.Sort(g.Chosen)
	case it.Number != nil:
		g.Number = strconv.Itoa(3 + variant)
	case it.Text != nil:
		g.Text = fmt.Sprintf("words %d", variant)
	case it.Cards != nil:
		for column, c := range it.Cards.Columns {
			g.Columns = append(g.Columns, slices.Repeat([]int{column}, c.Places)...)
		}
		g.Columns = append(g.Columns[variant:], g.Columns[:variant]...)
	}
	return g
}

// killed is a session that is killed again and again.
type killed struct {
	dir   string
	begun kiosk.Session
	acts  []act
	// done counts the acts that were acknowledged.
	done int
	lost []string
}

func newKilled(t *testing.T, instrument string) *killed {
	t.Helper()
	k := &killed{dir: t.TempDir()}
	if instrument != "learning-cycle" {
		if err := os.CopyFS(filepath.Join(k.dir, "instruments", instrument), repo("testdata/instruments/"+instrument)); err != nil {
			t.Fatal(err)
		}
	}
	b := New(config(k.dir))
	b.Start(t.Context())
	firstRun(t, b)
	p := must[domain.Participant](t)(b.Desk.SaveParticipant(desk.ParticipantRequest{Name: "Dewi", Respondent: domain.Respondent{}}))
	s := must[domain.Session](t)(b.Desk.Prepare(desk.PrepareRequest{ParticipantID: p.ID, InstrumentID: instrument, Language: "en"}))
	handOver(t, b, s.ID)
	k.begun = must[kiosk.Session](t)(b.Kiosk.Session())
	k.acts = actsOf(k.begun)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	return k
}

// kill lets the participant go on, waits after the acknowledgement of an act,
// and kills the program with SIGKILL, wherever it is then.
func (k *killed) kill(t *testing.T, after int, wait time.Duration, early bool) {
	t.Helper()
	cmd, lines, tell := another(t, early, killDir+"="+k.dir, killFrom+"="+strconv.Itoa(k.done))
	for k.done <= after {
		if _, err := io.WriteString(tell, "\n"); err != nil || !lines.Scan() || lines.Text() != strconv.Itoa(k.done) {
			t.Fatalf("the participant ended by itself at %s: %v", k.acts[k.done].name, err)
		}
		k.done++
	}
	if !early {
		_, _ = io.WriteString(tell, "\n") // the next act is on its way
	}
	time.Sleep(wait)
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // it was killed: that is its error
}

// look opens the folder as a start of the program does, and notes what is not as
// it was acknowledged. The act that was on its way may have happened or not.
func (k *killed) look(t *testing.T) {
	t.Helper()
	b := New(config(k.dir))
	b.Start(t.Context())
	defer func() { _ = b.Close() }()
	status, err := b.Kiosk.Status()
	s, err2 := b.Kiosk.Session()
	if err != nil || err2 != nil || status.Mode != door.ModeParticipant {
		t.Fatalf("%v %v %+v", err, err2, status)
	}
	now, _ := k.expected(k.done)
	next, _ := k.expected(min(k.done+1, len(k.acts)))
	if s.Step != now.step && s.Step != next.step {
		k.lost = append(k.lost, fmt.Sprintf("the step is %q, not %q", s.Step, now.step))
	}
	if s.Done != now.done && s.Done != next.done {
		k.lost = append(k.lost, "the end")
	}
	texts := b.texts(t, s)
	for i, it := range s.Items {
		if it.Answer.Sealed { // not shown any more, and there
			it.Answer.Sealed, it.Answer.Text = false, texts[it.ID]
		}
		a, b := now.answers[it.ID], next.answers[it.ID]
		if !holds(it, a) && !holds(it, b) {
			k.lost = append(k.lost, fmt.Sprintf("%s is %+v, not %+v", it.ID, it.Answer, a))
		}
		was := k.begun.Items[i]
		it.Answer, it.Answered, it.Revision = was.Answer, was.Answered, was.Revision
		if !cmp.Equal(it, was) {
			k.lost = append(k.lost, it.ID+" is displayed in another way: "+cmp.Diff(was, it))
		}
	}
}

// texts gives the newest words of every item, as they open under the keys.
func (b *Bridge) texts(t *testing.T, s kiosk.Session) map[string]string {
	t.Helper()
	out, store := map[string]string{}, b.door.Workspace.Store
	if !slices.ContainsFunc(s.Items, func(it kiosk.Item) bool { return it.Answer.Sealed }) {
		return out
	}
	if err := store.Unlock(t.Context(), must[*keyring.Keys](t)(b.door.Ring.Unlock("", passphrase))); err != nil {
		t.Fatal(err)
	}
	for _, r := range must[[]domain.Response](t)(store.Responses(t.Context(), s.SessionID)) { // by item and revision
		out[r.ItemID] = r.Value.Text
	}
	return out
}

func holds(it kiosk.Item, want *kiosk.Given) bool {
	if want == nil {
		return !it.Answered
	}
	return it.Answered && cmp.Equal(it.Answer, *want)
}

// state is what must stand after so many acts.
type state struct {
	step    string
	done    bool
	answers map[string]*kiosk.Given
}

func (k *killed) expected(acts int) (state, error) {
	out := state{answers: map[string]*kiosk.Given{}}
	for _, a := range k.acts[:acts] {
		if a.step != "-" {
			out.step = a.step
		}
		if a.item != "" {
			out.answers[a.item] = a.answer
		}
		out.done = out.done || a.name == "finish"
	}
	return out, nil
}

// TestKillAfterEveryKindOfStep kills the program after every kind of step, and
// with every response type after every act on it; with KITEWISE_ROUNDS after
// every act of both instruments, at random moments, so often in a hundred.
func TestKillAfterEveryKindOfStep(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 3))
	times, _ := strconv.Atoi(os.Getenv(rounds))
	kills := 0
	for range max(times/100, 1) {
		for _, instrument := range []string{"learning-cycle", "every-control"} {
			k := newKilled(t, instrument)
			seen := map[string]int{}
			for i, a := range k.acts {
				kind := a.name
				if a.item != "" {
					kind = fmt.Sprint(itemType(k.begun, a.item), a.answer != nil)
				} else if itemType(k.begun, a.step) != "" {
					kind = "visit " + itemType(k.begun, a.step)
				}
				if seen[kind]++; times == 0 && seen[kind] > 1 && i != len(k.acts)-1 {
					continue
				}
				kills++
				k.kill(t, i, time.Duration(random.IntN(3000))*time.Microsecond, false)
				if k.look(t); len(k.lost) > 0 {
					t.Fatalf("%s, killed after %q: lost %q", instrument, a.name, k.lost)
				}
			}
			k.finished(t)
		}
	}
	if kills < 40 {
		t.Errorf("%d kills", kills)
	}
}

func itemType(s kiosk.Session, id string) string {
	at := slices.IndexFunc(s.Items, func(it kiosk.Item) bool { return it.ID == id })
	if at < 0 {
		return ""
	}
	return s.Items[at].Type
}

// finished holds the result of a session that was killed so often: it is whole,
// and says that it was interrupted.
func (k *killed) finished(t *testing.T) {
	t.Helper()
	b := opened(t, config(k.dir))
	comeBack(t, b, "finish")
	o, err := b.door.Workspace.Engine.Result(t.Context(), k.begun.SessionID)
	if err != nil {
		t.Fatal(err)
	}
	stops := 0
	for _, e := range o.Record.Events {
		if e.Kind == domain.EventStop {
			stops++
		}
	}
	flags, _ := json.Marshal(o.Finalisation.Result.Flags)
	declared := slices.ContainsFunc(o.Instrument.Manifest.Flags, func(f domain.Flag) bool { return f.Code == "INTERRUPTED" })
	if stops < 5 || declared && !o.Finalisation.Result.Raised("INTERRUPTED") || declared && !o.Finalisation.Result.Raised("PRACTICE_REVERSED") {
		t.Errorf("%d stops, flags %s", stops, flags)
	}
}

// TestTheKillsFindALoss is the control: a participant whose acts are
// acknowledged before they are done must be caught.
func TestTheKillsFindALoss(t *testing.T) {
	for try := range 15 {
		k := newKilled(t, "every-control")
		at := slices.IndexFunc(k.acts, func(a act) bool { return a.answer != nil })
		for i := at; i < at+3+try%5; i++ {
			k.kill(t, i, 0, true)
			if k.look(t); len(k.lost) > 0 {
				return
			}
		}
	}
	t.Error("kills of a program that acknowledges too early lost nothing")
}
