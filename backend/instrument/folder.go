package instrument

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"kitewise/backend/domain"
	"kitewise/backend/instrument/coherence"
	"kitewise/backend/instrument/strict"
	"kitewise/backend/norm"
	"kitewise/backend/scoring"
)

// The largest files of an instrument, in bytes, and the longest text.
const (
	maxManifest = 1 << 20
	maxTexts    = 4 << 20
	maxTable    = 5 << 20
	maxVectors  = 16 << 20
	maxText     = 8 << 10
)

// folder is one instrument being read; faults are collected.
type folder struct {
	files    fs.FS
	used     []string
	manifest domain.Manifest
	raw      []byte
	texts    map[string]map[string]string
	norms    map[string]*norm.Norm
	tables   map[string]*scoring.ClassTable
	tableRaw map[string][]byte
	normRaw  map[string][]byte
	faults   []domain.Fault
}

var (
	errTooLarge = errors.New("file too large")
	errPath     = errors.New("not a path inside the folder")
)

// read gives the bytes of a file inside the folder, at most limit of them.
func (f *folder) read(name string, limit int64) ([]byte, error) {
	if !fs.ValidPath(name) || strings.Contains(name, "\\") || path.Clean(name) != name {
		return nil, errPath
	}
	file, err := f.files.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	data, err := io.ReadAll(io.LimitReader(file, limit+1))
	if err == nil && int64(len(data)) > limit {
		return nil, errTooLarge
	}
	f.used = append(f.used, name)
	return data, err
}

// open reads a file and enters a fault when it cannot be read.
func (f *folder) open(name string, limit int64) ([]byte, bool) {
	data, err := f.read(name, limit)
	switch {
	case errors.Is(err, errTooLarge):
		f.fault(name, "", "file_too_large", "Max", strconv.FormatInt(limit, 10))
	case errors.Is(err, fs.ErrNotExist):
		f.fault(name, "", "file_missing")
	case err != nil:
		f.fault(name, "", "file_unreadable")
	}
	return data, err == nil
}

func (f *folder) fault(file, path, code string, params ...string) {
	f.faults = append(f.faults, domain.NewFault(file, path, code, params...))
}

// json opens a JSON file, scans it and decodes it strictly.
func (f *folder) json(name string, limit int64, into any) ([]byte, bool) {
	data, ok := f.open(name, limit)
	if !ok {
		return nil, false
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if faults := strict.Scan(name, data); len(faults) > 0 {
		f.faults = append(f.faults, faults...)
		return nil, false
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		var bad *json.UnmarshalTypeError
		if errors.As(err, &bad) {
			f.fault(name, bad.Field, "schema_type", "Got", bad.Value, "Want", bad.Type.String())
		} else {
			f.fault(name, "", "schema_unknown", "Got", err.Error())
		}
		return nil, false
	}
	return data, true
}

// readManifest reads the manifest and holds it against the schema.
func (f *folder) readManifest(schema *strict.Schema) bool {
	data, ok := f.open(scoring.ManifestFile, maxManifest)
	if !ok {
		return false
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	f.faults = append(f.faults, strict.Scan(scoring.ManifestFile, data)...)
	if len(f.faults) == 0 {
		f.faults = schema.Validate(scoring.ManifestFile, data)
	}
	// What can be decoded is decoded even with faults, so that the list can name it.
	err := json.Unmarshal(data, &f.manifest)
	f.raw = data
	return err == nil && len(f.faults) == 0
}

// readNorms reads the tables of every declared norm.
func (f *folder) readNorms() {
	f.norms, f.normRaw = map[string]*norm.Norm{}, map[string][]byte{}
	for i, declared := range f.manifest.Norms {
		if _, twice := f.norms[declared.ID]; twice {
			f.fault(scoring.ManifestFile, "norms["+strconv.Itoa(i)+"].id", "duplicate_id", "Got", declared.ID)
		}
		n, faults := norm.Read(declared, func(name string) ([]byte, error) {
			data, err := f.read(name, maxTable)
			f.normRaw[name] = data
			return data, err
		})
		f.faults = append(f.faults, faults...)
		f.norms[declared.ID] = n
	}
}

// readTables reads every lookup table that a step names.
func (f *folder) readTables() {
	f.tables, f.tableRaw = map[string]*scoring.ClassTable{}, map[string][]byte{}
	for _, s := range f.manifest.Scoring {
		if s.Table == "" || f.tableRaw[s.Table] != nil {
			continue
		}
		data, ok := f.open(s.Table, maxTable)
		if !ok {
			continue
		}
		f.tableRaw[s.Table] = data
		t, faults := scoring.ReadClassTable(s.Table, data)
		f.faults = append(f.faults, faults...)
		f.tables[s.Table] = t
	}
}

// coherence holds the parts of the manifest against each other.
func (f *folder) coherence() {
	f.faults = append(f.faults, coherence.Check(&f.manifest)...)
}

// compile reads norms and tables and, when these are sound, compiles the steps.
func (f *folder) compile() *scoring.Program {
	f.readNorms()
	f.readTables()
	if len(f.faults) > 0 {
		return nil
	}
	program, faults := scoring.Compile(scoring.Source{Manifest: &f.manifest, Norms: f.norms, Tables: f.tables})
	f.faults = append(f.faults, faults...)
	return program
}
