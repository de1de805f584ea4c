package report

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
)

// Build words and lays out one result. It is pure and cannot fail: what is
// missing in the result becomes a sentence in its part.
func Build(in Input) View {
	b := newBuilder(in)
	v := b.around()
	v.Urgent, v.Flags = b.urgent(), b.flags(b.open())
	if len(v.Urgent) > 0 {
		v.UrgentTitle, v.UrgentText = b.p.N("report.urgent.title", len(v.Urgent)), b.t("report.urgent.text")
	}
	seen := map[Kind]int{}
	for _, w := range in.Instrument.Manifest.Report {
		kind := Kind(w.Kind)
		seen[kind]++
		v.Parts = append(v.Parts, b.part(w, kind, seen[kind]))
	}
	if in.Earlier != nil {
		at := slices.IndexFunc(v.Parts, func(p Part) bool { return p.Kind == KindAbout })
		if at < 0 {
			at = len(v.Parts)
		}
		v.Parts = slices.Insert(v.Parts, at, b.change())
	}
	return v
}

// Frame is a View without its result: what stands around every page.
func Frame(in Input) View { return newBuilder(in).around() }

func (b *builder) around() View {
	return View{
		Urgent:     []Flag{},
		Language:   b.p.Language(),
		Title:      b.t("report.title"),
		Header:     b.header(),
		Parts:      []Part{},
		Flags:      []Flag{},
		FlagsTitle: b.t("report.flags.title"),
		NoFlags:    b.t("report.flags.none"),
		Colophon:   b.colophon(),
		Print: Print{PageOf: b.t("report.print.page", i18n.Params{"Page": "{page}", "Pages": "{pages}"}),
			NameNote: b.t("report.print.name")},
		At: b.in.Session.FinalisedAt,
	}
}

// Headline gives the result in a few words, for a list of sessions.
func Headline(in Input) string {
	b := newBuilder(in)
	for _, w := range in.Instrument.Manifest.Report {
		if Kind(w.Kind) == KindSummary {
			return b.short(w)
		}
	}
	return ""
}

// builder holds what every part needs.
type builder struct {
	in      Input
	m       *domain.Manifest
	res     *domain.Result
	p       *i18n.Printer
	answers map[string]domain.Value
	zone    *time.Location
	// said are the flags whose sentence already stands in an earlier part.
	said map[string]bool
}

func newBuilder(in Input) *builder {
	b := &builder{in: in, m: &in.Instrument.Manifest, res: &in.Result, p: in.Printer,
		answers: map[string]domain.Value{}, said: map[string]bool{}, zone: in.Location}
	if b.zone == nil {
		b.zone = time.UTC
	}
	latest := map[string]int{}
	for _, r := range in.Responses {
		if r.Revision >= latest[r.ItemID] {
			latest[r.ItemID] = r.Revision
			b.answers[r.ItemID] = r.Value
			if r.Withdrawn() {
				delete(b.answers, r.ItemID)
			}
		}
	}
	return b
}

// part builds one widget; the nth of its kind.
func (b *builder) part(w domain.Widget, kind Kind, nth int) Part {
	area := "report.part." + string(kind)
	part := Part{ID: string(kind), Kind: kind, Title: b.t(area + ".title"), Short: b.t(area + ".short"),
		Intro: b.t(area + ".intro"), Cautions: b.cautions(w)}
	if b.in.Figures { // a title speaks to the person, its short form names the part
		part.Title = part.Short
	}
	if nth > 1 {
		part.ID += "-" + strconv.Itoa(nth)
	}
	switch kind {
	case KindSummary:
		part.Summary, part.Missing = b.summary(w)
		if part.Summary != nil {
			part.Summary.Cautions = append(part.Cautions, part.Summary.Cautions...)
			part.Cautions = []Point{}
		}
	case KindKite:
		part.Kite, part.Missing = b.kite(w)
	case KindBars:
		part.Bars, part.Missing = b.bars(w)
	case KindGrid:
		part.Grid, part.Missing = b.grid(w)
	case KindContexts:
		part.Contexts, part.Missing = b.contexts(w)
	case KindIndex:
		part.Index, part.Missing = b.index(w)
		if part.Index != nil {
			part.Index.Warnings = append(part.Index.Warnings, part.Cautions...)
			part.Cautions = []Point{}
		}
	case KindTexts:
		part.Texts, part.Missing = b.texts(w)
	case KindSteps:
		part.Steps, part.Missing = b.steps(w)
	case KindScores:
		part.Scores = b.scoresOn(w)
	case KindAbout:
		part.About = b.about()
	default:
		part.Missing = b.t("report.missing.kind")
	}
	return part
}

func (b *builder) header() Header {
	s := b.in.Session
	h := Header{
		Participant:     b.in.Participant.DisplayName(),
		Code:            b.in.Participant.Code,
		Instrument:      b.text("title"),
		Version:         b.m.Version,
		SessionLanguage: b.languages(),
	}
	if b.in.Participant.Demonstration {
		h.Mark = b.t("report.demonstration")
	}
	if s.FinalisedAt > 0 { // a record of a file has no date
		at := s.FinalisedAt.Time().In(b.zone)
		h.Date, h.Time = b.p.Date(at), b.p.Clock(at)
	}
	if ended := b.ended(); s.StartedAt > 0 && ended > s.StartedAt {
		minutes := int((ended - s.StartedAt + 59_999) / 60_000)
		h.Time = b.p.Clock(s.StartedAt.Time().In(b.zone))
		h.Duration = b.p.N("report.minutes", minutes)
	}
	return h
}

// languages names those of the answers, that of the session where no answer tells. A
// language's name is written in that language in every locale.
func (b *builder) languages() string {
	names := []string{}
	for _, code := range domain.LanguagesOf(b.in.Responses) {
		if code != "" { // a record of a file has none
			names = append(names, b.t("language."+code))
		}
	}
	if len(names) == 0 {
		return b.t("language." + b.in.Session.Language)
	}
	return b.all(names)
}

// ended is when the participant was done: the last handing in, or the end of
// the session where none was noted. The counsellor may come much later.
func (b *builder) ended() domain.Instant {
	if at := b.handedIn(); at >= 0 {
		return b.in.Events[at].At
	}
	return b.in.Session.FinalisedAt
}

// handedIn is where the last handing in stands among the events, -1 for none.
func (b *builder) handedIn() int {
	for i, e := range slices.Backward(b.in.Events) {
		if e.Kind == domain.EventHandIn {
			return i
		}
	}
	return -1
}

func (b *builder) colophon() Colophon {
	c := Colophon{
		Code:       b.in.Participant.Code,
		Instrument: b.text("title") + " " + b.m.Version,
		Software:   "Kitewise " + b.in.Software,
		Definition: b.t("report.colophon.definition", i18n.Params{"Hash": shortHash(b.in.Session.Instrument.Hash)}),
	}
	if v := b.in.Session.Norm.Version; v != "" {
		c.Norm = b.t("report.colophon.norm", i18n.Params{"Version": v})
	}
	line := []string{c.Instrument, c.Software, c.Norm, c.Definition}
	if b.in.LogHead != "" {
		line = append(line, b.t("report.colophon.log", i18n.Params{"Head": unbroken(b.in.LogHead)}))
	}
	c.Line = strings.Join(slices.DeleteFunc(line, func(s string) bool { return s == "" }), " · ")
	return c
}

// unbroken holds a text together: a footer parts its pieces at plain spaces around a
// point.
func unbroken(text string) string { return strings.ReplaceAll(text, " ", "\u00a0") }

// shortHash gives the first eight digits in two groups ("3f9a 1c77").
func shortHash(hash string) string {
	if len(hash) < 8 {
		return hash
	}
	return hash[:4] + "\u00a0" + hash[4:8]
}
