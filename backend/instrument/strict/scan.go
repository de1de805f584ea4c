package strict

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"

	"kitewise/backend/domain"
)

// The limits of a JSON file.
const (
	maxDepth    = 32
	maxNumber   = 40 // characters
	maxExponent = 3  // digits
	maxMembers  = 10_000
)

// container is an open object or array of the scan.
type container struct {
	object bool
	keys   map[string]bool
	key    string
	index  int
	// value is true when an object's next token is a value.
	value bool
}

// Scan reads the tokens of a JSON text and gives what decoding would hide or
// choke on: duplicate keys, huge numbers, depth, text after the end, and text
// that is no Unicode.
func Scan(file string, data []byte) []domain.Fault {
	s := &scanner{file: file, dec: json.NewDecoder(bytes.NewReader(data)), faults: badText(file, data)}
	s.dec.UseNumber()
	for {
		tok, err := s.dec.Token()
		if errors.Is(err, io.EOF) && s.ended {
			return s.faults
		}
		if err != nil {
			line := 1 + bytes.Count(data[:min(int(s.dec.InputOffset()), len(data))], []byte("\n"))
			return append(s.faults, domain.NewFault(file, s.path(), "json_syntax", "Line", strconv.Itoa(line)))
		}
		if s.ended {
			return append(s.faults, domain.NewFault(file, "", "json_trailing"))
		}
		if !s.token(tok) {
			return s.faults
		}
	}
}

type scanner struct {
	file   string
	dec    *json.Decoder
	stack  []container
	faults []domain.Fault
	ended  bool
}

// token takes one token; false stops the scan.
func (s *scanner) token(tok json.Token) bool {
	if d, ok := tok.(json.Delim); ok && (d == '}' || d == ']') {
		s.stack = s.stack[:len(s.stack)-1]
		s.done()
		return true
	}
	if len(s.stack) > 0 && s.stack[len(s.stack)-1].index >= maxMembers && !s.stack[len(s.stack)-1].object {
		s.fault("json_members", "Max", strconv.Itoa(maxMembers))
		return false
	}
	if s.key(tok) {
		return true
	}
	switch v := tok.(type) {
	case json.Delim:
		s.stack = append(s.stack, container{object: v == '{', keys: map[string]bool{}})
		if len(s.stack) > maxDepth {
			s.fault("json_depth", "Max", strconv.Itoa(maxDepth))
			return false
		}
		return true
	case json.Number:
		s.number(v.String())
	}
	s.done()
	return true
}

// key takes an object's key and reports whether the token was one.
func (s *scanner) key(tok json.Token) bool {
	if len(s.stack) == 0 || !s.stack[len(s.stack)-1].object || s.stack[len(s.stack)-1].value {
		return false
	}
	top := &s.stack[len(s.stack)-1]
	top.key, top.value = tok.(string), true
	if top.keys[top.key] {
		s.fault("json_duplicate_key", "Key", top.key)
	}
	top.keys[top.key] = true
	return true
}

// done closes a value.
func (s *scanner) done() {
	if len(s.stack) == 0 {
		s.ended = true
		return
	}
	top := &s.stack[len(s.stack)-1]
	top.value = false
	top.index++
}

func (s *scanner) number(text string) {
	_, exponent, _ := strings.Cut(strings.ToLower(text), "e")
	if len(text) > maxNumber || len(strings.TrimLeft(exponent, "+-")) > maxExponent {
		s.fault("json_number", "Got", text[:min(len(text), maxNumber)])
	}
}

func (s *scanner) fault(code string, params ...string) {
	s.faults = append(s.faults, domain.NewFault(s.file, s.path(), code, params...))
}

// path gives the JSON path of the present place.
func (s *scanner) path() string {
	steps := []string{}
	for _, c := range s.stack {
		if c.object {
			steps = append(steps, c.key)
		} else {
			steps = append(steps, strconv.Itoa(c.index))
		}
	}
	return jsonPath(steps)
}

// jsonPath joins steps as "scoring[3].terms[0].score".
func jsonPath(steps []string) string {
	var b strings.Builder
	for _, step := range steps {
		if _, err := strconv.Atoi(step); err == nil {
			b.WriteString("[" + step + "]")
			continue
		}
		if b.Len() > 0 && step != "" {
			b.WriteByte('.')
		}
		b.WriteString(step)
	}
	return b.String()
}
