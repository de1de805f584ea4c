package instrument_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"kitewise/backend/instrument"
)

// TestVectorsOfEveryInstrument runs what every instrument ships; one without
// vectors fails.
func TestVectorsOfEveryInstrument(t *testing.T) {
	c, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	if len(c.List()) == 0 {
		t.Fatal("no instruments")
	}
	for _, e := range c.List() {
		for _, f := range e.Faults {
			t.Errorf("%s %s: %s", e.ID, e.Version, f)
		}
		if e.State == instrument.Faulty {
			continue
		}
		faults, n := e.RunVectors()
		for _, f := range faults {
			t.Errorf("%s %s: %s", e.ID, e.Version, f)
		}
		if n < 201 {
			t.Errorf("%s %s: %d vectors", e.ID, e.Version, n)
		}
	}
}

// TestVectorsCoverTheForm counts what the vectors of the first instrument are
// there for: nine classes, both sides of every border, every ranking, every D.
func TestVectorsCoverTheForm(t *testing.T) {
	data, err := os.ReadFile("../../instruments/learning-cycle/1.0.0/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Vectors []struct {
			Answers [][]int
			Expect  struct {
				Scores map[string]struct {
					Value *float64
					Class string
				}
				Chance map[string]struct{ D int }
				Lists  map[string][][]any
			}
		}
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, v := range file.Vectors {
		seen["class "+v.Expect.Scores["style"].Class] = true
		for _, axis := range []string{"ACCE", "AERO"} {
			if s := v.Expect.Scores[axis]; s.Value != nil {
				seen[fmt.Sprintf("%s %v", axis, *s.Value)] = true
			}
		}
		if w, ok := v.Expect.Chance["W"]; ok {
			seen[fmt.Sprintf("D %d", w.D)] = true
		}
		if v.Expect.Lists["contexts"] != nil {
			for _, ranks := range v.Answers[12:] {
				seen[fmt.Sprint("ranking ", ranks)] = true
			}
		}
	}
	want := strings.Fields("initiating experiencing imagining reflecting analyzing thinking deciding acting balancing")
	for _, class := range want {
		if !seen["class "+class] {
			t.Errorf("no vector of class %s", class)
		}
	}
	for _, border := range []string{"ACCE 5", "ACCE 6", "ACCE 15", "ACCE 16", "AERO 0", "AERO 1", "AERO 12", "AERO 13"} {
		if !seen[border] {
			t.Errorf("no vector at %s", border)
		}
	}
	count := map[string]int{}
	for what := range seen {
		count[strings.Fields(what)[0]]++
	}
	if count["ranking"] != 24 || count["D"] != 136 {
		t.Errorf("%d rankings and %d values of D, want 24 and 136", count["ranking"], count["D"])
	}
}

// TestVectorsFindAFault proves that the run above can fail: every kind of
// expectation, changed by one, is noticed.
func TestVectorsFindAFault(t *testing.T) {
	for _, change := range [][2]string{
		{`"vectors"`, `"vectors"`}, // as it is: no fault
		{`{"value":37,`, `{"value":36,`},
		{`"percentile":96.52931017941091`, `"percentile":96.52931017941095`},
		{`"p":0.1`, `"p":0.2`},
		{`["s10",1,"imagining"]`, `["s10",2,"imagining"]`},
		{`"cannotTell":true`, `"cannotTell":false`},
		{`"experiencing":0.58009985`, `"experiencing":0.580099851`},
		{`"flags":["APPROXIMATE_NORM",`, `"flags":[`},
		{`["c1","deciding"]`, `["c1","acting"]`},
		{`["deciding",3,["c1","c4","c7"]]`, `["deciding",2,["c1","c4"]]`},
	} {
		files := folderOf(t)
		text := string(files["vectors.json"].Data)
		if !strings.Contains(text, change[0]) {
			t.Fatalf("%s does not stand in the vectors", change[0])
		}
		files["vectors.json"] = &fstest.MapFile{Data: []byte(strings.Replace(text, change[0], change[1], 1))}
		entry, err := instrument.Open(os.DirFS("../../instruments"), files)
		if err != nil || !entry.Usable() {
			t.Fatal(err, entry.Faults)
		}
		faults, _ := entry.Instrument.RunVectors()
		if got := len(faults) > 0; got != (change[0] != change[1]) {
			t.Errorf("%s: fault found %v (%v)", change[0], got, faults)
		}
	}
}

// folderOf copies the first instrument's folder, so that a test can spoil it.
func folderOf(t *testing.T) fstest.MapFS {
	t.Helper()
	root := "../../instruments/learning-cycle/1.0.0"
	files := fstest.MapFS{}
	err := filepath.WalkDir(root, func(p string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(p)
		name, relErr := filepath.Rel(root, p)
		if relErr != nil {
			return relErr
		}
		files[filepath.ToSlash(name)] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
