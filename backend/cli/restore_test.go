package cli

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"kitewise/backend/audit"
	"kitewise/backend/domain"
	"kitewise/backend/store"
	"kitewise/backend/workspace"
)

const afresh = "another kite, another field"

// entriesOf opens the log of a workspace that nobody has open.
func entriesOf(t *testing.T, deps Deps) (out []domain.Entry) {
	t.Helper()
	ws, err := workspace.Open(t.Context(), deps.DataDir, deps.Instruments, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = ws.Close() }()
	err = ws.Store.Entries(t.Context(), store.EntryFilter{}, func(e store.ListedEntry) error {
		out = append(out, e.Entry)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(out)
	return out
}

// count counts the entries of an act with those details, as name, value pairs.
func count(entries []domain.Entry, act domain.Act, detail ...string) (n int) {
	for _, e := range entries {
		fits := e.Act == act
		for i := 0; i < len(detail); i += 2 {
			fits = fits && e.Detail[detail[i]] == detail[i+1]
		}
		if fits {
			n++
		}
	}
	return n
}

// spoiltInside gives a copy of a backup whose content is bad and whose sum is right.
func spoiltInside(t *testing.T, path string) string {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const end = 1 + 2*sha256.Size + 1
	body := slices.Clone(raw[:len(raw)-end])
	body[len(body)/2] ^= 1
	sum := sha256.Sum256(body)
	bad := filepath.Join(t.TempDir(), filepath.Base(path))
	whole := slices.Concat(body, raw[len(raw)-end:len(raw)-end+1], []byte(hex.EncodeToString(sum[:])), []byte("\n"))
	if err := os.WriteFile(bad, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	return bad
}

// TestARefusedRestoreLeavesThePassphrase: while another program holds the
// workspace, and with a file that turns out bad, the recovery code changes nothing.
func TestARefusedRestoreLeavesThePassphrase(t *testing.T) {
	deps := testDeps(t)
	code := keyedWorkspace(t, deps, deps.DataDir)
	_, path, _ := asked(deps, passphrase+"\n", "backup")
	key := filepath.Join(deps.DataDir, "key.json")
	before, err := os.ReadFile(key)
	if err != nil {
		t.Fatal(err)
	}
	unchanged := func(what string, status int) {
		t.Helper()
		now, err := os.ReadFile(key)
		if status == ExitDone || err != nil || !bytes.Equal(now, before) {
			t.Errorf("%s: status %d, the key file changed, %v", what, status, err)
		}
	}
	ws, err := workspace.Open(t.Context(), deps.DataDir, deps.Instruments, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	status, _, _ := asked(deps, code+"\n"+afresh+"\n", "restore", path, "--recovery")
	unchanged("in use", status)
	if err := ws.Close(); err != nil {
		t.Fatal(err)
	}
	status, _, _ = asked(deps, code+"\n"+afresh+"\n", "restore", spoiltInside(t, path), "--recovery")
	unchanged("a bad file", status)
	if name := nameIn(t, deps, deps.DataDir, passphrase); name != "Dewi Anggraini" {
		t.Errorf("the name is %q", name)
	}
	// The control: the same restore, when nothing is in its way.
	if status, _, complaint := asked(deps, code+"\n"+afresh+"\n", "restore", path, "--recovery"); status != ExitDone {
		t.Fatal(complaint)
	}
	if now, err := os.ReadFile(key); err != nil || bytes.Equal(now, before) {
		t.Errorf("the passphrase was not replaced, %v", err)
	}
	if name := nameIn(t, deps, deps.DataDir, afresh); name != "Dewi Anggraini" {
		t.Errorf("the name is %q", name)
	}
	all := entriesOf(t, deps)
	if count(all, domain.ActPassphrase, "how", "recovery", "via", "command") != 1 || count(all, domain.ActPassphrase) != 1 || count(all, domain.ActHolder) != 0 {
		t.Errorf("%+v", all)
	}
}

// signedUpTo gives the number of the last entry that a checkpoint names.
func signedUpTo(t *testing.T, deps Deps) int64 {
	t.Helper()
	ws, err := workspace.Open(t.Context(), deps.DataDir, deps.Instruments, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = ws.Close() }()
	_, checkpoint, err1 := ws.Store.LogHead()
	all, err2 := ws.Store.Settings(t.Context())
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	head, err := audit.ReadCheckpoint(all["audit.key"], checkpoint)
	if err != nil {
		t.Fatal(err)
	}
	return head.Count
}

// TestARestoreByCommandIsSigned: its log says who opened it, that it was put back,
// and how; and a checkpoint stands at that entry.
func TestARestoreByCommandIsSigned(t *testing.T) {
	deps := testDeps(t)
	keyedWorkspace(t, deps, deps.DataDir)
	_, path, _ := asked(deps, passphrase+"\n", "backup")
	if status, _, complaint := asked(deps, passphrase+"\n", "restore", path); status != ExitDone {
		t.Fatal(complaint)
	}
	all := entriesOf(t, deps)
	last := all[len(all)-2:]
	if last[0].Act != domain.ActUnlock || last[1].Act != domain.ActRestore || count(last, domain.ActUnlock, "via", "command", "how", "passphrase") != 1 ||
		count(last, domain.ActRestore, "via", "command") != 1 || last[1].Actor != "owner" {
		t.Errorf("%+v", last)
	}
	if signed := signedUpTo(t, deps); signed != last[1].Number {
		t.Errorf("signed up to %d of %d", signed, last[1].Number)
	}
	if status, out, complaint := asked(deps, passphrase+"\n", "audit", "verify"); status != ExitDone {
		t.Errorf("%s %s", out, complaint)
	}
}
