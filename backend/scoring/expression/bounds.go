package expression

import "math/big"

// The bounds of a number follow from those of its parts, by interval
// arithmetic on exact numbers. A bound that is not known makes what is built on
// it unknown.

func number(low, high *big.Rat) value {
	if low == nil || high == nil {
		return value{typ: Number}
	}
	return value{typ: Number, low: low, high: high}
}

func (v value) bounded() bool { return v.low != nil && v.high != nil }

func negate(v value) value {
	if v.typ != Number || !v.bounded() {
		return value{typ: v.typ}
	}
	return number(new(big.Rat).Neg(v.high), new(big.Rat).Neg(v.low))
}

// calculate gives the bounds of a + b, a - b, a * b or a / b.
func calculate(operator string, a, b value) value {
	if !a.bounded() || !b.bounded() {
		return value{typ: Number}
	}
	switch operator {
	case "+":
		return number(new(big.Rat).Add(a.low, b.low), new(big.Rat).Add(a.high, b.high))
	case "-":
		return number(new(big.Rat).Sub(a.low, b.high), new(big.Rat).Sub(a.high, b.low))
	case "*":
		return corners(a, b, (*big.Rat).Mul)
	}
	if b.low.Sign()*b.high.Sign() <= 0 {
		return value{typ: Number} // it may be divided by zero
	}
	return corners(a, b, (*big.Rat).Quo)
}

// corners gives the bounds of an operation whose ends lie in the ends of both sides.
func corners(a, b value, op func(z, x, y *big.Rat) *big.Rat) value {
	var low, high *big.Rat
	for _, x := range []*big.Rat{a.low, a.high} {
		for _, y := range []*big.Rat{b.low, b.high} {
			v := op(new(big.Rat), x, y)
			low, high = smaller(low, v), larger(high, v)
		}
	}
	return number(low, high)
}

// smaller and larger take a first nil as nothing yet.
func smaller(a, b *big.Rat) *big.Rat {
	if a == nil || b.Cmp(a) < 0 {
		return b
	}
	return a
}

func larger(a, b *big.Rat) *big.Rat {
	if a == nil || b.Cmp(a) > 0 {
		return b
	}
	return a
}

// hull gives the bounds of one or the other.
func hull(a, b value) value {
	if !a.bounded() || !b.bounded() {
		return value{typ: Number}
	}
	return number(smaller(a.low, b.low), larger(a.high, b.high))
}

func absolute(args []value) value {
	v := args[0]
	if !v.bounded() || v.low.Sign() >= 0 {
		return v
	}
	n := negate(v)
	if v.high.Sign() <= 0 {
		return n
	}
	return number(new(big.Rat), larger(v.high, n.high))
}

// wholes gives the bounds of a number brought to a whole one next to it.
func wholes(args []value) value {
	v := args[0]
	if !v.bounded() {
		return v
	}
	low, high := floor(v.low), floor(v.high)
	if !v.high.IsInt() {
		high.Add(high, big.NewRat(1, 1))
	}
	return number(low, high)
}

func floor(r *big.Rat) *big.Rat {
	return new(big.Rat).SetInt(new(big.Int).Div(r.Num(), r.Denom()))
}

func greatest(args []value) value { return among(args, larger) }

func least(args []value) value { return among(args, smaller) }

func among(args []value, choose func(a, b *big.Rat) *big.Rat) value {
	var low, high *big.Rat
	for _, v := range args {
		if !v.bounded() {
			return value{typ: Number}
		}
		low, high = choose(low, v.low), choose(high, v.high)
	}
	return number(low, high)
}
