package instrument_test

import (
	"strings"
	"testing"

	"kitewise/backend/domain"
)

var (
	style   = strings.Join(strings.Fields(worked)[:12], " ")
	context = strings.Join(strings.Fields(worked)[12:], " ")
)

// TestEachFlagBesideItsBorder raises every flag that follows from answers, and
// shows that it does not stand just beside.
func TestEachFlagBesideItsBorder(t *testing.T) {
	in := cycle(t)
	flat := strings.Repeat("4321 ", 12)
	for _, tc := range []struct{ flag, raised, beside string }{
		{"RAW_OUTSIDE_NORM_RANGE", styled(t, -32, 0, anyhow) + " " + context, styled(t, -31, 1, anyhow) + " " + context},
		{"LOW_W_PATTERN", style + " " + withD(t, 8, 14), style + " " + withD(t, 8, 16)},
		{"HIGH_W_UNIFORMITY", style + " " + withD(t, 8, 306), style + " " + withD(t, 8, 296)},
		{"LFI_NOT_ABOVE_CHANCE", style + " " + withD(t, 8, 100), style + " " + withD(t, 8, 102)},
		{"NO_PREFERENCE_ABOVE_CHANCE", withD(t, 12, 152) + " " + context, withD(t, 12, 154) + " " + context},
		{"LFI_REPEATED_PATTERN_6PLUS", flat + strings.Repeat("1234 ", 6) + "4321 4312", flat + strings.Repeat("1234 ", 5) + "4321 4312 4213"},
		{"LFI_REPEATED_PATTERN_6PLUS", flat + strings.Repeat("1234 ", 6) + "4321 4312", flat + strings.Repeat("1234 ", 7) + "4321"},
		{"LFI_REPEATED_PATTERN_7PLUS", flat + strings.Repeat("1234 ", 7) + "4321", flat + strings.Repeat("1234 ", 6) + "4321 4312"},
		{"LFI_REPEATED_PATTERN_7PLUS", flat + strings.Repeat("1234 ", 8), flat + strings.Repeat("1234 ", 6) + "4321 4312"},
		// within 1 of a cut: 16·11/12 = 14.67, 17·11/12 = 15.58
		{"NEAR_STYLE_BOUNDARY", styled(t, 16, -20, apart) + " " + context, styled(t, 17, -19, apart) + " " + context},
		// one swap of AC and CE that lie side by side crosses 17 → 15
		{"NEAR_STYLE_BOUNDARY", styled(t, 17, -11, close) + " " + context, styled(t, 17, -19, apart) + " " + context},
		// likeliest under one half, 1.3 from the nearest cut and more than one swap away
		{"NEAR_STYLE_BOUNDARY", styled(t, 8, 14, apart) + " " + context, styled(t, 22, 20, anyhow) + " " + context},
	} {
		if r := score(t, in, tc.raised); !r.Raised(tc.flag) {
			t.Errorf("%s is not raised by %s", tc.flag, tc.raised)
		}
		if r := score(t, in, tc.beside); r.Raised(tc.flag) {
			t.Errorf("%s is raised by %s", tc.flag, tc.beside)
		}
	}
}

// narrow gives a norm whose tables end early, the same number of persons.
func narrow(acce, aero string) string {
	text := "norm_group,scale,raw_score,frequency\n"
	for _, scale := range []string{"CE", "RO", "AC", "AE"} {
		text += "Total," + scale + ",11,5000\nTotal," + scale + ",44,5423\n"
	}
	for scale, ends := range map[string]string{"ACCE": acce, "AERO": aero} {
		low, high, ok := strings.Cut(ends, "..")
		if !ok {
			continue
		}
		text += "Total," + scale + "," + low + ",5000\nTotal," + scale + "," + high + ",5423\n"
	}
	return text
}

func TestExcessiveTruncationTakesTwoClampedScales(t *testing.T) {
	for norms, want := range map[[2]string]bool{
		{"-2..30", "-30..1"}: true,  // ACCE -3.67 and AERO 1.83 lie outside
		{"-2..30", "-30..2"}: false, // ACCE alone
		{"-4..30", "-30..2"}: false, // none
	} {
		in := sound(t, nil, map[string]string{"norms/klsi4.csv": narrow(norms[0], norms[1])})
		r := score(t, in, worked)
		if r.Raised("EXCESSIVE_TRUNCATION") != want {
			t.Errorf("%v: raised %v, want %v", norms, !want, want)
		}
		if one := norms[0] == "-2..30"; r.Raised("RAW_OUTSIDE_NORM_RANGE") != one {
			t.Errorf("%v: outside the range %v, want %v", norms, !one, one)
		}
	}
}

// TestGroupsOfOneProfile: the first group that covers all scales is used;
// without one the scales choose alone, and a mixture is flagged.
func TestGroupsOfOneProfile(t *testing.T) {
	precedence := func(m map[string]any) {
		at(m, "norms", 0).(map[string]any)["precedence"] = []any{
			map[string]any{"field": "education", "prefix": "EDU:"},
			map[string]any{"field": "age", "prefix": "AGE:", "bands": []any{
				map[string]any{"id": "<19", "up_to": 18}, map[string]any{"id": "19-24", "up_to": 24}, map[string]any{"id": ">24"}}},
		}
	}
	own := func(group string, scales ...string) string {
		text := ""
		for _, scale := range scales {
			text += group + "," + scale + ",-33,10\n" + group + "," + scale + ",44,90\n"
		}
		return text
	}
	total := narrow("-33..33", "-33..33")
	all := []string{"CE", "RO", "AC", "AE", "ACCE", "AERO"}
	who := domain.Respondent{"education": "X", "age": "24"}
	for _, tc := range []struct {
		name, norms string
		who         domain.Respondent
		ce, aero    string
		mixed       bool
	}{
		{"nobody known", total + own("EDU:X", all...), nil, "Total", "Total", false},
		{"first field first", total + own("EDU:X", all...) + own("AGE:19-24", all...), who, "EDU:X", "EDU:X", false},
		{"incomplete group is passed over", total + own("EDU:X", "CE") + own("AGE:19-24", all...), who, "AGE:19-24", "AGE:19-24", false},
		{"Total covers all", total + own("EDU:X", "CE"), who, "Total", "Total", false},
		{"scale by scale", narrow("-33..33", "") + own("EDU:X", "AERO"), who, "Total", "EDU:X", true},
		{"no group for one scale", narrow("-33..33", "") + own("EDU:X", "AERO"), nil, "Total", "", false},
		{"other band", total + own("AGE:19-24", all...), domain.Respondent{"age": "25"}, "Total", "Total", false},
	} {
		r, err := sound(t, precedence, map[string]string{"norms/klsi4.csv": tc.norms}).Score(domain.Answers{Responses: answersOf(t, worked), Respondent: tc.who})
		if err != nil {
			t.Fatal(err)
		}
		ce, _ := r.Score("CE")
		aero, _ := r.Score("AERO")
		if aero.Norm == nil {
			aero.Norm = &domain.NormUse{}
			if aero.Percentile != nil || aero.Reason != domain.ReasonNoNorm || aero.Value == nil {
				t.Errorf("%s: %+v", tc.name, aero)
			}
		}
		if ce.Norm.Group != tc.ce || aero.Norm.Group != tc.aero || r.Raised("MIXED_PROVENANCE") != tc.mixed {
			t.Errorf("%s: CE by %s, AERO by %s, mixed %v", tc.name, ce.Norm.Group, aero.Norm.Group, r.Raised("MIXED_PROVENANCE"))
		}
	}
}

func answersOf(t *testing.T, sets string) map[string]domain.Value {
	t.Helper()
	return answers(cycle(t), sets)
}

func TestHonestyFlagsFollowTheNorm(t *testing.T) {
	r := score(t, sound(t, func(m map[string]any) {
		for i := range 2 {
			delete(at(m, "norms", i).(map[string]any), "approximate")
		}
		delete(at(m, "norms", 0).(map[string]any), "reliability_borrowed")
	}, nil), worked)
	borrowed := score(t, cycle(t), worked)
	for _, flag := range []string{"APPROXIMATE_NORM", "BORROWED_RELIABILITY"} {
		if r.Raised(flag) {
			t.Errorf("%s is raised by the instrument's own norm", flag)
		}
		if !borrowed.Raised(flag) {
			t.Errorf("%s is not raised by the borrowed norm", flag)
		}
	}
}
