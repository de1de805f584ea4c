package cli

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// recomputed is a result of the learning cycle made from a printed worksheet.
type recomputed struct {
	values, converted, percentiles map[string]float64
	classes                        map[string]string
	likeliest                      string
	cannotTell                     bool
	probabilities                  map[string]float64
	regions                        []string
	backups                        []string
	flags                          []string
}

// checker recomputes a worksheet of the learning cycle by the rules of Kolb and
// Kolb 2013 and Kendall 1948, with arithmetic of its own.
type checker struct {
	*page
	faults []error
	out    recomputed
	sums   map[string]int64
	conv   map[string]*big.Rat
	sem    map[string]float64
}

var modes = []string{"CE", "RO", "AC", "AE"}

// check recomputes everything and compares it with what is printed.
func check(text string) (recomputed, error) {
	p, err := readPage(text)
	if err != nil {
		return recomputed{}, err
	}
	c := &checker{page: p, sums: map[string]int64{}, conv: map[string]*big.Rat{}, sem: map[string]float64{}}
	c.out = recomputed{values: map[string]float64{}, converted: map[string]float64{}, percentiles: map[string]float64{}, classes: map[string]string{}, probabilities: map[string]float64{}}
	c.everyLine()
	for _, step := range []func(){c.scores, c.errors, c.tables, c.style, c.flexibility, c.lists, c.robustness, c.marks} {
		if len(c.faults) > 0 {
			break
		}
		step()
	}
	return c.out, errors.Join(c.faults...)
}

func (c *checker) fault(format string, args ...any) {
	c.faults = append(c.faults, fmt.Errorf(format, args...))
}

// everyLine: the numbers of a line are those of what it names, and give what it says.
func (c *checker) everyLine() {
	for _, l := range c.lines {
		if l.output == "stands" && l.numbers == "stands" {
			continue
		}
		if err := c.substituted(l); err != nil {
			c.fault("%w", err)
		}
	}
	if len(c.faults) > 0 {
		return
	}
	for _, l := range c.lines {
		if l.numbers != "stands" {
			c.evaluated(l)
		}
	}
}

func (c *checker) evaluated(l *pageLine) {
	for _, function := range []string{"count(", "row(", "max("} {
		if strings.HasPrefix(l.numbers, function) {
			return // by their own rules below
		}
	}
	value, holds, err := c.value(l, 0)
	if err != nil || !holds {
		c.fault("%s: %q holds: %v, %w", l.sign, l.numbers, holds, err)
		return
	}
	if strings.ContainsRune("−0123456789", []rune(l.output)[0]) {
		c.printed(l, value)
	}
}

// printed compares a value with the outcome of a line and its decimal.
func (c *checker) printed(l *pageLine, v amount) {
	out, _, err := statement(l.output)
	if err != nil || !out.closeTo(v) {
		c.fault("%s: %s is printed, %v computed (%w)", l.sign, l.output, v.about, err)
		return
	}
	if out.exact == nil {
		return
	}
	want := ""
	if !out.exact.IsInt() {
		want = strings.ReplaceAll(out.exact.FloatString(9), "-", "−")
	}
	if l.decimal != want {
		c.fault("%s: ≈ %s, want %s", l.sign, l.decimal, want)
	}
}

// is compares a line with an exact value.
func (c *checker) is(sign string, want *big.Rat) float64 {
	l := c.by[sign]
	if l == nil {
		c.fault("no line %s", sign)
		return 0
	}
	c.printed(l, exactly(want))
	f, _ := want.Float64()
	return f
}

// near compares a line with a value that is known to nine places.
func (c *checker) near(sign string, want float64) {
	l := c.by[sign]
	if l == nil {
		c.fault("no line %s", sign)
		return
	}
	c.printed(l, amount{nil, want})
}

// rank gives an answer.
func (c *checker) rank(item, mode string) int {
	n, err := strconv.Atoi(c.cells[item+"."+mode])
	if err != nil {
		c.fault("no rank of %s in %s", mode, item)
	}
	return n
}

// sets gives the items that begin with a letter.
func (c *checker) sets(letter string) []string {
	return slices.DeleteFunc(slices.Clone(c.items), func(id string) bool { return !strings.HasPrefix(id, letter) })
}

func (c *checker) scores() {
	if len(c.sets("s")) != 12 || len(c.sets("c")) != 8 {
		c.fault("items %v", c.items)
		return
	}
	for _, item := range c.items {
		seen := 0
		for _, m := range modes {
			seen |= 1 << c.rank(item, m)
		}
		if seen != 0b11110 {
			c.fault("%s is no ranking", item)
		}
	}
	for _, m := range modes {
		for _, s := range c.sets("s") {
			c.sums[m] += int64(c.rank(s, m))
		}
		c.score(m, c.sums[m], true)
	}
	c.summed()
	s := c.sums
	c.score("ACCE", s["AC"]-s["CE"], true)
	c.score("AERO", s["AE"]-s["RO"], true)
	c.score("assimilation", s["AC"]+s["RO"]-s["AE"]-s["CE"], true)
	c.score("converging", s["AC"]+s["AE"]-s["CE"]-s["RO"], true)
	for id, by := range map[string]struct {
		of     string
		middle int64
	}{"balance_acce": {"ACCE", 9}, "balance_aero": {"AERO", 6}} {
		v := new(big.Rat).Sub(c.conv[by.of], big.NewRat(by.middle, 1))
		c.out.values[id] = c.is(id, v.Abs(v))
	}
}

// summed: a total reads every set once, and a swap the sets that it names.
func (c *checker) summed() {
	for _, l := range c.lines {
		name, letter := strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(l.sign, "R(preference,"), "R(W,"), ")"), "s"
		name, _, _ = strings.Cut(name, ",")
		if strings.HasPrefix(l.sign, "R(W,") {
			letter = "c"
		}
		cells := braced.FindAllString(l.precise, -1)
		if slices.Contains(modes, name) {
			want := []string{}
			for _, item := range c.sets(letter) {
				want = append(want, "{"+item+"."+name+"}")
			}
			if !slices.Equal(cells, want) {
				c.fault("%s sums %v", l.sign, cells)
			}
			continue
		}
		for _, cell := range cells {
			item, _, isCell := strings.Cut(cell[1:], ".")
			if isCell && c.cells[cell[1:len(cell)-1]] != "" && !strings.Contains(l.sign, item+":") && !strings.Contains(l.sign, item+")") {
				c.fault("%s reads %s", l.sign, cell)
			}
		}
	}
}

func (c *checker) score(id string, sum int64, converts bool) {
	c.out.values[id] = c.is(id, big.NewRat(sum, 1))
	c.conv[id] = big.NewRat(11*sum, 12)
	if converts {
		c.out.converted[id] = c.is(id+"*", c.conv[id])
	}
}

// published are the spread in the norm group, computed from the manual's
// frequencies by another program, and the reliability as its table 3 has it.
var published = map[string][2]string{
	"CE": {"6.466729171858", "0.83"}, "RO": {"7.024893295834", "0.83"},
	"AC": {"6.664923339637", "0.83"}, "AE": {"5.927562655518", "0.76"},
}

func (c *checker) errors() {
	all := 0.0
	for _, m := range modes {
		if l := c.by["SEM("+m+")"]; l != nil {
			v, _, _ := c.value(l, 0)
			c.sem[m] = v.about
			if got := [2]string{l.tables["SD("+m+")"], l.tables["α("+m+")"]}; got != published[m] {
				c.fault("SEM(%s) by %v", m, got)
			}
		}
		all += c.sem[m] * c.sem[m]
	}
	q := all / 6
	c.sem["ACCE"] = math.Sqrt(c.sem["AC"]*c.sem["AC"] + c.sem["CE"]*c.sem["CE"] + q)
	c.sem["AERO"] = math.Sqrt(c.sem["AE"]*c.sem["AE"] + c.sem["RO"]*c.sem["RO"] + q)
	c.sem["assimilation"] = math.Hypot(c.sem["ACCE"], c.sem["AERO"])
	c.sem["converging"] = c.sem["assimilation"]
	for id, sem := range c.sem {
		c.near("SEM("+id+")", sem)
		x, _ := c.conv[id].Float64()
		for name, z := range map[string]float64{"low68": -1, "high68": 1, "low95": -1.96, "high95": 1.96} {
			c.near(name+"("+id+")", x+z*sem)
		}
	}
}

func (c *checker) about(sign string) float64 {
	l := c.by[sign]
	if l == nil {
		c.fault("no line %s", sign)
		return 0
	}
	v, _, err := statement(l.output)
	if err != nil {
		c.fault("%s: %w", sign, err)
	}
	return v.about
}

// tables: a row holds the same number of persons wherever it is read, more
// than the row before, and the score lies at or beside its rows.
func (c *checker) tables() {
	persons := map[string]map[float64]float64{}
	for _, l := range c.lines {
		if !strings.HasPrefix(l.sign, "PR(") || strings.Contains(l.sign, "LFI") {
			continue
		}
		scale := l.sign[strings.LastIndexAny(l.sign, "(")+1:]
		scale = strings.TrimRight(scale, ")")
		if persons[scale] == nil {
			persons[scale] = map[float64]float64{}
		}
		if l.tables["N"] != "10423" {
			c.fault("%s of N = %s", l.sign, l.tables["N"])
		}
		for _, r := range []string{"r", "r1", "r2"} {
			if l.tables[r] == "" {
				continue
			}
			row, n := number(l.tables[r]), number(l.tables["N("+r+")"])
			if old, there := persons[scale][row]; there && old != n {
				c.fault("%s: %v and %v persons at %v", scale, old, n, row)
			}
			persons[scale][row] = n
		}
		x := c.of(l.sign)
		if row := number(l.tables["r"]); beyond.MatchString(l.symbols) && row != ends[scale][0] && row != ends[scale][1] {
			c.fault("%s: the table does not end at %v", l.sign, row)
		}
		if r1, r2 := l.tables["r1"], l.tables["r2"]; r1 != "" && (number(r1) >= x || x >= number(r2) || number(r2)-number(r1) > 2) {
			c.fault("%s: %v is not between %s and %s", l.sign, x, r1, r2)
		}
	}
	for scale, rows := range persons {
		before := -1.0
		for _, row := range slices.Sorted(maps.Keys(rows)) {
			if rows[row] < before || rows[row] > 10423 {
				c.fault("%s: %v persons at %v", scale, rows[row], row)
			}
			before = rows[row]
		}
	}
	for _, id := range []string{"CE", "RO", "AC", "AE", "ACCE", "AERO", "LFI"} {
		c.out.percentiles[id] = c.about("PR(" + id + ")")
	}
}

// beyond matches a score that lies beyond the table.
var beyond = regexp.MustCompile(` [<>] r;`)

// ends are the first and last rows of the manual's tables.
var ends = map[string][2]float64{
	"CE":   {11, 44},
	"RO":   {11, 44},
	"AC":   {11, 44},
	"AE":   {11, 44},
	"ACCE": {-29, 33},
	"AERO": {-33, 33},
}

// of gives the number whose percentile a line is.
func (c *checker) of(sign string) float64 {
	name := sign[3 : len(sign)-1]
	if r := c.conv[name]; r != nil {
		f, _ := r.Float64()
		return f
	}
	return c.about(name)
}

func number(text string) float64 {
	v, _, _ := statement(text)
	return v.about
}
