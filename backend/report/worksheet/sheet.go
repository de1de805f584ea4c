package worksheet

import (
	"slices"

	"kitewise/backend/domain"
	"kitewise/backend/report"
)

// Sheet is the arithmetic of one result in one language, ready to be printed.
type Sheet struct {
	// Frame is what stands around it: language, title, header, colophon.
	Frame report.View
	// Lead says how to read it.
	Lead    string
	Answers []Answers
	Parts   []Part
	// Signs say what the signs of the lines mean.
	Signs Signs
	// Faults say why the record was not scored; then nothing else is there.
	Faults []string
}

// Answers is a table of answers: rankings by ending and item, or one answer an item.
type Answers struct {
	Title string
	// Heads are the items; Rows hold the answer of each under them. An answer
	// that is not there is "–".
	Heads []string
	Rows  []AnswerRow
}

// AnswerRow is an ending with its ranks. Sign is what cells are called by.
type AnswerRow struct {
	Sign, Name string
	Cells      []string
}

// Part is one part of the arithmetic: the sums, the percentiles, …
type Part struct {
	Title  string
	Blocks []Block
}

// Block is every line of one rule.
type Block struct {
	// Title words the rule; Notes name its constants, tables and source.
	Title  string
	Groups []Group
	Notes  []string
}

// Group is lines of one formula. Rule is the formula with X for what differs
// ("PR(X) = 100 × N(r) / N"); "" when each line has its own.
type Group struct {
	Rule string
	Rows []Row
}

// Row is one line: Sign = Symbols = Numbers = Output ≈ Decimal.
type Row struct {
	Sign string
	// Colon stands between the sides: " = ", or ": " before what holds.
	Colon string
	// Symbols is the formula with the signs of what it reads; "" under a Rule,
	// or when there are none.
	Symbols string
	// Numbers is the formula with their values, "" when there is nothing to compute.
	Numbers string
	// Joint joins it with Output: "=" before a number, "→" before a class.
	Joint   string
	Output  string
	Decimal string
}

// Signs is a list of signs with their meaning.
type Signs struct {
	Title string
	// Rule explains the forms of the signs.
	Rule string
	List []Sign
}

// Sign is a sign of the arithmetic and its name.
type Sign struct{ Sign, Name string }

// Build lays out the trace of in.Result. It is pure and cannot fail.
func Build(in report.Input) Sheet {
	frame := frameOf(in)
	w := newWriter(in)
	out := Sheet{
		Frame: frame, Lead: w.t("worksheet.lead"), Answers: w.answers(),
		Signs: w.signs(), Parts: []Part{}, Faults: []string{},
	}
	for _, part := range domain.TraceParts() {
		lines := slices.DeleteFunc(slices.Clone(in.Result.Trace), func(s domain.TraceStep) bool { return s.Part != part })
		if len(lines) > 0 {
			out.Parts = append(out.Parts, Part{Title: w.t("trace.part." + string(part)), Blocks: w.blocks(lines)})
		}
	}
	return out
}

// Refused is the sheet of a record that could not be scored.
func Refused(in report.Input, faults []string) Sheet {
	return Sheet{Frame: frameOf(in), Lead: in.Printer.T("worksheet.refused"), Answers: []Answers{}, Parts: []Part{}, Faults: faults}
}

// frameOf names the person by the code only: who checks the arithmetic need not
// know whose it is.
func frameOf(in report.Input) report.View {
	in.Participant.Name = ""
	frame := report.Frame(in)
	frame.Title = in.Printer.T("worksheet.title")
	return frame
}
