package step

import (
	"math/big"
	"strings"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// possible is what the answers to an item can count for.
type possible struct {
	// numeric is false where an answer has no number at all.
	numeric bool
	// values are the numbers of the answers, one per option where there are
	// options (no number where an option has none); of a range without a step,
	// its ends.
	values []norm.Fraction
	ids    []string
	// finite says that there are no other values than these.
	finite bool
	// byOption says that an answer is told by its option, not by its number.
	byOption bool
	// decimals is how many digits after the point a free number can have.
	decimals int
}

// maxSteps is how many positions of a slider are told one by one.
const maxSteps = 2000

// possible lists what the answers to an item can count for.
func (c *Compiler) possible(it domain.Item) possible {
	p := possible{numeric: true, finite: true}
	switch it.Type {
	case domain.TypeRanking:
		for rank := range it.Endings {
			p.values = append(p.values, norm.Whole(int64(rank+1)))
		}
	case domain.TypeForcedDistribution:
		for _, column := range it.Columns {
			p.values = append(p.values, norm.Whole(int64(column.Value)))
		}
	case domain.TypeLikert, domain.TypeSingleChoice, domain.TypeMultipleChoice:
		c.options(it, &p)
	case domain.TypeNumeric, domain.TypeSlider:
		p.positions(it)
	default:
		p.numeric = false
	}
	p.numeric = p.numeric && len(p.values) > 0
	return p
}

func (c *Compiler) options(it domain.Item, p *possible) {
	p.byOption = it.Type == domain.TypeSingleChoice
	p.numeric = it.Type != domain.TypeMultipleChoice
	for _, o := range c.set(it.Options) {
		v := norm.Fraction{}
		if o.Value != nil {
			v = norm.Whole(int64(*o.Value))
		}
		p.values, p.ids = append(p.values, v), append(p.ids, o.ID)
	}
}

// set gives the options of an option set, none if there is no such set.
func (c *Compiler) set(id string) []domain.Option {
	for _, s := range c.Sets {
		if s.ID == id {
			return s.Options
		}
	}
	return nil
}

// positions lists the positions of a slider, or the ends of a range. A range
// that cannot be read is the fault of the item, told elsewhere.
func (p *possible) positions(it domain.Item) {
	low, err := norm.ParseDecimal(it.Min)
	high, err2 := norm.ParseDecimal(it.Max)
	if err != nil || err2 != nil || low.Cmp(high) > 0 {
		return
	}
	step, err := norm.ParseDecimal(it.Step)
	steps := norm.Whole(maxSteps)
	if err == nil && step.Sign() > 0 {
		steps = high.Sub(low).Quo(step)
	}
	if err != nil || step.Sign() <= 0 || steps.Cmp(norm.Whole(maxSteps)) >= 0 {
		p.values, p.finite, p.decimals = []norm.Fraction{low, high}, false, 6
		return
	}
	for x := low; x.Cmp(high) <= 0; x = x.Add(step) {
		p.values = append(p.values, x)
	}
}

// unit is the common denominator of free numbers.
func (p *possible) unit() *big.Int {
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(p.decimals)), nil)
}

// find gives the places of the answer that a text names: the id of an option,
// otherwise the decimal text of a value.
func (p *possible) find(text string) []int {
	at := []int{}
	for j, id := range p.ids {
		if id == text {
			return append(at, j)
		}
	}
	v, err := norm.ParseDecimal(text)
	if err != nil {
		return at
	}
	for j := range p.values {
		if p.values[j].IsNumber() && p.values[j].Cmp(v) == 0 {
			at = append(at, j)
		}
	}
	return at
}

// holds reports whether a text names a possible answer.
func (p *possible) holds(text string) bool {
	if len(p.find(text)) > 0 {
		return true
	}
	v, err := norm.ParseDecimal(text)
	return err == nil && !p.finite && v.Cmp(p.values[0]) >= 0 && v.Cmp(p.values[len(p.values)-1]) <= 0
}

// name names the answer at a place.
func (p *possible) name(j int) string {
	if j < len(p.ids) {
		return p.ids[j]
	}
	return strings.TrimSpace(p.values[j].String())
}
