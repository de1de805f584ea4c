package cli

import (
	"slices"
	"strings"
	"testing"
	"time"

	"kitewise/backend/backup"
	"kitewise/backend/domain"
	"kitewise/backend/i18n"
)

// TestErasingTellsOfBackupsOnTheCommandLine: none, then one, before and after.
func TestErasingTellsOfBackupsOnTheCommandLine(t *testing.T) {
	deps := testDeps(t)
	_, running := finished(t, deps)
	say := deps.Words.Printer("en")
	if status, out, _ := typed(deps, "person", "erase", "R-0001"); status != ExitFault || !strings.Contains(out, say.T("desk.remains.none")) {
		t.Errorf("%d %q", status, out)
	}
	status, path, _ := asked(deps, passphrase+"\n", "backup")
	if status != ExitDone {
		t.Fatal(status)
	}
	one := say.N("desk.remains.here", 1, i18n.Params{"Days": say.Date(time.Now())})
	for _, command := range []string{"erase", "anonymise"} {
		if status, out, _ := typed(deps, "person", command, "R-0001"); status != ExitFault || !strings.Contains(out, one) || !strings.Contains(out, "\t"+path) {
			t.Errorf("%s: %d %q", command, status, out)
		}
	}
	settled(t, deps, running.ID)
	if status, out, _ := typed(deps, "person", "erase", "R-0001", "--yes", "R-0001"); status != ExitDone || !strings.Contains(out, one) {
		t.Errorf("%d %q", status, out)
	}
}

func TestWhatRemainsIsWorded(t *testing.T) {
	deps := testDeps(t)
	e := &Env{Deps: deps, Say: deps.Words.Printer("en")}
	at := func(place string, day int) backup.Held {
		return backup.Held{Place: place, At: domain.InstantOf(time.Date(2026, 11, day, 12, 0, 0, 0, time.Local))}
	}
	two := []backup.Held{at(backup.PlaceHere, 20), at(backup.PlaceHere, 11)}
	gone := at("", 30).At
	for name, tc := range map[string]struct {
		remains backup.Remains
		want    []string
	}{
		"none, and a place away": {backup.Remains{Away: true}, []string{e.Say.T("desk.remains.none"), e.Say.T("desk.remains.away")}},
		"old ones": {backup.Remains{Copies: two, Gone: gone}, []string{
			e.Say.N("desk.remains.here", 2, i18n.Params{"Days": e.days(two[1].At, two[0].At)}), e.Say.T("desk.remains.gone", i18n.Params{"Date": e.day(gone)}),
		}},
		"one of the newest": {backup.Remains{Copies: two[:1], Gone: gone, Newest: 1, Making: true}, []string{
			e.Say.N("desk.remains.here", 1, i18n.Params{"Days": e.day(two[0].At)}), e.Say.N("desk.remains.newest", 1, i18n.Params{"Date": e.day(gone)}), e.Say.T("desk.remains.making"),
		}},
		"elsewhere": {backup.Remains{Copies: []backup.Held{at(backup.PlaceSecond, 21), at(backup.PlaceReplaced, 3)}, Gone: gone}, []string{
			e.Say.N("desk.remains.second", 1, i18n.Params{"Days": e.day(at("", 21).At)}), e.Say.N("desk.remains.replaced", 1, i18n.Params{"Days": e.day(at("", 3).At)}),
			e.Say.T("desk.remains.gone", i18n.Params{"Date": e.day(gone)}),
		}},
		"only put aside": {backup.Remains{Copies: []backup.Held{at(backup.PlaceReplaced, 3)}}, []string{e.Say.N("desk.remains.replaced", 1, i18n.Params{"Days": e.day(at("", 3).At)})}},
	} {
		if got := e.remains(tc.remains); !slices.Equal(got, tc.want) {
			t.Errorf("%s: %q, want %q", name, got, tc.want)
		}
	}
}
