package exchange

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"kitewise/backend/instrument"
)

// BenchmarkBatch reads, scores and writes made-up persons; ns/op is per person.
func BenchmarkBatch(b *testing.B) {
	for _, bc := range []struct {
		name string
		in   *instrument.Instrument
	}{{"learning-cycle", form(b)}, {"every-type", every(b)}} {
		var text, table bytes.Buffer
		persons := makeUp(bc.in, 500, 1)
		if err := writeJSON(&text, bc.in, persons); err != nil {
			b.Fatal(err)
		}
		if err := writeCSV(&table, bc.in, persons); err != nil {
			b.Fatal(err)
		}
		b.Run(bc.name+"/json", func(b *testing.B) {
			run(b, len(persons), func() Source { return JSONRecords(bytes.NewReader(text.Bytes()), bc.in) }, bc.in)
		})
		b.Run(bc.name+"/csv", func(b *testing.B) {
			run(b, len(persons), func() Source {
				s, err := CSVRecords(bytes.NewReader(table.Bytes()), bc.in)
				if err != nil {
					b.Fatal(err)
				}
				return s
			}, bc.in)
		})
	}
}

// BenchmarkBadRecords reads the smallest bad records, the most that fit a file.
func BenchmarkBadRecords(b *testing.B) {
	in := form(b)
	b.Run("json", func(b *testing.B) {
		run(b, 500, func() Source { return JSONRecords(strings.NewReader("["+strings.Repeat("5,", 499)+"5]"), in) }, in)
	})
	b.Run("csv", func(b *testing.B) {
		run(b, 500, func() Source {
			s, err := CSVRecords(strings.NewReader("id\n"+strings.Repeat("p\n", 500)), in)
			if err != nil {
				b.Fatal(err)
			}
			return s
		}, in)
	})
}

func run(b *testing.B, n int, open func() Source, in *instrument.Instrument) {
	b.ReportAllocs()
	for done := 0; done < b.N; done += n {
		if _, err := Batch(open(), JSONSink(io.Discard, false), in, false, func(f Fault) string { return f.Code }); err != nil {
			b.Fatal(err)
		}
	}
}
