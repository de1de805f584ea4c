package instrument

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kitewise/backend/domain"
	"kitewise/backend/response"
)

// TestBytesOfEveryVector: the written results of all vectors, with their
// arithmetic, are the same bytes in every run and on every machine; make
// test-arm runs it on an emulated arm64.
func TestBytesOfEveryVector(t *testing.T) {
	c, err := Load(os.DirFS("../../instruments"), nil)
	if err != nil {
		t.Fatal(err)
	}
	lines := []string{}
	for _, e := range c.List() {
		if e.Instrument != nil {
			lines = append(lines, e.ID+" "+e.Version+" "+digestOf(t, e.Instrument))
		}
	}
	name := filepath.Join("testdata", "bytes.golden")
	got := strings.Join(lines, "\n") + "\n"
	if f := flag.Lookup("update"); f != nil && f.Value.String() == "true" {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil || string(want) != got {
		t.Errorf("%v: the results are written as\n%swant\n%s", err, got, want)
	}
}

func digestOf(t *testing.T, in *Instrument) string {
	t.Helper()
	v := vectors{}
	f := &folder{files: in.folder}
	if _, ok := f.json(vectorFile, maxVectors, &v); !ok || len(v.Vectors) == 0 {
		t.Fatal(f.faults)
	}
	h := sha256.New()
	for i := range v.Vectors {
		values := map[string]domain.Value{}
		for k, raw := range v.Vectors[i].Answers {
			it := in.items[in.Domain.Manifest.Items[k].ID]
			if value, code := response.Read(it, raw); code == "" && string(raw) != "null" {
				values[it.ID] = value
			}
		}
		for range 2 { // the second run must give the same
			r, err := in.ScoreWith(domain.Answers{Responses: values, Respondent: v.Vectors[i].Respondent}, true)
			if err != nil {
				t.Fatal(err)
			}
			// Which texts and norms it was is told by their own hashes.
			r.Instrument, r.Norm = domain.InstrumentRef{}, domain.NormRef{}
			data, err := json.Marshal(r)
			if err != nil {
				t.Fatal(err)
			}
			_, _ = h.Write(data)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}
