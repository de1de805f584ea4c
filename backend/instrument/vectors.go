package instrument

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"

	"kitewise/backend/domain"
	"kitewise/backend/response"
)

// vectorFile holds answers with the whole expected outcome, made by an
// independent program; it ships with every instrument.
const vectorFile = "vectors.json"

// vectors is the file of vectors.
type vectors struct {
	Format     string   `json:"format"`
	Instrument string   `json:"instrument"`
	Version    string   `json:"version"`
	Made       string   `json:"made"`
	Vectors    []vector `json:"vectors"`
}

// vector is one set of answers, in the manifest's order of items (null is
// missing), and what must come of it. What is not given is not compared.
type vector struct {
	ID         string            `json:"id"`
	Respondent domain.Respondent `json:"respondent"`
	Answers    []json.RawMessage `json:"answers"`
	Expect     expectation       `json:"expect"`
}

type expectation struct {
	Scores     map[string]map[string]json.RawMessage `json:"scores"`
	Chance     map[string]chanceExpected             `json:"chance"`
	Lists      map[string][][]any                    `json:"lists"`
	Robustness map[string]robustnessExpected         `json:"robustness"`
	Flags      []string                              `json:"flags"`
}

type chanceExpected struct {
	Sets        int     `json:"sets"`
	D           int     `json:"d"`
	W           float64 `json:"w"`
	P           float64 `json:"p"`
	AboveChance bool    `json:"aboveChance"`
}

type robustnessExpected struct {
	Swaps int     `json:"swaps"`
	Ways  [][]any `json:"ways"`
}

// RunVectors scores every vector that ships with the instrument and gives what
// differs, and how many were run. An instrument without vectors is at fault.
func (in *Instrument) RunVectors() ([]domain.Fault, int) {
	f, v := &folder{files: in.folder}, vectors{}
	if _, ok := f.json(vectorFile, maxVectors, &v); !ok {
		return f.faults, 0
	}
	if len(v.Vectors) == 0 {
		f.fault(vectorFile, "vectors", "no_vectors")
	}
	if v.Instrument != in.Domain.Ref.ID || v.Version != in.Domain.Ref.Version {
		f.fault(vectorFile, "instrument", "folder_name", "Want", in.Domain.Ref.ID+"/"+in.Domain.Ref.Version, "Got", v.Instrument+"/"+v.Version)
	}
	for i := range v.Vectors {
		for _, d := range in.runVector(&v.Vectors[i]) {
			f.fault(vectorFile, fmt.Sprintf("vectors[%d]%s", i, d.part), "self_test", "Want", d.want, "Got", d.got)
		}
	}
	return f.faults, len(v.Vectors)
}

func (in *Instrument) runVector(v *vector) []difference {
	values := map[string]domain.Value{}
	for i, raw := range v.Answers {
		if string(raw) == "null" || i >= len(in.Domain.Manifest.Items) {
			continue
		}
		it := in.items[in.Domain.Manifest.Items[i].ID]
		value, code := response.Read(it, raw)
		if code != "" {
			return []difference{{fmt.Sprintf(".answers[%d]", i), it.ID, code}}
		}
		values[it.ID] = value
	}
	r, err := in.ScoreWith(domain.Answers{Responses: values, Respondent: v.Respondent}, false)
	if err != nil {
		return []difference{{".answers", v.ID, err.Error()}}
	}
	c := &comparison{}
	for _, id := range slices.Sorted(maps.Keys(v.Expect.Scores)) {
		c.score(&r, id, v.Expect.Scores[id])
	}
	for id, want := range v.Expect.Chance {
		c.chance(&r, id, want)
	}
	for id, want := range v.Expect.Lists {
		c.same(".expect.lists."+id, want, listOf(&r, id))
	}
	for id, want := range v.Expect.Robustness {
		c.robustness(&r, id, want)
	}
	if v.Expect.Flags != nil {
		c.same(".expect.flags", v.Expect.Flags, r.Flags)
	}
	return c.found
}

// comparison collects what differs.
type comparison struct{ found []difference }

// same compares two values as JSON, number by number to the last bit.
func (c *comparison) same(part string, want, got any) {
	a, b := plain(want), plain(got)
	if !reflect.DeepEqual(a, b) {
		c.found = append(c.found, difference{part, text(want), text(got)})
	}
}

// plain gives a value as decoded JSON.
func plain(v any) any {
	var out any
	if err := json.Unmarshal([]byte(text(v)), &out); err != nil {
		return err.Error()
	}
	return out
}

func text(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		return strconv.Quote(err.Error())
	}
	return string(data)
}

// score compares the expected members of a score with the same members of the
// result, by their JSON names.
func (c *comparison) score(r *domain.Result, id string, want map[string]json.RawMessage) {
	s, ok := r.Score(id)
	if !ok {
		c.same(".expect.scores."+id, want, nil)
		return
	}
	got, ok := plain(s).(map[string]any)
	if !ok {
		c.same(".expect.scores."+id, want, nil)
		return
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		c.same(".expect.scores."+id+"."+name, want[name], member(s, got, name))
	}
}

// member gives a member of a score; probabilities as an object by class, the
// norm's method by its own name.
func member(s domain.Score, got map[string]any, name string) any {
	switch name {
	case "probabilities":
		p := map[string]float64{}
		for _, one := range s.Probabilities {
			p[one.Class] = one.Probability
		}
		return p
	case "method":
		if s.Norm == nil {
			return nil
		}
		return s.Norm.Method
	case "group":
		if s.Norm == nil {
			return nil
		}
		return s.Norm.Group
	}
	return got[name]
}

func (c *comparison) chance(r *domain.Result, id string, want chanceExpected) {
	for _, t := range r.Chance {
		if t.ID == id {
			c.same(".expect.chance."+id, want, chanceExpected{t.Sets, t.D, t.W, t.P, t.AboveChance})
			return
		}
	}
	c.same(".expect.chance."+id, want, nil)
}

// listOf gives a list as [item, class], [score, place, value] of an order, or
// [class, count, items].
func listOf(r *domain.Result, id string) [][]any {
	l, _ := r.List(id)
	out := [][]any{}
	for _, e := range l.Entries {
		switch l.Kind {
		case domain.ListPerItem:
			out = append(out, []any{e.Item, e.Class})
		case domain.ListOrder:
			out = append(out, []any{e.Class, e.Place, e.Value})
		default:
			out = append(out, []any{e.Class, e.Count, e.Items})
		}
	}
	return out
}

func (c *comparison) robustness(r *domain.Result, id string, want robustnessExpected) {
	for _, rob := range r.Robustness {
		if rob.Score != id {
			continue
		}
		c.same(".expect.robustness."+id+".swaps", want.Swaps, rob.Swaps)
		ways := [][]any{}
		for _, w := range rob.Ways {
			ways = append(ways, []any{w.Item, w.Rank, w.Class})
		}
		if want.Ways != nil {
			c.same(".expect.robustness."+id+".ways", want.Ways, ways)
		}
		return
	}
	c.same(".expect.robustness."+id, want, nil)
}
