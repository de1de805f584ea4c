package imported

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strconv"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
)

// Format is the format that a file must name on its first line.
const Format = "kitewise-norm/1"

// The limits of a file: bytes, rows, groups; how many faults are told before
// the reading ends; the longest line of text and the longest label, in
// characters.
const (
	MaxFile   = 4 << 20
	maxRows   = 50_000
	maxGroups = 500
	maxFaults = 200
	maxText   = 500
	maxLabel  = 80
)

// The least number of persons behind a group, a convention: with 100 a
// percentile is known to about ±10 points (95 % Clopper-Pearson interval at 50 %).
const (
	MinPersons = 100
	maxPersons = 100_000_000
)

// maxRaw bounds a raw score, maxEndings the endings that a norm counts.
const (
	maxRaw     = 10_000
	maxEndings = 2_000
)

// Form is an instrument version for which a file may bring norms.
type Form struct {
	ID, Version string
	// Norms by id.
	Norms map[string]Target
	// Taken holds the Hash of every file that was imported before, by TakenKey.
	Taken map[string]string
}

// TakenKey is the name of one version of one norm of an instrument.
func TakenKey(id, version string) string { return id + " " + version }

// Target is a norm that a file may change.
type Target struct {
	Norm *norm.Norm
	// Scales take the norm, in the manifest's order.
	Scales []Scale
	// Endings is the number of endings per scale that the form itself scores, 0
	// when the scales differ or have none.
	Endings int
}

// Scale is a scale with the ends of what it can be in the norm's metric.
type Scale struct {
	ID        string
	Low, High norm.Fraction
}

// ids lists the scales.
func (t Target) ids() []string {
	out := make([]string, len(t.Scales))
	for i, s := range t.Scales {
		out[i] = s.ID
	}
	return out
}

func (t Target) scale(id string) (Scale, bool) {
	for _, s := range t.Scales {
		if s.ID == id {
			return s, true
		}
	}
	return Scale{}, false
}

// File is a norm file without a fault.
type File struct {
	Instrument, Norm, Version string
	// Groups stand in the order in which the file begins them.
	Groups []norm.Group
	// Hash is the SHA-256 (hex) of its content, as Hash gives it.
	Hash string
}

// Content gives a file's text without byte order mark, with Unix line ends and
// without the empty lines at its end: two files with the same are the same.
func Content(data []byte) []byte {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	return bytes.TrimRight(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")), "\n")
}

// Hash gives the SHA-256 (hex) of a file's Content.
func Hash(data []byte) string {
	sum := sha256.Sum256(Content(data))
	return hex.EncodeToString(sum[:])
}

// Read reads a file. find gives the form for the instrument that the file
// names. The file is nil when there are faults.
func Read(name string, data []byte, find func(instrument string) (Form, bool)) (*File, []domain.Fault) {
	r := &reader{name: name, hash: Hash(data), head: map[string]entry{}, sizes: map[string]entry{}, groups: map[string]*group{}}
	if r.encoded(data) {
		content := Content(data)
		if rest, ok := r.readHead(content); ok {
			r.checkHead(find)
			if r.readRows(rest) {
				r.checkGroups()
			}
		}
	}
	if len(r.faults) > maxFaults {
		r.faults = append(r.faults[:maxFaults], domain.NewFault(name, "", "too_many_faults", "Max", strconv.Itoa(maxFaults)))
	}
	if len(r.faults) > 0 {
		return nil, r.faults
	}
	return r.file(), nil
}
