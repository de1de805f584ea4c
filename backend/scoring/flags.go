package scoring

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
	"kitewise/backend/scoring/step"
)

// flagRule is one compiled flag of the manifest.
type flagRule struct {
	code string
	// raised judges a finished run.
	raised func(r *run, robust []domain.Robustness) bool
}

// flagKind is one generic rule by which a flag is raised. Rules over how the
// answers came about belong to the session's side.
type flagKind struct {
	rule    string
	compile func(c *compiler, path string, f *domain.Flag) func(r *run, robust []domain.Robustness) bool
}

// flagKinds is the closed set of rules.
func flagKinds() []flagKind {
	return []flagKind{
		{"outside_norm", compileOutsideNorm},
		{"mixed_groups", compileMixedGroups},
		{"approximate_norm", compileApproximateNorm},
		{"borrowed_reliability", compileBorrowedReliability},
		{"agreement", compileAgreementFlag},
		{"repeated_ranking", compileRepeatedRanking},
		{"near_boundary", compileNearBoundary},
	}
}

// Rules lists the rules by which a manifest may raise a flag.
func Rules() []string {
	rules := []string{}
	for _, k := range flagKinds() {
		rules = append(rules, k.rule)
	}
	return rules
}

func (c *compiler) compileFlags() {
	for i := range c.manifest.Flags {
		f := &c.manifest.Flags[i]
		path := fmt.Sprintf("flags[%d]", i)
		at := slices.IndexFunc(flagKinds(), func(k flagKind) bool { return k.rule == f.Rule })
		if at < 0 {
			c.flagFault(path+".rule", "flag_rule", f.Rule)
			continue
		}
		if slices.ContainsFunc(c.manifest.Flags[:i], func(g domain.Flag) bool { return g.Code == f.Code }) {
			c.flagFault(path+".code", "duplicate_id", f.Code)
		}
		c.flags = append(c.flags, flagRule{f.Code, flagKinds()[at].compile(c, path, f)})
	}
}

func (c *compiler) flagFault(path, code, got string) {
	c.Faults = append(c.Faults, domain.NewFault(ManifestFile, path, code, "Got", got))
}

// raise gives the codes that stand, in the manifest's order.
func (r *run) raise(robust []domain.Robustness) []string {
	out := []string{}
	for _, f := range r.p.flags {
		if f.raised(r, robust) {
			out = append(out, f.code)
		}
	}
	return out
}

// compileOutsideNorm: at least so many of the scores lie beyond the ends of their table.
func compileOutsideNorm(c *compiler, path string, f *domain.Flag) func(*run, []domain.Robustness) bool {
	steps := []int{}
	for n, id := range f.Scores {
		i, ok := c.Places[id]
		if !ok || c.Nodes[i].Profile < 0 {
			c.flagFault(fmt.Sprintf("%s.scores[%d]", path, n), "no_percentile", id)
		}
		steps = append(steps, i)
	}
	if f.AtLeast < 1 || f.AtLeast > len(steps) {
		c.flagFault(path+".at_least", "unreachable", strconv.Itoa(f.AtLeast))
	}
	return func(r *run, _ []domain.Robustness) bool {
		n := 0
		for _, i := range steps {
			if l := r.Out[i].Lookup; l != nil && l.Method == norm.MethodClamped {
				n++
			}
		}
		return n >= f.AtLeast
	}
}

// compileMixedGroups: the scales of one profile use different norm groups.
func compileMixedGroups(*compiler, string, *domain.Flag) func(*run, []domain.Robustness) bool {
	return func(r *run, _ []domain.Robustness) bool { return r.mixed }
}

// compileApproximateNorm: some norm comes from another form; always stands.
func compileApproximateNorm(c *compiler, _ string, _ *domain.Flag) func(*run, []domain.Robustness) bool {
	any := slices.ContainsFunc(c.manifest.Norms, func(n domain.Norm) bool { return n.Approximate })
	return func(*run, []domain.Robustness) bool { return any }
}

// compileBorrowedReliability: some reliability was found with another inventory; always stands.
func compileBorrowedReliability(c *compiler, _ string, _ *domain.Flag) func(*run, []domain.Robustness) bool {
	any := slices.ContainsFunc(c.manifest.Norms, func(n domain.Norm) bool { return n.ReliabilityBorrowed })
	return func(*run, []domain.Robustness) bool { return any }
}

// agreementOf resolves the flag's step, which must be an agreement.
func (c *compiler) agreementOf(path string, f *domain.Flag) (int, *step.Kendall) {
	i, ok := c.Places[f.Step]
	if !ok {
		c.flagFault(path+".step", "unknown_score", f.Step)
		return 0, nil
	}
	k, ok := c.Nodes[i].Step.(*step.Kendall)
	if !ok {
		c.flagFault(path+".step", "no_chance_test", f.Step)
	}
	return i, k
}

// compileAgreementFlag: D lies below or above a limit.
func compileAgreementFlag(c *compiler, path string, f *domain.Flag) func(*run, []domain.Robustness) bool {
	i, _ := c.agreementOf(path, f)
	if f.Below == nil && f.Above == nil {
		c.flagFault(path+".below", "field_missing", "")
	}
	return func(r *run, _ []domain.Robustness) bool {
		t := r.Out[i].Chance
		return t != nil && (f.Below != nil && t.D < *f.Below || f.Above != nil && t.D > *f.Above)
	}
}

// compileRepeatedRanking: the most frequent ranking occurs so many times.
func compileRepeatedRanking(c *compiler, path string, f *domain.Flag) func(*run, []domain.Robustness) bool {
	i, k := c.agreementOf(path, f)
	if len(f.Count) == 0 {
		c.flagFault(path+".count", "field_missing", "")
	}
	return func(r *run, _ []domain.Robustness) bool {
		return r.Out[i].Why == "" && slices.Contains(f.Count, k.Repeated(&r.Run))
	}
}

// compileNearBoundary: the likeliest class is not likely enough, or a
// coordinate lies near a cut, or few swaps change the class.
func compileNearBoundary(c *compiler, path string, f *domain.Flag) func(*run, []domain.Robustness) bool {
	i, ok := c.Places[f.Step]
	if !ok {
		c.flagFault(path+".step", "unknown_score", f.Step)
		return nil
	}
	g, ok := c.Nodes[i].Step.(*step.Grid)
	if !ok {
		c.flagFault(path+".step", "no_class", f.Step)
		return nil
	}
	probability, err1 := norm.ParseDecimal(f.Probability)
	margin, err2 := norm.ParseDecimal(f.Margin)
	if err1 != nil || err2 != nil {
		c.flagFault(path, "decimal", f.Probability+" "+f.Margin)
		return nil
	}
	least := probability.Float64()
	return func(r *run, robust []domain.Robustness) bool {
		out := r.Out[i].Grid
		if out == nil {
			return false
		}
		return out.Best < least || near(r, g, margin) || swaps(robust, f.Step) <= f.Swaps
	}
}

// near reports whether a coordinate lies within the margin of a cut.
func near(r *run, g *step.Grid, margin norm.Fraction) bool {
	for _, a := range []*step.GridAxis{&g.X, &g.Y} {
		for _, cut := range a.Cuts {
			if r.Out[a.Step].Converted.Sub(cut).Abs().Cmp(margin) <= 0 {
				return true
			}
		}
	}
	return false
}

// swaps gives the robustness of a score, out of reach if there is none.
func swaps(robust []domain.Robustness, score string) int {
	for _, rob := range robust {
		if rob.Score == score && rob.Swaps > 0 {
			return rob.Swaps
		}
	}
	return math.MaxInt
}
