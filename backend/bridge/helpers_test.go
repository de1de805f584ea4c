package bridge

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"kitewise/backend/desk"
	"kitewise/backend/domain"
	"kitewise/backend/door"
	"kitewise/backend/i18n"
	"kitewise/backend/kiosk"
	"kitewise/backend/porter"
	"kitewise/backend/store"
	"kitewise/backend/vault/keyring"
	"kitewise/backend/vault/slow"
	"kitewise/backend/workspace"
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

func (d *chosenPath) Folder() (string, error) { return d.path, nil }

func (d *chosenPath) Save(suggested string) (string, error) {
	d.suggested = suggested
	if d.act != nil {
		d.act()
	}
	return d.path, nil
}

func config(dir string) door.Config {
	return door.Config{
		Words: locales(), DataDir: dir, Version: "1.2.3", Notices: "notices", Dialog: &chosenPath{},
		PINCost: slow.Cost{Passes: 1, MemoryKiB: 8, Lanes: 1}, Ring: keyring.New(dir, slow.Quick),
		Open: func(ctx context.Context) (*workspace.Workspace, error) {
			return workspace.Open(ctx, dir, repo("instruments"), store.Options{})
		},
	}
}

// opened gives a started bridge on the folder, at the desk unless a participant
// sits there: a new workspace is made, a locked one unlocked.
func opened(t *testing.T, cfg door.Config) *Bridge {
	t.Helper()
	b := started(t, cfg)
	switch must[door.Status](t)(b.Kiosk.Status()).Mode {
	case door.ModeNew:
		firstRun(t, b)
	case door.ModeLocked:
		must[door.Status](t)(b.Porter.Unlock(porter.UnlockRequest{Passphrase: passphrase}))
	}
	return b
}

// started gives a started bridge as it is.
func started(t *testing.T, cfg door.Config) *Bridge {
	t.Helper()
	b := New(cfg)
	b.Start(t.Context())
	t.Cleanup(func() { _ = b.Close() })
	return b
}

// passphrase and pin are the counsellor's in every test.
const passphrase, pin = "a kite over the rice fields", "2580"

// firstRun makes the workspace and gives its recovery code.
func firstRun(t *testing.T, b *Bridge) (code string) {
	t.Helper()
	kit := must[porter.Kit](t)(b.Porter.Begin(passphrase))
	must[door.Status](t)(b.Porter.Finish(porter.FinishRequest{
		Group: groupOf(kit), Language: "en", PIN: pin,
	}))
	return kit.Code
}

// groupOf is the group of a recovery code that is asked back.
func groupOf(kit porter.Kit) string { return strings.Split(kit.Code, "-")[kit.Asked-1] }

// newCode makes a new recovery code and confirms it.
func newCode(b *Bridge, passphrase string) (string, error) {
	kit, err := b.Porter.NewCode(passphrase)
	if err == nil {
		_, err = b.Porter.KeepCode(groupOf(kit))
	}
	return kit.Code, err
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
func ranksOf(b *Bridge, k kiosk.Session, item kiosk.Item) []int {
	in, err := b.door.Workspace.Instruments.Latest("learning-cycle")
	if err != nil {
		panic(err)
	}
	out := make([]int, len(item.Ranking.Endings))
	for mode, rank := range worked[item.ID] {
		text, _ := in.Domain.Text(k.Language, "item."+item.ID+"."+mode)
		out[slices.Index(item.Ranking.Endings, text)] = rank
	}
	return out
}

// handedOver prepares a session of a new participant and hands it over.
func handedOver(t *testing.T, b *Bridge, name, language string) domain.Session {
	t.Helper()
	p := must[domain.Participant](t)(b.Desk.SaveParticipant(desk.ParticipantRequest{
		Name: name, Respondent: domain.Respondent{"age": "21", "gender": "female"},
	}))
	s := must[domain.Session](t)(b.Desk.Prepare(desk.PrepareRequest{ParticipantID: p.ID, InstrumentID: "learning-cycle", Language: language}))
	handOver(t, b, s.ID)
	agree(t, b)
	return s
}

// handOver gives the machine to the participant, with the PIN, which is set
// the first time.
func handOver(t *testing.T, b *Bridge, sessionID string) door.Status {
	t.Helper()
	if !must[desk.Readiness](t)(b.Desk.Readiness()).PINSet {
		must[desk.Readiness](t)(b.Desk.SetPIN(desk.PINRequest{PIN: pin}))
	}
	return must[door.Status](t)(b.Desk.HandOver(desk.HandOverRequest{SessionID: sessionID, PIN: pin}))
}

// comeBack is the counsellor's way from the participant's view, with the PIN
// and one of the acts ("finish", "pause", "discard"), then with the passphrase.
// The status names the session that came back.
func comeBack(t *testing.T, b *Bridge, act string) door.Status {
	t.Helper()
	must[door.Status](t)(b.Kiosk.Unlock(pin))
	left := must[door.Status](t)(b.Kiosk.Leave(act))
	if left.Mode != door.ModeLocked {
		t.Errorf("left into %s", left.Mode)
	}
	status := must[door.Status](t)(b.Porter.Unlock(porter.UnlockRequest{Passphrase: passphrase}))
	status.SessionID = left.SessionID
	return status
}

// agree lets the participant say yes to the notice.
func agree(t *testing.T, b *Bridge) {
	t.Helper()
	k := must[kiosk.Session](t)(b.Kiosk.Session())
	must[kiosk.Session](t)(b.Kiosk.Consent(kiosk.ConsentRequest{Yes: true, Hash: k.Consent.Hash}))
}

// answerAll answers every set that is open, in order, and stops when until
// (if given) says so.
func answerAll(b *Bridge, saved func(kiosk.Saved) error) error {
	k, err := b.Kiosk.Session()
	if err != nil {
		return err
	}
	for _, item := range k.Items {
		if item.Answered {
			continue
		}
		if _, err := b.Kiosk.Visit(kiosk.VisitRequest{Step: item.ID}); err != nil {
			return err
		}
		got, err := b.Kiosk.Answer(kiosk.AnswerRequest{
			SessionID: k.SessionID, ItemID: item.ID, Answer: kiosk.Given{Ranks: ranksOf(b, k, item)},
			Process: kiosk.Process{ShownAt: 1_700_000_000_000, FirstActionMs: 900, TotalMs: 15_000, Changes: 4, Means: "pointer"},
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
