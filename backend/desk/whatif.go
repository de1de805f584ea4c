package desk

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
	"kitewise/backend/instrument"
	"kitewise/backend/norm"
	"kitewise/backend/report"
	"kitewise/backend/scoring/totals"
	"kitewise/backend/session"
	"kitewise/backend/whatif"
)

// whatIfForm gives what can be typed, with what a session's answers were. That
// shows the answers, so what is not noted in the log is not given.
func (d *Desk) whatIfForm(r WhatIfOpen) (WhatIfForm, error) {
	in, from, err := d.whatIfOf(r.InstrumentID, r.SessionID)
	if err != nil {
		return WhatIfForm{}, err
	}
	card, err := d.card(&in.Domain)
	if err != nil {
		return WhatIfForm{}, err
	}
	form := WhatIfForm{
		InstrumentID: card.ID, Version: card.Version, Title: card.Title, SessionID: r.SessionID, Fields: card.Fields,
		Totals: []WhatIfTotal{}, Sums: []WhatIfSum{}, Items: d.whatIfItems(&in.Domain),
		Typed: map[string]string{}, Answers: map[string]domain.Value{}, Respondent: domain.Respondent{},
	}
	all := whatif.Totals(in)
	for _, f := range all.Fields {
		form.Totals = append(form.Totals, WhatIfTotal{
			ID: f.ID, Name: d.scoreName(&in.Domain, f.ID), Low: f.Low.Float64(), High: f.High.Float64(),
		})
	}
	for _, s := range all.Sums {
		form.Sums = append(form.Sums, WhatIfSum(s))
	}
	if from == nil {
		return form, nil
	}
	form.copied(from, all)
	return form, d.door.Workspace.Store.Note(d.door.Ctx, looked("whatif", r.SessionID)...)
}

// whatIfOf finds the instrument: the edition of a session, or the newest.
func (d *Desk) whatIfOf(id, sessionID string) (*instrument.Instrument, *session.Outcome, error) {
	if sessionID == "" {
		in, err := d.door.Workspace.Instruments.Latest(id)
		return in, nil, err
	}
	o, err := d.door.Workspace.Engine.Result(d.door.Ctx, sessionID)
	if err != nil {
		return nil, nil, err
	}
	if id != "" && id != o.Session.Instrument.ID {
		return nil, nil, invalid("instrument", "other_instrument")
	}
	in, err := d.door.Workspace.Instruments.Pinned(o.Session.Instrument, o.Session.Norm)
	return in, &o, err
}

// copied fills in what a session's participant answered.
func (f *WhatIfForm) copied(o *session.Outcome, all totals.Form) {
	for _, field := range all.Fields {
		if s, ok := o.Reading.Score(field.ID); ok && s.Value != nil {
			f.Typed[field.ID] = strconv.FormatFloat(*s.Value, 'f', -1, 64)
		}
	}
	revision := map[string]int{}
	for _, r := range o.Counted() {
		if r.Revision > revision[r.ItemID] {
			revision[r.ItemID], f.Answers[r.ItemID] = r.Revision, r.Value
		}
	}
	f.Group = o.Chosen()
	if o.Finalisation.Respondent != nil {
		f.Respondent = maps.Clone(o.Finalisation.Respondent)
	}
}

// scoreName names a score, by its id when the instrument has no word for it.
func (d *Desk) scoreName(in *domain.Instrument, id string) string {
	return cmp.Or(d.wordOf(in, "scale."+id), id)
}

func (d *Desk) whatIfItems(in *domain.Instrument) []WhatIfItem {
	out := []WhatIfItem{}
	m := &in.Manifest
	for _, s := range m.Sections {
		for _, id := range s.Items {
			it, _ := m.Item(id)
			row := WhatIfItem{
				ID: id, Type: it.Type, Title: d.wordOf(in, "item."+id+".title"), Stem: d.wordOf(in, "item."+id), Section: d.wordOf(in, "section."+s.ID+".title"),
				Parts: []WhatIfChoice{}, Options: []WhatIfChoice{}, Columns: []WhatIfChoice{}, Min: it.Min, Max: it.Max,
			}
			for _, e := range it.Endings {
				row.Parts = append(row.Parts, WhatIfChoice{ID: e.ID, Code: cmp.Or(d.wordOf(in, "scale."+e.ID+".short"), e.ID), Text: d.wordOf(in, "item."+id+"."+e.ID)})
			}
			for _, c := range it.Columns {
				value := strconv.Itoa(c.Value)
				row.Columns = append(row.Columns, WhatIfChoice{ID: value, Text: d.wordOf(in, "column."+value), Value: value, Places: c.Places})
			}
			set, _ := m.OptionSet(it.Options)
			for _, o := range set.Options {
				row.Options = append(row.Options, d.whatIfOption(in, set.ID, o))
			}
			out = append(out, row)
		}
	}
	return out
}

func (d *Desk) whatIfOption(in *domain.Instrument, set string, o domain.Option) WhatIfChoice {
	c := WhatIfChoice{ID: o.ID, Text: d.wordOf(in, "option."+set+"."+o.ID)}
	if o.Value != nil {
		c.Value = strconv.Itoa(*o.Value)
	}
	return c
}

// whatIf scores what was typed. It reads the session's edition and nothing
// else of the workspace, and writes nothing.
func (d *Desk) whatIf(r WhatIfRequest) (WhatIfReading, error) {
	out := WhatIfReading{Scores: []WhatIfScore{}, Faults: []WhatIfFault{}, Groups: []domain.NormChoice{}}
	in, _, err := d.whatIfOf(r.InstrumentID, r.SessionID)
	if err != nil {
		return out, err
	}
	who, err := r.Respondent.Clean(in.Domain.Manifest.Respondent)
	if err != nil {
		return out, err
	}
	out.Groups = in.Groups(who)
	answers := domain.Answers{Respondent: who, Group: r.Group, Responses: r.Answers, On: d.door.Workspace.Now()}
	var result domain.Result
	if r.ByTotals {
		result, out.Faults, err = d.whatIfTotals(in, r.Totals, answers)
	} else {
		result, err = in.ScoreWith(answers, false)
	}
	if err != nil || len(out.Faults) > 0 {
		return out, err
	}
	view := report.Build(d.whatIfInput(in, &r, result, out.Groups))
	out.View, out.Scores = &view, d.whatIfScores(&in.Domain, &result)
	return out, nil
}

// whatIfTotals reads, checks and scores totals.
func (d *Desk) whatIfTotals(in *instrument.Instrument, typed map[string]string, who domain.Answers) (domain.Result, []WhatIfFault, error) {
	who.Responses = nil
	form, given, faults := whatif.Totals(in), map[string]norm.Fraction{}, []WhatIfFault{}
	known := map[string]bool{}
	for _, f := range form.Fields {
		known[f.ID] = true
		if strings.TrimSpace(typed[f.ID]) == "" {
			continue
		}
		v, ok := whatif.Number(typed[f.ID])
		if !ok {
			faults = append(faults, WhatIfFault{Scores: []string{f.ID}, Text: d.say("desk.whatif.fault.not_a_number", nil)})
			continue
		}
		given[f.ID] = v
	}
	for id := range typed {
		if !known[id] {
			return domain.Result{}, faults, invalid("totals", "unknown_score")
		}
	}
	for _, f := range form.Check(given) {
		faults = append(faults, d.whatIfFault(&form, f))
	}
	if len(faults) > 0 {
		return domain.Result{}, faults, nil
	}
	r, err := whatif.Score(in, given, who)
	return r, faults, err
}

// whatIfFault words a fault: "The sum is 118 and must be 120."
func (d *Desk) whatIfFault(form *totals.Form, f totals.Fault) WhatIfFault {
	params := i18n.Params{"Got": d.number(f.Got.Float64()), "Want": d.number(f.Want.Float64())}
	if i := slices.IndexFunc(form.Fields, func(t totals.Field) bool { return t.ID == f.Scores[0] }); i >= 0 {
		params["Low"], params["High"] = d.number(form.Fields[i].Low.Float64()), d.number(form.Fields[i].High.Float64())
	}
	return WhatIfFault{Scores: f.Scores, Text: d.say("desk.whatif.fault."+f.Code, params)}
}

func (d *Desk) say(key string, params i18n.Params) string {
	return d.door.Config.Words.Printer(d.door.Choices.Language).T(key, params)
}

// number writes a number with as many decimals as it needs, at most two.
func (d *Desk) number(v float64) string {
	decimals := 0
	for scaled := v; decimals < 2 && scaled != math.Trunc(scaled); scaled *= 10 {
		decimals++
	}
	return d.door.Config.Words.Printer(d.door.Choices.Language).Number(v, decimals)
}

// whatIfInput makes the report of a result that belongs to nobody.
func (d *Desk) whatIfInput(in *instrument.Instrument, r *WhatIfRequest, result domain.Result, groups []domain.NormChoice) report.Input {
	language := d.door.Choices.Language
	if in.Domain.Texts[language] == nil {
		language = in.Domain.Manifest.Languages[0]
	}
	now := d.door.Workspace.Now()
	input := report.Input{
		Instrument: &in.Domain, Result: result, Audience: domain.AudienceCounsellor, Figures: true,
		Session: domain.Session{Instrument: in.Domain.Ref, Norm: in.Domain.Norm, Language: language, FinalisedAt: now},
		Printer: d.door.Config.Words.Printer(language), Software: d.door.Config.Version,
	}
	for id, v := range r.Answers {
		if !r.ByTotals {
			input.Responses = append(input.Responses, domain.Response{ItemID: id, Revision: 1, Value: v, Language: language})
		}
	}
	for i := range groups {
		if groups[i].ByRule {
			input.ByRule = append(input.ByRule, groups[i].Group.Label)
		}
		if r.Group != "" && groups[i].Group.Label == r.Group {
			input.Chosen = &groups[i]
		}
	}
	return input
}

func (d *Desk) whatIfScores(in *domain.Instrument, result *domain.Result) []WhatIfScore {
	out := []WhatIfScore{}
	for _, s := range result.Scores {
		row := WhatIfScore{ID: s.ID, Name: d.scoreName(in, s.ID), Class: s.Class}
		if s.Class != "" {
			row.Class = d.className(in, s.Class)
		}
		if s.Value != nil {
			row.Value = d.number(*s.Value)
		}
		if s.Percentile != nil {
			row.Percentile = d.door.Config.Words.Printer(d.door.Choices.Language).Number(*s.Percentile, 1)
		}
		if s.Value == nil && s.Class == "" {
			row.Missing = d.say("report.missing."+string(cmp.Or(s.Reason, domain.ReasonMissingScore)), nil)
		}
		out = append(out, row)
	}
	return out
}

// className names a class or level, by its id when the instrument has no word for it.
func (d *Desk) className(in *domain.Instrument, class string) string {
	return cmp.Or(d.wordOf(in, "class."+class), d.wordOf(in, "level."+class), class)
}
