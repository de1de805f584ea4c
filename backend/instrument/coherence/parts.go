package coherence

import (
	"fmt"
	"slices"

	"kitewise/backend/domain"
)

// part is what a kind of report part cannot be drawn without. Its fields are
// paths inside the widget.
type part struct {
	kind  string
	needs []string
	// byGrid says that its score must be a class by a grid.
	byGrid bool
}

// parts lists every kind of report part, in the order of domain.Widget.
func parts() []part {
	return []part{
		{"summary", []string{"score"}, true},
		{"kite", []string{"scores"}, false},
		{"bars", []string{"scores"}, false},
		{"grid", []string{"score"}, true},
		{"contexts", []string{"list"}, false},
		{"index", []string{"score"}, false},
		{"texts", []string{"score"}, true},
		{"steps", []string{"choices"}, false},
		{"scores", []string{"scores", "low", "high"}, false},
		{"about", nil, false},
	}
}

// complete checks that a part has what its kind needs.
func (c *checker) complete(path string, w domain.Widget) {
	at := slices.IndexFunc(parts(), func(p part) bool { return p.kind == w.Kind })
	if at < 0 {
		return // told by the schema
	}
	has := map[string]bool{"score": w.Score != "", "scores": len(w.Scores) > 0, "list": w.List != "", "choices": len(w.Choices) > 0, "low": w.Low != "", "high": w.High != ""}
	for _, field := range parts()[at].needs {
		if !has[field] {
			c.fault(path+"."+field, "field_missing")
		}
	}
	s, ok := c.m.Step(w.Score)
	if ok && parts()[at].byGrid && s.Grid == nil {
		c.fault(path+".score", "no_class", "Got", w.Score)
	}
	c.choices(path, w, s.Grid)
}

// choices checks that every activity stands once and that its rule can hold.
func (c *checker) choices(path string, w domain.Widget, grid *domain.Grid) {
	c.once(path+".choices[%d].id", len(w.Choices), func(i int) string { return w.Choices[i].ID })
	for i, choice := range w.Choices {
		at := fmt.Sprintf("%s.choices[%d].score", path, i)
		switch choice.When {
		case "lowest", "second_lowest":
			if !slices.Contains(w.Scores, choice.Score) {
				c.fault(at, "choice_score", "Got", choice.Score)
			}
		case "between":
			if grid == nil {
				c.fault(path+".score", "no_class", "Got", w.Score)
			} else if choice.Score != grid.X.Score && choice.Score != grid.Y.Score {
				c.fault(at, "choice_axis", "Got", choice.Score, "Want", grid.X.Score+", "+grid.Y.Score)
			}
		case "cannot_tell":
			if grid == nil {
				c.fault(path+".score", "no_class", "Got", w.Score)
			}
		}
	}
}
