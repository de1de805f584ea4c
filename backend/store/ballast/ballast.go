// Package ballast keeps a file in a workspace's folder that is worth nothing but
// its room: on a full disk it is given up, so that there is room to delete, to
// fold the log and to erase, and it is made anew as soon as there is some.
//
// It must never touch another file, and never fill the disk itself.
package ballast

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"kitewise/backend/domain"
	"kitewise/backend/store/folder"
)

// Name is the name of the file, Size its usual size in bytes.
const (
	Name = "ballast"
	Size = 16 << 20
)

// roomFor is how many times its size must be free before it is made: what was
// given up on a full disk must not be taken back at once.
const roomFor = 4

// lookEvery is how often a missing one is looked after.
const lookEvery = 3 * time.Second

// Keeper keeps the ballast of one folder. It is safe for use by several
// goroutines.
type Keeper struct {
	dir   string
	size  int64
	free  func(dir string) int64
	every time.Duration

	mu     sync.Mutex // guards what follows, and the file
	timer  *time.Timer
	closed bool
}

// New gives the keeper of a folder's ballast of so many bytes; 0 keeps none, but
// gives up one that is there. free tells what is free in a folder, -1 for not
// known; nil asks the system. It touches nothing.
func New(dir string, size int64, free func(dir string) int64) *Keeper {
	if free == nil {
		free = folder.Free
	}
	return &Keeper{dir: dir, size: size, free: free, every: lookEvery}
}

// Free gives the bytes that are free in the folder, -1 if the system does not tell.
func (k *Keeper) Free() int64 { return k.free(k.dir) }

// Keep makes the ballast if it is missing and there is room, and from then on
// whenever there is room again, until Close.
func (k *Keeper) Keep() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.size == 0 || k.closed || k.whole() {
		return
	}
	if free := k.Free(); free < roomFor*k.size || k.make() != nil {
		k.later()
	}
}

// later looks again after a while. It is called with mu held.
func (k *Keeper) later() {
	if k.timer != nil {
		k.timer.Reset(k.every)
		return
	}
	k.timer = time.AfterFunc(k.every, k.Keep)
}

// GiveUp gives the room back, and says whether there was any to give. From then
// on the ballast is missing until Keep finds room.
func (k *Keeper) GiveUp() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	info, err := os.Lstat(k.path())
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	if os.Remove(k.path()) != nil {
		return false
	}
	_ = folder.Sync(k.dir) // some systems give the room back only then
	if k.size > 0 && !k.closed {
		k.later()
	}
	return info.Size() > 0
}

// Missing gives the bytes of a ballast that should be there and is not, else 0.
func (k *Keeper) Missing() int64 {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.size > 0 && !k.whole() {
		return k.size
	}
	return 0
}

// Close ends the looking; the file stays.
func (k *Keeper) Close() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.closed = true
	if k.timer != nil {
		k.timer.Stop()
	}
}

func (k *Keeper) path() string { return filepath.Join(k.dir, Name) }

// whole is called with mu held.
func (k *Keeper) whole() bool {
	info, err := os.Lstat(k.path())
	return err == nil && info.Size() >= k.size
}

// make makes the file, or leaves none. One that a kill left half is made anew.
func (k *Keeper) make() error {
	if err := os.Remove(k.path()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := os.OpenFile(k.path(), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if err := errors.Join(occupy(f, k.size), f.Close()); err != nil {
		return errors.Join(err, os.Remove(k.path()))
	}
	return nil
}

// Relieved does the work, and once more with the room of the ballast if the disk
// was full. full tells such an error.
func (k *Keeper) Relieved(work func() error, full func(error) bool) error {
	err := work()
	if err == nil || !full(err) || !k.GiveUp() {
		return err
	}
	return work()
}

// Roomy fails with low_space when less is free than least, in bytes.
func (k *Keeper) Roomy(least int64) error {
	if free := k.Free(); free >= 0 && free < least {
		return domain.Fail(domain.CodeLowSpace, nil, "Free", megabytes(free), "Least", megabytes(least))
	}
	return nil
}
