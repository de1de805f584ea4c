package i18n

import (
	"testing"
	"testing/fstest"
	"time"
)

func testCatalogue(t *testing.T) *Catalogue {
	t.Helper()
	c, err := Load(fstest.MapFS{
		"en.json": {Data: []byte(`{"hi":"Hello {{.Name}}","sets":{"one":"{{.Count}} set","other":"{{.Count}} sets"},"only.en":"English only","date.long":"{{.Day}} {{.Month}} {{.Year}}","date.month.11":"November"}`)},
		"id.json": {Data: []byte(`{"hi":"Halo {{.Name}}","sets":{"other":"{{.Count}} set"},"date.long":"{{.Day}} {{.Month}} {{.Year}}","date.month.11":"November"}`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestPrinterWordsMessages(t *testing.T) {
	c := testCatalogue(t)
	en, id := c.Printer("en"), c.Printer("id")
	for _, tc := range []struct{ got, want string }{
		{en.T("hi", Params{"Name": "Dewi"}), "Hello Dewi"},
		{id.T("hi", Params{"Name": "Dewi"}), "Halo Dewi"},
		{en.N("sets", 1), "1 set"},
		{en.N("sets", 1200), "1,200 sets"},
		{id.N("sets", 1), "1 set"},
		{id.N("sets", 1200), "1.200 set"},
		{en.T("no.such"), "[no.such]"},
		{c.Printer("xx").T("hi", Params{"Name": "A"}), "Hello A"},
	} {
		if tc.got != tc.want {
			t.Errorf("got %q, want %q", tc.got, tc.want)
		}
	}
	if !en.Has("only.en") || id.Has("only.en") || !id.Has("hi") || !id.Has("sets") {
		t.Error("Has must speak of the language itself, not of its fallback")
	}
}

func TestPrinterWritesNumbers(t *testing.T) {
	c := testCatalogue(t)
	for _, tc := range []struct {
		lang     string
		v        float64
		decimals int
		want     string
	}{
		{"en", 10423, 0, "10,423"},
		{"id", 10423, 0, "10.423"},
		{"en", -3.6667, 2, "\u22123.67"},
		{"id", -3.6667, 2, "\u22123,67"},
		{"en", 0.89375, 2, "0.89"},
		{"en", -0.001, 1, "0.0"},
		{"id", 2, 1, "2,0"},
	} {
		if got := c.Printer(tc.lang).Number(tc.v, tc.decimals); got != tc.want {
			t.Errorf("%s %v: got %q, want %q", tc.lang, tc.v, got, tc.want)
		}
	}
	day := time.Date(2026, 11, 20, 9, 5, 0, 0, time.UTC)
	if got := c.Printer("en").Date(day) + " " + c.Printer("en").Clock(day); got != "20 November 2026 09:05" {
		t.Errorf("date: got %q", got)
	}
}
