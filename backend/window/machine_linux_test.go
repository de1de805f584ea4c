package window

import (
	"context"
	"slices"
	"testing"
	"testing/fstest"
	"time"
)

// scripted is a screen that is full or not as the test says, tick by tick.
type scripted struct {
	full []bool
	did  []string
}

func (s *scripted) Full() bool {
	full := s.full[0]
	s.full = s.full[1:]
	return full
}
func (s *scripted) Fill()  { s.did = append(s.did, "fill") }
func (s *scripted) Leave() { s.did = append(s.did, "leave") }

// TestTheScreenIsFilledAgainAndAgain, and each loss is told once.
func TestTheScreenIsFilledAgainAndAgain(t *testing.T) {
	s := &scripted{full: []bool{false, true, true, false, false, true, false, true}}
	end, tick := make(chan struct{}), make(chan time.Time)
	ended := make(chan struct{})
	lost := 0
	go func() {
		defer close(ended)
		keep(s, end, tick, func() { lost++ })
	}()
	for range 8 {
		tick <- time.Time{}
	}
	close(end)
	<-ended
	if lost != 2 {
		t.Errorf("%d losses told, want 2", lost)
	}
	if want := slices.Repeat([]string{"fill"}, 1+4); !slices.Equal(s.did, want) {
		t.Errorf("did %v", s.did)
	}
}

// TestWithoutAWindowNothingIsDone: the library would end the program.
func TestWithoutAWindowNothingIsDone(t *testing.T) {
	m := NewMachine(context.Background)
	m.Fill(func() { t.Error("lost") })
	m.CallCounsellor()
	m.Quit()
	m.Release()
	if n := m.countScreens(); n != 0 {
		t.Errorf("%d screens", n)
	}
}

func TestTheBatteryIsToldOnlyWhenItIsKnown(t *testing.T) {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text + "\n")} }
	for name, tc := range map[string]struct {
		supplies        fstest.MapFS
		percent         int
		charging, known bool
	}{
		"none":        {supplies: fstest.MapFS{}},
		"plug alone":  {supplies: fstest.MapFS{"AC/type": file("Mains"), "AC/online": file("1")}},
		"discharging": {fstest.MapFS{"AC/type": file("Mains"), "BAT0/type": file("Battery"), "BAT0/capacity": file("34"), "BAT0/status": file("Discharging")}, 34, false, true},
		"charging":    {fstest.MapFS{"BAT0/type": file("Battery"), "BAT0/capacity": file("99"), "BAT0/status": file("Charging")}, 99, true, true},
		"held":        {fstest.MapFS{"BAT0/type": file("Battery"), "BAT0/capacity": file("80"), "BAT0/status": file("Not charging")}, 80, true, true},
		"of a mouse":  {supplies: fstest.MapFS{"hid/type": file("Battery"), "hid/scope": file("Device"), "hid/capacity": file("5"), "hid/status": file("Discharging")}},
		"not told":    {supplies: fstest.MapFS{"BAT0/type": file("Battery"), "BAT0/capacity": file("50"), "BAT0/status": file("Unknown")}},
		"nonsense":    {supplies: fstest.MapFS{"BAT0/type": file("Battery"), "BAT0/capacity": file("a lot"), "BAT0/status": file("Charging")}},
		"the second":  {fstest.MapFS{"BAT0/type": file("Battery"), "BAT1/type": file("Battery"), "BAT1/capacity": file("7"), "BAT1/status": file("Discharging")}, 7, false, true},
	} {
		percent, charging, known := batteryIn(tc.supplies)
		if percent != tc.percent || charging != tc.charging || known != tc.known {
			t.Errorf("%s: %d %v %v", name, percent, charging, known)
		}
	}
}
