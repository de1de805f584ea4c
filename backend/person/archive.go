package person

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"filippo.io/age"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
	"kitewise/backend/report"
	"kitewise/backend/report/pdf"
	"kitewise/backend/workspace"
)

// Ending is the ending of an archive's file name.
const Ending = ".zip.age"

// The least and the greatest length of a passphrase, in characters.
const shortest, longest = 10, 200

// Request says whose archive is made, and how it is sealed.
type Request struct {
	ParticipantID string
	// Passphrase opens it; whoever has the file needs it, and it is kept nowhere.
	Passphrase string
	// Paper is the size of the reports.
	Paper pdf.Paper
	// Words are the locales, Language that of the note inside, Program the version.
	Words             *i18n.Catalogue
	Language, Program string

	// work is the exponent of scrypt; 0 is that of age.
	work int
}

// Archive is everything about a person, ready to be written.
type Archive struct {
	// Files are the names inside, in order.
	Files []string
	// Missing are the ids of finalised sessions whose report could not be made,
	// because instrument or norms are not there any more or the result is
	// damaged; what is stored of them is in the JSON all the same.
	Missing []string
	// Withheld are the ids of finalised sessions whose consent was withdrawn:
	// nothing is made of them any more, so they have no report either.
	Withheld []string

	parts   [][]byte
	request Request
}

// Gather collects everything about a person. A passphrase that is too short or
// too long is invalid in the Field "passphrase". It writes nothing.
func Gather(ctx context.Context, ws *workspace.Workspace, r Request) (*Archive, error) {
	if err := acceptable(r.Passphrase); err != nil {
		return nil, err
	}
	rows, err := ws.Store.Everything(ctx, r.ParticipantID)
	if err != nil {
		return nil, err
	}
	a, content := &Archive{request: r, Missing: []string{}, Withheld: []string{}}, contentOf(rows, r.Program, ws.Now())
	pages := &Archive{}
	for i, session := range content.Sessions {
		id, _ := session["id"].(string)
		if session["state"] != string(domain.StateFinalised) {
			continue
		}
		name := fmt.Sprintf("reports/%02d-%v.pdf", i+1, session["instrument_id"])
		page, err := a.report(ctx, ws, id)
		if domain.CodeOf(err) == domain.CodeWithdrawn {
			a.Withheld = append(a.Withheld, id)
			continue
		}
		if err != nil && !lost(err) {
			return nil, err
		}
		if err != nil {
			a.Missing = append(a.Missing, id)
			continue
		}
		session["report"] = name
		pages.add(name, page)
	}
	text, err := content.write()
	if err != nil {
		return nil, err
	}
	a.add("README.txt", []byte(strings.ReplaceAll(readme(r), "\n", "\r\n")))
	a.add("person.json", text)
	a.Files, a.parts = append(a.Files, pages.Files...), append(a.parts, pages.parts...)
	return a, nil
}

func (a *Archive) add(name string, part []byte) {
	a.Files, a.parts = append(a.Files, name), append(a.parts, part)
}

func acceptable(passphrase string) error {
	switch n := utf8.RuneCountInString(passphrase); {
	case n < shortest:
		return domain.Fail(domain.CodeInvalid, nil, "Field", "passphrase", "Reason", "too_short", "Limit", fmt.Sprint(shortest))
	case n > longest:
		return domain.Fail(domain.CodeInvalid, nil, "Field", "passphrase", "Reason", "too_long", "Limit", fmt.Sprint(longest))
	}
	return nil
}

// lost tells that a report cannot be made, from a failure of the workspace.
func lost(err error) bool {
	return slices.Contains([]domain.Code{
		domain.CodeNormMissing, domain.CodeInstrumentInvalid, domain.CodeNeedsWording, domain.CodeTextMissing, domain.CodeNotFound, domain.CodeDamagedDatabase,
	}, domain.CodeOf(err))
}

// report prints the report of a session, in its language.
func (a *Archive) report(ctx context.Context, ws *workspace.Workspace, id string) ([]byte, error) {
	outcome, _, err := ws.Engine.Arithmetic(ctx, id)
	if err != nil {
		return nil, err
	}
	language := outcome.Session.Language
	if !a.request.Words.Offers(language) || outcome.Instrument.Texts[language] == nil {
		return nil, domain.Fail(domain.CodeTextMissing, nil, "Language", language)
	}
	input, err := ws.PaperInput(ctx, outcome, a.request.Words.Printer(language), a.request.Program)
	if err != nil {
		return nil, err
	}
	view := report.Build(input)
	out := bytes.Buffer{}
	_, err = pdf.Write(&out, view, pdf.Options{Paper: a.request.Paper})
	return out.Bytes(), err
}

// Exported is the act of giving somebody's archive, for the log.
func Exported(participantID string) domain.Entry {
	return domain.Entry{Act: domain.ActExport, ParticipantID: participantID, Detail: map[string]string{"what": "person"}}
}

// FileName suggests a name from the code and the day, never from the name.
func FileName(code string, now domain.Instant) string {
	return fmt.Sprintf("kitewise-%s-%s%s", code, now.Time().Local().Format(time.DateOnly), Ending)
}

// readme tells what is inside, in the desk's language first.
func readme(r Request) string {
	texts := []string{}
	for _, language := range append([]string{r.Language}, r.Words.Languages()...) {
		text := r.Words.Printer(language).T("person.readme", i18n.Params{"Format": Format})
		if !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
	}
	return strings.Join(texts, "\n\n") + "\n"
}

// Write writes the archive to the path, whole or not at all: before the file
// gets its name it is opened with the passphrase and read to its end. before is
// called when it was found right, and may still refuse.
func (a *Archive) Write(path string, before func() error) error {
	return workspace.ReplaceChecked(path, a.seal, func(f *os.File) error {
		if err := a.check(f); err != nil {
			return fmt.Errorf("read the archive back: %w", err)
		}
		return before()
	})
}

// seal writes a ZIP inside of an age file: nothing unsealed reaches the disk.
func (a *Archive) seal(to io.Writer) error {
	recipient, err := age.NewScryptRecipient(i18n.NFC(a.request.Passphrase))
	if err != nil {
		return err
	}
	if a.request.work > 0 {
		recipient.SetWorkFactor(a.request.work)
	}
	sealed, err := age.Encrypt(to, recipient)
	if err != nil {
		return err
	}
	files := zip.NewWriter(sealed)
	for i, name := range a.Files {
		w, err := files.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Now()})
		if err != nil {
			return err
		}
		if _, err := w.Write(a.parts[i]); err != nil {
			return err
		}
	}
	return errors.Join(files.Close(), sealed.Close())
}

// largest bounds what is read back into memory.
const largest = 1 << 30

var errOther = errors.New("it is not what was written")

// check opens the file as its reader will, in memory, and compares every part.
func (a *Archive) check(f io.Reader) error {
	identity, err := age.NewScryptIdentity(i18n.NFC(a.request.Passphrase))
	if err != nil {
		return err
	}
	plain, err := age.Decrypt(f, identity)
	if err != nil {
		return err
	}
	raw, err := io.ReadAll(io.LimitReader(plain, largest))
	if err != nil {
		return err
	}
	files, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return err
	}
	if len(files.File) != len(a.Files) {
		return errOther
	}
	for i, file := range files.File {
		if file.Name != a.Files[i] {
			return errOther
		}
		if err := same(file, a.parts[i]); err != nil {
			return err
		}
	}
	return nil
}

func same(file *zip.File, part []byte) (err error) {
	r, err := file.Open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	h := sha256.New()
	if _, err := io.Copy(h, io.LimitReader(r, largest)); err != nil {
		return err
	}
	if want := sha256.Sum256(part); !bytes.Equal(h.Sum(nil), want[:]) {
		return errOther
	}
	return nil
}
