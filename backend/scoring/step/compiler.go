package step

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// ManifestFile is the file that the paths of the faults speak of.
const ManifestFile = "manifest.json"

// Compiler is what the steps of one manifest are compiled from and into; what
// is wrong is collected.
type Compiler struct {
	Items []domain.Item
	// Sets are the option sets that items share.
	Sets []domain.OptionSet
	// Index gives an item's place by its id.
	Index map[string]int
	// Norms by id, every one free of faults.
	Norms map[string]*norm.Norm
	// Tables are the lookup tables by file name.
	Tables map[string]*ClassTable
	// FlagCodes are the codes that the manifest declares.
	FlagCodes []string
	Nodes     []Node
	// Places gives a step's place by its id.
	Places   map[string]int
	Profiles []Profile
	Faults   []domain.Fault
}

// Node is one step with what follows from its place in the graph.
type Node struct {
	Spec *domain.Step
	// Origin names where the rule comes from.
	Origin string
	Step   Step
	Extent Extent
	// Linear is the step as a sum over rank sums in the norm's metric, nil if
	// it is something else.
	Linear *Linear
	// Converts is true when the norm counts another number of endings.
	Converts bool
	// Factor takes every value to its converted one; not a number when no one
	// factor does.
	Factor norm.Fraction
	// Profile is the place of the step's profile, -1 without a frequency norm;
	// Scale its place in the profile.
	Profile, Scale int
	// Bands are the step's compiled bounds, nil if it has none.
	Bands *Bands
	// SEM is the standard error of measurement, nil if there is none.
	SEM *norm.StandardError
	// Family are the rank sums whose errors within a set sum to zero, Pairs the
	// number k(k-1) over which their error variances are shared; none unless the
	// SEM reckons with it.
	Family []int
	Pairs  int64
	// Signs name the lines of its trace; errors is what SEM rests on, nil without.
	Signs  Signs
	errors *errorLine
}

// Profile is the scales of one norm: they take their group together.
type Profile struct {
	Norm   *norm.Norm
	Scales []string
}

// HasPercentile reports whether the step has a norm that gives it a percentile.
func (n *Node) HasPercentile() bool {
	t, isTransform := n.Step.(*Transform)
	if st, ok := n.Step.(*Norm); ok {
		return st.standard == standardPercentile
	}
	return n.Profile >= 0 || isTransform && t.Norm != nil
}

// Linear is a sum over rank sums (by the place of their step) in the norm's
// metric, and a constant.
type Linear struct {
	Weights  map[int]*big.Rat
	Constant *big.Rat
}

// Fault enters a fault at a path inside step i.
func (c *Compiler) Fault(i int, path, code string, params ...string) {
	at := "scoring[" + strconv.Itoa(i) + "]"
	if path != "" {
		at += "." + path
	}
	c.Faults = append(c.Faults, domain.NewFault(ManifestFile, at, code, params...))
}

// Compile compiles step i, whose inputs are compiled.
func (c *Compiler) Compile(i int) {
	k, _ := KindOf(c.Nodes[i].Spec.Op)
	before := len(c.Faults)
	if c.checkRule(i, k); !c.sound(i, k) {
		return
	}
	st := k.compile(c, i)
	if e := c.Nodes[i].Extent; e.Numeric() && e.tooLarge() {
		c.Fault(i, "", "numbers_too_large")
	}
	if len(c.Faults) == before {
		c.Nodes[i].Step = st
	}
}

// sound reports whether all that a step reads could be compiled. What stands
// on a fault is not looked at: the fault is told once, and numbers that are too
// large grow no further.
func (c *Compiler) sound(i int, k Kind) bool {
	for _, ref := range k.Reads(c.Nodes[i].Spec) {
		if j, ok := c.Places[ref.ID]; ok && c.Nodes[j].Step == nil {
			return false
		}
	}
	return true
}

// items resolves item ids to places; every one must be a ranking.
func (c *Compiler) items(i int) []int {
	s := c.Nodes[i].Spec
	out := []int{}
	for n, id := range s.Items {
		j, ok := c.Index[id]
		path := fmt.Sprintf("items[%d]", n)
		switch {
		case !ok:
			c.Fault(i, path, "unknown_item", "Got", id)
		case slices.Contains(out, j):
			c.Fault(i, path, "duplicate_id", "Got", id)
		case c.Items[j].Type != "ranking":
			c.Fault(i, path, "wrong_type", "Got", c.Items[j].Type, "Want", "ranking")
		default:
			out = append(out, j)
		}
	}
	if len(s.Items) == 0 {
		c.Fault(i, "items", "no_items")
	}
	return out
}

// at gives the path of the n-th element.
func at(name string, n int) string { return name + "[" + strconv.Itoa(n) + "]" }

// metricNorm computes in the norm's metric.
const metricNorm = "norm"

// selfLinear is a step that stands for itself in a sum over scores.
func selfLinear(i int) *Linear {
	return &Linear{map[int]*big.Rat{i: big.NewRat(1, 1)}, new(big.Rat)}
}

// decimal reads decimal text at a path inside step i; "" is absent.
func (c *Compiler) decimal(i int, path, text, absent string) norm.Fraction {
	if text == "" {
		text = absent
	}
	f, err := norm.ParseDecimal(text)
	if err != nil {
		c.Fault(i, path, "decimal", "Got", text)
		return norm.Whole(0)
	}
	return f
}
