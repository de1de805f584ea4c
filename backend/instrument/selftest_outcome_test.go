package instrument_test

import (
	"bytes"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"kitewise/backend/domain"
	"kitewise/backend/instrument"
)

// shippedWith gives a copy of the shipped instruments with one file changed.
func shippedWith(t *testing.T, name string, change func([]byte) []byte) fs.FS {
	t.Helper()
	out := fstest.MapFS{}
	root := os.DirFS("../../instruments")
	err := fs.WalkDir(root, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(root, p)
		if p == name {
			data = change(data)
		}
		out[p] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

const cycleVectors = "learning-cycle/1.0.0/vectors.json"

// TestASelfTestThatFailsDisablesTheInstrument: one figure of one vector differs
// in its last digit, or the vectors are gone; every other instrument stays.
func TestASelfTestThatFailsDisablesTheInstrument(t *testing.T) {
	for name, change := range map[string]func([]byte) []byte{
		"a digit": func(data []byte) []byte {
			return bytes.Replace(data, []byte("96.52931017941091"), []byte("96.52931017941095"), 1)
		},
		"a flag": func(data []byte) []byte {
			return bytes.Replace(data, []byte(`"NEAR_STYLE_BOUNDARY"`), []byte(`"NEAR"`), 1)
		},
		"a class": func(data []byte) []byte {
			return bytes.Replace(data, []byte(`"class":"experiencing"`), []byte(`"class":null`), 1)
		},
		"no vectors": func([]byte) []byte {
			return []byte(`{"format":"x","instrument":"learning-cycle","version":"1.0.0","made":"x","vectors":[]}`)
		},
		"no JSON": func([]byte) []byte { return []byte(`{`) },
	} {
		c, err := instrument.Load(shippedWith(t, cycleVectors, change), nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.Latest("learning-cycle"); err != nil {
			t.Fatalf("%s: before the self-test: %v", name, err)
		}
		c.SelfTest()
		_, err = c.Latest("learning-cycle")
		if domain.CodeOf(err) != domain.CodeInstrumentInvalid || !strings.Contains(err.Error(), "vectors.json") {
			t.Errorf("%s: %v", name, err)
		}
		for _, e := range c.List() {
			if disabled := e.State == instrument.Faulty; disabled != (e.ID == "learning-cycle") || disabled != (len(e.Faults) > 0) {
				t.Errorf("%s: %s is %s with %d faults", name, e.ID, e.State, len(e.Faults))
			}
		}
	}
}

// TestASelfTestThatPassesSaysHowMuchItTried, and stays when norms are imported.
func TestASelfTestThatPassesSaysHowMuchItTried(t *testing.T) {
	c := withNorms(t, map[string]string{"0001-klsi4-mine.csv": normFile("mine", 12, "Total")})
	c.SelfTest()
	in, err := c.Latest("learning-cycle")
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Tested(in.Domain.Ref); got.Vectors < 400 || len(got.Faults) != 0 {
		t.Errorf("%d vectors, %v", got.Vectors, got.Faults)
	}
	if got := c.Tested(domain.InstrumentRef{ID: "none", Version: "1.0.0"}); got.Vectors != 0 {
		t.Errorf("an instrument that is not there: %+v", got)
	}
}
