package coherence

import (
	"fmt"
	"math/big"

	"kitewise/backend/domain"
)

// ManifestFile is the file that the paths of the faults speak of.
const ManifestFile = "manifest.json"

// checks is every check of a manifest, in the order in which faults are told.
func checks() []func(*checker) {
	return []func(*checker){
		(*checker).ids, (*checker).card, (*checker).respondent, (*checker).optionSets, (*checker).items,
		(*checker).columns, (*checker).sections, (*checker).practice, (*checker).precedence, (*checker).norms, (*checker).change, (*checker).report,
	}
}

// Check gives what is wrong between the parts of a manifest that the schema
// has accepted; the paths are JSON paths.
func Check(m *domain.Manifest) []domain.Fault {
	c := &checker{m: m}
	for _, check := range checks() {
		check(c)
	}
	return c.faults
}

// checker collects the faults of one manifest.
type checker struct {
	m      *domain.Manifest
	faults []domain.Fault
}

func (c *checker) fault(path, code string, params ...string) {
	c.faults = append(c.faults, domain.NewFault(ManifestFile, path, code, params...))
}

// once faults what stands twice in a list; path has a %d for the place.
func (c *checker) once(path string, n int, id func(i int) string) {
	seen := map[string]bool{}
	for i := range n {
		if seen[id(i)] {
			c.fault(fmt.Sprintf(path, i), "duplicate_id", "Got", id(i))
		}
		seen[id(i)] = true
	}
}

// number reads decimal text, whose shape the schema has checked; nil for none.
func number(text string) *big.Rat {
	v, ok := new(big.Rat).SetString(text)
	if text == "" || !ok {
		return nil
	}
	return v
}
