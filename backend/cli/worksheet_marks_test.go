package cli

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// robustness tries every swap, then every two and three, and holds the printed
// ways against them.
func (c *checker) robustness() {
	sets := c.ranks("s")
	class := c.out.classes["style"]
	ways := map[string]string{}
	for n, item := range c.sets("s") {
		for r := 1; r < 4; r++ {
			one := slices.Clone(sets)
			one[n] = swapped(one[n], r)
			if now := styleIn(one); now != class {
				ways[fmt.Sprintf("(%s:%d/%d)", item, r, r+1)] = now
			}
		}
	}
	least := c.out.swaps(c)
	if (least == 1) != (len(ways) > 0) {
		c.fault("%d ways of one swap, printed %d swaps", len(ways), least)
	}
	if least > 2 && reaches(sets, class, min(least-1, 3)) {
		c.fault("fewer than %d swaps change the class", least)
	}
	told := map[string]bool{} // a set is told once for every class
	for _, l := range c.lines {
		tail, ok := strings.CutPrefix(l.sign, "style(")
		if !ok {
			continue
		}
		after := slices.Clone(sets)
		steps := strings.Split(strings.TrimSuffix(tail, ")"), ",")
		for _, step := range steps {
			item, ranks, _ := strings.Cut(step, ":")
			n, r := slices.Index(c.sets("s"), item), int(ranks[0]-'0')
			if n < 0 || ranks != fmt.Sprintf("%d/%d", r, r+1) {
				c.fault("%s names no swap", l.sign)
				return
			}
			after[n] = swapped(after[n], r)
		}
		if got := styleIn(after); got != l.output || got == class || len(steps) != least {
			c.fault("%s gives %s after %d swaps", l.sign, got, len(steps))
		}
		for id, plus := range map[string][2]int{"ACCE": {2, 0}, "AERO": {3, 1}} {
			t := totals(after)
			c.is(id+"*("+tail, big.NewRat(11*int64(t[plus[0]]-t[plus[1]]), 12))
			c.reads(id+"*("+tail, sets, after, plus)
		}
		if want, there := ways["("+tail]; least == 1 && (!there || want != l.output) {
			c.fault("%s is no way", l.sign)
		}
		told[steps[0][:strings.Index(steps[0], ":")+1]+l.output] = true
	}
	for way, class := range ways {
		if least == 1 && !told[way[1:strings.Index(way, ":")+1]+class] {
			c.fault("the way %s to %s is not printed", way, class)
		}
	}
}

// reads: a score after swaps reads every rank of it that has changed, once.
func (c *checker) reads(sign string, before, after [][4]int, of [2]int) {
	want, got := []string{}, []string{}
	for n, item := range c.sets("s") {
		for _, j := range of {
			if before[n][j] != after[n][j] {
				want = append(want, item+"."+modes[j])
			}
		}
	}
	if l := c.by[sign]; l != nil {
		for _, name := range braced.FindAllString(l.precise, -1) {
			if name = name[1 : len(name)-1]; c.cells[name] != "" {
				got = append(got, name)
			}
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(want, got) {
		c.fault("%s reads %v, want %v", sign, got, want)
	}
}

// swaps reads how many swaps are printed.
func (r *recomputed) swaps(c *checker) int { return int(c.about("swaps(style)")) }

func totals(sets [][4]int) (t [4]int) {
	for _, s := range sets {
		for j, v := range s {
			t[j] += v
		}
	}
	return t
}

func styleIn(sets [][4]int) string {
	t := totals(sets)
	return styleOf(int64(t[2]-t[0]), int64(t[3]-t[1]))
}

// reaches reports whether up to so many swaps change the class.
func reaches(sets [][4]int, class string, depth int) bool {
	if styleIn(sets) != class {
		return true
	}
	if depth == 0 {
		return false
	}
	for n := range sets {
		for r := 1; r < 4; r++ {
			old := sets[n]
			sets[n] = swapped(old, r)
			found := reaches(sets, class, depth-1)
			if sets[n] = old; found {
				return true
			}
		}
	}
	return false
}

// marks: those printed are those that the rules of the inventory raise, each
// with the bound of its rule.
func (c *checker) marks() {
	clamped := 0
	for _, id := range []string{"CE", "RO", "AC", "AE", "ACCE", "AERO"} {
		if l := c.by["PR("+id+")"]; l != nil && beyond.MatchString(l.symbols) {
			clamped++
		}
	}
	d, dw := distance(c.ranks("s")), distance(c.ranks("c"))
	most := 0
	for _, one := range c.ranks("c") {
		n := 0
		for _, other := range c.ranks("c") {
			if one == other {
				n++
			}
		}
		most = max(most, n)
	}
	near := c.out.probabilities[c.out.likeliest] < 0.5 || c.out.swaps(c) == 1
	for id, cuts := range map[string][2]int64{"ACCE": {11, 29}, "AERO": {1, 23}} {
		for _, cut := range cuts {
			gap := new(big.Rat).Sub(c.conv[id], big.NewRat(cut, 2))
			near = near || gap.Abs(gap).Cmp(big.NewRat(1, 1)) <= 0
		}
	}
	for _, mark := range []struct {
		code   string
		stands bool
		by     []string
	}{
		{"RAW_OUTSIDE_NORM_RANGE", clamped >= 1, nil},
		{"EXCESSIVE_TRUNCATION", clamped >= 2, nil},
		{"APPROXIMATE_NORM", true, nil},
		{"BORROWED_RELIABILITY", true, nil},
		{"LOW_W_PATTERN", dw < 16, []string{"D(W) < 16"}},
		{"HIGH_W_UNIFORMITY", dw > 304, []string{"D(W) > 304"}},
		{"LFI_NOT_ABOVE_CHANCE", dw <= 100, []string{"D(W) < 102"}},
		{"LFI_REPEATED_PATTERN_6PLUS", most == 6, []string{"6 = 6"}},
		{"LFI_REPEATED_PATTERN_7PLUS", most >= 7, []string{strconv.Itoa(most) + " = " + strconv.Itoa(most)}},
		{"NEAR_STYLE_BOUNDARY", near, []string{
			"swaps(style) ≤ 1", "P(style=" + c.out.likeliest + ") < 0.5",
			"|ACCE* − 5.5| ≤ 1", "|ACCE* − 14.5| ≤ 1", "|AERO* − 0.5| ≤ 1", "|AERO* − 11.5| ≤ 1"}},
		{"NO_PREFERENCE_ABOVE_CHANCE", d <= 152, []string{"D(preference) < 154"}},
	} {
		l := c.by[mark.code]
		if (l != nil && l.output == "stands") != mark.stands {
			c.fault("%s: stands %v, printed %+v", mark.code, mark.stands, l)
		}
		if !mark.stands || l == nil {
			continue
		}
		c.out.flags = append(c.out.flags, mark.code)
		for part := range strings.SplitSeq(l.symbols, "; ") {
			if mark.by != nil && !slices.Contains(mark.by, part) {
				c.fault("%s by %q", mark.code, part)
			}
		}
	}
	for _, l := range c.lines {
		if l.output == "stands" && !slices.Contains(c.out.flags, l.sign) {
			c.fault("%s stands and is not known", l.sign)
		}
	}
}
