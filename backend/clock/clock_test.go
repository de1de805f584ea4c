package clock

import (
	"testing"
	"time"
)

// TestTheClocksGoTogether: while a machine is awake and nobody sets its clock,
// all of them count the same time.
func TestTheClocksGoTogether(t *testing.T) {
	before := Read()
	time.Sleep(60 * time.Millisecond)
	after := Read()
	if passed := after.Awake - before.Awake; passed < 50 || passed > 60_000 {
		t.Errorf("%d ms passed", passed)
	}
	slept, set := after.Since(before)
	if slept < -5 || slept > 50 || set < -50 || set > 50 {
		t.Errorf("slept %d ms, set by %d ms", slept, set)
	}
}
