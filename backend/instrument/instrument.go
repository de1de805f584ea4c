package instrument

import (
	"fmt"
	"io/fs"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
	"kitewise/backend/scoring"
)

// Instrument is one loaded version, ready for use. It never changes.
type Instrument struct {
	// Domain is its structure, texts and distributions.
	Domain  domain.Instrument
	program *scoring.Program
	norms   map[string]*norm.Norm
	items   map[string]*domain.Item
	folder  fs.FS
}

// load reads one instrument's folder. The instrument is nil when there are
// faults; the manifest is what could be read of it.
func load(files fs.FS, schema *jsonschema.Schema) (*Instrument, domain.Manifest, []domain.Fault) {
	f := &folder{files: files}
	if !f.readManifest(schema) {
		return nil, f.manifest, f.faults
	}
	program := f.compile()
	f.coherence()
	f.readTexts()
	if len(f.faults) > 0 {
		return nil, f.manifest, f.faults
	}
	in := &Instrument{program: program, norms: f.norms, items: map[string]*domain.Item{}, folder: files}
	in.Domain = domain.Instrument{
		Ref:      domain.InstrumentRef{ID: f.manifest.ID, Version: f.manifest.Version, Hash: f.contentHash()},
		Norm:     domain.NormRef{Version: f.normVersion(), Hash: f.normHash()},
		Manifest: f.manifest, Texts: f.texts,
	}
	for i := range in.Domain.Manifest.Items {
		in.items[in.Domain.Manifest.Items[i].ID] = &in.Domain.Manifest.Items[i]
	}
	in.Domain.Distributions = in.distributions()
	if faults := in.selfTest(); len(faults) > 0 {
		return nil, f.manifest, faults
	}
	return in, f.manifest, nil
}

// Score scores one set of responses with its whole trace. Items that are not
// in the map are missing; what depends on them is missing and says so. on is
// the day of the session.
func (in *Instrument) Score(responses map[string]domain.Value, who domain.Respondent, on domain.Instant) (domain.Result, error) {
	return in.ScoreWith(responses, who, on, true)
}

// ScoreWith is Score, with the trace or, much faster, without. The day of the session is
// for norms by age; respondents give their age in whole years, so it is not
// read yet.
func (in *Instrument) ScoreWith(responses map[string]domain.Value, who domain.Respondent, _ domain.Instant, trace bool) (domain.Result, error) {
	for id, v := range responses {
		if err := in.Check(id, v); err != nil {
			return domain.Result{}, fmt.Errorf("score: %w", err)
		}
	}
	r := in.program.Run(responses, who, scoring.Options{Trace: trace})
	r.Instrument, r.Norm = in.Domain.Ref, in.Domain.Norm
	return r, nil
}

// The codes of a response that cannot be taken, as params "code" of a
// domain.Error with code invalid. Param "item" names the item.
const (
	// UnknownItem: the instrument has no such item.
	UnknownItem = "unknown_item"
	// WrongType: not an answer of the item's type.
	WrongType = "wrong_type"
	// OutOfRange: a rank below 1 or above the number of endings.
	OutOfRange = "out_of_range"
	// NotAPermutation: a rank is missing or given twice.
	NotAPermutation = "not_a_permutation"
)

// Check says whether a value is a complete answer to the item.
func (in *Instrument) Check(itemID string, v domain.Value) error {
	it := in.items[itemID]
	if it == nil {
		return refused(itemID, UnknownItem)
	}
	if code := CheckRanks(len(it.Endings), v.Ranks); code != "" {
		return refused(itemID, code)
	}
	return nil
}

func refused(item, code string) error {
	return domain.Fail(domain.CodeInvalid, nil, "item", item, "code", code)
}

// CheckRanks gives the code of what is wrong with the ranks of k endings, ""
// when they are a permutation of 1..k.
func CheckRanks(k int, ranks []int) string {
	if ranks == nil {
		return WrongType
	}
	seen := 0
	for _, r := range ranks {
		if r < 1 || r > k {
			return OutOfRange
		}
		seen |= 1 << r
	}
	if len(ranks) != k || seen != 1<<(k+1)-2 {
		return NotAPermutation
	}
	return ""
}
