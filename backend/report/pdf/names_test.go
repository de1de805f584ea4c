package pdf_test

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"

	"kitewise/backend/report"
	"kitewise/backend/report/pdf"
)

func TestAnyNameIsPrintedWholeOrNotAtAll(t *testing.T) {
	long := strings.TrimSpace(strings.Repeat("Ketut Anugerahningtyas ", 9))
	for _, tc := range []struct {
		about, name, shown string
		code               bool
	}{
		{"plain", "Wayan S.", "Wayan S.", false},
		{"accents", "Zoë Ångström-Núñez", "Zoë Ångström-Núñez", false},
		{"decomposed", "Zoe\u0308", "Zoë", false},
		{"Vietnamese", "Nguyễn Thị Ánh Tuyết", "Nguyễn Thị Ánh Tuyết", false},
		{"Cyrillic", "Иван Жуковский", "Иван Жуковский", false},
		{"Greek", "Ἀθηνᾶ Παπαδοπούλου", "Ἀθηνᾶ Παπαδοπούλου", false},
		{"quotes", `O'Neil "Bob" (\)`, `O'Neil "Bob" (\)`, false},
		{"control characters", "Way\x00an\x1b[31m\tS.\r\n", "Wayan[31m S.", false},
		{"direction marks", "Wayan\u202e\u2066 S.\u200f", "Wayan S.", false},
		{"200 characters", long, "Ketut Anugerahningtyas", false},
		{"one word of 200 characters", strings.Repeat("W", 200), "WWWWWWWW", false},
		{"emoji", "Made 🙂🏽", "R-0148", true},
		{"Arabic", "محمد علي", "R-0148", true},
		{"Hebrew", "דוד לוי", "R-0148", true},
		{"Chinese", "王小明", "R-0148", true},
		{"Balinese", "ᬓᬢᬸᬢ᭄", "R-0148", true},
		{"invalid UTF-8", "Way\xff\xfean", "Way", false},
	} {
		v := pdf.Golden(t, "worked.en")
		v.Parts = v.Parts[:2]
		v.Header.Participant = tc.name
		file, _ := write(t, v, pdf.A4)
		got := texts(t, file)
		noted := strings.Contains(got, v.Print.NameNote)
		if !strings.Contains(got, tc.shown) || noted != tc.code {
			t.Errorf("%s: %q shown %v, note %v", tc.about, tc.shown, strings.Contains(got, tc.shown), noted)
		}
		for n, page := range boxes(t, file) {
			for _, fault := range faults(page) {
				t.Errorf("%s, page %d: %s", tc.about, n+1, fault)
			}
		}
	}
}

func TestNoNameAndNoCodeBreakTheFile(t *testing.T) {
	v := pdf.Golden(t, "clear.en")
	v.Parts = v.Parts[:1]
	for _, text := range []string{"", " ", "\x00", "\xff\xfe", "(", ")", "\\", "\U0010ffff\ufffe\uffff", "e\u0301\u0327\u0300", "\u2028\ufeff",
		strings.Repeat("\u0301", 200), strings.Repeat("🙂", 200), strings.Repeat("\xed\xa0\x80", 50), "{page} {pages} {nb}"} {
		v.Header.Participant, v.Header.Code, v.Colophon.Code = text, text, text
		var b bytes.Buffer
		if _, err := pdf.Write(&b, v, pdf.Options{}); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// stretch makes every sentence longer by half, as a long translation would be.
func stretch(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			stretch(v.Field(i))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			stretch(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			stretch(v.Index(i))
		}
	case reflect.String:
		words := strings.Fields(v.String())
		if len(words) > 4 {
			v.SetString(v.String() + " " + strings.Join(words[:len(words)/2], " "))
		}
	}
}

// TestTheLongestTextsStayOnTheSheet: more pages, nothing cut, nothing overlapping.
func TestTheLongestTextsStayOnTheSheet(t *testing.T) {
	for name, paper := range map[string]pdf.Paper{"worked.id": pdf.Letter, "edge.en": pdf.A4} {
		v := pdf.Golden(t, name)
		stretch(reflect.ValueOf(&v.Parts).Elem())
		stretch(reflect.ValueOf(&v.Flags).Elem())
		file, _ := write(t, v, paper)
		for n, page := range boxes(t, file) {
			for _, fault := range faults(page) {
				t.Errorf("%s %s, page %d: %s", name, paper, n+1, fault)
			}
		}
	}
}

// TestAMissingPartIsSaid: a part without content prints its reason.
func TestAMissingPartIsSaid(t *testing.T) {
	v := pdf.Golden(t, "worked.en")
	for i := range v.Parts {
		v.Parts[i] = report.Part{ID: v.Parts[i].ID, Kind: v.Parts[i].Kind, Title: v.Parts[i].Title, Missing: "Not shown: an answer was left open."}
	}
	file, _ := write(t, v, pdf.A4)
	if got := strings.Count(texts(t, file), "Not shown: an answer was left open."); got != len(v.Parts) {
		t.Errorf("%d reasons for %d parts", got, len(v.Parts))
	}
}

func TestAFaultOfTheDrawingIsAnError(t *testing.T) {
	v := pdf.Golden(t, "worked.en")
	for i := range v.Parts {
		v.Parts[i].Grid = nil // a part that claims to be whole and is not
	}
	var b bytes.Buffer
	if pages, err := pdf.Write(&b, v, pdf.Options{}); err == nil || pages != 0 || b.Len() != 0 {
		t.Errorf("%d pages, %d bytes, error %v", pages, b.Len(), err)
	}
	if _, err := pdf.Write(&b, pdf.Golden(t, "worked.en"), pdf.Options{Paper: "A0x"}); err == nil {
		t.Error("an unknown paper is taken")
	}
	full := errors.New("disk full")
	if _, err := pdf.Write(refusing{full}, pdf.Golden(t, "worked.en"), pdf.Options{}); !errors.Is(err, full) {
		t.Errorf("a writer that refuses: %v", err)
	}
}

type refusing struct{ err error }

func (r refusing) Write([]byte) (int, error) { return 0, r.err }
