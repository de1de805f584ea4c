package scoring

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// changeRule is one compiled rule by which two results are compared.
type changeRule struct {
	spec   *domain.Change
	steps  []int
	limits significance
	by     norm.Fraction
}

// significance is one level with its critical values: z two-sided, and
// chi-square with two degrees of freedom. Source: Fisher and Yates, Statistical
// Tables, 6th ed. 1963, tables I and IV, to the digits printed there.
type significance struct {
	level       string
	z, chiTwoDF float64
}

func significances() []significance {
	return []significance{{"0.10", 1.645, 4.605}, {"0.05", 1.96, 5.991}, {"0.01", 2.576, 9.210}}
}

// jointScores is how many scores a joint rule takes: its degrees of freedom.
const jointScores = 2

// compileChange checks the change rules: known numeric scores that are output,
// with an error of measurement where the rule stands on one.
func (c *compiler) compileChange() {
	for i := range c.manifest.Change {
		spec := &c.manifest.Change[i]
		at := func(field string) string { return fmt.Sprintf("change[%d].%s", i, field) }
		fault := func(field, code string, params ...string) {
			c.Faults = append(c.Faults, domain.NewFault(ManifestFile, at(field), code, params...))
		}
		if slices.ContainsFunc(c.manifest.Change[:i], func(o domain.Change) bool { return o.ID == spec.ID }) {
			fault("id", "duplicate_id", "Got", spec.ID)
		}
		rule := changeRule{spec: spec, steps: c.changeScores(spec, fault)}
		switch spec.Kind {
		case domain.ChangeFixed:
			rule.by = c.changeBy(spec, fault)
		case domain.ChangeJoint, domain.ChangeReliable:
			rule.limits = changeLevel(spec, fault)
		default:
			fault("kind", "change_kind", "Got", spec.Kind)
		}
		if spec.Kind == domain.ChangeJoint && len(spec.Scores) != jointScores {
			fault("scores", "change_joint", "Got", strconv.Itoa(len(spec.Scores)), "Want", strconv.Itoa(jointScores))
		}
		c.changes = append(c.changes, rule)
	}
}

// faulting enters a fault at a field of a rule.
type faulting func(field, code string, params ...string)

func (c *compiler) changeScores(spec *domain.Change, fault faulting) []int {
	out := []int{}
	for n, id := range spec.Scores {
		field := fmt.Sprintf("scores[%d]", n)
		i, ok := c.Places[id]
		switch {
		case !ok:
			fault(field, "unknown_score", "Got", id)
		case slices.Contains(out, i):
			fault(field, "duplicate_id", "Got", id)
		case c.Nodes[i].Spec.Hidden:
			fault(field, "hidden_score", "Got", id)
		case !c.Nodes[i].Extent.Numeric():
			fault(field, "not_a_number", "Got", id)
		case spec.Kind != domain.ChangeFixed && c.Nodes[i].SEM == nil:
			fault(field, "change_without_error", "Got", id)
		default:
			out = append(out, i)
		}
	}
	return out
}

// changeBy reads the least change of a fixed rule, which every score can reach.
func (c *compiler) changeBy(spec *domain.Change, fault faulting) norm.Fraction {
	by, err := norm.ParseDecimal(spec.By)
	if err != nil {
		fault("by", "decimal", "Got", spec.By)
		return norm.Whole(0)
	}
	for _, id := range spec.Scores {
		i, ok := c.Places[id]
		if !ok || !c.Nodes[i].Extent.Numeric() || c.Nodes[i].Converts {
			continue
		}
		low, high := c.Nodes[i].Extent.Ends()
		if by.Sign() <= 0 || by.Cmp(norm.FromRat(high).Sub(norm.FromRat(low))) > 0 {
			fault("by", "unreachable", "Got", spec.By)
			break
		}
	}
	return by
}

func changeLevel(spec *domain.Change, fault faulting) significance {
	level, err := norm.ParseDecimal(spec.Level)
	known := ""
	for _, s := range significances() {
		if at, _ := norm.ParseDecimal(s.level); err == nil && at.Cmp(level) == 0 {
			return s
		}
		known += " " + s.level
	}
	fault("level", "change_level", "Got", spec.Level, "Want", known[1:])
	return significance{}
}

// Change compares two results of this program, the earlier first, by every
// change rule, in the manifest's order. Whether the two can be compared at all
// (the same instrument version, language and norm version) is the caller's to
// know. Practice and real change from day to day are not in these errors.
func (p *Program) Change(a, b *domain.Result) []domain.Changed {
	out := []domain.Changed{}
	for i := range p.changes {
		out = append(out, p.changes[i].judge(p, a, b))
	}
	return out
}

// judge compares two results by one rule. The difference of two measurements
// has the error √2·SEM. Source: Jacobson and Truax, Journal of Consulting and
// Clinical Psychology, 1991, 59, 12-19; jointly Σ(Δ/(√2·SEM))² is chi-square
// with as many degrees of freedom as scores, for errors that are independent.
func (c *changeRule) judge(p *Program, a, b *domain.Result) domain.Changed {
	out := domain.Changed{ID: c.spec.ID, Kind: c.spec.Kind, Scores: []domain.ScoreChange{}}
	sum := 0.0
	for _, i := range c.steps {
		s := c.score(p, i, a, b)
		if s.Difference == nil {
			out.Reason = domain.ReasonMissingScore
		} else if sem := p.nodes[i].SEM; sem != nil {
			z := *s.Difference / (math.Sqrt2 * sem.SEM)
			sum += float64(z * z) // a conversion forbids fusing with the sum
		}
		out.Scores = append(out.Scores, s)
	}
	if c.spec.Kind == domain.ChangeJoint && out.Reason == "" {
		critical, statistic := c.limits.chiTwoDF, norm.Round9(sum)
		out.Critical, out.Statistic = &critical, &statistic
		out.Beyond = sum > critical
	}
	for j := range out.Scores {
		s := &out.Scores[j]
		s.Tested = s.Difference != nil && (c.spec.Kind != domain.ChangeJoint || out.Beyond)
		s.Beyond = s.Tested && c.beyond(p, c.steps[j], math.Abs(*s.Difference))
		out.Beyond = out.Beyond || s.Beyond
	}
	return out
}

// beyond judges the size of one difference.
func (c *changeRule) beyond(p *Program, i int, size float64) bool {
	if c.spec.Kind == domain.ChangeFixed {
		return size >= c.by.Float64()
	}
	return size > c.least(p, i)
}

// least is what a difference must exceed, or for a fixed rule reach.
func (c *changeRule) least(p *Program, i int) float64 {
	if c.spec.Kind == domain.ChangeFixed {
		return c.by.Float64()
	}
	return c.limits.z * math.Sqrt2 * p.nodes[i].SEM.SEM
}

// score compares one score. The difference is rounded to nine decimals, so that
// 0.3 - 0.1 reaches 0.2.
func (c *changeRule) score(p *Program, i int, a, b *domain.Result) domain.ScoreChange {
	id := p.nodes[i].Spec.ID
	before, _ := a.Score(id)
	after, _ := b.Score(id)
	s := domain.ScoreChange{ID: id, Least: norm.Round9(c.least(p, i)), LowerLimit: before.SEMLowerLimit || after.SEMLowerLimit}
	s.From, s.To = c.reading(&before), c.reading(&after)
	if s.From != nil && s.To != nil {
		d := norm.Round9(*s.To - *s.From)
		s.Difference = &d
	}
	return s
}

// reading gives a score in the metric of its error; a fixed rule reads the
// form's own.
func (c *changeRule) reading(s *domain.Score) *float64 {
	if c.spec.Kind != domain.ChangeFixed && s.Converted != nil {
		return s.Converted
	}
	return s.Value
}
