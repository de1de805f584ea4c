package desk

import (
	"kitewise/backend/consent"
	"kitewise/backend/domain"
	"kitewise/backend/i18n"
)

// Notice is what the desk tells participants before they answer. In the words,
// {desk} and {period} are filled in.
type Notice struct {
	// Name is the desk's, "" for none; results are kept for that many Months.
	Name   string `json:"name"`
	Months int    `json:"months"`
	// Version counts the edits that were shown or stored, 0 for none yet; At is
	// when the newest was made.
	Version int            `json:"version"`
	At      domain.Instant `json:"at"`
	Texts   []NoticeText   `json:"texts"`
	// Versions are all that were stored, the newest first.
	Versions []NoticeStamp `json:"versions"`
}

// NoticeStamp names a stored version and when it was made.
type NoticeStamp struct {
	Version int            `json:"version"`
	At      domain.Instant `json:"at"`
}

// NoticeWords is a notice as participants read it; Version 0 is not stored.
// Here a part's Supplied is empty.
type NoticeWords struct {
	Version int            `json:"version"`
	At      domain.Instant `json:"at"`
	Texts   []NoticeText   `json:"texts"`
}

// NoticeText is the notice in one language; Name is the language's, Title stands
// above the notice.
type NoticeText struct {
	Language string       `json:"language"`
	Name     string       `json:"name"`
	Title    string       `json:"title"`
	Parts    []NoticePart `json:"parts"`
}

// NoticePart is one part of it: ID is "purpose", "access", "kept", "voluntary"
// or "rights", Title its heading in the language; Words stand now, Supplied came with the program.
type NoticePart struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	Words    string `json:"words"`
	Supplied string `json:"supplied"`
}

// NoticeRequest changes the notice. Words holds the desk's own by language and
// part; an empty one is the supplied one.
type NoticeRequest struct {
	Name   string                       `json:"name"`
	Months int                          `json:"months"`
	Words  map[string]map[string]string `json:"words"`
}

func (d *Desk) notice() (Notice, error) {
	c, err := d.choices()
	if err != nil {
		return Notice{}, err
	}
	out := Notice{Name: c.Name, Months: c.Months, Texts: []NoticeText{}, Versions: []NoticeStamp{}}
	stored, err := d.door.Workspace.Store.Notices(d.door.Ctx)
	if err != nil {
		return out, err
	}
	if len(stored) > 0 {
		out.Version, out.At = stored[0].Version, stored[0].MadeAt
	}
	for _, n := range stored {
		out.Versions = append(out.Versions, NoticeStamp{Version: n.Version, At: n.MadeAt})
	}
	for _, language := range d.door.Languages(d.door.Config.Words.Languages()) {
		say := d.door.Config.Words.Printer(language.Code)
		out.Texts = append(out.Texts, noticeText(say, func(part string) (words, supplied string) {
			supplied = consent.Supplied(say, part)
			if words = c.Words[language.Code][part]; words == "" {
				words = supplied
			}
			return words, supplied
		}))
	}
	return out, nil
}

// noticeText lays a notice out in the language of the printer; of gives the
// words of a part, and the supplied ones.
func noticeText(say *i18n.Printer, of func(part string) (words, supplied string)) NoticeText {
	code := say.Language()
	text := NoticeText{Language: code, Name: say.T("language." + code), Title: say.T("kiosk.consent.title"), Parts: []NoticePart{}}
	for _, part := range domain.NoticeParts() {
		words, supplied := of(part)
		text.Parts = append(text.Parts, NoticePart{ID: part, Title: say.T("kiosk.notice." + part), Words: words, Supplied: supplied})
	}
	return text
}

func (d *Desk) saveNotice(r NoticeRequest) (Notice, error) {
	words := d.door.Config.Words
	c, err := consent.Choices{Name: r.Name, Months: r.Months, Words: r.Words}.Clean(words)
	if err != nil {
		return Notice{}, err
	}
	n := c.Notice(words, d.door.Workspace.Now())
	if _, err := d.door.Workspace.Store.SaveNotice(d.door.Ctx, c.Settings(words), n); err != nil {
		return Notice{}, err
	}
	return d.notice()
}

func (d *Desk) previewNotice(r NoticeRequest) (NoticeWords, error) {
	words := d.door.Config.Words
	c, err := consent.Choices{Name: r.Name, Months: r.Months, Words: r.Words}.Clean(words)
	if err != nil {
		return NoticeWords{}, err
	}
	return d.noticeWords(c.Notice(words, d.door.Workspace.Now())), nil
}

func (d *Desk) noticeVersion(version int) (NoticeWords, error) {
	n, err := d.door.Workspace.Store.Notice(d.door.Ctx, version)
	return d.noticeWords(n), err
}

func (d *Desk) noticeWords(n domain.Notice) NoticeWords {
	out := NoticeWords{Version: n.Version, At: n.MadeAt, Texts: []NoticeText{}}
	for _, t := range n.Texts {
		say := d.door.Config.Words.Printer(t.Language)
		out.Texts = append(out.Texts, noticeText(say, func(part string) (string, string) { return t.Words[part], "" }))
	}
	return out
}
