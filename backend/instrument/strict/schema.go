package strict

import (
	"bytes"
	"errors"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"

	"kitewise/backend/domain"
)

// schemaFile is the schema's place among the instruments, schemaURL the name
// under which it is known; neither is ever fetched.
const (
	schemaFile = "schema/manifest-1.schema.json"
	schemaURL  = "kitewise:manifest-1"
)

var errForeignReference = errors.New("a schema may not refer to another file")

// noLoader refuses every reference that leaves the schema.
type noLoader struct{}

// Load refuses.
func (noLoader) Load(string) (any, error) { return nil, errForeignReference }

// Schema is a compiled JSON Schema (2020-12).
type Schema struct{ compiled *jsonschema.Schema }

// ManifestSchema reads the manifest's schema from the root of the instruments.
func ManifestSchema(root fs.FS) (*Schema, error) {
	data, err := fs.ReadFile(root, schemaFile)
	if err != nil {
		return nil, err
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.UseLoader(noLoader{})
	if err := c.AddResource(schemaURL, doc); err != nil {
		return nil, err
	}
	compiled, err := c.Compile(schemaURL)
	if err != nil {
		return nil, err
	}
	return &Schema{compiled}, nil
}

// mostFaults is how many places that break the schema are told.
const mostFaults = 200

// Validate checks a scanned JSON text against the schema and gives one fault
// for every place that breaks it.
func (s *Schema) Validate(file string, data []byte) []domain.Fault {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		return []domain.Fault{domain.NewFault(file, "", "json_syntax", "Line", "1")}
	}
	var bad *jsonschema.ValidationError
	if err := s.compiled.Validate(doc); !errors.As(err, &bad) {
		return nil
	}
	faults := []domain.Fault{}
	for _, leaf := range leaves(bad) {
		faults = append(faults, schemaFault(file, leaf))
	}
	slices.SortStableFunc(faults, func(a, b domain.Fault) int { return strings.Compare(a.Path, b.Path) })
	if more := len(faults) - mostFaults; more > 0 {
		faults = append(faults[:mostFaults], domain.NewFault(file, "", "more_faults", "Count", strconv.Itoa(more)))
	}
	return faults
}

// leaves gives the errors without further causes.
func leaves(e *jsonschema.ValidationError) []*jsonschema.ValidationError {
	if len(e.Causes) == 0 {
		return []*jsonschema.ValidationError{e}
	}
	out := []*jsonschema.ValidationError{}
	for _, c := range e.Causes {
		out = append(out, leaves(c)...)
	}
	return out
}

// schemaFault words the usual kinds; the others are told by their keyword.
func schemaFault(file string, e *jsonschema.ValidationError) domain.Fault {
	path := jsonPath(e.InstanceLocation)
	switch k := e.ErrorKind.(type) {
	case *kind.Required:
		return domain.NewFault(file, path, "schema_required", "Want", strings.Join(k.Missing, ", "))
	case *kind.AdditionalProperties:
		return domain.NewFault(file, path, "schema_unknown", "Got", strings.Join(k.Properties, ", "))
	case *kind.Type:
		return domain.NewFault(file, path, "schema_type", "Got", k.Got, "Want", strings.Join(k.Want, ", "))
	}
	return domain.NewFault(file, path, "schema_rule", "Rule", strings.Join(e.ErrorKind.KeywordPath(), "."))
}
