package arithmetic

import (
	"math"
	"math/big"
	"regexp"
	"strconv"
	"strings"
)

// places is how far a number is shown; its whole stands behind it.
const places = 4

// whole is how far the trace writes a number that has no end.
const whole = 9

var numeric = regexp.MustCompile(`^-?\d+(\.\d+|/\d+)?$`)

// number gives a number of the trace as it is shown and, where that is less,
// whole; it is false for anything else.
func (b *builder) number(value string) (shown, exact string, ok bool) {
	if !numeric.MatchString(value) {
		return "", "", false
	}
	x, ok := new(big.Rat).SetString(value)
	if !ok {
		return "", "", false
	}
	f, _ := x.Float64()
	shown = b.decimal(f, places)
	if math.Abs(f) < 0.001 && f != 0 {
		shown = b.decimal(f, whole)
	}
	long := b.decimal(f, whole)
	if fraction := strings.Contains(value, "/"); fraction {
		return shown, strings.Replace(value, "-", minus, 1) + " = " + long, true
	}
	if long != shown {
		exact = long
	}
	return shown, exact, true
}

const minus = "\u2212"

// decimal writes a number with as many places as it needs, at most so many.
func (b *builder) decimal(f float64, most int) string {
	unit := math.Pow10(most)
	rounded := math.Round(f*unit) / unit
	text := strconv.FormatFloat(rounded, 'f', -1, 64)
	_, fraction, _ := strings.Cut(text, ".")
	return b.p.Number(rounded, min(len(fraction), most))
}

// place is where an input stands in a formula.
func place(i int) string { return "{" + strconv.Itoa(i) + "}" }

var function = regexp.MustCompile(`[a-z_]+\(`)

// between words the signs between two numbers: a true minus, and functions by
// their names.
func (b *builder) between(text string) string {
	text = strings.ReplaceAll(text, "-", minus)
	return function.ReplaceAllStringFunc(text, func(name string) string {
		key := "arithmetic.function." + strings.TrimSuffix(name, "(")
		if !b.p.Has(key) {
			return name
		}
		return b.p.T(key) + "("
	})
}
