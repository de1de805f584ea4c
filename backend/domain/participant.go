package domain

// Participant is a person who answers. Code is the desk's short handle
// ("R-0001"), unique and never reused; Name may be empty (code only).
type Participant struct {
	ID         string     `json:"id"`
	Code       string     `json:"code"`
	Name       string     `json:"name"`
	Respondent Respondent `json:"respondent"`
	CreatedAt  Instant    `json:"createdAt"`
}

// Respondent holds the facts about a person that the choice of a norm may use,
// by the field ids that a manifest declares ("age", "gender", "education",
// "country"). Every value is text ("21"); a field that is not given is absent.
type Respondent map[string]string

// DisplayName is the name if there is one, otherwise the code.
func (p Participant) DisplayName() string {
	if p.Name != "" {
		return p.Name
	}
	return p.Code
}
