package bridge

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
	"kitewise/backend/store"
)

// repo gives a folder at the root of the project.
func repo(name string) fs.FS {
	return os.DirFS(filepath.Join("..", "..", name))
}

func locales() *i18n.Catalogue {
	words, err := i18n.Load(repo("locales"))
	if err != nil {
		panic(err)
	}
	return words
}

// chosenPath is a dialog that always gives the same answer and notes what was
// suggested.
type chosenPath struct {
	path      string
	suggested string
	act       func()
}

func (d *chosenPath) Open(string) (string, error) { return d.path, nil }

func (d *chosenPath) Save(suggested string) (string, error) {
	d.suggested = suggested
	if d.act != nil {
		d.act()
	}
	return d.path, nil
}

func config(dir string) Config {
	return Config{
		Words: locales(), DataDir: dir, Version: "1.2.3", Notices: "notices", Dialog: &chosenPath{},
		Open: func(ctx context.Context) (*Workspace, error) {
			return OpenWorkspace(ctx, dir, repo("instruments"), store.Options{})
		},
	}
}

// opened gives a started bridge on the folder.
func opened(t *testing.T, cfg Config) *Bridge {
	t.Helper()
	b := New(cfg)
	b.Start(t.Context())
	t.Cleanup(func() { _ = b.Close() })
	return b
}

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func wantCode(t *testing.T, err error, want domain.Code) *domain.Error {
	t.Helper()
	var e *domain.Error
	if domain.CodeOf(err) != want || want != "" && !errors.As(err, &e) {
		t.Fatalf("got %v, want code %q", err, want)
	}
	return e
}

// worked is the worked example: the ranks of CE, RO, AC, AE in each set.
var worked = func() map[string]map[string]int {
	out := map[string]map[string]int{}
	for section, rows := range map[string][]string{
		"s": {"4132", "4123", "3214", "4123", "4132", "2314", "1342", "2431", "3241", "4132", "4231", "2341"},
		"c": {"1234", "3142", "3124", "1234", "3421", "1432", "2143", "2431"},
	} {
		for i, row := range rows {
			ranks := map[string]int{}
			for j, mode := range []string{"CE", "RO", "AC", "AE"} {
				ranks[mode] = int(row[j] - '0')
			}
			out[section+strconv.Itoa(i+1)] = ranks
		}
	}
	return out
}()

// ranksOf gives the worked example's ranks for a set as it is shown: it knows
// the endings by their words, as the participant does.
func ranksOf(b *Bridge, k KioskSession, item KioskItem) []int {
	in, err := b.ws.Instruments.Latest("learning-cycle")
	if err != nil {
		panic(err)
	}
	out := make([]int, len(item.Endings))
	for mode, rank := range worked[item.ID] {
		text, _ := in.Domain.Text(k.Language, "item."+item.ID+"."+mode)
		out[slices.Index(item.Endings, text)] = rank
	}
	return out
}

// handedOver prepares a session of a new participant and hands it over.
func handedOver(t *testing.T, b *Bridge, name, language string) domain.Session {
	t.Helper()
	p := must[domain.Participant](t)(b.Desk.SaveParticipant(ParticipantRequest{
		Name: name, Respondent: domain.Respondent{"age": "21", "gender": "female"},
	}))
	s := must[domain.Session](t)(b.Desk.Prepare(PrepareRequest{ParticipantID: p.ID, InstrumentID: "learning-cycle", Language: language}))
	must[Status](t)(b.Desk.HandOver(s.ID))
	return s
}

// answerAll answers every set that is open, in order, and stops when until
// (if given) says so.
func answerAll(b *Bridge, saved func(Saved) error) error {
	k, err := b.Kiosk.Session()
	if err != nil {
		return err
	}
	for _, item := range k.Items {
		if item.Revision > 0 {
			continue
		}
		if _, err := b.Kiosk.Visit(item.ID); err != nil {
			return err
		}
		got, err := b.Kiosk.Answer(AnswerRequest{
			SessionID: k.SessionID, ItemID: item.ID, Ranks: ranksOf(b, k, item),
			FirstActionMs: 900, TotalMs: 5000, Changes: 4, Means: "pointer",
		})
		if err != nil {
			return err
		}
		if err := saved(got); err != nil {
			return err
		}
	}
	return nil
}
