package store

import (
	"crypto/aes"
	"crypto/cipher"
	"fmt"
	"strings"
	"testing"

	"kitewise/backend/domain"
)

// testKeys seals with AES-GCM under one fixed key, for this room's tests.
type testKeys struct{ aead cipher.AEAD }

func newTestKeys() testKeys {
	block, err := aes.NewCipher([]byte("a key for tests, of 32 bytes ..."))
	if err != nil {
		panic(err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err)
	}
	return testKeys{aead}
}

func (k testKeys) Seal(table, column, row string, plain []byte) ([]byte, error) {
	return k.aead.Seal(nil, nil, plain, []byte(table+"|"+column+"|"+row)), nil
}

func (k testKeys) Open(table, column, row string, sealed []byte) ([]byte, error) {
	plain, err := k.aead.Open(nil, nil, sealed, []byte(table+"|"+column+"|"+row))
	if err != nil {
		return nil, domain.Fail(domain.CodeDamagedDatabase, err, "Reason", "sealed_field")
	}
	return plain, nil
}

func (k testKeys) Post(plain []byte) ([]byte, error) { return k.Seal("", "", "inbox", plain) }

func (k testKeys) Collect(sealed []byte) ([]byte, error) { return k.Open("", "", "inbox", sealed) }

func TestWhileLockedThereAreCodesAndNoNames(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	ctx := t.Context()
	p := person(t, s, "p1", "Dewi", 1)
	n := running(t, s, "s1", "p1")
	n.Accommodations.Note = "reads with a glass"
	if err := s.SaveSession(ctx, n, domain.StateRunning, domain.Trail{}); err != nil {
		t.Fatal(err)
	}
	s.Lock()
	_, err := s.People(ctx, PeopleFilter{Limit: 5})
	wantCode(t, err, domain.CodeLocked)
	_, err = s.CreateParticipant(ctx, domain.Participant{ID: "p2"})
	wantCode(t, err, domain.CodeLocked)
	wantCode(t, s.UpdateParticipant(ctx, p, 2), domain.CodeLocked)
	if got, err := s.Participant(ctx, "p1"); err != nil || got.Name != "" || got.Code != p.Code {
		t.Errorf("%+v, %v", got, err)
	}
	// The session goes on, and its note comes through as it is.
	got, err := s.Session(ctx, "s1")
	if err != nil || strings.Contains(got.Accommodations.Note, "glass") {
		t.Fatalf("%+v, %v", got, err)
	}
	got.Step = "b"
	if err := s.SaveSession(ctx, got, domain.StateRunning, domain.Trail{}); err != nil {
		t.Fatal(err)
	}
	got.Accommodations.Note = "in clear"
	wantCode(t, s.SaveSession(ctx, got, domain.StateRunning, domain.Trail{}), domain.CodeLocked)
	if err := s.Unlock(ctx, newTestKeys()); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Session(ctx, "s1"); err != nil || got.Accommodations.Note != n.Accommodations.Note || got.Step != "b" {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err := s.Participant(ctx, "p1"); err != nil || got.Name != "Dewi" {
		t.Errorf("%+v, %v", got, err)
	}
}

// TestASealedNameBelongsToItsRow exchanges two names in the file.
func TestASealedNameBelongsToItsRow(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	ctx := t.Context()
	person(t, s, "p1", "Dewi", 1)
	person(t, s, "p2", "Budi", 2)
	s.Lock()
	if _, err := s.writer.ExecContext(ctx, `UPDATE participant SET name = (SELECT name FROM participant WHERE id = 'p2') WHERE id = 'p1'`); err != nil {
		t.Fatal(err)
	}
	wantCode(t, s.Unlock(ctx, newTestKeys()), domain.CodeDamagedDatabase)
	if _, err := s.writer.ExecContext(ctx, `UPDATE participant SET name = 'Dewi' WHERE id = 'p1'`); err != nil {
		t.Fatal(err)
	}
	wantCode(t, s.Unlock(ctx, newTestKeys()), domain.CodeDamagedDatabase)
	_, err := s.People(ctx, PeopleFilter{Limit: 5})
	wantCode(t, err, domain.CodeLocked)
}

// TestTheIndexSaysWhatTheTableSays: after every kind of change the order and
// the finds are those of a fresh index.
func TestTheIndexSaysWhatTheTableSays(t *testing.T) {
	s := openTest(t, t.TempDir(), Options{})
	ctx := t.Context()
	for i := range 30 {
		p := person(t, s, fmt.Sprintf("p%02d", i), fmt.Sprintf("Name %d", i%7), domain.Instant(i))
		switch i % 4 {
		case 1:
			running(t, s, "s"+p.ID, p.ID)
			if err := s.SaveResponse(ctx, response("s"+p.ID, "a", 1), domain.Trail{}); err != nil {
				t.Fatal(err)
			}
		case 2:
			p.Name, p.Code = fmt.Sprintf("Ünal %d", i), fmt.Sprintf("X-%d", i)
			if err := s.UpdateParticipant(ctx, p, domain.Instant(i*2)); err != nil {
				t.Fatal(err)
			}
		case 3: // a failing act moves nobody
			if _, err := s.CreateParticipant(ctx, domain.Participant{ID: "q", Name: "Nobody", Code: "R-0001"}); err == nil {
				t.Fatal("a code was given twice")
			}
		}
	}
	look := func() (all []string) {
		for _, query := range []string{"", "name 3", "ünal", "x-1", "nobody"} {
			page, err := s.People(ctx, PeopleFilter{Query: query, Limit: 100})
			if err != nil || page.Total != len(page.People) {
				t.Fatal(page.Total, err)
			}
			for _, p := range page.People {
				all = append(all, query+":"+p.ID+p.Name+p.Code)
			}
		}
		return all
	}
	before := look()
	s.Lock()
	if err := s.Unlock(ctx, newTestKeys()); err != nil {
		t.Fatal(err)
	}
	if after := look(); strings.Join(before, " ") != strings.Join(after, " ") || len(before) < 40 {
		t.Errorf("before %v\nafter  %v", before, after)
	}
}

// TestASearchReadsOneStatement, however many people there are.
func TestASearchReadsOneStatement(t *testing.T) {
	count := 0
	s := openTest(t, t.TempDir(), Options{Trace: func(string) { count++ }})
	for i := range 120 {
		person(t, s, fmt.Sprintf("p%03d", i), "Dewi", domain.Instant(i))
	}
	count = 0
	page, err := s.People(t.Context(), PeopleFilter{Query: "dew", Limit: 50})
	if err != nil || len(page.People) != 50 || page.Total != 120 || count != 1 {
		t.Errorf("%d people of %d by %d statements, %v", len(page.People), page.Total, count, err)
	}
}
