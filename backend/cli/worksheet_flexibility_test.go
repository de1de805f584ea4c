package cli

import (
	"encoding/csv"
	"fmt"
	"maps"
	"math/big"
	"os"
	"slices"
	"strings"
	"sync"
)

// swapped gives a ranking with the ranks r and r+1 exchanged.
func swapped(ranking [4]int, r int) [4]int {
	for j, v := range ranking {
		switch v {
		case r:
			ranking[j] = r + 1
		case r + 1:
			ranking[j] = r
		}
	}
	return ranking
}

func (c *checker) flexibility() {
	contexts := c.ranks("c")
	w, d := c.agreement("W", contexts)
	c.out.values["W"], _ = w.Float64()
	lfi := new(big.Rat).Sub(big.NewRat(1, 1), w)
	c.out.values["LFI"] = c.is("LFI", lfi)
	c.rowOfD("PR(LFI)", d)
	low, high := int64(1<<30), int64(-1)
	for n := range contexts {
		for r := 1; r < 4; r++ {
			all := slices.Clone(contexts)
			all[n] = swapped(all[n], r)
			low, high = min(low, distance(all)), max(high, distance(all))
		}
	}
	found := map[int64]bool{}
	for _, l := range c.lines {
		if !strings.HasPrefix(l.sign, "LFI(") {
			continue
		}
		after := int64(c.about("D(W," + l.sign[4:]))
		c.is(l.sign, new(big.Rat).Sub(big.NewRat(1, 1), big.NewRat(12*after, 64*60)))
		c.rowOfD("PR("+l.sign+")", after)
		found[after] = true
	}
	if !found[low] || !found[high] {
		c.fault("swaps give D from %d to %d, printed %v", low, high, found)
	}
	for _, l := range c.lines {
		if tail, ok := strings.CutPrefix(l.sign, "D(W,"); ok {
			item, ranks, _ := strings.Cut(strings.TrimSuffix(tail, ")"), ":")
			n, r := slices.Index(c.sets("c"), item), int(ranks[0]-'0')
			if n < 0 || ranks != fmt.Sprintf("%d/%d", r, r+1) {
				c.fault("%s names no swap", l.sign)
				continue
			}
			all := slices.Clone(contexts)
			all[n] = swapped(all[n], r)
			c.is(l.sign, big.NewRat(distance(all), 1))
		}
	}
	class := "high"
	if p := c.out.percentiles["LFI"]; p < 33.34 {
		class = "low"
	} else if p <= 66.67 {
		class = "moderate"
	}
	if d <= 100 && distance(c.ranks("s")) <= 152 {
		class = "undetermined"
	}
	c.out.classes["LFI"] = class
	c.says("class(LFI)", class)
	c.bounds()
}

// rowOfD: the percentile of a flexibility is read at its D.
func (c *checker) rowOfD(sign string, d int64) {
	if l := c.by[sign]; l == nil || l.tables[fmt.Sprintf("N(D≥%d)", d)] == "" || l.tables["N"] != "10423" {
		c.fault("%s is not read at D = %d of 10423", sign, d)
	}
}

// bounds are the only ones that a class of the flexibility has.
func (c *checker) bounds() {
	if l := c.by["class(LFI)"]; l != nil {
		for part := range strings.SplitSeq(l.symbols, "; ") {
			switch part {
			case "PR(LFI) < 33.34", "33.34 ≤ PR(LFI) ≤ 66.67", "66.67 < PR(LFI)", "LFI_NOT_ABOVE_CHANCE = 1", "NO_PREFERENCE_ABOVE_CHANCE = 1":
			default:
				c.fault("class(LFI) by %s", part)
			}
		}
	}
}

// regionTable is the published table of the 24 rankings, read as a file.
var regionTable = sync.OnceValues(func() (map[string]string, error) {
	f, err := os.Open("../../instruments/learning-cycle/1.0.0/tables/regions.csv")
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	rows, err := csv.NewReader(f).ReadAll()
	out := map[string]string{}
	for _, r := range rows {
		out[strings.Join(r[1:], ", ")] = r[0]
	}
	return out, err
})

func (c *checker) lists() {
	table, err := regionTable()
	if err != nil {
		c.fault("%w", err)
		return
	}
	count, order := map[string][]string{}, classOrder
	for _, item := range c.sets("c") {
		key := []string{}
		for _, m := range modes {
			key = append(key, c.cells[item+"."+m])
		}
		region := table[strings.Join(key, ", ")]
		c.says("contexts("+item+")", region)
		c.out.regions = append(c.out.regions, region)
		if region != c.out.classes["style"] {
			count[region] = append(count[region], item)
		}
	}
	backups := slices.Collect(maps.Keys(count))
	slices.SortFunc(backups, func(a, b string) int {
		if len(count[a]) != len(count[b]) {
			return len(count[b]) - len(count[a])
		}
		return slices.Index(order, a) - slices.Index(order, b)
	})
	c.out.backups = backups
	for _, region := range backups {
		c.is("backup_styles("+region+")", big.NewRat(int64(len(count[region])), 1))
		if l, want := c.by["backup_styles("+region+")"], "count(contexts("+strings.Join(count[region], "), contexts(")+"))"; l != nil && l.symbols != want {
			c.fault("%s is %s", l.sign, l.symbols)
		}
	}
	for _, l := range c.lines {
		if region, ok := strings.CutPrefix(l.sign, "backup_styles("); ok && count[strings.TrimSuffix(region, ")")] == nil {
			c.fault("%s is no backup style", region)
		}
	}
}
