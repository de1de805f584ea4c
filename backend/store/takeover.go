package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"

	"kitewise/backend/domain"
	"kitewise/backend/store/folder"
)

// The settings that bind a database to the keys of one workspace.
const (
	settingKeys  = "keys"
	settingScrub = "keys.scrub"
	// settingTexts says that no answer stands in clear: "sealed".
	settingTexts = "keys.texts"
)

// Bound gives the id of the workspace whose keys seal this database, "" if
// nothing in it is sealed yet.
func (s *Store) Bound(ctx context.Context) (workspace string, err error) {
	all, err := s.Settings(ctx)
	return all[settingKeys], err
}

// TakeOver seals what stands in clear, in one commit, and then scrubs the
// files of what stood there: also the copies that migrations made before. It
// may be repeated, and goes on where a kill stopped it. A database that belongs
// to other keys is damaged_keys.
func (s *Store) TakeOver(ctx context.Context, workspace string, keys Sealer) error {
	settings, err := s.Settings(ctx)
	if err != nil {
		return err
	}
	if bound := settings[settingKeys]; bound != "" && bound != workspace {
		return fault("take over workspace", domain.Fail(domain.CodeDamagedKeys, nil, "Reason", "other_workspace"))
	}
	dirty := settings[settingScrub] != ""
	switch {
	case settings[settingKeys] == "":
		dirty, err = true, s.sealAll(ctx, workspace, keys)
	case settings[settingTexts] == "":
		var sealed int
		sealed, err = s.sealTextsToo(ctx, keys)
		dirty = dirty || sealed > 0
	}
	if err != nil || !dirty {
		return err
	}
	if err := s.scrub(ctx); err != nil {
		return fault("scrub workspace", err)
	}
	return s.SaveSettings(ctx, map[string]string{settingScrub: ""})
}

// sealAll seals every personal field, and binds the database to the keys.
func (s *Store) sealAll(ctx context.Context, workspace string, keys Sealer) error {
	return s.write(ctx, "take over workspace", func(r runner) error {
		if err := sealNames(r, keys); err != nil {
			return err
		}
		err := unguarded(r, []string{"session", "result", "arranged_later", "response"}, func() error {
			if err := sealNotes(r, keys); err != nil {
				return err
			}
			_, err := sealTexts(r, keys)
			return err
		})
		if err != nil {
			return err
		}
		if err := r.note(domain.Entry{Act: domain.ActSeal}); err != nil {
			return err
		}
		return keepSettings(r, map[string]string{settingKeys: workspace, settingTexts: "sealed", settingScrub: "pending"})
	})
}

// sealTextsToo seals the answers that a version wrote which sealed names and
// notes alone, and gives how many.
func (s *Store) sealTextsToo(ctx context.Context, keys Sealer) (sealed int, err error) {
	err = s.write(ctx, "take over answers", func(r runner) error {
		err := unguarded(r, []string{"result", "response"}, func() (err error) {
			sealed, err = sealTexts(r, keys)
			return err
		})
		if err != nil {
			return err
		}
		kept := map[string]string{settingTexts: "sealed"}
		if sealed > 0 {
			kept[settingScrub] = "pending"
			if err := r.note(domain.Entry{Act: domain.ActSeal}); err != nil {
				return err
			}
		}
		return keepSettings(r, kept)
	})
	return sealed, err
}

func sealNames(r runner, keys Sealer) error {
	plain, err := column(r, `SELECT id, name FROM participant`)
	if err != nil {
		return err
	}
	for id, name := range plain {
		sealed, err := sealText(keys, tableParticipant, columnName, id, name)
		if err != nil {
			return err
		}
		if _, err := r.exec(`UPDATE participant SET name = ? WHERE id = ?`, sealed, id); err != nil {
			return err
		}
	}
	return nil
}

// sealNotes seals the notes of accommodations. The content hash of a finalised
// session goes over the stored bytes, so it is made anew: after the old one
// was found right.
func sealNotes(r runner, keys Sealer) error {
	plain, err := column(r, `SELECT id, accommodations FROM session WHERE json_extract(accommodations, '$.note') <> ''`)
	if err != nil {
		return err
	}
	for id, stored := range plain {
		sealed, err := sealStored(keys, id, stored)
		if err != nil {
			return err
		}
		err = resealed(r, id, func() error {
			_, err := r.exec(`UPDATE session SET accommodations = ? WHERE id = ?`, sealed, id)
			return err
		})
		if err != nil {
			return err
		}
	}
	return sealLater(r, keys)
}

// sealLater seals the notes that were recorded after a session's end.
func sealLater(r runner, keys Sealer) error {
	plain, err := column(r, `SELECT revision || ' ' || session_id, accommodations FROM arranged_later
		WHERE json_extract(accommodations, '$.note') <> ''`)
	if err != nil {
		return err
	}
	for key, stored := range plain {
		revision, id, _ := strings.Cut(key, " ")
		sealed, err := sealStored(keys, id, stored)
		if err != nil {
			return err
		}
		if _, err := r.exec(`UPDATE arranged_later SET accommodations = ? WHERE session_id = ? AND revision = CAST(? AS INTEGER)`,
			sealed, id, revision); err != nil {
			return err
		}
	}
	return nil
}

// sealStored seals the note in accommodations of a session as they are stored.
func sealStored(keys Sealer, sessionID, stored string) (string, error) {
	a := domain.Accommodations{}
	if err := json.Unmarshal([]byte(stored), &a); err != nil {
		return "", domain.Fail(domain.CodeDamagedDatabase, err, "Reason", "session")
	}
	a, err := sealNote(keys, tableSession, sessionID, a)
	if err != nil {
		return "", err
	}
	sealed, err := json.Marshal(a)
	return string(sealed), err
}

// resealed changes rows that the content hash of a session covers, and the hash
// with them. A hash that does not hold is left as it is: what was damaged must
// stay so.
func resealed(r runner, sessionID string, change func() error) error {
	was, err := sealedResultOf(r, sessionID)
	if errors.Is(err, sql.ErrNoRows) {
		return change() // nothing is sealed yet
	}
	if err != nil {
		return err
	}
	if err := change(); err != nil || !was.holds {
		return err
	}
	after, err := seal(r, sessionID, was.packed, was.facts)
	if err != nil {
		return err
	}
	_, err = r.exec(`UPDATE result SET seal = ? WHERE session_id = ?`, after, sessionID)
	return err
}

// sealedResult is what a content hash covers beside the rows, and whether it
// holds.
type sealedResult struct {
	packed []byte
	facts  string
	holds  bool
}

// sealedResultOf reads the result of a session; sql.ErrNoRows if it has none.
func sealedResultOf(r runner, sessionID string) (s sealedResult, err error) {
	stored := ""
	if err := r.row(`SELECT result, respondent, seal FROM result WHERE session_id = ?`, []any{sessionID}, &s.packed, &s.facts, &stored); err != nil {
		return s, err
	}
	s.holds, err = sealHolds(r, sessionID, s.packed, s.facts, stored)
	return s, err
}

// unguarded works on tables without the triggers that keep their rows, and puts
// these back: all in one transaction, so that no other ever sees it.
func unguarded(r runner, tables []string, work func() error) error {
	guards := map[string]string{}
	for _, table := range tables {
		found, err := column(r, `SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?`, table)
		if err != nil {
			return err
		}
		for name, text := range found {
			guards[name] = text
		}
	}
	for name := range guards {
		if _, err := r.exec("DROP TRIGGER " + name); err != nil {
			return err
		}
	}
	if err := work(); err != nil {
		return err
	}
	for _, text := range guards {
		if _, err := r.exec(text); err != nil {
			return err
		}
	}
	return nil
}

// column reads a query of two columns, the first being the key.
func column(r runner, query string, args ...any) (map[string]string, error) {
	out := map[string]string{}
	err := r.each(func(scan func(...any) error) error {
		var key, value string
		err := scan(&key, &value)
		out[key] = value
		return err
	}, query, args...)
	return out, err
}

// scrub makes the files hold nothing but what the database holds now.
func (s *Store) scrub(ctx context.Context) error {
	s.copying.Lock()
	defer s.copying.Unlock()
	s.writing.Lock()
	defer s.writing.Unlock()
	if s.writer == nil {
		return domain.Fail(domain.CodeReadOnly, nil)
	}
	if err := s.file.Check(); err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{s.foldWhole, s.vacuum, s.foldWhole} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	copies := []string{}
	for _, pattern := range []string{".before-*", ".new*"} {
		found, err := folder.Matching(s.dir, folder.Database+pattern)
		if err != nil {
			return err
		}
		copies = append(copies, found...)
	}
	for _, path := range copies {
		if err := folder.Overwrite(path); err != nil {
			return err
		}
	}
	return folder.Sync(s.dir)
}
