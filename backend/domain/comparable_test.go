package domain_test

import (
	"slices"
	"testing"

	"kitewise/backend/domain"
)

func TestComparable(t *testing.T) {
	base := domain.Session{Instrument: domain.InstrumentRef{ID: "i", Version: "1.0.0", Hash: "a"}, Norm: domain.NormRef{Version: "n", Hash: "b"}, Language: "en"}
	english, mixed := []string{"en"}, []string{"en", "id"}
	for name, tc := range map[string]struct {
		change func(s *domain.Spoken)
		want   domain.Incomparable
	}{
		"the same":                       {func(*domain.Spoken) {}, ""},
		"another version":                {func(s *domain.Spoken) { s.Session.Instrument.Version = "1.0.1" }, domain.IncomparableVersion},
		"other contents":                 {func(s *domain.Spoken) { s.Session.Instrument.Hash = "c" }, domain.IncomparableVersion},
		"another language":               {func(s *domain.Spoken) { s.Languages = []string{"id"} }, domain.IncomparableLanguage},
		"two languages":                  {func(s *domain.Spoken) { s.Languages = mixed }, domain.IncomparableMixed},
		"read last in another language":  {func(s *domain.Spoken) { s.Session.Language = "id" }, ""},
		"no answers":                     {func(s *domain.Spoken) { s.Languages = nil }, domain.IncomparableLanguage},
		"another norm":                   {func(s *domain.Spoken) { s.Session.Norm.Version = "m" }, domain.IncomparableNorm},
		"other tables of the norm":       {func(s *domain.Spoken) { s.Session.Norm.Hash = "c" }, domain.IncomparableNorm},
		"everything: the first is told":  {func(s *domain.Spoken) { *s = domain.Spoken{Languages: mixed} }, domain.IncomparableVersion},
		"what does not matter, the seed": {func(s *domain.Spoken) { s.Session.Seed, s.Session.ID = "x", "y" }, ""},
	} {
		first, other := domain.Spoken{Session: base, Languages: english}, domain.Spoken{Session: base, Languages: english}
		tc.change(&other)
		for _, got := range []domain.Incomparable{domain.Comparable(first, other), domain.Comparable(other, first)} {
			if got != tc.want {
				t.Errorf("%s: %q, want %q", name, got, tc.want)
			}
		}
	}
	if got := domain.Comparable(domain.Spoken{Session: base, Languages: mixed}, domain.Spoken{Session: base, Languages: mixed}); got != domain.IncomparableMixed {
		t.Errorf("both in two languages: %q", got)
	}
}

func TestTheLanguagesAreThoseOfTheAnswersThatStand(t *testing.T) {
	ranks := domain.Value{Ranks: []int{1, 2}}
	for name, tc := range map[string]struct {
		responses []domain.Response
		want      []string
	}{
		"none": {nil, []string{}},
		"two":  {[]domain.Response{{ItemID: "a", Revision: 1, Value: ranks, Language: "id"}, {ItemID: "b", Revision: 1, Value: ranks, Language: "en"}}, []string{"en", "id"}},
		"changed in the other": {[]domain.Response{{ItemID: "a", Revision: 1, Value: ranks, Language: "en"}, {ItemID: "a", Revision: 2, Value: ranks, Language: "id"},
			{ItemID: "b", Revision: 1, Value: ranks, Language: "id"}}, []string{"id"}},
		"taken back": {[]domain.Response{{ItemID: "a", Revision: 1, Value: ranks, Language: "en"}, {ItemID: "b", Revision: 1, Value: ranks, Language: "id"},
			{ItemID: "b", Revision: 2, Language: "id"}}, []string{"en"}},
	} {
		if got := domain.LanguagesOf(tc.responses); !slices.Equal(got, tc.want) {
			t.Errorf("%s: %v, want %v", name, got, tc.want)
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
