package cli

import (
	"fmt"
	"math"
	"math/big"
	"strings"
	"unicode"
)

// amount is a number of a worksheet: exact, or nine places and everything
// that is computed from such.
type amount struct {
	exact *big.Rat
	about float64
}

func exactly(r *big.Rat) amount { f, _ := r.Float64(); return amount{r, f} }

// closeTo: an exact number must be the same, another may differ by what nine
// places leave open.
func (a amount) closeTo(b amount) bool {
	if a.exact != nil && b.exact != nil {
		return a.exact.Cmp(b.exact) == 0
	}
	return math.Abs(a.about-b.about) < 0.6e-9
}

// calculator evaluates one printed formula. It knows arithmetic and nothing
// about any instrument.
type calculator struct {
	in  []rune
	at  int
	err error
}

// statement evaluates "a < b ≤ c", "a = b" or a plain formula; holds is whether
// every comparison is true, value the last side.
func statement(text string) (value amount, holds bool, err error) {
	holds = true
	for part := range strings.SplitSeq(text, "; ") {
		c := &calculator{in: []rune(part)}
		value = c.sum()
		for c.err == nil && c.at < len(c.in) {
			op := c.next()
			right := c.sum()
			switch op {
			case '<':
				holds = holds && value.about < right.about
			case '>':
				holds = holds && value.about > right.about
			case '≤':
				holds = holds && value.about <= right.about
			case '≥':
				holds = holds && value.about >= right.about
			case '=':
				holds = holds && value.closeTo(right)
			default:
				c.err = fmt.Errorf("%q in %q", op, part)
			}
			value = right
		}
		if c.err != nil {
			return value, false, c.err
		}
	}
	return value, holds, nil
}

func (c *calculator) space() {
	for c.at < len(c.in) && c.in[c.at] == ' ' {
		c.at++
	}
}

func (c *calculator) peek() rune {
	c.space()
	if c.at < len(c.in) {
		return c.in[c.at]
	}
	return 0
}

func (c *calculator) next() rune {
	r := c.peek()
	c.at++
	return r
}

func (c *calculator) sum() amount {
	out := c.product()
	for c.err == nil && (c.peek() == '+' || c.peek() == '−') {
		op, right := c.next(), c.product()
		sign := 1.0
		if op == '−' {
			sign = -1
		}
		if out.exact != nil && right.exact != nil {
			r := new(big.Rat).Set(right.exact)
			if sign < 0 {
				r.Neg(r)
			}
			out = exactly(r.Add(r, out.exact))
		} else {
			out = amount{nil, out.about + sign*right.about}
		}
	}
	return out
}

func (c *calculator) product() amount {
	out := c.power()
	for c.err == nil && (c.peek() == '×' || c.peek() == '/') {
		op, right := c.next(), c.power()
		switch {
		case out.exact == nil || right.exact == nil:
			if op == '/' {
				out = amount{nil, out.about / right.about}
			} else {
				out = amount{nil, out.about * right.about}
			}
		case op == '×':
			out = exactly(new(big.Rat).Mul(out.exact, right.exact))
		case right.exact.Sign() == 0:
			c.err = fmt.Errorf("division by zero in %q", string(c.in))
		default:
			out = exactly(new(big.Rat).Quo(out.exact, right.exact))
		}
	}
	return out
}

func (c *calculator) power() amount {
	out := c.atom()
	for c.err == nil && (c.peek() == '²' || c.peek() == '³') {
		n := map[rune]int{'²': 2, '³': 3}[c.next()]
		base := out
		for range n - 1 {
			if out.exact != nil {
				out = exactly(new(big.Rat).Mul(out.exact, base.exact))
			} else {
				out = amount{nil, out.about * base.about}
			}
		}
	}
	return out
}

func (c *calculator) atom() amount {
	switch r := c.peek(); {
	case r == '−':
		c.at++
		v := c.power()
		if v.exact != nil {
			return exactly(new(big.Rat).Neg(v.exact))
		}
		return amount{nil, -v.about}
	case r == '(':
		return c.inside(')')
	case r == '|':
		v := c.inside('|')
		if v.exact != nil {
			return exactly(new(big.Rat).Abs(v.exact))
		}
		return amount{nil, math.Abs(v.about)}
	case r == '√':
		c.at++
		return amount{nil, math.Sqrt(c.atom().about)}
	case r == 'Φ':
		c.at++
		return amount{nil, math.Erfc(-c.atom().about/math.Sqrt2) / 2}
	case unicode.IsDigit(r):
		return c.number()
	}
	c.err = fmt.Errorf("cannot read %q at %d", string(c.in), c.at)
	return amount{exact: new(big.Rat)}
}

func (c *calculator) inside(end rune) amount {
	c.at++
	v := c.sum()
	if c.err == nil && c.next() != end {
		c.err = fmt.Errorf("no %q in %q", end, string(c.in))
	}
	return v
}

// number reads a whole number, a decimal, or one with nine places, which is
// not exact.
func (c *calculator) number() amount {
	from := c.at
	for c.at < len(c.in) && (unicode.IsDigit(c.in[c.at]) || c.in[c.at] == '.') {
		c.at++
	}
	text := string(c.in[from:c.at])
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		c.err = fmt.Errorf("number %q", text)
		return amount{exact: new(big.Rat)}
	}
	v := exactly(r)
	if _, places, _ := strings.Cut(text, "."); len(places) >= 9 {
		v.exact = nil
	}
	return v
}
