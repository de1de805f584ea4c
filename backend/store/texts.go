package store

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"sync"

	"kitewise/backend/domain"
)

// Inbox seals what a participant writes about itself. It needs no secret, so it
// is there while the workspace is locked.
type Inbox interface {
	Post(plain []byte) ([]byte, error)
}

// written is what the store knows of the participant's own words beyond its
// keys: where to seal them to, and those that the participant may still see.
type written struct {
	mu    sync.Mutex
	inbox Inbox
	texts map[place][]byte
}

// place names one revision of one answer.
type place struct {
	Session  string `json:"session"`
	Item     string `json:"item"`
	Revision int    `json:"revision"`
}

func placeOf(n domain.Response) place { return place{n.SessionID, n.ItemID, n.Revision} }

// posted is what is sealed: the words with their place, so that they open
// nowhere else.
type posted struct {
	place
	Text string `json:"text"`
}

// lump is what the length of sealed words is rounded up to, in bytes, so that it
// tells little of them.
const lump = 256

// Deliver says where to seal what a participant writes.
func (s *Store) Deliver(inbox Inbox) {
	s.written.mu.Lock()
	defer s.written.mu.Unlock()
	s.written.inbox = inbox
}

// Remember keeps the participant's own words of a session in memory, for the
// participant, beyond the lock. Without keys it is locked.
func (s *Store) Remember(ctx context.Context, sessionID string) error {
	if s.sealer() == nil {
		return fault("remember answers", domain.Fail(domain.CodeLocked, nil))
	}
	all, err := s.Responses(ctx, sessionID)
	if err != nil {
		return err
	}
	for _, n := range all {
		s.written.keep(n)
	}
	return nil
}

// Forget overwrites every word of a participant that is kept in memory.
func (s *Store) Forget() {
	s.written.mu.Lock()
	defer s.written.mu.Unlock()
	for _, text := range s.written.texts {
		clear(text)
	}
	clear(s.written.texts)
}

func (w *written) keep(n domain.Response) {
	if n.Value.Text == "" {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.texts == nil {
		w.texts = map[place][]byte{}
	}
	w.texts[placeOf(n)] = []byte(n.Value.Text)
}

// kept gives a text that is kept in memory.
func (w *written) kept(at place) (string, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	text, ok := w.texts[at]
	return string(text), ok
}

// inbox gives where to seal a participant's words, nil for nowhere.
func (s *Store) inbox() Inbox {
	if keys := s.sealer(); keys != nil {
		return keys
	}
	s.written.mu.Lock()
	defer s.written.mu.Unlock()
	return s.written.inbox
}

// sealAnswer gives the value of an answer as it is stored: a text sealed.
func sealAnswer(to Inbox, n domain.Response) (domain.Value, error) {
	v := n.Value
	if v.Text == "" {
		return v, nil
	}
	if to == nil {
		return v, domain.Fail(domain.CodeLocked, nil)
	}
	plain, err := json.Marshal(posted{placeOf(n), v.Text})
	if err != nil {
		return v, err
	}
	// JSON takes blanks at its end.
	plain = append(plain, bytes.Repeat([]byte(" "), (lump-len(plain)%lump)%lump)...)
	sealed, err := to.Post(plain)
	clear(plain)
	v.Text, v.Sealed = "", sealedMark+base64.RawStdEncoding.EncodeToString(sealed)
	return v, err
}

// openAnswer gives the value of an answer as far as it can be read now.
func (s *Store) openAnswer(keys Sealer, n domain.Response) (domain.Value, error) {
	v := n.Value
	if v.Sealed == "" {
		return v, nil
	}
	if keys == nil {
		if text, ok := s.written.kept(placeOf(n)); ok {
			v.Text, v.Sealed = text, ""
		}
		return v, nil
	}
	raw, err := unmarked(v.Sealed)
	if err != nil {
		return v, err
	}
	plain, err := keys.Collect(raw)
	if err != nil {
		return v, err
	}
	defer clear(plain)
	found := posted{}
	if err := json.Unmarshal(plain, &found); err != nil || found.place != placeOf(n) {
		return v, domain.Fail(domain.CodeDamagedDatabase, err, "Reason", "sealed_field")
	}
	v.Text, v.Sealed = found.Text, ""
	return v, nil
}

// sealTexts seals the answers that stand in clear, with the content hashes over
// them, and gives how many.
func sealTexts(r runner, keys Sealer) (sealed int, err error) {
	plain := map[string][]domain.Response{}
	err = r.each(func(scan func(...any) error) error {
		n, err := scanResponse(scan)
		plain[n.SessionID] = append(plain[n.SessionID], n)
		sealed++
		return err
	}, `SELECT `+responseColumns+` FROM response WHERE json_extract(value, '$.text') <> ''`)
	if err != nil {
		return 0, err
	}
	for id, answers := range plain {
		err := resealed(r, id, func() error {
			for _, n := range answers {
				if err := sealStoredText(r, keys, placeOf(n), n); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return 0, err
		}
	}
	return sealed, nil
}

// sealStoredText puts an answer back sealed; at is where it stands, n where it
// will: an answer opens in its place alone.
func sealStoredText(r runner, to Inbox, at place, n domain.Response) error {
	value, err := sealAnswer(to, n)
	if err != nil {
		return err
	}
	stored, err := json.Marshal(value)
	if err != nil {
		return err
	}
	_, err = r.exec(`UPDATE response SET value = ? WHERE session_id = ? AND item_id = ? AND revision = ?`,
		string(stored), at.Session, at.Item, at.Revision)
	return err
}
