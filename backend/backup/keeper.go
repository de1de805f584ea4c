package backup

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"kitewise/backend/backup/archive"
	"kitewise/backend/backup/swap"
	"kitewise/backend/domain"
	"kitewise/backend/store"
	"kitewise/backend/store/folder"
	"kitewise/backend/vault/keyring"
)

// Folder is the name of the folder of the backups inside a workspace, Ending
// the ending of a backup's name.
const (
	Folder = "backups"
	Ending = archive.Ending
)

// workFolder holds what a backup or a drill writes for itself; it is emptied
// whenever a program opens the workspace.
const workFolder = "backup-work"

// Keeper makes and keeps the backups of one workspace. It is safe for use by
// several goroutines; what writes goes one after the other.
type Keeper struct {
	// Program is the version that backups name. Now is the clock, its place the
	// one whose days and weeks count.
	Program string
	Now     func() time.Time

	dir  string
	ring *keyring.Ring
	// work is held by whoever makes, verifies, copies or removes backups.
	work sync.Mutex
	// making says that a backup is being made.
	making atomic.Bool
	mu     sync.Mutex // guards list
	list   list
}

// New gives the keeper of a workspace's folder. It touches nothing.
func New(dir string, ring *keyring.Ring, program string) *Keeper {
	return &Keeper{Program: program, Now: time.Now, dir: dir, ring: ring}
}

// Open reads what is known of the backups and sweeps away what a kill left
// behind. Only the program that holds the workspace's lock may do that.
func (k *Keeper) Open() error {
	k.work.Lock()
	defer k.work.Unlock()
	// What cannot be swept away is told; what is known must not be lost over it.
	swept := wrap("sweep", k.sweep())
	_, workspace, err := k.ring.File()
	if errors.Is(err, fs.ErrNotExist) {
		return swept // a workspace without keys has no backups
	}
	if err != nil {
		return errors.Join(swept, err)
	}
	return errors.Join(swept, wrap("list backups", k.readList(workspace)))
}

// Place gives the folder in which the backups lie.
func (k *Keeper) Place() string { return filepath.Join(k.dir, Folder) }

// Path gives the path of a backup that is listed; not_found for any other.
func (k *Keeper) Path(name string) (string, error) {
	l := k.now()
	if l.entry(name) == nil {
		return "", domain.Fail(domain.CodeNotFound, nil, "What", "backup")
	}
	return k.path(name), nil
}

// Hold waits for what goes on and keeps anything new from beginning, until the
// function that it gives is called.
func (k *Keeper) Hold() (begin func()) {
	k.work.Lock()
	return k.work.Unlock
}

// Newest gives when the newest backup was made that is there and not known to
// be damaged, and when the newest of those that were opened; 0 for none. See latest.
func (k *Keeper) Newest() (made, verified domain.Instant) {
	entries, now := k.now().Entries, k.instant()
	sound := func(e *Entry) bool { return e.Fault == nil && k.lies(*e) }
	if e := latest(entries, now, sound); e != nil {
		made = e.At
	}
	if e := latest(entries, now, func(e *Entry) bool { return e.Verified != 0 && sound(e) }); e != nil {
		verified = e.At
	}
	return made, verified
}

// Listed says whether Open found a workspace that can have backups.
func (k *Keeper) Listed() bool { return k.now().Workspace != "" }

// The names of what a kill can leave half. The data folder may hold other things
// of its owner: a folder "restore-2024" is none of ours.
var (
	halfStage  = regexp.MustCompile(`^` + swap.StagePrefix + `(trial-)?\d+\.part$`)
	halfWork   = regexp.MustCompile(`^\d+\.part$`)
	halfList   = regexp.MustCompile(`^\.backups-\d+\.part$`)
	halfNote   = regexp.MustCompile(`^restore\.json\.part$`)
	halfBackup = regexp.MustCompile(strings.TrimSuffix(named.String(), "$") + `\.part$`)
)

// sweep overwrites and removes copies that were not finished, and stages of
// restores that never came to their switch.
func (k *Keeper) sweep() error {
	errs := []error{}
	for _, of := range []struct {
		dir     string
		name    *regexp.Regexp
		folders bool
	}{
		{k.dir, halfStage, true}, {k.dir, halfNote, false}, {k.dir, halfList, false},
		{filepath.Join(k.dir, Folder), halfBackup, false}, {filepath.Join(k.dir, workFolder), halfWork, true},
	} {
		entries, err := os.ReadDir(of.dir)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
		for _, d := range entries {
			if of.name.MatchString(d.Name()) && d.IsDir() == of.folders {
				errs = append(errs, folder.Wipe(filepath.Join(of.dir, d.Name())))
			}
		}
	}
	_ = os.Remove(filepath.Join(k.dir, workFolder)) // unless something else lies there
	return errors.Join(errs...)
}

// scratch makes an empty folder to work in, for the owner alone; done wipes it.
func (k *Keeper) scratch() (dir string, done func() error, err error) {
	above := filepath.Join(k.dir, workFolder)
	if err := os.MkdirAll(above, 0o700); err != nil {
		return "", nil, err
	}
	dir, err = os.MkdirTemp(above, "*.part")
	return dir, func() error { swap.Step(); return folder.Wipe(dir) }, err
}

// shortCode stands in the names of a workspace's backups, so that those of two
// workspaces in one folder can be told apart by the eye.
func shortCode(workspace string) string { return strings.ToLower(workspace[:min(6, len(workspace))]) }

// named matches the name of a backup.
var named = regexp.MustCompile(`^kitewise-\d{8}-\d{6}-[a-z0-9]+-[a-z0-9]+\.kwb$`)

// newName names a backup after its moment and workspace; the end keeps two of
// one second apart.
func newName(workspace string, at time.Time) string {
	end := strings.ToLower(rand.Text()[:4])
	return "kitewise-" + at.UTC().Format("20060102-150405") + "-" + shortCode(workspace) + "-" + end + archive.Ending
}

// bad is the error about a backup that cannot be used.
func bad(reason string) error { return archive.Bad(reason, nil) }

// wrap gives a failed operation its code.
func wrap(op string, err error) error { return store.FileFault("backup: "+op, err) }

// instant gives a moment as it is stored.
func (k *Keeper) instant() domain.Instant { return domain.InstantOf(k.Now()) }
