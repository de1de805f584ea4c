package domain

import (
	"fmt"
	"slices"
	"strings"
)

// Fault is one thing that keeps an instrument or a norm file from being used.
// Its words are the locale text "fault.<code>", filled with Params.
type Fault struct {
	// File is the file's name inside the instrument's folder.
	File string `json:"file"`
	// Path is the JSON path ("scoring[3].terms[0].score"), or "line 12" with a
	// column's name in a table; "" is the file as a whole.
	Path   string            `json:"path"`
	Code   string            `json:"code"`
	Params map[string]string `json:"params"`
}

// NewFault makes a Fault with parameters given as name, value pairs.
func NewFault(file, path, code string, params ...string) Fault {
	return Fault{File: file, Path: path, Code: code, Params: Fail("", nil, params...).Params}
}

// String gives file, path, code and parameters, for logs and tests.
func (f Fault) String() string {
	parts := []string{}
	for name, value := range f.Params {
		parts = append(parts, name+"="+value)
	}
	slices.Sort(parts)
	return strings.TrimSpace(fmt.Sprintf("%s: %s: %s %s", f.File, f.Path, f.Code, strings.Join(parts, " ")))
}
