package exchange

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"kitewise/backend/domain"
	"kitewise/backend/instrument"
)

var loaded = sync.OnceValues(func() (*instrument.Instrument, error) {
	c, err := instrument.Load(os.DirFS("../../instruments"), nil)
	if err != nil {
		return nil, err
	}
	return c.Latest("learning-cycle")
})

func form(t testing.TB) *instrument.Instrument {
	t.Helper()
	in, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// person writes a whole record; every set is ranked alike.
func person(in *instrument.Instrument, id string) string {
	sets := []string{}
	for _, it := range in.Domain.Manifest.Items {
		sets = append(sets, fmt.Sprintf(`%q:{"CE":4,"RO":1,"AC":3,"AE":2}`, it.ID))
	}
	return fmt.Sprintf(`{"id":%q,"responses":{%s}}`, id, strings.Join(sets, ","))
}

// drain reads a source to its end.
func drain(s Source) ([]Record, error) {
	records := []Record{}
	for {
		r, err := s.Next()
		if errors.Is(err, io.EOF) {
			return records, nil
		}
		if err != nil {
			return records, err
		}
		records = append(records, r)
	}
}

// people makes endless records and counts the bytes that were taken.
type people struct {
	in   *instrument.Instrument
	left int
	n    int
	rest []byte
	sent int
}

func (p *people) Read(b []byte) (int, error) {
	if len(p.rest) == 0 {
		switch {
		case p.n == 0:
			p.rest = []byte("[")
		case p.n > p.left:
			p.rest = []byte("]")
		case p.n == p.left:
			p.rest = []byte(person(p.in, fmt.Sprint("p", p.n)))
		default:
			p.rest = []byte(person(p.in, fmt.Sprint("p", p.n)) + ",\n")
		}
		p.n++
		if p.n > p.left+2 {
			return 0, io.EOF
		}
	}
	n := copy(b, p.rest)
	p.rest = p.rest[n:]
	p.sent += n
	return n, nil
}

// TestRecordsAreReadOneByOne: while a record is handled, hardly more of the
// file than itself has been read.
func TestRecordsAreReadOneByOne(t *testing.T) {
	in := form(t)
	from := &people{in: in, left: 2000}
	s := JSONRecords(from, in)
	size := len(person(in, "p1"))
	for n := 1; ; n++ {
		r, err := s.Next()
		if errors.Is(err, io.EOF) {
			if n != 2001 {
				t.Errorf("%d records", n-1)
			}
			return
		}
		if err != nil || len(r.Faults) > 0 {
			t.Fatal(err, r.Faults)
		}
		if ahead := from.sent - n*size; ahead > 64<<10 {
			t.Fatalf("%d bytes read ahead at record %d", ahead, n)
		}
	}
}

func TestARecordHasALimit(t *testing.T) {
	in := form(t)
	huge := `[{"id":"` + strings.Repeat("x", maxRecord+100_000) + `"}]`
	_, err := drain(JSONRecords(strings.NewReader(huge), in))
	if e := (*domain.Error)(nil); !errors.As(err, &e) || e.Params["reason"] != "record_too_large" {
		t.Errorf("JSON: %v", err)
	}
	s, err := CSVRecords(strings.NewReader("id\n\""+strings.Repeat("x", maxRecord+100_000)+"\"\n"), in)
	if err != nil {
		t.Fatal(err)
	}
	_, err = drain(s)
	if e := (*domain.Error)(nil); !errors.As(err, &e) || e.Params["reason"] != "record_too_large" {
		t.Errorf("CSV: %v", err)
	}
}

// TestTableAndTextAgree reads the same persons both ways, the table also with
// a byte order mark and Windows line ends.
func TestTableAndTextAgree(t *testing.T) {
	in := form(t)
	head, row := []string{"id", "age", "country"}, []string{"p1", "21", "Chad, Sahel"}
	for _, it := range in.Domain.Manifest.Items {
		for j, e := range it.Endings {
			head, row = append(head, it.ID+"."+e.ID), append(row, fmt.Sprint([]int{4, 1, 3, 2}[j]))
		}
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.WriteAll([][]string{head, row}); err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(person(in, "p1"), `"responses"`, `"respondent":{"age":21,"country":"Chad, Sahel"},"responses"`, 1)
	want, err := drain(JSONRecords(strings.NewReader("["+text+"]"), in))
	if err != nil || len(want) != 1 || len(want[0].Faults) > 0 {
		t.Fatal(err, want)
	}
	for _, table := range []string{b.String(), "\ufeff" + b.String(), strings.ReplaceAll(b.String(), "\n", "\r\n")} {
		s, err := CSVRecords(strings.NewReader(table), in)
		if err != nil {
			t.Fatal(err)
		}
		got, err := drain(s)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Error(err, diff)
		}
	}
}

// TestNumbersAreWrittenAsJSONDoes: the short way gives the encoder's bytes.
func TestNumbersAreWrittenAsJSONDoes(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		v := rapid.Float64Range(-1e22, 1e22).Draw(rt, "v")
		if rapid.Bool().Draw(rt, "small") {
			v /= 1e25
		}
		s := rapid.String().Draw(rt, "s")
		k := &jsonSink{}
		k.number(&v)
		k.text(s)
		var want bytes.Buffer
		enc := json.NewEncoder(&want)
		enc.SetEscapeHTML(false)
		if enc.Encode(v) != nil || enc.Encode(s) != nil {
			rt.Fatal("not encodable")
		}
		if got := k.buf.String(); got != strings.ReplaceAll(want.String(), "\n", "") {
			rt.Errorf("%s, want %s", got, want.String())
		}
	})
}

func TestOutputIsValidForAnyID(t *testing.T) {
	in := form(t)
	for _, id := range []string{"=1+1", "+x", "-x", "@x", "\tx", `"quoted"`, "line\nbreak", "<&>", "é😀", "a,b;c"} {
		for _, format := range []string{"json", "csv"} {
			var b bytes.Buffer
			to := JSONSink(&b, false)
			if format == "csv" {
				to = CSVSink(&b, ScoreIDs(&in.Domain.Manifest))
			}
			raw, err := json.Marshal(id)
			if err != nil {
				t.Fatal(err)
			}
			text := strings.Replace(person(in, "p1"), `"p1"`, string(raw), 1)
			if _, err := Batch(JSONRecords(strings.NewReader("["+text+"]"), in), to, in, false, func(Fault) string { return "" }); err != nil {
				t.Fatal(err)
			}
			if got := idOf(t, format, b.Bytes()); got != id && (format == "json" || got != "'"+id) {
				t.Errorf("%s: %q became %q", format, id, got)
			}
		}
	}
}

func idOf(t *testing.T, format string, data []byte) string {
	t.Helper()
	if format == "csv" {
		rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if strings.ContainsAny(rows[1][0][:1], "=+-@\t") {
			t.Errorf("a spreadsheet would run %q", rows[1][0])
		}
		return rows[1][0]
	}
	var records []struct{ ID string }
	if err := json.Unmarshal(data, &records); err != nil {
		t.Fatal(err)
	}
	return records[0].ID
}

// full is a disk without room.
type full struct{}

var errFull = errors.New("no room")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestAWriteThatFailsIsTold(t *testing.T) {
	in := form(t)
	for _, to := range []Sink{JSONSink(full{}, false), CSVSink(full{}, ScoreIDs(&in.Domain.Manifest))} {
		from := JSONRecords(&people{in: in, left: 200}, in)
		if _, err := Batch(from, to, in, false, func(Fault) string { return "" }); !errors.Is(err, errFull) {
			t.Errorf("%T: %v", to, err)
		}
	}
}
