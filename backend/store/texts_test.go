package store

import (
	"strings"
	"testing"

	"kitewise/backend/domain"
)

const words = "I was born in Ubud on 3 May 1990"

func textAnswer(item string, revision int, text string) domain.Response {
	n := response("s1", item, revision)
	n.Value = domain.Value{Text: text}
	return n
}

// valueOf reads the value of one answer as it can be read now.
func valueOf(t *testing.T, s *Store, item string) domain.Value {
	t.Helper()
	all, err := s.Responses(t.Context(), "s1")
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range all {
		if n.ItemID == item {
			return n.Value
		}
	}
	t.Fatalf("no answer to %s", item)
	return domain.Value{}
}

// storedValue gives the value of the only revision of an item as it stands in the database.
func storedValue(t *testing.T, s *Store, item string) (value string) {
	t.Helper()
	if err := s.readers.QueryRowContext(t.Context(), `SELECT value FROM response WHERE item_id = ?`, item).Scan(&value); err != nil {
		t.Fatal(err)
	}
	return value
}

// TestWordsAreSealedAndReadableToTheirWriterAlone: until Forget by whoever wrote
// them, then by nobody, and by whoever unlocks.
func TestWordsAreSealedAndReadableToTheirWriterAlone(t *testing.T) {
	dir := t.TempDir()
	s := openTest(t, dir, Options{})
	ctx := t.Context()
	person(t, s, "p1", "Dewi", 1)
	running(t, s, "s1", "p1")
	s.Lock()
	wantCode(t, s.SaveResponse(ctx, textAnswer("a", 1, words), domain.Trail{}), domain.CodeLocked) // nowhere to seal it to
	s.Deliver(newTestKeys())
	if err := s.SaveResponse(ctx, textAnswer("a", 1, words), domain.Trail{}); err != nil {
		t.Fatal(err)
	}
	if v := valueOf(t, s, "a"); v.Text != words || v.Sealed != "" {
		t.Errorf("while it is being written: %+v", v)
	}
	s.Forget()
	if v := valueOf(t, s, "a"); v.Text != "" || v.Sealed == "" || (domain.Response{Value: v}).Withdrawn() {
		t.Errorf("forgotten: %+v", v)
	}
	wantCode(t, s.Remember(ctx, "s1"), domain.CodeLocked)
	if got, err := s.Session(ctx, "s1"); err != nil || got.Answered != 1 {
		t.Errorf("%d answered, %v", got.Answered, err)
	}
	if err := s.Unlock(ctx, newTestKeys()); err != nil {
		t.Fatal(err)
	}
	if v := valueOf(t, s, "a"); v.Text != words || v.Sealed != "" {
		t.Errorf("unlocked: %+v", v)
	}
	if err := s.Remember(ctx, "s1"); err != nil {
		t.Fatal(err)
	}
	s.Lock()
	if v := valueOf(t, s, "a"); v.Text != words {
		t.Errorf("remembered: %+v", v)
	}
	if files := holds(t, dir, "ubud"); len(files) > 0 {
		t.Errorf("in clear in %v", files)
	}
}

// TestWordsOpenInTheirPlaceOnly, and their length tells little.
func TestWordsOpenInTheirPlaceOnly(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	ctx := t.Context()
	person(t, s, "p1", "Dewi", 1)
	running(t, s, "s1", "p1")
	for item, text := range map[string]string{"a": "yes", "b": words} {
		if err := s.SaveResponse(ctx, textAnswer(item, 1, text), domain.Trail{}); err != nil {
			t.Fatal(err)
		}
	}
	a, b := storedValue(t, s, "a"), storedValue(t, s, "b")
	if len(a) != len(b) {
		t.Errorf("%d and %d bytes", len(a), len(b))
	}
	put := func(item, value string) {
		t.Helper()
		err := s.write(ctx, "tamper", func(r runner) error {
			return unguarded(r, []string{"response"}, func() error {
				_, err := r.exec(`UPDATE response SET value = ? WHERE item_id = ?`, value, item)
				return err
			})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for name, foreign := range map[string]string{
		"exchanged": b, "cut": a[:len(a)-10] + `"}`, "not sealed": strings.Replace(a, sealedMark, "", 1),
	} {
		put("a", foreign)
		_, err := s.Responses(ctx, "s1")
		if domain.CodeOf(err) != domain.CodeDamagedDatabase {
			t.Errorf("%s: %v", name, err)
		}
	}
	put("a", a)
	if v := valueOf(t, s, "a"); v.Text != "yes" {
		t.Errorf("put back: %+v", v)
	}
}

// TestWordsOfAnEarlierVersionAreSealedAtTheNextUnlocking, under a content hash
// that holds, and nothing is left of them.
func TestWordsOfAnEarlierVersionAreSealedAtTheNextUnlocking(t *testing.T) {
	dir := t.TempDir()
	s := taken(t, dir)
	ctx := t.Context()
	person(t, s, "p1", "Dewi", 1)
	running(t, s, "s1", "p1")
	if err := s.SaveResponse(ctx, response("s1", "r", 1), domain.Trail{}); err != nil {
		t.Fatal(err)
	}
	err := s.write(ctx, "write as an earlier version did", func(r runner) error {
		_, err := r.exec(`INSERT INTO response (session_id, item_id, revision, value, language, process, answered_at)
			VALUES ('s1', 'a', 1, json_object('ranks', NULL, 'text', ?), 'en', '{}', 7)`, words)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := finalise(ctx, s, domain.Finalisation{SessionID: "s1", FinalisedAt: 9}); err != nil {
		t.Fatal(err)
	}
	if err := s.SaveSettings(ctx, map[string]string{settingTexts: ""}); err != nil {
		t.Fatal(err)
	}
	ranks, triggers := storedValue(t, s, "r"), schemaOf(t, dir)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if len(holds(t, dir, "ubud")) == 0 {
		t.Fatal("the search finds nothing before")
	}
	for range 2 { // the second time there is nothing to do
		s = taken(t, dir)
		if v := valueOf(t, s, "a"); v.Text != words {
			t.Errorf("%+v", v)
		}
		if _, err := s.Finalisation(ctx, "s1"); err != nil {
			t.Error(err)
		}
		if storedValue(t, s, "r") != ranks || schemaOf(t, dir) != triggers {
			t.Error("more was changed than the words")
		}
		wantCode(t, s.SaveResponse(ctx, textAnswer("a", 2, "later"), domain.Trail{}), domain.CodeConflict)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if files := holds(t, dir, "ubud"); len(files) > 0 {
			t.Errorf("in clear in %v", files)
		}
	}
}
