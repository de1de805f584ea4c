//go:build !race

package keyring

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"testing"
)

// mask hides what is looked for, so that the search does not find itself.
const mask = 0xA5

// inMemory counts a masked text in everything that this process can write.
func inMemory(t *testing.T, masked []byte) (found int) {
	t.Helper()
	maps, err := os.Open("/proc/self/maps")
	if err != nil {
		t.Skip(err)
	}
	defer func() { _ = maps.Close() }()
	mem, err := os.Open("/proc/self/mem")
	if err != nil {
		t.Skip(err)
	}
	defer func() { _ = mem.Close() }()
	for lines := bufio.NewScanner(maps); lines.Scan(); {
		var from, to int64
		var rights string
		if _, err := fmt.Sscanf(lines.Text(), "%x-%x %s", &from, &to, &rights); err != nil || !strings.HasPrefix(rights, "rw") {
			continue
		}
		const piece = 1 << 20
		for at := from; at < to; at += piece {
			raw := make([]byte, min(piece+int64(len(masked)), to-at))
			n, _ := mem.ReadAt(raw, at) // a region that cannot be read holds nothing for anybody
			for i := range raw[:n] {
				raw[i] ^= mask
			}
			found += bytes.Count(raw[:n], masked)
			clear(raw)
		}
	}
	return found
}

// TestWipedKeysAreGoneFromMemory looks through the whole process before and
// after, with the identity key in use in between.
func TestWipedKeysAreGoneFromMemory(t *testing.T) {
	r, _, _, _ := made(t)
	masked := make([]byte, 32)
	var keys *Keys
	done := make(chan struct{})
	go func() { // on a stack of its own
		defer close(done)
		keys = opens(t, r, phrase)
		for i, b := range keys.identity {
			masked[i] = b ^ mask
		}
		for range 100 {
			sealed, err := keys.Seal("participant", "name", "p1", []byte("Dewi"))
			if err != nil {
				t.Error(err)
			}
			if _, err := keys.Open("participant", "name", "p1", sealed); err != nil {
				t.Error(err)
			}
		}
	}()
	<-done
	if inMemory(t, masked) == 0 {
		t.Fatal("the search does not find a key that is there")
	}
	keys.Wipe()
	debug.FreeOSMemory()
	if n := inMemory(t, masked); n != 0 {
		t.Errorf("the identity key stands %d times in memory after it was wiped", n)
	}
}
