package scoring_test

import (
	"fmt"
	"slices"
	"strconv"
	"testing"

	"kitewise/backend/domain"
	"kitewise/backend/scoring"
)

// form makes manifests of small made-up instruments.
type form struct{ domain.Manifest }

func ptr(n int) *int { return &n }

// likertForm has n items a1, a2, … with options o1..o5 of the values 1..5, in
// one section of fixed order.
func likertForm(n int) *form {
	f := &form{}
	set := domain.OptionSet{ID: "five"}
	for v := 1; v <= 5; v++ {
		set.Options = append(set.Options, domain.Option{ID: "o" + strconv.Itoa(v), Value: ptr(v)})
	}
	f.OptionSets = []domain.OptionSet{set}
	s := domain.Section{ID: "first", Order: domain.OrderFixed, Endings: domain.OrderFixed}
	for i := 1; i <= n; i++ {
		id := fmt.Sprintf("a%d", i)
		f.Items = append(f.Items, domain.Item{ID: id, Type: domain.TypeLikert, Options: "five"})
		s.Items = append(s.Items, id)
	}
	f.Sections = []domain.Section{s}
	return f
}

// rankingForm has n rankings r1, r2, … of the endings A B C, shuffled.
func rankingForm(n int) *form {
	f := &form{}
	s := domain.Section{ID: "first", Order: domain.OrderFixed, Endings: domain.OrderShuffled}
	for i := 1; i <= n; i++ {
		id := fmt.Sprintf("r%d", i)
		it := domain.Item{ID: id, Type: domain.TypeRanking, Endings: []domain.Ending{{ID: "A"}, {ID: "B"}, {ID: "C"}}}
		f.Items = append(f.Items, it)
		s.Items = append(s.Items, id)
	}
	f.Sections = []domain.Section{s}
	return f
}

// section adds a section of items.
func (f *form) section(id, when string, items ...domain.Item) *form {
	s := domain.Section{ID: id, Order: domain.OrderFixed, Endings: domain.OrderFixed, ShowWhen: when}
	for _, it := range items {
		f.Items = append(f.Items, it)
		s.Items = append(s.Items, it.ID)
	}
	f.Sections = append(f.Sections, s)
	return f
}

func (f *form) step(steps ...domain.Step) *form {
	f.Scoring = append(f.Scoring, steps...)
	return f
}

func (f *form) flag(flags ...domain.Flag) *form {
	f.Flags = append(f.Flags, flags...)
	return f
}

// sum is a prorated sum of items, those after a "-" reversed.
func sum(id string, least int, items ...string) domain.Step {
	s := domain.Step{ID: id, Op: "sum", Missing: domain.MissingProrate, MinAnswered: least}
	for _, it := range items {
		reverse := it[0] == '-'
		if reverse {
			it = it[1:]
		}
		s.Keyed = append(s.Keyed, domain.Keyed{Item: it, Reverse: reverse})
	}
	return s
}

// ids gives a1..an.
func ids(n int) []string {
	out := []string{}
	for i := 1; i <= n; i++ {
		out = append(out, fmt.Sprintf("a%d", i))
	}
	return out
}

// program compiles a form that must have no faults.
func (f *form) program(t *testing.T) *scoring.Program {
	t.Helper()
	p, faults := scoring.Compile(scoring.Source{Manifest: &f.Manifest})
	if len(faults) > 0 {
		t.Fatalf("faults: %v", faults)
	}
	return p
}

// faults compiles a form that must have some.
func (f *form) faults(t *testing.T) []domain.Fault {
	t.Helper()
	p, faults := scoring.Compile(scoring.Source{Manifest: &f.Manifest})
	if p != nil || len(faults) == 0 {
		t.Fatal("no fault")
	}
	return faults
}

// digits answers a1, a2, … by the digits of a text; "." is open.
func digits(text string) *domain.Answers {
	a := &domain.Answers{Responses: map[string]domain.Value{}}
	for i, c := range text {
		if c != '.' {
			a.Responses[fmt.Sprintf("a%d", i+1)] = domain.Value{Number: string(c)}
		}
	}
	return a
}

// raised gives the flags of a form for some answers.
func (f *form) raised(t *testing.T, a *domain.Answers) []string {
	t.Helper()
	r := f.program(t).Run(a, scoring.Options{})
	return r.Flags
}

// faultTable compiles forms with one fault each.
type faultTable map[string]struct {
	form       *form
	path, code string
}

func (table faultTable) run(t *testing.T) {
	t.Helper()
	for name, tc := range table {
		t.Run(name, func(t *testing.T) {
			faults := tc.form.faults(t)
			if !slices.ContainsFunc(faults, func(f domain.Fault) bool { return f.Path == tc.path && f.Code == tc.code }) {
				t.Errorf("got %v, want %s at %s", faults, tc.code, tc.path)
			}
		})
	}
}
