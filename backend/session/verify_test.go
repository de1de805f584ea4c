package session

import (
	"testing"

	"kitewise/backend/domain"
)

// TestVerifyTellsWhatIsWrong: each way in which a finalised session can be
// unsound, and one that is sound.
func TestVerifyTellsWhatIsWrong(t *testing.T) {
	for name, tc := range map[string]struct {
		harm func(*memory, *form, string)
		want Verdict
	}{
		"sound": {func(*memory, *form, string) {}, VerdictSound},
		"another result for the same answers": {func(m *memory, _ *form, id string) {
			f := m.finalisations[id]
			f.Result.Flags = append([]string{"MADE_UP"}, f.Result.Flags...)
			m.finalisations[id] = f
		}, VerdictDiffers},
		"no result": {func(m *memory, _ *form, id string) { delete(m.finalisations, id) }, VerdictIncomplete},
		"a result of an open session": {func(m *memory, _ *form, id string) {
			s := m.sessions[id]
			s.State = domain.StatePaused
			m.sessions[id] = s
		}, VerdictIncomplete},
		"another instrument": {func(m *memory, _ *form, id string) {
			s := m.sessions[id]
			s.Instrument.Hash = "another"
			m.sessions[id] = s
		}, VerdictUnscorable},
	} {
		t.Run(name, func(t *testing.T) {
			e, m, f := newEngine()
			s := finished(t, e)
			tc.harm(m, f, s.ID)
			if got, err := e.Verify(t.Context(), s.ID); err != nil || got != tc.want {
				t.Errorf("%q, %v; want %q", got, err, tc.want)
			}
		})
	}
}
