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
	errs := []map[string]string{}
	for i, f := range s.Faults {
		errs = append(errs, map[string]string{"code": f.Code, "item": f.Item, "message": s.Messages[i]})
	}
	k.open("id", s.ID)
	k.member("instrument", s.Result.Instrument)
	k.member("status", s.Status())
	k.member("errors", errs)
	k.buf.WriteString(`,"scores":{`)
	for i, score := range s.Result.Scores {
		if i > 0 {
			k.buf.WriteByte(',')
		}
		k.value(score.ID)
		k.buf.WriteByte(':')
		k.score(score)
	}
	k.buf.WriteByte('}')
	for _, l := range s.Result.Lists {
		k.list(l)
	}
	k.member("flags", s.Result.Flags)
	if k.trace {
		k.member("trace", s.Result.Trace)
	}
	k.buf.WriteByte('}')
}

// score writes one score: value always, the rest only where it applies.
func (k *jsonSink) score(s domain.Score) {
	k.open("value", s.Value)
	if s.Converted != nil {
		k.member("converted", s.Converted)
	}
	if s.Class != "" {
		k.member("class", s.Class)
	}
	if s.ClassWhy != "" {
		k.member("class_reason", s.ClassWhy)
	}
	if s.Percentile != nil {
		k.member("percentile", s.Percentile)
	}
	if s.Likeliest != "" {
		k.member("likeliest", s.Likeliest)
		k.member("cannot_tell", s.CannotTell)
		k.buf.WriteString(`,"probabilities":`)
		for i, p := range s.Probabilities {
			k.buf.WriteByte("{,"[min(i, 1)])
			k.value(p.Class)
			k.buf.WriteByte(':')
			k.value(p.Probability)
		}
		k.buf.WriteByte('}')
	}
	if s.Norm != nil {
		k.member("norm", struct {
			Group   string `json:"group"`
			Version string `json:"version"`
			N       int    `json:"n"`
			Method  string `json:"method"`
		}{s.Norm.Group, s.Norm.Version, s.Norm.N, s.Norm.Method})
	}
	if s.Reason != "" {
		k.member("reason", s.Reason)
	}
	k.buf.WriteByte('}')
}

// list writes a list under its own name.
func (k *jsonSink) list(l domain.List) {
	k.buf.WriteByte(',')
	k.value(l.ID)
	k.buf.WriteString(":[")
	for i, e := range l.Entries {
		if i > 0 {
			k.buf.WriteByte(',')
		}
		switch l.Kind {
		case domain.ListPerItem:
			k.open("item", e.Item)
			k.member(l.ClassName, e.Class)
		case domain.ListOrder:
			k.open(l.ClassName, e.Class)
			k.member("place", e.Place)
			k.member("value", e.Value)
		default:
			k.open(l.ClassName, e.Class)
			k.member("count", e.Count)
			k.member("items", e.Items)
		}
		k.buf.WriteByte('}')
	}
	k.buf.WriteByte(']')
}

func (k *jsonSink) open(name string, v any) {
	k.buf.WriteByte('{')
	k.value(name)
	k.buf.WriteByte(':')
	k.value(v)
}

func (k *jsonSink) member(name string, v any) {
	k.buf.WriteByte(',')
	k.value(name)
	k.buf.WriteByte(':')
	k.value(v)
}

// value writes any value; the usual ones without the encoder's detour.
func (k *jsonSink) value(v any) {
	switch v := v.(type) {
	case string:
		if plainText(v) {
			k.buf.WriteByte('"')
			k.buf.WriteString(v)
			k.buf.WriteByte('"')
			return
		}
	case *float64:
		if v != nil && plainNumber(*v) {
			k.buf.Write(strconv.AppendFloat(k.buf.AvailableBuffer(), *v, 'f', -1, 64))
			return
		}
	case float64:
		if plainNumber(v) {
			k.buf.Write(strconv.AppendFloat(k.buf.AvailableBuffer(), v, 'f', -1, 64))
			return
		}
	case bool:
		k.buf.Write(strconv.AppendBool(k.buf.AvailableBuffer(), v))
		return
	}
	k.encode(v)
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
