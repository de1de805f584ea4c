package bridge

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"kitewise/backend/store"
)

// markers are what must stand nowhere in clear.
func markers() []string {
	out := []string{}
	for i := range 60 {
		out = append(out, fmt.Sprintf("Qz%02dMarker%c", i, 'a'+i%26))
	}
	return out
}

// encodings are the shapes in which a text could lie in a file: what is searched
// for. In base64 three bytes are four signs, so that a text in the middle of a
// longer one looks different by where it begins; of each only the signs that no
// neighbour changes are searched.
var encodings = map[string]func(string) []byte{
	"utf8":     func(s string) []byte { return []byte(s) },
	"folded":   func(s string) []byte { return []byte(strings.ToLower(s)) },
	"utf16":    func(s string) []byte { return wide(s, false) },
	"utf16b":   func(s string) []byte { return wide(s, true) },
	"base64":   func(s string) []byte { return inBase64(s) },
	"base64+1": func(s string) []byte { return inBase64(s[2:]) },
	"base64+2": func(s string) []byte { return inBase64(s[1:]) },
	"hex":      func(s string) []byte { return []byte(hex.EncodeToString([]byte(s))) },
	"url":      func(s string) []byte { return []byte(url.QueryEscape(strings.ReplaceAll(s, "M", " M"))) },
}

// longer are longer texts around one, as a writer would encode them, by the shape
// that must find it.
var longer = map[string]func(string) []byte{
	"utf8":     func(s string) []byte { return []byte("Ni " + s + " Sari") },
	"folded":   func(s string) []byte { return []byte(strings.ToLower("Ni " + s + " Sari")) },
	"utf16":    func(s string) []byte { return wide("Ni "+s+" Sari", false) },
	"utf16b":   func(s string) []byte { return wide("Ni "+s+" Sari", true) },
	"base64":   func(s string) []byte { return []byte(base64.StdEncoding.EncodeToString([]byte("Ni " + s + " Sari"))) },
	"base64+1": func(s string) []byte { return []byte(base64.StdEncoding.EncodeToString([]byte("I " + "Md" + s + "."))) },
	"base64+2": func(s string) []byte { return []byte(base64.StdEncoding.EncodeToString([]byte("Made " + s))) },
	"hex":      func(s string) []byte { return []byte(hex.EncodeToString([]byte("Ni " + s + " Sari"))) },
	"url":      func(s string) []byte { return []byte(url.QueryEscape("Ni " + strings.ReplaceAll(s, "M", " M"))) },
}

// inBase64 encodes as many whole threes of bytes as there are.
func inBase64(s string) []byte {
	return []byte(base64.StdEncoding.EncodeToString([]byte(s[:len(s)/3*3])))
}

func wide(s string, big bool) []byte {
	out := []byte{}
	for _, u := range utf16.Encode([]rune(s)) {
		if big {
			out = append(out, byte(u>>8), byte(u))
		} else {
			out = append(out, byte(u), byte(u>>8))
		}
	}
	return out
}

// hits names the markers in the files of a folder, in every encoding and case.
func hits(t *testing.T, dir string, texts []string) (found []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || d.Name() == store.WitnessFile+".part" { // it just gets its name
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for name, encode := range encodings {
			for _, text := range texts {
				if bytes.Contains(raw, encode(text)) {
					found = append(found, name+" of "+text+" in "+d.Name())
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestTheSearchForMarkersFindsEveryShape is its control: each marker in a longer
// text, in each encoding and at each place that base64 can cut it, is found in the
// file where it lies by that shape, and in base64 by that one alone: without one
// of the three, a third of all names would be missed.
func TestTheSearchForMarkersFindsEveryShape(t *testing.T) {
	dir, planted, want := t.TempDir(), markers(), []string{}
	for name, encode := range longer {
		for i, text := range planted {
			file := fmt.Sprint(name, "-", i)
			want = append(want, name+" of "+text+" in "+file)
			if err := os.WriteFile(filepath.Join(dir, file), append([]byte{7, 1}, encode(text)...), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	found := hits(t, dir, planted)
	for _, hit := range want {
		if !slices.Contains(found, hit) {
			t.Errorf("missed: %s", hit)
		}
	}
	for _, hit := range found {
		if strings.Contains(hit, "in base64") && !slices.Contains(want, hit) {
			t.Errorf("found by another shape: %s", hit)
		}
	}
	if len(longer) != len(encodings) {
		t.Errorf("%d shapes, %d controls", len(encodings), len(longer))
	}
}
