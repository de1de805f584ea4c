package backup

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kitewise/backend/domain"
	"kitewise/backend/session"
	"kitewise/backend/store"
	"kitewise/backend/store/folder"
	"kitewise/backend/vault/keyring"
	"kitewise/backend/vault/slow"
	"kitewise/backend/workspace"
)

var keep = flag.Bool("keep", false, "keep a workspace of this schema in testdata/schemas, for the upgrades to come")

// TestAWorkspaceOfThisSchemaCanBeKept makes a workspace with people, finished,
// paused and prepared sessions. With -keep it stays in testdata/schemas: that is
// done once, when a schema is released, by the program that has it.
func TestAWorkspaceOfThisSchemaCanBeKept(t *testing.T) {
	dir := t.TempDir()
	lived(t, dir)
	census, err := store.Examine(t.Context(), filepath.Join(dir, folder.Database))
	if err != nil || census.Rows["result"] < 4 || census.Workspace == "" {
		t.Fatalf("%+v, %v", census, err)
	}
	to := filepath.Join("../../testdata/schemas", fmt.Sprintf("%04d", census.Schema))
	if _, err := os.Stat(to); err == nil || !*keep {
		return
	}
	if err := os.Mkdir(to, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{folder.Database, keyring.FileName, store.WitnessFile} {
		raw, err := os.ReadFile(filepath.Join(dir, name))
		if err == nil {
			err = os.WriteFile(filepath.Join(to, name), raw, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// life is a workspace while it is filled.
type life struct {
	t  *testing.T
	ws *workspace.Workspace
}

func (l *life) must(err error) {
	l.t.Helper()
	if err != nil {
		l.t.Fatal(err)
	}
}

// lived fills a new workspace under the passphrase of these tests and closes it.
func lived(t *testing.T, dir string) {
	t.Helper()
	ctx, l := t.Context(), &life{t: t}
	ring := keyring.New(dir, slow.Quick)
	var err error
	l.ws, err = workspace.Open(ctx, dir, os.DirFS("../../instruments"), store.Options{})
	l.must(err)
	draft, err := ring.Draft(passphrase)
	l.must(err)
	keys, err := draft.Keep(strings.Split(draft.Code, "-")[draft.Asked-1])
	l.must(err)
	l.must(l.ws.Unlock(ctx, keys, "first"))
	l.ws.Store.Deliver(ring)
	people := []string{}
	for i, name := range []string{"Dewi Lestari", "Made Wirawan", ""} {
		p, err := l.ws.Store.CreateParticipant(ctx, domain.Participant{
			ID: "p" + string(rune('1'+i)), Name: name, CreatedAt: l.ws.Now(),
			Respondent: domain.Respondent{"age": []string{"21", "34", "17"}[i], "gender": []string{"female", "male", "female"}[i]},
		})
		l.must(err)
		people = append(people, p.ID)
	}
	for n, who := range people {
		l.finish(l.answered(who, "learning-cycle", []string{"en", "id"}[n%2], -1, ranked(n)))
	}
	l.finish(l.answered(people[1], "study-habits", "id", -1, func(k int, item string) session.Given {
		switch item {
		case "hours":
			return session.Given{Number: "12"}
		case "helps":
			return session.Given{Text: "A quiet room, says Dewi Lestari."}
		}
		return session.Given{Chosen: []int{k % 5}}
	}))
	_, err = l.ws.Engine.Pause(ctx, l.answered(people[0], "learning-cycle", "en", 7, ranked(3)))
	l.must(err)
	_, err = l.ws.Engine.Prepare(ctx, people[2], "learning-cycle", "en")
	l.must(err)
	l.must(l.ws.Close())
}

func (l *life) finish(sessionID string) {
	l.t.Helper()
	_, err := l.ws.Engine.Finish(l.t.Context(), sessionID)
	l.must(err)
}

// ranked gives another order for every set.
func ranked(n int) func(int, string) session.Given {
	return func(k int, _ string) session.Given {
		return session.Given{Ranks: []int{1 + (n+k)%4, 1 + (n+k+1)%4, 1 + (n+k+2)%4, 1 + (n+k+3)%4}}
	}
}

// answered answers the first items of a session, all of them for -1, and gives its id.
func (l *life) answered(who, instrument, language string, upTo int, given func(k int, item string) session.Given) string {
	l.t.Helper()
	ctx := l.t.Context()
	in, err := l.ws.Instruments.Latest(instrument)
	l.must(err)
	s, err := l.ws.Engine.Prepare(ctx, who, instrument, language)
	l.must(err)
	_, err = l.ws.Engine.Start(ctx, s.ID)
	l.must(err)
	words := func(text string) map[string]string { return map[string]string{domain.NoticePurpose: text} }
	_, err = l.ws.Engine.Consent(ctx, s.ID, true, domain.Notice{Texts: []domain.NoticeText{
		{Language: "en", Words: words("To learn.")}, {Language: "id", Words: words("Untuk belajar.")},
	}})
	l.must(err)
	items := in.Domain.Manifest.Order()
	if upTo < 0 {
		upTo = len(items)
	}
	for k, item := range items[:upTo] {
		_, err = l.ws.Engine.Visit(ctx, s.ID, item, nil)
		l.must(err)
		_, err = l.ws.Engine.Answer(ctx, session.Answer{SessionID: s.ID, ItemID: item, Given: given(k, item)})
		l.must(err)
	}
	return s.ID
}
