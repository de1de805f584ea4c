package backup

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"kitewise/backend/backup/archive"
	"kitewise/backend/domain"
	"kitewise/backend/session"
	"kitewise/backend/store"
	"kitewise/backend/store/folder"
	"kitewise/backend/vault/keyring"
	"kitewise/backend/vault/slow"
	"kitewise/backend/workspace"
)

// oldBackup makes the backup that the program of a schema made of its workspace,
// which lies in testdata/schemas; change may lay hands on the database.
func oldBackup(t *testing.T, old string, change func(raw []byte)) (path string, census store.Census) {
	t.Helper()
	keys, err := os.ReadFile(filepath.Join(old, keyring.FileName))
	if err != nil {
		t.Skip("it has no keys: no backup was ever made of it")
	}
	raw, err := os.ReadFile(filepath.Join(old, folder.Database))
	if err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(t.TempDir(), folder.Database)
	if err := os.WriteFile(copied, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	if census, err = store.Examine(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	change(raw)
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, keyring.FileName), keys, 0o600); err != nil {
		t.Fatal(err)
	}
	to, err := keyring.New(dir, slow.Quick).Recipient(keyring.Backup)
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "old"+Ending)
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	content := archive.Content{Rows: census.Rows, Files: []archive.File{{Name: folder.Database, Size: int64(len(raw)), Sum: sumOf(raw)}}}
	h := archive.Header{Workspace: census.Workspace, At: 1_790_000_000_000, Program: "0.1.0", Schema: census.Schema, Keys: keys}
	_, err = archive.Write(t.Context(), f, h, content, to, func(string) (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(raw)), nil
	})
	if err = joined(err, f.Close()); err != nil {
		t.Fatal(err)
	}
	return path, census
}

// oldContent is the schema whose workspace pinned the instruments as they were before
// their sources were texts: what it scored is whole and cannot be scored again.
const oldContent = "0010"

func oldWorkspaces(t *testing.T) []string {
	t.Helper()
	found, err := filepath.Glob("../../testdata/schemas/*")
	if err != nil || len(found) < 3 {
		t.Fatalf("%v, %v", found, err)
	}
	return found
}

// putInto restores a backup into a folder with the passphrase of these tests.
func putInto(t *testing.T, dir, path string) error {
	t.Helper()
	r, err := Begin(dir, path, func(dir string) *keyring.Ring { return keyring.New(dir, slow.Quick) })
	if err != nil {
		return err
	}
	who, err := r.Ring.Owner()
	if err != nil {
		t.Fatal(err)
	}
	keys, err := r.Ring.Unlock(who.ID, passphrase)
	if err != nil {
		t.Fatal(err)
	}
	if err = r.Prepare(context.Background(), keys, nil); err == nil {
		_, err = r.Switch(r.At.Time())
	}
	return joined(err, r.Drop())
}

// TestABackupOfAnOlderSchemaIsBroughtUp: restored on a fresh machine it opens with
// every name, and every result is the same when it is scored again.
func TestABackupOfAnOlderSchemaIsBroughtUp(t *testing.T) {
	for _, old := range oldWorkspaces(t) {
		t.Run(filepath.Base(old), func(t *testing.T) {
			path, was := oldBackup(t, old, func([]byte) {})
			dir := t.TempDir()
			if err := putInto(t, dir, path); err != nil {
				t.Fatal(err)
			}
			ws, err := workspace.Open(t.Context(), dir, os.DirFS("../../instruments"), store.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = ws.Close() }()
			ring := keyring.New(dir, slow.Quick)
			who, err := ring.Owner()
			if err != nil {
				t.Fatal(err)
			}
			keys, err := ring.Unlock(who.ID, passphrase)
			if err == nil {
				err = ws.Unlock(t.Context(), keys, "passphrase")
			}
			if err != nil {
				t.Fatal(err)
			}
			found, err := ws.Verify(t.Context(), nil)
			if filepath.Base(old) == oldContent {
				found.Findings = slices.DeleteFunc(found.Findings, func(f workspace.Finding) bool { return f.Verdict == session.VerdictUnscorable })
			}
			if err != nil || found.Sessions < 3 || !found.Sound() {
				t.Errorf("%+v, %v", found, err)
			}
			if p, err := ws.Store.Participant(t.Context(), "p1"); err != nil || p.Name != "Dewi Lestari" {
				t.Errorf("%+v, %v", p, err)
			}
			if left, _ := filepath.Glob(filepath.Join(dir, folder.Database+".before-*")); len(left) > 0 {
				t.Errorf("left: %v", left)
			}
			copied := filepath.Join(t.TempDir(), folder.Database)
			if err := ws.Store.Copy(t.Context(), copied); err != nil {
				t.Fatal(err)
			}
			now, err := store.Examine(t.Context(), copied)
			if err != nil || now.Schema < was.Schema {
				t.Fatalf("schema %d of %d, %v", now.Schema, was.Schema, err)
			}
			for table, n := range was.Rows {
				if got := now.Rows[table]; got != n && !strings.HasPrefix(table, "audit") && table != "setting" {
					t.Errorf("%s has %d rows, had %d", table, got, n)
				}
			}
		})
	}
}

// TestABackupOfANewerSchemaTouchesNothing and one whose database was changed.
func TestABackupOfANewerSchemaTouchesNothing(t *testing.T) {
	old := oldWorkspaces(t)
	for name, tc := range map[string]struct {
		change func(raw []byte)
		want   domain.Code
	}{
		"newer":   {func(raw []byte) { raw[63] = 99 }, domain.CodeNewerDatabase},
		"damaged": {func(raw []byte) { clear(raw[8192:12288]) }, domain.CodeBadBackup},
		"right":   {func([]byte) {}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			path, _ := oldBackup(t, old[len(old)-1], tc.change)
			dir := t.TempDir()
			err := putInto(t, dir, path)
			if domain.CodeOf(err) != tc.want {
				t.Errorf("%v", err)
			}
			entries, _ := os.ReadDir(dir)
			files := []string{}
			for _, e := range entries {
				if e.Name() != "kitewise.lock" {
					files = append(files, e.Name())
				}
			}
			if tc.want != "" && len(files) > 0 || tc.want == "" && len(files) < 2 {
				t.Errorf("there lies %v (%s)", files, strconv.Itoa(len(files)))
			}
		})
	}
}
