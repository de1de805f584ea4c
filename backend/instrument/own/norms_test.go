package own

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kitewise/backend/domain"
	"kitewise/backend/instrument"
)

// norms makes a norm file for learning-cycle with one group.
func norms(version, group, top string) []byte {
	text := "# format: kitewise-norm/1\n# instrument: learning-cycle\n# norm: klsi4\n# version: " + version +
		"\n# scored_endings: 11\n# n: 300\n# year: 2026\n# source: Made up\n# sample: Nobody\nnorm_group,scale,raw_score,percentile\n"
	for _, scale := range []string{"CE", "RO", "AC", "AE"} {
		text += group + "," + scale + ",11,0\n" + group + "," + scale + ",44," + top + "\n"
	}
	for _, scale := range []string{"ACCE", "AERO"} {
		text += group + "," + scale + ",-33,0\n" + group + "," + scale + ",33," + top + "\n"
	}
	return []byte(text)
}

func imports(t *testing.T, k *Keeper, name string, data []byte, dry bool) domain.NormPreview {
	t.Helper()
	p, faults, err := k.Norm(name, data, dry)
	if err != nil || len(faults) > 0 {
		t.Fatalf("%v %v", faults, err)
	}
	return p
}

// tree lists every file and folder of the norms, with what begins with a point.
func tree(t *testing.T, data string) []string {
	t.Helper()
	out := []string{}
	err := filepath.WalkDir(filepath.Join(data, NormDir), func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			out = append(out, filepath.Base(p))
		}
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return out
}

// TestANormIsImportedOnce: a look changes nothing, the import adds one file, the
// same again says so, and the preview says what a new session pins.
func TestANormIsImportedOnce(t *testing.T) {
	data := filepath.Join(t.TempDir(), "workspace")
	k := New(shipped, data)
	first, second := norms("one", "EDU:x", "100"), norms("two", "EDU:x", "99")
	look := imports(t, k, "a.csv", first, true)
	if _, err := os.Stat(data); err == nil || look.Already || len(look.Groups) != 1 || look.Before.Version != "klsi4-2013" {
		t.Errorf("a look: %+v, %v", look, err)
	}
	if d := cmp.Diff(look, imports(t, k, "a.csv", first, false)); d != "" {
		t.Errorf("done is not what was shown: %s", d)
	}
	after := imports(t, k, "b.csv", second, false)
	if after.Before != look.After || after.Groups[0].Was == nil || after.Groups[0].Was.Version != "one" || after.Groups[0].Tables[0].Changed != 1 || after.Groups[0].Tables[0].Largest != -1 {
		t.Errorf("%+v", after)
	}
	for _, again := range [][]byte{first, append([]byte("\ufeff"), []byte(strings.ReplaceAll(string(first), "\n", "\r\n"))...), second} {
		if p := imports(t, k, "c.csv", again, false); !p.Already || len(p.Groups) != 0 || p.Before != after.After || p.After != after.After {
			t.Errorf("again: %+v", p)
		}
	}
	if d := cmp.Diff([]string{"0001-klsi4-one.csv", "0002-klsi4-two.csv"}, tree(t, data)); d != "" {
		t.Error(d)
	}
	c, err := instrument.Load(shipped, Files(data))
	if err != nil {
		t.Fatal(err)
	}
	if err := c.TakeNorms(Norms(data)); err != nil {
		t.Fatal(err)
	}
	in, err := c.Latest("learning-cycle")
	if err != nil || in.Domain.Norm != after.After {
		t.Errorf("a new session pins %+v, shown was %+v", in.Domain.Norm, after.After)
	}
	for _, ref := range []domain.NormRef{look.Before, look.After} {
		if _, err := c.Pinned(in.Domain.Ref, ref); err != nil {
			t.Error(err)
		}
	}
	info, err := os.Stat(filepath.Join(data, NormDir, "learning-cycle", "0001-klsi4-one.csv"))
	if err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("%v %v", info.Mode(), err)
	}
}

// TestAFaultyNormLeavesNothing, nor does a disk that fails.
func TestAFaultyNormLeavesNothing(t *testing.T) {
	data := t.TempDir()
	k := New(shipped, data)
	imports(t, k, "a.csv", norms("one", "EDU:x", "100"), false)
	for name, text := range map[string][]byte{
		"fault": norms("two", "EDU:x", "101"), "taken": norms("one", "EDU:x", "99"), "other": []byte("nothing"), "empty": nil,
	} {
		if _, faults, err := k.Norm("x.csv", text, false); err != nil || len(faults) == 0 || faults[0].File != "x.csv" {
			t.Errorf("%s: %v %v", name, faults, err)
		}
	}
	for name, put := range map[string]func(*staging, string, []byte) error{
		"nothing": func(*staging, string, []byte) error { return os.ErrPermission },
		"one half": func(s *staging, name string, data []byte) error {
			return errors.Join(s.put(name, data[:len(data)/2]), os.ErrPermission)
		},
	} {
		k.put = put
		if _, faults, err := k.Norm("x.csv", norms("two", "EDU:x", "99"), false); !errors.Is(err, os.ErrPermission) || len(faults) > 0 {
			t.Errorf("%s: %v %v", name, faults, err)
		}
		if d := cmp.Diff([]string{"0001-klsi4-one.csv"}, tree(t, data)); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
	k = New(shipped, data)
	imports(t, k, "x.csv", norms("two", "EDU:x", "99"), false)
	if d := cmp.Diff([]string{"0001-klsi4-one.csv", "0002-klsi4-two.csv"}, tree(t, data)); d != "" {
		t.Error(d)
	}
}

// TestNumbersGoOn behind whatever stands there, so that no edition changes.
func TestNumbersGoOn(t *testing.T) {
	data := t.TempDir()
	k := New(shipped, data)
	imports(t, k, "a.csv", norms("one", "EDU:x", "100"), false)
	folder := filepath.Join(data, NormDir, "learning-cycle")
	if err := os.WriteFile(filepath.Join(folder, "0007-klsi4-broken.csv"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	imports(t, k, "b.csv", norms("two", "EDU:x", "100"), false)
	if d := cmp.Diff([]string{"0001-klsi4-one.csv", "0007-klsi4-broken.csv", "0008-klsi4-two.csv"}, tree(t, data)); d != "" {
		t.Error(d)
	}
	if err := os.WriteFile(filepath.Join(folder, "9999-klsi4-last.csv"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := k.Norm("c.csv", norms("three", "EDU:x", "100"), false); !errors.Is(err, errFull) {
		t.Errorf("after the last number: %v", err)
	}
}

// TestAnUnreadableNormKeepsNothingShut: it is told, and the rest goes on.
func TestAnUnreadableNormKeepsNothingShut(t *testing.T) {
	data := t.TempDir()
	k := New(shipped, data)
	imports(t, k, "a.csv", norms("one", "EDU:x", "100"), false)
	if err := os.Mkdir(filepath.Join(data, NormDir, "learning-cycle", "0002-klsi4-folder.csv"), 0o700); err != nil {
		t.Fatal(err)
	}
	c, err := instrument.Load(shipped, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.TakeNorms(Norms(data)); err != nil {
		t.Fatal(err)
	}
	got := c.NormImports()
	if len(got) != 2 || len(got[0].Faults) != 0 || len(got[1].Faults) != 1 || got[1].Faults[0].Code != "file_unreadable" {
		t.Errorf("%+v", got)
	}
}

// TestNormsDoNotFollowLinks, neither to read nor to write.
func TestNormsDoNotFollowLinks(t *testing.T) {
	outside, data := t.TempDir(), t.TempDir()
	k := New(shipped, outside)
	imports(t, k, "a.csv", norms("one", "EDU:x", "100"), false)
	if err := os.Symlink(filepath.Join(outside, NormDir), filepath.Join(data, NormDir)); err != nil {
		t.Fatal(err)
	}
	if Norms(data) != nil {
		t.Error("a folder behind a link is read")
	}
	if _, _, err := New(shipped, data).Norm("b.csv", norms("two", "EDU:x", "100"), false); !errors.Is(err, errNotPlain) {
		t.Errorf("written behind a link: %v", err)
	}
	if d := cmp.Diff([]string{"0001-klsi4-one.csv"}, tree(t, outside)); d != "" {
		t.Error(d)
	}
}
