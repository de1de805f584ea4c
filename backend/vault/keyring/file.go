package keyring

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"kitewise/backend/domain"
	"kitewise/backend/store/folder"
	"kitewise/backend/vault/slot"
	"kitewise/backend/vault/slow"
)

// FileName is the name of the key file in a workspace folder.
const FileName = "key.json"

const (
	format = "kitewise-key/1"
	// maxFile and maxSlots bound what is read.
	maxFile, maxSlots = 64 << 10, 16
)

// file is the key file. Seal is a keyed hash over the rest, made with a
// sub-key, so that whoever unlocks notices a change anywhere in it.
type file struct {
	Format    string         `json:"format"`
	Workspace string         `json:"workspace"`
	CreatedAt domain.Instant `json:"createdAt"`
	Slots     []slot.Slot    `json:"slots"`
	// Recipients are missing from a file that an older version of the program made.
	Recipients []recipient `json:"recipients,omitempty"`
	Seal       []byte      `json:"seal"`
}

// Exists reports whether the folder has a key file, even a damaged one.
func Exists(dir string) (bool, error) {
	_, err := os.Lstat(filepath.Join(dir, FileName))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// readFile reads and checks the key file: damaged_keys if it cannot be trusted.
func readFile(dir string, limits slow.Limits) (file, error) {
	path := filepath.Join(dir, FileName)
	info, err := os.Lstat(path)
	if err != nil {
		return file{}, err
	}
	if !info.Mode().IsRegular() || info.Size() > maxFile {
		return file{}, damaged("not_a_key_file", nil)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return file{}, err
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	f := file{}
	if err := decoder.Decode(&f); err != nil {
		return f, damaged("not_a_key_file", err)
	}
	if _, end := decoder.Token(); !errors.Is(end, io.EOF) || f.Format != format || f.Workspace == "" || len(f.Slots) == 0 || len(f.Slots) > maxSlots {
		return f, damaged("not_a_key_file", nil)
	}
	return f, f.check(limits)
}

// check wants slots that may be tried, each with an id of its own, one owner
// and at most one recovery code.
func (f file) check(limits slow.Limits) error {
	owners, codes, ids := 0, 0, map[string]bool{}
	for _, s := range f.Slots {
		if err := s.Check(limits); err != nil {
			return err
		}
		ids[s.ID] = true
		switch {
		case s.Kind == slot.Recovery:
			codes++
		case s.Role == domain.RoleOwner:
			owners++
		}
	}
	if owners != 1 || codes > 1 || len(ids) != len(f.Slots) {
		return damaged("slots", nil)
	}
	return f.checkRecipients()
}

// write puts the file in its place whole and durable: a crash leaves the old
// one or the new one.
func (f file) write(dir string) error {
	raw, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return err
	}
	return folder.Replace(filepath.Join(dir, FileName), append(raw, '\n'))
}

// sum is the keyed hash over everything but itself.
func (f file) sum(key []byte) []byte {
	f.Seal = nil
	raw, err := json.Marshal(f)
	if err != nil {
		panic(err) // plain data
	}
	mac := hmac.New(sha256.New, key)
	_, _ = mac.Write(raw) // a hash never fails
	return mac.Sum(nil)
}

func damaged(reason string, cause error) error {
	return domain.Fail(domain.CodeDamagedKeys, cause, "Reason", reason)
}
