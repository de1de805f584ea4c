package diag

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	dto "github.com/prometheus/client_model/go"
)

// Figure is what was seen of one method or one kind of query. Times are in
// milliseconds; they are 0 while Count is 0.
type Figure struct {
	Kind   Kind    `json:"kind"`
	Name   string  `json:"name"`
	Count  int     `json:"count"`
	Errors int     `json:"errors"`
	P50    float64 `json:"p50"`
	P95    float64 `json:"p95"`
	P99    float64 `json:"p99"`
}

// Figures gives what was seen, the slowest p95 first, then by name.
func (w *Watch) Figures() ([]Figure, error) {
	families, err := w.registry.Gather()
	if err != nil {
		return nil, fmt.Errorf("gather figures: %w", err)
	}
	seen := map[[2]string]*Figure{}
	at := func(m *dto.Metric) *Figure {
		key := [2]string{}
		for _, l := range m.GetLabel() {
			if l.GetName() == "kind" {
				key[0] = l.GetValue()
			} else {
				key[1] = l.GetValue()
			}
		}
		if seen[key] == nil {
			seen[key] = &Figure{Kind: Kind(key[0]), Name: key[1]}
		}
		return seen[key]
	}
	for _, family := range families {
		for _, m := range family.GetMetric() {
			if h := m.GetHistogram(); h != nil {
				at(m).times(h)
			} else {
				at(m).Errors = int(m.GetCounter().GetValue())
			}
		}
	}
	out := []Figure{}
	for _, f := range seen {
		out = append(out, *f)
	}
	slices.SortFunc(out, func(a, b Figure) int {
		return cmp.Or(cmp.Compare(b.P95, a.P95), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name))
	})
	return out, nil
}

func (f *Figure) times(h *dto.Histogram) {
	f.Count = int(h.GetSampleCount())
	f.P50, f.P95, f.P99 = quantile(h, 0.50), quantile(h, 0.95), quantile(h, 0.99)
}

// quantile gives the q-quantile in milliseconds, linear within the bucket that
// holds it; beyond the last bound it is that bound.
// Source: Prometheus documentation, histogram_quantile().
func quantile(h *dto.Histogram, q float64) float64 {
	want := q * float64(h.GetSampleCount())
	low, below := 0.0, 0.0
	for _, b := range h.GetBucket() {
		high, upTo := b.GetUpperBound(), float64(b.GetCumulativeCount())
		if upTo >= want && upTo > below && !math.IsInf(high, 1) {
			return 1000 * (low + (high-low)*(want-below)/(upTo-below))
		}
		if math.IsInf(high, 1) {
			break
		}
		low, below = high, upTo
	}
	if h.GetSampleCount() == 0 {
		return 0
	}
	return 1000 * low
}
