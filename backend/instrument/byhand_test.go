package instrument_test

import (
	"encoding/csv"
	"math"
	"math/big"
	"os"
	"slices"
	"strconv"
	"testing"

	"kitewise/backend/domain"
)

// byHand scores the learning cycle as somebody would write it who knows this one
// inventory and nothing else: plain integers, arrays, and tables made
// beforehand. It is what the declared scoring is measured against, and an
// independent check of it.
type byHand struct {
	ids [20]string
	// percentile holds, by scale, the percentile of raw sum - lowest; in tableOf
	// the table from which the ends of bands are read.
	percentile [6][73]float64
	tableOf    [6][][2]float64
	sem        [6]float64
	region     [256]int // by the four ranks, two bits each
	lfi        [321]float64
	p8         [321]float64
	p12        [721]float64
	ranks      [20][4]int
	out        byHandOut
}

// byHandOut is everything that it finds.
type byHandOut struct {
	raw           [6]int
	converted     [6]float64
	percentile    [6]float64
	clamped       int
	bands         [6][2]byHandBand
	sums          [2]float64 // assimilation, converging
	balance       [2]float64
	style         int
	p             [9]float64
	best, second  int
	cannotTell    bool
	d8, d12       int
	chance        [2]domain.ChanceTest // over the styles, over the contexts
	w, lfi        float64
	lfiPercentile float64
	lfiClass      string
	swap          [4]float64
	regions       [8]int
	backups       [9]int
	swaps         int
	flags         [12]bool
}

type byHandBand struct {
	low, high, lowPercentile, highPercentile float64
	lowClamped, highClamped                  bool
}

// The nine styles in their order, and the style of each cell, by row of AC-CE
// and column of AE-RO.
var (
	handStyles = [9]string{"initiating", "experiencing", "imagining", "reflecting", "analyzing", "thinking", "deciding", "acting", "balancing"}
	handGrid   = [3][3]int{{2, 1, 0}, {3, 8, 7}, {4, 5, 6}}
	handScales = [6]string{"CE", "RO", "AC", "AE", "ACCE", "AERO"}
	handLowest = [6]int{12, 12, 12, 12, -36, -36}
	handFlags  = [12]string{"RAW_OUTSIDE_NORM_RANGE", "EXCESSIVE_TRUNCATION", "MIXED_PROVENANCE", "APPROXIMATE_NORM", "BORROWED_RELIABILITY",
		"LOW_W_PATTERN", "HIGH_W_UNIFORMITY", "LFI_NOT_ABOVE_CHANCE", "LFI_REPEATED_PATTERN_6PLUS", "LFI_REPEATED_PATTERN_7PLUS",
		"NEAR_STYLE_BOUNDARY", "NO_PREFERENCE_ABOVE_CHANCE"}
)

// newByHand reads the tables of the instrument's folder.
func newByHand(tb testing.TB) *byHand {
	tb.Helper()
	h := &byHand{}
	for i := range h.ids {
		h.ids[i] = "s" + strconv.Itoa(i+1)
		if i >= 12 {
			h.ids[i] = "c" + strconv.Itoa(i-11)
		}
	}
	counts := map[string][][2]int64{}
	for _, row := range handRows(tb, "norms/klsi4.csv") {
		counts[row[1]] = append(counts[row[1]], [2]int64{handInt(tb, row[2]), handInt(tb, row[3])})
	}
	alpha := map[string]float64{}
	for _, row := range handRows(tb, "norms/klsi4-alpha.csv") {
		alpha[row[1]], _ = strconv.ParseFloat(row[2], 64)
	}
	for s, name := range handScales {
		h.scale(s, counts[name])
	}
	h.errors(counts, alpha)
	above, n := int64(0), int64(0)
	rows := handRows(tb, "norms/klsi4-lfi.csv")
	for _, row := range rows {
		n += handInt(tb, row[2])
	}
	for _, row := range rows { // from the largest D down
		above += handInt(tb, row[2])
		h.lfi[handInt(tb, row[1])], _ = big.NewRat(100*above, n).Float64()
	}
	for _, row := range handRows(tb, "tables/regions.csv") {
		key := 0
		for _, cell := range row[1:] {
			key = key<<2 | int(handInt(tb, cell)-1)
		}
		h.region[key] = slices.Index(handStyles[:], row[0])
	}
	copy(h.p8[:], handTails(8))
	copy(h.p12[:], handTails(12))
	return h
}

func handRows(tb testing.TB, name string) [][]string {
	tb.Helper()
	f, err := os.Open("../../instruments/learning-cycle/1.0.0/" + name)
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		tb.Fatal(err)
	}
	return rows[1:]
}

func handInt(tb testing.TB, text string) int64 {
	tb.Helper()
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		tb.Fatal(err)
	}
	return n
}

// scale fills the percentiles of every sum that can occur: sum·11/12, linear
// between the rows, the nearest row beyond them.
func (h *byHand) scale(s int, rows [][2]int64) {
	n, cumulative := int64(0), int64(0)
	for _, r := range rows {
		n += r[1]
	}
	cum := make([]int64, len(rows))
	for i, r := range rows {
		cumulative += r[1]
		cum[i] = cumulative
		h.tableOf[s] = append(h.tableOf[s], [2]float64{float64(r[0]), float64(cumulative)})
	}
	for i := range h.percentile[s] {
		x := big.NewRat(int64(11*(handLowest[s]+i)), 12)
		p := big.NewRat(100*cum[len(rows)-1], n)
		for j, r := range rows {
			at := new(big.Rat).SetInt64(r[0])
			if x.Cmp(at) > 0 {
				continue
			}
			if p = big.NewRat(100*cum[j], n); j > 0 && x.Cmp(at) < 0 {
				share := new(big.Rat).Sub(x, big.NewRat(rows[j-1][0], 1))
				share.Quo(share, big.NewRat(r[0]-rows[j-1][0], 1))
				p = share.Mul(share, big.NewRat(100*(cum[j]-cum[j-1]), n))
				p.Add(p, big.NewRat(100*cum[j-1], n))
			}
			break
		}
		h.percentile[s][i], _ = p.Float64()
	}
}

// errors fills the standard errors: SD·√(1-α), and for a difference both
// squares and a sixth of all four, because the errors of a set sum to zero.
func (h *byHand) errors(counts map[string][][2]int64, alpha map[string]float64) {
	var squares [4]float64
	for s := range squares {
		n, sum := 0.0, 0.0
		for _, r := range counts[handScales[s]] {
			n, sum = n+float64(r[1]), sum+float64(r[0]*r[1])
		}
		deviation := 0.0
		for _, r := range counts[handScales[s]] {
			deviation += float64(r[1]) * (float64(r[0]) - sum/n) * (float64(r[0]) - sum/n)
		}
		squares[s] = deviation / (n - 1) * (1 - alpha[handScales[s]])
		h.sem[s] = math.Sqrt(squares[s])
	}
	q := (squares[0] + squares[1] + squares[2] + squares[3]) / 6
	h.sem[4], h.sem[5] = math.Sqrt(squares[2]+squares[0]+q), math.Sqrt(squares[3]+squares[1]+q)
}

// handTails gives P(D ≥ d) for m random rankings of four, by counting all of
// them: the sums of three endings tell the fourth.
func handTails(m int) []float64 {
	ways := map[[3]int]int64{{}: 1}
	for range m {
		next := map[[3]int]int64{}
		for at, n := range ways {
			for p := range 64 {
				a, b, c := p>>4, p>>2&3, p&3
				if a != b && a != c && b != c {
					next[[3]int{at[0] + a + 1, at[1] + b + 1, at[2] + c + 1}] += n
				}
			}
		}
		ways = next
	}
	most := 5 * m * m
	count, all := make([]int64, most+1), int64(0)
	for at, n := range ways {
		last := 10*m - at[0] - at[1] - at[2]
		d := at[0]*at[0] + at[1]*at[1] + at[2]*at[2] + last*last - 25*m*m
		count[d] += n
		all += n
	}
	tail, above := make([]float64, most+1), int64(0)
	for d := most; d >= 0; d-- {
		above += count[d]
		tail[d], _ = big.NewRat(above, all).Float64()
	}
	return tail
}

// compare says in what a result of the program differs, "" if in nothing.
func (o *byHandOut) compare(r *domain.Result) string {
	for s, name := range handScales {
		got, _ := r.Score(name)
		if *got.Value != float64(o.raw[s]) || *got.Converted != o.converted[s] || *got.Percentile != o.percentile[s] {
			return name
		}
		if len(got.Bands) != len(o.bands[s]) {
			return name + " bands"
		}
		for i, b := range got.Bands {
			mine := o.bands[s][i]
			near := handNear(b.Low, mine.low) && handNear(b.High, mine.high) &&
				handNear(*b.LowPercentile, mine.lowPercentile) && handNear(*b.HighPercentile, mine.highPercentile)
			if !near || b.LowClamped != mine.lowClamped || b.HighClamped != mine.highClamped {
				return name + " band"
			}
		}
	}
	for id, want := range map[string]float64{
		"assimilation": o.sums[0], "converging": o.sums[1], "balance_acce": o.balance[0], "balance_aero": o.balance[1], "W": o.w, "LFI": o.lfi,
	} {
		if got, _ := r.Score(id); *got.Value != want {
			return id
		}
	}
	for i, want := range o.chance {
		got := r.Chance[i]
		if got.Sets != want.Sets || got.D != want.D || got.W != want.W || got.P != want.P || got.AboveChance != want.AboveChance {
			return "chance of " + got.ID
		}
	}
	if len(r.Chance) != len(o.chance) || len(r.Robustness) != 1 || r.Robustness[0].Swaps != o.swaps {
		return "number of chance tests, or robustness"
	}
	return o.compareStyle(r)
}

func (o *byHandOut) compareStyle(r *domain.Result) string {
	style, _ := r.Score("style")
	if style.Class != handStyles[o.style] || style.Likeliest != handStyles[o.best] || style.RunnerUp != handStyles[o.second] || style.CannotTell != o.cannotTell {
		return "style"
	}
	if len(style.Probabilities) != len(o.p) {
		return "probabilities"
	}
	for i, p := range style.Probabilities {
		if p.Class != handStyles[i] || !handNear(p.Probability, o.p[i]) {
			return "probability of " + p.Class
		}
	}
	lfi, _ := r.Score("LFI")
	if *lfi.Percentile != o.lfiPercentile || lfi.Class != o.lfiClass {
		return "LFI"
	}
	if s := lfi.SwapRange; s.Low != o.swap[0] || s.High != o.swap[1] || *s.LowPercentile != o.swap[2] || *s.HighPercentile != o.swap[3] {
		return "range of LFI"
	}
	contexts, _ := r.List("contexts")
	if len(contexts.Entries) != len(o.regions) {
		return "contexts"
	}
	for i, e := range contexts.Entries {
		if e.Class != handStyles[o.regions[i]] {
			return "region of " + e.Item
		}
	}
	backups, _ := r.List("backup_styles")
	left := o.backups // what the list does not name has a count of none
	for _, e := range backups.Entries {
		left[slices.Index(handStyles[:], e.Class)] -= e.Count
	}
	if left != [9]int{} {
		return "backup styles"
	}
	for i, code := range handFlags {
		if r.Raised(code) != o.flags[i] {
			return code
		}
	}
	return ""
}

func handNear(a, b float64) bool { return math.Abs(a-b) <= 2e-9 }

// TestByHandNoticesEveryDifference is the control: a result that agrees, held
// against one number after the other that is a little different.
func TestByHandNoticesEveryDifference(t *testing.T) {
	h, scorer := newByHand(t), cycle(t).Scorer()
	form := handForm(h, generator())
	r, err := scorer.Score(domain.Answers{Responses: form}, false)
	if err != nil || !h.score(form) || h.out.compare(r) != "" {
		t.Fatalf("%v, %q", err, h.out.compare(r))
	}
	for name, spoil := range map[string]func(o *byHandOut){
		"raw score": func(o *byHandOut) { o.raw[3]++ }, "converted": func(o *byHandOut) { o.converted[5] += 1e-12 }, "percentile": func(o *byHandOut) { o.percentile[0] += 1e-12 },
		"band": func(o *byHandOut) { o.bands[4][1].highPercentile += 1e-6 }, "sum": func(o *byHandOut) { o.sums[1]++ }, "balance": func(o *byHandOut) { o.balance[0]++ },
		"D of the styles": func(o *byHandOut) { o.chance[0].D += 2 }, "D of the contexts": func(o *byHandOut) { o.chance[1].D += 2 },
		"P of the styles": func(o *byHandOut) { o.chance[0].P *= 1 + 1e-15 }, "P of the contexts": func(o *byHandOut) { o.chance[1].P *= 1 + 1e-15 },
		"W of the styles": func(o *byHandOut) { o.chance[0].W *= 1 + 1e-15 }, "above chance": func(o *byHandOut) { o.chance[1].AboveChance = !o.chance[1].AboveChance },
		"swaps": func(o *byHandOut) { o.swaps++ }, "style": func(o *byHandOut) { o.style = (o.style + 1) % 9 }, "probability": func(o *byHandOut) { o.p[8] += 1e-8 },
		"LFI": func(o *byHandOut) { o.lfi += 1e-12 }, "its percentile": func(o *byHandOut) { o.lfiPercentile += 1e-12 }, "its range": func(o *byHandOut) { o.swap[3]++ },
		"region": func(o *byHandOut) { o.regions[7] = (o.regions[7] + 1) % 9 }, "a backup style that is missing": func(o *byHandOut) { o.backups[slices.Index(o.backups[:], 0)]++ },
		"flag": func(o *byHandOut) { o.flags[11] = !o.flags[11] },
	} {
		o := h.out
		if spoil(&o); o.compare(r) == "" {
			t.Errorf("%s: not noticed", name)
		}
	}
}
