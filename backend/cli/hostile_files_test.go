//go:build !windows

package cli

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"kitewise/backend/backup/archive"
	"kitewise/backend/vault/keyring"
)

// hostileFiles makes them all.
func hostileFiles(t *testing.T, p *prey) []hostile {
	t.Helper()
	out := hostilePackages()
	for _, kind := range []string{"manifest", "text", "norm", "licensed", "backup"} {
		for name, data := range spoilt(t, p.sound[kind]) {
			out = append(out, hostile{kind: kind, name: name, data: data})
		}
	}
	for kind, changes := range hostileWords() {
		for name, change := range changes {
			text := strings.Replace(string(p.sound[kind]), change[0], change[1], 1)
			if text == string(p.sound[kind]) {
				t.Fatalf("%s: nothing to change for %s", kind, name)
			}
			out = append(out, hostile{kind: kind, name: name, data: []byte(text)})
		}
	}
	return append(out, hostileBackups(t, p)...)
}

// spoilt makes what any file from outside may be instead of itself.
func spoilt(t *testing.T, sound []byte) map[string][]byte {
	t.Helper()
	var packed bytes.Buffer
	to := gzip.NewWriter(&packed)
	if _, err := to.Write(sound); err != nil || to.Close() != nil {
		t.Fatal(err)
	}
	wide := []byte("\xff\xfe")
	for _, b := range sound {
		wide = append(wide, b, 0)
	}
	noise, random := make([]byte, 64<<10), rand.New(rand.NewPCG(7, 7))
	for i := range noise {
		noise[i] = byte(random.Uint32())
	}
	return map[string][]byte{
		"empty":                {},
		"one byte":             {'{'},
		"zeros":                make([]byte, 1<<20),
		"noise":                noise,
		"packed":               packed.Bytes(),
		"UTF-16":               wide,
		"half of it":           sound[:len(sound)/2],
		"a picture":            append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), noise...),
		"a table of a program": append([]byte("PK\x03\x04\x14\x00\x06\x00[Content_Types].xml"), noise...),
		"a program":            append([]byte("\x7fELF\x02\x01\x01"), noise...),
		"a page":               []byte("<!doctype html><script src=\"//127.0.0.1:1/x.js\"></script>"),
		"one long line":        bytes.Repeat([]byte("a"), 1<<20),
		"a million lines":      bytes.Repeat([]byte("\n"), 1<<20),
		"a million brackets":   bytes.Repeat([]byte("["), 1<<20),
		"a million quotes":     bytes.Repeat([]byte(`"`), 1<<20),
		"a million commas":     bytes.Repeat([]byte(","), 1<<20),
	}
}

// hostileWords are single changes of the sound text of a kind: from, to.
func hostileWords() map[string]map[string][2]string {
	id, norm := `"id": "my-cycle"`, `"file": "norms/klsi4.csv"`
	title := `"title": "Learning Cycle inventory"`
	version := "# version: local-1"
	row, source := "Total,CE,12,10", "# source: own sessions"
	first, ending := "s1,,,lori nuba keven (en)", "s1,CE,yes,zowilpra kepranu keta venke (en)"
	return map[string]map[string][2]string{
		"manifest": {
			"id leads up":            {id, `"id": "../../evil"`},
			"id is a folder":         {id, `"id": "a/b"`},
			"id is two points":       {id, `"id": ".."`},
			"id is a device":         {id, `"id": "C:evil"`},
			"id holds a zero":        {id, `"id": "my\u0000cycle"`},
			"id is long":             {id, `"id": "` + strings.Repeat("a", 5000) + `"`},
			"id twice":               {id, id + `, "id": "other"`},
			"id is a list":           {id, `"id": []`},
			"version leads up":       {`"version": "1.0.0"`, `"version": "../../1.0.0"`},
			"version is a word":      {`"version": "1.0.0"`, `"version": "latest"`},
			"norm leads up":          {norm, `"file": "../../../etc/passwd"`},
			"norm is absolute":       {norm, `"file": "/etc/passwd"`},
			"norm turns round":       {norm, `"file": "norms\\..\\..\\evil"`},
			"norm is an address":     {norm, `"file": "file:///etc/passwd"`},
			"a reference to a file":  {id, id + `, "$ref": "file:///etc/passwd"`},
			"a reference to the net": {id, id + `, "$schema": "http://127.0.0.1:1/schema"`},
			"a huge exponent":        {`"min": 1,`, `"min": 1e5000000,`},
			"many digits":            {`"min": 1,`, `"min": ` + strings.Repeat("9", 5000) + `,`},
			"depth":                  {id, id + `, "x": ` + strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000)},
			"100000 items":           {`"items": [`, `"items": [` + strings.Repeat("{},", 100_000)},
			"half a character":       {"Kitewise contributors", `\ud800`},
			"a language leads up":    {`"languages": ["en", "id"]`, `"languages": ["en", "../id"]`},
		},
		"text": {
			"text is a number":   {title, `"title": 1`},
			"text is a list":     {title, `"title": ["a"]`},
			"text is nothing":    {title, `"title": null`},
			"text lacks":         {title, `"another": "x"`},
			"key twice":          {title, title + ", " + title},
			"unknown key":        {title, title + `, "item.s99.CE": "x"`},
			"text is long":       {title, `"title": "` + strings.Repeat("a", 64<<10) + `"`},
			"half a character":   {title, `"title": "\udc00"`},
			"not UTF-8":          {title, "\"title\": \"\xff\""},
			"a sign for a bell":  {title, "\"title\": \"a\x07b\""},
			"two texts in a row": {title, title + `}{` + title},
		},
		"norm": {
			"version leads up":     {version, "# version: ../../evil"},
			"version is long":      {version, "# version: " + strings.Repeat("v", 5000)},
			"instrument leads up":  {"# instrument: learning-cycle", "# instrument: ../learning-cycle"},
			"norm leads up":        {"# norm: klsi4", "# norm: ../../klsi4"},
			"huge exponent":        {row, "Total,CE,1e5000000,10"},
			"small exponent":       {row, "Total,CE,12,1e-5000000"},
			"many digits":          {row, "Total,CE," + strings.Repeat("9", 100_000) + ",10"},
			"no number":            {row, "Total,CE,NaN,10"},
			"a formula":            {row, "Total,CE,12,=1+1"},
			"quote never closed":   {row, `Total,CE,12,"10` + strings.Repeat("x", 1<<20)},
			"label of 1 MiB":       {row, strings.Repeat("x", 1<<20) + ",CE,12,10"},
			"turned writing":       {source, "# source: a\u202eb"},
			"source of 1 MiB":      {source, "# source: " + strings.Repeat("s", 1<<20)},
			"60000 rows":           {row, strings.Repeat("EDU:x,CE,12,10\n", 60_000) + row},
			"a head with each row": {row, strings.Repeat("# n of x: 100\n", 50_000) + row},
			"more than it may be":  {row, row + strings.Repeat("\n", 5<<20)},
		},
		"licensed": {
			"text of 1 MiB":       {first, "s1,,," + strings.Repeat("a", 1<<20)},
			"a bell":              {first, "s1,,,a\x07b"},
			"turned writing":      {first, "s1,,,a\u202eb"},
			"not UTF-8":           {first, "s1,,,caf\xe9"},
			"a line in a text":    {first, "s1,,,\"a\nb\""},
			"quote never closed":  {first, `s1,,,"a`},
			"unknown item":        {first, "../../evil,,,a"},
			"unknown ending":      {ending, "s1,../CE,yes,a"},
			"scored is a formula": {ending, "s1,CE,=1,a"},
			"ending twice":        {ending, ending + ",b\n" + ending},
			"cells without end":   {ending, "s1,CE,yes" + strings.Repeat(",a", 100_000)},
			"500 languages":       {"item,ending,scored,en,id", "item,ending,scored,en,id" + strings.Repeat(",fr", 500)},
			"60000 rows":          {first, strings.Repeat(",,,,\n", 60_000) + first},
			"a language leads up": {"item,ending,scored,en,id", "item,ending,scored,../en,../id"},
		},
	}
}

// hostilePackages are folders in which something is no plain file, or lacks.
func hostilePackages() (out []hostile) {
	add := func(name, file string, plant func(path string) error) {
		out = append(out, hostile{kind: "package", name: name, plant: func(t *testing.T, dir string) {
			t.Helper()
			path := filepath.Join(dir, filepath.FromSlash(file))
			if err := os.RemoveAll(path); err != nil {
				t.Fatal(err)
			}
			if err := plant(path); err != nil {
				t.Fatal(err)
			}
		}})
	}
	lead := func(to string) func(string) error { return func(path string) error { return os.Symlink(to, path) } }
	filled := func(data []byte) func(string) error {
		return func(path string) error { return os.WriteFile(path, data, 0o600) }
	}
	pipe := func(path string) error { return syscall.Mkfifo(path, 0o600) }
	nothing := func(string) error { return nil }
	for _, file := range []string{"manifest.json", "text.en.json", "vectors.json", "norms/klsi4.csv", "tables/regions.csv"} {
		add(file+" leads out", file, lead("/etc/passwd"))
		add(file+" is a pipe", file, pipe)
		add(file+" is a folder", file, func(path string) error { return os.Mkdir(path, 0o700) })
		add(file+" lacks", file, nothing)
		add(file+" is huge", file, filled(bytes.Repeat([]byte("x"), 18<<20)))
	}
	add("a table leads to another", "tables/regions.csv", lead("../norms/klsi4.csv"))
	add("the norms lead out", "norms", lead("/etc"))
	add("the manifest leads round", "manifest.json", lead("manifest.json"))
	add("the manifest is a device", "manifest.json", lead("/dev/zero"))
	add("a text is a socket", "text.id.json", func(path string) error {
		l, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
		if err != nil {
			return err
		}
		l.SetUnlinkOnClose(false)
		return l.Close()
	})
	add("vectors without end", "vectors.json", filled([]byte(strings.Repeat(`{"vectors":[`, 50_000))))
	return out
}

// hostileBackups are backups whose sum is right, and whose content is not; and such
// that were changed here and there.
func hostileBackups(t *testing.T, p *prey) (out []hostile) {
	t.Helper()
	sound := p.sound["backup"]
	add := func(name string, data []byte) { out = append(out, hostile{kind: "backup", name: name, data: data}) }
	for i := range 8 {
		data := slices.Clone(sound)
		data[(i*2+1)*len(data)/16] ^= 1 << i
		add("a bit", data)
		add("a bit, and the sum is right", summed(data[:len(data)-sumSize]))
	}
	lines := bytes.SplitN(sound, []byte("\n"), 3)
	headed := func(line string) []byte {
		return summed(bytes.Join([][]byte{lines[0], []byte(line), lines[2][:len(lines[2])-sumSize]}, []byte("\n")))
	}
	head := string(lines[1])
	for name, line := range map[string]string{
		"head of a MiB": strings.Repeat(" ", 1<<20) + head, "head is a list": "[" + head + "]", "unknown part": `{"x":1,` + head[1:],
		"no workspace": strings.Replace(head, `"workspace":"`, `"workspace":"","w":"`, 1), "another workspace": strings.Replace(head, `"workspace":"`, `"workspace":"x`, 1),
		"huge schema": strings.Replace(head, `"schema":`, `"schema":1e5000000,"s":`, 1), "newer schema": strings.Replace(head, `"schema":`, `"schema":9`, 1),
		"depth": strings.Repeat("[", 100_000),
	} {
		add(name, headed(line))
	}
	add("a newer format", append([]byte("kitewise-backup/2"), sound[len("kitewise-backup/1"):]...))
	add("more behind it", append(slices.Clone(sound), "more"...))
	add("nothing sealed", summed(append(bytes.Join(lines[:2], []byte("\n")), '\n')))
	header, err := archive.Read(filepath.Join(p.dir, "backups", firstIn(t, filepath.Join(p.dir, "backups"))))
	if err != nil {
		t.Fatal(err)
	}
	for name, files := range map[string][]string{
		"leads up": {"kitewise.db", "../evil"}, "leads up from within": {"kitewise.db", "norms/../../evil"}, "absolute": {"kitewise.db", "/evil"},
		"turned": {"kitewise.db", `norms\..\evil`}, "a device": {"kitewise.db", "C:evil"}, "twice": {"kitewise.db", "kitewise.db"},
		"twins": {"kitewise.db", "norms/a/A.csv", "norms/a/a.csv"}, "keys": {"kitewise.db", keyring.FileName}, "list": {"kitewise.db", "backups.json"},
		"long": {"kitewise.db", "norms/" + strings.Repeat("a", 2000)}, "file and folder": {"kitewise.db", "norms/a", "norms/a/b"},
		"no database": {"norms/a/0001-n-v.csv"}, "not a database": {"kitewise.db"}, "nothing": {}, "another": {"kitewise.db", "run.sh"},
	} {
		add("holds: "+name, p.sealed(t, header, files))
	}
	return out
}

// sumSize is the length of the end of a backup.
const sumSize = 1 + 2*sha256.Size + 1

// summed puts the right sum at the end.
func summed(data []byte) []byte {
	sum := sha256.Sum256(data)
	return append(slices.Clone(data), "\n"+hex.EncodeToString(sum[:])+"\n"...)
}

func firstIn(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) == 0 {
		t.Fatal(entries, err)
	}
	return entries[0].Name()
}

// sealed is a backup under the workspace's own key that holds these names.
func (p *prey) sealed(t *testing.T, h archive.Header, names []string) []byte {
	t.Helper()
	to, err := p.deps.Ring(p.dir).Recipient(keyring.Backup)
	if err != nil {
		t.Fatal(err)
	}
	text := "made by somebody else"
	sum := sha256.Sum256([]byte(text))
	content := archive.Content{Rows: map[string]int64{}}
	for _, name := range names {
		content.Files = append(content.Files, archive.File{Name: name, Size: int64(len(text)), Sum: hex.EncodeToString(sum[:])})
	}
	var out bytes.Buffer
	_, err = archive.Write(context.Background(), &out, h, content, to, func(string) (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader(text)), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
