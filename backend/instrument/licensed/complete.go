package licensed

import (
	"slices"
	"strconv"
)

// complete checks what only the whole file tells: every row is there, the key
// has the right number of endings, one language at least is whole.
func (r *reader) complete(offered []string) {
	for _, p := range r.form.places {
		if r.lines[p] == 0 {
			r.fault(r.near(p), fixed[1], "licensed_missing", "Got", p.String())
		}
	}
	for _, s := range r.form.scales {
		r.key(s)
	}
	mine := slices.DeleteFunc(slices.Clone(r.languages), func(l string) bool { return !slices.Contains(offered, l) })
	if len(mine) == 0 {
		r.fault(1, "", "licensed_no_language")
		return
	}
	if slices.ContainsFunc(mine, func(l string) bool { return len(r.missing(l)) == 0 }) {
		return
	}
	for _, language := range mine {
		for _, p := range r.missing(language) {
			r.fault(r.lines[p], language, "text_missing")
		}
	}
}

// near gives the line after which a missing row belongs.
func (r *reader) near(p place) int {
	if line := r.ends[p.item]; line > 0 {
		return line
	}
	return r.last
}

// key counts the scored endings of one scale, unless some of its cells are at fault.
func (r *reader) key(s scale) {
	scored, line := 0, r.last
	for _, p := range s.places {
		on, said := r.scored[p]
		if !said {
			return
		}
		if on {
			scored++
		}
		line = r.lines[p]
	}
	if scored != s.want {
		r.fault(line, fixed[2], "licensed_key", "Scale", s.id, "Want", strconv.Itoa(s.want), "Got", strconv.Itoa(scored))
	}
}

// missing gives the rows whose text is empty in a language.
func (r *reader) missing(language string) []place {
	out := []place{}
	for _, p := range r.form.places {
		if r.lines[p] > 0 && r.texts[language][p] == "" && !r.broken[language][p] {
			out = append(out, p)
		}
	}
	return out
}

// wording gives what a file without faults brings.
func (r *reader) wording(offered []string) *Wording {
	w := &Wording{texts: map[string]map[string]string{}, unscored: map[place]bool{}}
	for _, language := range r.languages {
		missing := len(r.missing(language))
		if !slices.Contains(offered, language) {
			missing = 0
		} else if missing == 0 {
			texts := map[string]string{}
			for p, text := range r.texts[language] {
				texts[p.key()] = text
			}
			w.texts[language] = texts
			continue
		}
		w.Left = append(w.Left, Left{language, missing})
	}
	for _, language := range offered {
		if w.texts[language] != nil {
			w.Languages = append(w.Languages, language)
		}
	}
	for p, scored := range r.scored {
		if !scored {
			w.unscored[p] = true
		}
	}
	return w
}
