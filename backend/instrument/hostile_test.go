package instrument_test

import (
	"bytes"
	"io/fs"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"kitewise/backend/domain"
	"kitewise/backend/instrument"
	"kitewise/backend/response"
)

// perMiB is the longest that a MiB of manifest may take to read.
const perMiB = 2 * time.Second

// around gives the files of an instrument's folder; its manifest is replaced.
func around(t testing.TB, folder string) fstest.MapFS {
	t.Helper()
	files, from := fstest.MapFS{}, os.DirFS(folder)
	err := fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || name == "vectors.json" {
			return err
		}
		data, err := fs.ReadFile(from, name)
		files[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// hostile reads a manifest among the files, within its time.
func hostile(t *testing.T, files fstest.MapFS, manifest []byte) instrument.Entry {
	t.Helper()
	mine := fstest.MapFS{}
	for name, file := range files {
		mine[name] = file
	}
	mine["manifest.json"] = &fstest.MapFile{Data: manifest}
	began := time.Now()
	entry, err := instrument.Open(os.DirFS("../../instruments"), mine)
	if err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took > 10*time.Second+perMiB*time.Duration(len(manifest))>>20 {
		t.Errorf("%d bytes took %v", len(manifest), took)
	}
	return entry
}

// TestHostileManifestsHaveAClearFault: each is refused by the code that says why.
func TestHostileManifestsHaveAClearFault(t *testing.T) {
	files := around(t, "../../testdata/every-type")
	good := string(files["manifest.json"].Data)
	item := func(members string) string {
		return strings.Replace(good, `{"id": "rank1",`, `{"id": "rank1",`+members+`,`, 1)
	}
	for name, tc := range map[string]struct{ manifest, code, path string }{
		"exponent":           {strings.Replace(good, `"min": 1, "max": 120`, `"min": 1e5000000, "max": 120`, 1), "json_number", "respondent[0].min"},
		"many digits":        {strings.Replace(good, `"min": 1,`, `"min": `+strings.Repeat("1", 5_000)+`,`, 1), "json_number", "respondent[0].min"},
		"duplicate key":      {item(`"id":"rank2"`), "json_duplicate_key", "items[0].id"},
		"depth":              {item(`"titled":` + strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000)), "json_depth", ""},
		"depth of objects":   {strings.Repeat(`{"a":`, 10_000) + "1" + strings.Repeat("}", 10_000), "json_depth", ""},
		"reference to file":  {item(`"$ref":"file:///etc/passwd"`), "schema_unknown", "items[0]"},
		"reference":          {strings.Replace(good, `"items": [`, `"$ref":"other.json#/items", "items": [`, 1), "schema_unknown", ""},
		"norm outside":       {strings.Replace(good, `"norms": []`, `"norms": [{"id":"n","kind":"percentile","file":"../../etc/passwd","version":"1","n":1,"year":2000,"source":"","sample":""}]`, 1), "schema_rule", "norms[0].file"},
		"100000 items":       {strings.Replace(good, `"items": [`, `"items": [`+strings.Repeat("{},", 100_000), 1), "json_members", "items[10000]"},
		"9000 items":         {strings.Replace(good, `"items": [`, `"items": [`+strings.Repeat("{},", 9_000), 1), "more_faults", ""},
		"100000 whole items": {strings.Replace(good, `"items": [`, `"items": [`+strings.Repeat(`{"id":"a","type":"text"},`, 100_000), 1), "file_too_large", ""},
		"invalid UTF-8":      {strings.Replace(good, "made up", "made \xff up", 1), "json_text", ""},
		"lone surrogate":     {strings.Replace(good, "made up", `made \ud800 up`, 1), "json_text", ""},
		"second half first":  {strings.Replace(good, "made up", `made \udc00\ud800 up`, 1), "json_text", ""},
		"cut":                {good[:len(good)/2], "json_syntax", ""},
		"trailing":           {good + "{}", "json_trailing", ""},
		"empty":              {"", "json_syntax", ""},
		"not an object":      {"[]", "schema_type", ""},
		"null":               {"null", "schema_type", ""},
	} {
		entry := hostile(t, files, []byte(tc.manifest))
		if entry.Usable() || !refusedWith(entry.Faults, tc.code, tc.path) {
			t.Errorf("%s: want %s at %q, got %d faults: %.300v", name, tc.code, tc.path, len(entry.Faults), entry.Faults)
		}
		if len(entry.Faults) > 1000 {
			t.Errorf("%s: %d faults", name, len(entry.Faults))
		}
	}
	// Both halves of a pair are as good as the character itself.
	if entry := hostile(t, files, []byte(strings.Replace(good, "made up", `made \ud83d\ude00 \\ud800 up`, 1))); !entry.Usable() {
		t.Error(entry.Faults)
	}
}

func refusedWith(faults []domain.Fault, code, path string) bool {
	for _, f := range faults {
		if f.Code == code && (path == "" || f.Path == path) {
			return true
		}
	}
	return false
}

// FuzzManifest reads a manifest among the files of a shipped instrument and of
// one with every type of item: no panic, no hang; what is taken scores what a
// person could answer.
func FuzzManifest(f *testing.F) {
	folders := []fstest.MapFS{around(f, "../../testdata/every-type"), around(f, "../../instruments/learning-cycle/1.0.0")}
	for _, files := range folders {
		f.Add(files["manifest.json"].Data)
	}
	f.Fuzz(func(t *testing.T, manifest []byte) {
		files := folders[0]
		if bytes.Contains(manifest, []byte("learning-cycle")) {
			files = folders[1]
		}
		entry := hostile(t, files, manifest)
		if !entry.Usable() {
			if entry.Instrument == nil && len(entry.Faults) == 0 && entry.State == instrument.Faulty {
				t.Error("refused without a fault")
			}
			return
		}
		values, random := map[string]domain.Value{}, rand.New(rand.NewPCG(1, 1))
		for _, it := range response.Items(&entry.Definition.Manifest) {
			values[it.ID] = response.Simulate(it, random)
		}
		for _, answers := range []map[string]domain.Value{values, {}} {
			if _, err := entry.Instrument.Score(domain.Answers{Responses: answers}); err != nil {
				t.Errorf("what a person could answer is not scored: %v", err)
			}
		}
	})
}
