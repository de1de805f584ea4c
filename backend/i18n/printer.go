package i18n

import (
	"strconv"
	"strings"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"
)

// Printer words messages, numbers and dates in one language. It is safe for
// use by several goroutines.
type Printer struct {
	code      string
	localizer *goi18n.Localizer
	numbers   *message.Printer
}

// Params fill the placeholders ({{.Name}}) of a message.
type Params map[string]any

func newPrinter(b *goi18n.Bundle, code string) *Printer {
	return &Printer{
		code:      code,
		localizer: goi18n.NewLocalizer(b, code),
		numbers:   message.NewPrinter(language.Make(code)),
	}
}

// Language gives the printer's language code.
func (p *Printer) Language() string { return p.code }

// T gives the message of key with its placeholders filled. A key that the
// language lacks gives the key itself in brackets, so that it is seen.
func (p *Printer) T(key string, params ...Params) string {
	return p.localize(&goi18n.LocalizeConfig{MessageID: key, TemplateData: first(params)})
}

// N gives the plural form of key for count; {{.Count}} is filled by itself.
func (p *Printer) N(key string, count int, params ...Params) string {
	data := Params{"Count": p.Number(float64(count), 0)}
	for k, v := range first(params) {
		data[k] = v
	}
	return p.localize(&goi18n.LocalizeConfig{MessageID: key, PluralCount: count, TemplateData: data})
}

// Has reports whether the language itself has a message for key.
func (p *Printer) Has(key string) bool {
	_, tag, err := p.localizer.LocalizeWithTag(&goi18n.LocalizeConfig{MessageID: key, PluralCount: 1})
	if err != nil {
		_, tag, err = p.localizer.LocalizeWithTag(&goi18n.LocalizeConfig{MessageID: key})
	}
	return err == nil && tag == language.Make(p.code)
}

func (p *Printer) localize(cfg *goi18n.LocalizeConfig) string {
	// On a fallback to another language the library gives text and an error.
	text, err := p.localizer.Localize(cfg)
	if err != nil && text == "" {
		return "[" + cfg.MessageID + "]"
	}
	return text
}

func first(params []Params) Params {
	if len(params) == 0 {
		return Params{}
	}
	return params[0]
}

// Number writes v with that many decimals, the language's separators and a
// true minus sign (U+2212).
func (p *Printer) Number(v float64, decimals int) string {
	// Round half away from zero on the decimal text, as a reader would.
	s := strconv.FormatFloat(v, 'f', decimals, 64)
	rounded, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return s
	}
	if rounded == 0 {
		rounded = 0 // no negative zero
	}
	out := p.numbers.Sprint(number.Decimal(rounded, number.Scale(decimals)))
	return strings.Replace(out, "-", "\u2212", 1)
}

// Date writes the day of a moment in its own location: "20 November 2026".
func (p *Printer) Date(t time.Time) string {
	return p.T("date.long", Params{
		"Day": strconv.Itoa(t.Day()), "Year": strconv.Itoa(t.Year()),
		"Month": p.T("date.month." + strconv.Itoa(int(t.Month()))),
	})
}

// Clock writes the time of day: "09:12".
func (p *Printer) Clock(t time.Time) string { return t.Format("15:04") }
