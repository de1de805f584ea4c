package report

import (
	"math"
	"slices"
	"strings"
	"time"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
)

// measured puts the numbers behind a flag into words, "" for a flag that has none.
func (b *builder) measured(code string) string {
	at := slices.IndexFunc(b.res.Measured, func(m domain.Measured) bool { return m.Flag == code })
	if at < 0 {
		return ""
	}
	params := i18n.Params{}
	for name, v := range b.res.Measured[at].Numbers {
		decimals := 0
		if name == "Median" || name == "Least" || name == "Minutes" && v < 10 {
			decimals = 1
		}
		params[name] = b.p.Number(v, decimals)
	}
	return b.t("report.measured."+b.declared(code).Rule, params)
}

// left says how often and how long the window was left until the answers were
// handed in, wherever the participant stood: once for each time that it came
// back. Where an item saw more losses than came back (the program ended in one),
// those count too, and the time is the least that it was.
func (b *builder) left() string {
	events, losses := b.in.Events, map[string]int{}
	if at := b.handedIn(); at >= 0 {
		events = events[:at]
	}
	count, lasted := 0, time.Duration(0)
	for _, e := range events {
		if e.Kind == domain.EventFocus && !e.Late {
			count, lasted = count+1, lasted+time.Duration(e.DurationMs)*time.Millisecond
			losses[e.Step]--
		}
	}
	key := "report.facts.left.long"
	for item, p := range b.in.Conduct.Process {
		if losses[item] += p.FocusLosses; losses[item] > 0 {
			count, key = count+losses[item], "report.facts.left.least"
		}
	}
	switch {
	case count == 0:
		return b.t("report.facts.left.never")
	case lasted == 0:
		return b.p.N("report.facts.left.times", count)
	}
	return b.p.N(key, count, i18n.Params{"Duration": b.lasted(lasted)})
}

// The events that a report tells in one line each, and the most of them.
var (
	interruptions = []domain.EventKind{domain.EventPause, domain.EventStop, domain.EventSleep, domain.EventPrivacy}
	otherEvents   = []domain.EventKind{domain.EventScreen, domain.EventClose, domain.EventWrongPIN, domain.EventUnlock}
)

const mostEvents = 8

// interrupted tells what interrupted the answering, with times.
func (b *builder) interrupted() string {
	if told := b.events(interruptions...); told != "" {
		return told
	}
	return b.t("report.facts.interrupted.never")
}

// sitting gives the lines that are told only when there is something to tell:
// a clock that was set, what else happened, and for the counsellor the times.
// Their labels are keys.
func (b *builder) sitting() []Fact {
	out := []Fact{}
	for key, kinds := range map[string][]domain.EventKind{"report.facts.clock": {domain.EventClock}, "report.facts.events": otherEvents} {
		if told := b.events(kinds...); told != "" {
			out = append(out, Fact{Label: key, Value: told})
		}
	}
	slices.SortFunc(out, func(a, b Fact) int { return strings.Compare(a.Label, b.Label) })
	if times := b.times(); b.in.Audience == domain.AudienceCounsellor && len(times) > 0 {
		median := (times[(len(times)-1)/2] + times[len(times)/2]) / 2
		out = append(out, Fact{Label: "report.facts.times", Value: b.t("report.facts.times.value", i18n.Params{
			"Median": b.p.Number(median, 1), "Least": b.p.Number(times[0], 1), "Most": b.p.Number(times[len(times)-1], 1),
		})})
	}
	return out
}

// times gives the seconds of the answers whose time is known, the least first.
func (b *builder) times() []float64 {
	out := []float64{}
	for _, p := range b.in.Conduct.Process {
		if p.TotalMs > 0 {
			out = append(out, float64(p.TotalMs)/1000)
		}
	}
	slices.Sort(out)
	return out
}

// events tells the events of some kinds after the first answer, in their order.
func (b *builder) events(kinds ...domain.EventKind) string {
	out, more := []string{}, 0
	for _, e := range b.in.Conduct.Events {
		switch {
		case !slices.Contains(kinds, e.Kind):
		case len(out) == mostEvents:
			more++
		default:
			out = append(out, b.event(e))
		}
	}
	if more > 0 {
		out = append(out, b.p.N("report.event.more", more))
	}
	return strings.Join(out, "; ")
}

func (b *builder) event(e domain.Event) string {
	key := "report.event." + string(e.Kind)
	if e.Kind == domain.EventClock && e.DurationMs < 0 {
		key += "_back"
	}
	params := i18n.Params{"What": b.t(key), "Clock": b.p.Clock(e.At.Time().In(b.zone))}
	lasted := time.Duration(e.DurationMs) * time.Millisecond
	if lasted = max(lasted, -lasted); lasted == 0 {
		return b.t("report.event.moment", params)
	}
	params["Duration"] = b.lasted(lasted)
	return b.t("report.event.at", params)
}

// lasted words a duration: seconds under a minute and a half, then whole
// minutes, then hours and minutes.
func (b *builder) lasted(d time.Duration) string {
	minutes := int(math.Round(d.Minutes()))
	switch {
	case d < 90*time.Second:
		return b.t("report.event.seconds", i18n.Params{"Seconds": b.p.Number(math.Max(1, math.Round(d.Seconds())), 0)})
	case minutes < 60:
		return b.t("report.event.minutes", i18n.Params{"Minutes": minutes})
	}
	return b.t("report.event.hours", i18n.Params{"Hours": b.p.Number(float64(minutes/60), 0), "Minutes": minutes % 60})
}
