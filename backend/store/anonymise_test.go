package store

import (
	"slices"
	"strings"
	"testing"
	"time"

	"kitewise/backend/domain"
)

// keptForResults are the columns that stay as they are, because the results
// rest on them.
var keptForResults = []string{"result.result", "response.process", "session.seed", "event.duration", "visit.total_ms", "norm_choice.norm_group"}

// TestNothingLeadsBackFromAnonymousResults searches every file for everything
// by which the person was stored, but for what the results rest on.
func TestNothingLeadsBackFromAnonymousResults(t *testing.T) {
	dir, s, doomed := crowd(t, Options{})
	ctx, marks := t.Context(), traces(t, s, doomed.ID)
	kept := map[string][]byte{}
	for where, mark := range marks {
		column, _, _ := strings.Cut(where, " ")
		if slices.Contains(keptForResults, column) {
			kept[where] = mark
			delete(marks, where)
		}
	}
	if len(found(t, dir, marks)) < len(marks) {
		t.Fatal("the search does not find all before")
	}
	next := []string{"new-person", "new-session"}
	h, err := s.Anonymise(ctx, doomed.ID, "Z-42", func() string { id := next[0]; next = next[1:]; return id })
	if err != nil || h.Sessions != 2 {
		t.Fatalf("%+v, %v", h, err)
	}
	if where := found(t, dir, marks); len(where) > 0 {
		t.Errorf("open: %d traces, as %s", len(where), where[0])
	}
	if len(found(t, dir, kept)) == 0 {
		t.Error("the results are gone too")
	}
	checkAnonymous(t, s)
	_, err = s.Participant(ctx, doomed.ID)
	wantCode(t, err, domain.CodeNotFound)
	if page, err := s.People(ctx, PeopleFilter{Query: "z-42", Limit: 5}); err != nil || page.Total != 1 {
		t.Errorf("%+v, %v", page, err)
	}
	if err := s.CheckFile(ctx); err != nil {
		t.Error(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if where := found(t, dir, marks); len(where) > 0 {
		t.Errorf("closed: %d traces, as %s", len(where), where[0])
	}
}

// checkAnonymous looks at what was kept: the finished session, whole.
func checkAnonymous(t *testing.T, s *Store) {
	t.Helper()
	ctx := t.Context()
	p, err := s.Participant(ctx, "new-person")
	if err != nil || p.Code != "Z-42" || p.Name != "" || p.Respondent["age"] != "25" {
		t.Errorf("%+v, %v", p, err)
	}
	h, err := s.Held(ctx, p.ID)
	if err != nil || h != (Held{Codes: 1, Sessions: 1, Answers: 4, Results: 1, Consents: 3, Records: 10, Choices: 2}) {
		t.Errorf("%+v, %v", h, err)
	}
	n, err := s.Session(ctx, "new-session")
	start := time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli()
	if err != nil || int64(n.CreatedAt) != start || n.StartedAt-n.CreatedAt != 10 || n.FinalisedAt-n.CreatedAt != 890 || n.Accommodations.Note != "" {
		t.Errorf("%+v, %v", n, err)
	}
	if _, err := s.Finalisation(ctx, n.ID); err != nil {
		t.Errorf("the content hash: %v", err)
	}
	all, err := s.Responses(ctx, n.ID)
	if err != nil || len(all) != 4 || all[0].Value.Text != removedWords || all[0].Value.Ranks[0] != 4 {
		t.Errorf("%+v, %v", all, err)
	}
}

// TestWithoutAResultNothingIsKept: there is nothing to make anonymous.
func TestWithoutAResultNothingIsKept(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	p := person(t, s, "p1", "Dewi", 1)
	_, err := s.Anonymise(t.Context(), p.ID, "Z-1", func() string { return "x" })
	wantCode(t, err, domain.CodeConflict)
	other := everything(t, s, "a", 1)
	_, err = s.Anonymise(t.Context(), other.ID, p.Code, func() string { return "x" })
	wantCode(t, err, domain.CodeConflict) // the code is somebody's
	if h, err := s.Held(t.Context(), other.ID); err != nil || h.Sessions != 2 {
		t.Errorf("%+v, %v", h, err)
	}
}

// TestAWithdrawnResultIsNotKept: the other one is, with the times that it has by
// itself; alone it leaves nothing to keep.
func TestAWithdrawnResultIsNotKept(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	ctx := t.Context()
	p := person(t, s, "p1", "Dewi", 1)
	for i, id := range []string{"s1", "s2"} {
		running(t, s, id, p.ID)
		if err := finalise(ctx, s, domain.Finalisation{SessionID: id, FinalisedAt: domain.Instant(20 + i)}); err != nil {
			t.Fatal(err)
		}
	}
	withdraw := func(id string) {
		t.Helper()
		if err := s.SaveWithdrawal(ctx, domain.Withdrawal{SessionID: id, Withdrawn: true, At: 40}); err != nil {
			t.Fatal(err)
		}
	}
	withdraw("s1")
	ids := []string{"new-person", "new-session"}
	newID := func() string { id := ids[0]; ids = ids[1:]; return id }
	if _, err := s.Anonymise(ctx, p.ID, "Z-1", newID); err != nil {
		t.Fatal(err)
	}
	if all, err := s.SessionsOf(ctx, "new-person"); err != nil || len(all) != 1 || all[0].FinalisedAt-all[0].CreatedAt != 16 {
		t.Errorf("%+v, %v", all, err)
	}
	if seals, err := s.Seals(ctx); err != nil || len(seals) != 1 {
		t.Errorf("%v, %v", seals, err)
	}
	withdraw("new-session")
	_, err := s.Anonymise(ctx, "new-person", "Z-2", func() string { return "x" })
	wantCode(t, err, domain.CodeConflict)
	if h, err := s.Held(ctx, "new-person"); err != nil || h.Sessions != 1 {
		t.Errorf("%+v, %v", h, err)
	}
}

// TestDamageStaysDamageWithoutAName: a content hash that did not hold does not
// hold afterwards.
func TestDamageStaysDamageWithoutAName(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	p := everything(t, s, "a", 1)
	err := s.write(t.Context(), "damage", func(r runner) error {
		return unguarded(r, []string{"result"}, func() error {
			_, err := r.exec(`UPDATE result SET respondent = '{"age":"99"}'`)
			return err
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	ids := []string{"new-person", "new-session"}
	if _, err := s.Anonymise(t.Context(), p.ID, "Z-1", func() string { id := ids[0]; ids = ids[1:]; return id }); err != nil {
		t.Fatal(err)
	}
	_, err = s.Finalisation(t.Context(), "new-session")
	wantCode(t, err, domain.CodeDamagedDatabase)
}
