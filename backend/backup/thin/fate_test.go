package thin

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// shelf is the backups that are there, with those that are looked for.
type shelf struct {
	copies []Copy
	held   []bool
}

func (s *shelf) put(c Copy) { s.copies, s.held = append(s.copies, c), append(s.held, false) }

// thin removes for good what does not stay.
func (s *shelf) thin(now time.Time) {
	stay, kept := Keep(s.copies, now), shelf{}
	for i, c := range s.copies {
		if stay[i] {
			kept.copies, kept.held = append(kept.copies, c), append(kept.held, s.held[i])
		}
	}
	*s = kept
}

// replaced says whether newer ones have taken the place of the newest, and no
// leap of the clock holds everything.
func (s *shelf) replaced(now time.Time) bool {
	order := newestFirst(s.copies)
	newer := order[:min(Latest, len(order))]
	return !leaps(s.copies, order, now) &&
		!slices.ContainsFunc(newer, func(at int) bool { return s.held[at] }) &&
		slices.ContainsFunc(newer, func(at int) bool { return s.copies[at].Verified })
}

// TestTheLastIsGoneWhenItWasTold lets backups go on as they may: at any times,
// opened or not, with old ones opened later. From the moment that was told none
// is left.
func TestTheLastIsGoneWhenItWasTold(t *testing.T) {
	checked := 0
	rapid.Check(t, func(t *rapid.T) {
		s := shelf{copies: some(t)}
		for i := range s.copies {
			s.copies[i].Verified = s.copies[i].Verified || rapid.IntRange(0, 2).Draw(t, "opened") > 0
			s.held = append(s.held, rapid.Bool().Draw(t, "held"))
		}
		begun := now.AddDate(0, 0, rapid.SampledFrom([]int{0, 0, 10, 60}).Draw(t, "pause"))
		if rapid.Bool().Draw(t, "wrong clock") {
			s.put(Copy{At: begun.AddDate(0, 0, 5), Verified: true})
		}
		told := Last(s.copies, s.held, begun)
		if told.Gone.IsZero() != !slices.Contains(s.held, true) {
			t.Fatalf("%v are held: %v", s.held, told)
		}
		at := begun
		for !at.After(told.Gone) {
			at = at.Add(time.Duration(rapid.IntRange(30, 20*24*60).Draw(t, "wait")) * time.Minute)
			if at.After(told.Gone) && !told.Gone.IsZero() { // the very moment
				if s.replaced(told.Gone) {
					checked++
					s.thin(told.Gone)
				}
				break
			}
			s.put(Copy{At: at, Verified: rapid.Bool().Draw(t, "sound")})
			if i := rapid.IntRange(0, len(s.copies)-1).Draw(t, "opened later"); rapid.Bool().Draw(t, "opens") {
				s.copies[i].Verified = true
			}
			s.thin(at)
		}
		for i := 0; !s.replaced(at) && i < 90; i++ {
			at = at.AddDate(0, 0, 1)
			s.put(Copy{At: at, Verified: true})
			s.thin(at)
		}
		s.thin(at)
		if slices.Contains(s.held, true) {
			t.Fatalf("told was %v, and on %v there are %v %v", told.Gone, at, s.copies, s.held)
		}
	})
	if checked == 0 { // the control
		t.Error("no run came to the very moment with newer ones in place")
	}
}

// TestTheToldMomentIsNoLater: a backup at the end of a month stays for as long
// as was told and no minute less, and one that others of its day have passed
// goes at once.
func TestTheToldMomentIsNoLater(t *testing.T) {
	end := time.Date(2026, 11, 30, 13, 0, 0, 0, now.Location())
	s := shelf{copies: []Copy{{At: end, Verified: true}}, held: []bool{true}}
	told := Last(s.copies, s.held, now)
	if want := time.Date(2027, 8, 1, 0, 0, 0, 0, now.Location()); !told.Gone.Equal(want) || told.Newest != 1 {
		t.Fatalf("%+v, want %v", told, want)
	}
	for at := now.AddDate(0, 0, 1); at.Before(told.Gone); at = at.AddDate(0, 0, 1) {
		s.put(Copy{At: at, Verified: true})
		s.thin(at)
	}
	before := s
	before.thin(told.Gone.Add(-time.Minute))
	if !slices.Contains(before.held, true) {
		t.Error("it went before")
	}
	if s.thin(told.Gone); slices.Contains(s.held, true) {
		t.Error("it is still there")
	}
	passed := []Copy{{At: end, Verified: true}}
	for i := range 4 {
		passed = append(passed, Copy{At: end.Add(time.Duration(i+1) * time.Minute), Verified: true})
	}
	if told := Last(passed, []bool{true, false, false, false, false}, now); !told.Gone.Equal(now) || told.Newest != 0 {
		t.Errorf("%+v", told)
	}
}

// TestTheNewestStayWithoutNewerOnes: they are counted, and no time lets them go.
func TestTheNewestStayWithoutNewerOnes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := shelf{copies: some(t)}
		s.held = make([]bool, len(s.copies))
		i := rapid.IntRange(0, len(s.copies)-1).Draw(t, "which")
		s.held[i] = true
		told := Last(s.copies, s.held, now)
		later := now.AddDate(0, 0, rapid.IntRange(0, 30).Draw(t, "days"))
		if told.Newest > 0 && !Keep(s.copies, later)[i] {
			t.Fatalf("%v goes", s.copies[i].At)
		}
		if told.Newest == 0 && told.Gone.Equal(now) && Keep(s.copies, now)[i] {
			t.Fatalf("%v stays although it is told to go", s.copies[i].At)
		}
	})
	if told := Last(nil, nil, now); !told.Gone.IsZero() || told.Newest != 0 {
		t.Errorf("of none: %+v", told)
	}
}

// TestTheNewestSoundOneIsCounted: it is a year old, and those after it were
// never opened.
func TestTheNewestSoundOneIsCounted(t *testing.T) {
	copies := []Copy{{At: now.AddDate(-1, 0, 0), Verified: true}}
	for i := range 4 {
		copies = append(copies, Copy{At: now.AddDate(0, 0, -i)})
	}
	if told := Last(copies, []bool{true, false, false, false, false}, now); told.Newest != 1 || !Keep(copies, now)[0] {
		t.Errorf("%+v", told)
	}
}

// TestAfterAPauseNothingGoesAtOnce: two months without a backup look like a
// clock that was set, until there are some days with backups again.
func TestAfterAPauseNothingGoesAtOnce(t *testing.T) {
	s := shelf{held: []bool{true, false, false, false, false}}
	for i := range s.held {
		s.copies = append(s.copies, Copy{At: now.Add(time.Duration(i-9) * time.Minute), Verified: true})
	}
	at := now.AddDate(0, 2, 0)
	told := Last(s.copies, s.held, at)
	for !at.After(told.Gone) {
		if s.thin(at); at.Before(now.AddDate(0, 2, 3)) && !slices.Contains(s.held, true) {
			t.Fatalf("it went on %v already", at)
		}
		s.put(Copy{At: at, Verified: true})
		at = at.AddDate(0, 0, 1)
	}
	if s.thin(told.Gone); slices.Contains(s.held, true) {
		t.Errorf("it is still there on %v", told.Gone)
	}
}
