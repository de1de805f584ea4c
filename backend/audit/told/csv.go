package told

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"time"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
)

// Writer writes entries as CSV (RFC 4180), a line each under a line of names.
type Writer struct {
	out *csv.Writer
	say *i18n.Printer
}

// NewWriter begins the table; words are in the printer's language, everything
// else is not.
func NewWriter(w io.Writer, say *i18n.Printer) (*Writer, error) {
	t := &Writer{out: csv.NewWriter(w), say: say}
	return t, t.out.Write([]string{"number", "time", "act", "words", "actor", "code", "session", "participant", "detail", "erased"})
}

// Write writes one entry with the code of its participant, "" for none.
func (t *Writer) Write(e domain.Entry, code string) error {
	detail := ""
	if len(e.Detail) > 0 {
		raw, err := json.Marshal(e.Detail)
		if err != nil {
			return err
		}
		detail = string(raw)
	}
	words := Act(t.say, e.Act)
	if more := Detail(t.say, e); more != "" {
		words += " (" + more + ")"
	}
	row := []string{
		strconv.FormatInt(e.Number, 10), e.At.Time().UTC().Format(time.RFC3339), string(e.Act), words, string(e.Actor),
		code, e.SessionID, e.ParticipantID, detail, strconv.FormatBool(e.Erased),
	}
	for i, cell := range row {
		row[i] = harmless(cell)
	}
	return t.out.Write(row)
}

// Close writes what is left.
func (t *Writer) Close() error {
	t.out.Flush()
	return t.out.Error()
}

// harmless puts an apostrophe before a text that a spreadsheet would run.
func harmless(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}
