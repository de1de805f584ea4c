package workspace

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kitewise/backend/domain"
	"kitewise/backend/store"
)

// waiting is a workspace with files that wait for its log.
func waiting(t *testing.T, files map[string]string) (ws *Workspace, sub string) {
	t.Helper()
	dir := t.TempDir()
	ws, err := Open(t.Context(), dir, os.DirFS("../../instruments"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ws.Close() })
	sub = filepath.Join(dir, laterDir)
	if err := os.Mkdir(sub, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(sub, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return ws, sub
}

// refusals gives what the log says of wrong secrets, sorted.
func refusals(t *testing.T, ws *Workspace) (out []string) {
	t.Helper()
	err := ws.Store.Entries(t.Context(), store.EntryFilter{Group: "access"}, func(e store.ListedEntry) error {
		out = append(out, fmt.Sprint(e.Act, " ", e.Actor, " ", e.Detail["how"], " ", e.Detail["via"], " ", e.Detail["times"]))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(out)
	return out
}

func written(t *testing.T, e domain.Entry) string {
	t.Helper()
	raw, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// TestAForgedNoteSaysNothingThatItMayNot: no other act, no other actor and no
// other word gets into the log; what cannot be read counts as a wrong secret.
func TestAForgedNoteSaysNothingThatItMayNot(t *testing.T) {
	ws, sub := waiting(t, map[string]string{
		"erase.json":   written(t, domain.Entry{Act: domain.ActErase, Actor: "owner"}),
		"unlock.json":  written(t, domain.Entry{Act: domain.ActUnlock, Actor: "owner", Detail: map[string]string{"how": "passphrase"}}),
		"actor.json":   written(t, domain.Entry{Act: domain.ActUnlockFailed, Actor: "owner", Detail: map[string]string{"how": "passphrase", "who": "x"}}),
		"how.json":     written(t, domain.Entry{Act: domain.ActUnlockFailed, Detail: map[string]string{"how": "magic"}}),
		"via.json":     written(t, domain.Entry{Act: domain.ActUnlockFailed, Detail: map[string]string{"how": "passphrase", "via": "window"}}),
		"words.json":   written(t, domain.Entry{Act: domain.ActUnlockFailed, Detail: map[string]string{"how": "Dewi Anggraini"}}),
		"import.json":  written(t, domain.Entry{Act: domain.ActImport, Actor: "program"}),
		"text.json":    "no JSON",
		"empty.json":   "",
		"large.json":   strings.Repeat(" ", longestLater+1),
		"recover.json": written(t, domain.Entry{Act: domain.ActUnlockFailed, Detail: map[string]string{"how": "recovery", "via": "command"}}),
	})
	if err := os.Symlink(ws.dir, filepath.Join(sub, "link.json")); err != nil {
		t.Fatal(err)
	}
	if err := ws.NoteLater(t.Context()); err != nil {
		t.Fatal(err)
	}
	want := []string{"access.unlock_failed unknown passphrase  1", "access.unlock_failed unknown recovery command 1", "access.unlock_failed unknown unknown  10"}
	if got := refusals(t, ws); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if left, err := os.ReadDir(sub); err != nil || len(left) != 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}

// TestANoteIsWrittenOnce, also after a kill between the log and the removing.
func TestANoteIsWrittenOnce(t *testing.T) {
	said := written(t, refused("passphrase", ViaCommand))
	ws, sub := waiting(t, map[string]string{"one.json": said})
	note := func() {
		t.Helper()
		if err := ws.NoteLater(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	put := func(name string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(sub, name), []byte(said), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	note()
	put("one.json") // as if it had not been removed
	note()
	if got := refusals(t, ws); len(got) != 1 {
		t.Errorf("%q", got)
	}
	put("one.json")
	put("two.json")
	note()
	if got := refusals(t, ws); len(got) != 2 || strings.Contains(strings.Join(got, ""), "command 2") {
		t.Errorf("%q", got)
	}
}

// TestNotesThatWaitAreBounded: past the limit no more are kept, and that is no error.
func TestNotesThatWaitAreBounded(t *testing.T) {
	files := map[string]string{}
	for i := range mostLater {
		files[fmt.Sprint(i, ".json")] = "{}"
	}
	ws, sub := waiting(t, files)
	if err := Later(ws.dir, refused("passphrase", "")); err != nil {
		t.Error(err)
	}
	if there, err := os.ReadDir(sub); err != nil || len(there) != mostLater {
		t.Errorf("%d, %v", len(there), err)
	}
}
