package tape_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"kitewise/backend/domain"
	"kitewise/backend/norm"
	"kitewise/backend/scoring/tape"
)

// record records two lines that use every kind of input, name and value.
func record(t *tape.Tape) {
	t.Begin()
	t.For("A", "somewhere")
	table := &domain.TraceTable{Group: "g"}
	one := t.Swapped(tape.Swaps{}, tape.Swap{Item: "s1", Rank: 2})
	two := t.Swapped(t.Swapped(tape.Swaps{}, tape.Swap{Item: "s1", Rank: 1}), tape.Swap{Item: "s5", Rank: 3})
	l := t.Named(t.After("A*", two), domain.TraceSums, "sum").Signed(0, norm.Whole(-1)).Cell("s1.x", norm.Whole(3))
	l.Signed(1, norm.Whole(-1)).Text("(").Recoded("q1", tape.GivenText("yes"), norm.Whole(2)).Text(")").Signed(1, norm.Whole(1))
	l.Recoded("q2", tape.GivenNumber(norm.Over(7, 2)), norm.Whole(4)).Join(1, ", ").Recoded("q3", t.Chosen(t.Chosen(tape.Given{}, "a"), "b"), norm.Whole(5))
	l.Recoded("q4", tape.Given{}, norm.Whole(6)).CellText("q5", "no").Constant("c", norm.Over(5, 2)).Constant("c", norm.Over(1, 3))
	l.Line("B", norm.Over(1, 3)).LineAbout("C", 1.0/3).LineClass("D", "high").LineNamed(t.Within("D(W", one), norm.Whole(34))
	l.Cut("A", norm.Over(11, 2)).CutText("A", "5.50").Gives(norm.Over(-407, 12))
	t.For("F", "")
	l = t.Named(t.PercentileAfter("PR(L", one), domain.TraceFlag, "always").Row(table, "N", norm.Whole(9)).RowNamed(table, t.Persons(norm.Over(5, 2)), norm.Whole(8))
	l.RowNamed(nil, t.PersonsFrom(34), norm.Whole(7)).RowAbout(table, "SD", 2.0/3).RowPlain(table, "α", norm.Over(77, 100))
	l.RowClass(table, t.Ranking([]int{3, 1, 2}), "acting").RowOf(table, norm.Over(3, 2)).LineNamedClass(t.Call("contexts", "c1"), "acting").About(2.0 / 3)
	t.Line("G", domain.TraceFlag, "always").Class("1")
}

func TestLines(t *testing.T) {
	var tp tape.Tape
	record(&tp)
	record(&tp) // over what was there
	table := &domain.TraceTable{Group: "g"}
	in := func(kind domain.TraceKind, ref, given, value string, of *domain.TraceTable) domain.TraceInput {
		return domain.TraceInput{Kind: kind, Ref: ref, Given: given, Value: value, Table: of}
	}
	want := []domain.TraceStep{{
		ID: "A*(s1:1/2,s5:3/4)", Of: "A", Part: domain.TraceSums, Op: "sum", Source: "somewhere",
		Formula: "-{0} - ({1}) + {2}, {3}{4}{5}{6}{7}{8}{9}{10}{11}{12}{13}", Output: "-407/12", Decimal: "-33.916666667",
		Inputs: []domain.TraceInput{
			in(domain.TraceCell, "s1.x", "", "3", nil), in(domain.TraceCell, "q1", "yes", "2", nil), in(domain.TraceCell, "q2", "7/2", "4", nil),
			in(domain.TraceCell, "q3", "a, b", "5", nil), in(domain.TraceCell, "q4", "", "6", nil), in(domain.TraceCell, "q5", "", "no", nil),
			in(domain.TraceConstant, "c", "", "2.5", nil), in(domain.TraceConstant, "c", "", "1/3", nil), in(domain.TraceLine, "B", "", "1/3", nil),
			in(domain.TraceLine, "C", "", "0.333333333", nil), in(domain.TraceLine, "D", "", "high", nil), in(domain.TraceLine, "D(W,s1:2/3)", "", "34", nil),
			in(domain.TraceCut, "A", "", "5.5", nil), in(domain.TraceCut, "A", "", "5.50", nil),
		},
	}, {
		ID: "PR(L(s1:2/3))", Of: "F", Part: domain.TraceFlag, Op: "always", Formula: "{0}{1}{2}{3}{4}{5}{6}{7}", Output: "0.666666667",
		Inputs: []domain.TraceInput{
			in(domain.TraceRow, "N", "", "9", table), in(domain.TraceRow, "N(5/2)", "", "8", table), in(domain.TraceRow, "N(D≥34)", "", "7", nil),
			in(domain.TraceRow, "SD", "", "0.666666666667", table), in(domain.TraceRow, "α", "", "0.77", table),
			in(domain.TraceRow, "312", "", "acting", table), in(domain.TraceRow, "3/2", "", "3/2", table), in(domain.TraceLine, "contexts(c1)", "", "acting", nil),
		},
	}, {ID: "G", Of: "F", Part: domain.TraceFlag, Op: "always", Output: "1", Inputs: []domain.TraceInput{}}}
	if d := cmp.Diff(want, tp.Lines()); d != "" {
		t.Error(d)
	}
}

// TestLinesLast although the tape is used again.
func TestLinesLast(t *testing.T) {
	var tp tape.Tape
	record(&tp)
	first := tp.Lines()
	tp.Begin()
	tp.For("B", "")
	tp.Line("B", domain.TraceSums, "sum").Cell("s9", norm.Whole(1)).Gives(norm.Whole(1))
	second := tp.Lines()
	record(&tp)
	if d := cmp.Diff(tp.Lines(), first); d != "" || len(second) != 1 || second[0].Inputs[0].Ref != "s9" {
		t.Error(d, second)
	}
}
