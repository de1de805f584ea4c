package flags

import (
	"fmt"
	"slices"
	"strconv"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
	"kitewise/backend/scoring/step"
)

// kind is one rule: compile checks a flag and gives what judges a run; faults
// go to the compiler.
type kind struct {
	rule    string
	compile func(c *compiler, f *domain.Flag) judge
}

// judge says whether a flag stands after a run.
type judge func(r *Run) bool

// kinds is the closed set of rules, in the order of their files.
func kinds() []kind {
	return []kind{
		// norm.go: what the norm was asked for
		{"outside_norm", compileOutsideNorm},
		{"mixed_groups", compileMixedGroups},
		{"approximate_norm", compileApproximateNorm},
		{"borrowed_reliability", compileBorrowedReliability},
		// ranking.go: rankings, and classes by a grid
		{"agreement", compileAgreement},
		{"repeated_ranking", compileRepeatedRanking},
		{"near_boundary", compileNearBoundary},
		// validity.go and halves.go: how the answers hang together
		{"longest_run", compileLongestRun},
		{"spread", compileSpread},
		{"missing_share", compileMissingShare},
		{"even_odd", compileEvenOdd},
		// conduct.go: how the answers came about
		{"seconds_per_item", compileSeconds},
		{"position_pattern", compilePositions},
		// sitting.go: what happened around them
		{"practice_reversed", compilePracticeReversed},
		{"interrupted", compileInterrupted},
		// safety.go and score.go: one answer, one score
		{"response", compileResponse},
		{"unanswered", compileUnanswered},
		{"score", compileScore},
		{"lead", compileLead},
		{"always", compileAlways},
	}
}

// Rules lists the rules by which a manifest may raise a flag.
func Rules() []string {
	rules := []string{}
	for _, k := range kinds() {
		rules = append(rules, k.rule)
	}
	return rules
}

// Run is a finished run as the rules read it.
type Run struct {
	*step.Run
	// Responses are the raw answers by item; whether one counts is Answers' to say.
	Responses map[string]domain.Value
	Conduct   domain.Conduct
	// Mixed is true when the scales of one profile use different groups.
	Mixed  bool
	Robust []domain.Robustness
	// raised are the codes that stand so far, stands the same by place.
	raised []string
	stands []bool
}

// NewRun makes a run of so many flags over a run of steps; it is used again and
// again.
func NewRun(steps *step.Run, flags int) *Run {
	return &Run{Run: steps, raised: make([]string, 0, flags), stands: make([]bool, flags)}
}

// Set is the compiled flags of a manifest, in its order.
type Set []compiled

type compiled struct {
	code, level string
	flag        *domain.Flag
	raised      judge
	// tell records the numbers that raised it, nil without.
	tell teller
	// byClass rules are judged last: a class may depend on other flags.
	byClass bool
	// item and answered judge one saved response: "" and nil without.
	item     string
	answered func(v domain.Value) bool
}

// compiler compiles the flags of one manifest.
type compiler struct {
	*step.Compiler
	manifest *domain.Manifest
	// at is the path of the flag that is being compiled.
	at string
	// now is what it becomes.
	now compiled
}

// Compile compiles the flags of a manifest whose steps are compiled; faults go
// to the steps' compiler.
func Compile(steps *step.Compiler, m *domain.Manifest) Set {
	c, set, tell := &compiler{Compiler: steps, manifest: m}, Set{}, tellers()
	for i := range m.Flags {
		f := &m.Flags[i]
		c.at = fmt.Sprintf("flags[%d]", i)
		c.now = compiled{code: f.Code, level: f.Level, flag: f}
		at := slices.IndexFunc(kinds(), func(k kind) bool { return k.rule == f.Rule })
		if at < 0 {
			c.fault("rule", "flag_rule", "Got", f.Rule)
			continue
		}
		if slices.ContainsFunc(m.Flags[:i], func(g domain.Flag) bool { return g.Code == f.Code }) {
			c.fault("code", "duplicate_id", "Got", f.Code)
		}
		if f.Level == domain.LevelUrgent && f.Audience == domain.AudienceEveryone {
			c.fault("audience", "urgent_for_everyone")
		}
		c.now.raised, c.now.tell = kinds()[at].compile(c, f), tell[f.Rule]
		set = append(set, c.now)
	}
	return set
}

// Raise gives the codes that stand, in the manifest's order. They last until
// the run is used again.
func (s Set) Raise(r *Run) []string {
	later := false
	for i := range s {
		later = later || s[i].byClass
		r.stands[i] = !s[i].byClass && s[i].raised(r)
	}
	s.codes(r)
	if !later {
		return r.raised
	}
	for i := range s {
		r.stands[i] = r.stands[i] || s[i].byClass && s[i].raised(r)
	}
	s.codes(r)
	return r.raised
}

func (s Set) codes(r *Run) {
	r.raised = r.raised[:0]
	for i := range s {
		if r.stands[i] {
			r.raised = append(r.raised, s[i].code)
		}
	}
}

// Urgent gives the codes of the safety flags that one response raises by
// itself, in the manifest's order, none for most.
func (s Set) Urgent(item string, v domain.Value) []string {
	out := []string{}
	for _, f := range s {
		if f.level == domain.LevelUrgent && f.answered != nil && f.item == item && f.answered(v) {
			out = append(out, f.code)
		}
	}
	return out
}

// fault enters a fault at a path inside the flag.
func (c *compiler) fault(path, code string, params ...string) {
	c.Faults = append(c.Faults, domain.NewFault(step.ManifestFile, c.at+"."+path, code, params...))
}

// decimal reads decimal text, which must be there; it is 0 where it cannot be read.
func (c *compiler) decimal(path, text string) (norm.Fraction, bool) {
	if text == "" {
		c.fault(path, "field_missing")
		return norm.Whole(0), false
	}
	v, err := norm.ParseDecimal(text)
	if err != nil {
		c.fault(path, "decimal", "Got", text)
		return norm.Whole(0), false
	}
	return v, true
}

// items resolves the items of the flag to places; every one must be of one of
// the types (none for any).
func (c *compiler) items(f *domain.Flag, types ...string) []int {
	out := []int{}
	for n, id := range f.Items {
		path := fmt.Sprintf("items[%d]", n)
		i, ok := c.Index[id]
		switch {
		case !ok:
			c.fault(path, "unknown_item", "Got", id)
		case slices.Contains(out, i):
			c.fault(path, "duplicate_id", "Got", id)
		case len(types) > 0 && !slices.Contains(types, c.Items[i].Type):
			c.fault(path, "wrong_type", "Got", c.Items[i].Type, "Want", types[0])
		default:
			out = append(out, i)
		}
	}
	if len(f.Items) == 0 {
		c.fault("items", "no_items")
	}
	return out
}

// needs checks how many answers the flag wants before it says anything; 0 is
// the least that the rule itself needs.
func (c *compiler) needs(f *domain.Flag, least, most int) int {
	if f.MinAnswered == 0 {
		return least
	}
	if f.MinAnswered < least || f.MinAnswered > most {
		c.fault("min_answered", "unreachable", "Got", strconv.Itoa(f.MinAnswered))
	}
	return f.MinAnswered
}

// score resolves the step of the flag.
func (c *compiler) score(f *domain.Flag) (int, bool) {
	i, ok := c.Places[f.Step]
	if !ok {
		c.fault("step", "unknown_score", "Got", f.Step)
	}
	return i, ok
}
