package strict

import (
	"bytes"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"kitewise/backend/domain"
)

// badText faults a JSON text that is not UTF-8 or escapes half a surrogate
// pair, both of which decoding would replace without a word.
func badText(file string, data []byte) []domain.Fault {
	at := 0
	for at < len(data) {
		r, size := utf8.DecodeRune(data[at:])
		if r == utf8.RuneError && size <= 1 {
			break
		}
		if r == '\\' {
			if size = escape(data[at:]); size == 0 {
				break
			}
		}
		at += size
	}
	if at >= len(data) {
		return nil
	}
	line := 1 + bytes.Count(data[:at], []byte("\n"))
	return []domain.Fault{domain.NewFault(file, "", "json_text", "Line", strconv.Itoa(line))}
}

// escape gives the length of an escape with its other half, 0 for half a pair.
func escape(data []byte) int {
	r := escaped(data)
	if !utf16.IsSurrogate(r) {
		return min(2, len(data)) // what follows is plain
	}
	if len(data) < 12 || utf16.DecodeRune(r, escaped(data[6:])) == utf8.RuneError {
		return 0
	}
	return 12
}

// escaped reads \uXXXX; 0 for anything else.
func escaped(data []byte) rune {
	if len(data) < 6 || data[0] != '\\' || data[1] != 'u' {
		return 0
	}
	n, err := strconv.ParseUint(string(data[2:6]), 16, 16)
	if err != nil {
		return 0
	}
	return rune(n)
}
