package exchange

import (
	"bytes"
	"errors"
	"io"
	"strconv"

	"kitewise/backend/domain"
)

// maxRecord is the largest record in bytes.
const maxRecord = 1 << 20

var (
	errRecordTooLarge = errors.New("record too large")
	errNotAnArray     = errors.New("not an array")
	errBroken         = errors.New("not a JSON array to its end")
)

// limited refuses to read on when one record outgrows its limit.
type limited struct {
	from io.Reader
	used int
}

// Read reads on.
func (l *limited) Read(p []byte) (int, error) {
	if l.used > maxRecord {
		return 0, errRecordTooLarge
	}
	n, err := l.from.Read(p)
	l.used += n
	return n, err
}

// array cuts a JSON array into its elements without looking into them, so that
// depth costs nothing; it keeps one element.
type array struct {
	from io.Reader
	buf  []byte
	// at is the next byte in buf, past those that were taken before buf began.
	at   int
	past int64
	// begun is 0 before the opening mark, 1 before the first element, 2 after one.
	begun int
	err   error
}

// more reads on, keeping buf from the place keep; it gives keep's new place.
func (a *array) more(keep int) int {
	if keep > 0 {
		a.past += int64(keep)
		a.buf = append(a.buf[:0], a.buf[keep:]...)
		a.at -= keep
	}
	if len(a.buf) > maxRecord {
		a.err = errRecordTooLarge
		return 0
	}
	if cap(a.buf)-len(a.buf) < 1<<12 {
		a.buf = append(make([]byte, 0, 2*cap(a.buf)+1<<15), a.buf...)
	}
	n, err := a.from.Read(a.buf[len(a.buf):cap(a.buf)])
	a.buf = a.buf[:len(a.buf)+n]
	if n == 0 {
		a.err = err
	}
	return 0
}

// mark gives the next byte that is not blank, without taking it; 0 at the end.
func (a *array) mark() byte {
	for a.err == nil {
		for ; a.at < len(a.buf); a.at++ {
			if c := a.buf[a.at]; c != ' ' && c != '\t' && c != '\r' && c != '\n' {
				return c
			}
		}
		a.more(a.at)
	}
	return 0
}

// next gives the next element, valid until the one after; io.EOF ends them.
func (a *array) next() ([]byte, error) {
	c := a.mark()
	switch a.begun {
	case 0:
		return a.begin(c)
	case 2:
		if c == ',' {
			a.at++
			c = a.mark()
			return a.element(c)
		}
	}
	if c == ']' {
		a.at++
		if a.mark() == 0 && errors.Is(a.err, io.EOF) {
			return nil, io.EOF
		}
		return nil, a.unreadable(errBroken)
	}
	if a.begun == 2 {
		return nil, a.unreadable(errBroken)
	}
	return a.element(c)
}

// begin takes the opening mark, behind a byte order mark if there is one.
func (a *array) begin(c byte) ([]byte, error) {
	const mark = "\ufeff"
	for c == mark[0] && len(a.buf)-a.at < len(mark) && a.err == nil {
		a.more(a.at)
	}
	if bytes.HasPrefix(a.buf[a.at:], []byte(mark)) && a.past+int64(a.at) == 0 {
		a.at += len(mark)
		c = a.mark()
	}
	if c == 0 {
		return nil, a.unreadable(errBroken)
	}
	if c != '[' {
		return nil, a.unreadable(errNotAnArray)
	}
	a.at++
	a.begun = 1
	return a.next()
}

// element takes one element that begins with c.
func (a *array) element(c byte) ([]byte, error) {
	a.begun = 2
	if c == 0 || c == ',' || c == ']' {
		return nil, a.unreadable(errBroken)
	}
	from, in := a.at, nesting{}
	for a.err == nil {
		if a.pass(&in) {
			return a.cut(from)
		}
		from = a.more(from)
	}
	return nil, a.unreadable(errBroken)
}

// nesting is where the reading stands inside an element: how many brackets are
// open, and whether inside a text.
type nesting struct {
	open   int
	quoted bool
}

// pass goes to the end of the element, as far as the buffer reaches, and
// reports whether it is there.
func (a *array) pass(in *nesting) bool {
	for ; a.at < len(a.buf); a.at++ {
		switch c := a.buf[a.at]; {
		case in.quoted && c == '\\':
			a.at++ // what follows cannot end the text
		case c == '"':
			in.quoted = !in.quoted
		case in.quoted:
		case c == '{' || c == '[':
			in.open++
		case in.open == 0 && (c == ',' || c == ']'):
			return true
		case c == '}' || c == ']':
			if in.open--; in.open <= 0 {
				a.at++
				return true
			}
		}
	}
	return false
}

func (a *array) cut(from int) ([]byte, error) {
	if a.at-from > maxRecord {
		a.err = errRecordTooLarge
		return nil, a.unreadable(errRecordTooLarge)
	}
	return a.buf[from:a.at], nil
}

// unreadable says why the file cannot be read on, and where.
func (a *array) unreadable(cause error) error {
	reason := "json_syntax"
	switch {
	case errors.Is(a.err, errRecordTooLarge):
		reason = "record_too_large"
	case a.err != nil && !errors.Is(a.err, io.EOF):
		cause = a.err
	case errors.Is(cause, errNotAnArray):
		reason = "not_an_array"
	}
	return domain.Fail(domain.CodeInvalid, cause, "reason", reason, "at", strconv.FormatInt(a.past+int64(a.at), 10))
}
