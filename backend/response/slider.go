package response

import (
	"math/rand/v2"

	"kitewise/backend/domain"
)

// A slider's position is written like a number and lies on its grid: Min, Min +
// Step, Min + 2·Step and so on up to Max.

func checkSlider(it Item, v domain.Value) string {
	code := checkNumeric(it, v)
	step := bound(it.Step)
	if code == "" && step > 0 && (bound(v.Number)-bound(it.Min))%step != 0 {
		return OutOfRange
	}
	return code
}

func simulateSlider(it Item, r *rand.Rand) domain.Value {
	low, step := bound(it.Min), bound(it.Step)
	if step <= 0 {
		return simulateNumeric(it, r)
	}
	return domain.Value{Number: text(low + step*r.Int64N(max(1, (bound(it.Max)-low)/step+1)))}
}
