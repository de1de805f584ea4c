package own

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"kitewise/backend/domain"
	"kitewise/backend/instrument"
)

var shipped = os.DirFS("../../../instruments")

// nonsense is the invented wording and key.
func nonsense(t *testing.T) []byte {
	t.Helper()
	data, err := os.ReadFile("../../../testdata/licensed/nonsense.csv")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// loaded imports a licensed text that must be fine.
func loaded(t *testing.T, k *Keeper, data []byte) Kept {
	t.Helper()
	kept, faults, err := k.Licensed("nonsense.csv", data, "")
	if err != nil || len(faults) > 0 {
		t.Fatalf("%v %v", faults, err)
	}
	return kept
}

// listed gives the catalogue's entries of an instrument.
func listed(t *testing.T, data, id string) []instrument.Entry {
	t.Helper()
	c, err := instrument.Load(shipped, Files(data))
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(c.List(), func(e instrument.Entry) bool { return e.ID != id })
}

// kept lists every file of a workspace's own folder.
func keptFiles(t *testing.T, data string) []string {
	t.Helper()
	out := []string{}
	err := filepath.WalkDir(filepath.Join(data, Dir), func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			out = append(out, p)
		}
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return out
}

// TestElevenEndingsAreLookedUpDirectly runs what an independent program found
// under the invented key: exact rows, nothing converted.
func TestElevenEndingsAreLookedUpDirectly(t *testing.T) {
	data := t.TempDir()
	kept := loaded(t, New(shipped, data), nonsense(t))
	if kept.ID != "klsi-4.0" || kept.Version != "4.0.0" || !slices.Equal(kept.Languages, []string{"en", "id"}) || kept.Vectors < 200 {
		t.Fatalf("%+v", kept)
	}
	vectors, err := os.ReadFile("../../../testdata/licensed/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	with := fstest.MapFS{}
	for _, name := range keptFiles(t, data) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		short, err := filepath.Rel(filepath.Join(data, Dir, "klsi-4.0", "4.0.0"), name)
		if err != nil {
			t.Fatal(err)
		}
		with[filepath.ToSlash(short)] = &fstest.MapFile{Data: text}
	}
	with["vectors.json"] = &fstest.MapFile{Data: vectors}
	entry, err := instrument.Open(shipped, with)
	if err != nil || entry.State != instrument.Ready {
		t.Fatalf("%v %v", entry.Faults, err)
	}
	faults, n := entry.RunVectors()
	for _, f := range faults {
		t.Error(f)
	}
	if n < 200 {
		t.Errorf("%d vectors", n)
	}
}

// TestTheVectorsOfTheKeyCanFail: with all twelve endings scored they do not hold.
func TestTheVectorsOfTheKeyCanFail(t *testing.T) {
	folder := fstest.MapFS{}
	if err := fs.WalkDir(shipped, "klsi-4.0/4.0.0", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(shipped, p)
		folder[strings.TrimPrefix(p, "klsi-4.0/4.0.0/")] = &fstest.MapFile{Data: data}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	vectors, err := os.ReadFile("../../../testdata/licensed/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	folder["vectors.json"] = &fstest.MapFile{Data: vectors}
	entry, err := instrument.Open(shipped, folder)
	if err != nil || entry.State != instrument.NeedsWording {
		t.Fatalf("%v %v", entry.State, err)
	}
	if faults, _ := entry.RunVectors(); len(faults) < 200 {
		t.Errorf("only %d differences without the key", len(faults))
	}
}

// TestLoadedWordingStandsInPlaceOfTheShipped, with a hash of its own; the same
// again changes nothing; other wording is a new edition and the old one stays.
func TestLoadedWordingStandsInPlaceOfTheShipped(t *testing.T) {
	data := t.TempDir()
	before := listed(t, data, "klsi-4.0")
	if len(before) != 1 || before[0].State != instrument.NeedsWording || before[0].Usable() {
		t.Fatalf("%+v", before)
	}
	k := New(shipped, data)
	loaded(t, k, nonsense(t))
	first := listed(t, data, "klsi-4.0")
	if len(first) != 1 || first[0].State != instrument.Ready || !first[0].Own || first[0].Definition.Ref.Hash == before[0].Definition.Ref.Hash {
		t.Fatalf("%+v", first)
	}
	files := keptFiles(t, data)
	again := loaded(t, k, slices.Concat([]byte("\ufeff"), nonsense(t)))
	if !again.Already || !slices.Equal(files, keptFiles(t, data)) {
		t.Errorf("%+v", again)
	}
	corrected := []byte(strings.Replace(string(nonsense(t)), "lori nuba", "lori nubo", 1))
	second := loaded(t, k, corrected)
	if second.Version != "4.0.0.2" || second.Already || second.Vectors != again.Vectors {
		t.Errorf("%+v", second)
	}
	if again := loaded(t, k, corrected); !again.Already || again.Version != "4.0.0.2" {
		t.Errorf("%+v", again)
	}
	if third := loaded(t, k, nonsense(t)); third.Version != "4.0.0.3" {
		t.Errorf("%+v", third)
	}
	c, err := instrument.Load(shipped, Files(data))
	if err != nil {
		t.Fatal(err)
	}
	if in, err := c.Pinned(first[0].Definition.Ref, first[0].Definition.Norm); err != nil || in.Domain.Ref != first[0].Definition.Ref {
		t.Errorf("what a session pinned: %v", err)
	}
	if in, err := c.Latest("klsi-4.0"); err != nil || in.Domain.Ref.Version != "4.0.0.3" {
		t.Errorf("the newest: %v", err)
	}
}

// TestOnlyWholeLanguagesAreOffered, and the texts of the others are not kept.
func TestOnlyWholeLanguagesAreOffered(t *testing.T) {
	data := t.TempDir()
	text := strings.Replace(string(nonsense(t)), "lota zowilri (id)", "", 1)
	kept := loaded(t, New(shipped, data), []byte(text))
	if !slices.Equal(kept.Languages, []string{"en"}) || len(kept.Left) != 1 || kept.Left[0].Missing != 1 {
		t.Errorf("%+v", kept)
	}
	if slices.ContainsFunc(keptFiles(t, data), func(p string) bool { return filepath.Base(p) == "text.id.json" }) {
		t.Error("text.id.json was kept")
	}
	if e := listed(t, data, "klsi-4.0"); len(e) != 1 || !slices.Equal(e[0].Languages, []string{"en"}) || e[0].State != instrument.Ready {
		t.Errorf("%+v", e)
	}
}

func TestWhichInstrumentIsMeant(t *testing.T) {
	k := New(shipped, t.TempDir())
	for name, want := range map[string]domain.Code{
		"learning-cycle": domain.CodeNotFound, "klsi-4.0@9.9.9": domain.CodeNotFound, "other": domain.CodeNotFound,
		"klsi-4.0": "", "klsi-4.0@4.0.0": "", "": "",
	} {
		if _, _, err := k.Licensed("x.csv", nonsense(t), name); domain.CodeOf(err) != want {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// TestAFaultyFileLeavesNothing, and a write that fails at any file neither.
func TestAFaultyFileLeavesNothing(t *testing.T) {
	data := t.TempDir()
	k := New(shipped, data)
	if _, faults, err := k.Licensed("x.csv", nonsense(t)[:3000], ""); err != nil || len(faults) == 0 || len(keptFiles(t, data)) > 0 {
		t.Errorf("%v %v", faults, err)
	}
	full := errors.New("no space left")
	writes := 0
	for fails := 1; ; fails++ {
		writes = 0
		k.put = func(s *staging, name string, text []byte) error {
			if writes++; writes == fails {
				return errors.Join(s.put(name, text[:len(text)/2]), full)
			}
			return s.put(name, text)
		}
		_, _, err := k.Licensed("x.csv", nonsense(t), "")
		if err == nil {
			break
		}
		left, readErr := os.ReadDir(filepath.Join(data, Dir))
		if !errors.Is(err, full) || readErr != nil || len(left) > 0 {
			t.Fatalf("write %d: %v, left %v (%v)", fails, err, left, readErr)
		}
	}
	if writes < 8 || len(keptFiles(t, data)) != writes {
		t.Errorf("%d writes, %v", writes, keptFiles(t, data))
	}
}

// TestWhatAKilledImportLeftIsSweptAway after a while, and never listed.
func TestWhatAKilledImportLeftIsSweptAway(t *testing.T) {
	data := t.TempDir()
	old, fresh := filepath.Join(data, Dir, ".import-OLD"), filepath.Join(data, Dir, ".import-NEW")
	for _, dir := range []string{old, fresh} {
		if err := os.MkdirAll(filepath.Join(dir, "x"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "x", "manifest.json"), []byte("{"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	long := time.Now().Add(-2 * leftAfter)
	if err := os.Chtimes(old, long, long); err != nil {
		t.Fatal(err)
	}
	loaded(t, New(shipped, data), nonsense(t))
	if _, err := os.Stat(old); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("old: %v", err)
	}
	if _, err := os.Stat(fresh); err != nil {
		t.Errorf("fresh: %v", err)
	}
	c, err := instrument.Load(shipped, Files(data))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range c.List() {
		if strings.HasPrefix(e.ID, ".") {
			t.Errorf("listed: %+v", e)
		}
	}
}

// changed rewrites a JSON object on disk.
func changed(t *testing.T, file string, change func(m map[string]any)) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	m := map[string]any{}
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	change(m)
	if data, err = json.Marshal(m); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
}
