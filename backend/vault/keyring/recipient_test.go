package keyring

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"testing"

	"filippo.io/age"

	"kitewise/backend/domain"
)

// sealedTo seals a text to the ring's recipient, as somebody without keys does.
func sealedTo(t *testing.T, r *Ring, p Purpose, text string) []byte {
	t.Helper()
	to, err := r.Recipient(p)
	if err != nil {
		t.Fatal(err)
	}
	out := &bytes.Buffer{}
	w, err := age.Encrypt(out, to)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func openedBy(t *testing.T, k *Keys, p Purpose, sealed []byte) (string, error) {
	t.Helper()
	id, err := k.Identity(p)
	if err != nil {
		return "", err
	}
	in, err := age.Decrypt(bytes.NewReader(sealed), id)
	if err != nil {
		return "", err
	}
	plain, err := io.ReadAll(in)
	return string(plain), err
}

// TestWhatIsWrittenWhileLockedOpensOnceUnlocked also changes the passphrase in between.
func TestWhatIsWrittenWhileLockedOpensOnceUnlocked(t *testing.T) {
	r, _, _, printed := made(t)
	sealed := sealedTo(t, r, Inbox, "I come from Ubud")
	if err := kept(r.Change("", phrase, other)); err != nil {
		t.Fatal(err)
	}
	keys := opens(t, r, other)
	if got, err := openedBy(t, keys, Inbox, sealed); err != nil || got != "I come from Ubud" {
		t.Fatalf("%q, %v", got, err)
	}
	if _, err := openedBy(t, keys, Backup, sealed); err == nil {
		t.Error("the key of another purpose opens it too")
	}
	back, err := recovered(r.Recover(printed, phrase))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := openedBy(t, back, Inbox, sealed); err != nil || got != "I come from Ubud" {
		t.Errorf("recovered: %q, %v", got, err)
	}
	keys.Wipe()
	_, err = openedBy(t, keys, Inbox, sealed)
	wantCode(t, err, domain.CodeLocked)
}

// edited rewrites the key file as somebody would who has no key.
func edited(t *testing.T, dir string, change func(*file)) {
	t.Helper()
	path := filepath.Join(dir, FileName)
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	f := file{}
	if err := json.Unmarshal(raw, &f); err != nil {
		t.Fatal(err)
	}
	change(&f)
	if err := f.write(dir); err != nil {
		t.Fatal(err)
	}
}

func TestARecipientThatWasExchangedIsNoticed(t *testing.T) {
	foreign, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*file){
		"a foreign key": func(f *file) { f.Recipients[0].Public = foreign.Recipient().String() },
		"swapped": func(f *file) {
			f.Recipients[0].Public, f.Recipients[1].Public = f.Recipients[1].Public, f.Recipients[0].Public
		},
		"no key at all":   func(f *file) { f.Recipients[1].Public = "age1" },
		"one, taken away": func(f *file) { f.Recipients = f.Recipients[:1] },
		"the same twice":  func(f *file) { f.Recipients[1].Purpose = f.Recipients[0].Purpose },
	} {
		t.Run(name, func(t *testing.T) {
			r, _, dir, _ := made(t)
			edited(t, dir, change)
			_, err := r.Unlock("", phrase)
			wantCode(t, err, domain.CodeDamagedKeys)
		})
	}
}

// TestAnOlderKeyFileGetsRecipients takes over a file without any.
func TestAnOlderKeyFileGetsRecipients(t *testing.T) {
	r, _, dir, _ := made(t)
	f, _, root, err := r.openHolder("", phrase)
	if err != nil {
		t.Fatal(err)
	}
	f.Recipients = nil
	if err := r.keep(f, root); err != nil {
		t.Fatal(err)
	}
	_, err = r.Recipient(Inbox)
	wantCode(t, err, domain.CodeLocked)
	opens(t, r, phrase).Wipe()
	first, err := os.ReadFile(filepath.Join(dir, FileName))
	if err != nil {
		t.Fatal(err)
	}
	keys := opens(t, r, phrase)
	second, err := os.ReadFile(filepath.Join(dir, FileName))
	if err != nil || !bytes.Equal(first, second) {
		t.Errorf("the second unlocking wrote the key file again (%v)", err)
	}
	if got, err := openedBy(t, keys, Backup, sealedTo(t, r, Backup, "a copy")); err != nil || got != "a copy" {
		t.Errorf("%q, %v", got, err)
	}
}
