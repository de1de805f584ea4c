package exchange

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"strings"

	"kitewise/backend/domain"
)

// csvSink writes a table, one record a line.
type csvSink struct {
	w      *csv.Writer
	scores []string
	begun  bool
}

// CSVSink writes id,status,errors, then value, converted, percentile and class
// of every score (ids in the manifest's order), then flags.
func CSVSink(w io.Writer, scores []string) Sink {
	return &csvSink{w: csv.NewWriter(w), scores: scores}
}

func (k *csvSink) header() error {
	k.begun = true
	head := []string{"id", "status", "errors"}
	for _, id := range k.scores {
		head = append(head, id+".value", id+".converted", id+".percentile", id+".class")
	}
	return k.w.Write(append(head, "flags"))
}

// Write writes one record.
func (k *csvSink) Write(s Scored) error {
	if !k.begun {
		if err := k.header(); err != nil {
			return err
		}
	}
	errs := []string{}
	for _, f := range s.Faults {
		errs = append(errs, strings.TrimSuffix(f.Code+":"+f.Item, ":"))
	}
	row := []string{harmless(s.ID), s.Status(), harmless(strings.Join(errs, ";"))}
	for _, id := range k.scores {
		score, _ := s.Result.Score(id)
		row = append(row, digits(score.Value), digits(score.Converted), digits(score.Percentile), score.Class)
	}
	return k.w.Write(append(row, strings.Join(s.Result.Flags, ";")))
}

// Close ends the table; without a record the header stands alone.
func (k *csvSink) Close() error {
	if !k.begun {
		if err := k.header(); err != nil {
			return err
		}
	}
	k.w.Flush()
	return k.w.Error()
}

// digits writes a number as JSON would, "" for none.
func digits(v *float64) string {
	if v == nil {
		return ""
	}
	text, err := json.Marshal(*v)
	if err != nil {
		return ""
	}
	return string(text)
}

// harmless puts an apostrophe before a text that a spreadsheet would run.
func harmless(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}

// ScoreIDs lists the scores that a manifest outputs, in its order.
func ScoreIDs(m *domain.Manifest) []string {
	ids := []string{}
	for _, s := range m.Scoring {
		if !s.Hidden && s.ClassName == "" {
			ids = append(ids, s.ID)
		}
	}
	return ids
}
