package i18n

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// Source is the language in which the texts are first written, and the one
// that stands in when an unknown language is asked for.
const Source = "en"

// Catalogue holds the messages of every offered language.
type Catalogue struct {
	bundle   *goi18n.Bundle
	printers map[string]*Printer
	codes    []string
}

// Load reads every <lang>.json at the root of fsys. It fails on a file that is
// not a message file and when the source language is missing.
func Load(fsys fs.FS) (*Catalogue, error) {
	files, err := fs.Glob(fsys, "*.json")
	if err != nil {
		return nil, fmt.Errorf("list locales: %w", err)
	}
	c := &Catalogue{bundle: goi18n.NewBundle(language.English), printers: map[string]*Printer{}}
	c.bundle.RegisterUnmarshalFunc("json", json.Unmarshal)
	for _, file := range files {
		if _, err := c.bundle.LoadMessageFileFS(fsys, file); err != nil {
			return nil, fmt.Errorf("load locale %s: %w", file, err)
		}
		c.codes = append(c.codes, strings.TrimSuffix(path.Base(file), ".json"))
	}
	if !slices.Contains(c.codes, Source) {
		return nil, fmt.Errorf("load locales: no %s.json", Source)
	}
	slices.Sort(c.codes)
	for _, code := range c.codes {
		c.printers[code] = newPrinter(c.bundle, code)
	}
	return c, nil
}

// Languages lists the codes of the offered languages, sorted.
func (c *Catalogue) Languages() []string { return slices.Clone(c.codes) }

// Offers reports whether the language is offered.
func (c *Catalogue) Offers(lang string) bool { return c.printers[lang] != nil }

// Printer gives the printer of a language, or that of Source if it is not offered.
func (c *Catalogue) Printer(lang string) *Printer {
	if p := c.printers[lang]; p != nil {
		return p
	}
	return c.printers[Source]
}
