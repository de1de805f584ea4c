package norm

import (
	"errors"
	"math/big"
	"math/bits"
	"regexp"
	"strconv"
	"strings"
)

// Fraction is an exact rational number in lowest terms with Den > 0. The zero
// value is not a number; use Whole(0).
type Fraction struct{ Num, Den int64 }

// Whole gives n/1.
func Whole(n int64) Fraction { return Fraction{n, 1} }

// Over gives num/den in lowest terms; den must not be 0.
func Over(num, den int64) Fraction {
	if den < 0 {
		num, den = -num, -den
	}
	g := gcd(num, den)
	return Fraction{num / g, den / g}
}

// Add gives f+g.
func (f Fraction) Add(g Fraction) Fraction {
	if f.Den == g.Den {
		return Over(f.Num+g.Num, f.Den)
	}
	return Over(f.Num*g.Den+g.Num*f.Den, f.Den*g.Den)
}

// Sub gives f-g.
func (f Fraction) Sub(g Fraction) Fraction { return f.Add(Fraction{-g.Num, g.Den}) }

// Mul gives f·g.
func (f Fraction) Mul(g Fraction) Fraction { return Over(f.Num*g.Num, f.Den*g.Den) }

// Abs gives |f|.
func (f Fraction) Abs() Fraction { return Fraction{max(f.Num, -f.Num), f.Den} }

// Cmp gives -1, 0 or +1 as f is less than, equal to or greater than g.
func (f Fraction) Cmp(g Fraction) int {
	d := f.Num*g.Den - g.Num*f.Den
	switch {
	case d < 0:
		return -1
	case d > 0:
		return 1
	}
	return 0
}

// exactFloat is the largest magnitude up to which every integer is a float64.
const exactFloat = 1 << 53

// Float64 gives the float64 nearest to f. One division of two exact float64
// is correctly rounded (IEEE 754), so it is the same on every machine.
func (f Fraction) Float64() float64 {
	if f.Num < exactFloat && f.Num > -exactFloat && f.Den < exactFloat {
		return float64(f.Num) / float64(f.Den)
	}
	v, _ := big.NewRat(f.Num, f.Den).Float64()
	return v
}

// Rat gives f as a big.Rat, for arithmetic that may outgrow 64 bits.
func (f Fraction) Rat() *big.Rat { return big.NewRat(f.Num, f.Den) }

// String gives "407/12", or "37" for a whole number.
func (f Fraction) String() string {
	if f.Den == 1 {
		return strconv.FormatInt(f.Num, 10)
	}
	return strconv.FormatInt(f.Num, 10) + "/" + strconv.FormatInt(f.Den, 10)
}

var decimal = regexp.MustCompile(`^-?[0-9]{1,6}(\.[0-9]{1,6})?$`)

var errDecimal = errors.New("not a decimal number of at most 6 + 6 digits")

// ParseDecimal reads decimal text such as "-9" or "14.5": at most six digits
// before and six after the point, so that no later product can overflow.
func ParseDecimal(text string) (Fraction, error) {
	if !decimal.MatchString(text) {
		return Fraction{}, errDecimal
	}
	whole, part, _ := strings.Cut(text, ".")
	num, err := strconv.ParseInt(whole+part, 10, 64)
	if err != nil {
		return Fraction{}, errDecimal
	}
	den := int64(1)
	for range part {
		den *= 10
	}
	return Over(num, den), nil
}

func gcd(a, b int64) int64 {
	x, y := uint64(max(a, -a)), uint64(max(b, -b))
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
