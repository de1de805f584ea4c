package step

import (
	"slices"
	"strconv"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// What a norm step can give.
const (
	standardZ          = "z"
	standardT          = "T"
	standardPercentile = "percentile"
	standardScore      = "score"
)

// standards says which kinds of norm give what.
var standards = map[string][]string{
	standardZ:          {norm.KindMeanSD},
	standardT:          {norm.KindMeanSD},
	standardPercentile: {norm.KindFrequency, norm.KindPercentile},
	standardScore:      {norm.KindScore},
}

// Norm is a standard score: z = (x - mean)/SD and T = 50 + 10·z by the mean and
// standard deviation of the respondent's group, its percentile, or a score by
// its table. The scale in the norm has the name of the score that is read.
// Source: McCall, How to Measure in Education, 1922, ch. 10 (T); Lord and
// Novick, Statistical Theories of Mental Test Scores, 1968, p. 20 (z).
type Norm struct {
	// Of is the score that is read.
	Of       int
	norm     *norm.Norm
	standard string
	// profile and scale say where the group of the respondent stands.
	profile, scale int
	// meanRow and sdRow are the rows of the group.
	meanRow, sdRow string
}

func compileNorm(c *Compiler, i int) Step {
	me := &c.Nodes[i]
	s := me.Spec
	from := &c.Nodes[c.Places[s.Of]]
	if !from.Extent.Numeric() {
		c.Fault(i, "of", "not_a_number", "Got", s.Of)
		return nil
	}
	kinds, known := standards[s.Standard]
	if !known {
		c.Fault(i, "standard", "wrong_type", "Got", s.Standard, "Want", "z, T, percentile, score")
		return nil
	}
	n := c.join(i, s.Of, kinds)
	if n == nil {
		return nil
	}
	if sum, ok := from.Step.(*RankSum); ok && from.Profile < 0 && n.Declared.ScoredEndings != 0 && n.Declared.ScoredEndings != len(sum.Scored) {
		c.Fault(i, "of", "norm_metric", "Got", strconv.Itoa(len(sum.Scored)), "Want", strconv.Itoa(n.Declared.ScoredEndings))
	}
	st := &Norm{Of: c.Places[s.Of], norm: n, standard: s.Standard, profile: me.Profile, scale: me.Scale, meanRow: "mean(" + s.Of + ")", sdRow: "SD(" + s.Of + ")"}
	me.Extent = st.extent(s.Of, from.Extent)
	return st
}

// join resolves the step's norm, which must be of one of the kinds and have the
// scale, and enters the step into the profile of the norm.
func (c *Compiler) join(i int, scale string, kinds []string) *norm.Norm {
	me := &c.Nodes[i]
	n := c.Norms[me.Spec.Norm]
	switch {
	case n == nil:
		c.Fault(i, "norm", "unknown_norm", "Got", me.Spec.Norm)
		return nil
	case !slices.Contains(kinds, n.Declared.Kind):
		c.Fault(i, "norm", "norm_kind", "Got", n.Declared.Kind, "Want", kinds[0])
		return nil
	case !n.Covers(scale):
		c.Fault(i, "norm", "norm_scale", "Got", scale)
		return nil
	}
	at := slices.IndexFunc(c.Profiles, func(p Profile) bool { return p.Norm == n })
	if at < 0 {
		c.Profiles = append(c.Profiles, Profile{Norm: n})
		at = len(c.Profiles) - 1
	}
	me.Profile, me.Scale = at, len(c.Profiles[at].Scales)
	c.Profiles[at].Scales = append(c.Profiles[at].Scales, scale)
	return n
}

// extent is that over all groups of the norm. The bits of a denominator can
// grow by those of the rows or of the mean and standard deviation.
func (s *Norm) extent(scale string, e Extent) Extent {
	const rowBits = 256
	if s.standard == standardPercentile {
		return Bounded(norm.Whole(0).Rat(), norm.Whole(100).Rat(), e.Bits()+rowBits)
	}
	out := Extent{}
	for _, label := range s.norm.Labels() {
		t := s.norm.Standard(label, scale)
		if t == nil {
			continue
		}
		one := Extent{}
		if s.standard == standardScore {
			low, high := t.Range()
			one = extentOf(low, high)
		} else {
			one = e.scaled(norm.Whole(1), t.Mean().Neg()).scaled(norm.Whole(1).Quo(t.SD()), norm.Whole(0))
		}
		if s.standard == standardT {
			one = one.scaled(norm.Whole(10), norm.Whole(50))
		}
		out = out.hull(one)
	}
	out.loose += e.Bits() + rowBits
	return out
}

// Run executes the step over its inputs and fills its outcome.
func (s *Norm) Run(r *Run, out *Outcome) {
	from := &r.Out[s.Of]
	if from.Why != "" {
		out.Why = domain.ReasonMissingScore
		return
	}
	if out.Group = r.Groups[s.profile][s.scale]; out.Group == "" {
		out.Why = domain.ReasonNoNorm
		return
	}
	out.Prorated = from.Prorated
	l := out.Look(s.look(r, from.Converted, out.Group))
	out.Value = l.Percentile
	out.Converted, out.Standard = out.Value, l
	if s.standard == standardPercentile {
		out.Lookup = l
	}
}

// look gives the standard score in place of the percentile.
func (s *Norm) look(r *Run, x norm.Fraction, group string) norm.Lookup {
	scale := r.Nodes[s.Of].Spec.ID
	if s.standard == standardPercentile {
		return s.norm.Table(group, scale).Percentile(x)
	}
	t := s.norm.Standard(group, scale)
	if s.standard == standardScore {
		l, _ := t.Score(x)
		return l
	}
	z, _ := t.Z(x)
	if s.standard == standardT {
		z = z.Mul(norm.Whole(10)).Add(norm.Whole(50))
	}
	return norm.Lookup{Percentile: z, Method: norm.MethodExact, At: x, N: t.N()}
}

// Trace records the standard score from the mean and standard deviation of the
// group, or from the rows of its table.
func (s *Norm) Trace(r *Run, out *Outcome, t *Ledger) {
	scale, group := r.Nodes[s.Of].Spec.ID, out.Group
	table := r.TableOf(s.norm, group)
	if s.standard == standardPercentile || s.standard == standardScore {
		factor := norm.Whole(1)
		if s.standard == standardPercentile {
			factor = s.norm.Table(group, scale).Factor()
		}
		t.Lookup(r, t.node.Signs.Value, s.Of, factor, out.Standard, table)
		return
	}
	st := s.norm.Standard(group, scale)
	l := t.Line(t.node.Signs.Value, domain.TracePercentile, pick(s.standard == standardT, "standard_t", "standard_z"))
	if s.standard == standardT {
		l.Constant("t_mean", norm.Whole(50)).Text(" + ").Constant("t_sd", norm.Whole(10)).Text(" × ")
	}
	r.Score(l.Text("("), s.Of, true).Text(" - ").Row(table, s.meanRow, st.Mean()).Text(") / ").
		Row(table, s.sdRow, st.SD()).Gives(out.Value)
}
