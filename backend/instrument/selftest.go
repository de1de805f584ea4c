package instrument

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"kitewise/backend/domain"
	"kitewise/backend/response"
	"kitewise/backend/scoring"
)

// selfTest scores the manifest's own answers and compares.
func (in *Instrument) selfTest() []domain.Fault {
	faults := []domain.Fault{}
	for i, t := range in.Domain.Manifest.SelfTest {
		values := map[string]domain.Value{}
		path := fmt.Sprintf("self_test[%d]", i)
		for id, raw := range t.Responses {
			v, code := response.Read(in.items[id], raw)
			if code != "" {
				faults = append(faults, domain.NewFault(scoring.ManifestFile, path+".responses."+id, "self_test_answers"))
			}
			values[id] = v
		}
		r, err := in.ScoreWith(domain.Answers{Responses: values}, false)
		if err != nil {
			faults = append(faults, domain.NewFault(scoring.ManifestFile, path+".responses", "self_test_answers"))
			continue
		}
		if t.Flags != nil && !slices.Equal(t.Flags, r.Flags) {
			faults = append(faults, domain.NewFault(scoring.ManifestFile, path+".flags", "self_test",
				"Want", strings.Join(t.Flags, " "), "Got", strings.Join(r.Flags, " ")))
		}
		for _, id := range slices.Sorted(maps.Keys(t.Expect)) {
			for _, d := range differences(&r, id, t.Expect[id]) {
				faults = append(faults, domain.NewFault(scoring.ManifestFile, path+".expect."+id+d.part, "self_test", "Want", d.want, "Got", d.got))
			}
		}
	}
	return faults
}

// difference is a part of a score that is not as expected.
type difference struct{ part, want, got string }

func differences(r *domain.Result, id string, want domain.Expected) []difference {
	s, ok := r.Score(id)
	if !ok {
		return []difference{{"", id, "-"}}
	}
	out := []difference{}
	compare := func(part string, want, got *float64) {
		if want != nil && (got == nil || *want != *got) {
			out = append(out, difference{part, decimal(want), decimal(got)})
		}
	}
	compare(".value", want.Value, s.Value)
	compare(".percentile", want.Percentile, s.Percentile)
	if want.Class != "" && want.Class != s.Class {
		out = append(out, difference{".class", want.Class, s.Class})
	}
	return out
}

func decimal(v *float64) string {
	if v == nil {
		return "-"
	}
	return strconv.FormatFloat(*v, 'g', -1, 64)
}

// SelfTest is what an instrument's vectors gave.
type SelfTest struct {
	// Vectors is how many sets of answers were scored, Faults what differs.
	Vectors int
	Faults  []domain.Fault
}

// tested runs the vectors of one loaded instrument, once. Its editions with
// other norms share it: the vectors are those of the norms that came with it.
type tested struct {
	once sync.Once
	base *Instrument
	out  SelfTest
}

// SelfTest scores every vector that ships with the instrument and compares,
// once: whoever asks again gets the same.
func (in *Instrument) SelfTest() SelfTest {
	t := in.tested
	t.once.Do(func() {
		if n, ok := t.base.quickly(); ok {
			t.out = SelfTest{Vectors: n, Faults: []domain.Fault{}}
			return
		}
		t.out.Faults, t.out.Vectors = t.base.RunVectors()
	})
	return t.out
}

// Sound refuses an instrument of which a vector came out otherwise than expected,
// as the catalogue does once everything was tested: instrument_invalid with the
// first fault.
func (in *Instrument) Sound() error {
	if faults := in.SelfTest().Faults; len(faults) > 0 {
		ref := in.Domain.Ref
		return missing(&Entry{ID: ref.ID, Version: ref.Version, State: Faulty, Faults: faults}, ref.ID, ref.Version)
	}
	return nil
}

// Sound is the same for a version that the catalogue has, and not_found for another.
func (c *Catalogue) Sound(ref domain.InstrumentRef) error {
	e, err := c.entry(ref.ID, ref.Version)
	if err != nil {
		return err
	}
	return e.Instrument.Sound()
}

// Tested gives what the vectors of a version gave; it runs them if nobody has.
func (c *Catalogue) Tested(ref domain.InstrumentRef) SelfTest {
	e, err := c.entry(ref.ID, ref.Version)
	if err != nil {
		return SelfTest{}
	}
	return e.Instrument.SelfTest()
}

// SelfTest runs the vectors of every sound instrument, side by side. One that
// fails can no longer be used; its faults say why.
func (c *Catalogue) SelfTest() {
	var group sync.WaitGroup
	for _, e := range c.List() {
		if e.sound != nil {
			group.Go(func() { e.sound.SelfTest() })
		}
	}
	group.Wait()
	c.mu.Lock()
	defer c.mu.Unlock()
	entries := slices.Clone(c.entries) // those given out stay as they are
	for i := range entries {
		e := &entries[i]
		if e.sound == nil {
			continue
		}
		if faults := e.sound.SelfTest().Faults; len(faults) > 0 {
			e.State, e.Faults = Faulty, faults
			e.Instrument, e.Definition, e.sound, e.editions = nil, nil, nil, nil
		}
	}
	c.entries = entries
}

// quickVector is a vector in the shape in which it can be compared at once.
type quickVector struct {
	ID         string            `json:"id"`
	Respondent domain.Respondent `json:"respondent"`
	Answers    []json.RawMessage `json:"answers"`
	Expect     struct {
		Scores     map[string]quickScore         `json:"scores"`
		Chance     map[string]chanceExpected     `json:"chance"`
		Lists      map[string]json.RawMessage    `json:"lists"`
		Robustness map[string]robustnessExpected `json:"robustness"`
		Flags      []string                      `json:"flags"`
	} `json:"expect"`
}

type quickScore struct {
	Value         maybe[float64]            `json:"value"`
	Converted     maybe[float64]            `json:"converted"`
	Percentile    maybe[float64]            `json:"percentile"`
	SEM           maybe[float64]            `json:"sem"`
	SEMLowerLimit maybe[bool]               `json:"semLowerLimit"`
	Bands         maybe[[]domain.Band]      `json:"bands"`
	Class         maybe[string]             `json:"class"`
	Likeliest     maybe[string]             `json:"likeliest"`
	RunnerUp      maybe[string]             `json:"runnerUp"`
	CannotTell    maybe[bool]               `json:"cannotTell"`
	Probabilities maybe[map[string]float64] `json:"probabilities"`
	SwapRange     maybe[domain.SwapRange]   `json:"swapRange"`
	Method        maybe[string]             `json:"method"`
	Group         maybe[string]             `json:"group"`
	Reason        maybe[domain.Reason]      `json:"reason"`
}

// maybe is a member that is compared only where it is given; null is given too.
type maybe[T any] struct {
	given bool
	value *T
}

// UnmarshalJSON notes that the member is there.
func (m *maybe[T]) UnmarshalJSON(data []byte) error {
	m.given = true
	if string(data) == "null" {
		return nil
	}
	m.value = new(T)
	return json.Unmarshal(data, m.value)
}

// quickly runs the vectors in one go and reports true only if every one
// certainly gives what it must. Whatever it cannot compare at once it leaves
// to RunVectors, which also says what differs.
func (in *Instrument) quickly() (n int, ok bool) {
	file, err := in.folder.Open(vectorFile)
	if err != nil {
		return 0, false
	}
	defer func() { _ = file.Close() }()
	data, err := io.ReadAll(io.LimitReader(file, maxVectors))
	if err != nil {
		return 0, false
	}
	v := struct {
		Format     string        `json:"format"`
		Instrument string        `json:"instrument"`
		Version    string        `json:"version"`
		Made       string        `json:"made"`
		Vectors    []quickVector `json:"vectors"`
	}{}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&v); err != nil || len(v.Vectors) == 0 || v.Instrument != in.Domain.Ref.ID || v.Version != in.Domain.Ref.Version {
		return 0, false
	}
	scorer := in.Scorer()
	for i := range v.Vectors {
		if !in.quickVector(scorer, &v.Vectors[i]) {
			return 0, false
		}
	}
	return len(v.Vectors), true
}

func (in *Instrument) quickVector(scorer *Scorer, v *quickVector) bool {
	values, ok := in.quickValues(v)
	if !ok {
		return false
	}
	r, err := scorer.Score(domain.Answers{Responses: values, Respondent: v.Respondent}, false)
	if err != nil || v.Expect.Flags != nil && !slices.Equal(v.Expect.Flags, r.Flags) {
		return false
	}
	for id, want := range v.Expect.Scores {
		s, ok := r.Score(id)
		if !ok || !want.is(&s) {
			return false
		}
	}
	c := &comparison{}
	for id, want := range v.Expect.Chance {
		if !slices.ContainsFunc(r.Chance, func(t domain.ChanceTest) bool {
			return t.ID == id && want == chanceExpected{t.Sets, t.D, t.W, t.P, t.AboveChance}
		}) {
			return false
		}
	}
	for id, want := range v.Expect.Lists {
		c.same("", want, listOf(r, id))
	}
	for id, want := range v.Expect.Robustness {
		c.robustness(r, id, want)
	}
	return len(c.found) == 0
}

// quickValues reads the answers of a vector; ok is false when one cannot be read.
func (in *Instrument) quickValues(v *quickVector) (values map[string]domain.Value, ok bool) {
	values = map[string]domain.Value{}
	for i, raw := range v.Answers {
		if string(raw) == "null" || i >= len(in.Domain.Manifest.Items) {
			continue
		}
		it := in.items[in.Domain.Manifest.Items[i].ID]
		value, code := response.Read(it, raw)
		if code != "" {
			return nil, false
		}
		values[it.ID] = value
	}
	return values, true
}

// is reports whether a score has every member that is given.
func (q *quickScore) is(s *domain.Score) bool {
	return q.measured(s) && q.classed(s) &&
		(!q.Bands.given || q.Bands.value != nil && slices.EqualFunc(*q.Bands.value, s.Bands, sameBand)) &&
		(!q.Probabilities.given || q.Probabilities.value != nil && sameChances(*q.Probabilities.value, s.Probabilities)) &&
		(!q.SwapRange.given || sameRange(q.SwapRange.value, s.SwapRange))
}

// measured compares the numbers of a score and where they were looked up.
func (q *quickScore) measured(s *domain.Score) bool {
	method, group := "", ""
	if s.Norm != nil {
		method, group = s.Norm.Method, s.Norm.Group
	}
	return same(q.Value, s.Value) && same(q.Converted, s.Converted) && same(q.Percentile, s.Percentile) &&
		same(q.SEM, s.SEM) && same(q.SEMLowerLimit, &s.SEMLowerLimit) && same(q.Method, &method) && same(q.Group, &group)
}

// classed compares the class of a score and what is said of it.
func (q *quickScore) classed(s *domain.Score) bool {
	return same(q.CannotTell, &s.CannotTell) && same(q.Class, &s.Class) && same(q.Likeliest, &s.Likeliest) &&
		same(q.RunnerUp, &s.RunnerUp) && same(q.Reason, &s.Reason)
}

// same compares a member to the last bit.
func same[T comparable](want maybe[T], got *T) bool { return !want.given || number(want.value, got) }

func number[T comparable](want, got *T) bool {
	return want == nil && got == nil || want != nil && got != nil && *want == *got
}

func sameChances(want map[string]float64, got []domain.ClassProbability) bool {
	for _, p := range got {
		if w, there := want[p.Class]; !there || w != p.Probability {
			return false
		}
	}
	return len(want) == len(got)
}

func sameBand(a, b domain.Band) bool {
	return a.Level == b.Level && a.Low == b.Low && a.High == b.High && a.LowClamped == b.LowClamped && a.HighClamped == b.HighClamped &&
		number(a.LowPercentile, b.LowPercentile) && number(a.HighPercentile, b.HighPercentile)
}

func sameRange(a, b *domain.SwapRange) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Low == b.Low && a.High == b.High && number(a.LowPercentile, b.LowPercentile) && number(a.HighPercentile, b.HighPercentile)
}
