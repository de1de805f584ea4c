package bridge

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kitewise/backend/desk"
	"kitewise/backend/domain"
	"kitewise/backend/instrument"
	"kitewise/backend/kiosk"
	"kitewise/backend/report"
)

// form is the ranks of CE, RO, AC, AE in each set.
type form map[string]map[string]int

// thinking is a form whose every style set puts ideas first and the moment last.
func thinking() form {
	out := form{}
	for id := range worked {
		if out[id] = worked[id]; id[0] == 's' {
			out[id] = map[string]int{"CE": 1, "RO": 3, "AC": 4, "AE": 2}
		}
	}
	return out
}

// axes computes ACCE and AERO of a form on the norm's eleven endings.
func (f form) axes() (acce, aero float64) {
	sum := map[string]int{}
	for item, ranks := range f {
		for mode, rank := range ranks {
			if item[0] == 's' {
				sum[mode] += rank
			}
		}
	}
	return float64(sum["AC"]-sum["CE"]) * 11 / 12, float64(sum["AE"]-sum["RO"]) * 11 / 12
}

// sat lets a participant answer the learning cycle whole.
func sat(t *testing.T, b *Bridge, participantID, language string, f form) domain.Session {
	t.Helper()
	return speaking(t, b, participantID, language, f, func(int) string { return language })
}

// speaking is sat in the language that is given for the nth set.
func speaking(t *testing.T, b *Bridge, participantID, language string, f form, at func(n int) string) domain.Session {
	t.Helper()
	in := must[*instrument.Instrument](t)(b.door.Workspace.Instruments.Latest("learning-cycle"))
	s := must[domain.Session](t)(b.Desk.Prepare(desk.PrepareRequest{ParticipantID: participantID, InstrumentID: "learning-cycle", Language: language}))
	handOver(t, b, s.ID)
	agree(t, b)
	k := must[kiosk.Session](t)(b.Kiosk.Session())
	for n := range k.Items {
		if lang := at(n); lang != k.Language {
			k = must[kiosk.Session](t)(b.Kiosk.Speak(lang))
		}
		item := k.Items[n]
		ranks := make([]int, len(item.Ranking.Endings))
		for mode, rank := range f[item.ID] {
			text, _ := in.Domain.Text(k.Language, "item."+item.ID+"."+mode)
			ranks[slices.Index(item.Ranking.Endings, text)] = rank
		}
		must[string](t)(b.Kiosk.Visit(kiosk.VisitRequest{Step: item.ID}))
		must[kiosk.Saved](t)(b.Kiosk.Answer(kiosk.AnswerRequest{SessionID: k.SessionID, ItemID: item.ID, Answer: kiosk.Given{Ranks: ranks}, Process: kiosk.Process{ShownAt: 1, TotalMs: 9000, Means: "pointer"}}))
	}
	must[kiosk.Session](t)(b.Kiosk.Finish())
	comeBack(t, b, "finish")
	return s
}

func changePart(t *testing.T, v report.View) report.Part {
	t.Helper()
	for _, p := range v.Parts {
		if p.Kind == report.KindChange {
			return p
		}
	}
	t.Fatal("the result has no part about a change")
	return report.Part{}
}

// TestTwoSessionsAreComparedAtTheDesk goes by hand: SEM² of ACCE is 2.7480² +
// 2.6663² + Q, of AERO 2.9039² + 2.8964² + Q, Q a sixth of the four together.
func TestTwoSessionsAreComparedAtTheDesk(t *testing.T) {
	cfg := config(t.TempDir())
	path := filepath.Join(t.TempDir(), "report.pdf")
	cfg.Dialog = &chosenPath{path: path}
	b := opened(t, cfg)
	p := must[domain.Participant](t)(b.Desk.SaveParticipant(desk.ParticipantRequest{Name: "Ratna"}))
	first, second, other := sat(t, b, p.ID, "en", worked), sat(t, b, p.ID, "en", thinking()), sat(t, b, p.ID, "id", worked)

	rows := must[[]desk.EarlierSession](t)(b.Desk.EarlierSessions(second.ID))
	if len(rows) != 1 || rows[0].SessionID != first.ID || rows[0].Reason != "" {
		t.Fatalf("to compare with: %+v", rows)
	}
	if rows = must[[]desk.EarlierSession](t)(b.Desk.EarlierSessions(other.ID)); len(rows) != 2 || rows[0].Reason != "language" {
		t.Errorf("in another language: %+v", rows)
	}
	if rows = must[[]desk.EarlierSession](t)(b.Desk.EarlierSessions(first.ID)); len(rows) != 0 {
		t.Errorf("before the first: %+v", rows)
	}

	v := must[report.View](t)(b.Desk.Result(desk.ResultRequest{SessionID: second.ID, EarlierID: first.ID}))
	c := changePart(t, v).Change
	q := (2.666300743*2.666300743 + 2.896437707*2.896437707 + 2.748018292*2.748018292 + 2.903900785*2.903900785) / 6
	semY, semX := math.Sqrt(2.748018292*2.748018292+2.666300743*2.666300743+q), math.Sqrt(2.903900785*2.903900785+2.896437707*2.896437707+q)
	y0, x0 := form(worked).axes()
	y1, x1 := thinking().axes()
	if (y1-y0)*(y1-y0)/(2*semY*semY)+(x1-x0)*(x1-x0)/(2*semX*semX) <= 5.991 {
		t.Fatal("the two forms do not differ enough for this test")
	}
	for i, d := range []struct{ d, sem float64 }{{y1 - y0, semY}, {x1 - x0, semX}} {
		least := 1.96 * math.Sqrt2 * d.sem
		if a := c.Axes[i]; a.Beyond != (math.Abs(d.d) > least) {
			t.Errorf("%s changed by %v, must exceed %v: %+v", a.Code, d.d, least, a)
		}
	}
	if f := c.Field; math.Abs(f.Y-f.Grid.Y-(y1-y0)) > 1e-9 || math.Abs(f.Grid.X-f.X-(x1-x0)) > 1e-9 {
		t.Errorf("points %v, %v and %v, %v", f.Grid.X, f.Grid.Y, f.X, f.Y)
	}
	if e := c.Field.Grid.Ellipses[0]; math.Abs(e.RadiusY-math.Sqrt(2*5.991)*semY) > 1e-6 || math.Abs(e.RadiusX-math.Sqrt(2*5.991)*semX) > 1e-6 {
		t.Errorf("ellipse %+v", e)
	}

	if missing := changePart(t, must[report.View](t)(b.Desk.Result(desk.ResultRequest{SessionID: other.ID, EarlierID: first.ID}))).Missing; missing == "" {
		t.Error("sessions in two languages are compared")
	}
	_, err := b.Desk.Result(desk.ResultRequest{SessionID: first.ID, EarlierID: second.ID})
	wantCode(t, err, domain.CodeInvalid)

	without := must[desk.SavedReport](t)(b.Desk.SaveReport(desk.ReportRequest{SessionID: second.ID, Paper: "A4"}))
	with := must[desk.SavedReport](t)(b.Desk.SaveReport(desk.ReportRequest{SessionID: second.ID, Paper: "A4", EarlierID: first.ID}))
	if with.Pages <= without.Pages {
		t.Errorf("%d pages with a comparison, %d without", with.Pages, without.Pages)
	}
	if data := must[[]byte](t)(os.ReadFile(path)); !bytes.HasPrefix(data, []byte("%PDF-")) {
		t.Error("no PDF")
	}
	if plain := must[report.View](t)(b.Desk.Result(desk.ResultRequest{SessionID: second.ID})); strings.Contains(plain.Parts[len(plain.Parts)-2].ID, "change") {
		t.Error("a comparison that nobody asked for")
	}
}

// TestTheLanguageOfTheAnswersDecidesNotTheOneReadLast: 19 sets in English and the
// last in Indonesian are no Indonesian session; a look at the other language and
// back changes nothing.
func TestTheLanguageOfTheAnswersDecidesNotTheOneReadLast(t *testing.T) {
	b := opened(t, config(t.TempDir()))
	p := must[domain.Participant](t)(b.Desk.SaveParticipant(desk.ParticipantRequest{Name: "Ratna"}))
	mixed := speaking(t, b, p.ID, "en", worked, func(n int) string {
		if n == len(worked)-1 {
			return "id"
		}
		return "en"
	})
	indonesian := sat(t, b, p.ID, "id", worked)
	turned := speaking(t, b, p.ID, "en", worked, func(int) string { return "id" })

	reason := map[string]string{}
	for _, row := range must[[]desk.EarlierSession](t)(b.Desk.EarlierSessions(turned.ID)) {
		reason[row.SessionID] = row.Reason + " " + strings.Join(row.Languages, " ")
	}
	if reason[mixed.ID] != "mixed en id" || reason[indonesian.ID] != " id" {
		t.Errorf("%q", reason)
	}
	for _, lang := range []string{"en", "id"} {
		part := changePart(t, must[report.View](t)(b.Desk.Result(desk.ResultRequest{SessionID: indonesian.ID, EarlierID: mixed.ID, Language: lang})))
		if want := map[string]string{"en": "more than one language", "id": "lebih dari satu bahasa"}[lang]; part.Change != nil || !strings.Contains(part.Missing, want) {
			t.Errorf("%s: %q", lang, part.Missing)
		}
	}
	v := must[report.View](t)(b.Desk.Result(desk.ResultRequest{SessionID: mixed.ID, Language: "en"}))
	if got := v.Header.SessionLanguage; got != "English and Bahasa Indonesia" {
		t.Errorf("answered in %q", got)
	}
	if part := changePart(t, must[report.View](t)(b.Desk.Result(desk.ResultRequest{SessionID: turned.ID, EarlierID: indonesian.ID}))); part.Change == nil {
		t.Errorf("two sessions in Indonesian: %q", part.Missing)
	}
}
