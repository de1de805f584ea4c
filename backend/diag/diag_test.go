package diag_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kitewise/backend/diag"
)

func figure(t *testing.T, w *diag.Watch, name string) diag.Figure {
	t.Helper()
	figures, err := w.Figures()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range figures {
		if f.Name == name {
			return f
		}
	}
	t.Fatalf("%q is not among %v", name, figures)
	return diag.Figure{}
}

// Percentiles are compared with those of the sorted times themselves: within a
// bucket, whose bounds lie a factor 1.5 apart, they may be off.
func TestPercentilesAreThoseOfTheTimes(t *testing.T) {
	w, random := diag.New(), rand.New(rand.NewPCG(1, 2))
	times := []float64{}
	for range 5000 {
		millis := math.Exp(random.NormFloat64() + 2)
		times = append(times, millis)
		w.Observe(diag.KindMethod, "Desk.People", time.Duration(millis*float64(time.Millisecond)), false)
	}
	slices.Sort(times)
	f := figure(t, w, "Desk.People")
	if f.Count != 5000 || f.Errors != 0 {
		t.Errorf("counted %+v", f)
	}
	for _, c := range []struct {
		share, got float64
	}{{0.50, f.P50}, {0.95, f.P95}, {0.99, f.P99}} {
		want := times[int(c.share*5000)]
		if c.got < want/1.2 || c.got > want*1.2 {
			t.Errorf("the %v quantile is %v, of the sorted times %v", c.share, c.got, want)
		}
	}
}

func TestErrorsAreCountedAndForgotten(t *testing.T) {
	w := diag.New()
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			for range 100 {
				w.Observe(diag.KindQuery, "save response", time.Millisecond, i == 0)
			}
		})
	}
	group.Wait()
	if f := figure(t, w, "save response"); f.Count != 800 || f.Errors != 100 || f.Kind != diag.KindQuery {
		t.Errorf("counted %+v", f)
	}
	w.Reset()
	if figures, err := w.Figures(); err != nil || len(figures) != 0 {
		t.Errorf("after a reset: %v, %v", figures, err)
	}
}

func TestBeyondTheLastBoundItIsThatBound(t *testing.T) {
	w := diag.New()
	w.Observe(diag.KindMethod, "Desk.SaveReport", time.Hour, false)
	if f := figure(t, w, "Desk.SaveReport"); f.P50 < 20_000 || f.P50 > 3_600_000 || math.IsInf(f.P99, 0) {
		t.Errorf("an hour is told as %+v", f)
	}
}

// Every limit is shown passed and just not passed.
func TestLimits(t *testing.T) {
	fine := diag.Facts{Free: 200 << 20, WAL: 64 << 20}
	of := func(count, errors int, p95 float64) []diag.Figure {
		return []diag.Figure{{Kind: diag.KindMethod, Name: "Kiosk.Answer", Count: count, Errors: errors, P95: p95}}
	}
	for _, tc := range []struct {
		name    string
		figures []diag.Figure
		facts   diag.Facts
		want    []string
	}{
		{"nothing seen", nil, fine, nil},
		{"at every limit", of(100, 1, 500), fine, nil},
		{"slow", of(20, 0, 500.1), fine, []string{"slow Kiosk.Answer 500.1"}},
		{"slow, but seldom", of(19, 0, 9000), fine, nil},
		{"errors", of(100, 2, 1), fine, []string{"errors Kiosk.Answer 2"}},
		{"errors alone, in few calls", of(19, 19, 1), fine, []string{"errors Kiosk.Answer 100"}},
		{"the second of few calls", of(3, 2, 1), fine, []string{fmt.Sprintf("errors Kiosk.Answer %v", 200.0/3)}},
		{"one failure", of(1, 1, 1), fine, nil},
		{"two, but seldom", of(200, 2, 1), fine, nil},
		{"long log", nil, diag.Facts{Free: -1, WAL: 64<<20 + 1}, []string{"wal  64"}},
		{"full disk", nil, diag.Facts{Free: 200<<20 - 1}, []string{"disk  199"}},
		{"reserve given up", nil, diag.Facts{Free: -1, Missing: 16 << 20}, []string{"reserve  16"}},
		{"free space not known", nil, diag.Facts{Free: -1}, nil},
		{"all", of(50, 50, 501), diag.Facts{WAL: 1 << 30}, []string{"disk  0", "wal  1024", "slow Kiosk.Answer 501", "errors Kiosk.Answer 100"}},
	} {
		var got []string
		for _, n := range diag.Judge(tc.figures, tc.facts) {
			got = append(got, fmt.Sprintf("%s %s %v", n.Code, n.Name, n.Value))
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s: %s", tc.name, diff)
		}
	}
}

func TestTheSupportFileIsJSON(t *testing.T) {
	var out bytes.Buffer
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.FixedZone("WITA", 8*3600))
	err := diag.WriteSupport(&out, diag.Support{Program: "1.2.3", Figures: []diag.Figure{{Name: "Desk.People", Count: 1}}}, at, at.Add(time.Hour))
	var back diag.Support
	if err != nil || json.Unmarshal(out.Bytes(), &back) != nil {
		t.Fatalf("%v: %s", err, out.String())
	}
	if back.Since != "2026-01-01T19:04:05Z" || back.Written != "2026-01-01T20:04:05Z" || back.Figures[0].Count != 1 || back.Go == "" {
		t.Errorf("wrote %s", out.String())
	}
}
