package bridge

import (
	"strings"
	"testing"

	"kitewise/backend/desk"
	"kitewise/backend/domain"
	"kitewise/backend/door"
	"kitewise/backend/kiosk"
	"kitewise/backend/report"
)

// prepared makes a session that waits for its hand-over.
func prepared(t *testing.T, b *Bridge) domain.Session {
	t.Helper()
	p := must[domain.Participant](t)(b.Desk.SaveParticipant(desk.ParticipantRequest{Name: "Made"}))
	return must[domain.Session](t)(b.Desk.Prepare(desk.PrepareRequest{ParticipantID: p.ID, InstrumentID: "learning-cycle", Language: "id"}))
}

// TestTheNoticeIsKeptByVersion: a draft stores nothing, a gap is refused, every
// edit is a version, and every version can be read as it was.
func TestTheNoticeIsKeptByVersion(t *testing.T) {
	b := opened(t, config(t.TempDir()))
	first := must[desk.Notice](t)(b.Desk.Notice())
	if first.Version != 0 || first.Months != 24 || len(first.Texts) != 2 || len(first.Texts[0].Parts) != len(domain.NoticeParts()) {
		t.Fatalf("%+v", first)
	}
	half := map[string]map[string]string{"en": {"purpose": "For {desk}."}}
	whole := map[string]map[string]string{"en": {"purpose": "For {desk}."}, "id": {"purpose": "Untuk {desk}."}}
	for _, save := range []func(desk.NoticeRequest) error{
		func(r desk.NoticeRequest) error { return second(b.Desk.SaveNotice(r)) },
		func(r desk.NoticeRequest) error { return second(b.Desk.PreviewNotice(r)) },
	} {
		fault := wantCode(t, save(desk.NoticeRequest{Name: "Ubud", Months: 84, Words: half}), domain.CodeInvalid)
		if fault.Params["Field"] != "id.purpose" || fault.Params["Reason"] != "other_language" || fault.Params["Language"] != "en" {
			t.Errorf("%v", fault.Params)
		}
	}
	draft := must[desk.NoticeWords](t)(b.Desk.PreviewNotice(desk.NoticeRequest{Name: "Ubud", Months: 84, Words: whole}))
	if draft.Version != 0 || draft.Texts[1].Parts[0].Words != "Untuk Ubud." || draft.Texts[1].Title == draft.Texts[0].Title {
		t.Errorf("%+v", draft)
	}
	if now := must[desk.Notice](t)(b.Desk.Notice()); now.Version != 0 || now.Name != "" {
		t.Errorf("a draft or a refused one was stored: %+v", now)
	}
	for i, r := range []desk.NoticeRequest{{Name: "Ubud", Months: 84, Words: whole}, {Name: "Ubud", Months: 84, Words: whole}, {Name: "Ubud", Months: 12, Words: whole}} {
		got := must[desk.Notice](t)(b.Desk.SaveNotice(r))
		if want := []int{1, 1, 2}[i]; got.Version != want || len(got.Versions) != want || got.At == 0 {
			t.Errorf("%d: version %d of %d", i, got.Version, len(got.Versions))
		}
	}
	for version, want := range map[int]string{1: "7 years", 2: "1 year"} {
		words := must[desk.NoticeWords](t)(b.Desk.NoticeVersion(version))
		if kept := words.Texts[0].Parts[2]; kept.ID != "kept" || !strings.Contains(kept.Words, want) {
			t.Errorf("version %d: %+v", version, kept)
		}
	}
	wantCode(t, second(b.Desk.NoticeVersion(3)), domain.CodeNotFound)
}

// TestTheBasisIsSettledAtTheDesk: until the participant agrees it can change,
// every entry stays, and each names the words that stood then.
func TestTheBasisIsSettledAtTheDesk(t *testing.T) {
	b := opened(t, config(t.TempDir()))
	s := prepared(t, b)
	if c := must[desk.Conditions](t)(b.Desk.Conditions(s.ID)); c.Basis != domain.BasisNone || c.Fixed || !c.Arrangeable {
		t.Errorf("%+v", c)
	}
	for _, r := range []desk.ConditionsRequest{
		{Basis: domain.BasisPaper, Date: "2026-01-31", Accommodations: domain.Accommodations{Reader: true}},
		{Basis: domain.BasisNone},
	} {
		r.SessionID = s.ID
		if c := must[desk.Conditions](t)(b.Desk.SaveConditions(r)); c.Basis != r.Basis || c.Date != r.Date || c.Accommodations != r.Accommodations {
			t.Errorf("%+v of %+v", c, r)
		}
	}
	fault := wantCode(t, second(b.Desk.SaveConditions(desk.ConditionsRequest{SessionID: s.ID, Basis: domain.BasisPaper, Date: "2999-01-01"})), domain.CodeInvalid)
	if fault.Params["Field"] != "date" {
		t.Errorf("%v", fault.Params)
	}
	handOver(t, b, s.ID)
	agree(t, b)
	comeBack(t, b, "pause")
	late := must[desk.Conditions](t)(b.Desk.SaveConditions(desk.ConditionsRequest{SessionID: s.ID, Basis: domain.BasisLegal, Accommodations: domain.Accommodations{Keyboard: true}}))
	if !late.Fixed || late.Basis != domain.BasisConsent || !late.Accommodations.Keyboard {
		t.Errorf("a basis that stands was replaced, or what is arranged was not recorded: %+v", late)
	}
	got := []string{}
	for _, e := range must[[]desk.ConsentEntry](t)(b.Desk.Consents(s.ParticipantID)) {
		got = append(got, string(e.Basis))
		words := must[desk.NoticeWords](t)(b.Desk.NoticeVersion(e.Notice))
		if e.Language != "id" || words.Version != e.Notice || e.Last != (e.Revision == 3) || e.InstrumentTitle == "" || e.At == 0 {
			t.Errorf("%+v", e)
		}
	}
	if strings.Join(got, " ") != "consent  paper" {
		t.Errorf("entries %q", got)
	}
}

// TestDecliningLeavesOneFact: nothing but that is in the list, and nothing more
// can be recorded.
func TestDecliningLeavesOneFact(t *testing.T) {
	b := opened(t, config(t.TempDir()))
	s := prepared(t, b)
	handOver(t, b, s.ID)
	k := must[kiosk.Session](t)(b.Kiosk.Session())
	must[kiosk.Session](t)(b.Kiosk.Consent(kiosk.ConsentRequest{Hash: k.Consent.Hash}))
	comeBack(t, b, "finish")
	row := must[desk.People](t)(b.Desk.People(desk.PeopleRequest{})).Rows[0].Sessions[0]
	if row.Session.State != domain.StateAbandoned || row.Session.Reason != domain.ReasonDeclined || row.Session.Answered != 0 || row.Headline != "" {
		t.Errorf("%+v", row)
	}
	c := must[desk.Conditions](t)(b.Desk.Conditions(s.ID))
	if !c.Fixed || c.Arrangeable || c.Basis != domain.BasisDeclined {
		t.Errorf("%+v", c)
	}
	wantCode(t, second(b.Desk.SaveConditions(desk.ConditionsRequest{SessionID: s.ID, Accommodations: domain.Accommodations{Reader: true}})), domain.CodeSessionClosed)
}

// TestWhatWasArrangedIsToldAfterTheEnd: on the counsellor's view and on paper,
// with the result as it was.
func TestWhatWasArrangedIsToldAfterTheEnd(t *testing.T) {
	b := opened(t, config(t.TempDir()))
	s := handedOver(t, b, "Dewi", "en")
	if err := answerAll(b, func(kiosk.Saved) error { return nil }); err != nil {
		t.Fatal(err)
	}
	must[kiosk.Session](t)(b.Kiosk.Finish())
	comeBack(t, b, "finish")
	arranged := func() string {
		for _, p := range must[report.View](t)(b.Desk.Result(desk.ResultRequest{SessionID: s.ID})).Parts {
			if p.About == nil {
				continue
			}
			for _, f := range p.About.Facts {
				if f.Label == "Arranged" {
					return f.Value
				}
			}
		}
		return ""
	}
	if got := arranged(); got != "nothing special" {
		t.Errorf("before: %q", got)
	}
	must[desk.Conditions](t)(b.Desk.SaveConditions(desk.ConditionsRequest{SessionID: s.ID, Accommodations: domain.Accommodations{ExtraTime: true, Note: "a pause of an hour"}}))
	if got := arranged(); !strings.HasPrefix(got, "extra time; a pause of an hour; recorded on ") {
		t.Errorf("after: %q", got)
	}
}

// TestEveryCardIsWhole: what a counsellor wants to know before choosing.
func TestEveryCardIsWhole(t *testing.T) {
	b := opened(t, config(t.TempDir()))
	for _, language := range []string{"en", "id"} {
		must[door.Status](t)(b.Desk.SaveSettings(door.Settings{Language: language, Theme: "system", Paper: "A4"}))
		for _, c := range must[[]desk.InstrumentCard](t)(b.Desk.Instruments()) {
			if c.Purpose == "" || c.Group == "" || c.Notice == "" || c.Supervision == "" || c.Licence.Holder == "" || c.Licence.Statement == "" || c.MinutesHigh == 0 || len(c.Languages) == 0 {
				t.Errorf("%s in %s: %+v", c.ID, language, c)
			}
			for _, n := range c.Norms {
				if n.Sample == "" || n.N == 0 || n.Source == "" {
					t.Errorf("%s: %+v", c.ID, n)
				}
			}
		}
	}
	if card := cardOf(t, b, "learning-cycle"); len(card.Norms) != 1 || !card.Norms[0].Approximate || strings.Count(card.Norms[0].Source, "; ") != 1 {
		t.Errorf("%+v", card.Norms)
	}
}
