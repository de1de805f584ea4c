package licensed

import "kitewise/backend/domain"

// Wording is what a file brings, checked against the structure: every item
// whole in every language of Languages, the key complete.
type Wording struct {
	// Languages are the complete ones that the instrument speaks too, in the
	// order of its manifest.
	Languages []string
	// Left are the columns that are not taken.
	Left []Left
	// texts by language and text key, unscored by item and ending.
	texts    map[string]map[string]string
	unscored map[place]bool
}

// Left is a language that is left out. Missing is how many of its texts are
// not there; 0 means that the instrument has no texts of its own in it.
type Left struct {
	Language string
	Missing  int
}

// place is one row of the file: a stem (part ""), a title or an ending.
type place struct{ item, part string }

// title stands in the column ending for an item's title.
const title = "title"

// key gives the text key of the row.
func (p place) key() string {
	if p.part == "" {
		return "item." + p.item
	}
	return "item." + p.item + "." + p.part
}

// String names the row in a fault.
func (p place) String() string {
	if p.part == "" {
		return p.item
	}
	return p.item + " " + p.part
}

// form is what the structure asks of a file.
type form struct {
	// places is every row, in order.
	places []place
	known  map[place]bool
	items  map[string]bool
	// keyed are the endings that some sum of ranks reads; scales say how many
	// of them are to be scored.
	keyed  map[place]bool
	scales []scale
}

// scale is one sum of ranks whose norm counts a number of scored endings.
type scale struct {
	id     string
	places []place
	want   int
}

func formOf(m *domain.Manifest) *form {
	f := &form{known: map[place]bool{}, items: map[string]bool{}, keyed: map[place]bool{}}
	for _, it := range m.Items {
		f.items[it.ID] = true
		f.add(place{it.ID, ""})
		if it.Titled {
			f.add(place{it.ID, title})
		}
		for _, e := range it.Endings {
			f.add(place{it.ID, e.ID})
		}
	}
	counts := map[string]int{}
	for _, n := range m.Norms {
		counts[n.ID] = n.ScoredEndings
	}
	for _, s := range m.Scoring {
		if s.Op != "rank_sum" {
			continue
		}
		one := scale{id: s.ID, want: counts[s.Norm]}
		for _, item := range s.Items {
			one.places = append(one.places, place{item, s.Ending})
			f.keyed[place{item, s.Ending}] = true
		}
		if one.want > 0 {
			f.scales = append(f.scales, one)
		}
	}
	return f
}

func (f *form) add(p place) {
	f.places = append(f.places, p)
	f.known[p] = true
}
