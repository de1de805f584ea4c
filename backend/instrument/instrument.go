package instrument

import (
	"fmt"
	"io/fs"

	"kitewise/backend/domain"
	"kitewise/backend/instrument/strict"
	"kitewise/backend/norm"
	"kitewise/backend/response"
	"kitewise/backend/scoring"
)

// Instrument is one loaded version, ready for use. It never changes.
type Instrument struct {
	// Domain is its structure, texts and distributions.
	Domain  domain.Instrument
	program *scoring.Program
	norms   map[string]*norm.Norm
	tables  map[string]*scoring.ClassTable
	items   map[string]response.Item
	folder  fs.FS
	// structure is equal for two editions of one licensed instrument.
	structure string
	// group is the norm group that counts where an answer names none, "" the rule.
	group string
	// files are the names of the files that it was read from.
	files []string
}

// load reads one instrument's folder. The instrument is nil when there are
// faults; the manifest is what could be read of it.
func load(files fs.FS, schema *strict.Schema) (*Instrument, domain.Manifest, []domain.Fault) {
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
	in := &Instrument{program: program, norms: f.norms, tables: f.tables, items: map[string]response.Item{}, folder: files, structure: f.structure(), files: f.used}
	in.Domain = domain.Instrument{
		Ref:      domain.InstrumentRef{ID: f.manifest.ID, Version: f.manifest.Version, Hash: f.contentHash()},
		Norm:     domain.NormRef{Version: f.normVersion(), Hash: f.normHash()},
		Manifest: f.manifest, Texts: f.texts,
	}
	for _, it := range response.Items(&in.Domain.Manifest) {
		in.items[it.ID] = it
	}
	in.Domain.Distributions = in.distributions()
	if faults := in.selfTest(); len(faults) > 0 {
		return nil, f.manifest, faults
	}
	return in, f.manifest, nil
}

// Score scores one set of answers with its whole trace. Items without one are
// missing; what depends on them is missing and says so.
func (in *Instrument) Score(answers domain.Answers) (domain.Result, error) {
	return in.ScoreWith(answers, true)
}

// ScoreWith is Score, with the trace or, much faster, without.
func (in *Instrument) ScoreWith(answers domain.Answers, trace bool) (domain.Result, error) {
	for id, v := range answers.Responses {
		if err := in.Check(id, v); err != nil {
			return domain.Result{}, fmt.Errorf("score: %w", err)
		}
	}
	if answers.Group == "" {
		answers.Group = in.group
	} else if err := in.CheckGroup(answers.Group); err != nil {
		return domain.Result{}, fmt.Errorf("score: %w", err)
	}
	r := in.program.Run(&answers, scoring.Options{Trace: trace})
	r.Instrument, r.Norm = in.Domain.Ref, in.Domain.Norm
	return r, nil
}

// UnknownItem says that the instrument has no such item. It stands, like the codes of
// the room response, as param "code" of a domain.Error with code invalid; param
// "item" names the item.
const UnknownItem = "unknown_item"

// Check says whether a value is a complete answer to the item.
func (in *Instrument) Check(itemID string, v domain.Value) error {
	it, ok := in.items[itemID]
	if !ok {
		return refused(itemID, UnknownItem)
	}
	if code := response.Check(it, v); code != "" {
		return refused(itemID, code)
	}
	return nil
}

func refused(item, code string) error {
	return domain.Fail(domain.CodeInvalid, nil, "item", item, "code", code)
}
