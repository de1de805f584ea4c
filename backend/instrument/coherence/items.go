package coherence

import (
	"fmt"
	"math/big"
	"strconv"

	"kitewise/backend/domain"
)

// optionSets checks that every set is used, and that what a Likert item shows
// as a scale is one: two numbers at least, each above the one before it.
func (c *checker) optionSets() {
	uses := map[string]string{}
	c.every(func(_ string, it domain.Item) {
		if it.Options != "" && uses[it.Options] != domain.TypeLikert {
			uses[it.Options] = it.Type
		}
	})
	for i, set := range c.m.OptionSets {
		path := fmt.Sprintf("option_sets[%d]", i)
		switch uses[set.ID] {
		case "":
			c.fault(path, "unused_option_set", "Got", set.ID)
		case domain.TypeLikert:
			c.scale(path, set)
		}
	}
}

func (c *checker) scale(path string, set domain.OptionSet) {
	values := 0
	var last *int
	for j, o := range set.Options {
		if o.Value == nil {
			continue
		}
		if last != nil && *o.Value <= *last {
			c.fault(fmt.Sprintf("%s.options[%d].value", path, j), "option_order", "Got", strconv.Itoa(*o.Value), "After", strconv.Itoa(*last))
		}
		last = o.Value
		values++
	}
	if values < 2 {
		c.fault(path+".options", "option_values", "Got", set.ID)
	}
}

// items checks each item alone, also those that are practised.
func (c *checker) items() {
	c.every(func(path string, it domain.Item) {
		switch it.Type {
		case domain.TypeLikert, domain.TypeSingleChoice, domain.TypeMultipleChoice:
			c.options(path, it)
		case domain.TypeNumeric, domain.TypeSlider:
			c.numberRange(path, it)
		}
	})
}

// every calls visit with each item and each item to practise.
func (c *checker) every(visit func(path string, it domain.Item)) {
	for i, it := range c.m.Items {
		visit(fmt.Sprintf("items[%d]", i), it)
	}
	for i, d := range c.m.Practice {
		if d.Item != nil {
			visit(fmt.Sprintf("practice[%d].item", i), *d.Item)
		}
	}
}

// options checks that the set is there and that as many can be chosen as must be.
func (c *checker) options(path string, it domain.Item) {
	set, ok := c.m.OptionSet(it.Options)
	if !ok {
		c.fault(path+".options", "unknown_option_set", "Got", it.Options)
		return
	}
	n := len(set.Options)
	if it.MinChosen > n {
		c.fault(path+".min_chosen", "chosen_bounds", "Got", strconv.Itoa(it.MinChosen), "Max", strconv.Itoa(n))
	}
	if it.MaxChosen > n {
		c.fault(path+".max_chosen", "chosen_bounds", "Got", strconv.Itoa(it.MaxChosen), "Max", strconv.Itoa(n))
	}
	if it.MaxChosen > 0 && it.MinChosen > it.MaxChosen {
		c.fault(path+".max_chosen", "range_empty", "Low", strconv.Itoa(it.MinChosen), "High", strconv.Itoa(it.MaxChosen))
	}
}

// numberRange checks that the range holds more than one number and that a
// slider's steps end where the line ends.
func (c *checker) numberRange(path string, it domain.Item) {
	low, high := number(it.Min), number(it.Max)
	if low == nil || high == nil {
		return // told by the schema
	}
	if low.Cmp(high) >= 0 {
		c.fault(path+".max", "range_empty", "Low", it.Min, "High", it.Max)
		return
	}
	step := number(it.Step)
	if step == nil {
		return
	}
	if step.Sign() <= 0 {
		c.fault(path+".step", "step_size", "Got", it.Step)
		return
	}
	steps := new(big.Rat).Quo(new(big.Rat).Sub(high, low), step)
	if !steps.IsInt() {
		c.fault(path+".step", "step_uneven", "Got", it.Step, "Low", it.Min, "High", it.Max)
	}
}

// columns checks that the places of a forced distribution take its cards.
func (c *checker) columns() {
	c.every(func(path string, it domain.Item) {
		if it.Type != domain.TypeForcedDistribution {
			return
		}
		path, places := path+".columns", 0
		c.once(path+"[%d].value", len(it.Columns), func(j int) string { return strconv.Itoa(it.Columns[j].Value) })
		for _, column := range it.Columns {
			places += column.Places
		}
		if places != len(it.Endings) {
			c.fault(path, "column_places", "Got", strconv.Itoa(places), "Want", strconv.Itoa(len(it.Endings)))
		}
	})
}
