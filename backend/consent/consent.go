package consent

import (
	"strconv"
	"strings"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
)

// The keys of the stored settings.
const (
	keyName   = "desk_name"
	keyMonths = "retention_months"
	keyWords  = "notice." // then language and part
)

// What stands until the desk says something else, and the bounds.
const (
	usualMonths   = 24
	longestMonths = 1200
	longestName   = 80
	longestWords  = 1000
)

// What words may hold to be filled in: the desk's name and the retention.
const (
	holdDesk   = "{desk}"
	holdPeriod = "{period}"
)

// Choices are what the desk says of itself. Words holds its own words by
// language and part; a part that is not in it, or empty, is the supplied one.
type Choices struct {
	Name   string
	Months int
	Words  map[string]map[string]string
}

// From reads the stored settings.
func From(stored map[string]string, words *i18n.Catalogue) Choices {
	c := Choices{Name: stored[keyName], Months: usualMonths, Words: map[string]map[string]string{}}
	if months, err := strconv.Atoi(stored[keyMonths]); err == nil && months > 0 {
		c.Months = months
	}
	for _, language := range words.Languages() {
		c.Words[language] = map[string]string{}
		for _, part := range domain.NoticeParts() {
			c.Words[language][part] = stored[keyWords+language+"."+part]
		}
	}
	return c
}

// Settings gives clean choices as they are stored. Words equal to the supplied
// ones are not among them, so that they follow the program.
func (c Choices) Settings(words *i18n.Catalogue) map[string]string {
	out := map[string]string{keyName: c.Name, keyMonths: strconv.Itoa(c.Months)}
	for _, language := range words.Languages() {
		for _, part := range domain.NoticeParts() {
			out[keyWords+language+"."+part] = c.Words[language][part]
		}
	}
	return out
}

// Clean gives the choices as they can be stored. A fault is invalid with Field
// ("name", "months" or "<language>.<part>") and Reason. Own words of a part stand
// in every language or in none (other_language, with the Language that has them).
func (c Choices) Clean(words *i18n.Catalogue) (Choices, error) {
	name, reason := clean(c.Name, longestName)
	if reason != "" {
		return c, refuse("name", reason, longestName)
	}
	if c.Months < 1 || c.Months > longestMonths {
		return c, refuse("months", "out_of_range", longestMonths)
	}
	out := Choices{Name: name, Months: c.Months, Words: map[string]map[string]string{}}
	for _, language := range words.Languages() {
		out.Words[language] = map[string]string{}
		for _, part := range domain.NoticeParts() {
			text, reason := clean(c.Words[language][part], longestWords)
			if reason == "" && strings.ContainsAny(fill("", "").Replace(text), "{}") {
				reason = "unknown_placeholder"
			}
			if reason != "" {
				return c, refuse(language+"."+part, reason, longestWords)
			}
			if text == Supplied(words.Printer(language), part) {
				text = ""
			}
			out.Words[language][part] = text
		}
	}
	return out, out.whole(words)
}

// whole refuses own words that do not stand in every language: participants of
// two languages would be told different things.
func (c Choices) whole(words *i18n.Catalogue) error {
	for _, part := range domain.NoticeParts() {
		own, bare := "", ""
		for _, language := range words.Languages() {
			if c.Words[language][part] == "" {
				bare = language
			} else {
				own = language
			}
		}
		if own != "" && bare != "" {
			return domain.Fail(domain.CodeInvalid, nil, "Field", bare+"."+part, "Reason", "other_language", "Language", own)
		}
	}
	return nil
}

func refuse(field, reason string, limit int) error {
	return domain.Fail(domain.CodeInvalid, nil, "Field", field, "Reason", reason, "Limit", strconv.Itoa(limit))
}

// clean trims a text and takes line breaks for spaces.
func clean(text string, limit int) (string, string) {
	text = strings.Join(strings.Fields(i18n.NFC(text)), " ")
	return text, domain.RefusesText(text, limit)
}

// Supplied gives the words that come with the program for one part, with what
// is filled in still standing in braces.
func Supplied(say *i18n.Printer, part string) string {
	return say.T("notice."+part, i18n.Params{"Desk": holdDesk, "Period": holdPeriod})
}

// Notice gives the notice as it stands now, not stored yet.
func (c Choices) Notice(words *i18n.Catalogue, now domain.Instant) domain.Notice {
	n := domain.Notice{MadeAt: now}
	for _, language := range words.Languages() {
		say := words.Printer(language)
		name := c.Name
		if name == "" {
			name = say.T("notice.desk")
		}
		filled := fill(name, period(say, c.Months))
		text := domain.NoticeText{Language: language, Words: map[string]string{}}
		for _, part := range domain.NoticeParts() {
			own := c.Words[language][part]
			if own == "" {
				own = Supplied(say, part)
			}
			text.Words[part] = filled.Replace(own)
		}
		n.Texts = append(n.Texts, text)
	}
	return n
}

func fill(desk, period string) *strings.Replacer {
	return strings.NewReplacer(holdDesk, desk, holdPeriod, period)
}

// period words a number of months, whole years as years.
func period(say *i18n.Printer, months int) string {
	if months%12 == 0 {
		return say.N("notice.years", months/12)
	}
	return say.N("notice.period", months)
}
