package coherence

import (
	"fmt"
	"slices"
	"strconv"

	"kitewise/backend/domain"
)

// report checks the scores, lists and flags that the parts of a report name.
func (c *checker) report() {
	for i, w := range c.m.Report {
		c.widget(fmt.Sprintf("report[%d]", i), w)
	}
}

// kiteScores is how many scores a kite has: top, right, bottom, left.
const kiteScores = 4

func (c *checker) widget(path string, w domain.Widget) {
	c.shown(path+".score", w.Score)
	c.shown(path+".distribution", w.Distribution)
	for i, id := range w.Scores {
		c.shown(fmt.Sprintf("%s.scores[%d]", path, i), id)
	}
	c.once(path+".scores[%d]", len(w.Scores), func(i int) string { return w.Scores[i] })
	if w.Kind == "kite" && len(w.Scores) != kiteScores {
		c.fault(path+".scores", "kite_scores", "Got", strconv.Itoa(len(w.Scores)), "Want", strconv.Itoa(kiteScores))
	}
	c.list(path+".list", w.List)
	c.list(path+".tally", w.Tally)
	for i, choice := range w.Choices {
		c.shown(fmt.Sprintf("%s.choices[%d].score", path, i), choice.Score)
	}
	c.complete(path, w)
	c.flags(path, w.Flags)
}

// shown checks that a score is there, is a score and is output.
func (c *checker) shown(path, id string) {
	if id == "" {
		return
	}
	s, ok := c.m.Step(id)
	switch {
	case !ok:
		c.fault(path, "unknown_score", "Got", id)
	case s.Hidden:
		c.fault(path, "hidden_score", "Got", id)
	case s.ClassName != "":
		c.fault(path, "not_a_number", "Got", id)
	}
}

// list checks that a list is there, is a list and is output.
func (c *checker) list(path, id string) {
	if id == "" {
		return
	}
	s, ok := c.m.Step(id)
	switch {
	case !ok:
		c.fault(path, "unknown_score", "Got", id)
	case s.Hidden:
		c.fault(path, "hidden_score", "Got", id)
	case s.ClassName == "":
		c.fault(path, "not_a_list", "Got", id)
	}
}

// flags checks that a report names flags that are there; every reader sees a
// report, so one for the counsellor alone may not stand in it.
func (c *checker) flags(path string, codes []string) {
	for i, code := range codes {
		at := slices.IndexFunc(c.m.Flags, func(f domain.Flag) bool { return f.Code == code })
		switch {
		case at < 0:
			c.fault(fmt.Sprintf("%s.flags[%d]", path, i), "unknown_flag", "Got", code)
		case c.m.Flags[at].Confidential():
			c.fault(fmt.Sprintf("%s.flags[%d]", path, i), "confidential_flag", "Got", code)
		}
	}
}

// change checks the scores that change rules compare.
func (c *checker) change() {
	for i, rule := range c.m.Change {
		path := fmt.Sprintf("change[%d]", i)
		for j, id := range rule.Scores {
			c.shown(fmt.Sprintf("%s.scores[%d]", path, j), id)
		}
		c.once(path+".scores[%d]", len(rule.Scores), func(j int) string { return rule.Scores[j] })
		if want := 2; rule.Kind == "joint" && len(rule.Scores) < want {
			c.fault(path+".scores", "change_scores", "Got", strconv.Itoa(len(rule.Scores)), "Want", strconv.Itoa(want))
		}
		c.significance(path, rule)
	}
}

// significance checks that a level lies between 0 and 1 and a least change above 0.
func (c *checker) significance(path string, rule domain.Change) {
	if level := number(rule.Level); level != nil && (level.Sign() <= 0 || level.Cmp(number("1")) >= 0) {
		c.fault(path+".level", "table_number", "Got", rule.Level, "Low", "0", "High", "1")
	}
	if by := number(rule.By); by != nil && by.Sign() <= 0 {
		c.fault(path+".by", "step_size", "Got", rule.By)
	}
}
