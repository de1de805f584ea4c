package scoring

import (
	"math/big"

	"kitewise/backend/domain"
	"kitewise/backend/scoring/robust"
	"kitewise/backend/scoring/step"
)

// robustOf is the robustness of one class by grid.
type robustOf struct {
	id string
	// sign is the line of its swaps.
	sign string
	// node is the grid's step, items the items of the form's sets.
	node  int
	items []int
	form  *robust.Form
}

// compileRobustness turns the two axes of a grid into whole weights of every
// ending of every item.
func (c *compiler) compileRobustness(i int, g *step.Grid) {
	wx, cutsX, okX := c.weights(g.X)
	wy, cutsY, okY := c.weights(g.Y)
	if !okX || !okY {
		c.Fault(i, "grid.robustness", "not_linear")
		return
	}
	rob, sets := robustOf{id: c.Nodes[i].Spec.ID, sign: "swaps(" + c.Nodes[i].Spec.ID + ")", node: i}, []robust.Set{}
	for item, it := range c.Items {
		set, used := robust.Set{X: make([]int, len(it.Endings)), Y: make([]int, len(it.Endings))}, false
		for e := range it.Endings {
			at := step.Place{Item: item, Ending: e}
			set.X[e], set.Y[e] = wx[at], wy[at]
			used = used || wx[at] != 0 || wy[at] != 0
		}
		if used {
			sets, rob.items = append(sets, set), append(rob.items, item)
		}
	}
	form, ok := robust.New(sets, cutsX, cutsY, g.Spec.Cells)
	if !ok {
		c.Fault(i, "grid.robustness", "no_robustness")
		return
	}
	rob.form = form
	c.robust = append(c.robust, rob)
}

// unitBits bounds the common unit of an axis. Values stay below 2^50, so 12 bits
// leave every weight and cut within 64.
const unitBits = 12

// weights gives every ending's weight on an axis as whole numbers of a common
// unit, and the cuts in the same unit. Cuts are rounded up: a coordinate is on
// or above a cut exactly when it is on or above the next whole unit.
func (c *compiler) weights(a step.GridAxis) (map[step.Place]int, []int, bool) {
	l := c.Nodes[a.Step].Linear
	if l == nil {
		return nil, nil, false
	}
	exact, den := map[step.Place]*big.Rat{}, big.NewInt(1)
	for j, w := range l.Weights {
		st, ok := c.Nodes[j].Step.(*step.RankSum)
		if !ok {
			return nil, nil, false
		}
		v := new(big.Rat).Mul(w, st.Factor.Rat())
		for _, cell := range st.Scored {
			if exact[cell] == nil {
				exact[cell] = new(big.Rat)
			}
			exact[cell].Add(exact[cell], v)
		}
	}
	for _, v := range exact {
		g := new(big.Int).GCD(nil, nil, den, v.Denom())
		den.Mul(den, new(big.Int).Quo(v.Denom(), g))
	}
	if den.BitLen() > unitBits {
		return nil, nil, false
	}
	unit := new(big.Rat).SetInt(den)
	out, cuts := map[step.Place]int{}, []int{}
	for cell, v := range exact {
		out[cell] = int(new(big.Rat).Mul(v, unit).Num().Int64())
	}
	for _, cut := range a.Cuts {
		v := new(big.Rat).Sub(cut.Rat(), l.Constant)
		v.Mul(v, unit)
		q := new(big.Int).Div(v.Num(), v.Denom())
		if !v.IsInt() {
			q.Add(q, big.NewInt(1))
		}
		cuts = append(cuts, int(q.Int64()))
	}
	return out, cuts, true
}

// robustness runs one form, if its class is there and every set answered.
func (r *Runner) robustness(n int) domain.Robustness {
	rob, room := &r.p.robust[n], &r.room.robust[n]
	out := domain.Robustness{Score: rob.id, Ways: noWays}
	if r.Out[rob.node].Grid == nil {
		return out
	}
	for i, item := range rob.items {
		if room.ranks[i] = r.Answers[item].Ranks; room.ranks[i] == nil {
			return out
		}
	}
	swaps, ways := room.search.Find(room.ranks)
	out.Swaps = swaps
	room.ways = room.ways[:0]
	for _, w := range ways {
		room.ways = append(room.ways, domain.RobustnessWay{Item: r.Items[rob.items[w.Set]].ID, Rank: w.Rank, Class: w.Class})
	}
	if len(room.ways) > 0 {
		out.Ways = room.ways
	}
	return out
}
