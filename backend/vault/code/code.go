package code

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"strings"

	"kitewise/backend/domain"
)

const (
	// Size is the number of random bytes: 160 bits.
	Size = 20
	// Groups is how many groups carry them.
	Groups = 8
	// GroupLength is the number of characters of a group.
	GroupLength = 4
	checkLength = 2
	bitsEach    = 5
)

// alphabet has no letter that is read as a digit or as another letter.
// Crockford, D. (2019). Base 32. https://www.crockford.com/base32.html
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// New gives fresh random bytes and their code as it is printed:
// "XXXX-XXXX-…-XXXX-CC".
func New() (secret []byte, printed string) {
	secret = make([]byte, Size)
	_, _ = rand.Read(secret) // never fails
	return secret, Print(secret)
}

// Print gives the code of the bytes.
func Print(secret []byte) string {
	text := encode(secret)
	var b strings.Builder
	for i := 0; i < len(text); i += GroupLength {
		b.WriteString(text[i:i+GroupLength] + "-")
	}
	return b.String() + check(secret)
}

// Read gives the bytes of a code as somebody typed it: any case, with or
// without dashes and blanks; O is 0, I and L are 1. A fault is invalid with the
// Field "code" and the Reason bad_length, bad_character or bad_check.
func Read(typed string) ([]byte, error) {
	text, ok := plain(typed)
	if !ok {
		return nil, refuse("bad_character")
	}
	if len(text) != Groups*GroupLength+checkLength {
		return nil, refuse("bad_length")
	}
	secret := decode(text[:Groups*GroupLength])
	if text[Groups*GroupLength:] != check(secret) {
		clear(secret)
		return nil, refuse("bad_check")
	}
	return secret, nil
}

// Same reports whether a typed group is the n-th (from 1) of a printed code.
func Same(printed string, n int, typed string) bool {
	groups := strings.Split(printed, "-")
	text, ok := plain(typed)
	if !ok || n < 1 || n > Groups || n > len(groups) {
		return false
	}
	return subtle.ConstantTimeCompare([]byte(groups[n-1]), []byte(text)) == 1
}

func refuse(reason string) error {
	return domain.Fail(domain.CodeInvalid, nil, "Field", "code", "Reason", reason)
}

// plain gives the characters that count, as they are printed.
func plain(typed string) (string, bool) {
	ok := true
	text := strings.Map(func(r rune) rune {
		switch r {
		case ' ', '-', '\t', '\u00a0', '\u2010', '\u2011', '\u2013':
			return -1
		case 'O', 'o':
			return '0'
		case 'I', 'i', 'L', 'l':
			return '1'
		}
		if r >= 'a' && r <= 'z' {
			r -= 'a' - 'A'
		}
		ok = ok && strings.ContainsRune(alphabet, r)
		return r
	}, typed)
	return text, ok
}

func encode(secret []byte) string {
	out := make([]byte, 0, Groups*GroupLength)
	bits, n := uint(0), 0
	for _, b := range secret {
		bits, n = bits<<8|uint(b), n+8
		for n >= bitsEach {
			n -= bitsEach
			out = append(out, alphabet[bits>>n&(1<<bitsEach-1)])
		}
	}
	return string(out)
}

func decode(text string) []byte {
	out := make([]byte, 0, Size)
	bits, n := uint(0), 0
	for i := range len(text) {
		bits, n = bits<<bitsEach|uint(strings.IndexByte(alphabet, text[i])), n+bitsEach
		if n >= 8 {
			n -= 8
			out = append(out, byte(bits>>n))
		}
	}
	return out
}

// check gives ten bits of a hash: one slip in a thousand stays unnoticed.
func check(secret []byte) string {
	sum := sha256.Sum256(append([]byte("kitewise recovery code 1:"), secret...))
	return string([]byte{alphabet[sum[0]>>3], alphabet[(sum[0]&7)<<2|sum[1]>>6]})
}
