package norm

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// maxScore bounds the standard scores of a table, a mean and an SD.
const maxScore = 100_000

// pointsOf are the rows of the tables of one file, by group and scale.
type pointsOf map[cell]map[string]point

// point is one row with the line on which it stands.
type point struct {
	Row
	line int
}

// add enters a row; false when the raw score stands there already.
func (p pointsOf) add(key cell, row Row, line int) bool {
	if p[key] == nil {
		p[key] = map[string]point{}
	}
	raw := row.Raw.String() // equal numbers have one text
	if _, twice := p[key][raw]; twice {
		return false
	}
	p[key][raw] = point{row, line}
	return true
}

// keys lists the tables by group and scale.
func (p pointsOf) keys() []cell {
	return slices.SortedFunc(maps.Keys(p), func(a, b cell) int {
		return cmp.Or(strings.Compare(a.group, b.group), strings.Compare(a.scale, b.scale))
	})
}

// sorted gives the points of one table, by ascending raw score.
func (p pointsOf) sorted(key cell) []point {
	return slices.SortedFunc(maps.Values(p[key]), func(a, b point) int { return a.Raw.Cmp(b.Raw) })
}

// rowsOf leaves the lines out.
func rowsOf(points []point) []Row {
	rows := make([]Row, len(points))
	for i, p := range points {
		rows[i] = p.Row
	}
	return rows
}

// points reads norm_group,scale,raw_score and one more column of decimals.
func (s *sheet) points(data []byte, column string, low, high int64) pointsOf {
	found := pointsOf{}
	s.rows(data, []string{"norm_group", "scale", "raw_score", column}, func(line int, c []string) {
		raw, ok1 := s.decimal(line, "raw_score", c[2], -maxRaw, maxRaw)
		value, ok2 := s.decimal(line, column, c[3], low, high)
		if ok1 && ok2 && !found.add(cell{c[0], c[1]}, Row{Raw: raw, Value: value}, line) {
			s.fault(line, "raw_score", "table_duplicate", "Got", c[2])
		}
	})
	return found
}

// decimal reads a decimal number between low and high.
func (s *sheet) decimal(line int, column, text string, low, high int64) (Fraction, bool) {
	v, err := ParseDecimal(text)
	if err != nil || v.Cmp(Whole(low)) < 0 || v.Cmp(Whole(high)) > 0 {
		s.fault(line, column, "table_number", "Got", text,
			"Low", strconv.FormatInt(low, 10), "High", strconv.FormatInt(high, 10))
		return Fraction{}, false
	}
	return v, true
}

// readPercentiles reads norm_group,scale,raw_score,percentile. n is that of the
// group Total; those of the others are not known.
func (s *sheet) readPercentiles(data []byte, n int64) map[string]map[string]*Table {
	groups := map[string]map[string]*Table{}
	found := s.points(data, "percentile", 0, 100)
	for _, key := range found.keys() {
		points := found.sorted(key)
		for i := 1; i < len(points); i++ {
			if points[i].Value.Cmp(points[i-1].Value) < 0 {
				s.fault(points[i].line, "percentile", "table_falling", "Got", points[i].Raw.String())
			}
		}
		if groups[key.group] == nil {
			groups[key.group] = map[string]*Table{}
		}
		groups[key.group][key.scale] = NewPercentiles(rowsOf(points), totalOnly(key, n), Whole(1))
	}
	return groups
}

func totalOnly(key cell, n int64) int64 {
	if key.group == Total {
		return n
	}
	return 0
}

// readScores reads norm_group,scale,raw_score,score.
func (s *sheet) readScores(data []byte, n int64) map[string]map[string]*Standard {
	groups := map[string]map[string]*Standard{}
	found := s.points(data, "score", -maxScore, maxScore)
	for _, key := range found.keys() {
		if groups[key.group] == nil {
			groups[key.group] = map[string]*Standard{}
		}
		groups[key.group][key.scale] = &Standard{rows: rowsOf(found.sorted(key)), n: totalOnly(key, n)}
	}
	return groups
}

// readMeans reads norm_group,scale,mean,sd,n.
func (s *sheet) readMeans(data []byte) map[string]map[string]*Standard {
	groups := map[string]map[string]*Standard{}
	s.rows(data, []string{"norm_group", "scale", "mean", "sd", "n"}, func(line int, c []string) {
		mean, ok1 := s.decimal(line, "mean", c[2], -maxScore, maxScore)
		sd, ok2 := s.decimal(line, "sd", c[3], 0, maxScore)
		n, ok3 := s.whole(line, "n", c[4], 2, maxFrequency)
		if ok2 && sd.Sign() == 0 {
			s.fault(line, "sd", "table_no_spread")
			ok2 = false
		}
		if !ok1 || !ok2 || !ok3 {
			return
		}
		if groups[c[0]] == nil {
			groups[c[0]] = map[string]*Standard{}
		}
		if groups[c[0]][c[1]] != nil {
			s.fault(line, "scale", "table_duplicate", "Got", c[1])
			return
		}
		groups[c[0]][c[1]] = &Standard{mean: mean, sd: sd, n: n}
	})
	return groups
}
