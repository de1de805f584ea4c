package ballast

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"kitewise/backend/domain"
)

const small = 1 << 20

// kept is a keeper in a folder of its own on a disk that has so much room.
func kept(t *testing.T, free *int64) *Keeper {
	t.Helper()
	k := New(t.TempDir(), small, func(string) int64 { return *free })
	k.every = time.Millisecond
	t.Cleanup(k.Close)
	return k
}

func TestItIsMadeOnlyWhereThereIsRoom(t *testing.T) {
	free := int64(roomFor*small - 1)
	k := kept(t, &free)
	k.Close() // nothing but what is asked for
	k.closed = false
	k.Keep()
	if k.Missing() != small {
		t.Fatal("it took the last room")
	}
	if _, err := os.Stat(k.path()); err == nil {
		t.Error("something lies there all the same")
	}
	free++
	k.Keep()
	if info, err := os.Stat(k.path()); err != nil || info.Size() != small || k.Missing() != 0 {
		t.Errorf("%v, %v", info, err)
	}
}

// TestItTakesRealRoom: a file without blocks would give nothing back.
func TestItTakesRealRoom(t *testing.T) {
	free := int64(1 << 40)
	k := kept(t, &free)
	k.Keep()
	if got := blocks(t, k.path()); got >= 0 && got < small {
		t.Errorf("%d bytes on the disk", got)
	}
	hollow := filepath.Join(t.TempDir(), "hollow") // the control
	if err := errors.Join(os.WriteFile(hollow, nil, 0o600), os.Truncate(hollow, small)); err != nil {
		t.Fatal(err)
	}
	if got := blocks(t, hollow); got >= small {
		t.Errorf("the control takes %d bytes", got)
	}
}

func TestItIsGivenUpOnceAndMadeAgainWithRoom(t *testing.T) {
	free := int64(1 << 40)
	k := kept(t, &free)
	k.every = 2 * time.Second // so long that a busy machine looks before it is made again
	k.Keep()
	if !k.GiveUp() || k.GiveUp() {
		t.Error("it was not given up once")
	}
	if k.Missing() != small {
		t.Error("it is not missed")
	}
	for begun := time.Now(); time.Since(begun) < time.Minute; time.Sleep(10 * time.Millisecond) {
		if k.Missing() == 0 {
			return
		}
	}
	t.Error("it was not made again")
}

func TestAHalfOneIsMadeAnew(t *testing.T) {
	free := int64(1 << 40)
	k := kept(t, &free)
	if err := os.WriteFile(k.path(), make([]byte, small/2), 0o600); err != nil {
		t.Fatal(err)
	}
	if k.Missing() == 0 {
		t.Error("half of it passes for the whole")
	}
	if k.Keep(); k.Missing() != 0 {
		t.Error("it stayed half")
	}
}

var errFull = errors.New("full")

// TestWorkIsDoneOnceMoreInItsRoom, and the control: without a ballast the same
// work fails.
func TestWorkIsDoneOnceMoreInItsRoom(t *testing.T) {
	for _, size := range []int64{small, 0} {
		k := New(t.TempDir(), size, func(string) int64 { return 1 << 40 })
		t.Cleanup(k.Close)
		k.every = time.Hour
		k.Keep()
		tries := 0
		work := func() error {
			tries++
			if _, err := os.Stat(k.path()); err == nil || size == 0 {
				return errFull
			}
			return nil
		}
		err := k.Relieved(work, func(err error) bool { return errors.Is(err, errFull) })
		if size > 0 && (err != nil || tries != 2) || size == 0 && (!errors.Is(err, errFull) || tries != 1) {
			t.Errorf("with %d bytes: %d tries, %v", size, tries, err)
		}
	}
	k := New(t.TempDir(), small, nil)
	t.Cleanup(k.Close)
	k.Keep()
	other := errors.New("another")
	if err := k.Relieved(func() error { return other }, func(err error) bool { return errors.Is(err, errFull) }); !errors.Is(err, other) || k.Missing() != 0 {
		t.Errorf("another fault gave it up: %v", err)
	}
}

func TestRoomIsCounted(t *testing.T) {
	free := int64(199<<20 + 5)
	k := kept(t, &free)
	var e *domain.Error
	if err := k.Roomy(200 << 20); !errors.As(err, &e) || e.Code != domain.CodeLowSpace || e.Params["Free"] != "199" || e.Params["Least"] != "200" {
		t.Errorf("%v", e)
	}
	for _, free = range []int64{200 << 20, -1} {
		if err := k.Roomy(200 << 20); err != nil {
			t.Errorf("with %d: %v", free, err)
		}
	}
}
