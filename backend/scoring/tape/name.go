package tape

import (
	"strconv"

	"kitewise/backend/norm"
)

// Name is the sign of a line or a row: a text of the program, or one that is put
// together from texts, numbers and swaps when the lines are written.
type Name struct {
	text string
	// at is 1 + the place of what it is put together from, 0 for the text alone.
	at int32
}

// Is is the name that is just this text.
func Is(text string) Name { return Name{text: text} }

// composed is what a name is put together from, around its text.
type composed struct {
	shape shape
	arg   string
	x     norm.Fraction
	// from and to are its swaps.
	from, to int32
}

// shape says how a name is put together.
type shape uint8

const (
	call         shape = iota // text(arg)
	around                    // text, x, ")"
	after                     // text(swaps)
	within                    // text,swaps)
	percentileOf              // text(swaps))
	digits                    // x
)

// Swap is the exchange of the ranks Rank and Rank + 1 in a ranking.
type Swap struct {
	Item string
	Rank int
}

func (t *Tape) name(text string, c composed) Name {
	t.names = append(t.names, c)
	return Name{text, int32(len(t.names))}
}

// Call gives the name of a part of something: "contexts(c1)".
func (t *Tape) Call(of, part string) Name { return t.name(of, composed{shape: call, arg: part}) }

// Call is that of the tape.
func (l *Line) Call(of, part string) Name { return l.t.Call(of, part) }

// Persons gives the name of what a row counts: the persons at or below x.
func (t *Tape) Persons(x norm.Fraction) Name { return t.name("N(", composed{shape: around, x: x}) }

// PersonsFrom gives the name of the persons with d or more.
func (t *Tape) PersonsFrom(d int) Name {
	return t.name("N(D≥", composed{shape: around, x: norm.Whole(int64(d))})
}

// Ranking gives the name of the row of a ranking, its ranks as digits.
func (t *Tape) Ranking(ranks []int) Name {
	n := 0
	for _, r := range ranks {
		n = 10*n + r
	}
	return t.Number(norm.Whole(int64(n)))
}

// Number gives the name that is a number.
func (t *Tape) Number(x norm.Fraction) Name { return t.name("", composed{shape: digits, x: x}) }

// Swaps are some swaps, one after the other.
type Swaps struct{ from, to int32 }

// Swapped keeps a swap; those of one way follow each other.
func (t *Tape) Swapped(into Swaps, s Swap) Swaps {
	t.swaps = append(t.swaps, s)
	if into.to == 0 {
		into.from = int32(len(t.swaps) - 1)
	}
	into.to = int32(len(t.swaps))
	return into
}

// After gives the name of something after swaps: "ACCE*(s1:2/3)".
func (t *Tape) After(text string, s Swaps) Name {
	return t.name(text, composed{shape: after, from: s.from, to: s.to})
}

// Within gives the name of a part of something after swaps: its text lacks the
// closing bracket, "D(W" for "D(W,c1:2/3)".
func (t *Tape) Within(text string, s Swaps) Name {
	return t.name(text, composed{shape: within, from: s.from, to: s.to})
}

// PercentileAfter gives the name of the percentile of something after swaps: of
// "PR(LFI", "PR(LFI(c1:2/3))".
func (t *Tape) PercentileAfter(text string, s Swaps) Name {
	return t.name(text, composed{shape: percentileOf, from: s.from, to: s.to})
}

// Given is an answer as it was given: a text, a number, or the ids of options.
// The zero value is none.
type Given struct {
	text string
	x    norm.Fraction
	// from and to are its words.
	from, to int32
}

// GivenText is an answer that was given as this text.
func GivenText(text string) Given { return Given{text: text} }

// GivenNumber is an answer that was given as this number.
func GivenNumber(x norm.Fraction) Given { return Given{x: x} }

// Chosen adds an option to those that were chosen; they follow each other.
func (t *Tape) Chosen(into Given, id string) Given {
	at := t.word(id)
	if into.to == 0 {
		into.from = at
	}
	into.to = at + 1
	return into
}

func (g Given) there() bool { return g.text != "" || g.x.IsNumber() || g.to > 0 }

// write puts a name into words.
func (t *Tape) write(into []byte, n Name) []byte {
	into = append(into, n.text...)
	if n.at == 0 {
		return into
	}
	c := &t.names[n.at-1]
	switch c.shape {
	case call:
		into = append(append(append(into, '('), c.arg...), ')')
	case around:
		into = append(append(into, c.x.String()...), ')')
	case after:
		into = append(t.writeSwaps(append(into, '('), c), ')')
	case within:
		into = append(t.writeSwaps(append(into, ','), c), ')')
	case percentileOf:
		into = append(t.writeSwaps(append(into, '('), c), "))"...)
	case digits:
		into = append(into, c.x.String()...)
	}
	return into
}

func (t *Tape) writeSwaps(into []byte, c *composed) []byte {
	for k, s := range t.swaps[c.from:c.to] {
		if k > 0 {
			into = append(into, ',')
		}
		into = append(append(into, s.Item...), ':')
		into = append(strconv.AppendInt(into, int64(s.Rank), 10), '/')
		into = strconv.AppendInt(into, int64(s.Rank+1), 10)
	}
	return into
}
