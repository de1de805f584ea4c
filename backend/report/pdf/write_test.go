package pdf_test

import (
	"bytes"
	"strings"
	"testing"

	"kitewise/backend/report"
	"kitewise/backend/report/pdf"
)

var names = []string{"worked.en", "worked.id", "clear.en", "clear.id", "edge.en", "edge.id", "change.en", "change.id"}

func write(t testing.TB, v report.View, paper pdf.Paper) ([]byte, int) {
	t.Helper()
	var b bytes.Buffer
	pages, err := pdf.Write(&b, v, pdf.Options{Paper: paper})
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), pages
}

// printed are the files that several tests look at.
var printed = map[string][]byte{}

// file gives a golden View on a paper.
func file(t testing.TB, name string, paper pdf.Paper) []byte {
	t.Helper()
	key := name + string(paper)
	if printed[key] == nil {
		printed[key], _ = write(t, pdf.Golden(t, name), paper)
	}
	return printed[key]
}

func TestAReportHasFourToSixPagesAndIsSmall(t *testing.T) {
	for _, name := range names {
		for _, paper := range []pdf.Paper{pdf.A4, pdf.Letter} {
			file, pages := write(t, pdf.Golden(t, name), paper)
			printed[name+string(paper)] = file
			most, size := 6, 64<<10
			if strings.HasPrefix(name, "change") { // two more pages compare two sessions
				most, size = 8, 80<<10
			}
			if pages < 4 || pages > most {
				t.Errorf("%s %s: %d pages, want 4 to %d", name, paper, pages, most)
			}
			if len(file) > size {
				t.Errorf("%s %s: %d bytes, want at most %d", name, paper, len(file), size)
			}
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	v := pdf.Golden(b, "worked.en")
	for b.Loop() {
		write(b, v, pdf.A4)
	}
}
