package domain

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"
)

// Basis is why a session may take answers.
type Basis string

// The bases. A session takes no answer before one that permits it is stored.
const (
	// BasisNone: nothing is recorded; the participant is asked on the screen.
	BasisNone Basis = ""
	// BasisConsent: the participant agreed on the screen.
	BasisConsent Basis = "consent"
	// BasisDeclined: the participant did not agree; the session is closed.
	BasisDeclined Basis = "declined"
	// BasisPaper: the participant agreed on paper, on Consent.Date.
	BasisPaper Basis = "paper"
	// BasisGuardian: a parent or guardian agreed, on Consent.Date.
	BasisGuardian Basis = "guardian"
	// BasisLegal: a legal duty.
	BasisLegal Basis = "legal_duty"
)

// Bases lists every basis.
func Bases() []Basis {
	return []Basis{BasisNone, BasisConsent, BasisDeclined, BasisPaper, BasisGuardian, BasisLegal}
}

// Permits reports whether answers may be taken on this basis.
func (b Basis) Permits() bool { return b == BasisConsent || b.Recorded() }

// Recorded reports whether it is one that the counsellor records.
func (b Basis) Recorded() bool { return b.Dated() || b == BasisLegal }

// Dated reports whether it speaks of a paper with a day on it.
func (b Basis) Dated() bool { return b == BasisPaper || b == BasisGuardian }

// Consent is one entry of on what basis a session takes answers. Entries are
// immutable; the highest revision counts.
type Consent struct {
	SessionID string `json:"sessionId"`
	Revision  int    `json:"revision"`
	Basis     Basis  `json:"basis"`
	// Notice is the version of the notice that was shown or stood then, Hash
	// that of its words in Language.
	Notice   int    `json:"notice"`
	Hash     string `json:"hash"`
	Language string `json:"language"`
	// Purposes are the words of the notice on what the answers are for.
	Purposes string `json:"purposes"`
	// Date is the day on a paper ("2026-11-20"), "" for none.
	Date string  `json:"date"`
	At   Instant `json:"at"`
}

// NoticeParts are what a notice tells, in order: what the answers are for, who
// sees the results, how long they are kept, that taking part is voluntary, and
// the right to see the results.
func NoticeParts() []string {
	return []string{NoticePurpose, "access", "kept", "voluntary", "rights"}
}

// NoticePurpose is the part that says what the answers are for.
const NoticePurpose = "purpose"

// Notice is what a participant is told before answering, in every language of
// the program. Version counts from 1 as it is stored; 0 is not stored yet.
type Notice struct {
	Version int          `json:"version"`
	MadeAt  Instant      `json:"madeAt"`
	Texts   []NoticeText `json:"texts"`
}

// NoticeText is a notice in one language: its words by part.
type NoticeText struct {
	Language string            `json:"language"`
	Words    map[string]string `json:"words"`
}

// Hash is the content hash (hex SHA-256) of the words, part by part.
func (t NoticeText) Hash() string {
	h := sha256.New()
	for _, part := range NoticeParts() {
		words := t.Words[part]
		_, _ = fmt.Fprintf(h, "%s %d:%s", part, len(words), words) // a hash never fails
	}
	return hex.EncodeToString(h.Sum(nil))
}

// In gives the text in a language, and whether there is one.
func (n Notice) In(language string) (NoticeText, bool) {
	i := slices.IndexFunc(n.Texts, func(t NoticeText) bool { return t.Language == language })
	if i < 0 {
		return NoticeText{}, false
	}
	return n.Texts[i], true
}

// CleanPaperDate gives the day on a paper as it is stored: a day that is not
// later than today, or invalid with Field "date" and the Reason bad_date.
func CleanPaperDate(date string, today time.Time) (string, error) {
	day, err := time.Parse(time.DateOnly, date)
	if err != nil || date > today.Format(time.DateOnly) || day.Year() < 1900 {
		return "", Fail(CodeInvalid, nil, "Field", "date", "Reason", "bad_date")
	}
	return date, nil
}
