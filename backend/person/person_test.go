package person

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"filippo.io/age"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
	"kitewise/backend/report/pdf"
	"kitewise/backend/store"
	"kitewise/backend/workspace"
)

// open is a sealer that seals nothing, for this room's tests.
type open struct{}

func (open) Seal(_, _, _ string, plain []byte) ([]byte, error)  { return plain, nil }
func (open) Open(_, _, _ string, sealed []byte) ([]byte, error) { return sealed, nil }
func (open) Post(plain []byte) ([]byte, error)                  { return plain, nil }
func (open) Collect(sealed []byte) ([]byte, error)              { return sealed, nil }

const passphrase = "for your eyes only"

// sample is a workspace with one person who finished a session.
func sample(t *testing.T) (*workspace.Workspace, domain.Participant, domain.Session) {
	t.Helper()
	ctx := context.Background()
	ws, err := workspace.Open(ctx, t.TempDir(), os.DirFS("../../instruments"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ws.Close() })
	if err := ws.Store.Unlock(ctx, open{}); err != nil {
		t.Fatal(err)
	}
	p, err := ws.Store.CreateParticipant(ctx, domain.Participant{ID: "p", Name: "Ni Luh Dewi", CreatedAt: 1_700_000_000_000})
	if err != nil {
		t.Fatal(err)
	}
	s, err := ws.Engine.Prepare(ctx, p.ID, "learning-cycle", "id")
	if err != nil {
		t.Fatal(err)
	}
	_, err = ws.Engine.Start(ctx, s.ID)
	_, agreed := ws.Engine.Consent(ctx, s.ID, true, domain.Notice{Texts: []domain.NoticeText{{Language: "id", Words: map[string]string{"purpose": "Untuk Anda."}}}})
	if err := errors.Join(err, agreed); err != nil {
		t.Fatal(err)
	}
	in, err := ws.Instruments.Latest("learning-cycle")
	if err != nil {
		t.Fatal(err)
	}
	for _, item := range in.Domain.Manifest.Order() {
		r := domain.Response{SessionID: s.ID, ItemID: item, Revision: 1, Value: domain.Value{Ranks: []int{4, 3, 2, 1}}, Language: "id", AnsweredAt: 1_700_000_001_000}
		if err := ws.Store.SaveResponse(ctx, r, domain.Trail{}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := ws.Engine.Finish(ctx, s.ID); err != nil {
		t.Fatal(err)
	}
	return ws, p, s
}

func request(t *testing.T, id string) Request {
	t.Helper()
	words, err := i18n.Load(os.DirFS("../../locales"))
	if err != nil {
		t.Fatal(err)
	}
	return Request{ParticipantID: id, Passphrase: passphrase, Paper: pdf.A4, Words: words, Language: "id", Program: "1.2.3", work: 8}
}

func gathered(t *testing.T, ws *workspace.Workspace, id string) *Archive {
	t.Helper()
	a, err := Gather(t.Context(), ws, request(t, id))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// opened reads an archive as somebody without the program does.
func opened(t *testing.T, path, passphrase string) (map[string][]byte, error) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	identity, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := age.Decrypt(f, identity)
	if err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(plain)
	if err != nil {
		t.Fatal(err)
	}
	files, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, file := range files.File {
		r, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		if out[file.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return out, nil
}

func TestAnArchiveHoldsEverything(t *testing.T) {
	ws, p, s := sample(t)
	path, noted := filepath.Join(t.TempDir(), "dewi"+Ending), 0
	a := gathered(t, ws, p.ID)
	if err := a.Write(path, func() error { noted++; return nil }); err != nil || noted != 1 {
		t.Fatal(err, noted)
	}
	if _, err := opened(t, path, passphrase+"?"); err == nil {
		t.Error("another passphrase opens it")
	}
	files, err := opened(t, path, passphrase)
	if err != nil || len(files) != 3 || len(a.Missing) > 0 {
		t.Fatalf("%d files, %v, %v", len(files), a.Missing, err)
	}
	if !bytes.HasPrefix(files["reports/01-learning-cycle.pdf"], []byte("%PDF-")) {
		t.Error("the report is not there")
	}
	for _, word := range []string{"Semua yang disimpan", "Everything that", Format} {
		if !bytes.Contains(files["README.txt"], []byte(word)) {
			t.Errorf("the note does not say %q", word)
		}
	}
	c := Content{}
	if err := json.Unmarshal(files["person.json"], &c); err != nil {
		t.Fatal(err)
	}
	if c.Format != Format || c.Person["name"] != "Ni Luh Dewi" || c.Person["created_at"] != "2023-11-14T22:13:20Z" || len(c.Sessions) != 1 || len(c.Notices) != 1 {
		t.Errorf("%+v", c)
	}
	session := c.Sessions[0]
	if session["id"] != s.ID || session["report"] != "reports/01-learning-cycle.pdf" {
		t.Errorf("%v", session)
	}
	for table, want := range map[string]int{"response": 20, "result": 1, "consent": 1} {
		if rows, _ := session[table].([]any); len(rows) != want {
			t.Errorf("%s: %d rows", table, len(rows))
		}
	}
}

// TestAWithdrawnSessionHasNoReport: what is stored of it is inside all the same,
// with the entry that says so.
func TestAWithdrawnSessionHasNoReport(t *testing.T) {
	ws, p, s := sample(t)
	if _, err := ws.Engine.Withdraw(t.Context(), s.ID, true, ""); err != nil {
		t.Fatal(err)
	}
	a, path := gathered(t, ws, p.ID), filepath.Join(t.TempDir(), "dewi"+Ending)
	if err := a.Write(path, func() error { return nil }); err != nil {
		t.Fatal(err)
	}
	files, err := opened(t, path, passphrase)
	if err != nil || len(files) != 2 || len(a.Missing) > 0 || !slices.Equal(a.Withheld, []string{s.ID}) {
		t.Fatalf("%d files, %v, %v, %v", len(files), a.Missing, a.Withheld, err)
	}
	c := Content{}
	if err := json.Unmarshal(files["person.json"], &c); err != nil {
		t.Fatal(err)
	}
	for table, want := range map[string]int{"response": 20, "result": 1, "withdrawal": 1} {
		if rows, _ := c.Sessions[0][table].([]any); len(rows) != want {
			t.Errorf("%s: %d rows", table, len(rows))
		}
	}
	if _, there := c.Sessions[0]["report"]; there {
		t.Error("a report is named")
	}
}

// TestEveryStoredRowIsInTheJSON compares with what the store gives, table by
// table, so that none is lost by the way it is laid out.
func TestEveryStoredRowIsInTheJSON(t *testing.T) {
	ws, p, _ := sample(t)
	rows, err := ws.Store.Everything(t.Context(), p.ID)
	if err != nil {
		t.Fatal(err)
	}
	rows["of_a_later_version"] = []store.Row{{"participant_id": "p", "words": "later, of the person"}}
	rows["of_a_later_session"] = []store.Row{{"session_id": rows["session"][0]["id"], "words": "later, of the session"}}
	c := contentOf(rows, "1", 1)
	raw, err := c.write()
	if err != nil {
		t.Fatal(err)
	}
	var back any
	if err := json.Unmarshal(raw, &back); err != nil {
		t.Fatal(err)
	}
	for table, all := range rows {
		got := countOf(back, table)
		switch table {
		case "participant":
			got = len(all)
			if c.Person["id"] != p.ID {
				t.Error("the person is lost")
			}
		case "session":
			got = len(c.Sessions)
		case "notice":
			got = len(c.Notices)
		}
		if got != len(all) {
			t.Errorf("%s: %d rows of %d", table, got, len(all))
		}
	}
	for _, words := range []string{"later, of the person", "later, of the session"} {
		if !strings.Contains(string(raw), words) {
			t.Errorf("%q is lost", words)
		}
	}
}

// countOf counts the elements of every list under that key.
func countOf(v any, key string) (n int) {
	switch v := v.(type) {
	case map[string]any:
		for name, inner := range v {
			if list, ok := inner.([]any); ok && name == key {
				n += len(list)
			}
			n += countOf(inner, key)
		}
	case []any:
		for _, inner := range v {
			n += countOf(inner, key)
		}
	}
	return n
}

// spoiled passes bytes on and spoils one, or stops at it.
type spoiled struct {
	to   io.Writer
	at   int
	cut  bool
	past int
}

func (s *spoiled) Write(p []byte) (int, error) {
	out := slices.Clone(p)
	if i := s.at - s.past; i >= 0 && i < len(out) {
		out[i] ^= 1
		if s.cut {
			out = out[:i]
		}
	} else if s.cut && i < 0 {
		out = nil
	}
	s.past += len(p)
	_, err := s.to.Write(out)
	return len(p), err
}

// TestAFileThatIsNotRightIsNoSuccess spoils and cuts the file at many places
// while it is written: none gets its name, and what stood there stays.
func TestAFileThatIsNotRightIsNoSuccess(t *testing.T) {
	ws, p, _ := sample(t)
	a := gathered(t, ws, p.ID)
	var whole bytes.Buffer
	if err := a.seal(&whole); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "x"+Ending)
	if err := os.WriteFile(path, []byte("before"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, cut := range []bool{false, true} {
		for i := range 40 {
			at := whole.Len() * i / 40
			err := workspace.ReplaceChecked(path, func(w io.Writer) error { return a.seal(&spoiled{to: w, at: at, cut: cut}) },
				func(f *os.File) error { return a.check(f) })
			if err == nil {
				t.Errorf("spoiled at %d (cut: %v), and taken", at, cut)
			}
		}
	}
	if err := a.Write(path, func() error { return errors.New("no") }); err == nil {
		t.Error("the last refusal does not count")
	}
	raw, err := os.ReadFile(path)
	entries, listed := os.ReadDir(filepath.Dir(path))
	if err != nil || listed != nil || string(raw) != "before" || len(entries) != 1 {
		t.Errorf("%q, %d files, %v, %v", raw, len(entries), err, listed)
	}
}

func TestAPassphraseForAnArchiveHasALength(t *testing.T) {
	ws, p, _ := sample(t)
	for reason, words := range map[string]string{"too_short": "nine long", "too_long": strings.Repeat("x", 201)} {
		r := request(t, p.ID)
		r.Passphrase = words
		var fault *domain.Error
		if _, err := Gather(t.Context(), ws, r); !errors.As(err, &fault) || fault.Params["Field"] != "passphrase" || fault.Params["Reason"] != reason {
			t.Errorf("%s: %v", reason, err)
		}
	}
}
