package step

import (
	"math"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
	"kitewise/backend/scoring/tape"
)

// errorLine is what the standard error of a score rests on, the same in every run.
type errorLine struct {
	// table, sd and alpha are those of a single scale; table is nil otherwise.
	table           *domain.TraceTable
	sd              float64
	alpha           norm.Fraction
	sdRow, alphaRow string
	// terms are the scales of a sum, family those whose errors hang together,
	// counted shared times over the pairs.
	terms, family []errorTerm
	shared, pairs norm.Fraction
}

// errorTerm is the standard error of a scale and its squared weight.
type errorTerm struct {
	sign    string
	sem     float64
	squared norm.Fraction
}

// errorOf works out what the standard error of step i rests on.
func (c *Compiler) errorOf(i int) *errorLine {
	me := &c.Nodes[i]
	id := me.Spec.ID
	if len(me.Linear.Weights) == 1 && me.Profile >= 0 {
		n := c.Profiles[me.Profile].Norm
		alpha, variance, _ := n.Reliability(id)
		v, _ := variance.Float64()
		return &errorLine{table: tableOf(n, norm.Total), sd: math.Sqrt(v), alpha: alpha, sdRow: "SD(" + id + ")", alphaRow: "α(" + id + ")"}
	}
	e, sum, squares := &errorLine{}, norm.Whole(0), norm.Whole(0)
	for j := range c.Nodes {
		w := me.Linear.Weights[j]
		if w == nil || w.Sign() == 0 {
			continue
		}
		weight := norm.FromRat(w)
		term := c.errorTerm(j)
		term.squared = weight.Mul(weight)
		sum, squares = sum.Add(weight), squares.Add(term.squared)
		e.terms = append(e.terms, term)
	}
	if e.shared = squares.Sub(sum.Mul(sum)); e.shared.Sign() == 0 {
		return e
	}
	for _, j := range me.Family {
		e.family = append(e.family, c.errorTerm(j))
	}
	e.pairs = norm.Whole(me.Pairs)
	return e
}

// errorTerm gives the standard error of a scale, which a hidden one has too.
func (c *Compiler) errorTerm(j int) errorTerm {
	n := &c.Nodes[j]
	term := errorTerm{sign: n.Signs.sem}
	if n.SEM != nil {
		term.sem = n.SEM.SEM
	} else if n.Profile >= 0 {
		v, _ := c.Profiles[n.Profile].Norm.ErrorVariance(n.Spec.ID).Float64()
		term.sem = math.Sqrt(v)
	}
	return term
}

// Error records the standard error: SD·√(1-α) of a scale, the root of the
// sum of squares of a sum of scales, with what its errors share.
func (t *Ledger) Error() {
	e := t.node.errors
	l := t.Line(t.node.Signs.sem, domain.TraceError, "sem")
	if e.table != nil {
		l.RowAbout(e.table, e.sdRow, e.sd).Text(" × √(1 - ").RowPlain(e.table, e.alphaRow, e.alpha).Text(")").About(t.node.SEM.SEM)
		return
	}
	l.Text("√(")
	for n := range e.terms {
		term := &e.terms[n]
		l.Join(n, " + ")
		if one := norm.Whole(1); term.squared.Cmp(one) != 0 {
			l.Constant("weight_squared", term.squared).Text(" × ")
		}
		l.LineAbout(term.sign, term.sem).Text("²")
	}
	if len(e.family) > 0 {
		l.Signed(1, e.shared).Constant("shared", e.shared.Abs()).Text(" × (")
		for k := range e.family {
			l.Join(k, " + ").LineAbout(e.family[k].sign, e.family[k].sem).Text("²")
		}
		l.Text(") / ").Constant("pairs", e.pairs)
	}
	l.Text(")").About(t.node.SEM.SEM)
}

// Swaps keeps the swaps of one way, for the names of what is after them.
func (t *Ledger) Swaps(way []domain.RobustnessWay) tape.Swaps {
	var out tape.Swaps
	for i := range way {
		out = t.Swapped(out, tape.Swap{Item: way[i].Item, Rank: way[i].Rank})
	}
	return out
}

// AfterSwaps records the score of an axis after swaps of ranks, and gives it: what
// each ending of the swapped sets has become, against its answer.
func (t *Ledger) AfterSwaps(r *Run, a *GridAxis, way []domain.RobustnessWay, swaps tape.Swaps) norm.Fraction {
	sign, x := r.Sign(a.Step, true), r.Out[a.Step].Converted
	l := t.Named(t.After(sign, swaps), domain.TraceRobust, "after_swap").Line(sign, x)
	for k := range way {
		if met(way[:k], way[k].Item) {
			continue
		}
		item := r.Index[way[k].Item]
		for e, v := range r.Answers[item].Ranks {
			after, weight := rankAfter(way[k].Item, v, way), a.weights[item][e]
			if after == v || weight.Sign() == 0 {
				continue
			}
			l.Signed(1, weight).Constant("swap_weight", weight.Abs()).Text(" × (").Constant("rank_after", norm.Whole(int64(after))).
				Text(" - ").Cell(r.Cell(item, e), norm.Whole(int64(v))).Text(")")
			x = x.Add(weight.Mul(norm.Whole(int64(after - v))))
		}
	}
	l.Gives(x)
	return x
}

// met reports whether a set is swapped already.
func met(way []domain.RobustnessWay, item string) bool {
	for i := range way {
		if way[i].Item == item {
			return true
		}
	}
	return false
}

// rankAfter gives what a rank of an item becomes by the swaps, one after the other.
func rankAfter(item string, rank int, way []domain.RobustnessWay) int {
	for i := range way {
		if way[i].Item == item {
			rank += swapOf(rank, way[i].Rank)
		}
	}
	return rank
}

// weigh fills what one rank of every ending counts for on the axis, in the
// norm's metric.
func (a *GridAxis) weigh(c *Compiler) {
	l := c.Nodes[a.Step].Linear
	if l == nil {
		return
	}
	for _, it := range c.Items {
		of := make([]norm.Fraction, len(it.Endings))
		for e := range of {
			of[e] = norm.Whole(0)
		}
		a.weights = append(a.weights, of)
	}
	for j, w := range l.Weights {
		st, ok := c.Nodes[j].Step.(*RankSum)
		if !ok {
			continue
		}
		weight := norm.FromRat(w).Mul(st.Factor)
		for _, at := range st.Scored {
			a.weights[at.Item][at.Ending] = a.weights[at.Item][at.Ending].Add(weight)
		}
	}
}
