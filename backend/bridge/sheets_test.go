package bridge

import (
	"encoding/json"
	"io/fs"
	"math/big"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"kitewise/backend/desk"
	"kitewise/backend/domain"
	"kitewise/backend/instrument"
	"kitewise/backend/kiosk"
	"kitewise/backend/report"
	"kitewise/backend/report/arithmetic"
	"kitewise/backend/response"
)

// vectored is one set of answers that ships with an instrument.
type vectored struct {
	ID         string            `json:"id"`
	Respondent domain.Respondent `json:"respondent"`
	Answers    []json.RawMessage `json:"answers"`
}

// eachSheet calls visit with the trace and the worded arithmetic of some vectors of
// every shipped instrument, in a language.
func eachSheet(t *testing.T, language string, every int, visit func(name string, r domain.Result, s arithmetic.Sheet, in arithmetic.Input)) {
	t.Helper()
	words := locales()
	shipped := must[*instrument.Catalogue](t)(instrument.Load(repo("instruments"), nil))
	for _, e := range shipped.List() {
		if !e.Usable() {
			continue
		}
		data := must[[]byte](t)(fs.ReadFile(repo("instruments"), e.ID+"/"+e.Version+"/vectors.json"))
		file := struct {
			Vectors []vectored `json:"vectors"`
		}{}
		if err := json.Unmarshal(data, &file); err != nil {
			t.Fatal(err)
		}
		in := e.Instrument
		items := response.Items(&in.Domain.Manifest)
		for n := 0; n < len(file.Vectors); n += every {
			v := file.Vectors[n]
			answers := map[string]domain.Value{}
			for i, raw := range v.Answers {
				if value, code := response.Read(items[i], raw); code == "" && string(raw) != "null" {
					answers[items[i].ID] = value
				}
			}
			r := must[domain.Result](t)(in.ScoreWith(domain.Answers{Responses: answers, Respondent: v.Respondent}, true))
			made := arithmetic.Input{Instrument: &in.Domain, Trace: r.Trace, Answers: answers, Language: language, Printer: words.Printer(language)}
			visit(e.ID+" "+v.ID, r, arithmetic.Build(made), made)
		}
	}
}

// bare is what a sheet must not show: a key without words, or the id of a
// score with an underscore.
var bare = regexp.MustCompile(`^\[|[a-z]_[a-z]|trace\.|arithmetic\.`)

// TestEveryLineIsWorded holds the arithmetic of many forms of every shipped
// instrument to what a reader needs: every line of the trace has words, every
// input is a number that says what it is and where it comes from.
func TestEveryLineIsWorded(t *testing.T) {
	for _, language := range []string{"en", "id"} {
		lines := 0
		eachSheet(t, language, 60, func(name string, r domain.Result, s arithmetic.Sheet, _ arithmetic.Input) {
			homes := map[string]bool{}
			for _, f := range s.Forms {
				for _, row := range f.Rows {
					for _, c := range append(slices.Clone(row.Cells), row.Totals...) {
						homes[c.Ref] = true
					}
				}
				for _, a := range f.Plain {
					homes[a.Cell.Ref] = true
				}
			}
			told := linesOf(s)
			for _, l := range told {
				homes[l.Result.Ref] = true
			}
			for _, step := range r.Trace {
				lines++
				l, ok := told["l:"+step.ID]
				if !ok && !homes["l:"+step.ID] {
					t.Fatalf("%s: %s is not told", name, step.ID)
				}
				if ok {
					wellTold(t, name+" "+step.ID, &step, l, homes)
				}
			}
		})
		if lines < 1000 {
			t.Errorf("only %d lines were looked at", lines)
		}
	}
}

func linesOf(s arithmetic.Sheet) map[string]arithmetic.Line {
	out := map[string]arithmetic.Line{}
	for _, p := range s.Parts {
		for _, g := range p.Groups {
			for _, l := range g.Lines {
				out[l.Result.Ref] = l
			}
		}
	}
	return out
}

func wellTold(t *testing.T, at string, step *domain.TraceStep, l arithmetic.Line, homes map[string]bool) {
	t.Helper()
	for _, words := range []string{l.Sign, l.Rule, l.Result.Text, l.Result.Label} {
		if words == "" || bare.MatchString(words) {
			t.Errorf("%s: words %q", at, words)
		}
	}
	numbers := 0
	for _, p := range l.Pieces {
		if p.Label == "" {
			continue
		}
		numbers++
		if p.Text == "" || bare.MatchString(p.Text) || bare.MatchString(p.Label) {
			t.Errorf("%s: %+v", at, p)
		}
		if p.Ref != "" && !homes[p.Ref] {
			t.Errorf("%s: nothing stands where %s leads", at, p.Ref)
		}
	}
	if least := len(step.Inputs) - 1; numbers < least {
		t.Errorf("%s: %d of %d inputs are told", at, numbers, len(step.Inputs))
	}
}

// TestTheWorkedExampleAtTheDesk asks the door for the arithmetic of a finished
// session and holds it to numbers computed by hand (CE 37 = 407/12 on eleven
// endings: 100·(9976 + 11/12·93)/10423).
func TestTheWorkedExampleAtTheDesk(t *testing.T) {
	b := opened(t, config(t.TempDir()))
	session := handedOver(t, b, "Dewi", "en")
	if err := answerAll(b, func(kiosk.Saved) error { return nil }); err != nil {
		t.Fatal(err)
	}
	must[kiosk.Session](t)(b.Kiosk.Finish())
	_, err := b.Desk.Arithmetic(desk.ArithmeticRequest{SessionID: session.ID})
	wantCode(t, err, domain.CodeLocked)
	comeBack(t, b, "finish")
	s := must[arithmetic.Sheet](t)(b.Desk.Arithmetic(desk.ArithmeticRequest{SessionID: session.ID, Language: "id"}))
	lines := linesOf(s)
	by := func(ref string) arithmetic.Line { return lines["l:"+ref] }
	share := new(big.Rat).Add(big.NewRat(9976, 1), big.NewRat(11*93, 12))
	want := strings.Replace(share.Mul(share, big.NewRat(100, 10423)).FloatString(9), ".", ",", 1)
	if got := by("PR(CE)").Result; got.Text != "96,5293" || !strings.HasSuffix(got.Exact, "= "+want) {
		t.Errorf("percentile %+v, want %s", got, want)
	}
	if got := by("ACCE"); got.Sign != "AC−CE" || got.Result.Text != "−4" || len(got.Pieces) != 3 || got.Pieces[0].Ref != "l:AC" {
		t.Errorf("AC−CE %+v", got)
	}
	if got := by("style").Result.Text; got != "Mengalami" {
		t.Errorf("style %q", got)
	}
	if f := s.Forms[0]; len(f.Rows) != 4 || len(f.Heads) != 12 || f.Rows[0].Totals[0].Text != "37" || f.Rows[0].Totals[1].Exact != "407/12 = 33,916666667" {
		t.Errorf("form %+v", f)
	}
	_, err = b.Desk.Arithmetic(desk.ArithmeticRequest{SessionID: "nobody"})
	wantCode(t, err, domain.CodeNotFound)
}

// TestEveryFlagSaysWhatRaisedIt: over many forms of every shipped instrument, each flag that
// stands has its name, its meaning and its rule in words, and the rules that
// read numbers say them.
func TestEveryFlagSaysWhatRaisedIt(t *testing.T) {
	silent := map[string]bool{"always": true, "approximate_norm": true, "borrowed_reliability": true}
	for _, language := range []string{"en", "id"} {
		seen := map[string]string{}
		eachSheet(t, language, 9, func(name string, r domain.Result, _ arithmetic.Sheet, in arithmetic.Input) {
			view := report.Build(report.Input{Instrument: in.Instrument, Result: r, Audience: domain.AudienceCounsellor, Printer: in.Printer})
			for _, f := range append(view.Flags, view.Urgent...) {
				reason, ok := arithmetic.Because(in, f.Code)
				seen[f.Code] = f.Because
				at := slices.IndexFunc(in.Instrument.Manifest.Flags, func(d domain.Flag) bool { return d.Code == f.Code })
				rule := in.Instrument.Manifest.Flags[at].Rule
				if declared := in.Instrument.Manifest.Flags[at].Source; language != "en" && f.Source == declared && declared != "" && unicode.IsLower(rune(declared[0])) {
					t.Errorf("%s: the source of %s is English: %q", name, f.Code, f.Source)
				}
				if !ok || f.Name == "" || f.Detail == "" || !strings.Contains(f.Because, reason.Rule) || (reason.Numbers == "") != silent[rule] || bare.MatchString(f.Because) {
					t.Errorf("%s: %+v, %+v", name, f, reason)
				}
			}
			for _, f := range report.Build(report.Input{Instrument: in.Instrument, Result: r, Printer: in.Printer}).Flags {
				if f.Because != "" || f.Source != "" {
					t.Errorf("%s: the participant reads %q, %q", name, f.Because, f.Source)
				}
			}
		})
		if len(seen) < 16 {
			t.Errorf("only %d flags were raised: %v", len(seen), seen)
		}
	}
}

// TestTheQualityOfTheWorkedExample holds what the desk and the paper say to the
// numbers of the worked example: D 110 under 154, D 34 under 102, one swap.
func TestTheQualityOfTheWorkedExample(t *testing.T) {
	b := opened(t, config(t.TempDir()))
	session := handedOver(t, b, "Dewi", "en")
	if err := answerAll(b, func(kiosk.Saved) error { return nil }); err != nil {
		t.Fatal(err)
	}
	must[kiosk.Session](t)(b.Kiosk.Finish())
	comeBack(t, b, "finish")
	for language, want := range map[string]map[string]string{
		"en": {"NO_PREFERENCE_ABOVE_CHANCE": "(110) < 154.", "LFI_NOT_ABOVE_CHANCE": "(34) < 102.", "NEAR_STYLE_BOUNDARY": "(1) ≤ 1.", "APPROXIMATE_NORM": "Raised by: "},
		"id": {"NO_PREFERENCE_ABOVE_CHANCE": "Keselarasan s1–s12", "APPROXIMATE_NORM": "Dipicu oleh: "},
	} {
		v := must[report.View](t)(b.Desk.Result(desk.ResultRequest{SessionID: session.ID, Language: language}))
		told := map[string]string{}
		for _, f := range v.Flags {
			told[f.Code] = f.Because
		}
		for code, words := range want {
			if !strings.Contains(told[code], words) {
				t.Errorf("%s: %s says %q, not %q", language, code, told[code], words)
			}
		}
	}
}
