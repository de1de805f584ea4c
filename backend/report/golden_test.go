package report_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
	"kitewise/backend/report"
)

var update = flag.Bool("update", false, "write the golden files anew")

// cases are the results of the fixtures: one that cannot be told, one clear, one at the
// edge of the norm.
var cases = []string{"worked", "clear", "edge"}

func readJSON(t testing.TB, file string, into any) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}

// input is a fixture in a language.
func input(t testing.TB, name, language string) report.Input {
	t.Helper()
	words, err := i18n.Load(os.DirFS("../../locales"))
	if err != nil {
		t.Fatal(err)
	}
	in := report.Input{Instrument: &domain.Instrument{}, Printer: words.Printer(language), Software: "1.0.0", Location: time.FixedZone("WITA", 8*3600)}
	record := domain.Record{}
	readJSON(t, "instrument.json", in.Instrument)
	readJSON(t, name+".json", &struct {
		Result      *domain.Result
		Session     *domain.Session
		Participant *domain.Participant
		Responses   *[]domain.Response
		Record      *domain.Record
	}{&in.Result, &in.Session, &in.Participant, &in.Responses, &record})
	order, answers := []string{}, map[string]domain.Response{}
	for _, r := range in.Responses {
		order, answers[r.ItemID] = append(order, r.ItemID), r
	}
	in.Events, in.Conduct = record.Events, record.Conduct(order, answers)
	return in
}

func TestViewsAreAsAgreed(t *testing.T) {
	for _, name := range cases {
		for _, language := range []string{"en", "id"} {
			t.Run(name+"."+language, func(t *testing.T) {
				got := report.Build(input(t, name, language))
				file := "view." + name + "." + language + ".json"
				if *update {
					writeGolden(t, file, got)
				}
				want := report.View{}
				readJSON(t, file, &want)
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("-want +got (renew with -update):\n%s", diff)
				}
			})
		}
	}
}

func writeGolden(t *testing.T, file string, v report.View) {
	t.Helper()
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(v); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join("testdata", file), b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}
