package instrument_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kitewise/backend/domain"
	"kitewise/backend/instrument"
)

// readsConduct: the flag reads how the answers came about, so no vector and no
// file of records can raise it; it is held to its cuts here.
func readsConduct(f domain.Flag) bool {
	return slices.Contains([]string{"seconds_per_item", "position_pattern", "practice_reversed", "interrupted"}, f.Rule)
}

// standing gives the conduct flags that these answers raise, with their numbers.
func standing(t *testing.T, in *instrument.Instrument, a domain.Answers) ([]string, []domain.Measured) {
	t.Helper()
	r, err := in.Score(a)
	if err != nil {
		t.Fatal(err)
	}
	out := []string{}
	for _, f := range in.Domain.Manifest.Flags {
		if readsConduct(f) && r.Raised(f.Code) {
			out = append(out, f.Code)
		}
	}
	return out, r.Measured
}

// cycleTimes are the worked example with a time for every set, in milliseconds.
func cycleTimes(in *instrument.Instrument, ms func(n int) int64) domain.Answers {
	a := domain.Answers{Responses: answers(in, worked), Conduct: domain.Conduct{Process: map[string]domain.Process{}}}
	for n, it := range in.Domain.Manifest.Items {
		a.Conduct.Process[it.ID] = domain.Process{TotalMs: ms(n)}
	}
	return a
}

func TestFastResponsesOfTheCycle(t *testing.T) {
	in := cycle(t)
	for _, tc := range []struct {
		name string
		ms   func(n int) int64
		want bool
		// median and least, in seconds, by hand
		median, least float64
	}{
		{"ten of 7,999 and ten of 8,000: median 7.9995", func(n int) int64 { return 7999 + int64(n%2) }, true, 7.9995, 7.999},
		{"all 8,000", func(int) int64 { return 8000 }, false, 0, 0},
		{"nine quick, eleven slow", func(n int) int64 { return []int64{3000, 9000}[min(n/9, 1)] }, false, 0, 0},
		{"eleven quick", func(n int) int64 { return []int64{3000, 9000}[min(n/11, 1)] }, true, 3, 3},
		{"one of 1,999", func(n int) int64 { return []int64{1999, 20000}[min(n, 1)] }, true, 20, 1.999},
		{"one of 2,000", func(n int) int64 { return []int64{2000, 20000}[min(n, 1)] }, false, 0, 0},
		{"on paper: no times", func(int) int64 { return 0 }, false, 0, 0},
	} {
		got, numbers := standing(t, in, cycleTimes(in, tc.ms))
		want, measured := []string{}, []domain.Measured(nil)
		if tc.want {
			want = []string{"FAST_RESPONSES"}
			measured = []domain.Measured{{Flag: "FAST_RESPONSES", Numbers: map[string]float64{"Median": tc.median, "Least": tc.least, "Items": 20}}}
		}
		if !slices.Equal(got, want) || !cmp.Equal(numbers, measured) {
			t.Errorf("%s: %v %v", tc.name, got, numbers)
		}
	}
}

// placedBy gives 20 rankings with a sum of squares of just that over the displayed
// positions: rows of ranks by position, changed at random until it fits.
func placedBy(target int) [20][4]int {
	random, sets := rand.New(rand.NewPCG(5, uint64(target))), [20][4]int{}
	roll := func() (p [4]int) {
		for i, v := range random.Perm(4) {
			p[i] = v + 1
		}
		return p
	}
	for i := range sets {
		sets[i] = roll()
	}
	off := func() int { return max(squares(sets)-target, target-squares(sets)) }
	for off() != 0 {
		i, before := random.IntN(20), off()
		was := sets[i]
		sets[i] = roll()
		if off() > before+6 && random.IntN(50) > 0 {
			sets[i] = was
		}
	}
	return sets
}

func squares(sets [20][4]int) int {
	s := 0
	for j := range 4 {
		p := -50
		for _, set := range sets {
			p += set[j]
		}
		s += p * p
	}
	return s
}

// displayed makes answers of rankings by position, each set in an order of its own.
func displayed(in *instrument.Instrument, sets [20][4]int) domain.Answers {
	random := rand.New(rand.NewPCG(1, 2))
	a := domain.Answers{Responses: map[string]domain.Value{}, Conduct: domain.Conduct{Process: map[string]domain.Process{}}}
	for n, it := range in.Domain.Manifest.Items {
		order, ranks := random.Perm(4), make([]int, 4)
		for position, ending := range order {
			ranks[ending] = sets[n][position]
		}
		a.Responses[it.ID] = domain.Value{Ranks: ranks}
		a.Conduct.Process[it.ID] = domain.Process{DisplayedOrder: order}
	}
	return a
}

func TestPositionPatternOfTheCycle(t *testing.T) {
	in := cycle(t)
	for target, want := range map[int]bool{0: false, 366: false, 370: true, 900: true} {
		sets := placedBy(target)
		if squares(sets) != target {
			t.Fatalf("%d, not %d", squares(sets), target)
		}
		a := displayed(in, sets)
		got, numbers := standing(t, in, a)
		if slices.Equal(got, []string{"POSITION_PATTERN"}) != want || want && numbers[0].Numbers["Squares"] != float64(target) {
			t.Errorf("%d: %v %v", target, got, numbers)
		}
		if !want {
			continue
		}
		for what, break1 := range map[string]func(domain.Answers){
			"one set open":          func(a domain.Answers) { delete(a.Responses, "c8") },
			"one order not known":   func(a domain.Answers) { a.Conduct.Process["s4"] = domain.Process{} },
			"no order known at all": func(a domain.Answers) { clear(a.Conduct.Process) },
		} {
			b := displayed(in, sets)
			break1(b)
			if got, _ := standing(t, in, b); len(got) > 0 {
				t.Errorf("%d, %s: %v", target, what, got)
			}
		}
	}
}

// TestTheCutOfPositionsIsItsOnePercentPoint sums the exact null distribution
// set by set over the rank totals of three positions (the fourth follows), with
// no formula of the program: P(S ≥ 370) = .0097, and 366, the next that can be (368 is no sum of three
// squares), would be over 1 %.
func TestTheCutOfPositionsIsItsOnePercentPoint(t *testing.T) {
	const side = 61 // totals 20..80, kept from 0
	at := func(a, b, c int) int { return (a*side+b)*side + c }
	now := make([]float64, side*side*side)
	now[0] = 1
	for n := range 20 {
		next := make([]float64, len(now))
		for a := 0; a <= 3*n; a++ {
			for b := 0; b <= 3*n; b++ {
				for c := 0; c <= 3*n; c++ {
					p := now[at(a, b, c)] / 24
					if p == 0 {
						continue
					}
					for i := range 4 {
						for j := range 4 {
							for k := range 4 {
								if i != j && i != k && j != k {
									next[at(a+i, b+j, c+k)] += p
								}
							}
						}
					}
				}
			}
		}
		now = next
	}
	tail := func(least int) (p float64) {
		for a := range side {
			for b := range side {
				for c := range side {
					s := 0
					for _, total := range []int{a, b, c, 120 - a - b - c} {
						s += (total - 30) * (total - 30)
					}
					if s >= least {
						p += now[at(a, b, c)]
					}
				}
			}
		}
		return p
	}
	if p := tail(0); math.Abs(p-1) > 1e-12 {
		t.Errorf("all of it is %v", p)
	}
	if p := tail(370); fmt.Sprintf("%.4f", p) != "0.0097" {
		t.Errorf("P(S ≥ 370) = %v", p)
	}
	if p := tail(366); p <= 0.01 {
		t.Errorf("P(S ≥ 366) = %v: the cut could be lower", p)
	}
}

// quiet are answers to every shipped instrument that raise no conduct flag.
func quiet(t *testing.T, in *instrument.Instrument) domain.Answers {
	t.Helper()
	a := domain.Answers{Responses: map[string]domain.Value{}, Conduct: domain.Conduct{Process: map[string]domain.Process{}}}
	for _, it := range in.Domain.Manifest.Items {
		switch it.Type {
		case domain.TypeRanking:
			return cycleTimes(in, func(int) int64 { return 20_000 })
		case domain.TypeLikert:
			a.Responses[it.ID] = domain.Value{Number: "3"}
		case domain.TypeForcedDistribution:
			columns := []int{}
			for _, c := range it.Columns {
				columns = append(columns, slices.Repeat([]int{c.Value}, c.Places)...)
			}
			a.Responses[it.ID] = domain.Value{Columns: columns}
		}
		a.Conduct.Process[it.ID] = domain.Process{TotalMs: 60_000}
	}
	return a
}

func TestTimesOfTheOtherInstruments(t *testing.T) {
	for _, tc := range []struct {
		id, first string
		ms        int64 // of every item
		want      bool
	}{
		{"study-habits", "h1", 1999, true}, {"study-habits", "h1", 2000, false},
		{"work-values", "sort", 39_999, true}, {"work-values", "sort", 40_000, false},
	} {
		in := ownInstrument(t, tc.id)
		a := quiet(t, in)
		for id := range a.Conduct.Process {
			a.Conduct.Process[id] = domain.Process{TotalMs: tc.ms}
		}
		if got, _ := standing(t, in, a); slices.Equal(got, []string{"FAST_RESPONSES"}) != tc.want {
			t.Errorf("%s at %d ms: %v", tc.id, tc.ms, got)
		}
	}
}

// TestWhatHappenedAroundTheAnswers: in every shipped instrument.
func TestWhatHappenedAroundTheAnswers(t *testing.T) {
	event := func(kind domain.EventKind, ms int64) domain.Event {
		return domain.Event{Kind: kind, DurationMs: ms, Answered: 1}
	}
	for _, id := range []string{"learning-cycle", "study-habits", "work-values"} {
		in := ownInstrument(t, id)
		for name, tc := range map[string]struct {
			events    []domain.Event
			practices []domain.Practice
			want      []string
			numbers   map[string]float64
		}{
			"nothing":             {nil, []domain.Practice{{Tries: 1}}, []string{}, nil},
			"paused":              {[]domain.Event{event(domain.EventPause, 0)}, nil, []string{"INTERRUPTED"}, map[string]float64{"Count": 1, "Minutes": 0}},
			"killed and asleep":   {[]domain.Event{event(domain.EventStop, 60_000), event(domain.EventSleep, 30_000)}, nil, []string{"INTERRUPTED"}, map[string]float64{"Count": 2, "Minutes": 1.5}},
			"the privacy screen":  {[]domain.Event{event(domain.EventPrivacy, 1)}, nil, []string{"INTERRUPTED"}, map[string]float64{"Count": 1, "Minutes": 1. / 60000}},
			"only left for a bit": {[]domain.Event{event(domain.EventFocus, 90_000), event(domain.EventClock, 5), event(domain.EventClose, 0)}, nil, []string{}, nil},
			"turned round":        {nil, []domain.Practice{{Tries: 3, Reversed: true}}, []string{"PRACTICE_REVERSED"}, map[string]float64{"Tries": 3}},
		} {
			a := quiet(t, in)
			a.Conduct.Events, a.Conduct.Practices = tc.events, tc.practices
			got, numbers := standing(t, in, a)
			if !slices.Equal(got, tc.want) || len(tc.want) > 0 && !cmp.Equal(numbers[0].Numbers, tc.numbers) {
				t.Errorf("%s, %s: %v %v", id, name, got, numbers)
			}
		}
	}
}

// TestARecordHasNoProcess: what is scored from a file raises none of them.
func TestARecordHasNoProcess(t *testing.T) {
	for _, id := range []string{"learning-cycle", "study-habits", "work-values"} {
		in := ownInstrument(t, id)
		a := quiet(t, in)
		a.Conduct = domain.Conduct{}
		if got, numbers := standing(t, in, a); len(got) > 0 || numbers != nil {
			t.Errorf("%s: %v %v", id, got, numbers)
		}
	}
}
