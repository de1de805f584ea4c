package slow

import (
	"testing"
	"time"
)

func TestLimits(t *testing.T) {
	mib := uint32(1 << 10)
	for _, tc := range []struct {
		cost Cost
		want string
	}{
		{Cost{64 * mib, 3, 4}, ""}, {Cost{1024 * mib, 3, 1}, ""},
		{Cost{64*mib - 1, 3, 4}, "weakened"}, {Cost{64 * mib, 2, 4}, "weakened"}, {Cost{64 * mib, 3, 0}, "weakened"}, {Cost{}, "weakened"},
		{Cost{1024*mib + 1, 3, 4}, "too_costly"}, {Cost{64 * mib, 65, 4}, "too_costly"}, {Cost{64 * mib, 3, 17}, "too_costly"},
	} {
		if got := Safe.Allows(tc.cost); got != tc.want {
			t.Errorf("%+v: %q, want %q", tc.cost, got, tc.want)
		}
	}
}

// TestCalibrationFitsTheMachine goes through machines by what 64 MiB and three
// passes take there.
func TestCalibrationFitsTheMachine(t *testing.T) {
	for _, ms := range []int{10, 40, 110, 130, 260, 499, 500, 700, 900, 1500, 5000} {
		tries := 0
		took := func(c Cost) time.Duration {
			tries++
			per := float64(ms) / float64(Safe.Floor.MemoryKiB*Safe.Floor.Passes)
			return time.Duration(per * float64(c.MemoryKiB) * float64(c.Passes) * float64(time.Millisecond))
		}
		c := Calibrate(Safe, took)
		n := tries
		if reason := Safe.Allows(c); reason != "" || n > 4 || c.MemoryKiB > mostMemory {
			t.Errorf("%d ms: %+v is %q after %d tries", ms, c, reason, n)
		}
		got := took(c)
		if floor := c.MemoryKiB == Safe.Floor.MemoryKiB && c.Passes == Safe.Floor.Passes; !floor && (got < quickest || got > slowest) {
			t.Errorf("%d ms: %+v takes %v", ms, c, got)
		}
		if ms < 250 && got < quickest && c.Passes < Safe.Ceiling.Passes {
			t.Errorf("%d ms: %+v takes %v only", ms, c, got)
		}
	}
}

func TestMeasureMeasures(t *testing.T) {
	small, large := Measure(Cost{MemoryKiB: 1 << 10, Passes: 1, Lanes: 1}), Measure(Cost{MemoryKiB: 32 << 10, Passes: 3, Lanes: 1})
	if small <= 0 || large < 4*small {
		t.Errorf("1 MiB takes %v, 32 MiB and three passes %v", small, large)
	}
}
