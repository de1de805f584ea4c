package desk

import (
	"fmt"
	"io"
	"slices"
	"time"

	"kitewise/backend/domain"
	"kitewise/backend/door"
	"kitewise/backend/report"
	"kitewise/backend/report/arithmetic"
	"kitewise/backend/report/pdf"
	"kitewise/backend/report/worksheet"
	"kitewise/backend/session"
	"kitewise/backend/workspace"
)

// result gives the view for an audience: the counsellor's page, or the paper
// that a participant takes home.
func (d *Desk) result(r ResultRequest, audience string) (report.View, error) {
	outcome, _, err := d.door.Workspace.Engine.Arithmetic(d.door.Ctx, r.SessionID)
	if err != nil {
		return report.View{}, err
	}
	language, err := d.readIn(r.Language, outcome)
	if err != nil {
		return report.View{}, err
	}
	input, err := d.paperInput(outcome, language)
	if err != nil {
		return report.View{}, err
	}
	input.Audience = audience
	if input.Earlier, err = d.compared(r.SessionID, r.EarlierID); err != nil {
		return report.View{}, err
	}
	return report.Build(input), nil
}

// look gives the counsellor's view: what is not noted in the log is not shown.
func (d *Desk) look(r ResultRequest) (report.View, error) {
	view, err := d.result(r, domain.AudienceCounsellor)
	if err != nil {
		return view, err
	}
	return view, d.door.Workspace.Store.Note(d.door.Ctx, looked("result", r.SessionID, r.EarlierID)...)
}

// looked is the act of looking at a part of these results; an id "" is none.
func looked(part string, ids ...string) []domain.Entry {
	out := []domain.Entry{}
	for _, id := range ids {
		if id != "" {
			out = append(out, domain.Entry{Act: domain.ActView, SessionID: id, Detail: map[string]string{"part": part}})
		}
	}
	return out
}

// arithmetic words the trace of a result.
func (d *Desk) arithmetic(r ArithmeticRequest) (arithmetic.Sheet, error) {
	outcome, answers, err := d.door.Workspace.Engine.Arithmetic(d.door.Ctx, r.SessionID)
	if err != nil {
		return arithmetic.Sheet{}, err
	}
	language, err := d.readIn(r.Language, outcome)
	if err != nil {
		return arithmetic.Sheet{}, err
	}
	return arithmetic.Build(arithmetic.Input{
		Instrument: outcome.Instrument, Trace: outcome.Reading.Trace, Answers: answers.Responses,
		Language: outcome.Session.Language, Printer: d.door.Config.Words.Printer(language),
	}), d.door.Workspace.Store.Note(d.door.Ctx, looked("arithmetic", r.SessionID)...)
}

// readIn gives the language in which a result is read, "" is the session's.
func (d *Desk) readIn(language string, o session.Outcome) (string, error) {
	if language == "" {
		language = o.Session.Language
	}
	if !d.door.Config.Words.Offers(language) || o.Instrument.Texts[language] == nil {
		return "", domain.Fail(domain.CodeTextMissing, nil, "Language", language)
	}
	return language, nil
}

func (d *Desk) reportInput(o session.Outcome, language string) report.Input {
	return d.door.Workspace.ReportInput(o, d.door.Config.Words.Printer(language), d.door.Config.Version)
}

func (d *Desk) paperInput(o session.Outcome, language string) (report.Input, error) {
	return d.door.Workspace.PaperInput(d.door.Ctx, o, d.door.Config.Words.Printer(language), d.door.Config.Version)
}

// saveReport writes the report that a participant takes home.
func (d *Desk) saveReport(r ReportRequest) (SavedReport, error) {
	return d.savePDF("Desk.SaveReport", r.Paper, func() (paper, error) {
		view, err := d.result(ResultRequest{SessionID: r.SessionID, Language: r.Language, EarlierID: r.EarlierID}, domain.AudienceEveryone)
		act := exported("report", r.SessionID, view.Language)
		return paper{name: fileName("kitewise", &view), act: act, write: func(w io.Writer, o pdf.Options) (int, error) { return pdf.Write(w, view, o) }}, err
	})
}

// saveWorksheet writes the arithmetic of a result.
func (d *Desk) saveWorksheet(r WorksheetRequest) (SavedReport, error) {
	return d.savePDF("Desk.SaveWorksheet", r.Paper, func() (paper, error) {
		outcome, _, err := d.door.Workspace.Engine.Arithmetic(d.door.Ctx, r.SessionID)
		if err != nil {
			return paper{}, err
		}
		language, err := d.readIn(r.Language, outcome)
		if err != nil {
			return paper{}, err
		}
		input, err := d.paperInput(outcome, language)
		if err != nil {
			return paper{}, err
		}
		sheet := worksheet.Build(input)
		act := exported("worksheet", r.SessionID, language)
		return paper{name: fileName("kitewise-worksheet", &sheet.Frame), act: act, write: func(w io.Writer, o pdf.Options) (int, error) {
			return pdf.WriteWorksheets(w, []worksheet.Sheet{sheet}, o)
		}}, nil
	})
}

// exported is the act of writing something about a session into a file.
func exported(what, sessionID, language string) domain.Entry {
	return domain.Entry{Act: domain.ActExport, SessionID: sessionID, Detail: map[string]string{"what": what, "language": language}}
}

// paper is what is about to be saved: the suggested name of its file, the act
// for the log, and how its pages are written.
type paper struct {
	name  string
	act   domain.Entry
	write func(io.Writer, pdf.Options) (pages int, err error)
}

// savePDF asks for the place outside of the lock: a dialog stays open as long
// as the person likes, and the gate is asked again after it.
func (d *Desk) savePDF(method, size string, read func() (paper, error)) (SavedReport, error) {
	act := door.Begin(d.door, method)
	defer act.End()
	page, err := door.Within(act, func() (paper, error) {
		if !slices.Contains(door.Papers(), size) {
			return paper{}, invalid("paper", "unknown_option")
		}
		return read()
	})
	if err != nil {
		return SavedReport{}, err
	}
	path, err := act.Ask(func() (string, error) { return d.door.Config.Dialog.Save(page.name) })
	if err != nil {
		return SavedReport{}, err
	}
	return door.Within(act, func() (SavedReport, error) {
		if path == "" {
			return SavedReport{}, nil
		}
		saved := SavedReport{Path: path}
		err := workspace.ReplaceFile(path, func(w io.Writer) (err error) {
			if saved.Pages, err = page.write(w, pdf.Options{Paper: pdf.Paper(size)}); err != nil {
				return err
			}
			// Noted before the file gets its name: none leaves without it.
			return d.door.Workspace.Store.Note(d.door.Ctx, page.act)
		})
		return saved, err
	})
}

// fileName suggests a name from the code and the day, never from the name.
func fileName(start string, v *report.View) string {
	return fmt.Sprintf("%s-%s-%s.pdf", start, v.Header.Code, v.At.Time().Local().Format(time.DateOnly))
}
