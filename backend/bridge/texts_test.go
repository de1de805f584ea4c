package bridge

import (
	"slices"
	"strings"
	"testing"

	"kitewise/backend/desk"
	"kitewise/backend/domain"
	"kitewise/backend/door"
	"kitewise/backend/kiosk"
	"kitewise/backend/session"
)

// wordsItem is the item of study-habits that is answered in own words.
const wordsItem = "helps"

// askedForWords hands a session with an item for own words over.
func askedForWords(t *testing.T, b *Bridge) domain.Session {
	t.Helper()
	p := must[domain.Participant](t)(b.Desk.SaveParticipant(desk.ParticipantRequest{Name: "Dewi"}))
	s := must[domain.Session](t)(b.Desk.Prepare(desk.PrepareRequest{ParticipantID: p.ID, InstrumentID: "study-habits", Language: "en"}))
	handOver(t, b, s.ID)
	agree(t, b)
	return s
}

// wordsOf gives the item as the participant's page gets it.
func wordsOf(t *testing.T, b *Bridge) kiosk.Item {
	t.Helper()
	for _, it := range must[kiosk.Session](t)(b.Kiosk.Session()).Items {
		if it.ID == wordsItem {
			return it
		}
	}
	t.Fatal("no such item")
	return kiosk.Item{}
}

func write(t *testing.T, b *Bridge, id string, given kiosk.Given, revision int) kiosk.Saved {
	t.Helper()
	return must[kiosk.Saved](t)(b.Kiosk.Answer(kiosk.AnswerRequest{SessionID: id, ItemID: wordsItem, Answer: given, Revision: revision}))
}

// scales answers everything that has options with the first of them.
func scales(t *testing.T, b *Bridge, id string) {
	t.Helper()
	for _, it := range must[kiosk.Session](t)(b.Kiosk.Session()).Items {
		if it.Choice != nil && !it.Answered {
			must[kiosk.Saved](t)(b.Kiosk.Answer(kiosk.AnswerRequest{SessionID: id, ItemID: it.ID, Answer: kiosk.Given{Chosen: []int{1}}}))
		}
	}
}

// TestOwnWordsAreSealedKeptAndScored: readable to their writer in the same run
// and after a pause, not after a kill; nothing is lost then, and whoever unlocks
// reads every word.
func TestOwnWordsAreSealedKeptAndScored(t *testing.T) {
	dir, planted := t.TempDir(), markers()
	t.Setenv("TMPDIR", dir) // what is put down in between lies there too
	b := opened(t, config(dir))
	s := askedForWords(t, b)
	look := func(when string) {
		t.Helper()
		if found := hits(t, dir, planted); len(found) > 0 {
			t.Errorf("%s: %d hits, as %s", when, len(found), found[0])
		}
	}
	text := "I come from Ubud.\n" + strings.Join(planted[:20], " ")
	for _, written := range []string{planted[0], text} { // typed bit by bit
		write(t, b, s.ID, kiosk.Given{Text: written}, wordsOf(t, b).Revision)
	}
	write(t, b, s.ID, kiosk.Given{Text: text}, 1) // its acknowledgement was lost
	if it := wordsOf(t, b); it.Answer.Text != text || it.Answer.Sealed || it.Revision != 2 {
		t.Errorf("%+v", it)
	}
	look("while it is written")
	comeBack(t, b, "pause")
	look("at the desk")
	handOver(t, b, s.ID)
	if it := wordsOf(t, b); it.Answer.Text != text {
		t.Errorf("after a pause: %+v", it.Answer)
	}

	restart := func() {
		t.Helper()
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
		look("closed")
		b = started(t, config(dir))
		wantMode(t, b, door.ModeParticipant)
	}
	restart()
	it := wordsOf(t, b)
	if it.Answer.Text != "" || !it.Answer.Sealed || !it.Answered || it.Revision != 2 {
		t.Errorf("after a kill: %+v", it)
	}
	if saved := write(t, b, s.ID, kiosk.Given{Sealed: true}, it.Revision); saved.Revision != 2 {
		t.Errorf("let stand: %+v", saved)
	}
	scales(t, b, s.ID)
	must[kiosk.Session](t)(b.Kiosk.Finish())
	comeBack(t, b, "finish") // scored without the key
	store := b.door.Workspace.Store
	responses := must[[]domain.Response](t)(store.Responses(t.Context(), s.ID))
	i := slices.IndexFunc(responses, func(r domain.Response) bool { return r.ItemID == wordsItem && r.Revision == 2 })
	if i < 0 || responses[i].Value.Text != text {
		t.Errorf("unlocked: %+v", responses)
	}
	if v := must[session.Verdict](t)(b.door.Workspace.Engine.Verify(t.Context(), s.ID)); v != session.VerdictSound {
		t.Errorf("verified: %s", v)
	}
	look("finished")

	// Written anew after a kill.
	next := askedForWords(t, b)
	write(t, b, next.ID, kiosk.Given{Text: planted[21]}, 0)
	restart()
	wantCode(t, second(b.Kiosk.Answer(kiosk.AnswerRequest{SessionID: next.ID, ItemID: wordsItem, Answer: kiosk.Given{Text: planted[22]}})), domain.CodeStaleAnswer)
	write(t, b, next.ID, kiosk.Given{Text: planted[22]}, 1)
	wantCode(t, second(b.Kiosk.Answer(kiosk.AnswerRequest{SessionID: next.ID, ItemID: wordsItem, Answer: kiosk.Given{Sealed: true}, Revision: 2})), domain.CodeStaleAnswer)
	if it := wordsOf(t, b); it.Answer.Text != planted[22] || it.Revision != 2 {
		t.Errorf("written anew: %+v", it)
	}
	look("written anew")
}
