package pdf_test

import (
	"bytes"
	"compress/zlib"
	"encoding/xml"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"kitewise/backend/report/pdf"
)

var (
	stream  = regexp.MustCompile(`(?s)/Length (\d+)[^>]*>>\s*stream\n`)
	showing = regexp.MustCompile(`(?s)\(((?:\\.|[^\\)])*)\) Tj`)
	escapes = strings.NewReplacer(`\\`, `\`, `\(`, `(`, `\)`, `)`, `\r`, "\r")
)

// texts gives what a page shows, string by string, read from the file itself:
// gofpdf writes UTF-16 code units as character codes.
func texts(t testing.TB, file []byte) string {
	t.Helper()
	var out strings.Builder
	for _, m := range stream.FindAllSubmatchIndex(file, -1) {
		n, err := strconv.Atoi(string(file[m[2]:m[3]]))
		if err != nil {
			t.Fatal(err)
		}
		r, err := zlib.NewReader(bytes.NewReader(file[m[1] : m[1]+n]))
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range showing.FindAllSubmatch(content, -1) {
			raw := []byte(escapes.Replace(string(s[1])))
			units := make([]uint16, len(raw)/2)
			for i := range units {
				units[i] = uint16(raw[2*i])<<8 | uint16(raw[2*i+1])
			}
			out.WriteString(string(utf16.Decode(units)) + "\n")
		}
	}
	return out.String()
}

// tool runs an outside program on the file; the set-up of the tests installs it.
func tool(t testing.TB, file []byte, name string, args ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "report.pdf")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	for i := range args {
		args[i] = strings.ReplaceAll(args[i], "FILE", path)
	}
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

func TestEveryPageSaysWhatItIs(t *testing.T) {
	for name, words := range map[string][]string{
		"worked.en": {"No clear preference; the sums lean", "CE · percentile 97", "Wayan S.", "R-0148", "6 of 6", "Read the neighbouring style as well.", "LFI 0.89 · percentile 83"},
		"change.id": {"Perubahan antara dua sesi", "(AC−CE) lebih tinggi", "+26,6 ± 12,4", "di luar galat", "25 Maret 2026", "8 dari 8"},
		"clear.id":  {"Sangat mungkin Menganalisis,", "RO · persentil 97", "Ratna Wardani K.", "R-0152", "6 dari 6", "Laporan belajar"},
	} {
		file, pages := write(t, pdf.Golden(t, name), pdf.A4)
		if got := bytes.Count(file, []byte("/Type /Page\n")); got != pages {
			t.Errorf("%s: %d pages in the file, %d said", name, got, pages)
		}
		inside, outside := texts(t, file), tool(t, file, "pdftotext", "-layout", "FILE", "-")
		for _, w := range words {
			if !strings.Contains(inside, w) {
				t.Errorf("%s: the pages do not say %q", name, w)
			}
			if !strings.Contains(outside, w) {
				t.Errorf("%s: a reader does not find %q", name, w)
			}
		}
	}
}

// TestTheFootOfEveryPageIsWhole: nothing of it is shortened, and its pieces stand apart,
// in both languages, on both papers, with a version that names what it was built from.
func TestTheFootOfEveryPageIsWhole(t *testing.T) {
	const version, head = "10.11.12 (cade3351)", "123,456 · 9956 f894 a11a c294"
	for name, say := range map[string]string{"worked.en": "log", "change.id": "catatan"} {
		for _, paper := range []pdf.Paper{pdf.A4, pdf.Letter} {
			v := pdf.Golden(t, name)
			v.Colophon.Line = strings.Replace(v.Colophon.Line, "1.0.0 · norm", version+" · norm", 1) + " · " + say + "\u00a0" + strings.ReplaceAll(head, " ", "\u00a0")
			file, pages := write(t, v, paper)
			read := strings.ReplaceAll(tool(t, file, "pdftotext", "-layout", "FILE", "-"), "\u00a0", " ")
			for _, want := range []string{v.Colophon.Code + " · " + v.Colophon.Instrument + " · Kitewise", say + " " + head} {
				if got := strings.Count(read, want); got != pages {
					t.Errorf("%s %s: %d of %d pages say %q", name, paper, got, pages, want)
				}
			}
			for _, page := range boxes(t, file) {
				for _, fault := range faults(page) {
					t.Errorf("%s %s: %s", name, paper, fault)
				}
			}
		}
	}
}

func TestTheFileDescribesItself(t *testing.T) {
	file, _ := write(t, pdf.Golden(t, "clear.id"), pdf.A4)
	for _, want := range []string{"/Lang (id)", "/DisplayDocTitle true", "/Outlines ", "/CreationDate (D:20261120092500"} {
		if !bytes.Contains(file, []byte(want)) {
			t.Errorf("no %s", want)
		}
	}
	info := tool(t, file, "pdfinfo", "FILE")
	for _, want := range []string{"Laporan belajar R-0152", "Inventori Siklus Belajar 1.0.0", "Kitewise"} {
		if !strings.Contains(info, want) {
			t.Errorf("pdfinfo does not say %q:\n%s", want, info)
		}
	}
	if strings.Contains(info, "Ratna") {
		t.Error("the properties of the file name the participant")
	}
	bookmarks := tool(t, file, "qpdf", "--json", "--json-key=outlines", "FILE")
	for _, want := range []string{"Ringkasan", "Empat mode Anda", "Tentang hasil ini"} {
		if !strings.Contains(bookmarks, want) {
			t.Errorf("no bookmark %q", want)
		}
	}
}

func TestTheFileIsSound(t *testing.T) {
	for _, name := range names {
		for _, paper := range []pdf.Paper{pdf.A4, pdf.Letter} {
			if out := tool(t, file(t, name, paper), "qpdf", "--check", "FILE"); !strings.Contains(out, "No syntax or stream encoding errors") {
				t.Errorf("%s %s: %s", name, paper, out)
			}
		}
	}
}

func TestTheSameViewGivesTheSameBytes(t *testing.T) {
	for _, name := range names {
		if again, _ := write(t, pdf.Golden(t, name), pdf.A4); !bytes.Equal(file(t, name, pdf.A4), again) {
			t.Errorf("%s: the bytes differ", name)
		}
	}
}

// box is a word on a page as pdftotext sees it, in points from the top left.
type box struct {
	XMin float64 `xml:"xMin,attr"`
	YMin float64 `xml:"yMin,attr"`
	XMax float64 `xml:"xMax,attr"`
	YMax float64 `xml:"yMax,attr"`
	Text string  `xml:",chardata"`
}

type sheetOfWords struct {
	Width  float64 `xml:"width,attr"`
	Height float64 `xml:"height,attr"`
	Words  []box   `xml:"word"`
}

// boxes gives the words of every page with their places.
func boxes(t testing.TB, file []byte) []sheetOfWords {
	t.Helper()
	out := struct {
		Pages []sheetOfWords `xml:"body>doc>page"`
	}{}
	if err := xml.Unmarshal([]byte(tool(t, file, "pdftotext", "-bbox", "FILE", "-")), &out); err != nil {
		t.Fatal(err)
	}
	return out.Pages
}

// faults finds words outside of the margins and words on top of each other.
func faults(page sheetOfWords) []string {
	out := []string{}
	left := (page.Width-481.89)/2 - 1
	for i, w := range page.Words {
		if w.XMin < left || w.XMax > page.Width-left || w.YMin < 30 || w.YMax > page.Height-22 {
			out = append(out, "outside: "+w.Text)
		}
		for _, o := range page.Words[:i] {
			wide := math.Min(w.XMax, o.XMax) - math.Max(w.XMin, o.XMin)
			high := math.Min(w.YMax, o.YMax) - math.Max(w.YMin, o.YMin)
			small := math.Min((w.XMax-w.XMin)*(w.YMax-w.YMin), (o.XMax-o.XMin)*(o.YMax-o.YMin))
			if wide > 0 && high > 0 && wide*high > 0.3*small {
				out = append(out, "overlap: "+w.Text+" and "+o.Text)
			}
		}
	}
	return out
}

func TestNothingIsCutOffAndNothingOverlaps(t *testing.T) {
	for _, name := range names {
		for _, paper := range []pdf.Paper{pdf.A4, pdf.Letter} {
			for n, page := range boxes(t, file(t, name, paper)) {
				for _, fault := range faults(page) {
					t.Errorf("%s %s, page %d: %s", name, paper, n+1, fault)
				}
			}
		}
	}
	on := sheetOfWords{Width: 595, Height: 842, Words: []box{{100, 100, 140, 110, "a"}, {120, 102, 160, 112, "b"}, {590, 100, 630, 110, "c"}}}
	if len(faults(on)) != 2 {
		t.Errorf("the check finds %v", faults(on))
	}
}
