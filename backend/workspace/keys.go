package workspace

import (
	"context"
	"errors"
	"slices"

	"kitewise/backend/domain"
	"kitewise/backend/store"
	"kitewise/backend/vault/keyring"
)

// The settings that tell which slots of the key file the log knows of, and,
// while a change of it is noted and not known to be written, those before it.
const (
	settingSlots       = "keys.noted"
	settingSlotsBefore = "keys.before"
)

// Renew notes in the log what a changed key file is, and then writes it. The
// entry comes first, because the two cannot share a transaction: without it
// nothing is written. What a failure or a kill leaves between the two is told
// by the program, at once or at the next unlocking; see NoteSlots.
func (w *Workspace) Renew(ctx context.Context, n *keyring.Renewal, e domain.Entry) error {
	w.renewing.Lock()
	defer w.renewing.Unlock()
	if err := n.Stands(); err != nil {
		return err
	}
	meant := map[string]string{settingSlots: n.After.String(), settingSlotsBefore: n.Before.String()}
	if err := w.Store.SaveSettings(ctx, meant, e); err != nil {
		return err
	}
	if err := n.Keep(); err != nil {
		stands, unread := n.Standing()
		if unread == nil {
			unread = w.NoteSlots(ctx, stands)
		}
		return errors.Join(err, unread)
	}
	// What is not said now is seen at the next unlocking.
	_ = w.Store.SaveSettings(ctx, map[string]string{settingSlotsBefore: ""})
	return nil
}

// NoteSlots compares the slots of the key file, as they stand, with those that
// the log knows of, and notes every difference: a change that was noted and did
// not happen, and one that nobody noted, as after a restore, or when an older
// key file was put back.
func (w *Workspace) NoteSlots(ctx context.Context, stands keyring.Marks) error {
	stored, err := w.Store.Settings(ctx)
	if err != nil {
		return err
	}
	text, known := stored[settingSlots]
	if known && text == stands.String() && stored[settingSlotsBefore] == "" {
		return nil
	}
	entries := []domain.Entry{}
	if known { // else an earlier version of the program had no such list
		entries = differences(keyring.ReadMarks(text), keyring.ReadMarks(stored[settingSlotsBefore]), stands)
	}
	return w.Store.SaveSettings(ctx, map[string]string{settingSlots: stands.String(), settingSlotsBefore: ""}, entries...)
}

// differences gives an entry for every slot that does not stand as it was noted.
func differences(noted, before, stands keyring.Marks) []domain.Entry {
	out, seen := []domain.Entry{}, map[string]bool{}
	for _, marks := range []keyring.Marks{noted, stands} {
		for _, m := range marks {
			if was, is := noted.Of(m.ID), stands.Of(m.ID); was != is && !seen[m.ID] {
				seen[m.ID] = true
				out = append(out, difference(was, is, len(before) > 0 && before.Of(m.ID) == is))
			}
		}
	}
	return out
}

// difference words one: undone says that it stands as before the change that
// was noted last.
func difference(was, is keyring.Mark, undone bool) domain.Entry {
	e := domain.Entry{Act: domain.ActPassphrase, Actor: domain.ActorProgram, Detail: map[string]string{"how": "found"}}
	either := is
	if is.ID == "" {
		either, e.Detail["how"] = was, "gone"
	}
	if undone {
		e.Detail["how"] = "undone"
	}
	switch {
	case either.ID == keyring.MarkRecovery:
		e.Act = domain.ActNewCode
		return e
	case was.Role != is.Role: // of a slot that is not there it is ""
		e.Act = domain.ActHolder
		e.Detail["role"] = string(either.Role)
	}
	e.Detail["who"] = either.ID
	return e
}

// Restored notes in the log of a workspace that was just put back, and that
// nobody has opened yet, of when it is, after the acts that led there, all signed
// with the keys. A renewal, nil for none, is that of the key file that goes with it.
func Restored(ctx context.Context, s *store.Store, keys *keyring.Keys, n *keyring.Renewal, of domain.Instant, acts ...domain.Entry) error {
	acts = slices.Clone(acts)
	if n != nil {
		stored, err := s.Settings(ctx)
		if err != nil {
			return err
		}
		if text, known := stored[settingSlots]; known {
			if err := s.SaveSettings(ctx, map[string]string{settingSlots: renewed(keyring.ReadMarks(text), n).String()}); err != nil {
				return err
			}
		}
		acts = append(acts, domain.Entry{Act: domain.ActPassphrase, Detail: map[string]string{"how": "recovery", "who": keys.Holder.ID}})
	}
	acts = append(acts, domain.Entry{Act: domain.ActRestore, Detail: map[string]string{"of": of.Time().UTC().Format("2006-01-02T15:04:05Z")}})
	err := sign(ctx, s, keys)
	for _, act := range acts { // each with a checkpoint of its own, if it asks for one
		if err == nil {
			err = s.Note(ctx, act)
		}
	}
	return err
}

// renewed gives the marks with those in their place that a renewal changes.
func renewed(noted keyring.Marks, n *keyring.Renewal) keyring.Marks {
	out := keyring.Marks{}
	for _, m := range noted {
		if is := n.After.Of(m.ID); is != n.Before.Of(m.ID) {
			m = is
		}
		out = append(out, m)
	}
	return out
}
