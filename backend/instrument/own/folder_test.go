package own

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kitewise/backend/domain"
	"kitewise/backend/instrument"
)

// mine copies a shipped instrument's folder under another id and version.
func mine(t *testing.T, id, version string) string {
	t.Helper()
	sub, err := fs.Sub(shipped, "learning-cycle/1.0.0")
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "mine")
	if err := os.CopyFS(dir, sub); err != nil {
		t.Fatal(err)
	}
	changed(t, filepath.Join(dir, "manifest.json"), func(m map[string]any) { m["id"], m["version"] = id, version })
	changed(t, filepath.Join(dir, "vectors.json"), func(m map[string]any) { m["instrument"], m["version"] = id, version })
	return dir
}

// TestAFolderOfOnesOwnIsKept with its own files only, once.
func TestAFolderOfOnesOwnIsKept(t *testing.T) {
	data, dir := t.TempDir(), mine(t, "my-cycle", "1.2.0")
	if err := os.WriteFile(filepath.Join(dir, "private notes.txt"), []byte("not part of it"), 0o600); err != nil {
		t.Fatal(err)
	}
	k := New(shipped, data)
	kept, faults, err := k.Folder(Folder(dir))
	if err != nil || len(faults) > 0 || kept.ID != "my-cycle" || kept.Version != "1.2.0" || kept.Vectors == 0 {
		t.Fatalf("%+v %v %v", kept, faults, err)
	}
	files := keptFiles(t, data)
	if len(files) != 9 || slices.ContainsFunc(files, func(p string) bool { return strings.HasSuffix(p, ".txt") }) {
		t.Errorf("%v", files)
	}
	if e := listed(t, data, "my-cycle"); len(e) != 1 || e[0].State != instrument.Ready || !e[0].Own {
		t.Errorf("%+v", e)
	}
	if again, _, err := k.Folder(Folder(dir)); err != nil || !again.Already {
		t.Errorf("%+v %v", again, err)
	}
	changed(t, filepath.Join(dir, "text.en.json"), func(m map[string]any) { m["title"] = "Another title" })
	if _, _, err := k.Folder(Folder(dir)); domain.CodeOf(err) != domain.CodeConflict {
		t.Errorf("other content under the same version: %v", err)
	}
	if !slices.Equal(files, keptFiles(t, data)) {
		t.Errorf("%v", keptFiles(t, data))
	}
}

// TestWhatIsNotSoundIsNotKept.
func TestWhatIsNotSoundIsNotKept(t *testing.T) {
	for name, tc := range map[string]struct {
		spoil func(t *testing.T, dir string)
		want  string
	}{
		"a text lacks": {func(t *testing.T, dir string) {
			changed(t, filepath.Join(dir, "text.id.json"), func(m map[string]any) { delete(m, "title") })
		}, "text_missing"},
		"no vectors": {func(t *testing.T, dir string) { remove(t, filepath.Join(dir, "vectors.json")) }, "file_missing"},
		"a vector is off": {func(t *testing.T, dir string) {
			replace(t, filepath.Join(dir, "vectors.json"), `"value":37`, `"value":38`)
		}, "self_test"},
		"comes with the program": {func(t *testing.T, dir string) {
			for _, f := range []string{"manifest.json", "vectors.json"} {
				replace(t, filepath.Join(dir, f), "my-cycle", "learning-cycle")
			}
		}, "already_shipped"},
		"pretends to be licensed": {func(t *testing.T, dir string) {
			for _, f := range []string{"manifest.json", "vectors.json"} {
				replace(t, filepath.Join(dir, f), "my-cycle", "klsi-4.0")
				replace(t, filepath.Join(dir, f), "1.0.0", "4.0.0")
			}
		}, "already_shipped"},
	} {
		t.Run(name, func(t *testing.T) {
			data, dir := t.TempDir(), mine(t, "my-cycle", "1.0.0")
			tc.spoil(t, dir)
			_, faults, err := New(shipped, data).Folder(Folder(dir))
			if err != nil || !slices.ContainsFunc(faults, func(f domain.Fault) bool { return f.Code == tc.want }) {
				t.Errorf("%v %v, want %s", faults, err, tc.want)
			}
			if left := keptFiles(t, data); len(left) > 0 {
				t.Errorf("left %v", left)
			}
		})
	}
	sub, err := fs.Sub(shipped, "klsi-4.0/4.0.0")
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := New(shipped, t.TempDir()).Folder(sub); domain.CodeOf(err) != domain.CodeNeedsWording {
		t.Errorf("structure without wording: %v", err)
	}
}

func remove(t *testing.T, file string) {
	t.Helper()
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
}

func replace(t *testing.T, file, from, to string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(data), from, to, 1)
	if text == string(data) {
		t.Fatalf("%s holds no %s", file, from)
	}
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestWhatWasPutThereByHandIsJudged: own folders that no import made.
func TestWhatWasPutThereByHandIsJudged(t *testing.T) {
	data := t.TempDir()
	put := func(from, id, version string) string {
		dir := filepath.Join(data, Dir, id, version)
		if err := os.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(from, dir); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	put(mine(t, "learning-cycle", "1.0.0"), "learning-cycle", "1.0.0")
	put(mine(t, "my-cycle", "1.0.0"), "my-cycle", "2.0.0")
	cycles := listed(t, data, "learning-cycle")
	if len(cycles) != 2 || cycles[0].State != instrument.Ready || cycles[0].Own || cycles[1].State != instrument.Faulty || cycles[1].Faults[0].Code != "already_shipped" {
		t.Errorf("%+v", cycles)
	}
	if e := listed(t, data, "my-cycle"); len(e) != 1 || e[0].Faults[0].Code != "folder_name" {
		t.Errorf("%+v", e)
	}
}

// TestLoadedStructureMustBeTheShipped: a cut moved by hand is found, and
// loading the wording again stands beside it.
func TestLoadedStructureMustBeTheShipped(t *testing.T) {
	for _, file := range []struct{ name, from, to string }{
		{"manifest.json", `"14.5"`, `"13.5"`},
		{"norms/klsi4.csv", "Total,CE,11,", "Total,CE,12,"},
		{"tables/regions.csv", "reflecting", "balancing"},
	} {
		data := t.TempDir()
		k := New(shipped, data)
		loaded(t, k, nonsense(t))
		replace(t, filepath.Join(data, Dir, "klsi-4.0", "4.0.0", file.name), file.from, file.to)
		if e := listed(t, data, "klsi-4.0"); len(e) != 1 || e[0].State != instrument.Faulty {
			t.Errorf("%s: %+v", file.name, e)
		}
		if kept := loaded(t, k, nonsense(t)); kept.Version != "4.0.0.2" || kept.Already {
			t.Errorf("%s: %+v", file.name, kept)
		}
		e := listed(t, data, "klsi-4.0")
		if len(e) != 2 || e[0].State != instrument.Faulty || e[1].State != instrument.Ready {
			t.Errorf("%s: %+v", file.name, e)
		}
	}
}

// TestLinksAreNotFollowed, wherever they stand and wherever they lead.
func TestLinksAreNotFollowed(t *testing.T) {
	outside := mine(t, "my-cycle", "1.0.0")
	link := func(t *testing.T, to, at string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(to, at); err != nil {
			t.Fatal(err)
		}
	}
	for name, plant := range map[string]func(t *testing.T, data string){
		"the folder": func(t *testing.T, data string) {
			link(t, filepath.Dir(filepath.Dir(outside)), filepath.Join(data, Dir))
		},
		"an instrument": func(t *testing.T, data string) { link(t, filepath.Dir(outside), filepath.Join(data, Dir, "my-cycle")) },
		"a version":     func(t *testing.T, data string) { link(t, outside, filepath.Join(data, Dir, "my-cycle", "1.0.0")) },
		"a file": func(t *testing.T, data string) {
			link(t, filepath.Join(outside, "manifest.json"), filepath.Join(data, Dir, "my-cycle", "1.0.0", "manifest.json"))
		},
	} {
		data := t.TempDir()
		plant(t, data)
		for _, e := range listed(t, data, "my-cycle") {
			if e.State != instrument.Faulty {
				t.Errorf("%s: %+v", name, e)
			}
		}
	}
	inside := mine(t, "my-cycle", "1.0.0")
	if err := os.Rename(filepath.Join(inside, "text.en.json"), filepath.Join(inside, "words.json")); err != nil {
		t.Fatal(err)
	}
	link(t, "words.json", filepath.Join(inside, "text.en.json"))
	if _, faults, err := New(shipped, t.TempDir()).Folder(Folder(inside)); err != nil || len(faults) != 1 || faults[0].Code != "file_unreadable" {
		t.Errorf("a link inside: %v %v", faults, err)
	}
	data := t.TempDir()
	link(t, t.TempDir(), filepath.Join(data, Dir))
	if _, _, err := New(shipped, data).Licensed("x.csv", nonsense(t), ""); !errors.Is(err, errNotPlain) {
		t.Errorf("an import into a link: %v", err)
	}
}
