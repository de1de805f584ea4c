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
	answers response.Form
	folder  fs.FS
	// structure is equal for two editions of one licensed instrument.
	structure string
	// group is the norm group that counts where an answer names none, "" the rule.
	group string
	// files are the names of the files that it was read from.
	files []string
	// tested runs its vectors.
	tested *tested
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
	in.tested = &tested{base: in}
	in.Domain = domain.Instrument{
		Ref:      domain.InstrumentRef{ID: f.manifest.ID, Version: f.manifest.Version, Hash: f.contentHash()},
		Norm:     domain.NormRef{Version: f.normVersion(), Hash: f.normHash()},
		Manifest: f.manifest, Texts: f.texts,
	}
	for _, it := range response.Items(&in.Domain.Manifest) {
		in.items[it.ID] = it
	}
	in.answers = response.FormOf(&in.Domain.Manifest)
	in.Domain.Distributions = in.distributions()
	if faults := in.selfTest(); len(faults) > 0 {
		return nil, f.manifest, faults
	}
	return in, f.manifest, nil
}

// Score scores one set of answers. Items without one are missing; what depends
// on them is missing and says so.
func (in *Instrument) Score(answers domain.Answers) (domain.Result, error) {
	return in.ScoreWith(answers, false)
}

// ScoreWith is Score, with the trace or without.
func (in *Instrument) ScoreWith(answers domain.Answers, trace bool) (domain.Result, error) {
	s := in.Scorer()
	r, err := s.Score(answers, trace)
	if err != nil {
		return domain.Result{}, err
	}
	if trace {
		r.Trace = s.Trace()
	}
	return *r, nil
}

// Scorer scores many sets of answers one after the other in memory that it
// keeps. It is not for use by several goroutines.
type Scorer struct {
	in     *Instrument
	runner *scoring.Runner
	// answers is here so that it need not be made for every run.
	answers domain.Answers
}

// Scorer makes a scorer of the instrument.
func (in *Instrument) Scorer() *Scorer { return &Scorer{in: in, runner: in.program.Runner()} }

// Trace puts the recorded arithmetic of the last result into lines, which last.
// There are none when it was scored without.
func (s *Scorer) Trace() []domain.TraceStep { return s.runner.Trace() }

// Score scores one set of answers, and records the trace or not; Trace gives its
// lines. The result lasts until the next call.
func (s *Scorer) Score(answers domain.Answers, trace bool) (*domain.Result, error) {
	in := s.in
	if id, code := in.answers.Check(answers.Responses); code != "" {
		return nil, fmt.Errorf("score: %w", refused(id, code))
	}
	if answers.Group == "" {
		answers.Group = in.group
	} else if err := in.CheckGroup(answers.Group); err != nil {
		return nil, fmt.Errorf("score: %w", err)
	}
	s.answers = answers
	r := s.runner.Score(&s.answers, scoring.Options{Trace: trace})
	r.Instrument, r.Norm = in.Domain.Ref, in.Domain.Norm
	return r, nil
}

// Program is the compiled scoring, for what is scored without answers.
func (in *Instrument) Program() *scoring.Program { return in.program }

// Check says whether a value is a complete answer to the item.
func (in *Instrument) Check(itemID string, v domain.Value) error {
	it, ok := in.items[itemID]
	if !ok {
		return refused(itemID, response.UnknownItem)
	}
	if code := response.Check(it, v); code != "" {
		return refused(itemID, code)
	}
	return nil
}

func refused(item, code string) error {
	return domain.Fail(domain.CodeInvalid, nil, "item", item, "code", code)
}
