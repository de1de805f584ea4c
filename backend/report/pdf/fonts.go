package pdf

import (
	"embed"
	"encoding/binary"
	"sync"
)

// The fonts are static TrueType files under the SIL Open Font License; the
// licences lie beside them.
//
//go:embed fonts/*.ttf
var files embed.FS

// face is one embedded font. There are four, and the fallback where a name
// needs it: each adds six kilobytes to a report.
type face string

const (
	sans     face = "inter"
	bold     face = "intersemibold"
	display  face = "serifsemibold"
	italic   face = "serifitalic"
	fallback face = "noto"
)

// sources names the file of each face.
var sources = map[face]string{
	sans: "Inter-Regular", bold: "Inter-SemiBold",
	display: "SourceSerif4-SemiBold", italic: "SourceSerif4-Italic",
	fallback: "NotoSans-Regular",
}

// use makes the face the current one, loading it on its first use in this file.
func (s *sheet) use(f face, size float64) {
	if !s.loaded[f] {
		data, err := files.ReadFile("fonts/" + sources[f] + ".ttf")
		if err != nil {
			s.f.SetError(err)
			return
		}
		s.f.AddUTF8FontFromBytes(string(f), "", data)
		s.loaded[f] = true
	}
	if s.face != f || s.size != size {
		s.f.SetFont(string(f), "", size)
		s.face, s.size = f, size
	}
}

// coverage is what the faces can print: a character of the running text must
// be in all of the text faces, a name may be in the sans or the fallback.
var coverage = sync.OnceValue(func() map[face]map[rune]bool {
	out := map[face]map[rune]bool{}
	for f, name := range sources {
		data, err := files.ReadFile("fonts/" + name + ".ttf")
		if err == nil {
			out[f] = characters(data)
		}
	}
	return out
})

// covers reports whether the face has a glyph for every character.
func covers(f face, text string) bool {
	has := coverage()[f]
	for _, r := range text {
		if !has[r] {
			return false
		}
	}
	return true
}

// characters reads the Unicode characters of a TrueType font from its 'cmap'
// subtable of format 4. Source: OpenType specification 1.9, "cmap".
func characters(font []byte) map[rune]bool {
	out := map[rune]bool{}
	u16 := func(at int) int { return int(binary.BigEndian.Uint16(font[at:])) }
	u32 := func(at int) int { return int(binary.BigEndian.Uint32(font[at:])) }
	for i := range u16(4) {
		record := 12 + 16*i
		if string(font[record:record+4]) != "cmap" {
			continue
		}
		cmap := u32(record + 8)
		for j := range u16(cmap + 2) {
			sub := cmap + u32(cmap+4+8*j+4)
			if u16(sub) == 4 {
				segments(out, sub, u16)
			}
		}
	}
	return out
}

// segments adds the characters of one format 4 subtable that have a glyph.
func segments(out map[rune]bool, sub int, u16 func(int) int) {
	count := u16(sub+6) / 2
	ends, starts := sub+14, sub+16+2*count
	deltas, offsets := starts+2*count, starts+4*count
	for i := range count {
		start, end, delta, offset := u16(starts+2*i), u16(ends+2*i), u16(deltas+2*i), u16(offsets+2*i)
		for c := start; c <= end && c < 0xFFFF; c++ {
			glyph := (c + delta) & 0xFFFF
			if offset != 0 {
				glyph = u16(offsets + 2*i + offset + 2*(c-start))
			}
			if glyph != 0 {
				out[rune(c)] = true
			}
		}
	}
}
