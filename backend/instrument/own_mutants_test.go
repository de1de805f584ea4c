package instrument_test

import (
	"fmt"
	"reflect"
	"testing"

	"kitewise/backend/domain"
	"kitewise/backend/response"
	"kitewise/backend/scoring"
)

// mutant is one wrong change of a manifest.
type mutant struct {
	name   string
	change func(m *domain.Manifest)
}

// keyMutants turn each answer round, weigh it twice and leave it out.
func keyMutants(m *domain.Manifest) []mutant {
	out := []mutant{}
	for i, s := range m.Scoring {
		for j, k := range s.Keyed {
			name := s.ID + " " + k.Item + k.Ending
			out = append(out,
				mutant{name + " turned round", func(m *domain.Manifest) { m.Scoring[i].Keyed[j].Reverse = !k.Reverse }},
				mutant{name + " twice", func(m *domain.Manifest) { m.Scoring[i].Keyed[j].Weight = "2" }},
				mutant{name + " left out", func(m *domain.Manifest) {
					keyed := m.Scoring[i].Keyed
					m.Scoring[i].Keyed = append(keyed[:j], keyed[j+1:]...)
				}})
		}
	}
	return out
}

// cutMutants move every cut of study-habits to its next neighbour that a form
// can tell apart.
func cutMutants(m *domain.Manifest) []mutant {
	out := []mutant{}
	for i, s := range m.Scoring {
		if s.Bands == nil {
			continue
		}
		moves := [][2]string{{"12", "13"}, {"17", "18"}} // 12.5 and 17.5 are the sums of four answers at a cut
		if s.ID == "total" {
			moves = [][2]string{{"2.45", "2.55"}, {"3.45", "3.55"}}
		}
		for b, ways := range moves {
			for _, to := range ways {
				out = append(out, mutant{s.ID + " below " + to, func(m *domain.Manifest) { m.Scoring[i].Bands.Bands[b].Below = to }})
			}
			out = append(out, mutant{s.ID + " inclusive", func(m *domain.Manifest) { m.Scoring[i].Bands.Bands[b].Inclusive = true }})
		}
		if s.Missing == domain.MissingProrate {
			for _, least := range []int{3, 5} {
				out = append(out, mutant{fmt.Sprintf("%s of %d", s.ID, least), func(m *domain.Manifest) { m.Scoring[i].MinAnswered = least }})
			}
			out = append(out, mutant{s.ID + " not scaled up", func(m *domain.Manifest) {
				m.Scoring[i].Missing, m.Scoring[i].MinAnswered = domain.MissingIgnore, 0
			}})
		}
	}
	return out
}

// flagMutants move the cut of every flag by one step.
func flagMutants(m *domain.Manifest) []mutant {
	out := []mutant{}
	for i, f := range m.Flags {
		if readsConduct(f) {
			continue // see conduct_test.go
		}
		add := func(what string, change func(f *domain.Flag)) {
			out = append(out, mutant{f.Code + " " + what, func(m *domain.Manifest) { change(&m.Flags[i]) }})
		}
		if f.AtLeast > 0 {
			add("one less", func(f *domain.Flag) { f.AtLeast-- })
			add("one more", func(f *domain.Flag) { f.AtLeast++ })
		}
		if f.MinAnswered > 0 {
			add("with one answer less", func(f *domain.Flag) { f.MinAnswered-- })
			add("with one answer more", func(f *domain.Flag) { f.MinAnswered++ })
		}
		if f.Below != nil {
			add("below two less", func(f *domain.Flag) { *f.Below -= 2 })
			add("below two more", func(f *domain.Flag) { *f.Below += 2 })
		}
		if f.Values != nil {
			add("at 4", func(f *domain.Flag) { f.Values = []string{"4"} })
		}
		for _, to := range map[string][]string{
			"LOW_SPREAD": {"0.2", "0.31"}, "HALVES_DISAGREE": {"1.45", "1.51"}, "MANY_MISSING": {"0.09", "0.15"}, "FIRST_PLACE_CLOSE": {"1", "3"},
		}[f.Code] {
			add("at "+to, func(f *domain.Flag) {
				if f.Low != "" {
					f.Low = to
				} else {
					f.High = to
				}
			})
		}
		if len(f.Items) > 0 {
			for n := range f.Items {
				add("without "+f.Items[n], func(f *domain.Flag) { f.Items = append(f.Items[:n], f.Items[n+1:]...) })
			}
		}
	}
	return out
}

// TestOwnVectorsFindEveryMutant: a key, a weight, a cut or an item that is
// wrong by one step changes what some vector says.
func TestOwnVectorsFindEveryMutant(t *testing.T) {
	for _, id := range []string{"study-habits", "work-values"} {
		m := ownManifest(t, id)
		mutants := append(keyMutants(m), flagMutants(m)...)
		if id == "study-habits" {
			mutants = append(mutants, cutMutants(m)...)
		}
		if len(mutants) < 60 {
			t.Errorf("%s: %d mutants", id, len(mutants))
		}
		answers := ownAnswers(t, id, m)
		want := told(t, m, answers, nil)
		for _, one := range mutants {
			changed := ownManifest(t, id)
			one.change(changed)
			if got := told(t, changed, answers, want); len(got) == len(want) {
				t.Errorf("%s: %s is not found", id, one.name)
			}
		}
	}
}

func ownManifest(t *testing.T, id string) *domain.Manifest {
	t.Helper()
	m := domain.Manifest{}
	ownFile(t, id, "manifest.json", &m)
	return &m
}

// ownAnswers reads the answers of all vectors.
func ownAnswers(t *testing.T, id string, m *domain.Manifest) []domain.Answers {
	t.Helper()
	out, items := []domain.Answers{}, response.Items(m)
	for _, v := range ownVectors(t, id) {
		responses := map[string]domain.Value{}
		for i, raw := range v.Answers {
			if string(raw) == "null" {
				continue
			}
			value, code := response.Read(items[i], raw)
			if code != "" {
				t.Fatalf("%s: %s", raw, code)
			}
			responses[items[i].ID] = value
		}
		out = append(out, domain.Answers{Responses: responses})
	}
	return out
}

// told gives what a manifest says of each of the answers, up to the first that
// differs from what is wanted (nil: all).
func told(t *testing.T, m *domain.Manifest, answers []domain.Answers, want []domain.Result) []domain.Result {
	t.Helper()
	program, faults := scoring.Compile(scoring.Source{Manifest: m})
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	out := []domain.Result{}
	for i := range answers {
		r := program.Run(&answers[i], scoring.Options{})
		if want != nil && !reflect.DeepEqual(want[i], r) {
			return out
		}
		out = append(out, r)
	}
	return out
}
