package store

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kitewise/backend/domain"
)

func TestCodesIncreaseAndAreNeverReused(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	ctx := t.Context()
	if got := person(t, s, "p1", "A", 1).Code; got != "R-0001" {
		t.Errorf("first code %s", got)
	}
	if _, err := s.CreateParticipant(ctx, domain.Participant{ID: "p2", Code: "r-0002"}); err != nil {
		t.Fatal(err)
	}
	three := person(t, s, "p3", "C", 3)
	if three.Code != "R-0003" {
		t.Errorf("a code given by hand was given again: %s", three.Code)
	}
	_, err := s.CreateParticipant(ctx, domain.Participant{ID: "p4", Code: "R-0001"})
	wantCode(t, err, domain.CodeConflict)
	three.Code = "X-1"
	if err := s.UpdateParticipant(ctx, three, 4); err != nil {
		t.Fatal(err)
	}
	_, err = s.CreateParticipant(ctx, domain.Participant{ID: "p5", Code: "r-0003"})
	wantCode(t, err, domain.CodeConflict)
	three.Code = "R-0003" // its own former code
	if err := s.UpdateParticipant(ctx, three, 5); err != nil {
		t.Error(err)
	}
	if got := person(t, s, "p6", "F", 6).Code; got != "R-0004" {
		t.Errorf("next code %s", got)
	}
	wantCode(t, s.UpdateParticipant(ctx, domain.Participant{ID: "nobody", Code: "N-1"}, 7), domain.CodeNotFound)
}

func TestPeopleArePagedByKeyNewestActivityFirst(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	want := []string{}
	for i := range 23 {
		p := person(t, s, fmt.Sprintf("p%02d", i), fmt.Sprintf("Ünal %d", i), domain.Instant(i/2)) // equal times too
		want = append([]string{p.ID}, want...)
	}
	got, after := []string{}, ""
	for pages := 0; ; pages++ {
		page, err := s.People(t.Context(), PeopleFilter{Query: "üNAL", After: after, Limit: 5})
		if err != nil || pages > 5 {
			t.Fatal(err, pages)
		}
		if page.Total != 23 {
			t.Errorf("total %d", page.Total)
		}
		for _, p := range page.People {
			got = append(got, p.ID)
		}
		if after = page.Next; after == "" {
			break
		}
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	_, err := s.People(t.Context(), PeopleFilter{After: "nonsense", Limit: 5})
	wantCode(t, err, domain.CodeInvalid)
}

func TestPeopleAreFoundByNameOrCodeInAnyCase(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	person(t, s, "p1", "Dewi LESTARI", 1)
	person(t, s, "p2", "ΣΟΦΟΣ 100%", 2)
	person(t, s, "p3", "", 3)
	for query, want := range map[string]int{
		"lestari": 1, "DEWI": 1, "σοφος": 1, "r-000": 3, "R-0003": 1, "100%": 1, "%": 1, "_": 0, "": 3, "nobody": 0,
	} {
		page, err := s.People(t.Context(), PeopleFilter{Query: query, Limit: 10})
		if err != nil || len(page.People) != want || page.Total != want {
			t.Errorf("%q: %d people, total %d, %v; want %d", query, len(page.People), page.Total, err, want)
		}
	}
}

// TestTheListIsInTheOrderOfTheLastActs, in memory and in the database, although
// who stands on top already is not moved again.
func TestTheListIsInTheOrderOfTheLastActs(t *testing.T) {
	s, r := openTest(t, t.TempDir(), Options{}), rand.New(rand.NewPCG(4, 4))
	order, revisions := []string{}, map[string]int{}
	answer := func(id string, at int) {
		revisions[id]++
		n := response("s-"+id, "a", revisions[id])
		n.AnsweredAt = domain.Instant(at)
		if err := s.SaveResponse(t.Context(), n, domain.Trail{}); err != nil {
			t.Fatal(err)
		}
		order = append([]string{id}, slices.DeleteFunc(order, func(other string) bool { return other == id })...)
	}
	for n, id := range []string{"pc", "pa", "pd", "pb"} {
		running(t, s, "s-"+id, person(t, s, id, "Person "+id, 1).ID)
		answer(id, 10+n)
	}
	for n := range 60 {
		id := order[min(r.IntN(6), 3)] // the one on top and the last one often
		if r.IntN(2) == 0 {
			id = order[0]
		}
		answer(id, 100+n)
		page, err := s.People(t.Context(), PeopleFilter{Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		got := []string{}
		for _, p := range page.People {
			got = append(got, p.ID)
		}
		stored := []string{}
		err = s.read(t.Context(), "test", func(r runner) error {
			return r.each(func(scan func(...any) error) error {
				id := ""
				err := scan(&id)
				stored = append(stored, id)
				return err
			}, `SELECT id FROM participant ORDER BY active_at DESC, id DESC`)
		})
		if d := cmp.Diff(order, got) + cmp.Diff(order, stored); d != "" || err != nil {
			t.Fatalf("after act %d: %v %s", n, err, d)
		}
	}
}

func TestASessionMovesItsPersonUp(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	first := person(t, s, "p1", "A", 1)
	person(t, s, "p2", "B", 3)
	running(t, s, "s1", first.ID) // created at 5
	page, err := s.People(t.Context(), PeopleFilter{Limit: 10})
	if err != nil || page.People[0].ID != "p1" {
		t.Errorf("%v, %v", page.People, err)
	}
}

func TestAnAnswerMovesItsPersonUp(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	running(t, s, "s1", person(t, s, "p1", "A", 1).ID) // created at 5
	person(t, s, "p2", "B", 6)
	top := func() string {
		page, err := s.People(t.Context(), PeopleFilter{Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		return page.People[0].ID
	}
	before := top()
	if err := s.SaveResponse(t.Context(), response("s1", "a", 1), domain.Trail{}); err != nil { // answered at 7
		t.Fatal(err)
	}
	if before != "p2" || top() != "p1" {
		t.Errorf("%s before the answer, %s after it", before, top())
	}
}

func TestSessionsComeBackAsStored(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	p, err := s.CreateParticipant(t.Context(), domain.Participant{ID: "p1", Name: "A", Respondent: domain.Respondent{"age": "21"}, CreatedAt: 4})
	if err != nil {
		t.Fatal(err)
	}
	want := running(t, s, "s1", p.ID)
	r := response("s1", "a", 1)
	if err := s.SaveResponse(t.Context(), r, domain.Trail{}); err != nil {
		t.Fatal(err)
	}
	want.Answered = 1
	want.Step = "a"
	if err := s.SaveSession(t.Context(), want, domain.StateRunning, domain.Trail{}); err != nil {
		t.Fatal(err)
	}
	got, err := s.Session(t.Context(), "s1")
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	back, err := s.Participant(t.Context(), "p1")
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(p, back); d != "" {
		t.Error(d)
	}
	all, err := s.Responses(t.Context(), "s1")
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]domain.Response{r}, all); d != "" {
		t.Error(d)
	}
	listed := []ListedSession{}
	err = s.EachSession(t.Context(), func(l ListedSession) error { listed = append(listed, l); return nil })
	if err != nil || len(listed) != 1 || listed[0].Code != "R-0001" || listed[0].ID != "s1" {
		t.Errorf("%v, %v", listed, err)
	}
	_, err = s.Session(t.Context(), "none")
	wantCode(t, err, domain.CodeNotFound)
	wantCode(t, s.SaveSession(t.Context(), want, domain.StatePaused, domain.Trail{}), domain.CodeConflict)
}

func TestAFinalisationComesBackUnderItsSeal(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	ctx := t.Context()
	running(t, s, "s1", person(t, s, "p1", "A", 1).ID)
	if err := s.SaveResponse(ctx, response("s1", "a", 1), domain.Trail{}); err != nil {
		t.Fatal(err)
	}
	value := 37.0
	want := domain.Finalisation{
		SessionID: "s1", FinalisedAt: 9, Respondent: domain.Respondent{"age": "21"},
		Result: domain.Result{Scores: []domain.Score{{ID: "CE", Value: &value}}, Flags: []string{"X"}},
	}
	stored, err := s.Finalise(ctx, want)
	if err != nil {
		t.Fatal(err)
	}
	got, err := s.Finalisation(ctx, "s1")
	if err != nil {
		t.Fatal(err)
	}
	want.Seal = stored.Seal
	if d := cmp.Diff(want, got); d != "" || len(got.Seal) != 64 {
		t.Error(d, got.Seal)
	}
	wantCode(t, finalise(ctx, s, want), domain.CodeConflict)
	_, err = s.Finalisation(ctx, "s2")
	wantCode(t, err, domain.CodeNotFound)
}

// TestWhatMustNotChangeCannot goes below the methods, straight at the tables.
func TestWhatMustNotChangeCannot(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	ctx := t.Context()
	p := person(t, s, "p1", "A", 1)
	running(t, s, "s1", p.ID)
	running(t, s, "s2", p.ID)
	if err := s.SaveResponse(ctx, response("s1", "a", 1), domain.Trail{}); err != nil {
		t.Fatal(err)
	}
	if err := finalise(ctx, s, domain.Finalisation{SessionID: "s1", FinalisedAt: 9}); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		`UPDATE response SET value = '{}'`,
		`DELETE FROM response`,
		`REPLACE INTO response SELECT session_id, item_id, revision, '{}', language, process, answered_at FROM response`,
		`INSERT INTO response SELECT session_id, item_id, 2, value, language, process, answered_at FROM response`,
		`UPDATE result SET seal = ''`,
		`DELETE FROM result`,
		`REPLACE INTO result SELECT session_id, result, '{}', seal FROM result`,
		`UPDATE session SET step = 'x' WHERE id = 's1'`,
		`UPDATE session SET seed = 'x' WHERE id = 's2'`,
		`UPDATE session SET norm_hash = 'x' WHERE id = 's2'`,
		`DELETE FROM session WHERE id = 's2'`,
		`UPDATE consent SET basis = ''`,
		`DELETE FROM consent`,
		`REPLACE INTO consent SELECT session_id, revision, 'legal_duty', notice, hash, language, purposes, '', at FROM consent`,
		`UPDATE notice SET words = '{}'`,
		`DELETE FROM notice`,
		`INSERT INTO practice VALUES ('s1', 'ranking', 1, 0, 8)`,
		`UPDATE participant_code SET participant_id = 'p1'`,
		`DELETE FROM participant_code`,
		`DELETE FROM participant`,
	} {
		if _, err := s.writer.ExecContext(ctx, statement); err == nil {
			t.Errorf("it could be done: %s", statement)
		} else if code := codeOf(err); code != domain.CodeConflict && code != domain.CodeNotFound {
			t.Errorf("%s: code %q, %v", statement, code, err)
		}
	}
	wantCode(t, s.SaveResponse(ctx, response("s1", "b", 1), domain.Trail{}), domain.CodeConflict)
	if _, err := s.Finalisation(ctx, "s1"); err != nil {
		t.Errorf("the result is hurt: %v", err)
	}
}

// TestTheSealNoticesOneChangedByte changes each covered table behind the
// triggers' back.
func TestTheSealNoticesOneChangedByte(t *testing.T) {
	for _, change := range []string{
		`UPDATE response SET value = replace(value, '4,3', '3,4')`,
		`UPDATE response SET answered_at = answered_at + 1`,
		`DELETE FROM response WHERE item_id = 'b'`,
		`INSERT INTO response SELECT session_id, item_id, 2, value, language, process, answered_at FROM response`,
		`UPDATE session SET instrument_hash = 'other'`,
		`UPDATE session SET seed = 'other'`,
		`UPDATE session SET accommodations = '{"reader":true}'`,
		`UPDATE consent SET basis = 'legal_duty'`,
		`UPDATE consent SET at = at + 1`,
		`DELETE FROM consent`,
		`INSERT INTO practice VALUES ('s1', 'ranking', 1, 1, 8)`,
		`UPDATE result SET respondent = '{"age":"22"}'`,
		`UPDATE session SET finalised_at = 10`,
		`UPDATE result SET result = CAST(result || x'00' AS BLOB)`,
	} {
		s := openTest(t, t.TempDir(), Options{})
		ctx := t.Context()
		running(t, s, "s1", person(t, s, "p1", "A", 1).ID)
		for _, item := range []string{"a", "b"} {
			if err := s.SaveResponse(ctx, response("s1", item, 1), domain.Trail{}); err != nil {
				t.Fatal(err)
			}
		}
		f := domain.Finalisation{SessionID: "s1", FinalisedAt: 9, Respondent: domain.Respondent{}}
		if err := finalise(ctx, s, f); err != nil {
			t.Fatal(err)
		}
		for _, trigger := range []string{"response_keeps", "response_stays", "response_late", "result_keeps", "session_closed", "session_pinned",
			"consent_keeps", "consent_stays", "practice_late"} {
			if _, err := s.writer.ExecContext(ctx, "DROP TRIGGER "+trigger); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.Finalisation(ctx, "s1"); err != nil {
			t.Fatal(err)
		}
		if _, err := s.writer.ExecContext(ctx, change); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Finalisation(ctx, "s1"); domain.CodeOf(err) != domain.CodeDamagedDatabase {
			t.Errorf("not noticed: %s (%v)", change, err)
		}
	}
}

// TestChoicesOfAGroupAreRevisions: in turn, of a finalised session, for ever.
func TestChoicesOfAGroupAreRevisions(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	ctx := t.Context()
	p := person(t, s, "p1", "A", 1)
	session := running(t, s, "s1", p.ID)
	choice := domain.GroupChoice{SessionID: "s1", Revision: 1, Group: "EDU:x", ChosenAt: 7}
	wantCode(t, s.SaveGroupChoice(ctx, choice), domain.CodeConflict) // no result yet
	if err := finalise(ctx, s, domain.Finalisation{SessionID: session.ID, FinalisedAt: 5}); err != nil {
		t.Fatal(err)
	}
	before, err := s.Finalisation(ctx, "s1")
	if err != nil {
		t.Fatal(err)
	}
	second := domain.GroupChoice{SessionID: "s1", Revision: 2, Group: "", ChosenAt: 8}
	wantCode(t, s.SaveGroupChoice(ctx, second), domain.CodeConflict) // out of turn
	for _, c := range []domain.GroupChoice{choice, second} {
		if err := s.SaveGroupChoice(ctx, c); err != nil {
			t.Fatal(err)
		}
		wantCode(t, s.SaveGroupChoice(ctx, c), domain.CodeConflict)
	}
	got, err := s.GroupChoices(ctx, "s1")
	if d := cmp.Diff([]domain.GroupChoice{choice, second}, got); err != nil || d != "" {
		t.Error(err, d)
	}
	if none, err := s.GroupChoices(ctx, "other"); err != nil || len(none) > 0 || none == nil {
		t.Error(none, err)
	}
	for _, text := range []string{"UPDATE norm_choice SET norm_group = 'x'", "DELETE FROM norm_choice"} {
		err := s.write(ctx, "spoil", func(r runner) error { _, err := r.exec(text); return err })
		wantCode(t, err, domain.CodeConflict)
	}
	wantCode(t, s.SaveGroupChoice(ctx, domain.GroupChoice{SessionID: "none", Revision: 1}), domain.CodeNotFound)
	after, err := s.Finalisation(ctx, "s1")
	if d := cmp.Diff(before, after); err != nil || d != "" {
		t.Error(err, d)
	}
}
