package workspace

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"kitewise/backend/i18n"
	"kitewise/backend/report"
	"kitewise/backend/session"
	"kitewise/backend/store"
)

// ReportInput is what the report of an outcome is made of, in the language of
// the printer, by that version of the program. It is for everyone until its
// Audience says otherwise.
func (w *Workspace) ReportInput(o session.Outcome, say *i18n.Printer, software string) report.Input {
	in := report.Input{
		Instrument: o.Instrument, Result: o.Reading, Session: o.Session, Participant: o.Participant,
		Responses: o.Counted(), Urgent: o.Urgent, Consent: o.Consent, Practices: o.Record.Practices, Events: o.Record.Events, Conduct: o.Conduct(), Printer: say, Software: software, Location: time.Local,
	}
	if group, chosen := o.Group(); chosen {
		in.Chosen = &group
	}
	for _, g := range o.Groups {
		if g.ByRule {
			in.ByRule = append(in.ByRule, g.Group.Label)
		}
	}
	return in
}

// PaperInput is ReportInput with what a whole result tells: how many forms with
// known results came out right, and the head of the log right after the session
// was scored. It waits for the self-test. An instrument whose own forms with known
// results come out otherwise is refused: instrument_invalid.
func (w *Workspace) PaperInput(ctx context.Context, o session.Outcome, say *i18n.Printer, software string) (report.Input, error) {
	if err := w.Instruments.Sound(o.Session.Instrument); err != nil {
		return report.Input{}, err
	}
	in := w.ReportInput(o, say, software)
	in.SelfTest = w.Instruments.Tested(o.Session.Instrument).Vectors
	head, err := w.Store.ScoredHead(ctx, o.Session.ID)
	if err == nil && head.Count > 0 {
		in.LogHead = head.Short()
	}
	return in, err
}

// longestBeginning bounds what the name of a file in the making takes over, in bytes.
const longestBeginning = 60

// Beginning gives as much of a file's name as leaves room for an addition: a name
// can be as long as the system allows.
func Beginning(name string) string {
	for i := range name {
		if i > longestBeginning {
			return name[:i]
		}
	}
	return name
}

// ReplaceFile writes a file beside the path and moves it there when it is
// complete and on the disk.
func ReplaceFile(path string, write func(io.Writer) error) error {
	return ReplaceChecked(path, write, func(*os.File) error { return nil })
}

// ReplaceChecked is the same for a file that is read again before it counts:
// check gets it from its beginning, and refuses it by an error.
func ReplaceChecked(path string, write func(io.Writer) error, check func(*os.File) error) (err error) {
	dir, name := filepath.Split(path)
	f, err := os.CreateTemp(filepath.Clean(dir+"."), "."+Beginning(strings.TrimSuffix(name, filepath.Ext(name)))+"-*.part")
	if err != nil {
		return store.FileFault("write file", err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name()) // it is ours and incomplete
			err = store.FileFault("write file", err)
		}
	}()
	buffered := bufio.NewWriter(f)
	err = write(buffered)
	err = errors.Join(err, buffered.Flush(), f.Sync())
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err == nil {
		err = check(f)
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
