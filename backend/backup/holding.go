package backup

import (
	"cmp"
	"os"
	"slices"

	"kitewise/backend/backup/thin"
	"kitewise/backend/domain"
)

// The places where something of a person may still be.
const (
	PlaceHere     = "here"
	PlaceSecond   = "second"
	PlaceReplaced = "replaced"
)

// Held is a copy of the workspace that was made while a person was in it.
type Held struct {
	// Place is PlaceHere, PlaceSecond or PlaceReplaced, Name the file's or folder's.
	Place string         `json:"place"`
	Name  string         `json:"name"`
	At    domain.Instant `json:"at"`
}

// Remains is what copies of the workspace hold of a person. Copies that were
// made by hand are not seen.
type Remains struct {
	// Copies are the newest first. A folder that a restore put aside stays until
	// somebody removes it; backups go by themselves.
	Copies []Held `json:"copies"`
	// Gone is when the last of the backups goes at the latest, if backups go on
	// being made; 0 for no backups.
	Gone domain.Instant `json:"gone"`
	// Newest counts those that stay whatever their age until newer ones are made.
	Newest int `json:"newest"`
	// Away says that the second folder is not there: backups in it may hold the
	// person too. Making says the same of one that is being made.
	Away   bool `json:"away"`
	Making bool `json:"making"`
}

// Holding tells which copies hold somebody who is in the workspace from one
// moment on, or was until now.
func (k *Keeper) Holding(since domain.Instant) Remains {
	l := k.now()
	r := Remains{Copies: []Held{}, Making: k.making.Load()}
	here := slices.DeleteFunc(l.Entries, func(e Entry) bool { return !k.lies(e) })
	k.hold(&r, PlaceHere, copiesOf(here, l.soundHere), here, since)
	if l.Second != "" {
		info, err := os.Stat(l.Second)
		r.Away = err != nil || !info.IsDir()
		second := scan(l.Second, l.Workspace)
		k.hold(&r, PlaceSecond, copiesOf(second, l.soundSecond), second, since)
	}
	for _, aside := range k.replaced() {
		if aside.At >= since {
			r.Copies = append(r.Copies, Held{Place: PlaceReplaced, Name: aside.Name, At: aside.At})
		}
	}
	slices.SortStableFunc(r.Copies, func(a, b Held) int { return cmp.Compare(b.At, a.At) })
	return r
}

// hold adds the backups of one folder, which are thinned together.
func (k *Keeper) hold(r *Remains, place string, copies []thin.Copy, entries []Entry, since domain.Instant) {
	held := make([]bool, len(entries))
	for i, e := range entries {
		if held[i] = e.At >= since; held[i] {
			r.Copies = append(r.Copies, Held{Place: place, Name: e.Name, At: e.At})
		}
	}
	fate := thin.Last(copies, held, k.Now())
	r.Newest += fate.Newest
	if !fate.Gone.IsZero() {
		r.Gone = max(r.Gone, domain.InstantOf(fate.Gone))
	}
}
