package archive

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"

	"kitewise/backend/domain"
)

// line is the header of every backup in these tests.
const line = `{"workspace":"w","at":1,"program":"1.0.0","schema":1,"keys":"e30="}` + "\n"

// told is how a backup may be refused: as one that is none, never as a failure of
// the machine that reads it.
func told(t *testing.T, err error) {
	t.Helper()
	if err != nil && domain.CodeOf(err) != domain.CodeBadBackup {
		t.Errorf("a fault of the file is told as %v", err)
	}
}

// FuzzBackupHeader reads whatever lies in a file as a backup, without a key: it is
// refused as a backup, or its header is whole and its sum is that of its bytes.
func FuzzBackupHeader(f *testing.F) {
	body := format + "\n" + line + "sealed"
	f.Add([]byte(body + "\n" + sumOf([]byte(body)) + "\n"))
	f.Add([]byte(body + "\n" + strings.ToUpper(sumOf([]byte(body))) + "\n"))
	f.Add([]byte(body))
	longer := strings.Replace(body, "}\n", "}}\n", 1)
	f.Add([]byte(longer + "\n" + sumOf([]byte(longer)) + "\n"))
	f.Add([]byte(family + "2\n{}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(t.TempDir(), "x"+Ending)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		h, err := Read(path)
		told(t, err)
		if err == nil && (h.Workspace == "" || h.At <= 0 || h.Schema < 1 || len(h.Keys) == 0) {
			t.Errorf("half a header: %+v", h)
		}
		if lines := bytes.SplitN(data, []byte("\n"), 3); err == nil && !json.Valid(lines[1]) {
			t.Errorf("took what is no JSON: %q", lines[1])
		}
		again, sum, err := Check(path)
		told(t, err)
		if err != nil {
			return
		}
		if whole := sha256.Sum256(data[:max(0, len(data)-trailer)]); sum != hex.EncodeToString(whole[:]) {
			t.Errorf("the sum %q is not that of its bytes", sum)
		}
		if fmt.Sprint(again) != fmt.Sprint(h) {
			t.Errorf("%+v, then %+v", h, again)
		}
	})
}

// FuzzBackupContent unpacks whatever somebody sealed who has the public key: in a
// good seal, under the right header, packed or (tarred) as files that are packed
// here. What is unpacked is what the content tells, below the folder; anything
// else is refused as a backup.
func FuzzBackupContent(f *testing.F) {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		f.Fatal(err)
	}
	for _, names := range [][]string{{"kitewise.db"}, {"kitewise.db", "norms/a.csv"}, {"norms/a", "norms/a/b"}, {"norms/../../x"}, {"norms/\x00"}} {
		f.Add(tarred(f, names...), true)
		f.Add(packed(f, tarred(f, names...)), false)
	}
	f.Fuzz(func(t *testing.T, data []byte, asTar bool) {
		if asTar {
			data = packed(t, data)
		}
		dir := t.TempDir()
		path, into := filepath.Join(dir, "x"+Ending), filepath.Join(dir, "into")
		if err := os.WriteFile(path, sealedBackup(t, id.Recipient(), data), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Mkdir(into, 0o700); err != nil {
			t.Fatal(err)
		}
		root, err := os.OpenRoot(into)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = root.Close() }()
		_, c, err := Extract(t.Context(), path, id, root, allowedName)
		told(t, err)
		beside, found := unpacked(t, dir)
		if beside != 2 {
			t.Errorf("%d things beside the folder", beside)
		}
		for name := range found {
			if !allowedName(name) {
				t.Errorf("%q was written", name)
			}
		}
		if err != nil {
			return
		}
		for _, file := range c.Files {
			if found[file.Name] != fmt.Sprint(file.Size, file.Sum) {
				t.Errorf("%s is %s", file.Name, found[file.Name])
			}
		}
		if len(found) != len(c.Files) {
			t.Errorf("%d files, told were %d", len(found), len(c.Files))
		}
	})
}

// allowedName is the rule of the room that unpacks.
func allowedName(name string) bool { return name == "kitewise.db" || strings.HasPrefix(name, "norms/") }

// tarred makes the files of a backup, each holding its own name.
func tarred(tb testing.TB, names ...string) []byte {
	tb.Helper()
	c := Content{Header: sumOf([]byte(line)), Rows: map[string]int64{}}
	for _, name := range names {
		c.Files = append(c.Files, File{Name: name, Size: int64(len(name)), Sum: sumOf([]byte(name))})
	}
	raw, err := json.Marshal(c)
	if err != nil {
		tb.Fatal(err)
	}
	var out bytes.Buffer
	files := tar.NewWriter(&out)
	for _, file := range append([][2]string{{contentName, string(raw)}}, twice(names)...) {
		if err := files.WriteHeader(&tar.Header{Name: file[0], Size: int64(len(file[1])), Mode: 0o600}); err != nil {
			continue // a name that no tar takes
		}
		if _, err := files.Write([]byte(file[1])); err != nil {
			tb.Fatal(err)
		}
	}
	if err := files.Close(); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

func twice(names []string) (out [][2]string) {
	for _, name := range names {
		out = append(out, [2]string{name, name})
	}
	return out
}

func packed(tb testing.TB, data []byte) []byte {
	tb.Helper()
	var out bytes.Buffer
	to := gzip.NewWriter(&out)
	if _, err := to.Write(data); err != nil {
		tb.Fatal(err)
	}
	if err := to.Close(); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

// sealedBackup puts what is packed into a backup whose seal and sum are right.
func sealedBackup(tb testing.TB, recipient age.Recipient, data []byte) []byte {
	tb.Helper()
	var out bytes.Buffer
	out.WriteString(format + "\n" + line)
	to, err := age.Encrypt(&out, recipient)
	if err != nil {
		tb.Fatal(err)
	}
	if _, err := to.Write(data); err != nil {
		tb.Fatal(err)
	}
	if err := to.Close(); err != nil {
		tb.Fatal(err)
	}
	out.WriteString("\n" + sumOf(out.Bytes()) + "\n")
	return out.Bytes()
}

// unpacked counts what lies in a folder, and gives size and sum of every file of
// its folder "into" by name.
func unpacked(t *testing.T, dir string) (beside int, found map[string]string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	found = map[string]string{}
	into := os.DirFS(filepath.Join(dir, "into"))
	err = fs.WalkDir(into, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := fs.ReadFile(into, name)
		found[name] = fmt.Sprint(len(raw), sumOf(raw))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return len(entries), found
}

// TestTheSeedOfTheFuzzingUnpacks is the control: a backup that is whole is not
// refused, so that the fuzzing begins beyond the first check.
func TestTheSeedOfTheFuzzingUnpacks(t *testing.T) {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "x"+Ending)
	if err := os.WriteFile(path, sealedBackup(t, id.Recipient(), packed(t, tarred(t, "kitewise.db", "norms/a.csv"))), 0o600); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = root.Close() }()
	if _, c, err := Extract(t.Context(), path, id, root, allowedName); err != nil || len(c.Files) != 2 {
		t.Errorf("%+v, %v", c, err)
	}
	if _, _, err := Check(path); err != nil {
		t.Error(err)
	}
}
