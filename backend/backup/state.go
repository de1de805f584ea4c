package backup

import (
	"cmp"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"time"

	"kitewise/backend/backup/swap"
	"kitewise/backend/backup/thin"
	"kitewise/backend/domain"
	"kitewise/backend/store/folder"
)

// State is what there is of backups, for whoever looks after them.
type State struct {
	// Backups are those of the workspace's own folder, the newest first.
	Backups []Listed `json:"backups"`
	// Verified is when the newest was made that was opened and found sound, 0 for
	// none; Newest the same for those that only wait to be opened.
	Verified domain.Instant `json:"verified"`
	Newest   domain.Instant `json:"newest"`
	// Same is when the workspace was last found as its newest backup has it.
	Same domain.Instant `json:"same"`
	// Second is the folder that takes copies, "" for none; Copied when one was
	// last written there.
	Second string         `json:"second"`
	Copied domain.Instant `json:"copied"`
	// Rotten is when a copy there was last found that is not as it was written, 0
	// for never; Lost counts those that could not be copied again.
	Rotten domain.Instant `json:"rotten"`
	Lost   int            `json:"lost"`
	Drill  *Drill         `json:"drill"`
	// Replaced are the folders that restores put aside, the newest first.
	Replaced []Replaced `json:"replaced"`
}

// Listed is an entry with the moment at which it goes, at the latest, if from
// now on a backup is made every day.
type Listed struct {
	Entry
	Until domain.Instant `json:"until"`
}

// Replaced is a folder that a restore put aside: what stood there before.
type Replaced struct {
	Name string         `json:"name"`
	At   domain.Instant `json:"at"`
	Size int64          `json:"size"`
}

// State looks at the folders and gives what there is. It reads no backup whole.
func (k *Keeper) State() State {
	l := k.now()
	s := State{Backups: []Listed{}, Same: l.Same, Second: l.Second, Copied: l.Copied, Rotten: l.Copies.Rotten, Lost: len(l.Copies.Lost), Drill: l.Drill, Replaced: k.replaced()}
	until := thin.Until(copiesOf(l.Entries, l.soundHere), k.Now())
	for i, e := range l.Entries {
		s.Backups = append(s.Backups, Listed{Entry: e, Until: domain.InstantOf(until[i])})
	}
	s.Newest, s.Verified = k.Newest()
	slices.Reverse(s.Backups)
	return s
}

// copiesOf gives what the thinning knows of backups.
func copiesOf(entries []Entry, sound func(name string) bool) []thin.Copy {
	out := make([]thin.Copy, len(entries))
	for i, e := range entries {
		out[i] = thin.Copy{At: e.At.Time(), Verified: sound(e.Name)}
	}
	return out
}

// setAside matches the name of a folder that a restore put aside.
var setAside = regexp.MustCompile(`^` + swap.ReplacedPrefix + `(\d{8}-\d{6})(-\d+)?$`)

func (k *Keeper) replaced() []Replaced {
	out := []Replaced{}
	entries, err := os.ReadDir(k.dir)
	if err != nil {
		return out
	}
	for _, d := range entries {
		parts := setAside.FindStringSubmatch(d.Name())
		if parts == nil || !d.IsDir() {
			continue
		}
		at, err := time.Parse("20060102-150405", parts[1])
		if err != nil {
			continue
		}
		out = append(out, Replaced{Name: d.Name(), At: domain.InstantOf(at), Size: folder.Size(filepath.Join(k.dir, d.Name()))})
	}
	slices.SortFunc(out, func(a, b Replaced) int { return cmp.Or(cmp.Compare(b.At, a.At), cmp.Compare(b.Name, a.Name)) })
	return out
}

// RemoveReplaced overwrites and removes a folder that a restore put aside, if that
// can be noted first: not_found if there is none of that name.
func (k *Keeper) RemoveReplaced(name string, note func() error) error {
	if !k.work.TryLock() { // nobody waits for a backup with the desk held
		return domain.Fail(domain.CodeConflict, nil, "Reason", "backing_up")
	}
	defer k.work.Unlock()
	if !slices.ContainsFunc(k.replaced(), func(r Replaced) bool { return r.Name == name }) {
		return domain.Fail(domain.CodeNotFound, nil, "What", "replaced")
	}
	if err := note(); err != nil {
		return err
	}
	return wrap("remove", folder.Wipe(filepath.Join(k.dir, name)))
}
