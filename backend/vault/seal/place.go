package seal

import "encoding/binary"

// KeyVersion is the version of the identity key that seals now.
const KeyVersion = 1

// Place is where a sealed field stands.
type Place struct {
	Table, Column, Row string
}

// bound gives the place and the key version as the bytes that are sealed with
// a field: every part with its length, so that no two places look alike.
func (p Place) bound(version byte) []byte {
	return Parts("kitewise field", p.Table, p.Column, p.Row, string(version))
}

// Parts joins texts so that no two lists of texts give the same bytes.
func Parts(parts ...string) []byte {
	out := []byte{}
	for _, part := range parts {
		out = binary.AppendUvarint(out, uint64(len(part)))
		out = append(out, part...)
	}
	return out
}
