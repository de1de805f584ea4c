//go:build !race

package cli

import (
	"bytes"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"kitewise/backend/domain"
	"kitewise/backend/store"
	"kitewise/backend/vault/keyring"
	"kitewise/backend/workspace"
)

// people are the passphrases of the others at the desk of these tests, by role.
var people = map[domain.Role]string{
	domain.RoleCounsellor: "seven lamps in the hallway", domain.RoleAssistant: "rain on a tin roof at noon", domain.RoleReader: "a ladder of green bamboo",
}

// ran runs a command with a passphrase on standard input.
func ran(deps Deps, passphrase string, args ...string) (status int, out, errOut string) {
	var o, e bytes.Buffer
	status = Run(args, strings.NewReader(passphrase+"\n"), &o, &e, deps)
	return status, o.String(), e.String()
}

// The roles of a row.
const (
	everybody, readers  = "owner counsellor assistant reader", "owner counsellor reader"
	counsellors, owners = "owner counsellor", "owner"
	preparers           = "owner counsellor assistant"
)

// row says of a command who may use it.
type row struct {
	command, who string
	// without says that the command asks for nobody's name: it takes no
	// passphrase, or the owner's alone, and of anybody else a wrong one.
	without bool
}

// rows say for every command that opens a workspace who may use it. BACKUP, NORM,
// CODE, SESSION and OUT stand for what each round has of its own.
var rows = []row{
	{command: "sessions list", who: everybody},
	{command: "report --session SESSION --out OUT", who: readers},
	{command: "worksheet --session SESSION --out OUT", who: readers},
	{command: "verify", who: readers},
	{command: "verify BACKUP", who: counsellors},
	{command: "instruments import --licensed ../../testdata/licensed/nonsense.csv", who: counsellors},
	{command: "norms import NORM", who: counsellors},
	{command: "backup", who: counsellors},
	{command: "backup --out OUT", who: counsellors},
	{command: "restore BACKUP", who: owners, without: true},
	{command: "pin reset", who: preparers},
	{command: "audit list", who: counsellors},
	{command: "audit verify", who: everybody, without: true},
	{command: "audit export --out OUT", who: counsellors},
	{command: "audit accept", who: owners},
	{command: "retention due", who: counsellors},
	{command: "retention due --date-is-right", who: counsellors},
	{command: "person export CODE --out OUT", who: counsellors},
	{command: "person anonymise CODE --yes CODE", who: owners},
	{command: "person erase CODE --yes CODE", who: owners},
	{command: "person withdraw CODE --yes CODE", who: preparers},
	{command: "demo add", who: counsellors},
	{command: "demo remove", who: counsellors},
}

// TestCommandsRefuseByRole goes through every command that opens a workspace, as
// everybody, each time on a copy: what a role may not do at the desk it cannot do
// here, and what it may do is done.
func TestCommandsRefuseByRole(t *testing.T) {
	deps := testDeps(t)
	done, backup := staffed(t, deps)
	words := func(out string) *strings.Replacer {
		return strings.NewReplacer("BACKUP", backup, "NORM", ownNorm(t), "CODE", "R-0001", "SESSION", done, "OUT", out)
	}
	for _, r := range rows {
		for _, role := range domain.Roles() {
			own, out := deps, filepath.Join(t.TempDir(), "out.pdf")
			own.DataDir = t.TempDir()
			if err := os.CopyFS(own.DataDir, os.DirFS(deps.DataDir)); err != nil {
				t.Fatal(err)
			}
			before := filesIn(t, own.DataDir)
			phrase, name := people[role], "N"+string(role)
			if role == domain.RoleOwner {
				phrase, name = passphrase, ownerWord
			}
			args := strings.Fields(words(out).Replace(r.command))
			if strings.Contains(r.command, "backup --out") {
				args[len(args)-1] = filepath.Dir(out)
			}
			if !r.without {
				args = append(args, "--as", name)
			}
			status, said, errOut := ran(own, phrase+"\na long one for the file", args...)
			if slices.Contains(strings.Fields(r.who), string(role)) {
				if status != ExitDone || strings.Contains(errOut, "Your role") {
					t.Errorf("%s as %s: %d, %q, %q", r.command, role, status, said, errOut)
				}
				continue
			}
			refusal := "Your role at this desk"
			if r.without {
				refusal = "not right"
			}
			if status != ExitUnusable || said != "" || !strings.Contains(errOut, refusal) {
				t.Errorf("%s as %s: %d, %q, %q", r.command, role, status, said, errOut)
			}
			if after := filesIn(t, own.DataDir); !slices.Equal(before, after) {
				t.Errorf("%s as %s: left %v, before %v", r.command, role, after, before)
			}
			if left := filesIn(t, filepath.Dir(out)); len(left) > 0 {
				t.Errorf("%s as %s: wrote %v", r.command, role, left)
			}
		}
	}
}

// seated gives somebody a passphrase of their own.
func seated(t *testing.T, deps Deps, h keyring.Holder, phrase string) {
	t.Helper()
	_, n, err := deps.Ring(deps.DataDir).Add(passphrase, h, phrase)
	if err == nil {
		err = n.Keep()
	}
	if err != nil {
		t.Fatal(err)
	}
}

// staffed makes a workspace with a finished session, one of everybody at the desk,
// and a backup beside it.
func staffed(t *testing.T, deps Deps) (session, backup string) {
	t.Helper()
	done, running := finished(t, deps)
	for role, phrase := range people {
		seated(t, deps, keyring.Holder{Name: "N" + string(role), Role: role}, phrase)
	}
	ws, err := workspace.Open(t.Context(), deps.DataDir, deps.Instruments, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = ws.Engine.Abandon(t.Context(), running.ID)
	if err = errors.Join(err, ws.Close()); err != nil {
		t.Fatal(err)
	}
	status, out, errOut := ran(deps, passphrase, "backup", "--as", ownerWord, "--out", t.TempDir())
	if status != ExitDone {
		t.Fatal(errOut)
	}
	return done.ID, strings.TrimSpace(out)
}

// filesIn names every file below a folder but those that wrong passphrases leave.
func filesIn(t *testing.T, dir string) []string {
	t.Helper()
	out := []string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && d.Name() != "key.tries" && filepath.Base(filepath.Dir(path)) != "later" {
			out = append(out, strings.TrimPrefix(path, dir))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestEveryCommandThatOpensAWorkspaceHasARow reads the source: a command from
// whose code an opening can be reached, and that has no row above, would be
// tried by nobody.
func TestEveryCommandThatOpensAWorkspaceHasARow(t *testing.T) {
	calls := callsOf(t)
	opens := map[string]bool{}
	for _, c := range commands() {
		full := runtime.FuncForPC(reflect.ValueOf(c.run).Pointer()).Name()
		name := strings.Join(c.words, " ")
		opens[name] = leadsIn(calls, full[strings.LastIndex(full, ".")+1:], map[string]bool{})
		has := slices.ContainsFunc(rows, func(r row) bool { return r.command == name || strings.HasPrefix(r.command, name+" ") })
		if opens[name] != has {
			t.Errorf("%s: opens a workspace %v, has a row %v", name, opens[name], has)
		}
	}
	// The control: the reading sees openings, and not everywhere.
	if !opens["sessions list"] || !opens["restore"] || !opens["audit verify"] || opens["score"] || opens["norms check"] {
		t.Errorf("the reading of the source: %v", opens)
	}
}

// opening stands for the opening of a workspace, of its database, or of anything
// with a passphrase.
const opening = "(opening)"

// callsOf gives what each function of this package calls of this package, and
// whether it opens something.
func callsOf(t *testing.T) map[string][]string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]string{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			ast.Inspect(fn, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.SelectorExpr:
					x, ok := n.X.(*ast.Ident)
					if to := n.Sel.Name; ok && x.Name == "e" {
						out[fn.Name.Name] = append(out[fn.Name.Name], to)
					} else if ok && x.Name+"."+to == "workspace.Open" || ok && x.Name+"."+to == "store.Open" || to == "Unlock" || to == "Recover" {
						out[fn.Name.Name] = append(out[fn.Name.Name], opening)
					}
				case *ast.CallExpr:
					if to, ok := n.Fun.(*ast.Ident); ok {
						out[fn.Name.Name] = append(out[fn.Name.Name], to.Name)
					}
				}
				return true
			})
		}
	}
	return out
}

// leadsIn says whether an opening can be reached from a function.
func leadsIn(calls map[string][]string, name string, seen map[string]bool) bool {
	if seen[name] {
		return false
	}
	seen[name] = true
	return slices.ContainsFunc(calls[name], func(to string) bool {
		return to == opening || leadsIn(calls, to, seen)
	})
}

func TestSeveralPeopleMustSayWhoTheyAre(t *testing.T) {
	deps := testDeps(t)
	finished(t, deps)
	if status, _, errOut := ran(deps, passphrase, "sessions", "list"); status != ExitDone {
		t.Fatalf("one person is asked nothing: %s", errOut)
	}
	seated(t, deps, keyring.Holder{Name: "Ayu", Role: domain.RoleAssistant}, people[domain.RoleAssistant])
	for _, args := range [][]string{{"sessions", "list"}, {"sessions", "list", "--as", "Made"}} {
		status, out, errOut := ran(deps, passphrase, args...)
		if status != ExitUnusable || out != "" || !strings.Contains(errOut, "--as NAME: owner, Ayu.") || strings.Count(errOut, "\n") != 1 {
			t.Errorf("%v: %d, %q, %q", args, status, out, errOut)
		}
	}
	if status, _, errOut := ran(deps, people[domain.RoleAssistant], "sessions", "list", "--as", "ayu"); status != ExitDone {
		t.Error(errOut)
	}
	if status, _, errOut := ran(deps, passphrase, "sessions", "list", "--as", "Ayu"); status != ExitUnusable || !strings.Contains(errOut, "not right") {
		t.Errorf("%d, %q", status, errOut)
	}
}
