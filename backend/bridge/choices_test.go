package bridge

import (
	"testing"

	"kitewise/backend/desk"
	"kitewise/backend/door"
)

// TestEveryChangeOfSettingsSaysWhich: all of them in the first run, those that
// differ later, each in words and none with its value; and what changes nothing
// leaves nothing in the log.
func TestEveryChangeOfSettingsSaysWhich(t *testing.T) {
	b := opened(t, config(t.TempDir()))
	told := func() []string {
		out := []string{}
		for _, row := range must[desk.LogPage](t)(b.Desk.Log(desk.LogRequest{Group: "settings"})).Rows {
			if row.Act == "Settings changed" {
				out = append(out, row.Detail)
			}
		}
		return out
	}
	const everything = "fields: language, automatic lock, paper, privacy screen, appearance"
	if got := told(); len(got) != 1 || got[0] != everything {
		t.Fatalf("the first run tells %q", got)
	}
	same := door.Settings{Language: "en", Theme: "system", Paper: "A4"}
	must[door.Status](t)(b.Desk.SaveSettings(same))
	if got := told(); len(got) != 1 {
		t.Errorf("the same settings once more leave %q", got[0])
	}
	other := same
	other.Theme, other.LockMinutes = "dark", 12
	must[door.Status](t)(b.Desk.SaveSettings(other))
	if got := told(); len(got) != 2 || got[0] != "fields: automatic lock, appearance" {
		t.Errorf("two of them leave %q", got)
	}
	if err := b.door.Workspace.Store.TrustClock(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := told(); len(got) != 3 || got[0] != "fields: clock said to be right" {
		t.Errorf("the clock leaves %q", got)
	}
}
