package bridge

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kitewise/backend/desk"
	"kitewise/backend/domain"
	"kitewise/backend/door"
	"kitewise/backend/kiosk"
	"kitewise/backend/report"
)

// resting is a bridge on a workspace with the instrument evening-rest of its
// own, and a session of it that is handed over.
func resting(t *testing.T, language string) (*Bridge, domain.Session) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	if err := os.CopyFS(filepath.Join(dir, "instruments"), repo("testdata/instruments")); err != nil {
		t.Fatal(err)
	}
	b := opened(t, config(dir))
	p := must[domain.Participant](t)(b.Desk.SaveParticipant(desk.ParticipantRequest{Name: "Dewi"}))
	s := must[domain.Session](t)(b.Desk.Prepare(desk.PrepareRequest{ParticipantID: p.ID, InstrumentID: "evening-rest", Language: language}))
	handOver(t, b, s.ID)
	agree(t, b)
	return b, s
}

// spoken collects everything that the participant's side is given.
type spoken struct {
	t    *testing.T
	b    *Bridge
	said []any
}

func (p *spoken) session() kiosk.Session {
	k := must[kiosk.Session](p.t)(p.b.Kiosk.Session())
	p.said = append(p.said, k)
	return k
}

// give ranks the ending with these words first, the others as they come.
func (p *spoken) give(item, first string) kiosk.Saved {
	p.t.Helper()
	k := p.session()
	at := slices.IndexFunc(k.Items, func(it kiosk.Item) bool { return it.ID == item })
	it, ranks, next := k.Items[at], []int{}, 2
	for _, words := range it.Ranking.Endings {
		if words == first {
			ranks = append(ranks, 3)
			continue
		}
		ranks = append(ranks, next)
		next--
	}
	saved := must[kiosk.Saved](p.t)(p.b.Kiosk.Answer(kiosk.AnswerRequest{
		SessionID: k.SessionID, ItemID: item, Answer: kiosk.Given{Ranks: ranks}, Revision: it.Revision,
	}))
	p.said = append(p.said, saved)
	return saved
}

// wantDiscreet: nothing that the participant's side was given tells of a
// confidential flag.
func (p *spoken) wantDiscreet() {
	p.t.Helper()
	page, err := json.Marshal(p.said)
	if err != nil {
		p.t.Fatal(err)
	}
	for _, secret := range []string{"CARRIES_ALONE", "Keeps what weighs", "Ask how they are", "LITTLE_TALK", "urgent"} {
		if strings.Contains(string(page), secret) {
			p.t.Errorf("the participant's side reads %q", secret)
		}
	}
}

// TestASafetyFlagReachesTheDeskAlone: raised by an answer that is changed, it
// stands in the list of a paused and of a finished session and first on the
// result, in the desk's language, and nowhere on the participant's side.
func TestASafetyFlagReachesTheDeskAlone(t *testing.T) {
	b, s := resting(t, "en")
	p := &spoken{t: t, b: b}
	first := p.give("d1", "being quiet for a while")
	if !slices.Equal(first.Sections, []string{"day", "night", "after"}) || first.Total != 7 {
		t.Errorf("%+v", first)
	}
	p.give("d2", "keep it to myself")
	p.give("d2", "tell somebody about it")
	p.said = append(p.said, comeBack(t, b, "pause"))
	row := must[desk.People](t)(b.Desk.People(desk.PeopleRequest{})).Rows[0].Sessions[0]
	if row.Session.State != domain.StatePaused || len(row.Urgent) != 1 || row.Urgent[0].Name != "Keeps what weighs on them to themselves" ||
		row.Session.Answered != 2 || row.Session.Total != 7 {
		t.Errorf("paused: %+v", row)
	}
	must[door.Status](t)(b.Desk.SaveSettings(door.Settings{Language: "id", Theme: "dark", Paper: "A4"}))
	p.said = append(p.said, handOver(t, b, s.ID))
	hidden := p.give("d1", "going out and moving")
	if !slices.Equal(hidden.Sections, []string{"day", "after"}) || hidden.Answered != 2 || hidden.Total != 4 {
		t.Errorf("%+v", hidden)
	}
	p.said = append(p.said, must[kiosk.Session](t)(b.Kiosk.Finish()))
	p.said = append(p.said, comeBack(t, b, "finish"))
	p.wantDiscreet()
	row = must[desk.People](t)(b.Desk.People(desk.PeopleRequest{})).Rows[0].Sessions[0]
	if row.Session.State != domain.StateFinalised || len(row.Urgent) != 1 || row.Urgent[0].Name != "Menyimpan beban pikiran sendiri" {
		t.Errorf("finished: %+v", row)
	}
	view, err := b.Desk.Result(desk.ResultRequest{SessionID: s.ID})
	if err != nil || len(view.Urgent) != 1 || view.Urgent[0].Code != "CARRIES_ALONE" || view.UrgentTitle == "" {
		t.Errorf("%+v, %v", view.Urgent, err)
	}
	taken, err := door.Call(b.door, "Desk.Result", func() (report.View, error) {
		outcome, err := b.door.Workspace.Engine.Result(t.Context(), s.ID)
		in := b.door.Workspace.ReportInput(outcome, b.door.Config.Words.Printer("id"), "")
		in.Audience = domain.AudienceEveryone
		return report.Build(in), err
	})
	if err != nil || len(taken.Urgent) != 0 || len(taken.Flags) != 0 {
		t.Errorf("on paper %+v %+v, %v", taken.Urgent, taken.Flags, err)
	}
}
