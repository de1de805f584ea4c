package exchange

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"sync"
	"testing"

	"kitewise/backend/domain"
	"kitewise/backend/instrument"
	"kitewise/backend/response"
)

// everyType is an instrument with an item of every type. All of them are
// required but text1; num1 and line1 are shown to those whose like1 is 3.
var everyType = sync.OnceValues(func() (*instrument.Instrument, error) {
	entry, err := instrument.Open(os.DirFS("../../instruments"), os.DirFS("../../testdata/every-type"))
	if err == nil && !entry.Usable() {
		err = fmt.Errorf("%v", entry.Faults)
	}
	return entry.Instrument, err
})

// every gives the instrument with every type.
func every(t testing.TB) *instrument.Instrument {
	t.Helper()
	in, err := everyType()
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// made is a made-up person.
type made struct {
	id     string
	values map[string]domain.Value
}

// makeUp makes persons up who answer everything that is shown.
func makeUp(in *instrument.Instrument, n int, seed uint64) []made {
	r := rand.New(rand.NewPCG(seed, 1))
	out := []made{}
	for i := range n {
		p := made{fmt.Sprint("p", i), map[string]domain.Value{}}
		for _, it := range response.Items(&in.Domain.Manifest) {
			p.values[it.ID] = response.Simulate(it, r)
		}
		for id, shown := range in.Shown(p.values) {
			if !shown {
				delete(p.values, id)
			}
		}
		out = append(out, p)
	}
	return out
}

// writeJSON writes persons as a file of records.
func writeJSON(w io.Writer, in *instrument.Instrument, persons []made) error {
	records := []any{}
	for _, p := range persons {
		responses := map[string]response.Node{}
		for _, it := range response.Items(&in.Domain.Manifest) {
			if v, ok := p.values[it.ID]; ok {
				responses[it.ID] = response.Write(it, v)
			}
		}
		records = append(records, map[string]any{"id": p.id, "responses": responses})
	}
	return json.NewEncoder(w).Encode(records)
}

// writeCSV writes persons as a table.
func writeCSV(w io.Writer, in *instrument.Instrument, persons []made) error {
	items, head := response.Items(&in.Domain.Manifest), []string{"id"}
	for _, it := range items {
		for _, part := range response.Parts(it) {
			head = append(head, strings.TrimSuffix(it.ID+"."+part, "."))
		}
	}
	rows := [][]string{head}
	for _, p := range persons {
		row := []string{p.id}
		for _, it := range items {
			cells := make([]string, len(response.Parts(it)))
			if v, ok := p.values[it.ID]; ok {
				cells = response.WriteCells(it, v)
			}
			row = append(row, cells...)
		}
		rows = append(rows, row)
	}
	return csv.NewWriter(w).WriteAll(rows)
}
