package norm

import (
	"errors"
	"math"
	"math/big"
	"math/bits"
	"strconv"
	"strings"
)

// Fraction is an exact rational number in lowest terms. It is computed on 64
// bits as long as that holds every step, and on as many as it takes beyond;
// which of the two is never seen from outside. The zero value is not a number
// (IsNumber tells); for the number use Whole(0).
type Fraction struct {
	// num/den with den > 0 and |num| ≤ math.MaxInt64; den is 1 beside a wide.
	num, den int64
	// wide holds what 64 bits do not; it is never changed.
	wide *big.Rat
}

// Whole gives n/1.
func Whole(n int64) Fraction {
	if n == math.MinInt64 {
		return FromRat(new(big.Rat).SetInt64(n))
	}
	return Fraction{num: n, den: 1}
}

// Over gives num/den in lowest terms; den must not be 0.
func Over(num, den int64) Fraction {
	if num == math.MinInt64 || den == math.MinInt64 {
		return FromRat(big.NewRat(num, den))
	}
	if den < 0 {
		num, den = -num, -den
	}
	return reduced(num, den)
}

// reduced gives num/den in lowest terms, for den > 0.
func reduced(num, den int64) Fraction {
	if den == 1 {
		return Fraction{num: num, den: 1}
	}
	g := gcd(num, den)
	return Fraction{num: num / g, den: den / g}
}

// FromRat gives r, which may be changed afterwards.
func FromRat(r *big.Rat) Fraction {
	if r.Num().IsInt64() && r.Denom().IsInt64() && r.Num().Int64() != math.MinInt64 {
		return Fraction{num: r.Num().Int64(), den: r.Denom().Int64()}
	}
	return Fraction{den: 1, wide: new(big.Rat).Set(r)}
}

// IsNumber reports whether f is a number at all: the zero value is not.
func (f Fraction) IsNumber() bool { return f.den != 0 }

// IsWide reports whether f is beyond 64 bits: only others are equal by ==
// exactly when they are the same number.
func (f Fraction) IsWide() bool { return f.wide != nil }

// IsWhole reports whether f is a whole number.
func (f Fraction) IsWhole() bool { return f.den == 1 && (f.wide == nil || f.wide.IsInt()) }

// Sign gives -1, 0 or +1 as f is negative, zero or positive.
func (f Fraction) Sign() int {
	if f.wide != nil {
		return f.wide.Sign()
	}
	return sign(f.num)
}

func sign(n int64) int {
	switch {
	case n < 0:
		return -1
	case n > 0:
		return 1
	}
	return 0
}

// Add gives f+g.
func (f Fraction) Add(g Fraction) Fraction {
	if f.wide == nil && g.wide == nil {
		if f.den == g.den {
			if sum, ok := plus(f.num, g.num); ok {
				return reduced(sum, f.den)
			}
		} else if a, ok := times(f.num, g.den); ok {
			b, ok1 := times(g.num, f.den)
			den, ok2 := times(f.den, g.den)
			if sum, ok3 := plus(a, b); ok1 && ok2 && ok3 {
				return reduced(sum, den)
			}
		}
	}
	return FromRat(new(big.Rat).Add(f.rat(), g.rat()))
}

// Neg gives -f.
func (f Fraction) Neg() Fraction {
	if f.wide != nil {
		return FromRat(new(big.Rat).Neg(f.wide))
	}
	return Fraction{num: -f.num, den: f.den}
}

// Sub gives f-g.
func (f Fraction) Sub(g Fraction) Fraction { return f.Add(g.Neg()) }

// Mul gives f·g.
func (f Fraction) Mul(g Fraction) Fraction {
	if f.wide == nil && g.wide == nil {
		switch {
		case g.den == 1 && g.num == 1:
			return f
		case g.den == 1 && g.num == -1:
			return Fraction{num: -f.num, den: f.den}
		}
		num, ok := times(f.num, g.num)
		den, ok1 := times(f.den, g.den)
		if ok && ok1 {
			return reduced(num, den)
		}
	}
	return FromRat(new(big.Rat).Mul(f.rat(), g.rat()))
}

// Quo gives f/g; g must not be zero.
func (f Fraction) Quo(g Fraction) Fraction {
	if f.wide == nil && g.wide == nil {
		num, ok := times(f.num, g.den)
		den, ok1 := times(f.den, g.num)
		if ok && ok1 {
			return Over(num, den)
		}
	}
	return FromRat(new(big.Rat).Quo(f.rat(), g.rat()))
}

// Abs gives |f|.
func (f Fraction) Abs() Fraction {
	if f.Sign() < 0 {
		return f.Neg()
	}
	return f
}

// Cmp gives -1, 0 or +1 as f is less than, equal to or greater than g.
func (f Fraction) Cmp(g Fraction) int {
	if f.wide == nil && g.wide == nil {
		if f.den == g.den {
			return compare(f.num, g.num)
		}
		a, ok := times(f.num, g.den)
		b, ok1 := times(g.num, f.den)
		if ok && ok1 {
			return compare(a, b)
		}
	}
	return f.rat().Cmp(g.rat())
}

func compare(a, b int64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// Equal reports whether f and g are the same number, or both none.
func (f Fraction) Equal(g Fraction) bool {
	return f.IsNumber() == g.IsNumber() && (!f.IsNumber() || f.Cmp(g) == 0)
}

// exactFloat is the largest magnitude up to which every integer is a float64.
const exactFloat = 1 << 53

// Float64 gives the float64 nearest to f, half to even. One division of two
// exact float64 is correctly rounded (IEEE 754), so it is the same on every
// machine; beyond them math/big rounds the same way.
func (f Fraction) Float64() float64 {
	if f.wide == nil && f.num < exactFloat && f.num > -exactFloat && f.den < exactFloat {
		return float64(f.num) / float64(f.den)
	}
	v, _ := f.rat().Float64()
	return v
}

// Rat gives f as a new big.Rat.
func (f Fraction) Rat() *big.Rat { return new(big.Rat).Set(f.rat()) }

// rat gives f as a big.Rat that must not be changed.
func (f Fraction) rat() *big.Rat {
	if f.wide != nil {
		return f.wide
	}
	return big.NewRat(f.num, f.den)
}

// String gives "407/12", or "37" for a whole number.
func (f Fraction) String() string {
	switch {
	case f.wide != nil:
		return f.wide.RatString()
	case f.den == 1:
		return strconv.FormatInt(f.num, 10)
	}
	return strconv.FormatInt(f.num, 10) + "/" + strconv.FormatInt(f.den, 10)
}

// Decimal writes f with so many places after the point (0 to 18), halves away
// from zero.
func (f Fraction) Decimal(places int) string {
	unit := uint64(1)
	for range places {
		unit *= 10
	}
	if f.wide != nil || f.den == 0 || magnitude(f.num)/uint64(f.den) > math.MaxInt64/unit {
		return f.Rat().FloatString(places)
	}
	// |num|/den·unit fits 63 bits, so the quotient below fits 64.
	high, low := bits.Mul64(magnitude(f.num), unit)
	scaled, rest := bits.Div64(high, low, uint64(f.den))
	if rest >= uint64(f.den)-rest {
		scaled++
	}
	out := make([]byte, 0, 24)
	if f.num < 0 {
		out = append(out, '-')
	}
	out = strconv.AppendUint(out, scaled/unit, 10)
	if places == 0 {
		return string(out)
	}
	out = append(out, '.')
	for below := unit / 10; below > scaled%unit && below > 1; below /= 10 {
		out = append(out, '0')
	}
	return string(strconv.AppendUint(out, scaled%unit, 10))
}

// maxDigits is how many digits decimal text may have before and after its point.
const maxDigits = 6

var errDecimal = errors.New("not a decimal number of at most 6 + 6 digits")

// ParseDecimal reads decimal text such as "-9" or "14.5": at most six digits
// before and six after the point, no exponent, so that it stays small.
func ParseDecimal(text string) (Fraction, error) {
	digits, negative := text, false
	if len(digits) > 0 && digits[0] == '-' {
		digits, negative = digits[1:], true
	}
	if len(digits) > 2*maxDigits+1 {
		return Fraction{}, errDecimal
	}
	before, after, fraction := strings.Cut(digits, ".")
	if !isDigits(before) || fraction && !isDigits(after) {
		return Fraction{}, errDecimal
	}
	num, den := int64(0), int64(1)
	for _, c := range []byte(before) {
		num = 10*num + int64(c-'0')
	}
	for _, c := range []byte(after) {
		num, den = 10*num+int64(c-'0'), 10*den
	}
	if negative {
		num = -num
	}
	return Over(num, den), nil
}

// isDigits reports whether a text is one to maxDigits digits.
func isDigits(text string) bool {
	if text == "" || len(text) > maxDigits {
		return false
	}
	for _, c := range []byte(text) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// plus and times give the sum and the product, and whether 64 bits hold them.
func plus(a, b int64) (int64, bool) {
	sum := a + b
	return sum, (sum > a) == (b > 0) && sum != math.MinInt64
}

func times(a, b int64) (int64, bool) {
	const half = 1 << 31
	if a < half && a > -half && b < half && b > -half {
		return a * b, true
	}
	high, low := bits.Mul64(magnitude(a), magnitude(b))
	if high != 0 || low > math.MaxInt64 {
		return 0, false
	}
	if (a < 0) != (b < 0) {
		return -int64(low), true
	}
	return int64(low), true
}

// magnitude gives |a|; a is never math.MinInt64.
func magnitude(a int64) uint64 { return uint64(max(a, -a)) }

func gcd(a, b int64) int64 {
	x, y := magnitude(a), magnitude(b)
	if x == 0 {
		return int64(y)
	}
	if y == 0 {
		return int64(x)
	}
	shift := bits.TrailingZeros64(x | y)
	x >>= bits.TrailingZeros64(x)
	for y != 0 {
		y >>= bits.TrailingZeros64(y)
		if x > y {
			x, y = y, x
		}
		y -= x
	}
	return int64(x << shift)
}
