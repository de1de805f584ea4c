package norm

import (
	"math/big"
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
)

// Norm is one declared norm with its tables.
type Norm struct {
	Declared  domain.Norm
	groups    map[string]map[string]*Table
	agreement map[string]*Agreement
	alphas    map[string]Fraction
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
		if declared.Kind == KindAgreement {
			n.agreement = s.readAgreement(data)
		} else {
			n.groups = s.readFrequencies(data)
		}
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
	return n, nil
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
	if a := n.agreement[Total]; a != nil {
		check("", a.N())
	}
	if len(n.groups[Total]) == 0 && n.agreement[Total] == nil {
		faults = append(faults, domain.NewFault(n.Declared.File, Total, "norm_no_total"))
	}
	return faults
}

// Agreement gives the distribution of agreement in the group Total, nil if
// this is another kind of norm.
func (n *Norm) Agreement() *Agreement { return n.agreement[Total] }

// Table gives the table of a scale in a group, nil if the group does not cover it.
func (n *Norm) Table(group, scale string) *Table { return n.groups[group][scale] }

// Covers reports whether any group has a table of the scale.
func (n *Norm) Covers(scale string) bool {
	for _, scales := range n.groups {
		if scales[scale] != nil {
			return true
		}
	}
	return false
}

// ErrorVariance gives SEM² = SD²·(1-α) of a scale in the norm's metric, exact,
// from the group Total; nil when the norm brings no alpha for it.
// Source: Lord and Novick, Statistical Theories of Mental Test Scores, 1968, p. 159.
func (n *Norm) ErrorVariance(scale string) *big.Rat {
	alpha, ok := n.alphas[scale]
	table := n.Table(Total, scale)
	if !ok || table == nil {
		return nil
	}
	rest := Whole(1).Sub(alpha).Rat()
	return rest.Mul(rest, table.Variance())
}
