package session

import (
	"kitewise/backend/domain"
	"kitewise/backend/instrument"
)

// From lets the engine find its instruments in a loaded catalogue.
func From(c *instrument.Catalogue) Catalogue { return shelf{c} }

type shelf struct{ c *instrument.Catalogue }

// edition is one loaded version as the engine sees it.
type edition struct{ *instrument.Instrument }

// Definition gives structure and texts.
func (e edition) Definition() *domain.Instrument { return &e.Domain }

// Latest gives the newest usable version. One that the participant's page
// cannot show is no_screen.
func (s shelf) Latest(id string) (Instrument, error) {
	in, err := s.c.Latest(id)
	if err != nil {
		return nil, err
	}
	if in.State() != instrument.Ready {
		return nil, domain.Fail(domain.CodeNoScreen, nil, "Instrument", id, "Version", in.Domain.Ref.Version)
	}
	return edition{in}, nil
}

// Pinned gives exactly the version with exactly the norms. A version that is not
// there any more is instrument_invalid with the Reason version_missing, norms
// that are not are norm_missing: the session exists, what it needs does not.
func (s shelf) Pinned(ref domain.InstrumentRef, norms domain.NormRef) (Instrument, error) {
	in, err := s.c.Pinned(ref, norms)
	if code := domain.CodeOf(err); code == domain.CodeNotFound || code == domain.CodeNeedsWording {
		return nil, domain.Fail(domain.CodeInstrumentInvalid, err, "Instrument", ref.ID, "Version", ref.Version,
			"File", ref.ID+"/"+ref.Version, "Path", "", "Reason", "version_missing")
	}
	if err != nil {
		return nil, err
	}
	return edition{in}, nil
}
