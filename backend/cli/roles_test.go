//go:build !race

package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kitewise/backend/domain"
	"kitewise/backend/vault/keyring"
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

// TestCommandsRefuseByRole goes through every command that opens a workspace,
// as everybody: what a role may not do at the desk it cannot do here.
func TestCommandsRefuseByRole(t *testing.T) {
	deps := testDeps(t)
	done, _ := finished(t, deps)
	for role, phrase := range people {
		if _, err := deps.Ring(deps.DataDir).Add(passphrase, keyring.Holder{Name: "N" + string(role), Role: role}, phrase); err != nil {
			t.Fatal(err)
		}
	}
	norms := filepath.Join(t.TempDir(), "norms.csv")
	if err := os.WriteFile(norms, []byte("# format: kitewise-norm/1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	pdf := func() string { return filepath.Join(t.TempDir(), "out.pdf") }
	const all, readers, counsellors, preparers = "owner counsellor assistant reader", "owner counsellor reader", "owner counsellor", "owner counsellor assistant"
	for command, who := range map[string]string{
		"sessions list": all,
		"report --session " + done.ID + " --out OUT": readers,
		"worksheet --session " + done.ID:             readers,
		"verify":                                     readers,
		"norms import " + norms:                      counsellors,
		"backup":                                     counsellors,
		"pin reset":                                  preparers,
		"person erase " + "R-0001":                   "owner",
	} {
		for _, role := range domain.Roles() {
			if strings.Contains(who, string(role)) && !strings.HasSuffix(who, string(role)) {
				continue // one who may is enough
			}
			phrase, name := people[role], "N"+string(role)
			if role == domain.RoleOwner {
				phrase, name = passphrase, ownerWord
			}
			args := strings.Fields(strings.ReplaceAll(command, "OUT", pdf()))
			status, out, errOut := ran(deps, phrase, append(args, "--as", name)...)
			refused := strings.Contains(errOut, "Your role at this desk")
			if may := strings.Contains(who, string(role)); refused == may || refused && (status != ExitUnusable || out != "") {
				t.Errorf("%s as %s: %d, %q, %q", command, role, status, out, errOut)
			}
		}
	}
	if entries, err := filepath.Glob(filepath.Join(deps.DataDir, "norms", "*")); err != nil || len(entries) > 0 {
		t.Errorf("%v, %v", entries, err)
	}
}

func TestSeveralPeopleMustSayWhoTheyAre(t *testing.T) {
	deps := testDeps(t)
	finished(t, deps)
	if status, _, errOut := ran(deps, passphrase, "sessions", "list"); status != ExitDone {
		t.Fatalf("one person is asked nothing: %s", errOut)
	}
	if _, err := deps.Ring(deps.DataDir).Add(passphrase, keyring.Holder{Name: "Ayu", Role: domain.RoleAssistant}, people[domain.RoleAssistant]); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"sessions", "list"}, {"sessions", "list", "--as", "Made"}} {
		status, out, errOut := ran(deps, passphrase, args...)
		if status != ExitUnusable || out != "" || !strings.Contains(errOut, "--as NAME: owner, Ayu.") || strings.Count(errOut, "\n") != 1 {
			t.Errorf("%v: %d, %q, %q", args, status, out, errOut)
		}
	}
	if status, _, errOut := ran(deps, people[domain.RoleAssistant], "sessions", "list", "--as", "ayu"); status != ExitDone {
		t.Error(errOut)
	}
	if status, _, errOut := ran(deps, passphrase, "sessions", "list", "--as", "Ayu"); status != ExitUnusable || !strings.Contains(errOut, "does not open") {
		t.Errorf("%d, %q", status, errOut)
	}
}
