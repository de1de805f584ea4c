package instrument_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kitewise/backend/domain"
)

var update = flag.Bool("update", false, "write the fixtures of the reports anew")

// fixture is what a report is built from, beside the instrument itself.
type fixture struct {
	Result      domain.Result
	Session     domain.Session
	Participant domain.Participant
	Responses   []domain.Response
	Record      domain.Record
}

// fixtures are three results: one that cannot be told from chance, one clear,
// and one at the edge of the norm's tables with the same order everywhere.
var fixtures = []struct {
	name, code, person, language, sets string
	left                               []domain.Event
}{
	{"worked", "R-0148", "Wayan S.", "id", worked, nil},
	{"clear", "R-0152", "Ratna Wardani K.", "en", strings.Repeat("1342 ", 5) + strings.Repeat("1432 ", 3) +
		"2431 2431 1423 1423 " + "1342 3142 1432 1234 1432 2143 2341 1342", nil},
	{"edge", "R-0153", "", "en", strings.Repeat("4312 ", 20), []domain.Event{
		{Kind: domain.EventFocus, DurationMs: 40_000, Step: "s1"},
		{Kind: domain.EventFocus, DurationMs: 240_000, Step: domain.StepReview, Answered: 20},
	}},
}

// TestTheReportsAreTestedOnThisInstrument holds the fixtures from which the
// reports are tested to what this instrument really says and scores.
func TestTheReportsAreTestedOnThisInstrument(t *testing.T) {
	in := cycle(t)
	sameJSON(t, "instrument.json", in.Domain)
	for _, f := range fixtures {
		r := score(t, in, f.sets)
		r.Trace = []domain.TraceStep{}
		s := domain.Session{ID: f.name, ParticipantID: f.name, Instrument: in.Domain.Ref, Norm: in.Domain.Norm, Language: f.language,
			State: domain.StateFinalised, Seed: "0123456789abcdef", Step: domain.StepReview, CreatedAt: 1795165000000,
			StartedAt: 1795165920000, FinalisedAt: 1795166700000, Answered: 20, Total: 20}
		responses := []domain.Response{}
		for _, item := range in.Domain.Manifest.Items {
			responses = append(responses, domain.Response{SessionID: f.name, ItemID: item.ID, Revision: 1, Value: answers(in, f.sets)[item.ID],
				Language: f.language, AnsweredAt: s.StartedAt, Process: domain.Process{DisplayedOrder: []int{0, 1, 2, 3}, Means: "pointer"}})
		}
		record := domain.Record{}
		for i, e := range f.left {
			e.SessionID, e.At = f.name, s.StartedAt+domain.Instant(60_000*(i+1))
			record.Events = append(record.Events, e)
			if e.Step == responses[0].ItemID {
				responses[0].Process.FocusLosses++
			}
		}
		sameJSON(t, f.name+".json", fixture{r, s, domain.Participant{ID: f.name, Code: f.code, Name: f.person}, responses, record})
	}
}

// sameJSON compares v with a file among the report's test data.
func sameJSON(t *testing.T, name string, v any) {
	t.Helper()
	file := filepath.Join("..", "report", "testdata", name)
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(v); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(have, b.Bytes()) {
		t.Errorf("%s is not what the instrument gives any more: run make golden and read the difference", name)
	}
}
