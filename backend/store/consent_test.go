package store

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kitewise/backend/domain"
)

// TestNoAnswerWithoutABasis goes through every basis as the newest entry.
func TestNoAnswerWithoutABasis(t *testing.T) {
	for _, basis := range []domain.Basis{
		"none yet", domain.BasisNone, domain.BasisConsent, domain.BasisDeclined, domain.BasisPaper, domain.BasisGuardian, domain.BasisLegal,
	} {
		s := openTest(t, t.TempDir(), Options{})
		begun(t, s, "s1", person(t, s, "p1", "A", 1).ID)
		if basis != "none yet" {
			c := consent("s1", 1, basis)
			if basis.Dated() {
				c.Date = "2026-11-20"
			}
			if _, err := s.SaveConsent(t.Context(), c, notice("why")); err != nil {
				t.Fatal(err)
			}
		}
		err := s.SaveResponse(t.Context(), response("s1", "a", 1), domain.Trail{})
		if (err == nil) != basis.Permits() {
			t.Errorf("basis %q: %v", basis, err)
		}
		if !basis.Permits() {
			wantCode(t, err, domain.CodeConflict)
		}
	}
}

func TestDecliningStoresOnlyThatFact(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	ctx := t.Context()
	p := person(t, s, "p1", "A", 1)
	begun(t, s, "s1", p.ID)
	begun(t, s, "other", p.ID)
	left := func(id string, late bool) {
		t.Helper()
		for _, kind := range []domain.EventKind{domain.EventFocus, domain.EventWrongPIN} {
			if err := s.SaveEvent(ctx, domain.Event{SessionID: id, Kind: kind, At: 7, DurationMs: 1500, Late: late}); err != nil {
				t.Fatal(err)
			}
		}
	}
	left("s1", false)
	left("other", false)
	if _, err := s.SaveConsent(ctx, consent("s1", 1, domain.BasisDeclined), notice("why")); err != nil {
		t.Fatal(err)
	}
	n, err := s.Session(ctx, "s1")
	if err != nil || n.State != domain.StateAbandoned || n.Reason != domain.ReasonDeclined || n.Basis != domain.BasisDeclined {
		t.Errorf("%+v, %v", n, err)
	}
	wantCode(t, s.SaveResponse(ctx, response("s1", "a", 1), domain.Trail{}), domain.CodeConflict)
	wantCode(t, s.SavePractice(ctx, domain.Practice{SessionID: "s1", Type: "ranking", Tries: 1}), domain.CodeConflict)
	_, err = s.SaveConsent(ctx, consent("s1", 2, domain.BasisConsent), notice("why"))
	wantCode(t, err, domain.CodeConflict)
	left("s1", true)
	for id, want := range map[string]int{"s1": 0, "other": 2} {
		if got, err := s.Events(ctx, id); err != nil || len(got) != want {
			t.Errorf("%s: %d events are kept, want %d, %v", id, len(got), want, err)
		}
	}
	if got := acts(t, s); !slices.Contains(got, domain.ActPINWrong) {
		t.Errorf("the log does not tell of the wrong PIN: %v", got)
	}
}

func TestABasisStandsOnceItIsUsed(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	ctx := t.Context()
	p := person(t, s, "p1", "A", 1)
	for _, id := range []string{"agreed", "answered"} {
		begun(t, s, id, p.ID)
	}
	for _, c := range []domain.Consent{
		consent("agreed", 1, domain.BasisLegal), consent("agreed", 2, domain.BasisNone), consent("agreed", 3, domain.BasisConsent),
		consent("answered", 1, domain.BasisLegal),
	} {
		if _, err := s.SaveConsent(ctx, c, notice("why")); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.SaveResponse(ctx, response("answered", "a", 1), domain.Trail{}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []domain.Consent{
		consent("agreed", 4, domain.BasisLegal), consent("agreed", 4, domain.BasisDeclined), consent("agreed", 6, domain.BasisLegal),
		consent("answered", 1, domain.BasisLegal), consent("answered", 2, domain.BasisNone),
	} {
		_, err := s.SaveConsent(ctx, c, notice("why"))
		wantCode(t, err, domain.CodeConflict)
	}
	got, err := s.Consent(ctx, "agreed")
	want := domain.Consent{SessionID: "agreed", Revision: 3, Basis: domain.BasisConsent, Notice: 1, Language: "en", Purposes: "why en", At: 6}
	want.Hash = notice("why").Texts[0].Hash()
	if d := cmp.Diff(want, got); d != "" || err != nil {
		t.Error(d, err)
	}
}

func TestEveryEditOfANoticeIsAVersion(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	ctx := t.Context()
	for i, words := range []string{"one", "one", "two", "one"} {
		n, err := s.SaveNotice(ctx, map[string]string{"k": words}, notice(words))
		if want := []int{1, 1, 2, 3}[i]; err != nil || n.Version != want {
			t.Errorf("%d: version %d, %v; want %d", i, n.Version, err, want)
		}
	}
	all, err := s.Notices(ctx)
	want := []domain.Notice{notice("one"), notice("two"), notice("one")}
	for i := range want {
		want[i].Version = 3 - i
	}
	if d := cmp.Diff(want, all); d != "" || err != nil {
		t.Error(d, err)
	}
	if _, err := s.writer.ExecContext(ctx, `DROP TRIGGER notice_keeps`); err != nil {
		t.Fatal(err)
	}
	if _, err := s.writer.ExecContext(ctx, `UPDATE notice SET words = replace(words, 'you', 'all')`); err != nil {
		t.Fatal(err)
	}
	_, err = s.Notices(ctx)
	wantCode(t, err, domain.CodeDamagedDatabase)
}

func TestAReversedPracticeStays(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	ctx := t.Context()
	begun(t, s, "s1", person(t, s, "p1", "A", 1).ID)
	for _, p := range []domain.Practice{
		{SessionID: "s1", Type: "ranking", Tries: 2, Reversed: true, At: 8},
		{SessionID: "s1", Type: "ranking", Tries: 1, At: 9},
		{SessionID: "s1", Type: "likert", Tries: 1, At: 9},
	} {
		if err := s.SavePractice(ctx, p); err != nil {
			t.Fatal(err)
		}
	}
	got, err := s.Practices(ctx, "s1")
	want := []domain.Practice{
		{SessionID: "s1", Type: "likert", Tries: 1, At: 9}, {SessionID: "s1", Type: "ranking", Tries: 2, Reversed: true, At: 9},
	}
	if d := cmp.Diff(want, got); d != "" || err != nil {
		t.Error(d, err)
	}
}

func TestAccommodationsChangeUntilTheEnd(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	n := running(t, s, "s1", person(t, s, "p1", "A", 1).ID)
	n.Accommodations = domain.Accommodations{Reader: true, Note: "large print"}
	if err := s.SaveSession(t.Context(), n, n.State, domain.Trail{}); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Session(t.Context(), "s1"); err != nil || got.Accommodations != n.Accommodations {
		t.Errorf("%+v, %v", got.Accommodations, err)
	}
	if err := finalise(t.Context(), s, domain.Finalisation{SessionID: "s1", FinalisedAt: 9}); err != nil {
		t.Fatal(err)
	}
	wantCode(t, s.SaveSession(t.Context(), n, domain.StateFinalised, domain.Trail{}), domain.CodeConflict)
}

// TestWhatIsArrangedLaterLeavesTheSealWhole: it stands beside what was sealed,
// in turn, and only for a session that is finalised.
func TestWhatIsArrangedLaterLeavesTheSealWhole(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	ctx := t.Context()
	n := running(t, s, "s1", person(t, s, "p1", "A", 1).ID)
	n.Accommodations = domain.Accommodations{Keyboard: true}
	if err := s.SaveSession(ctx, n, n.State, domain.Trail{}); err != nil {
		t.Fatal(err)
	}
	later := domain.Accommodations{Keyboard: true, Reader: true, Note: "first half"}
	wantCode(t, s.ArrangeLater(ctx, "s1", later, 8), domain.CodeConflict)
	if err := finalise(ctx, s, domain.Finalisation{SessionID: "s1", FinalisedAt: 9}); err != nil {
		t.Fatal(err)
	}
	for i, a := range []domain.Accommodations{{}, later} {
		if err := s.ArrangeLater(ctx, "s1", a, domain.Instant(20+i)); err != nil {
			t.Fatal(err)
		}
	}
	got, err := s.Session(ctx, "s1")
	if err != nil || got.Accommodations != later || got.ArrangedLater != 21 {
		t.Errorf("%+v at %d, %v", got.Accommodations, got.ArrangedLater, err)
	}
	if _, err := s.Finalisation(ctx, "s1"); err != nil {
		t.Error("the seal is broken:", err)
	}
	for _, query := range []string{`UPDATE arranged_later SET at = 30`, `DELETE FROM arranged_later`,
		`INSERT INTO arranged_later (session_id, revision, accommodations, at) VALUES ('s1', 2, '{}', 30)`} {
		if _, err := s.writer.ExecContext(ctx, query); err == nil {
			t.Errorf("%s was taken", query)
		}
	}
}

func TestEveryEntryOfAPersonIsListed(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	ctx := t.Context()
	one, other := person(t, s, "p1", "A", 1), person(t, s, "p2", "B", 1)
	for id, p := range map[string]string{"s1": one.ID, "s2": one.ID, "s3": other.ID} {
		begun(t, s, id, p)
	}
	for i, c := range []domain.Consent{
		consent("s1", 1, domain.BasisLegal), consent("s3", 1, domain.BasisLegal), consent("s2", 1, domain.BasisDeclined), consent("s1", 2, domain.BasisConsent),
	} {
		c.At = domain.Instant(10 + i)
		if _, err := s.SaveConsent(ctx, c, notice([]string{"why", "why", "other", "why"}[i])); err != nil {
			t.Fatal(err)
		}
	}
	all, err := s.ConsentsOf(ctx, one.ID)
	got := []string{}
	for _, c := range all {
		n, err := s.Notice(ctx, c.Notice)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := n.In(c.Language)
		got = append(got, c.SessionID+" "+string(c.Basis)+" "+text.Words[domain.NoticePurpose])
		if text.Hash() != c.Hash {
			t.Errorf("%+v is not about the words of its version", c)
		}
	}
	if d := cmp.Diff([]string{"s1 consent why en", "s2 declined other en", "s1 legal_duty why en"}, got); d != "" || err != nil {
		t.Error(d, err)
	}
	_, err = s.Notice(ctx, 9)
	wantCode(t, err, domain.CodeNotFound)
}
