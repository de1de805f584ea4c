package exchange

import (
	"bytes"
	"encoding/json"
	"io"
	"testing"
	"time"

	"kitewise/backend/domain"
	"kitewise/backend/instrument"
	"kitewise/backend/response"
)

// perMiB is the longest that a MiB of records may take to read, beside what a
// busy machine takes for itself.
const perMiB = 2 * time.Second

// feed reads and scores a file: no panic, no hang, and what is taken without a
// fault is a whole form of answers that can be taken.
func feed(t *testing.T, data []byte, in *instrument.Instrument, open func(io.Reader) (Source, error)) error {
	t.Helper()
	began := time.Now()
	s, err := open(bytes.NewReader(data))
	if err != nil {
		return err
	}
	_, fault := drain(s)
	if took := time.Since(began); took > 10*time.Second+perMiB*time.Duration(len(data))>>20 {
		t.Errorf("%d bytes took %v", len(data), took)
	}
	if s, err = open(bytes.NewReader(data)); err != nil {
		return err
	}
	var out bytes.Buffer
	_, err = Batch(&watched{t, s, in}, JSONSink(&out, false), in, false, func(f Fault) string { return f.Code })
	if domain.CodeOf(err) != domain.CodeOf(fault) {
		t.Errorf("read with %v, scored with %v", fault, err)
	}
	if err == nil && !json.Valid(out.Bytes()) {
		t.Errorf("wrote no JSON: %.200q", out.Bytes())
	}
	return err
}

// watched looks at every record that passes.
type watched struct {
	t  *testing.T
	s  Source
	in *instrument.Instrument
}

// Next gives the next record.
func (w *watched) Next() (Record, error) {
	r, err := w.s.Next()
	if err != nil {
		return r, err
	}
	items := response.Items(&w.in.Domain.Manifest)
	for _, it := range items {
		v, answered := r.Responses[it.ID]
		if answered && response.Check(it, v) != "" {
			w.t.Errorf("%s: taken: %+v", it.ID, v)
		}
		if !answered && len(r.Faults) == 0 && w.in.Shown(r.Responses)[it.ID] && w.in.Domain.Manifest.Required(it.ID) {
			w.t.Errorf("%s: not missed", it.ID)
		}
	}
	if len(r.Faults) == 0 && r.ID == "" {
		w.t.Error("taken without an id")
	}
	return r, nil
}

// FuzzJSONRecords feeds the reader of JSON with anything. A file that is no
// JSON array cannot be read to its end, one that is can.
func FuzzJSONRecords(f *testing.F) {
	forms := []*instrument.Instrument{form(f), every(f)}
	f.Add([]byte("[" + person(forms[0], "p1") + "]"))
	var made bytes.Buffer
	if err := writeJSON(&made, forms[1], makeUp(forms[1], 2, 1)); err != nil {
		f.Fatal(err)
	}
	f.Add(made.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, in := range forms {
			err := feed(t, data, in, func(r io.Reader) (Source, error) { return JSONRecords(r, in), nil })
			var list []json.RawMessage
			valid := json.Unmarshal(data, &list) == nil && bytes.HasPrefix(bytes.TrimLeft(data, " \t\r\n"), []byte("["))
			if err != nil && domain.CodeOf(err) != domain.CodeInvalid {
				t.Errorf("not a fault of the file: %v", err)
			}
			if err != nil && valid && len(data) < maxRecord {
				t.Errorf("refused a JSON array: %v", err)
			}
			if deep := bytes.Count(data, []byte("[")) + bytes.Count(data, []byte("{")); err == nil && !valid && deep < 10 && !bytes.HasPrefix(data, []byte("\ufeff")) {
				t.Errorf("took what is no JSON array")
			}
		}
	})
}

// FuzzCSVRecords feeds the reader of tables with anything.
func FuzzCSVRecords(f *testing.F) {
	forms := []*instrument.Instrument{form(f), every(f)}
	for _, in := range forms {
		var made bytes.Buffer
		if err := writeCSV(&made, in, makeUp(in, 2, 1)); err != nil {
			f.Fatal(err)
		}
		f.Add(made.Bytes())
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, in := range forms {
			err := feed(t, data, in, func(r io.Reader) (Source, error) { return CSVRecords(r, in) })
			if err != nil && domain.CodeOf(err) != domain.CodeInvalid {
				t.Errorf("not a fault of the file: %v", err)
			}
		}
	})
}
