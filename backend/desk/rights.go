package desk

import (
	"strings"

	"kitewise/backend/backup"
	"kitewise/backend/domain"
	"kitewise/backend/door"
	"kitewise/backend/person"
	"kitewise/backend/report/pdf"
	"kitewise/backend/store"
	"kitewise/backend/vault/keyring"
)

// Holdings is what is stored of a participant, in numbers.
type Holdings struct {
	Sessions int `json:"sessions"`
	// Answers counts every revision.
	Answers int `json:"answers"`
	Results int `json:"results"`
	// Consents counts the entries of every basis.
	Consents int `json:"consents"`
	// Records counts how the answers came about: visits, events, practice.
	Records int `json:"records"`
	// Choices counts chosen norm groups and arrangements recorded later.
	Choices int `json:"choices"`
	// Acts counts the entries of the log that are about the person.
	Acts int `json:"acts"`
}

// Stored is what is stored of a participant here, and what backups hold.
type Stored struct {
	Holdings Holdings       `json:"holdings"`
	Backups  backup.Remains `json:"backups"`
}

// DepartureRequest erases a participant or makes the results anonymous. Code is
// typed as a confirmation: it must be the participant's.
type DepartureRequest struct {
	ID   string `json:"id"`
	Code string `json:"code"`
}

// Departure is what was erased. Traces says that files may still hold some of
// it, because there was no room to write them anew; it is tried again when the
// desk is unlocked. Backups still hold what was erased.
type Departure struct {
	Holdings Holdings       `json:"holdings"`
	Backups  backup.Remains `json:"backups"`
	Traces   bool           `json:"traces"`
	// Code is the one under which results stay, "" after erasing.
	Code string `json:"code"`
}

func (d *Desk) holdings(participantID string) (Stored, error) {
	p, err := d.door.Workspace.Store.Participant(d.door.Ctx, participantID)
	if err != nil {
		return Stored{}, err
	}
	h, err := d.door.Workspace.Store.Held(d.door.Ctx, participantID)
	return Stored{Holdings: heldOf(h), Backups: d.door.Backups.Holding(p.CreatedAt)}, err
}

func heldOf(h store.Held) Holdings {
	return Holdings{Sessions: h.Sessions, Answers: h.Answers, Results: h.Results, Consents: h.Consents, Records: h.Records, Choices: h.Choices, Acts: h.Acts}
}

// confirmed gives the participant, and refuses a code that is not theirs.
func (d *Desk) confirmed(r DepartureRequest) (domain.Participant, error) {
	p, err := d.door.Workspace.Store.Participant(d.door.Ctx, r.ID)
	if err == nil && !strings.EqualFold(strings.TrimSpace(r.Code), p.Code) {
		err = invalid("code", "other_code")
	}
	return p, err
}

func (d *Desk) erase(r DepartureRequest) (Departure, error) {
	p, err := d.confirmed(r)
	if err != nil {
		return Departure{}, err
	}
	h, err := d.door.Workspace.Store.Erase(d.door.Ctx, r.ID)
	if err != nil {
		return Departure{}, err
	}
	traces, err := d.door.Workspace.Store.Traces(d.door.Ctx)
	return Departure{Holdings: heldOf(h), Backups: d.door.Backups.Holding(p.CreatedAt), Traces: traces}, err
}

func (d *Desk) anonymise(r DepartureRequest) (Departure, error) {
	p, err := d.confirmed(r)
	if err != nil {
		return Departure{}, err
	}
	ws := d.door.Workspace
	code := person.AnonymousCode()
	h, err := ws.Store.Anonymise(d.door.Ctx, r.ID, code, ws.NewID)
	if err != nil {
		return Departure{}, err
	}
	traces, err := ws.Store.Traces(d.door.Ctx)
	return Departure{Holdings: heldOf(h), Backups: d.door.Backups.Holding(p.CreatedAt), Traces: traces, Code: code}, err
}

// ArchiveRequest asks for everything about a participant in one file, sealed
// with a passphrase that is kept nowhere.
type ArchiveRequest struct {
	ID         string `json:"id"`
	Passphrase string `json:"passphrase"`
}

// SavedArchive is the file that was written and read back to its end; Path is
// "" when the dialog was cancelled. Files counts what is inside, Missing the
// reports that could not be made, Withheld those that are not made because the
// consent was withdrawn.
type SavedArchive struct {
	Path     string `json:"path"`
	Files    int    `json:"files"`
	Missing  int    `json:"missing"`
	Withheld int    `json:"withheld"`
}

// saveArchive asks for the place outside of the lock, as savePDF does.
func (d *Desk) saveArchive(r ArchiveRequest) (SavedArchive, error) {
	const method = "Desk.SaveArchive"
	name := ""
	act := door.Begin(d.door, method)
	defer act.End()
	archive, err := door.Within(act, func() (*person.Archive, error) {
		p, err := d.door.Workspace.Store.Participant(d.door.Ctx, r.ID)
		if err != nil {
			return nil, err
		}
		name = person.FileName(p.Code, d.door.Workspace.Now())
		return person.Gather(d.door.Ctx, d.door.Workspace, person.Request{
			ParticipantID: r.ID, Passphrase: r.Passphrase, Paper: pdf.Paper(d.door.Choices.Paper),
			Words: d.door.Config.Words, Language: d.door.Choices.Language, Program: d.door.Config.Version,
		})
	})
	if err != nil {
		return SavedArchive{}, err
	}
	path, err := act.Ask(func() (string, error) { return d.door.Config.Dialog.Save(name) })
	if err != nil {
		return SavedArchive{}, err
	}
	if path == "" {
		return SavedArchive{}, nil
	}
	// Its passphrase is made slow twice: nobody who locks meanwhile waits for that.
	return door.WithinBeside(act, func(keyring.Holder) error {
		return archive.Write(path, func() error { return d.noteArchive(method, r.ID) })
	}, func(_ keyring.Holder, worked error) (SavedArchive, error) {
		return SavedArchive{Path: path, Files: len(archive.Files), Missing: len(archive.Missing), Withheld: len(archive.Withheld)}, worked
	})
}

// noteArchive notes that an archive is written, before the file gets its name:
// not after the desk was locked. The act that it belongs to is counted already.
func (d *Desk) noteArchive(method, participantID string) error {
	_, err := door.Within(door.Begin(d.door, method), func() (struct{}, error) {
		return struct{}{}, d.door.Workspace.Store.Note(d.door.Ctx, person.Exported(participantID))
	})
	return err
}
