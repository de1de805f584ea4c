package response

import (
	"encoding/json"
	"errors"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Node is a JSON value with its members in order, also those that stand twice.
type Node struct {
	Kind NodeKind
	// Text is a string's content, or a number or word as it was written.
	Text string
	// Keys are those of an object, one for each of Values.
	Keys   []string
	Values []Node
}

// NodeKind says what a Node is.
type NodeKind byte

// The kinds of node.
const (
	Null   NodeKind = 'n'
	Bool   NodeKind = 'b'
	Number NodeKind = '0'
	String NodeKind = 's'
	Array  NodeKind = '['
	Object NodeKind = '{'
)

// What can be wrong with a JSON text. After ErrTooDeep (what lies deeper reads
// as null) and ErrText (U+FFFD stands in for what is no Unicode) the node can
// still be used.
var (
	ErrSyntax  = errors.New("not JSON")
	ErrTooDeep = errors.New("nested too deep")
	ErrText    = errors.New("text is not valid Unicode")
)

// usual is how many members most values have, at the most.
const usual = 4

// maxDepth is far deeper than any record.
const maxDepth = 16

// Parse reads one JSON value; nothing may follow it.
func Parse(raw []byte) (Node, error) {
	p := parser{text: string(raw)}
	n := p.value(1)
	p.space()
	if p.at < len(p.text) {
		p.fail(ErrSyntax)
	}
	if errors.Is(p.bad, ErrSyntax) {
		return Node{Kind: Null}, ErrSyntax
	}
	return n, p.bad
}

// parser walks over a text; bad is the worst that it met.
type parser struct {
	text string
	at   int
	bad  error
}

func (p *parser) fail(err error) {
	if !errors.Is(p.bad, ErrSyntax) {
		p.bad = err
	}
	if errors.Is(err, ErrSyntax) {
		p.at = len(p.text)
	}
}

func (p *parser) space() {
	for p.at < len(p.text) && strings.IndexByte(" \t\r\n", p.text[p.at]) >= 0 {
		p.at++
	}
}

// next takes a byte if it comes next, after blanks.
func (p *parser) next(c byte) bool {
	p.space()
	if p.at < len(p.text) && p.text[p.at] == c {
		p.at++
		return true
	}
	return false
}

func (p *parser) value(depth int) Node {
	p.space()
	rest := p.text[p.at:]
	switch {
	case rest == "":
	case rest[0] == '"':
		p.at++
		return Node{Kind: String, Text: p.quoted()}
	case rest[0] == '{' || rest[0] == '[':
		p.at++
		if depth > maxDepth {
			p.skip()
			return Node{Kind: Null}
		}
		return p.members(NodeKind(rest[0]), depth)
	case rest[0] == '-' || rest[0] >= '0' && rest[0] <= '9':
		return p.number()
	}
	return p.word(rest)
}

// word reads true, false or null.
func (p *parser) word(rest string) Node {
	kind, word := Null, "null"
	switch {
	case strings.HasPrefix(rest, "true"):
		kind, word = Bool, "true"
	case strings.HasPrefix(rest, "false"):
		kind, word = Bool, "false"
	case !strings.HasPrefix(rest, word):
		p.fail(ErrSyntax)
		return Node{Kind: Null}
	}
	p.at += len(word)
	return Node{Kind: kind, Text: word}
}

// members reads an object or array behind its opening mark.
func (p *parser) members(kind NodeKind, depth int) Node {
	n, end := Node{Kind: kind}, byte(kind)+2 // } follows { by two, as ] follows [
	if p.next(end) {
		return n
	}
	n.Values = make([]Node, 0, usual)
	if kind == Object {
		n.Keys = make([]string, 0, usual)
	}
	for {
		if kind == Object {
			if !p.next('"') {
				p.fail(ErrSyntax)
				return n
			}
			n.Keys = append(n.Keys, p.quoted())
			if !p.next(':') {
				p.fail(ErrSyntax)
			}
		}
		n.Values = append(n.Values, p.value(depth+1))
		if p.next(end) {
			return n
		}
		if !p.next(',') {
			p.fail(ErrSyntax)
			return n
		}
	}
}

// skip passes over what is nested too deep, without nesting itself.
func (p *parser) skip() {
	p.fail(ErrTooDeep)
	for open := 1; p.at < len(p.text); {
		c := p.text[p.at]
		p.at++
		switch c {
		case '"':
			p.quoted()
		case '{', '[':
			open++
		case '}', ']':
			if open--; open == 0 {
				return
			}
		}
	}
	p.fail(ErrSyntax)
}

func (p *parser) number() Node {
	from := p.at
	for p.at < len(p.text) && strings.IndexByte("+-.0123456789Ee", p.text[p.at]) >= 0 {
		p.at++
	}
	n := Node{Kind: Number, Text: p.text[from:p.at]}
	mantissa, exponent, scientific := strings.Cut(strings.ToLower(n.Text), "e")
	if exponent != "" && strings.IndexByte("+-", exponent[0]) >= 0 {
		exponent = exponent[1:]
	}
	if !plain(mantissa) || scientific && !digits(exponent) {
		p.fail(ErrSyntax)
	}
	return n
}

// quoted reads a string behind its opening mark.
func (p *parser) quoted() string {
	from := p.at
	for ; p.at < len(p.text); p.at++ {
		switch c := p.text[p.at]; {
		case c == '"':
			s := p.text[from:p.at]
			p.at++
			if !utf8.ValidString(s) {
				p.fail(ErrText)
				return strings.ToValidUTF8(s, "\ufffd")
			}
			return s
		case c == '\\':
			return p.escaped(from)
		case c < ' ':
			p.fail(ErrSyntax)
			return ""
		}
	}
	p.fail(ErrSyntax)
	return ""
}

// escaped reads a string that begins at from and has its first escape here.
func (p *parser) escaped(from int) string {
	b := []byte(p.text[from:p.at])
	for p.at < len(p.text) {
		c := p.text[p.at]
		p.at++
		switch {
		case c == '"':
			if !utf8.Valid(b) {
				p.fail(ErrText)
			}
			return strings.ToValidUTF8(string(b), "\ufffd")
		case c == '\\':
			b = p.escape(b)
		case c < ' ':
			p.fail(ErrSyntax)
		default:
			b = append(b, c)
		}
	}
	p.fail(ErrSyntax)
	return ""
}

// escape reads what follows a backslash.
func (p *parser) escape(b []byte) []byte {
	const marks, meant = `"\/bfnrt`, "\"\\/\b\f\n\r\t"
	if p.at >= len(p.text) {
		p.fail(ErrSyntax)
		return b
	}
	c := p.text[p.at]
	p.at++
	if i := strings.IndexByte(marks, c); i >= 0 {
		return append(b, meant[i])
	}
	r, ok := p.hex()
	if c != 'u' || !ok {
		p.fail(ErrSyntax)
		return b
	}
	if !utf16.IsSurrogate(r) {
		return utf8.AppendRune(b, r)
	}
	if back := p.at; strings.HasPrefix(p.text[back:], `\u`) {
		p.at += 2
		if second, ok := p.hex(); ok && utf16.DecodeRune(r, second) != utf8.RuneError {
			return utf8.AppendRune(b, utf16.DecodeRune(r, second))
		}
		p.at = back
	}
	p.fail(ErrText)
	return utf8.AppendRune(b, utf8.RuneError)
}

// hex reads four hexadecimal digits.
func (p *parser) hex() (rune, bool) {
	if p.at+4 > len(p.text) {
		return 0, false
	}
	var r rune
	for _, c := range []byte(p.text[p.at : p.at+4]) {
		i := strings.IndexByte("0123456789abcdef", c|0x20)
		if i < 0 || c < '0' {
			return 0, false
		}
		r = r<<4 | rune(i)
	}
	p.at += 4
	return r, true
}

// MarshalJSON writes the value.
func (n Node) MarshalJSON() ([]byte, error) {
	switch n.Kind {
	case Number, Bool:
		return []byte(n.Text), nil
	case String:
		return json.Marshal(n.Text)
	case Null:
		return []byte("null"), nil
	}
	b := []byte{byte(n.Kind)}
	for i, v := range n.Values {
		if i > 0 {
			b = append(b, ',')
		}
		if n.Kind == Object {
			key, err := json.Marshal(n.Keys[i])
			if err != nil {
				return nil, err
			}
			b = append(append(b, key...), ':')
		}
		value, err := v.MarshalJSON()
		if err != nil {
			return nil, err
		}
		b = append(b, value...)
	}
	return append(b, byte(n.Kind)+2), nil
}
