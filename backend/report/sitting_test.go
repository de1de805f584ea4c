package report_test

import (
	"testing"

	"kitewise/backend/domain"
	"kitewise/backend/report"
)

// TestEveryTimeThatTheWindowWasLeftIsTold: on an item and elsewhere, each once,
// with how long; and nothing after the answers were handed in.
func TestEveryTimeThatTheWindowWasLeftIsTold(t *testing.T) {
	const minute = 60_000
	left := func(step string, ms int64) domain.Event {
		return domain.Event{Kind: domain.EventFocus, DurationMs: ms, Step: step, Answered: 12}
	}
	handIn := domain.Event{Kind: domain.EventHandIn, Step: domain.StepEnd, Answered: 20}
	late := left(domain.StepEnd, 9*minute)
	late.Late = true
	for name, c := range map[string]struct {
		events   []domain.Event
		losses   map[string]int
		en, indo string
	}{
		"never": {[]domain.Event{handIn}, nil, "never", "tidak pernah"},
		"on the review": {[]domain.Event{left(domain.StepReview, 25*minute), left(domain.StepReview, 25*minute), left(domain.StepReview, 25*minute)},
			nil, "3 times, 1 h 15 min in all", "3 kali, seluruhnya 1 jam 15 mnt"},
		"on an item": {[]domain.Event{left("s2", 25*minute)}, map[string]int{"s2": 1}, "1 time, 25 min", "1 kali, seluruhnya 25 mnt"},
		"on both": {[]domain.Event{left("s2", 10_000), left(domain.StepReview, 10_000), left("s2", 10_000)}, map[string]int{"s2": 2},
			"3 times, 30 s in all", "3 kali, seluruhnya 30 dtk"},
		"before the first answer": {[]domain.Event{{Kind: domain.EventFocus, DurationMs: 5000, Step: domain.StepHow + "ranking"}}, nil, "1 time, 5 s", "1 kali, seluruhnya 5 dtk"},
		"the program ended meanwhile": {[]domain.Event{left("s2", minute), left("s4", minute)}, map[string]int{"s2": 2},
			"3 times, 2 min or more in all", "3 kali, seluruhnya 2 mnt atau lebih"},
		"and nothing else is known": {nil, map[string]int{"s2": 2}, "2 times", "2 kali"},
		"the last time once more after a hand-in": {[]domain.Event{left("s2", minute), handIn, left(domain.StepReview, minute), handIn, left(domain.StepEnd, 9*minute), late},
			map[string]int{"s2": 1}, "2 times, 2 min in all", "2 kali, seluruhnya 2 mnt"},
		"late": {[]domain.Event{late}, nil, "never", "tidak pernah"},
	} {
		for language, want := range map[string]string{"en": c.en, "id": c.indo} {
			in := input(t, "worked", language)
			in.Events, in.Conduct = c.events, domain.Conduct{Process: map[string]domain.Process{}}
			for item, n := range c.losses {
				in.Conduct.Process[item] = domain.Process{FocusLosses: n}
			}
			// Told to everybody, in the fourth line.
			if got := part(t, report.Build(in), report.KindAbout).About.Facts[3].Value; got != want {
				t.Errorf("%s, %s: %q, want %q", name, language, got, want)
			}
		}
	}
}
