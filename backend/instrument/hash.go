package instrument

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"kitewise/backend/scoring"
)

// contentHash is the SHA-256 of structure and texts in canonical order: the
// manifest with sorted keys, the tables, the texts by language and key. White
// space and line ends do not count, so a checkout on another system is equal.
func (f *folder) contentHash() string {
	parts := [][2]string{{scoring.ManifestFile, canonicalJSON(f.raw)}}
	parts = append(parts, sheets(f.tableRaw)...)
	languages := []string{}
	for lang := range f.texts {
		languages = append(languages, lang)
	}
	slices.Sort(languages)
	for _, lang := range languages {
		text, err := json.Marshal(f.texts[lang])
		if err == nil {
			parts = append(parts, [2]string{textFile(lang), string(text)})
		}
	}
	return digest(parts)
}

// normHash is the SHA-256 of the norm tables.
func (f *folder) normHash() string { return digest(sheets(f.normRaw)) }

// normVersion joins the versions that the norms declare.
func (f *folder) normVersion() string {
	versions := []string{}
	for _, n := range f.manifest.Norms {
		versions = append(versions, n.Version)
	}
	slices.Sort(versions)
	return strings.Join(slices.Compact(versions), "+")
}

// sheets gives table files by name, without byte order mark and carriage returns.
func sheets(files map[string][]byte) [][2]string {
	parts := [][2]string{}
	for name, data := range files {
		text := strings.ReplaceAll(string(bytes.TrimPrefix(data, []byte("\ufeff"))), "\r\n", "\n")
		parts = append(parts, [2]string{name, strings.TrimRight(text, "\n")})
	}
	slices.SortFunc(parts, func(a, b [2]string) int { return strings.Compare(a[0], b[0]) })
	return parts
}

// digest hashes names and contents, each with its length, so that no two lists
// of parts read the same.
func digest(parts [][2]string) string {
	h := sha256.New()
	for _, p := range parts {
		for _, s := range p {
			n := len(s)
			h.Write([]byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)})
			h.Write([]byte(s))
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// canonicalJSON writes a checked JSON text with sorted keys and no white space;
// numbers keep their digits.
func canonicalJSON(data []byte) string {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		return string(data)
	}
	out, err := json.Marshal(v)
	if err != nil {
		return string(data)
	}
	return string(out)
}
