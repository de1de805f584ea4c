package bridge

import (
	"sync"
	"testing"
	"time"

	"kitewise/backend/door"
	"kitewise/backend/porter"
)

// TestTheDeskLocksBesideLooksAtTheBackups: the page looks at them again and again.
// A look that asked for the door's lock twice would wait for the locking, and that
// for the look: the keys would stay for ever.
func TestTheDeskLocksBesideLooksAtTheBackups(t *testing.T) {
	b := opened(t, config(t.TempDir()))
	for range 20 {
		stop, group := make(chan struct{}), sync.WaitGroup{}
		for range 4 {
			group.Go(func() {
				for {
					select {
					case <-stop:
						return
					default:
						_, _ = b.Desk.Backups()
					}
				}
			})
		}
		// On a goroutine of its own: what is to be cleaned up would wait as well.
		waiting := time.AfterFunc(30*time.Second, func() {
			panic("looks at the backups and the locking of the desk wait for each other")
		})
		time.Sleep(time.Millisecond)
		b.door.Away()
		waiting.Stop()
		close(stop)
		group.Wait()
		if mode := must[door.Status](t)(b.Kiosk.Status()).Mode; mode != door.ModeLocked {
			t.Fatalf("the mode is %s", mode)
		}
		must[door.Status](t)(b.Porter.Unlock(porter.UnlockRequest{Passphrase: passphrase}))
	}
}
