package response

import (
	"math/rand/v2"
	"strconv"
	"strings"

	"kitewise/backend/domain"
)

// A number is written as a JSON number without an exponent, in a table by the
// same digits, and lies within the item's range. At most six digits stand
// before and six after the point, so it is exact in millionths. It is kept
// without needless zeros ("2.50" is "2.5").

func checkNumeric(it Item, v domain.Value) string {
	text, n, code := decimal(v.Number)
	if code == "" && text != v.Number {
		return WrongType
	}
	if code == "" && (n < bound(it.Min) || n > bound(it.Max)) {
		return OutOfRange
	}
	return code
}

func readNumeric(_ Item, n Node) (domain.Value, string) {
	if n.Kind != Number {
		return domain.Value{}, WrongType
	}
	text, _, code := decimal(n.Text)
	return domain.Value{Number: text}, code
}

func writeNumeric(_ Item, v domain.Value) Node { return Node{Kind: Number, Text: v.Number} }

func simulateNumeric(it Item, r *rand.Rand) domain.Value {
	low, high := bound(it.Min), bound(it.Max)
	n := low + r.Int64N(max(1, high-low+1))
	for unit := int64(million); unit > 1; unit /= 10 { // people give round numbers
		if round := n / unit * unit; round >= low && round <= high && r.IntN(2) == 0 {
			n = round
			break
		}
	}
	return domain.Value{Number: text(n)}
}

const million = 1_000_000

// decimal reads a number as JSON writes it without an exponent: its shortest
// text, its millionths, and the code of what is wrong with it.
func decimal(s string) (shortest string, millionths int64, code string) {
	if !plain(s) {
		return "", 0, WrongType
	}
	whole, part, _ := strings.Cut(s, ".")
	part = strings.TrimRight(part, "0")
	if len(part) > 6 {
		return "", 0, WrongType
	}
	if len(strings.TrimPrefix(whole, "-")) > 6 {
		return "", 0, OutOfRange
	}
	n := bound(whole + "." + part)
	return text(n), n, ""
}

// bound gives the millionths of decimal text as a manifest writes it.
func bound(s string) int64 {
	whole, part, _ := strings.Cut(s, ".")
	n, err := strconv.ParseInt(whole+(part + "000000")[:6], 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// text writes millionths as the shortest decimal text.
func text(n int64) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	part := strings.TrimRight(strconv.FormatInt(million+n%million, 10)[1:], "0")
	return strings.TrimSuffix(sign+strconv.FormatInt(n/million, 10)+"."+part, ".")
}

// plain reports whether a text is a JSON number without an exponent.
func plain(s string) bool {
	whole, part, broken := strings.Cut(s, ".")
	return Whole(whole) && (!broken || digits(part))
}

// Whole reports whether a text is written as a JSON integer: no sign but minus,
// no point, no exponent, no leading zero.
func Whole(s string) bool {
	s = strings.TrimPrefix(s, "-")
	return digits(s) && (len(s) == 1 || s[0] != '0')
}

// digits reports whether a text is one digit or more and nothing else.
func digits(s string) bool {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return s != ""
}
