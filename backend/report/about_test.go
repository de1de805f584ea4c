package report_test

import (
	"slices"
	"strings"
	"testing"

	"kitewise/backend/domain"
	"kitewise/backend/report"
)

// TestAChosenGroupIsPrinted: which group, that the counsellor chose it, what
// the rule gives, whether the participant belongs to it, and whose tables they are.
func TestAChosenGroupIsPrinted(t *testing.T) {
	notes := func(in report.Input) string {
		lines := []string{}
		for _, n := range part(t, report.Build(in), report.KindAbout).About.Notes {
			lines = append(lines, n.Lead+": "+n.Text)
		}
		return strings.Join(lines, "\n")
	}
	in := input(t, "worked", "en")
	shipped := "n = 10,423"
	if text := notes(in); !strings.Contains(text, shipped) || strings.Contains(text, "counsellor chose") {
		t.Errorf("without a choice:\n%s", text)
	}
	for _, id := range []string{"CE", "RO", "AC", "AE", "ACCE", "AERO"} {
		set(&in, id, func(s *domain.Score) {
			s.Norm = &domain.NormUse{Group: "COUNTRY:x", Version: "own-1", N: 412, Method: "exact", Source: "Own study"}
		})
	}
	in.ByRule = []string{"Total"}
	in.Chosen = &domain.NormChoice{Group: domain.NormGroup{Label: "COUNTRY:x", N: 412}, Member: domain.MembershipYes}
	text := notes(in)
	for _, want := range []string{
		"Norm group: The counsellor chose the group COUNTRY:x (n = 412). By the rule it would be ",
		"Group COUNTRY:x: Own study, n = 412.",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in:\n%s", want, text)
		}
	}
	if strings.Contains(text, shipped) || strings.Count(text, "Own study") != 1 || strings.Contains(text, "belong") {
		t.Errorf("of the wrong norm, or twice:\n%s", text)
	}
	for member, want := range map[domain.Membership]string{domain.MembershipNo: "does not belong", domain.MembershipUnknown: "is not known"} {
		in.Chosen = &domain.NormChoice{Group: in.Chosen.Group, Member: member}
		if text := notes(in); !strings.Contains(text, want) {
			t.Errorf("%s: no %q in:\n%s", member, want, text)
		}
	}
}

// TestTheConditionsAreTold: basis with version and language, what was arranged
// and when that was noted; how the practice went is for the counsellor alone.
func TestTheConditionsAreTold(t *testing.T) {
	in := input(t, "worked", "en")
	in.Consent = domain.Consent{Basis: domain.BasisConsent, Notice: 3, Language: "id", At: in.Session.StartedAt}
	in.Session.Accommodations = domain.Accommodations{Reader: true, Helper: true, Note: "large print"}
	in.Session.ArrangedLater = in.Session.FinalisedAt
	in.Practices = []domain.Practice{{Type: "ranking", Tries: 2, Reversed: true}}
	facts := func(audience string) string {
		in.Audience = audience
		lines := []string{}
		for _, f := range part(t, report.Build(in), report.KindAbout).About.Facts {
			lines = append(lines, f.Label+": "+f.Value)
		}
		return strings.Join(lines, "\n")
	}
	for _, audience := range []string{domain.AudienceEveryone, domain.AudienceCounsellor} {
		text := facts(audience)
		for _, want := range []string{
			"(notice 3, Bahasa Indonesia)", "Arranged: texts were read out; a helper entered the answers; large print; recorded on ",
		} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: no %q in:\n%s", audience, want, text)
			}
		}
		practised := strings.Contains(text, "Practice: right after 2 tries, the first time in the opposite direction")
		if practised != (audience == domain.AudienceCounsellor) {
			t.Errorf("%s: practice %t in:\n%s", audience, practised, text)
		}
	}
	in.Practices = nil
	if text := facts(domain.AudienceCounsellor); !strings.Contains(text, "Practice: none was taken") {
		t.Error(text)
	}
}

// TestTheHeadOfTheLogIsPrinted: whole among the facts and under every page.
func TestTheHeadOfTheLogIsPrinted(t *testing.T) {
	in := input(t, "worked", "en")
	in.LogHead = "212 · 4f2a 91c3 07de 5b10"
	facts := func(v report.View) (out []string) {
		for _, f := range part(t, v, report.KindAbout).About.Facts {
			out = append(out, f.Label+": "+f.Value)
		}
		return out
	}
	view := report.Build(in)
	if got := facts(view); !slices.Contains(got, "Head of the log: "+in.LogHead) {
		t.Errorf("%v", got)
	}
	if !strings.HasSuffix(view.Colophon.Line, " · log 212\u00a0·\u00a04f2a\u00a091c3\u00a007de\u00a05b10") {
		t.Errorf("%q", view.Colophon.Line)
	}
	in.LogHead = ""
	if view := report.Build(in); strings.Contains(view.Colophon.Line, "log") || strings.Contains(strings.Join(facts(view), ""), "Head of") {
		t.Errorf("without a log: %q, %v", view.Colophon.Line, facts(view))
	}
}
