package session

import (
	"slices"
	"strings"

	"kitewise/backend/domain"
)

// Stretch is one section as a session shows it.
type Stretch struct {
	ID string
	// Items stand in displayed order.
	Items []string
	// Shown says whether its condition holds with the answers so far.
	Shown bool
}

// Way is every section of a session in the manifest's order, also those that
// are not shown now: their items have their place whenever they come back.
type Way []Stretch

// wayOf is a function of the manifest, the seeds and the latest answers alone.
func wayOf(in Instrument, s domain.Session, answers map[string]domain.Response) Way {
	m := &in.Definition().Manifest
	shown := in.Shown(valuesOf(answers))
	way := make(Way, 0, len(m.Sections))
	for _, section := range m.Sections {
		items := itemsOrder(section, s)
		way = append(way, Stretch{ID: section.ID, Items: items, Shown: len(items) > 0 && shown[items[0]]})
	}
	return way
}

func valuesOf(answers map[string]domain.Response) map[string]domain.Value {
	values := make(map[string]domain.Value, len(answers))
	for id, r := range answers {
		values[id] = r.Value
	}
	return values
}

// Items gives the items that are shown, in displayed order.
func (w Way) Items() []string {
	out := []string{}
	for _, stretch := range w {
		if stretch.Shown {
			out = append(out, stretch.Items...)
		}
	}
	return out
}

// Sections gives the ids of the sections that are shown.
func (w Way) Sections() []string {
	out := []string{}
	for _, stretch := range w {
		if stretch.Shown {
			out = append(out, stretch.ID)
		}
	}
	return out
}

// count puts into a session how many of the items that are shown have an
// answer, and how many are shown.
func (w Way) count(s domain.Session, answers map[string]domain.Response) domain.Session {
	s.Answered, s.Total = 0, 0
	for _, id := range w.Items() {
		s.Total++
		if _, ok := answers[id]; ok {
			s.Answered++
		}
	}
	return s
}

// settle gives the step on which a session stands: an item that is not shown
// any more gives way to the next one that is, or to the review; one that the
// review opened gives way to it.
func (w Way) settle(step string) string {
	if item, opened := strings.CutPrefix(step, domain.StepOpened); opened {
		if slices.Contains(w.Items(), item) {
			return step
		}
		return domain.StepReview
	}
	passed := false
	for _, stretch := range w {
		for _, id := range stretch.Items {
			passed = passed || id == step
			if passed && stretch.Shown {
				return id
			}
		}
	}
	if passed {
		return domain.StepReview
	}
	return step
}

// isStep reports whether a session of the instrument can stand there.
func isStep(m *domain.Manifest, step string) bool {
	if _, known := m.Item(strings.TrimPrefix(step, domain.StepOpened)); known {
		return true
	}
	if kind, ok := strings.CutPrefix(step, domain.StepHow); ok {
		_, known := m.Drill(kind)
		return known
	}
	if kind, ok := strings.CutPrefix(step, domain.StepPractice); ok {
		d, _ := m.Drill(kind)
		return d.Item != nil
	}
	if section, ok := strings.CutPrefix(step, domain.StepBreak); ok {
		at := slices.IndexFunc(m.Sections, func(s domain.Section) bool { return s.ID == section })
		return at > 0 && m.Sections[at].Break()
	}
	return slices.Contains([]string{domain.StepWelcome, domain.StepConsent, domain.StepReview, domain.StepConfirm}, step)
}
