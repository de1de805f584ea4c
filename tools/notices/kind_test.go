package main

import (
	"strings"
	"testing"
)

func TestKindTellsLicencesApart(t *testing.T) {
	for text, want := range map[string]string{
		"This Font Software is licensed under the SIL Open Font License":   "OFL-1.1",
		"Permission is hereby granted, free\nof charge, to any person":     "MIT",
		"Redistributions in binary form must ... Neither the name of":      "BSD-3-Clause",
		"Redistributions in binary form must reproduce":                    "BSD-2-Clause",
		"Permission to use, copy, modify, and/or distribute this software": "ISC",
		"All rights reserved. You may not copy this.":                      "",
	} {
		if got := kind(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestWriteGivesEveryTextOnce(t *testing.T) {
	text := string(write([]component{
		{name: "a", version: "1", part: "Go", licence: "MIT", texts: []string{"same words"}},
		{name: "b", version: "2", part: "page", licence: "MIT", texts: []string{"same words"}},
	}))
	if strings.Count(text, "same words") != 1 || !strings.Contains(text, "## a, b") || !strings.Contains(text, "| b | 2 | page | MIT |") {
		t.Errorf("got:\n%s", text)
	}
}
