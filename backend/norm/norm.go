package norm

import (
	"math/big"
	"slices"
	"strconv"

	"kitewise/backend/domain"
)

// Total is the label of the group that stands behind every other.
const Total = "Total"

// The kinds of norm.
const (
	// KindFrequency: raw scores with their frequencies, by group and scale.
	KindFrequency = "frequency"
	// KindAgreement: values of D with their frequencies, by group.
	KindAgreement = "agreement"
	// KindPercentile: raw scores with their percentiles, by group and scale.
	KindPercentile = "percentile"
	// KindScore: raw scores with their standard scores, by group and scale.
	KindScore = "score"
	// KindMeanSD: mean and standard deviation, by group and scale.
	KindMeanSD = "mean_sd"
)

// Norm is one declared norm with its tables, by group and scale, all in memory.
// It never changes.
type Norm struct {
	Declared  domain.Norm
	groups    map[string]map[string]*Table
	standards map[string]map[string]*Standard
	agreement map[string]*Agreement
	// origins tell where each group comes from.
	origins map[string]domain.NormGroup
	alphas  map[string]Fraction
	// total are the tables of the group Total that came with the instrument:
	// errors of measurement are theirs whatever is imported.
	total map[string]*Table
}

// Read reads the files of a declared norm. open gives a file's bytes by its
// name in the instrument's folder. The faults name file, line and column; a
// norm with faults is nil.
func Read(declared domain.Norm, open func(name string) ([]byte, error)) (*Norm, []domain.Fault) {
	n := &Norm{Declared: declared, alphas: map[string]Fraction{}}
	sheets := []*sheet{}
	read := func(name string, into func(s *sheet, data []byte)) {
		s := &sheet{file: name}
		sheets = append(sheets, s)
		data, err := open(name)
		if err != nil {
			s.faults = append(s.faults, domain.NewFault(name, "", "file_unreadable"))
			return
		}
		into(s, data)
	}
	read(declared.File, func(s *sheet, data []byte) {
		n.read(s, data)
	})
	if declared.Reliability != "" {
		read(declared.Reliability, func(s *sheet, data []byte) { n.alphas = s.readAlphas(data) })
	}
	faults := []domain.Fault{}
	for _, s := range sheets {
		faults = append(faults, s.faults...)
	}
	if len(faults) == 0 {
		faults = n.size()
	}
	if len(faults) > 0 {
		return nil, faults
	}
	n.total, n.origins = n.groups[Total], map[string]domain.NormGroup{}
	for _, label := range n.Labels() {
		n.origins[label] = n.declaredOrigin(label)
	}
	return n, nil
}

// read reads the tables of the declared kind.
func (n *Norm) read(s *sheet, data []byte) {
	switch n.Declared.Kind {
	case KindAgreement:
		n.agreement = s.readAgreement(data)
	case KindPercentile:
		n.groups = s.readPercentiles(data, int64(n.Declared.N))
	case KindScore:
		n.standards = s.readScores(data, int64(n.Declared.N))
	case KindMeanSD:
		n.standards = s.readMeans(data)
	default:
		n.groups = s.readFrequencies(data)
	}
}

// size checks that the group Total holds the declared number of persons.
func (n *Norm) size() []domain.Fault {
	faults := []domain.Fault{}
	check := func(scale string, got int64) {
		if got != int64(n.Declared.N) {
			faults = append(faults, domain.NewFault(n.Declared.File, Total+" "+scale, "norm_size",
				"Want", strconv.Itoa(n.Declared.N), "Got", strconv.FormatInt(got, 10)))
		}
	}
	for scale, t := range n.groups[Total] {
		check(scale, t.N())
	}
	for scale, st := range n.standards[Total] {
		check(scale, st.N())
	}
	if a := n.agreement[Total]; a != nil {
		check("", a.N())
	}
	if len(n.groups[Total]) == 0 && n.agreement[Total] == nil && len(n.standards[Total]) == 0 {
		faults = append(faults, domain.NewFault(n.Declared.File, Total, "norm_no_total"))
	}
	return faults
}

// Agreement gives the distribution of agreement in the group Total, nil if
// this is another kind of norm.
func (n *Norm) Agreement() *Agreement { return n.agreement[Total] }

// Table gives the table of a scale in a group, nil if the group does not cover
// it or the norm is of another kind.
func (n *Norm) Table(group, scale string) *Table { return n.groups[group][scale] }

// Standard gives the mean and SD, or the table of scores, of a scale in a group,
// nil if the group does not cover it or the norm is of another kind.
func (n *Norm) Standard(group, scale string) *Standard { return n.standards[group][scale] }

// Covers reports whether any group has a table of the scale.
func (n *Norm) Covers(scale string) bool {
	return slices.ContainsFunc(n.Labels(), func(label string) bool { return n.has(label, scale) })
}

// ErrorVariance gives SEM² = SD²·(1-α) of a scale in the norm's metric, exact,
// from the group Total that came with the instrument; nil when the norm brings
// no alpha for it or no variance is known.
// Source: Lord and Novick, Statistical Theories of Mental Test Scores, 1968, p. 159.
func (n *Norm) ErrorVariance(scale string) *big.Rat {
	alpha, variance, ok := n.Reliability(scale)
	if !ok {
		return nil
	}
	rest := Whole(1).Sub(alpha).Rat()
	return rest.Mul(rest, variance)
}

// Reliability gives the alpha of a scale and the exact variance of its raw
// scores, both of the group Total that came with the instrument.
func (n *Norm) Reliability(scale string) (alpha Fraction, variance *big.Rat, ok bool) {
	alpha, ok = n.alphas[scale]
	table := n.total[scale]
	if !ok || table == nil || table.Variance() == nil {
		return Fraction{}, nil, false
	}
	return alpha, table.Variance(), true
}
