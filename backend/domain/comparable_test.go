package domain_test

import (
	"testing"

	"kitewise/backend/domain"
)

func TestComparable(t *testing.T) {
	base := domain.Session{Instrument: domain.InstrumentRef{ID: "i", Version: "1.0.0", Hash: "a"}, Norm: domain.NormRef{Version: "n", Hash: "b"}, Language: "en"}
	for name, tc := range map[string]struct {
		change func(s *domain.Session)
		want   domain.Incomparable
	}{
		"the same":                       {func(*domain.Session) {}, ""},
		"another version":                {func(s *domain.Session) { s.Instrument.Version = "1.0.1" }, domain.IncomparableVersion},
		"other contents":                 {func(s *domain.Session) { s.Instrument.Hash = "c" }, domain.IncomparableVersion},
		"another language":               {func(s *domain.Session) { s.Language = "id" }, domain.IncomparableLanguage},
		"another norm":                   {func(s *domain.Session) { s.Norm.Version = "m" }, domain.IncomparableNorm},
		"other tables of the norm":       {func(s *domain.Session) { s.Norm.Hash = "c" }, domain.IncomparableNorm},
		"everything: the first is told":  {func(s *domain.Session) { *s = domain.Session{} }, domain.IncomparableVersion},
		"what does not matter, the seed": {func(s *domain.Session) { s.Seed, s.ID = "x", "y" }, ""},
	} {
		other := base
		tc.change(&other)
		if got := domain.Comparable(base, other); got != tc.want {
			t.Errorf("%s: %q, want %q", name, got, tc.want)
		}
	}
}

func TestFollows(t *testing.T) {
	earlier := domain.Session{ParticipantID: "p", Instrument: domain.InstrumentRef{ID: "i"}, State: domain.StateFinalised, FinalisedAt: 10}
	for name, tc := range map[string]struct {
		change func(s *domain.Session)
		want   bool
	}{
		"a day later":        {func(*domain.Session) {}, true},
		"another version":    {func(s *domain.Session) { s.Instrument.Version = "2" }, true},
		"at the same moment": {func(s *domain.Session) { s.FinalisedAt = 10 }, false},
		"before":             {func(s *domain.Session) { s.FinalisedAt = 9 }, false},
		"somebody else":      {func(s *domain.Session) { s.ParticipantID = "q" }, false},
		"another instrument": {func(s *domain.Session) { s.Instrument.ID = "j" }, false},
		"not finished":       {func(s *domain.Session) { s.State = domain.StatePaused }, false},
	} {
		later := earlier
		later.FinalisedAt = 20
		tc.change(&later)
		if got := later.Follows(earlier); got != tc.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
