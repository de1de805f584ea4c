package instrument_test

import (
	"math"
	"slices"
	"testing"

	"kitewise/backend/domain"
	"kitewise/backend/instrument"
)

// score fills out; ok is false for what is no permutation.
func (h *byHand) score(responses map[string]domain.Value) (ok bool) {
	var cols [4]int
	for i := range h.ids {
		ranks, seen := responses[h.ids[i]].Ranks, 0
		if len(ranks) != 4 {
			return false
		}
		for j, r := range ranks {
			seen |= 1 << r
			h.ranks[i][j] = r
		}
		if seen != 30 {
			return false
		}
		if i < 12 {
			cols[0], cols[1], cols[2], cols[3] = cols[0]+ranks[0], cols[1]+ranks[1], cols[2]+ranks[2], cols[3]+ranks[3]
		}
	}
	h.out = byHandOut{raw: [6]int{cols[0], cols[1], cols[2], cols[3], cols[2] - cols[0], cols[3] - cols[1]}}
	h.scales()
	o := &h.out
	ce, ro, ac, ae := cols[0], cols[1], cols[2], cols[3]
	o.sums = [2]float64{float64(ac + ro - ae - ce), float64(ac + ae - ce - ro)}
	o.balance = [2]float64{math.Abs(float64(11*(ac-ce)-108)) / 12, math.Abs(float64(11*(ae-ro)-72)) / 12}
	o.d12 = ce*ce + ro*ro + ac*ac + ae*ae - 3600
	h.style()
	h.contexts()
	o.chance = [2]domain.ChanceTest{
		{Sets: 12, D: o.d12, W: float64(o.d12) / 720, P: h.p12[o.d12], AboveChance: o.d12 > 152},
		{Sets: 8, D: o.d8, W: float64(o.d8) / 320, P: h.p8[o.d8], AboveChance: o.d8 > 100},
	}
	h.robustness()
	h.flags()
	return true
}

func (h *byHand) scales() {
	o := &h.out
	for s, raw := range o.raw {
		x := float64(11*raw) / 12
		o.converted[s], o.percentile[s] = x, h.percentile[s][raw-handLowest[s]]
		rows := h.tableOf[s]
		if x < rows[0][0] || x > rows[len(rows)-1][0] {
			o.clamped++
		}
		for i, reach := range [2]float64{h.sem[s], 1.96 * h.sem[s]} {
			b := &o.bands[s][i]
			b.low, b.high = x-reach, x+reach
			b.lowPercentile, b.lowClamped = handAt(rows, b.low)
			b.highPercentile, b.highClamped = handAt(rows, b.high)
		}
	}
}

// handAt reads a percentile off a table of raw scores and cumulative counts.
func handAt(rows [][2]float64, x float64) (float64, bool) {
	last := len(rows) - 1
	n := rows[last][1]
	if x < rows[0][0] {
		return 100 * rows[0][1] / n, true
	}
	if x >= rows[last][0] {
		return 100, x > rows[last][0]
	}
	low, high := 0, last
	for high-low > 1 {
		if mid := (low + high) / 2; rows[mid][0] <= x {
			low = mid
		} else {
			high = mid
		}
	}
	a, b := rows[low], rows[low+1]
	return 100 * (a[1] + (x-a[0])/(b[0]-a[0])*(b[1]-a[1])) / n, false
}

// handBox gives the cell of a difference and the probability of each.
func handBox(x, sem, low, high float64) (int, [3]float64) {
	a, b := math.Erfc(-(low-x)/sem/math.Sqrt2)/2, math.Erfc(-(high-x)/sem/math.Sqrt2)/2
	cell := 0
	if x >= low {
		cell++
	}
	if x >= high {
		cell++
	}
	return cell, [3]float64{a, b - a, 1 - b}
}

func (h *byHand) style() {
	o := &h.out
	row, py := handBox(o.converted[4], h.sem[4], 5.5, 14.5)
	column, px := handBox(o.converted[5], h.sem[5], 0.5, 11.5)
	o.style = handGrid[row][column]
	for r := range py {
		for c := range px {
			o.p[handGrid[r][c]] = py[r] * px[c]
		}
	}
	o.second = -1
	for i := 1; i < 9; i++ {
		switch {
		case o.p[i] > o.p[o.best]:
			o.second, o.best = o.best, i
		case o.second < 0 || o.p[i] > o.p[o.second]:
			o.second = i
		}
	}
	o.cannotTell = o.p[o.best] < .5 || o.d12 < 154
}

func (h *byHand) contexts() {
	o := &h.out
	var r [4]int
	for i := range 8 {
		k := h.ranks[12+i]
		r[0], r[1], r[2], r[3] = r[0]+k[0], r[1]+k[1], r[2]+k[2], r[3]+k[3]
		o.regions[i] = h.region[(k[0]-1)<<6|(k[1]-1)<<4|(k[2]-1)<<2|(k[3]-1)]
		if o.regions[i] != o.style {
			o.backups[o.regions[i]]++
		}
	}
	o.d8 = r[0]*r[0] + r[1]*r[1] + r[2]*r[2] + r[3]*r[3] - 1600
	o.w, o.lfi, o.lfiPercentile = float64(o.d8)/320, float64(320-o.d8)/320, h.lfi[o.d8]
	low, high := 1<<20, 0
	for i := range 8 {
		for a := range 4 {
			for b := range 4 {
				if h.ranks[12+i][b] == h.ranks[12+i][a]+1 {
					d := o.d8 + 2*(r[a]-r[b]) + 2
					low, high = min(low, d), max(high, d)
				}
			}
		}
	}
	o.swap = [4]float64{float64(320-high) / 320, float64(320-low) / 320, h.lfi[high], h.lfi[low]}
	switch {
	case o.d8 <= 100 && o.d12 <= 152:
		o.lfiClass = "undetermined"
	case o.lfiPercentile < 33.34:
		o.lfiClass = "low"
	case o.lfiPercentile <= 66.67:
		o.lfiClass = "moderate"
	default:
		o.lfiClass = "high"
	}
}

// handFar is how far a direction of an axis can still be changed in one set by
// so many swaps: raise a and lower b, from their ranks.
func handFar(a, b, swaps int) int {
	most := 0
	for up := 0; up <= min(swaps, 4-a); up++ {
		down := min(swaps-up, b-1)
		gain := up + down
		if a < b && a+up >= b-down { // they pass each other: one swap moves both
			down = min(swaps-up+1, b-1)
			gain = up + down
		}
		most = max(most, gain)
	}
	return most
}

var handGain = func() (out [5][5][7]int) {
	for a := 1; a <= 4; a++ {
		for b := 1; b <= 4; b++ {
			for swaps := range 7 {
				if a != b {
					out[a][b][swaps] = handFar(a, b, swaps)
				}
			}
		}
	}
	return out
}()

// robustness counts the swaps to the nearest line of the cell: the sets give
// their swaps one after the other, the best of every number so far.
func (h *byHand) robustness() {
	o := &h.out
	o.swaps = 1 << 20
	line := func(a, b, need int) {
		if need <= 0 || need > 72 {
			return
		}
		var best [80]int
		reach := min(o.swaps-1, need) // a swap that helps gains at least one
		for i := range 12 {
			gain := &handGain[h.ranks[i][a]][h.ranks[i][b]]
			for t := reach; t > 0; t-- {
				for j := 1; j <= min(t, 6); j++ {
					best[t] = max(best[t], best[t-j]+gain[j])
				}
			}
		}
		for t := 1; t <= reach; t++ {
			if best[t] >= need {
				o.swaps = min(o.swaps, t)
				return
			}
		}
	}
	axis := func(x, up, down int, cuts [2]int) {
		switch {
		case x < cuts[0]:
			line(up, down, cuts[0]-x)
		case x < cuts[1]:
			line(up, down, cuts[1]-x)
			line(down, up, x-cuts[0]+1)
		default:
			line(down, up, x-cuts[1]+1)
		}
	}
	axis(o.raw[4], 2, 0, [2]int{6, 16})
	axis(o.raw[5], 3, 1, [2]int{1, 13})
	if o.swaps == 1<<20 {
		o.swaps = 0
	}
}

func (h *byHand) flags() {
	o := &h.out
	most := 0
	for i := range 8 {
		same := 0
		for j := range i + 1 {
			if h.ranks[12+j] == h.ranks[12+i] {
				same++
			}
		}
		most = max(most, same)
	}
	near := func(x float64, cuts ...float64) bool {
		return slices.ContainsFunc(cuts, func(c float64) bool { return math.Abs(x-c) <= 1 })
	}
	o.flags = [12]bool{o.clamped > 0, o.clamped > 1, false, true, true, o.d8 < 16, o.d8 > 304, o.d8 <= 100, most == 6, most >= 7,
		o.p[o.best] < .5 || near(o.converted[4], 5.5, 14.5) || near(o.converted[5], .5, 11.5) || o.swaps == 1, o.d12 <= 152}
}

// handForm makes a form: the leaning of its answers is drawn first, so that all
// styles occur.
func handForm(h *byHand, next func(int) int) map[string]domain.Value {
	perms := [][]int{}
	for p := range 256 {
		q := []int{p>>6 + 1, p>>4&3 + 1, p>>2&3 + 1, p&3 + 1}
		if slices.Equal(slices.Sorted(slices.Values(q)), []int{1, 2, 3, 4}) {
			perms = append(perms, q)
		}
	}
	out, favourite, often := map[string]domain.Value{}, perms[next(24)], next(10)
	for _, id := range h.ids {
		out[id] = domain.Value{Ranks: perms[next(24)]}
		if next(10) < often {
			out[id] = domain.Value{Ranks: favourite}
		}
	}
	return out
}

// generator gives small numbers, the same in every run (xorshift64, Marsaglia,
// Journal of Statistical Software 8(14), 2003).
func generator() func(n int) int {
	state := uint64(88172645463325252)
	return func(n int) int {
		state ^= state << 13
		state ^= state >> 7
		state ^= state << 17
		return int(state % uint64(n))
	}
}

// TestByHandAgrees holds the declared scoring against the other one.
func TestByHandAgrees(t *testing.T) {
	h, scorer, next := newByHand(t), cycle(t).Scorer(), generator()
	for i := range 20_000 {
		form := handForm(h, next)
		r, err := scorer.Score(domain.Answers{Responses: form}, false)
		if err != nil || !h.score(form) {
			t.Fatal(err)
		}
		if what := h.out.compare(r); what != "" {
			t.Fatalf("form %d: %s differs: %+v\nby hand %+v\nof %v", i, what, r, h.out, form)
		}
	}
}

// BenchmarkDeclared measures the declared scoring by that by hand, form after
// form in turn: "bare-x-hand" is the ratio of their times, "traced-x-hand" that
// with the whole trace recorded.
func BenchmarkDeclared(b *testing.B) {
	besideHand(b, map[string]way{
		"bare":   func(s *instrument.Scorer, form map[string]domain.Value) error { return scored(s, form, false) },
		"traced": func(s *instrument.Scorer, form map[string]domain.Value) error { return scored(s, form, true) },
	})
}

// BenchmarkLines does the same with the lines of the trace written too. It stands
// alone, as what it leaves to be collected would slow the others down.
func BenchmarkLines(b *testing.B) {
	besideHand(b, map[string]way{
		"lines": func(s *instrument.Scorer, form map[string]domain.Value) error {
			err := scored(s, form, true)
			s.Trace()
			return err
		},
	})
}

func scored(s *instrument.Scorer, form map[string]domain.Value, trace bool) error {
	_, err := s.Score(domain.Answers{Responses: form}, trace)
	return err
}

// way scores a form.
type way func(s *instrument.Scorer, form map[string]domain.Value) error

// besideHand reports, for each way to score a form, the ratio of its median time
// to that by hand, and the times themselves; they take turns over all forms.
func besideHand(b *testing.B, ways map[string]way) {
	b.Helper()
	c, err := shipped()
	if err != nil {
		b.Fatal(err)
	}
	in, err := c.Latest("learning-cycle")
	if err != nil {
		b.Fatal(err)
	}
	h, scorer, next := newByHand(b), in.Scorer(), generator()
	ways["hand"] = func(_ *instrument.Scorer, form map[string]domain.Value) error {
		h.score(form)
		return nil
	}
	forms, watches := []map[string]domain.Value{}, map[string]*stopwatch{}
	for range 200 {
		forms = append(forms, handForm(h, next))
	}
	for name := range ways {
		watches[name] = &stopwatch{}
	}
	for b.Loop() {
		for name, one := range ways {
			watches[name].time(func() {
				for _, f := range forms {
					if err := one(scorer, f); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
	for name, w := range watches {
		b.ReportMetric(w.median()/float64(len(forms)), "ns-"+name)
		if name != "hand" {
			b.ReportMetric(w.median()/watches["hand"].median(), name+"-x-hand")
		}
	}
}
