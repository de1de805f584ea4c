package cli

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// page is a printed worksheet, read back from its text alone.
type page struct {
	// cells are the answers by "s1.CE".
	cells map[string]string
	items []string
	lines []*pageLine
	by    map[string]*pageLine
	// sorted is what names gives.
	sorted []string
}

// pageLine is one line of arithmetic.
type pageLine struct {
	sign, symbols, numbers, output, decimal string
	// tables is what the line reads from tables, by the name in its formula.
	tables map[string]string
	// precise is the formula with every rounded outcome it reads as {its sign}.
	precise string
}

var (
	answerHead = regexp.MustCompile(`^    +( +[a-z]+\d+)+$`)
	answerRow  = regexp.MustCompile(`^    ([A-Z]+)((?: +\d+)+)$`)
)

// readPage reads the text of one record.
func readPage(text string) (*page, error) {
	p := &page{cells: map[string]string{}, by: map[string]*pageLine{}}
	heads, rule := []string{}, ""
	lines := unwrapped(text)
	for _, line := range lines {
		switch {
		case answerHead.MatchString(line):
			heads = strings.Fields(line)
			p.items = append(p.items, heads...)
		case answerRow.MatchString(line):
			m := answerRow.FindStringSubmatch(line)
			cells := strings.Fields(m[2])
			if len(cells) != len(heads) {
				return nil, fmt.Errorf("answers %q under %d items", line, len(heads))
			}
			for i, cell := range cells {
				p.cells[heads[i]+"."+m[1]] = cell
			}
		case strings.HasPrefix(line, "  : "):
			rule = line[4:]
		case strings.HasPrefix(line, "  # ") || !strings.HasPrefix(line, "    "):
			rule = ""
		default:
			l, err := readLine(line[4:], rule)
			if err != nil {
				return nil, err
			}
			p.lines = append(p.lines, l)
			if p.by[l.sign] != nil {
				return nil, fmt.Errorf("%s stands twice", l.sign)
			}
			p.by[l.sign] = l
		}
	}
	return p, nil
}

// unwrapped gives the lines with those that go on in the next put together.
func unwrapped(text string) []string {
	out := []string{}
	for line := range strings.SplitSeq(text, "\n") {
		for _, more := range []string{"        ", "  :     ", "  #     "} {
			if last := len(out) - 1; strings.HasPrefix(line, more) && last >= 0 && !answerHead.MatchString(line) && strings.TrimSpace(out[last]) != "" {
				out[last] += " " + strings.TrimSpace(line[len(more):])
				line = ""
				break
			}
		}
		if line != "" {
			out = append(out, line)
		}
	}
	return out
}

// readLine reads "sign = symbols = numbers = output ≈ decimal"; with a rule the
// symbols stand there.
func readLine(text, rule string) (*pageLine, error) {
	l := &pageLine{}
	text, l.decimal, _ = strings.Cut(text, " ≈ ")
	if before, after, ok := strings.Cut(text, " → "); ok {
		text, l.output = before, after
	} else if i := strings.LastIndex(text, " = "); i >= 0 {
		text, l.output = text[:i], text[i+3:]
	} else {
		return nil, fmt.Errorf("no outcome in %q", text)
	}
	between := " = "
	if sign, _, ok := strings.Cut(text, ": "); ok && balanced(sign) && !strings.Contains(sign, " ") {
		between = ": "
	}
	sides := outer(text, between)
	l.sign = sides[0]
	switch {
	case rule != "" && len(sides) <= 2 && !alone.MatchString(sides[len(sides)-1]):
		general := outer(rule, between)
		if len(general) != 2 {
			return nil, fmt.Errorf("rule %q of %q", rule, text)
		}
		x := pattern("^" + strings.ReplaceAll(regexp.QuoteMeta(general[0]), "X", `([\p{L}\p{N}_]+)`) + "$").FindStringSubmatch(l.sign)
		if x == nil { // a line of its own that follows
			return l.own(sides)
		}
		l.symbols = identified.ReplaceAllStringFunc(general[1], func(name string) string {
			if name == "X" {
				return x[1]
			}
			return name
		})
		if l.numbers = l.output; len(sides) == 2 {
			l.numbers = sides[1]
		}
		return l, nil
	}
	return l.own(sides)
}

// alone matches a formula that is one sign.
var alone = regexp.MustCompile(`^[\p{L}_]+\*$`)

var identified = regexp.MustCompile(`[\p{L}_][\p{L}\p{N}_]*`)

func (l *pageLine) own(sides []string) (*pageLine, error) {
	switch len(sides) {
	case 1: // a mark that always stands, or a number that is itself
		if l.output != "stands" && !strings.HasPrefix(l.sign, "swaps(") {
			return nil, fmt.Errorf("%s says no formula", l.sign)
		}
		l.symbols, l.numbers = l.output, l.output
	case 2: // no names in it, or the outcome is the only number
		l.symbols = sides[1]
		if l.numbers = l.output; !identified.MatchString(sides[1]) {
			if l.numbers = sides[1]; !strings.HasPrefix(l.sign, "swaps(") && !strings.HasPrefix(l.sign, "LFI_REPEATED_") {
				return nil, fmt.Errorf("%s says no formula", l.sign)
			}
		}
	case 3:
		l.symbols, l.numbers = sides[1], sides[2]
	default:
		return nil, fmt.Errorf("%d sides in %s", len(sides), l.sign)
	}
	return l, nil
}

func balanced(text string) bool { return strings.Count(text, "(") == strings.Count(text, ")") }

// outer splits at a separator outside of brackets. A statement with an equals
// sign in it keeps it.
func outer(text, separator string) []string {
	out, from, depth := []string{}, 0, 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth == 0 && strings.HasPrefix(text[i:], separator) {
			out, from = append(out, text[from:i]), i+len(separator)
			i = from - 1
		}
	}
	return append(out, text[from:])
}

// substituted holds the symbols against the numbers: every sign must stand for
// the outcome of its own line, every cell for its answer. What a table gives is
// kept in l.tables.
func (p *page) substituted(l *pageLine) error {
	l.tables = map[string]string{}
	names := p.names()
	form, tables, precise := strings.Builder{}, []string{}, strings.Builder{}
	form.WriteString("^")
	for rest := l.symbols; rest != ""; {
		if m := tableName.FindString(rest); m != "" && p.by[m] == nil {
			form.WriteString(`\(?(−?[\d./]+)\)?`)
			precise.WriteString("{" + m + "}")
			tables, rest = append(tables, m), rest[len(m):]
			continue
		}
		if name := first(names, rest); name != "" {
			want := p.cells[name]
			if one := p.by[name]; one != nil {
				if want = one.output; want == "stands" {
					want = "1"
				}
			}
			form.WriteString(`\(?` + regexp.QuoteMeta(want) + `\)?`)
			precise.WriteString("{" + name + "}")
			rest = rest[len(name):]
			continue
		}
		r := []rune(rest)[0]
		form.WriteString(regexp.QuoteMeta(string(r)))
		precise.WriteRune(r)
		rest = rest[len(string(r)):]
	}
	m := pattern(form.String() + "$").FindStringSubmatch(l.numbers)
	if m == nil {
		return fmt.Errorf("%s: %q is not %q with its numbers", l.sign, l.numbers, l.symbols)
	}
	for i, name := range tables {
		if old, there := l.tables[name]; there && old != m[i+1] {
			return fmt.Errorf("%s: %s is %s and %s", l.sign, name, old, m[i+1])
		}
		l.tables[name] = m[i+1]
	}
	for _, name := range tables {
		if row, ok := strings.CutPrefix(name, "N(r"); ok && l.tables["r"+strings.TrimSuffix(row, ")")] == "" {
			return fmt.Errorf("%s: %s of no row", l.sign, name)
		}
	}
	l.precise = precise.String()
	return nil
}

// names are the signs and cells of the page, the longest first.
func (p *page) names() []string {
	if p.sorted == nil {
		p.sorted = append(slices.Collect(maps.Keys(p.by)), slices.Collect(maps.Keys(p.cells))...)
		slices.SortFunc(p.sorted, func(a, b string) int { return len(b) - len(a) })
	}
	return p.sorted
}

// compiled keeps patterns: changed pages share nearly all of theirs.
var compiled = map[string]*regexp.Regexp{}

func pattern(text string) *regexp.Regexp {
	if compiled[text] == nil {
		compiled[text] = regexp.MustCompile(text)
	}
	return compiled[text]
}

var braced = regexp.MustCompile(`\{[^}]*\}`)

// value computes a line from the answers and tables, without the rounding of
// the lines on the way.
func (p *page) value(l *pageLine, depth int) (amount, bool, error) {
	if depth > 12 {
		return amount{}, false, fmt.Errorf("%s reads itself", l.sign)
	}
	var failed error
	text := braced.ReplaceAllStringFunc(l.precise, func(name string) string {
		name = name[1 : len(name)-1]
		if table, ok := l.tables[name]; ok {
			return "(" + table + ")"
		}
		one := p.by[name]
		if one == nil {
			return p.cells[name]
		}
		if one.output == "stands" {
			return "1"
		}
		if !nine9.MatchString(one.output) || strings.Contains(one.precise, "max") {
			return "(" + one.output + ")"
		}
		v, _, err := p.value(one, depth+1)
		if failed == nil {
			failed = err
		}
		return "(" + strings.ReplaceAll(fmt.Sprintf("%.15f", v.about), "-", "−") + ")"
	})
	if failed != nil {
		return amount{}, false, failed
	}
	return statement(text)
}

// nine9 matches a rounded outcome.
var nine9 = regexp.MustCompile(`^−?\d+\.\d{9}$`)

// tableName matches what is read from a table.
var tableName = regexp.MustCompile(`^(SD\(\w+\)|α\(\w+\)|N\([^)]*\)|N\b|r[12]?\b)`)

// first gives the longest name with which the text begins as a word.
func first(names []string, text string) string {
	for _, name := range names {
		if !strings.HasPrefix(text, name) {
			continue
		}
		if rest := text[len(name):]; !identified.MatchString(name[len(name)-1:]) || rest == "" || !strings.ContainsAny(rest[:1], "_*(abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") {
			return name
		}
	}
	return ""
}
