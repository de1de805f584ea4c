package store

import (
	"context"
	"encoding/base64"
	"strings"
	"sync"

	"kitewise/backend/domain"
	"kitewise/backend/store/names"
)

// Sealer seals and opens personal fields, each for its place. It exists only
// while the workspace is unlocked.
type Sealer interface {
	Seal(table, column, row string, plain []byte) ([]byte, error)
	// Open refuses what was sealed elsewhere or changed: damaged_database.
	Open(table, column, row string, sealed []byte) ([]byte, error)
	Inbox
	// Collect opens what was posted: damaged_database if it was changed.
	Collect(sealed []byte) ([]byte, error)
}

// open is what a store holds while it is unlocked.
type unlocked struct {
	mu    sync.RWMutex
	keys  Sealer // nil while locked
	index *names.Index
}

// sealedMark begins a sealed text; what follows is base64.
const sealedMark = "kw1:"

// Unlock lets personal fields be read and written, and makes the index over
// names. Every name is opened once, so a changed one is found here.
func (s *Store) Unlock(ctx context.Context, keys Sealer) error {
	index, err := s.buildIndex(ctx, keys)
	if err != nil {
		index.Wipe()
		return fault("unlock workspace", err)
	}
	s.personal.mu.Lock()
	defer s.personal.mu.Unlock()
	s.personal.index.Wipe()
	s.personal.keys, s.personal.index = keys, index
	return nil
}

// Lock forgets the keys and overwrites the index. What can be read then carries
// codes and no names.
func (s *Store) Lock() {
	s.book.signer.Store(nil)
	s.personal.mu.Lock()
	defer s.personal.mu.Unlock()
	s.personal.index.Wipe()
	s.personal.keys, s.personal.index = nil, nil
}

func (s *Store) buildIndex(ctx context.Context, keys Sealer) (*names.Index, error) {
	index := names.New(0)
	err := s.read(ctx, "index names", func(r runner) error {
		var people int
		if err := r.row(`SELECT value FROM counter WHERE name = 'participant'`, nil, &people); err != nil {
			return err
		}
		index = names.New(people)
		return r.each(func(scan func(...any) error) error {
			key, code, sealed := names.Key{}, "", ""
			if err := scan(&key.ID, &code, &sealed, &key.At); err != nil {
				return err
			}
			name, err := openText(keys, tableParticipant, columnName, key.ID, sealed)
			if err != nil {
				return err
			}
			index.Add(key, name, code)
			return nil
		}, `SELECT id, code, name, active_at FROM participant`)
	})
	return index, err
}

// sealer gives the keys, nil while locked.
func (s *Store) sealer() Sealer {
	s.personal.mu.RLock()
	defer s.personal.mu.RUnlock()
	return s.personal.keys
}

// indexed works on the index, if there is one.
func (s *Store) indexed(work func(*names.Index)) {
	s.personal.mu.Lock()
	defer s.personal.mu.Unlock()
	if s.personal.index != nil {
		work(s.personal.index)
	}
}

// The places of sealed fields. They are bound into what is sealed, so they
// never change.
const (
	tableParticipant = "participant"
	tableSession     = "session"
	columnName       = "name"
	columnNote       = "accommodations.note"
)

// sealText gives a text as it is stored. Without keys it is locked.
func sealText(keys Sealer, table, column, row, text string) (string, error) {
	if keys == nil {
		return "", domain.Fail(domain.CodeLocked, nil)
	}
	sealed, err := keys.Seal(table, column, row, []byte(text))
	return sealedMark + base64.RawStdEncoding.EncodeToString(sealed), err
}

// openText gives a text that sealText stored at that place.
func openText(keys Sealer, table, column, row, stored string) (string, error) {
	sealed, err := unmarked(stored)
	if err != nil {
		return "", err
	}
	plain, err := keys.Open(table, column, row, sealed)
	return string(plain), err
}

// unmarked gives what stands sealed behind the mark.
func unmarked(stored string) ([]byte, error) {
	encoded, ok := strings.CutPrefix(stored, sealedMark)
	if !ok {
		return nil, domain.Fail(domain.CodeDamagedDatabase, nil, "Reason", "not_sealed")
	}
	sealed, err := base64.RawStdEncoding.DecodeString(encoded)
	if err != nil {
		return nil, domain.Fail(domain.CodeDamagedDatabase, err, "Reason", "sealed_field")
	}
	return sealed, nil
}

// sealNote gives accommodations as they are stored: the note sealed for the
// row. While locked a note that came sealed stays as it is; another is locked.
func sealNote(keys Sealer, table, row string, a domain.Accommodations) (domain.Accommodations, error) {
	if a.Note == "" || keys == nil && strings.HasPrefix(a.Note, sealedMark) {
		return a, nil
	}
	var err error
	a.Note, err = sealText(keys, table, columnNote, row, a.Note)
	return a, err
}

// openNote opens the note; while locked it stays sealed.
func openNote(keys Sealer, table, row string, a domain.Accommodations) (domain.Accommodations, error) {
	if a.Note == "" || keys == nil {
		return a, nil
	}
	var err error
	a.Note, err = openText(keys, table, columnNote, row, a.Note)
	return a, err
}
