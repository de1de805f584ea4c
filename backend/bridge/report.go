package bridge

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
	"kitewise/backend/report"
	"kitewise/backend/report/pdf"
	"kitewise/backend/session"
	"kitewise/backend/store"
)

// result gives the view for an audience: the counsellor's page, or the paper
// that a participant takes home.
func (b *Bridge) result(r ResultRequest, audience string) (report.View, error) {
	outcome, err := b.ws.Engine.Result(b.ctx, r.SessionID)
	if err != nil {
		return report.View{}, err
	}
	language := r.Language
	if language == "" {
		language = outcome.Session.Language
	}
	if !b.cfg.Words.Offers(language) || outcome.Instrument.Texts[language] == nil {
		return report.View{}, domain.Fail(domain.CodeTextMissing, nil, "Language", language)
	}
	input := b.reportInput(outcome, language)
	input.Audience = audience
	return report.Build(input), nil
}

func (b *Bridge) reportInput(o session.Outcome, language string) report.Input {
	return ReportInput(o, b.cfg.Words.Printer(language), b.cfg.Version)
}

// ReportInput is what the report of an outcome is made of, in the language of
// the printer, by that version of the program. It is for everyone until its
// Audience says otherwise.
func ReportInput(o session.Outcome, say *i18n.Printer, software string) report.Input {
	in := report.Input{
		Instrument: o.Instrument, Result: o.Reading, Session: o.Session, Participant: o.Participant,
		Responses: o.Counted(), Urgent: o.Urgent, Printer: say, Software: software, Location: time.Local,
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

// saveReport asks for the place outside of the lock: a dialog stays open as
// long as the person likes, and the gate is asked again after it.
func (b *Bridge) saveReport(r ReportRequest) (SavedReport, error) {
	const method = "Desk.SaveReport"
	view, err := call(b, method, func() (report.View, error) {
		if !slices.Contains(papers, r.Paper) {
			return report.View{}, invalid(keyPaper, "unknown_option")
		}
		return b.result(ResultRequest{SessionID: r.SessionID, Language: r.Language}, domain.AudienceEveryone)
	})
	if err != nil {
		return SavedReport{}, err
	}
	path, err := rescued(func() (string, error) { return b.cfg.Dialog.Save(reportName(view)) })
	if err != nil {
		return SavedReport{}, b.failure(method, err)
	}
	return call(b, method, func() (SavedReport, error) {
		if path == "" {
			return SavedReport{}, nil
		}
		pages, err := WritePDF(path, view, pdf.Options{Paper: pdf.Paper(r.Paper)})
		return SavedReport{Path: path, Pages: pages}, err
	})
}

// reportName suggests a file name from the code and the day, never from the name.
func reportName(v report.View) string {
	return fmt.Sprintf("kitewise-%s-%s.pdf", v.Header.Code, v.At.Time().Local().Format(time.DateOnly))
}

// WritePDF writes the report to the path, whole or not at all: what stood
// there before is replaced only by a finished file.
func WritePDF(path string, view report.View, opts pdf.Options) (pages int, err error) {
	err = replaceFile(path, func(w io.Writer) error {
		pages, err = pdf.Write(w, view, opts)
		return err
	})
	return pages, err
}

// replaceFile writes a file beside the path and moves it there when it is
// complete and on the disk.
func replaceFile(path string, write func(io.Writer) error) (err error) {
	dir, name := filepath.Split(path)
	f, err := os.CreateTemp(filepath.Clean(dir+"."), "."+strings.TrimSuffix(name, filepath.Ext(name))+"-*.part")
	if err != nil {
		return store.FileFault("write report", err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name()) // it is ours and incomplete
			err = store.FileFault("write report", err)
		}
	}()
	buffered := bufio.NewWriter(f)
	err = write(buffered)
	err = errors.Join(err, buffered.Flush(), f.Sync(), f.Close())
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
