// Package swap puts the files of a restored workspace in the place of those that
// stand there, in one step that a kill cannot halve: what it means to do is
// written down first, and the next opening finishes it or takes it back.
//
// It must never delete a file of the workspace: what is replaced moves into a
// folder beside it.
package swap

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"kitewise/backend/domain"
	"kitewise/backend/store/folder"
)

// journal is the note of a switch that goes on; its writing is the moment from
// which on the new files count.
const journal = "restore.json"

// StagePrefix begins the name of the folder in which new files are prepared, made
// by StagePattern, ReplacedPrefix that of the folder that keeps the old ones.
const (
	StagePrefix    = "restore-"
	StagePattern   = StagePrefix + "*.part"
	ReplacedPrefix = "replaced-"
)

// Step is called before every change of the disk, here and in the room backup;
// tests stop there.
var Step = func() {}

// note is what the journal holds.
type note struct {
	// Stage and Replaced are names of folders in the workspace.
	Stage    string `json:"stage"`
	Replaced string `json:"replaced"`
	// Out are the names that make room, In those that come from the stage.
	Out []string `json:"out"`
	In  []string `json:"in"`
	// Back says that the switch is being taken back.
	Back bool `json:"back"`
}

// Switch moves the files and folders of those names out of the workspace's
// folder, into one beside them whose name it gives, and what the stage holds in.
// The caller holds the workspace's lock and has nothing of it open. When it
// fails, everything is where it was, or the next Finish makes it so.
func Switch(dir, stage string, names []string, now time.Time) (replaced string, err error) {
	n := note{Stage: filepath.Base(stage)}
	for _, name := range names {
		there, err := exists(filepath.Join(dir, name))
		if err != nil {
			return "", err
		}
		if there {
			n.Out = append(n.Out, name)
		}
		if there, err = exists(filepath.Join(stage, name)); err != nil {
			return "", err
		}
		if there {
			n.In = append(n.In, name)
		}
	}
	if len(n.In) == 0 {
		return "", errors.New("nothing to put in place")
	}
	if n.Replaced, err = freeName(dir, now); err != nil {
		return "", err
	}
	if err := syncAll(stage); err != nil {
		return "", err
	}
	if err := n.write(dir); err != nil {
		_ = os.Remove(filepath.Join(dir, journal)) // it may stand there and not be durable
		return "", err
	}
	if err := n.forward(dir); err != nil {
		n.Back = true
		return "", errors.Join(err, n.write(dir), n.backward(dir))
	}
	if len(n.Out) == 0 {
		return "", nil
	}
	return n.Replaced, nil
}

// Pending says whether a switch in the folder was interrupted.
func Pending(dir string) (bool, error) { return exists(filepath.Join(dir, journal)) }

// Finish brings a switch to its end that a kill interrupted; done says that
// there was one, and whether the new files stand now.
func Finish(dir string) (done bool, err error) {
	raw, err := os.ReadFile(filepath.Join(dir, journal))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	n := note{}
	if err := json.Unmarshal(raw, &n); err != nil || !n.sound() {
		return false, domain.Fail(domain.CodeDamagedDatabase, err, "Reason", "restore_note")
	}
	if n.Back {
		return false, n.backward(dir)
	}
	return true, n.forward(dir)
}

// sound refuses names that lead out of the folder.
func (n note) sound() bool {
	plain := func(name string) bool { return filepath.IsLocal(name) && filepath.Base(name) == name }
	for _, name := range slices.Concat(n.Out, n.In) {
		if !plain(name) {
			return false
		}
	}
	return plain(n.Stage) && strings.HasPrefix(n.Stage, StagePrefix) && plain(n.Replaced) && strings.HasPrefix(n.Replaced, ReplacedPrefix)
}

func (n note) write(dir string) error {
	raw, err := json.Marshal(n)
	if err != nil {
		return err
	}
	Step()
	if err := folder.WritePart(filepath.Join(dir, journal), raw); err != nil {
		return err
	}
	Step()
	if err := folder.MovePart(filepath.Join(dir, journal)); err != nil {
		return err
	}
	return folder.Sync(dir)
}

// forward may be repeated from any point: a name still waits on the stage until
// the new file is in its place, and what stands in its place until then is old.
func (n note) forward(dir string) error {
	replaced, stage := filepath.Join(dir, n.Replaced), filepath.Join(dir, n.Stage)
	if len(n.Out) > 0 {
		if err := os.Mkdir(replaced, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	for _, name := range n.Out {
		if err := moveOnce(filepath.Join(dir, name), filepath.Join(replaced, name)); err != nil {
			return fmt.Errorf("put %s aside: %w", name, err)
		}
	}
	if len(n.Out) > 0 {
		if err := errors.Join(folder.Sync(replaced), folder.Sync(dir)); err != nil {
			return err
		}
	}
	for _, name := range n.In {
		if err := moveOnce(filepath.Join(stage, name), filepath.Join(dir, name)); err != nil {
			return fmt.Errorf("put %s in place: %w", name, err)
		}
		if there, err := exists(filepath.Join(dir, name)); err != nil || !there {
			return errors.Join(fmt.Errorf("put %s in place: it is not there", name), err)
		}
	}
	return n.end(dir)
}

// backward takes everything back to where it was.
func (n note) backward(dir string) error {
	replaced, stage := filepath.Join(dir, n.Replaced), filepath.Join(dir, n.Stage)
	for _, name := range n.In {
		old, err := exists(filepath.Join(replaced, name))
		if err != nil {
			return err
		}
		// Something stands in the place that is not the old one: it is new.
		if old || !slices.Contains(n.Out, name) {
			if err := moveOnce(filepath.Join(dir, name), filepath.Join(stage, name)); err != nil {
				return fmt.Errorf("take %s back: %w", name, err)
			}
		}
	}
	for _, name := range n.Out {
		if err := moveOnce(filepath.Join(replaced, name), filepath.Join(dir, name)); err != nil {
			return fmt.Errorf("put %s back: %w", name, err)
		}
	}
	_ = os.Remove(replaced) // it is empty, or never was
	return n.end(dir)
}

// end forgets the note, and then the stage: what is left there is ours.
func (n note) end(dir string) error {
	Step()
	if err := errors.Join(folder.Sync(dir), os.Remove(filepath.Join(dir, journal)), folder.Sync(dir)); err != nil {
		return err
	}
	Step()
	return os.RemoveAll(filepath.Join(dir, n.Stage))
}

// moveOnce renames, unless that was done before. Where something stands already
// in the new place nothing is moved.
func moveOnce(from, to string) error {
	there, err := exists(from)
	if err != nil || !there {
		return err
	}
	if there, err = exists(to); err != nil {
		return err
	}
	if there {
		return nil
	}
	Step()
	return os.Rename(from, to)
}

// syncAll makes what was written into the folders of the stage durable.
func syncAll(stage string) error {
	return filepath.WalkDir(stage, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		return folder.Sync(path)
	})
}

func exists(path string) (bool, error) {
	_, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// freeName names the folder of what is replaced after the time.
func freeName(dir string, now time.Time) (string, error) {
	base := ReplacedPrefix + now.UTC().Format("20060102-150405")
	for n := 1; ; n++ {
		name := base
		if n > 1 {
			name = fmt.Sprintf("%s-%d", base, n)
		}
		there, err := exists(filepath.Join(dir, name))
		if err != nil || !there {
			return name, err
		}
	}
}
