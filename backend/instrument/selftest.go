package instrument

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

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
