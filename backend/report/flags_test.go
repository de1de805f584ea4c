package report_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"kitewise/backend/domain"
	"kitewise/backend/report"
)

// guarded is the worked example with two safety flags of its own, one raised by
// the result and one by an answer that was changed later, and a note for the
// counsellor alone; widgets ask to see all of them.
func guarded(t *testing.T, audience string) report.View {
	t.Helper()
	in := input(t, "worked", "en")
	def := *in.Instrument
	def.Manifest.Flags = append(slices.Clone(def.Manifest.Flags),
		domain.Flag{Code: "ANSWER", Level: domain.LevelUrgent}, domain.Flag{Code: "QUIET", Audience: domain.AudienceCounsellor},
		domain.Flag{Code: "SCORE", Level: domain.LevelUrgent, Audience: domain.AudienceEveryone}, domain.Flag{Code: "OTHER", Level: domain.LevelUrgent})
	texts := map[string]string{}
	for key, text := range def.Texts["en"] {
		texts[key] = text
	}
	for _, code := range []string{"ANSWER", "QUIET", "SCORE", "OTHER"} {
		texts["flag."+code], texts["flag."+code+".detail"] = "confidential words "+code, "confidential detail "+code
	}
	def.Texts = map[string]map[string]string{"en": texts, "id": def.Texts["id"]}
	def.Manifest.Report = slices.Clone(def.Manifest.Report)
	for i := range def.Manifest.Report {
		def.Manifest.Report[i].Flags = append(slices.Clone(def.Manifest.Report[i].Flags), "ANSWER", "QUIET", "SCORE", "UNDECLARED")
	}
	in.Instrument = &def
	in.Result.Flags = append(slices.Clone(in.Result.Flags), "QUIET", "SCORE", "UNDECLARED")
	in.Urgent, in.Audience = []string{"ANSWER"}, audience
	return report.Build(in)
}

// TestAParticipantNeverSeesAConfidentialFlag, wherever it may be told.
func TestAParticipantNeverSeesAConfidentialFlag(t *testing.T) {
	for _, audience := range []string{"", domain.AudienceEveryone, "somebody"} {
		v := guarded(t, audience)
		page, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{"confidential", "ANSWER", "QUIET", "SCORE", "UNDECLARED"} {
			if strings.Contains(string(page), secret) {
				t.Errorf("%q reads %q", audience, secret)
			}
		}
		if len(v.Urgent) != 0 || v.UrgentTitle != "" || v.UrgentText != "" || len(v.Flags) == 0 {
			t.Errorf("%q: %+v, %d flags", audience, v.Urgent, len(v.Flags))
		}
	}
}

func TestACounsellorSeesSafetyFlagsFirst(t *testing.T) {
	v := guarded(t, domain.AudienceCounsellor)
	codes := func(flags []report.Flag) (out []string) {
		for _, f := range flags {
			out = append(out, f.Code)
		}
		return out
	}
	if got := codes(v.Urgent); !slices.Equal(got, []string{"ANSWER", "SCORE"}) {
		t.Errorf("urgent: %v", got)
	}
	if v.Urgent[0].Name != "confidential words ANSWER" || v.Urgent[0].Detail != "confidential detail ANSWER" {
		t.Errorf("%+v", v.Urgent[0])
	}
	if v.UrgentTitle != "2 things ask for your attention first" || v.UrgentText == "" {
		t.Errorf("%q %q", v.UrgentTitle, v.UrgentText)
	}
	others := codes(v.Flags)
	if !slices.Contains(others, "QUIET") || slices.Contains(others, "SCORE") || !slices.Contains(others, "APPROXIMATE_NORM") {
		t.Errorf("the other marks: %v", others)
	}
}
