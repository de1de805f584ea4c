package desk

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"kitewise/backend/audit"
	"kitewise/backend/audit/told"
	"kitewise/backend/domain"
	"kitewise/backend/door"
	"kitewise/backend/store"
	"kitewise/backend/vault/keyring"
)

// logPerPage is the length of one page of the log.
const logPerPage = 100

// LogRequest asks for entries of the log, the newest first; "" is any.
type LogRequest struct {
	Group string `json:"group"`
	// Code is one that was ever given to a participant.
	Code string `json:"code"`
	// From and To are days ("2026-11-20"), both included.
	From string `json:"from"`
	To   string `json:"to"`
	// Before is the Next of the page before, 0 to begin.
	Before int64 `json:"before"`
}

// LogPage is one page of the log.
type LogPage struct {
	Rows []LogRow `json:"rows"`
	// Next is 0 on the last page.
	Next   int64      `json:"next"`
	Groups []LogGroup `json:"groups"`
	// Entries counts all there are, whatever was asked for; Head names them.
	Entries int64  `json:"entries"`
	Head    string `json:"head"`
}

// LogGroup is a group of acts under its name.
type LogGroup struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// LogRow is an entry in words.
type LogRow struct {
	Number int64          `json:"number"`
	At     domain.Instant `json:"at"`
	Act    string         `json:"act"`
	Actor  string         `json:"actor"`
	// Code is the participant's, "" for none; SessionID is there only if its
	// result can be opened.
	Code      string `json:"code"`
	SessionID string `json:"sessionId"`
	Detail    string `json:"detail"`
}

// LogCheck is what checking the log found.
type LogCheck struct {
	Entries   int64           `json:"entries"`
	Signed    int64           `json:"signed"`
	Head      string          `json:"head"`
	Findings  []audit.Finding `json:"findings"`
	CheckedAt domain.Instant  `json:"checkedAt"`
}

// SavedLog says where a file of the log went; Path is "" when the dialog was
// cancelled.
type SavedLog struct {
	Path    string `json:"path"`
	Entries int    `json:"entries"`
}

func (d *Desk) log(r LogRequest) (LogPage, error) {
	page := LogPage{Rows: []LogRow{}, Groups: []LogGroup{}}
	f, err := filterOf(r)
	if err != nil {
		return page, err
	}
	f.Before, f.Limit = r.Before, logPerPage+1
	say := d.door.Config.Words.Printer(d.door.Choices.Language)
	people, err := d.door.Ring.Holders()
	if err != nil {
		return page, err
	}
	err = d.door.Workspace.Store.Entries(d.door.Ctx, f, func(e store.ListedEntry) error {
		if len(page.Rows) == logPerPage {
			page.Next = page.Rows[logPerPage-1].Number
			return nil
		}
		e.Entry = named(e.Entry, people)
		row := LogRow{
			Number: e.Number, At: e.At, Act: told.Act(say, e.Act), Actor: told.Actor(say, e.Actor), Code: e.Code, Detail: told.Detail(say, e.Entry),
		}
		if e.State == domain.StateFinalised {
			row.SessionID = e.SessionID
		}
		page.Rows = append(page.Rows, row)
		return nil
	})
	if err != nil {
		return page, err
	}
	for _, group := range domain.ActGroups() {
		page.Groups = append(page.Groups, LogGroup{ID: group, Name: told.Group(say, group)})
	}
	head, _, err := d.door.Workspace.Store.LogHead()
	page.Entries, page.Head = head.Count, head.Short()
	return page, err
}

// named says the name of a person at the desk in place of the id of the slot,
// as long as there is one. The log itself keeps the id alone.
func named(e domain.Entry, people []keyring.Holder) domain.Entry {
	i := slices.IndexFunc(people, func(h keyring.Holder) bool { return h.ID == e.Detail["who"] })
	if i < 0 || people[i].Name == "" {
		return e
	}
	e.Detail = maps.Clone(e.Detail)
	e.Detail["who"] = people[i].Name
	return e
}

// filterOf reads what is asked for. A fault names the parameters "Field" and "Reason".
func filterOf(r LogRequest) (f store.EntryFilter, err error) {
	f = store.EntryFilter{Group: r.Group, Code: strings.TrimSpace(r.Code)}
	if f.From, err = dayOf("from", r.From, 0); err != nil {
		return f, err
	}
	f.To, err = dayOf("to", r.To, 1)
	return f, err
}

// dayOf gives the beginning of a day, or of a later one; "" is 0.
func dayOf(field, day string, later int) (domain.Instant, error) {
	if day == "" {
		return 0, nil
	}
	t, err := time.ParseInLocation(time.DateOnly, day, time.Local)
	if err != nil {
		return 0, invalid(field, "not_a_day")
	}
	return domain.InstantOf(t.AddDate(0, 0, later)), nil
}

func (d *Desk) checkLog() (LogCheck, error) {
	check, err := d.door.Workspace.Store.CheckLog(d.door.Ctx, nil)
	if err != nil {
		return LogCheck{}, err
	}
	return LogCheck{
		Entries: check.Head.Count, Signed: check.Signed, Head: check.Head.Short(), Findings: check.Findings, CheckedAt: d.door.Workspace.Now(),
	}, nil
}

func (d *Desk) saveLog(r LogRequest) (SavedLog, error) {
	return d.saveOf("Desk.SaveLog", "kitewise-log", ".csv", func(path string) (int, error) {
		f, err := filterOf(r)
		if err != nil {
			return 0, err
		}
		return d.door.Workspace.ExportLog(d.door.Ctx, path, f, d.door.Config.Words.Printer(d.door.Choices.Language))
	})
}

func (d *Desk) saveCheckpoint() (SavedLog, error) {
	return d.saveOf("Desk.SaveCheckpoint", "kitewise-checkpoint", ".txt", func(path string) (int, error) {
		head, _, err := d.door.Workspace.Store.LogHead()
		return int(head.Count) + 1, errors.Join(err, d.door.Workspace.ExportCheckpoint(d.door.Ctx, path))
	})
}

// saveOf asks for the place outside of the lock, then writes there.
func (d *Desk) saveOf(method, start, ending string, write func(path string) (int, error)) (SavedLog, error) {
	act := door.Begin(d.door, method)
	defer act.End()
	name, err := door.Within(act, func() (string, error) {
		return start + "-" + d.door.Workspace.Now().Time().Local().Format(time.DateOnly) + ending, nil
	})
	if err != nil {
		return SavedLog{}, err
	}
	path, err := act.Ask(func() (string, error) { return d.door.Config.Dialog.Save(name) })
	if err != nil {
		return SavedLog{}, err
	}
	return door.Within(act, func() (SavedLog, error) {
		if path == "" {
			return SavedLog{}, nil
		}
		count, err := write(path)
		return SavedLog{Path: path, Entries: count}, err
	})
}
