package exchange

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"math"
	"strconv"

	"kitewise/backend/domain"
)

// Scored is a record with what its scoring gave.
type Scored struct {
	Record
	Result domain.Result
	// Messages word the record's faults, one each.
	Messages []string
}

// Status is "scored" or "invalid".
func (s *Scored) Status() string {
	if len(s.Faults) > 0 {
		return "invalid"
	}
	return "scored"
}

// Sink takes scored records one by one; Close ends the file.
type Sink interface {
	Write(s Scored) error
	Close() error
}

// jsonSink writes an array, one record a line.
type jsonSink struct {
	w     *bufio.Writer
	n     int
	trace bool
	buf   bytes.Buffer
}

// JSONSink writes a JSON array in the order of the records; with trace each
// record carries every step.
func JSONSink(w io.Writer, trace bool) Sink {
	return &jsonSink{w: bufio.NewWriterSize(w, 1<<16), trace: trace}
}

// Write writes one record.
func (k *jsonSink) Write(s Scored) error {
	lead := ",\n"
	if k.n == 0 {
		lead = "[\n"
	}
	k.n++
	k.buf.Reset()
	k.buf.WriteString(lead)
	k.record(&s)
	_, err := k.w.Write(k.buf.Bytes())
	return err
}

// Close ends the array.
func (k *jsonSink) Close() error {
	end := "\n]\n"
	if k.n == 0 {
		end = "[]\n"
	}
	if _, err := k.w.WriteString(end); err != nil {
		return err
	}
	return k.w.Flush()
}

func (k *jsonSink) record(s *Scored) {
	k.buf.WriteString(`{"id":`)
	k.text(s.ID)
	in := &s.Result.Instrument
	k.buf.WriteString(`,"instrument":{"id":`)
	k.text(in.ID)
	k.member("version", in.Version)
	k.member("hash", in.Hash)
	k.buf.WriteByte('}')
	k.member("status", s.Status())
	k.buf.WriteString(`,"errors":[`)
	for i, f := range s.Faults {
		k.comma(i)
		k.buf.WriteString(`{"code":`)
		k.text(f.Code)
		k.member("item", f.Item)
		k.member("message", s.Messages[i])
		k.buf.WriteByte('}')
	}
	k.buf.WriteString(`],"scores":{`)
	for i := range s.Result.Scores {
		k.comma(i)
		k.text(s.Result.Scores[i].ID)
		k.buf.WriteByte(':')
		k.score(&s.Result.Scores[i])
	}
	k.buf.WriteByte('}')
	for i := range s.Result.Lists {
		k.list(&s.Result.Lists[i])
	}
	k.name("flags")
	k.texts(s.Result.Flags)
	if k.trace {
		k.name("trace")
		k.encode(s.Result.Trace)
	}
	k.buf.WriteByte('}')
}

// score writes one score: value always, the rest only where it applies.
func (k *jsonSink) score(s *domain.Score) {
	k.buf.WriteString(`{"value":`)
	k.number(s.Value)
	if s.Converted != nil {
		k.name("converted")
		k.number(s.Converted)
	}
	if s.Class != "" {
		k.member("class", s.Class)
	}
	if s.ClassWhy != "" {
		k.member("class_reason", string(s.ClassWhy))
	}
	if s.Percentile != nil {
		k.name("percentile")
		k.number(s.Percentile)
	}
	if s.Likeliest != "" {
		k.chances(s)
	}
	if s.Norm != nil {
		k.buf.WriteString(`,"norm":{"group":`)
		k.text(s.Norm.Group)
		k.member("version", s.Norm.Version)
		k.name("n")
		k.whole(s.Norm.N)
		k.member("method", s.Norm.Method)
		k.buf.WriteByte('}')
	}
	if s.Reason != "" {
		k.member("reason", string(s.Reason))
	}
	k.buf.WriteByte('}')
}

// chances writes what stands beside a class with probabilities.
func (k *jsonSink) chances(s *domain.Score) {
	k.member("likeliest", s.Likeliest)
	k.name("cannot_tell")
	k.buf.WriteString(strconv.FormatBool(s.CannotTell))
	k.name("probabilities")
	for i := range s.Probabilities {
		k.buf.WriteByte("{,"[min(i, 1)])
		k.text(s.Probabilities[i].Class)
		k.buf.WriteByte(':')
		k.number(&s.Probabilities[i].Probability)
	}
	k.buf.WriteByte('}')
}

// list writes a list under its own name.
func (k *jsonSink) list(l *domain.List) {
	k.name(l.ID)
	k.buf.WriteByte('[')
	for i := range l.Entries {
		e := &l.Entries[i]
		k.comma(i)
		k.buf.WriteByte('{')
		if l.Kind == domain.ListPerItem {
			k.buf.WriteString(`"item":`)
			k.text(e.Item)
			k.buf.WriteByte(',')
		}
		k.text(l.ClassName)
		k.buf.WriteByte(':')
		k.text(e.Class)
		switch l.Kind {
		case domain.ListOrder:
			k.name("place")
			k.whole(e.Place)
			k.name("value")
			k.number(e.Value)
		case domain.ListTally:
			k.name("count")
			k.whole(e.Count)
			k.name("items")
			k.texts(e.Items)
		}
		k.buf.WriteByte('}')
	}
	k.buf.WriteByte(']')
}

func (k *jsonSink) comma(i int) {
	if i > 0 {
		k.buf.WriteByte(',')
	}
}

// name writes the name of a member that is not the first.
func (k *jsonSink) name(name string) {
	k.buf.WriteByte(',')
	k.text(name)
	k.buf.WriteByte(':')
}

func (k *jsonSink) member(name, text string) {
	k.name(name)
	k.text(text)
}

func (k *jsonSink) texts(all []string) {
	k.buf.WriteByte('[')
	for i, text := range all {
		k.comma(i)
		k.text(text)
	}
	k.buf.WriteByte(']')
}

// text, number and whole write without the encoder's detour where they can.
func (k *jsonSink) text(s string) {
	if !plainText(s) {
		k.encode(s)
		return
	}
	k.buf.WriteByte('"')
	k.buf.WriteString(s)
	k.buf.WriteByte('"')
}

func (k *jsonSink) number(v *float64) {
	if v == nil || !plainNumber(*v) {
		k.encode(v)
		return
	}
	k.buf.Write(strconv.AppendFloat(k.buf.AvailableBuffer(), *v, 'f', -1, 64))
}

func (k *jsonSink) whole(n int) {
	k.buf.Write(strconv.AppendInt(k.buf.AvailableBuffer(), int64(n), 10))
}

// plainText reports whether a text needs no escape.
func plainText(s string) bool {
	for _, c := range []byte(s) {
		if c < ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}

// plainNumber reports whether a number is written without an exponent.
func plainNumber(v float64) bool {
	a := math.Abs(v)
	return v == 0 || a >= 1e-6 && a < 1e21
}

// encode writes what needs the encoder; every type used here can be encoded.
func (k *jsonSink) encode(v any) {
	enc := json.NewEncoder(&k.buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		k.buf.WriteString("null\n")
	}
	k.buf.Truncate(k.buf.Len() - 1) // the encoder's line end
}
