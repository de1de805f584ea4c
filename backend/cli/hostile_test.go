//go:build !windows

package cli

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"kitewise/backend/backup"
	"kitewise/backend/domain"
	"kitewise/backend/instrument/own"
	"kitewise/backend/vault/keyring"
)

// perMiB is the longest that a MiB of a file from outside may take to be refused,
// beside what a busy machine takes for itself.
const perMiB = 2 * time.Second

// hostile is one file that somebody brings, or a folder of them.
type hostile struct {
	kind, name string
	data       []byte
	// plant changes the files of a folder on the disk, for the kind "package".
	plant func(t *testing.T, dir string)
}

// prey is a workspace that hostile files are brought to, with sound ones of every kind.
type prey struct {
	deps Deps
	// around holds the workspace, and what lies beside it.
	around, dir string
	keys        *keyring.Keys
	one, needs  *own.Keeper
	sound       map[string][]byte
	files       fstest.MapFS
}

// some gives the schema and the shipped instruments of these names.
func some(t *testing.T, root fs.FS, names ...string) fs.FS {
	t.Helper()
	out := fstest.MapFS{}
	for _, name := range append(names, "schema") {
		err := fs.WalkDir(root, name, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := fs.ReadFile(root, path)
			out[path] = &fstest.MapFile{Data: data}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func newPrey(t *testing.T) *prey {
	t.Helper()
	deps, around := testDeps(t), t.TempDir()
	p := &prey{deps: deps, around: around, dir: filepath.Join(around, "data"), files: fstest.MapFS{}, sound: map[string][]byte{}}
	keyedWorkspace(t, deps, p.dir)
	deps.DataDir = p.dir
	if status, _, complaint := asked(deps, passphrase, "backup", "--data", p.dir); status != ExitDone {
		t.Fatal(complaint)
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	var err error
	p.keys, err = deps.Ring(p.dir).Unlock("", passphrase)
	must(err)
	t.Cleanup(p.keys.Wipe)
	made, err := filepath.Glob(filepath.Join(p.dir, backup.Folder, "*"))
	must(err)
	p.sound["backup"], err = os.ReadFile(made[0])
	must(err)
	p.sound["licensed"], err = os.ReadFile("../../testdata/licensed/nonsense.csv")
	must(err)
	p.sound["norm"] = []byte(soundNorm())
	p.one = own.New(some(t, deps.Instruments, "learning-cycle"), p.dir)
	p.needs = own.New(some(t, deps.Instruments, "klsi-4.0"), p.dir)
	from, err := fs.Sub(deps.Instruments, "learning-cycle/1.0.0")
	must(err)
	must(fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(from, name)
		if name == "manifest.json" || name == "vectors.json" {
			data = []byte(strings.Replace(string(data), `"learning-cycle"`, `"my-cycle"`, 1))
		}
		p.files[name] = &fstest.MapFile{Data: data}
		return err
	}))
	p.sound["manifest"], p.sound["text"] = p.files["manifest.json"].Data, p.files["text.en.json"].Data
	must(os.Mkdir(filepath.Join(p.dir, own.Dir), 0o700)) // as after the first import
	must(os.WriteFile(filepath.Join(around, "canary"), []byte("beside the workspace"), 0o600))
	return p
}

func soundNorm() string {
	var b strings.Builder
	b.WriteString("# format: kitewise-norm/1\n# instrument: learning-cycle\n# norm: klsi4\n# version: local-1\n")
	b.WriteString("# scored_endings: 12\n# n: 120\n# year: 2026\n# source: own sessions\n# sample: first sessions\n")
	b.WriteString("norm_group,scale,raw_score,percentile\n")
	for _, scale := range []string{"CE", "RO", "AC", "AE"} {
		fmt.Fprintf(&b, "Total,%s,12,10\nTotal,%s,48,90\n", scale, scale)
	}
	for _, scale := range []string{"ACCE", "AERO"} {
		fmt.Fprintf(&b, "Total,%s,-36,10\nTotal,%s,36,90\n", scale, scale)
	}
	return b.String()
}

// bring imports a file, and gives what was told of it: faults, or an error.
func (p *prey) bring(t *testing.T, h hostile) ([]domain.Fault, error) {
	t.Helper()
	switch h.kind {
	case "manifest", "text":
		files := fstest.MapFS{}
		for name, file := range p.files {
			files[name] = file
		}
		files[map[string]string{"manifest": "manifest.json", "text": "text.en.json"}[h.kind]] = &fstest.MapFile{Data: h.data}
		_, faults, err := p.one.Folder(files)
		return faults, err
	case "package":
		dir := filepath.Join(t.TempDir(), "mine")
		if err := os.CopyFS(dir, p.files); err != nil {
			t.Fatal(err)
		}
		if h.plant != nil {
			h.plant(t, dir)
		}
		_, faults, err := p.one.Folder(own.Folder(dir))
		return faults, err
	case "norm":
		_, faults, err := p.one.Norm("brought.csv", h.data, false)
		return faults, err
	case "licensed":
		_, faults, err := p.needs.Licensed("brought.csv", h.data, "")
		return faults, err
	case "backup":
		return nil, p.restore(t, h.data)
	}
	t.Fatalf("no kind %q", h.kind)
	return nil, nil
}

// restore does everything of a restore that comes before files are put in place.
func (p *prey) restore(t *testing.T, data []byte) (err error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "brought.kwb")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := backup.Begin(p.dir, path, p.deps.Ring)
	if err != nil {
		return err
	}
	defer func() {
		if dropped := r.Drop(); dropped != nil {
			t.Error(dropped)
		}
	}()
	return r.Prepare(t.Context(), p.keys, nil)
}

// contents is what lies in a folder: every path with what stands there.
func contents(t *testing.T, dir string) string {
	t.Helper()
	var out strings.Builder
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, ".lock") {
			fmt.Fprintln(&out, path)
			return err
		}
		data, err := os.ReadFile(path)
		fmt.Fprintf(&out, "%s %d %x\n", path, len(data), sha256.Sum256(data))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// difference is the first line that differs.
func difference(before, after string) string {
	old := strings.Split(before, "\n")
	for i, line := range strings.Split(after, "\n") {
		if i >= len(old) || line != old[i] {
			return line
		}
	}
	return "something is gone"
}

// judge says what is wrong with how a hostile file was met, "" for nothing.
func (p *prey) judge(t *testing.T, h hostile, before string) (wrong, code string) {
	t.Helper()
	began := time.Now()
	faults, err := p.bring(t, h)
	took := time.Since(began)
	switch {
	case err == nil && len(faults) == 0:
		wrong = "was taken"
	case took > 10*time.Second+perMiB*time.Duration(1+len(h.data)>>20):
		wrong = fmt.Sprintf("took %v for %d bytes", took, len(h.data))
	}
	if after := contents(t, p.around); wrong == "" && after != before {
		wrong = "left something, or changed something: " + difference(before, after)
	}
	if err != nil {
		code = "error." + string(domain.CodeOf(err))
		if !slices.Contains(domain.Codes(), domain.CodeOf(err)) || domain.CodeOf(err) == domain.CodeInternal {
			return fmt.Sprintf("%v", err), code
		}
	}
	for _, f := range faults {
		code = "fault." + f.Code
		if f.File == "" || len(f.Path) > 2000 {
			wrong = fmt.Sprintf("the fault %s is in no place: %+v", f.Code, f)
		}
	}
	for _, lang := range []string{"en", "id"} {
		if code != "" && !p.deps.Words.Printer(lang).Has(code) {
			wrong = fmt.Sprintf("%s has no words in %s", code, lang)
		}
	}
	return wrong, code
}

// TestHostileFilesAreRefused brings them all to one workspace: each is refused with
// a fault or an error that has words, within its time, and leaves nothing, neither
// in the workspace nor beside it.
func TestHostileFilesAreRefused(t *testing.T) {
	p := newPrey(t)
	before, count, codes := contents(t, p.around), map[string]int{}, map[string]bool{}
	all := hostileFiles(t, p)
	for _, h := range all {
		wrong, code := p.judge(t, h, before)
		if wrong != "" {
			t.Errorf("%s, %s: %s", h.kind, h.name, wrong)
		}
		count[h.kind]++
		codes[code] = true
	}
	t.Logf("%d files, %v, refused with %d codes", len(all), count, len(codes))
	if len(all) < 120 || len(count) != 6 || len(codes) < 30 {
		t.Errorf("%d files, %v, %d codes", len(all), count, len(codes))
	}
}

// TestSoundFilesAreTaken is the control: what the hostile files were made of is
// taken, and the judge says so, for every kind. A file that is left beside the
// workspace is noticed too.
func TestSoundFilesAreTaken(t *testing.T) {
	p := newPrey(t)
	before := contents(t, p.around)
	kinds := []string{"backup", "manifest", "package", "text", "norm", "licensed"}
	for _, kind := range kinds {
		if faults, err := p.bring(t, hostile{kind: kind, data: p.sound[kind]}); err != nil || len(faults) > 0 {
			t.Errorf("%s: %v %v", kind, faults, err)
		}
		if wrong, _ := p.judge(t, hostile{kind: kind, data: p.sound[kind]}, before); wrong != "was taken" {
			t.Errorf("%s: %q", kind, wrong)
		}
	}
	before = contents(t, p.around)
	if err := os.WriteFile(filepath.Join(p.around, "evil"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if wrong, _ := p.judge(t, hostile{kind: "norm"}, before); !strings.HasPrefix(wrong, "left something") {
		t.Errorf("a file beside the workspace: %q", wrong)
	}
}
