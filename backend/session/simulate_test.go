package session

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kitewise/backend/domain"
	"kitewise/backend/instrument"
	"kitewise/backend/response"
)

// shelved is a catalogue of one real instrument that notes what it is asked to score.
type shelved struct {
	edition
	scored domain.Answers
}

func (s *shelved) Latest(string) (Instrument, error) { return s, nil }

func (s *shelved) Pinned(domain.InstrumentRef, domain.NormRef) (Instrument, error) { return s, nil }

func (s *shelved) Score(a domain.Answers) (domain.Result, error) {
	s.scored = a
	return s.edition.Score(a)
}

// eveningRest has a shuffled section on the condition of a first answer, an
// optional one on the condition of that section, and a soft one.
func eveningRest(t *testing.T) *shelved {
	t.Helper()
	entry, err := instrument.Open(os.DirFS("../../instruments"), os.DirFS("../../testdata/instruments/evening-rest/1.0.0"))
	if err != nil || entry.State != instrument.Ready {
		t.Fatal(err, entry.State, entry.Faults)
	}
	return &shelved{edition: edition{entry.Instrument}}
}

// someone is a simulated participant at an engine of its own. Everything that
// it does follows from its number.
type someone struct {
	*Engine
	t     *testing.T
	m     *memory
	shelf *shelved
	r     *rand.Rand
	id    string
	// worried is true once the answer of the safety flag was given.
	worried bool
	last    Saved
}

func newSomeone(t *testing.T, shelf *shelved, number int) *someone {
	t.Helper()
	p := &someone{t: t, shelf: shelf, r: rand.New(rand.NewPCG(uint64(number), 1))}
	p.m = &memory{sessions: map[string]domain.Session{}, finalisations: map[string]domain.Finalisation{}}
	clock := domain.Instant(0)
	p.Engine = New(Config{
		Sessions: p.m, Answers: p.m, Participants: p.m, Consents: p.m, Withdrawals: p.m, Happenings: p.m, Choices: p.m, Catalogue: shelf,
		Now: func() domain.Instant { clock += 1000; return clock }, NewID: func() string { return "s1" },
		NewSeed: func() string { return seedOf(number) },
	})
	s, err := p.Prepare(t.Context(), "p1", "evening-rest", "en")
	if err == nil {
		_, err = p.Start(t.Context(), s.ID)
	}
	if err == nil {
		_, err = p.Consent(t.Context(), s.ID, true, domain.Notice{})
	}
	if err != nil {
		t.Fatal(err)
	}
	p.id = s.ID
	return p
}

func (p *someone) view() View {
	p.t.Helper()
	v, err := p.View(context.Background(), p.id)
	if err != nil {
		p.t.Fatal(err)
	}
	return v
}

// answer makes an answer up and saves it as the page would: by displayed position.
func (p *someone) answer(id string) {
	p.t.Helper()
	v := p.view()
	m := &v.Instrument.Manifest
	it, _ := m.Item(id)
	value := response.Simulate(response.Item{Item: it}, p.r)
	shown := make([]int, len(it.Endings))
	for position, ending := range v.Order[id] {
		shown[position] = value.Ranks[ending]
	}
	p.worried = p.worried || id == "d2" && value.Ranks[0] == 3
	saved, err := p.Answer(context.Background(), Answer{
		SessionID: p.id, ItemID: id, Given: Given{Ranks: shown}, Revision: v.Latest[id].Revision,
		Process: domain.Process{TotalMs: int64(p.r.IntN(20_000)), Means: "pointer"},
	})
	if err != nil {
		p.t.Fatal(err)
	}
	after := p.view()
	if !cmp.Equal(after.Latest[id].Value, value) || !slices.Equal(saved.Sections, after.Way.Sections()) ||
		saved.Answered != after.Session.Answered || saved.Total != len(after.Way.Items()) {
		p.t.Fatalf("acknowledged %+v, stands %v %+v", saved, after.Way, after.Latest[id].Value)
	}
	p.last = saved
}

// run answers from the first item to the review, changes some answers, fills in
// what is due, and finishes.
func (p *someone) run() domain.Finalisation {
	p.t.Helper()
	for walked := 0; walked < len(p.view().Way.Items()); walked++ {
		id := p.view().Way.Items()[walked]
		if p.view().Instrument.Manifest.Required(id) || p.r.IntN(2) == 0 {
			p.answer(id)
		}
	}
	for range p.r.IntN(4) { // from the review
		items := p.view().Way.Items()
		p.answer(items[p.r.IntN(len(items))])
	}
	for {
		f, err := p.Finish(context.Background(), p.id)
		if err == nil {
			return f
		}
		e := wantCode(p.t, err, domain.CodeInvalid)
		for _, id := range strings.Fields(e.Params["Items"]) {
			if !p.view().Instrument.Manifest.Required(id) {
				p.t.Fatalf("%s is refused", id)
			}
			p.answer(id)
		}
	}
}

// shownTo says once more, without the engine, which items are shown.
func shownTo(answers map[string]domain.Response) []string {
	top := func(id string, ending int) bool {
		return len(answers[id].Value.Ranks) > 0 && answers[id].Value.Ranks[ending] == 3
	}
	items := []string{"d1", "d2", "a1", "a2"}
	if top("d1", 0) {
		items = append(items, "n1", "n2", "n3")
		if top("n1", 2) {
			items = append(items, "f1")
		}
	}
	return items
}

// TestAThousandParticipantsFinish: whatever they answer, leave open and change,
// they come to the end, and what comes out is the sum of what counts.
func TestAThousandParticipantsFinish(t *testing.T) {
	shelf := eveningRest(t)
	seen := map[string]int{}
	for number := range 1000 {
		p := newSomeone(t, shelf, number)
		f := p.run()
		given := shelf.scored
		v := p.view()
		p.checkTotals(f.Result, shownTo(v.Latest), v)
		p.checkConduct(given, v)
		p.checkFlags(f.Result)
		again := newSomeone(t, shelf, number)
		if d := cmp.Diff(f, again.run()); d != "" {
			t.Fatalf("participant %d the second time: %s", number, d)
		}
		seen["sections "+strconv.Itoa(len(v.Way.Sections()))]++
		seen["worried "+strconv.FormatBool(p.worried)]++
		seen["left open "+strconv.FormatBool(v.Session.Answered < v.Session.Total)]++
		seen["hidden answers "+strconv.FormatBool(len(v.Latest) > v.Session.Answered)]++
	}
	for _, what := range []string{
		"sections 2", "sections 3", "sections 4", "worried true", "worried false", "left open true", "left open false",
		"hidden answers true", "hidden answers false",
	} {
		if seen[what] < 20 {
			t.Errorf("%q came up %d times: %v", what, seen[what], seen)
		}
	}
}

func (p *someone) checkTotals(r domain.Result, shown []string, v View) {
	p.t.Helper()
	way := v.Way.Items()
	if !slices.Equal(slices.Sorted(slices.Values(way)), slices.Sorted(slices.Values(shown))) {
		p.t.Fatalf("shown %v, wanted %v", way, shown)
	}
	answered := 0
	for ending, score := range []string{"Q", "T", "M"} {
		sum := 0
		answered = 0
		for _, id := range shown {
			if a, ok := v.Latest[id]; ok {
				sum += a.Value.Ranks[ending]
				answered++
			}
		}
		if s, _ := r.Score(score); s.Value == nil || *s.Value != float64(sum) {
			p.t.Fatalf("%s is %v, wanted %d of %v", score, s.Value, sum, shown)
		}
	}
	if v.Session.Answered != answered || v.Session.Total != len(shown) {
		p.t.Fatalf("%d of %d, wanted %d of %d", v.Session.Answered, v.Session.Total, answered, len(shown))
	}
}

// checkConduct: scoring read the displayed order and how the latest answers came about.
func (p *someone) checkConduct(given domain.Answers, v View) {
	p.t.Helper()
	want := domain.Conduct{Order: v.Way.Items(), Process: map[string]domain.Process{}}
	for _, id := range want.Order {
		if r, ok := v.Latest[id]; ok {
			want.Process[id] = r.Process
		}
	}
	if d := cmp.Diff(want, given.Conduct); d != "" {
		p.t.Fatal(d)
	}
}

// checkFlags: the answer of the safety flag stands whatever became of it, the
// score as the result has it.
func (p *someone) checkFlags(r domain.Result) {
	p.t.Helper()
	o, err := p.Result(context.Background(), p.id)
	if err != nil {
		p.t.Fatal(err)
	}
	want := []string{}
	if p.worried {
		want = append(want, "CARRIES_ALONE")
	}
	if q, _ := r.Score("Q"); *q.Value >= 17 {
		want = append(want, "VERY_QUIET")
	}
	listed, err := p.m.Session(context.Background(), p.id)
	if err != nil {
		p.t.Fatal(err)
	}
	st, err := p.Standing(context.Background(), listed)
	if !slices.Equal(o.Urgent, want) || err != nil {
		p.t.Fatalf("urgent %v, wanted %v, %v", o.Urgent, want, err)
	}
	if fmt.Sprint(st.Urgent) != fmt.Sprint(want) || st.Session.Total != o.Session.Total || st.Session.Answered != o.Session.Answered {
		p.t.Fatalf("in the list %+v, wanted %v", st, want)
	}
}
