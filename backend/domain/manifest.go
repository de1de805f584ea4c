package domain

import (
	"encoding/json"
	"time"
)

// Manifest is the declared structure of an instrument, as manifest.json says it.
type Manifest struct {
	Format    string   `json:"format"`
	ID        string   `json:"id"`
	Version   string   `json:"version"`
	Languages []string `json:"languages"`
	Licence   Licence  `json:"licence"`
	Card      Card     `json:"card"`
	// Respondent lists the optional facts that may be asked for.
	Respondent []Field     `json:"respondent"`
	OptionSets []OptionSet `json:"option_sets,omitempty"`
	Items      []Item      `json:"items"`
	Sections   []Section   `json:"sections"`
	Practice   []Drill     `json:"practice"`
	Resume     Resume      `json:"resume,omitzero"`
	Scoring    []Step      `json:"scoring"`
	Norms      []Norm      `json:"norms"`
	Flags      []Flag      `json:"flags"`
	Change     []Change    `json:"change,omitempty"`
	Report     []Widget    `json:"report"`
	// SelfTest holds answers with expected scores; it must pass before use.
	SelfTest []SelfTest `json:"self_test"`
}

// Resume says what a participant is shown who comes back to a session.
type Resume struct {
	// InstructAfterMinutes is the absence after which the instruction is shown
	// again; 0 is UsualInstructAfter.
	InstructAfterMinutes int    `json:"instruct_after_minutes"`
	Source               string `json:"source"`
}

// UsualInstructAfter is our own rule: after half an hour an instruction has to
// be read anew.
const UsualInstructAfter = 30 * time.Minute

// InstructAfter gives the absence after which the instruction is shown again.
func (r Resume) InstructAfter() time.Duration {
	if r.InstructAfterMinutes == 0 {
		return UsualInstructAfter
	}
	return time.Duration(r.InstructAfterMinutes) * time.Minute
}

// SelfTest is one set of answers by item, each written as the room response
// reads its type, and the scores and flags that must come of it.
type SelfTest struct {
	Responses map[string]json.RawMessage `json:"responses"`
	Expect    map[string]Expected        `json:"expect"`
	// Flags are all that must stand, in the manifest's order; nil is not compared.
	Flags []string `json:"flags,omitempty"`
}

// Expected is what one score must be; a part that is not given is not compared.
type Expected struct {
	Value      *float64 `json:"value,omitempty"`
	Percentile *float64 `json:"percentile,omitempty"`
	Class      string   `json:"class,omitempty"`
}

// Licence says who holds the rights and what they permit.
type Licence struct {
	Class     string   `json:"class"`
	Holder    string   `json:"holder"`
	Statement string   `json:"statement"`
	Permits   []string `json:"permits"`
	// Wording is WordingShipped (also ""), WordingLicensed: the items' texts and
	// the scoring key are not shipped; a licence holder brings them; or
	// WordingLoaded: a licence holder brought them.
	Wording string `json:"wording,omitempty"`
}

// Where an instrument's wording comes from.
const (
	WordingShipped  = "shipped"
	WordingLicensed = "licensed"
	WordingLoaded   = "loaded"
)

// Card is what a counsellor wants to know before choosing the instrument;
// its words are texts under "card.*".
type Card struct {
	MinutesLow  int    `json:"minutesLow"`
	MinutesHigh int    `json:"minutesHigh"`
	Supervision string `json:"supervision"`
}

// Field is one fact about the respondent: text key "respondent.<id>", options
// "respondent.<id>.<option>".
type Field struct {
	ID string `json:"id"`
	// Type is "integer", "choice" or "text".
	Type    string   `json:"type"`
	Min     int      `json:"min,omitempty"`
	Max     int      `json:"max,omitempty"`
	Options []string `json:"options,omitempty"`
	// Open says that a file may bring a value outside Options; it chooses no norm group.
	Open bool `json:"open,omitempty"`
}

// Item gives the item with that id, and whether it is there.
func (m *Manifest) Item(id string) (Item, bool) {
	for _, it := range m.Items {
		if it.ID == id {
			return it, true
		}
	}
	return Item{}, false
}

// Drill gives the practice of a type of response, and whether one is declared.
func (m *Manifest) Drill(kind string) (Drill, bool) {
	for _, d := range m.Practice {
		if d.Type == kind {
			return d, true
		}
	}
	return Drill{}, false
}

// Order gives the ids of all items in the order of the sections.
func (m *Manifest) Order() []string {
	ids := []string{}
	for _, s := range m.Sections {
		ids = append(ids, s.Items...)
	}
	return ids
}

// Step gives the scoring step with that id, and whether it is there.
func (m *Manifest) Step(id string) (Step, bool) {
	for _, s := range m.Scoring {
		if s.ID == id {
			return s, true
		}
	}
	return Step{}, false
}
