package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
)

//go:embed go-LICENSE.txt
var goLicence string

// systems are those that the program is built for.
var systems = []string{"linux", "windows", "darwin"}

// goModules lists the modules of which a package is linked into the program,
// and the standard library.
func goModules(root string) ([]component, error) {
	lines := map[string]bool{}
	for _, system := range systems {
		list := exec.Command("go", "list", "-e", "-deps", "-tags", "desktop,production,webkit2_41",
			"-f", "{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Version}}\t{{.Dir}}{{end}}{{end}}", ".")
		list.Dir = root
		list.Env = append(os.Environ(), "CGO_ENABLED=1", "GOOS="+system, "GOARCH=amd64")
		list.Stderr = os.Stderr
		out, err := list.Output()
		if err != nil {
			return nil, fmt.Errorf("go list for %s: %w", system, err)
		}
		for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
			lines[line] = true
		}
	}
	delete(lines, "")
	all := []component{{name: "Go standard library", part: "Go", texts: []string{goLicence}, licence: "BSD-3-Clause"}}
	for line := range lines {
		f := strings.Split(line, "\t")
		c, err := read(component{name: f[0], version: f[1], part: "Go"}, f[2])
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].name < all[j].name })
	return all, nil
}

// npmPackages lists the packages of which something is in the built page.
func npmPackages(root string) ([]component, error) {
	list := exec.Command("node", "scripts/bundled.mjs")
	list.Dir = filepath.Join(root, "frontend")
	list.Stderr = os.Stderr
	out, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("list what the page's bundle holds: %w", err)
	}
	var names []string
	if err := json.Unmarshal(out, &names); err != nil {
		return nil, err
	}
	all := []component{}
	for _, name := range names {
		dir := filepath.Join(root, "frontend", "node_modules", filepath.FromSlash(name))
		text, err := os.ReadFile(filepath.Join(dir, "package.json"))
		if err != nil {
			return nil, err
		}
		var about struct{ Version string }
		if err := json.Unmarshal(text, &about); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		c, err := read(component{name: name, version: about.Version, part: "page"}, dir)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, nil
}

// reportFonts lists the fonts of the PDF: one licence file <family>-OFL.txt each.
func reportFonts(root string) ([]component, error) {
	files, err := filepath.Glob(filepath.Join(root, "backend", "report", "pdf", "fonts", "*-OFL.txt"))
	if err != nil {
		return nil, err
	}
	all := []component{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		family := strings.TrimSuffix(filepath.Base(file), "-OFL.txt")
		all = append(all, component{name: family, part: "report font", texts: []string{clean(text)}, licence: kind(string(text))})
	}
	return all, nil
}

var licenceFile = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice)([-.].*)?$`)

// read takes the licence files from the top of the component's folder.
func read(c component, dir string) (component, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return c, fmt.Errorf("%s: %w", c.name, err)
	}
	for _, e := range entries {
		if e.IsDir() || !licenceFile.MatchString(e.Name()) || strings.Contains(e.Name(), "LOGO") {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return c, err
		}
		c.texts = append(c.texts, clean(text))
	}
	if len(c.texts) == 0 {
		return c, fmt.Errorf("%s: no licence file in its folder", c.name)
	}
	c.licence = kind(c.texts[0])
	if c.licence == "" {
		return c, fmt.Errorf("%s: its licence is of no known kind", c.name)
	}
	return c, nil
}

func clean(text []byte) string {
	s := strings.ReplaceAll(string(text), "\r\n", "\n")
	lines := strings.Split(strings.TrimPrefix(s, "\ufeff"), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " \t")
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}

// kind names the licence by phrases that only it has; "" when none is found.
func kind(text string) string {
	flat := strings.ToLower(strings.Join(strings.Fields(text), " "))
	for _, k := range []struct{ phrase, name string }{
		{"sil open font license", "OFL-1.1"},
		{"apache license", "Apache-2.0"},
		{"neither the name", "BSD-3-Clause"},
		{"names of its contributors", "BSD-3-Clause"},
		{"redistributions in binary form", "BSD-2-Clause"},
		{"permission is hereby granted, free of charge", "MIT"},
		{"permission to use, copy, modify, and/or distribute", "ISC"},
		{"unlicense", "Unlicense"},
	} {
		if strings.Contains(flat, k.phrase) {
			return k.name
		}
	}
	return ""
}
