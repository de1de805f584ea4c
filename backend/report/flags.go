package report

import (
	"slices"
	"strings"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
	"kitewise/backend/report/arithmetic"
)

// Flags words codes of the instrument for a counsellor, in their order: every
// one that is given.
func Flags(in Input, codes []string) []Flag { return newBuilder(in).flags(codes) }

// declared gives the flag of a code; one that the instrument does not declare
// is confidential, for nobody knows what it says.
func (b *builder) declared(code string) domain.Flag {
	for _, f := range b.m.Flags {
		if f.Code == code {
			return f
		}
	}
	return domain.Flag{Code: code, Audience: domain.AudienceCounsellor}
}

// may reports whether the reader may see a flag. Everything that words a flag
// asks here.
func (b *builder) may(code string) bool {
	return b.in.Audience == domain.AudienceCounsellor || !b.declared(code).Confidential()
}

// told reports whether a flag is raised and shown to the reader.
func (b *builder) told(code string) bool { return b.may(code) && b.res.Raised(code) }

// open gives the raised flags that the reader may see, but for the urgent ones,
// which stand above everything.
func (b *builder) open() []string {
	return slices.DeleteFunc(slices.Clone(b.res.Flags), func(code string) bool {
		return !b.may(code) || b.declared(code).Level == domain.LevelUrgent
	})
}

// urgent words the safety flags that the reader may see, those of the session
// and those of the result, each once and in the instrument's order.
func (b *builder) urgent() []Flag {
	codes := []string{}
	for _, f := range b.m.Flags {
		stands := slices.Contains(b.in.Urgent, f.Code) || b.res.Raised(f.Code)
		if f.Level == domain.LevelUrgent && stands && b.may(f.Code) {
			codes = append(codes, f.Code)
		}
	}
	return b.flags(codes)
}

// flags words the codes that stand, in their order.
func (b *builder) flags(codes []string) []Flag {
	out := []Flag{}
	for _, code := range codes {
		f := Flag{Code: code, Name: b.flagText(code, ""), Detail: b.flagText(code, ".detail")}
		f.Because, f.Source = b.because(code)
		out = append(out, f)
	}
	return out
}

// because tells the rule of a flag and the numbers that raised it, from the
// result's trace; "" if it has none. It is for the counsellor alone: everyone has
// the flag's own sentence.
func (b *builder) because(code string) (because, source string) {
	if len(b.res.Trace) == 0 || b.in.Audience != domain.AudienceCounsellor {
		return "", ""
	}
	r, ok := arithmetic.Because(arithmetic.Input{Instrument: b.in.Instrument, Trace: b.res.Trace, Language: b.in.Session.Language, Printer: b.p}, code)
	switch {
	case !ok:
		return "", ""
	case r.Numbers == "":
		return b.t("report.flags.rule", i18n.Params{"Rule": r.Rule}), r.Source
	}
	return b.t("report.flags.because", i18n.Params{"Rule": r.Rule, "Numbers": r.Numbers}), r.Source
}

// flagText prefers the instrument's words to those of the locale.
func (b *builder) flagText(code, suffix string) string {
	key := "flag." + code + suffix
	text := b.text(key)
	if text == "" {
		text = b.p.T(key)
	}
	if numbers := b.measured(code); numbers != "" && suffix != "" {
		text += " " + numbers
	}
	return text
}

// cautions gives the raised flags that a widget asks to see. Flags that have
// been told before stand by their names alone, together in one point.
func (b *builder) cautions(w domain.Widget) []Point {
	out, again := []Point{}, []string{}
	for _, code := range w.Flags {
		name := sentence(b.flagText(code, ""))
		switch {
		case !b.told(code):
		case b.said[code]:
			again = append(again, name)
		default:
			b.said[code] = true
			out = append(out, Point{Lead: name, Text: b.flagText(code, ".detail")})
		}
	}
	if len(again) > 0 {
		out = append(out, Point{Lead: strings.Join(again, " "), Text: b.t("report.flags.again")})
	}
	return out
}
