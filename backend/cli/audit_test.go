package cli

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kitewise/backend/store/folder"
)

// TestTheLogFromTheCommandLine lists, filters, checks and saves it, and says in
// words what is wrong with what was asked.
func TestTheLogFromTheCommandLine(t *testing.T) {
	deps := testDeps(t)
	keyedWorkspace(t, deps, deps.DataDir)
	status, out, complaint := asked(deps, passphrase, "audit", "list")
	lines := strings.Split(out, "\n")
	if status != ExitDone || len(lines) < 4 || !strings.Contains(lines[0], "Desk unlocked\tOwner\t") || !strings.Contains(lines[0], "through: command line") || strings.Contains(out, "Dewi") {
		t.Errorf("list: %d %q %q", status, out, complaint)
	}
	code := strings.Split(lines[len(lines)-1-lastOf(lines, "Participant entered")], "\t")[4]
	if status, out, _ := asked(deps, passphrase, "audit", "list", "--group", "person", "--code", code, "--limit", "5"); status != ExitDone || strings.Count(out, "\n") != 0 || !strings.Contains(out, "Participant entered") {
		t.Errorf("of %s: %d %q", code, status, out)
	}
	for name, args := range map[string][]string{
		"no such group":      {"audit", "list", "--group", "none"},
		"no place to save":   {"audit", "export"},
		"not a head":         {"audit", "verify", "--head", "many"},
		"no such checkpoint": {"audit", "verify", "--checkpoint", filepath.Join(t.TempDir(), "none")},
		"no workspace":       {"audit", "verify", "--data", t.TempDir()},
	} {
		if status, out, complaint := asked(deps, passphrase, args...); status != ExitUnusable || out != "" || complaint == "" {
			t.Errorf("%s: %d %q %q", name, status, out, complaint)
		}
	}
	if status, out, _ := asked(deps, passphrase, "audit", "accept"); status != ExitDone || !strings.Contains(out, "not in doubt") {
		t.Errorf("accept without a doubt: %d %q", status, out)
	}

	table, checkpoint := filepath.Join(t.TempDir(), "log.csv"), filepath.Join(t.TempDir(), "head.txt")
	if status, out, complaint := asked(deps, passphrase, "audit", "export", "--out", table, "--checkpoint", checkpoint); status != ExitDone || !strings.Contains(out, "entries saved") {
		t.Fatalf("export: %d %q %q", status, out, complaint)
	}
	f, err := os.Open(table)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) < 6 || rows[0][0] != "number" {
		t.Errorf("%v, %v", rows, err)
	}
	if status, out, complaint := asked(deps, "", "audit", "verify", "--checkpoint", checkpoint); status != ExitDone || !strings.Contains(out, "as they were written") || !strings.Contains(out, "Signed up to entry") {
		t.Errorf("verify: %d %q %q", status, out, complaint)
	}
}

func lastOf(lines []string, what string) int {
	for i := range lines {
		if strings.Contains(lines[len(lines)-1-i], what) {
			return i
		}
	}
	return 0
}

// TestACutLogIsFoundWithoutAPassphrase: by the witness, by a checkpoint that was
// kept, and by the head that a report printed; without any of them the log that
// is left is a sound one, which is the control.
func TestACutLogIsFoundWithoutAPassphrase(t *testing.T) {
	deps := testDeps(t)
	keyedWorkspace(t, deps, deps.DataDir)
	file := filepath.Join(deps.DataDir, folder.Database)
	older, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	checkpoint := filepath.Join(t.TempDir(), "head.txt")
	if status, _, complaint := asked(deps, passphrase, "audit", "export", "--out", filepath.Join(t.TempDir(), "log.csv"), "--checkpoint", checkpoint); status != ExitDone {
		t.Fatal(complaint)
	}
	status, out, _ := asked(deps, "", "audit", "verify")
	_, head, found := strings.Cut(out, "Head of the log: ")
	if status != ExitDone || !found {
		t.Fatalf("%d %q", status, out)
	}
	if err := os.WriteFile(file, older, 0o600); err != nil {
		t.Fatal(err)
	}
	if status, out, _ := asked(deps, "", "audit", "verify"); status != ExitFault || !strings.Contains(out, "ends too early") {
		t.Errorf("beside the witness: %d %q", status, out)
	}
	if status, out, complaint := asked(deps, passphrase, "audit", "list"); status != ExitDone || out == "" {
		t.Errorf("a log in doubt can still be read: %d %q %q", status, out, complaint)
	}
	if status, _, complaint := asked(deps, passphrase, "backup"); status != ExitUnusable || !strings.Contains(complaint, "does not go on") {
		t.Errorf("writing in spite of the doubt: %d %q", status, complaint)
	}
	if status, out, complaint := asked(deps, passphrase, "audit", "accept"); status != ExitDone || !strings.Contains(out, "goes on") {
		t.Fatalf("accept: %d %q %q", status, out, complaint)
	}
	if status, out, _ := asked(deps, "", "audit", "verify"); status != ExitDone {
		t.Errorf("the control: %d %q", status, out)
	}
	for name, args := range map[string][]string{"checkpoint": {"--checkpoint", checkpoint}, "head": {"--head", head}} {
		if status, out, complaint := asked(deps, "", append([]string{"audit", "verify"}, args...)...); status != ExitFault || out == "" {
			t.Errorf("by the %s: %d %q %q", name, status, out, complaint)
		}
	}
}

// TestWhatCommandsDoStandsInTheLog: a backup, a restore, and files that were
// imported while no workspace was open.
func TestWhatCommandsDoStandsInTheLog(t *testing.T) {
	deps := testDeps(t)
	keyedWorkspace(t, deps, deps.DataDir)
	count := func(act string) int {
		status, out, complaint := asked(deps, passphrase, "audit", "list", "--group", "data")
		if status != ExitDone {
			t.Fatal(complaint)
		}
		return strings.Count(out, act)
	}
	status, path, complaint := asked(deps, passphrase, "backup", "--out", t.TempDir())
	if status != ExitDone || count("Backup made") != 1 {
		t.Errorf("%d %q, %d", status, complaint, count("Backup made"))
	}
	if status, _, complaint := asked(deps, passphrase, "restore", path); status != ExitDone || count("Backup put back") != 1 {
		t.Errorf("%d %q, %d", status, complaint, count("Backup put back"))
	}
	if status, out, complaint := asked(deps, passphrase, "norms", "import", ownNorm(t)); status != ExitDone {
		t.Fatal(out, complaint)
	}
	for range 2 { // it is told once
		if n := count("Norms or instruments imported"); n != 1 {
			t.Errorf("the norm is told %d times", n)
		}
		if n := count("found in the folder"); n != 0 { // it is known who did it
			t.Errorf("the norm is found %d times", n)
		}
	}
}

// ownNorm writes a small norm file.
func ownNorm(t *testing.T) string {
	t.Helper()
	text := "# format: kitewise-norm/1\n# instrument: learning-cycle\n# norm: klsi4\n# version: local-1\n# scored_endings: 12\n" +
		"# n: 120\n# year: 2026\n# source: own sessions\n# sample: first sessions\nnorm_group,scale,raw_score,percentile\n"
	for _, scale := range []string{"CE", "RO", "AC", "AE"} {
		text += "INTAKE," + scale + ",12,10\nINTAKE," + scale + ",48,90\n"
	}
	for _, scale := range []string{"ACCE", "AERO"} {
		text += "INTAKE," + scale + ",-36,10\nINTAKE," + scale + ",36,90\n"
	}
	path := filepath.Join(t.TempDir(), "norm.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
