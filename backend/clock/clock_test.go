package clock

import (
	"fmt"
	"testing"
	"time"
)

// TestTheClocksGoTogether: while a machine is awake and nobody sets its clock,
// all of them count the same time. They are read one after the other, and a busy
// machine may do something else in between, though not every time.
func TestTheClocksGoTogether(t *testing.T) {
	told := ""
	for range 50 {
		before := Read()
		time.Sleep(60 * time.Millisecond)
		after := Read()
		passed := after.Awake - before.Awake
		slept, set := after.Since(before)
		if passed >= 50 && passed <= 60_000 && slept >= -5 && slept <= 50 && set >= -50 && set <= 50 {
			return
		}
		told = fmt.Sprintf("%d ms passed, slept %d ms, set by %d ms", passed, slept, set)
	}
	t.Error(told)
}
