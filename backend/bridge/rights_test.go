package bridge

import (
	"bytes"
	"context"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kitewise/backend/desk"
	"kitewise/backend/domain"
	"kitewise/backend/door"
	"kitewise/backend/kiosk"
	"kitewise/backend/porter"
	"kitewise/backend/report"
	"kitewise/backend/store"
	"kitewise/backend/workspace"
)

// whole takes a new person through a session to its end.
func whole(t *testing.T, b *Bridge, name string) domain.Session {
	t.Helper()
	s := handedOver(t, b, name, "en")
	if err := answerAll(b, func(kiosk.Saved) error { return nil }); err != nil {
		t.Fatal(err)
	}
	must[kiosk.Session](t)(b.Kiosk.Finish())
	comeBack(t, b, "finish")
	return s
}

// personOf finds somebody in the list.
func personOf(t *testing.T, b *Bridge, query string) desk.PersonRow {
	t.Helper()
	people := must[desk.People](t)(b.Desk.People(desk.PeopleRequest{Query: query}))
	if len(people.Rows) != 1 {
		t.Fatalf("%d people are called %s", len(people.Rows), query)
	}
	return people.Rows[0]
}

// holders gives the files under a folder that contain a text in any case.
func holders(t *testing.T, dir, text string) (files []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || d.Name() == store.WitnessFile+".part" { // it just gets its name
			return err
		}
		raw, err := os.ReadFile(path)
		if bytes.Contains(bytes.ToLower(raw), []byte(strings.ToLower(text))) {
			files = append(files, d.Name())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestAPersonIsErasedAtTheDesk(t *testing.T) {
	dir := t.TempDir()
	b := opened(t, config(dir))
	for _, name := range []string{"Ayu", "Dewi Lestari", "Made"} {
		whole(t, b, name)
	}
	dewi := personOf(t, b, "lestari")
	marks := []string{dewi.Participant.ID, dewi.Participant.Code, dewi.Sessions[0].Session.ID, dewi.Sessions[0].Session.Seed}
	for _, mark := range marks {
		if len(holders(t, dir, mark)) == 0 {
			t.Fatalf("%q cannot be found before", mark)
		}
	}
	held := must[desk.Stored](t)(b.Desk.Holdings(dewi.Participant.ID)).Holdings
	if held.Sessions != 1 || held.Answers != 20 || held.Results != 1 || held.Consents != 1 || held.Records < 1 {
		t.Errorf("%+v", held)
	}
	for _, code := range []string{"", "R-0001", "Dewi Lestari"} {
		e := wantCode(t, second(b.Desk.Erase(desk.DepartureRequest{ID: dewi.Participant.ID, Code: code})), domain.CodeInvalid)
		if e.Params["Field"] != "code" {
			t.Errorf("%q: %v", code, e.Params)
		}
	}
	gone := must[desk.Departure](t)(b.Desk.Erase(desk.DepartureRequest{ID: dewi.Participant.ID, Code: " r-0002 "}))
	if gone.Holdings != held || gone.Traces {
		t.Errorf("%+v", gone)
	}
	look := func(when string) {
		t.Helper()
		for _, mark := range marks {
			if files := holders(t, dir, mark); len(files) > 0 {
				t.Errorf("%s: %q is in %v", when, mark, files)
			}
		}
	}
	look("at the desk")
	wantCode(t, second(b.Desk.Holdings(dewi.Participant.ID)), domain.CodeNotFound)
	wantCode(t, second(b.Desk.Result(desk.ResultRequest{SessionID: dewi.Sessions[0].Session.ID})), domain.CodeNotFound)
	people, err := json.Marshal(must[desk.People](t)(b.Desk.People(desk.PeopleRequest{})))
	if err != nil || bytes.Contains(people, []byte("Dewi")) || bytes.Count(people, []byte(`"finalised"`)) != 2 {
		t.Errorf("%s, %v", people, err)
	}
	must[door.Status](t)(b.Porter.Lock())
	must[door.Status](t)(b.Porter.Unlock(porter.UnlockRequest{Passphrase: passphrase}))
	whole(t, b, "Ketut") // the next free code, not the one that became free
	if code := personOf(t, b, "ketut").Participant.Code; code != "R-0004" {
		t.Errorf("the next code is %s", code)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	look("closed")
}

// TestBackupsThatStillHoldAPersonAreTold: before the erasing and after it, those
// that were made since the person came, and a second place that is away.
func TestBackupsThatStillHoldAPersonAreTold(t *testing.T) {
	cfg := config(t.TempDir())
	folder := filepath.Join(t.TempDir(), "stick")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	cfg.Dialog = &chosenPath{path: folder}
	b := opened(t, cfg)
	whole(t, b, "Made")
	before := backedUp(t, b).State.Backups[0].At
	time.Sleep(2 * time.Millisecond)
	whole(t, b, "Dewi Lestari")
	id := personOf(t, b, "lestari").Participant.ID
	remains := must[desk.Stored](t)(b.Desk.Holdings(id)).Backups
	for _, c := range remains.Copies { // one may come by itself when a session ends
		if c.At <= before {
			t.Errorf("%+v was made before", c)
		}
	}
	backedUp(t, b)
	must[desk.Backups](t)(b.Desk.ChooseSecondFolder())
	eventually(t, b, func(s desk.Backups) bool { return !s.Running.Busy && s.Running.SecondNewest > 0 })
	remains = must[desk.Stored](t)(b.Desk.Holdings(id)).Backups
	places := map[string]int{}
	for _, c := range remains.Copies {
		places[c.Place]++
	}
	if places["here"] < 1 || places["second"] != 1 || remains.Gone == 0 || remains.Newest < 2 || remains.Away || remains.Making {
		t.Errorf("%+v", remains)
	}
	if err := os.Rename(folder, folder+"-away"); err != nil {
		t.Fatal(err)
	}
	gone := must[desk.Departure](t)(b.Desk.Erase(desk.DepartureRequest{ID: id, Code: "R-0002"})).Backups
	if len(gone.Copies) != places["here"] || !gone.Away || gone.Gone == 0 {
		t.Errorf("%+v", gone)
	}
	made := personOf(t, b, "made").Participant
	kept := must[desk.Departure](t)(b.Desk.Anonymise(desk.DepartureRequest{ID: made.ID, Code: made.Code})).Backups
	if len(kept.Copies) < len(gone.Copies)+1 {
		t.Errorf("%+v", kept)
	}
}

func TestEverythingAboutAPersonIsSaved(t *testing.T) {
	dir := t.TempDir()
	cfg := config(dir)
	path := filepath.Join(t.TempDir(), "dewi.zip.age")
	dialog := &chosenPath{path: path}
	cfg.Dialog = dialog
	b := opened(t, cfg)
	whole(t, b, "Dewi Lestari")
	id := personOf(t, b, "lestari").Participant.ID
	e := wantCode(t, second(b.Desk.SaveArchive(desk.ArchiveRequest{ID: id, Passphrase: "short"})), domain.CodeInvalid)
	if e.Params["Field"] != "passphrase" || dialog.suggested != "" {
		t.Errorf("%v, asked for %q", e.Params, dialog.suggested)
	}
	wantCode(t, second(b.Desk.SaveArchive(desk.ArchiveRequest{ID: "nobody", Passphrase: "for your eyes only"})), domain.CodeNotFound)
	saved := must[desk.SavedArchive](t)(b.Desk.SaveArchive(desk.ArchiveRequest{ID: id, Passphrase: "for your eyes only"}))
	if saved.Path != path || saved.Files != 3 || saved.Missing != 0 {
		t.Errorf("%+v", saved)
	}
	if !strings.HasPrefix(dialog.suggested, "kitewise-R-0001-") || !strings.HasSuffix(dialog.suggested, ".zip.age") {
		t.Errorf("suggested %q", dialog.suggested)
	}
	if files := holders(t, filepath.Dir(path), "lestari"); len(files) > 0 {
		t.Errorf("the name stands in %v", files)
	}
	dialog.path = ""
	if saved := must[desk.SavedArchive](t)(b.Desk.SaveArchive(desk.ArchiveRequest{ID: id, Passphrase: "for your eyes only"})); saved.Path != "" {
		t.Errorf("%+v", saved)
	}
}

// TestAnonymousResultsAreSound: what is kept scores to the same, and nothing
// leads to the person.
func TestAnonymousResultsAreSound(t *testing.T) {
	dir := t.TempDir()
	b := opened(t, config(dir))
	whole(t, b, "Dewi Lestari")
	dewi := personOf(t, b, "lestari")
	before := must[report.View](t)(b.Desk.Result(desk.ResultRequest{SessionID: dewi.Sessions[0].Session.ID}))
	request := desk.DepartureRequest{ID: dewi.Participant.ID, Code: "R-0002"}
	wantCode(t, second(b.Desk.Anonymise(request)), domain.CodeInvalid)
	request.Code = "R-0001"
	gone := must[desk.Departure](t)(b.Desk.Anonymise(request))
	kept := personOf(t, b, gone.Code)
	if !strings.HasPrefix(gone.Code, "X-") || kept.Participant.Name != "" || kept.Participant.Respondent["age"] != "19" || len(kept.Sessions) != 1 {
		t.Fatalf("%+v", kept)
	}
	for _, mark := range []string{dewi.Participant.ID, "R-0001", dewi.Sessions[0].Session.ID} {
		if files := holders(t, dir, mark); len(files) > 0 {
			t.Errorf("%q is in %v", mark, files)
		}
	}
	after := must[report.View](t)(b.Desk.Result(desk.ResultRequest{SessionID: kept.Sessions[0].Session.ID}))
	if len(after.Parts) != len(before.Parts) || kept.Sessions[0].Headline != dewi.Sessions[0].Headline {
		t.Error("the result reads otherwise")
	}
	checked := must[desk.Check](t)(b.Desk.StartCheck())
	for begun := time.Now(); checked.Ended == 0 && time.Since(begun) < time.Minute; time.Sleep(20 * time.Millisecond) {
		checked = must[desk.Check](t)(b.Desk.Check())
	}
	if checked.Done != 1 || len(checked.Findings) > 0 || checked.Damaged {
		t.Errorf("%+v", checked)
	}
}

// TestWhoIsDueIsTold: after the promised time, by a clock that is believed.
func TestWhoIsDueIsTold(t *testing.T) {
	dir, start := t.TempDir(), time.Now().UTC()
	now := start
	clock := func() domain.Instant { return domain.InstantOf(now) }
	cfg := config(dir)
	cfg.Open = func(ctx context.Context) (*workspace.Workspace, error) {
		ws, err := workspace.Open(ctx, dir, repo("instruments"), store.Options{Now: clock})
		if err == nil {
			ws.Now = clock
		}
		return ws, err
	}
	b := opened(t, cfg)
	must[desk.Notice](t)(b.Desk.SaveNotice(desk.NoticeRequest{Name: "Ubud", Months: 1}))
	whole(t, b, "Dewi")
	due := func() desk.Due { return must[desk.Due](t)(b.Desk.Due()) }
	for _, days := range []int{0, 20} {
		now = start.AddDate(0, 0, days)
		if d := due(); d.Doubtful || len(d.Rows) != 0 {
			t.Errorf("after %d days: %+v", days, d)
		}
	}
	must[domain.Participant](t)(b.Desk.SaveParticipant(desk.ParticipantRequest{Name: "Made"}))
	now = start.AddDate(0, 1, 2)
	d := due()
	if d.Doubtful || d.Months != 1 || len(d.Rows) != 1 || d.Rows[0].Person.Participant.Name != "Dewi" || len(d.Rows[0].Person.Sessions) != 1 {
		t.Fatalf("%+v", d)
	}
	if since := d.Rows[0].Since.Time(); since.Sub(start.AddDate(0, 1, 0)).Abs() > 24*time.Hour {
		t.Errorf("due since %s", since)
	}
	now = now.AddDate(3, 0, 0)
	if d := due(); !d.Doubtful || len(d.Rows) != 0 || d.After.Time().Sub(d.Before.Time()) < 3*365*24*time.Hour {
		t.Errorf("three years later: %+v", d)
	}
	must[domain.Participant](t)(b.Desk.SaveParticipant(desk.ParticipantRequest{Name: "Ketut"}))
	if d := due(); !d.Doubtful {
		t.Errorf("an act made the clock right: %+v", d)
	}
	if d := must[desk.Due](t)(b.Desk.TrustClock()); d.Doubtful || len(d.Rows) != 2 {
		t.Errorf("said to be right: %+v", d)
	}
}
