package keyring

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kitewise/backend/domain"
	"kitewise/backend/vault/slot"
	"kitewise/backend/vault/slow"
)

// whole is a key file with an owner, an assistant and a recovery code, made by
// this program at a cost that protects nothing; phrase opens the owner's slot.
const whole = "testdata/key.json"

// mild lets no input of the fuzzing stop the machine.
var mild = slow.Limits{Floor: slow.Quick.Floor, Ceiling: slow.Cost{MemoryKiB: 256, Passes: 2, Lanes: 4}}

// FuzzKeyFile takes whatever lies there as the key file: it is refused as damaged,
// or it has one owner, and slots that can be tried. The right passphrase opens it
// only if everything in it is as it was signed.
func FuzzKeyFile(f *testing.F) {
	raw, err := os.ReadFile(whole)
	if err != nil {
		f.Fatal(err)
	}
	var signed file
	if err := json.Unmarshal(raw, &signed); err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Add([]byte(strings.TrimSpace(string(raw)) + "}"))
	for old, changed := range map[string]string{
		`"owner"`: `"reader"`, `"memoryKiB": 64`: `"memoryKiB": 65`, `"Ayu"`: `"Made"`, `"backup"`: `"inbox"`, `"id": "3ump6v2zzouy3"`: `"id": ""`,
		`"createdAt": 1795165200000`: `"createdAt": 1`, `"seal"`: `"sea1"`, `"recovery"`: `"passphrase"`, "kitewise-key/1": "kitewise-key/2", `"salt": "F`: `"salt": "A`,
	} {
		f.Add([]byte(strings.Replace(string(raw), old, changed, 1)))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, FileName), data, 0o600); err != nil {
			t.Fatal(err)
		}
		r := New(dir, mild)
		r.Now = func() time.Time { return time.Unix(1_800_000_000, 0) }
		people, err := r.Holders()
		if code := domain.CodeOf(err); err != nil {
			if code != domain.CodeDamagedKeys || strings.Contains(err.Error(), phrase) {
				t.Errorf("told as %v", err)
			}
			return
		}
		if !json.Valid(data) {
			t.Errorf("took what is no JSON: …%q", data[max(0, len(data)-20):])
		}
		owners := 0
		for _, h := range people {
			if h.Role == domain.RoleOwner {
				owners++
			}
			if h.ID == "" || !h.Role.Known() {
				t.Errorf("somebody without an id or a role: %+v", h)
			}
		}
		if owners != 1 || people[0].Role != domain.RoleOwner || len(people) > maxSlots {
			t.Fatalf("the owner is not the first of them and alone: %+v", people)
		}
		keys, err := r.Unlock(people[0].ID, phrase)
		switch domain.CodeOf(err) {
		case "":
			keys.Wipe()
			if got := plain(t, dir); got != string(must(t, signed)) {
				t.Errorf("opened, and is not as it was signed: %s", got)
			}
		case domain.CodeDamagedKeys, domain.CodeWrongPassphrase:
		default:
			t.Errorf("unlocking says %v", err)
		}
	})
}

// plain gives what the key file of a folder holds, whatever its spelling.
func plain(t *testing.T, dir string) string {
	t.Helper()
	f, err := readFile(dir, mild)
	if err != nil {
		t.Fatal(err)
	}
	return string(must(t, f))
}

func must(t *testing.T, f file) []byte {
	t.Helper()
	raw, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// TestTheSeedOfTheFuzzingOpens is the control: the file that the fuzzing begins
// with is opened by its passphrase, and by nothing once one sign of it is changed.
func TestTheSeedOfTheFuzzingOpens(t *testing.T) {
	raw, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		old, changed string
		want         domain.Code
	}{
		"as it was made":  {"", "", ""},
		"another name":    {`"Ayu"`, `"Ayi"`, domain.CodeDamagedKeys},
		"another role":    {`"assistant"`, `"counsellor"`, domain.CodeDamagedKeys},
		"without a seal":  {`"seal": "`, `"seal": "AAAA`, domain.CodeDamagedKeys},
		"another salt":    {`"salt": "F`, `"salt": "A`, domain.CodeWrongPassphrase},
		"two owners":      {`"assistant"`, `"owner"`, domain.CodeDamagedKeys},
		"an unknown kind": {`"` + string(slot.Recovery) + `"`, `"face"`, domain.CodeDamagedKeys},
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, FileName), []byte(strings.Replace(string(raw), tc.old, tc.changed, 1)), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := New(dir, mild).Unlock("3ump6v2zzouy3", phrase); domain.CodeOf(err) != tc.want {
			t.Errorf("%s: %v", name, err)
		}
	}
}
