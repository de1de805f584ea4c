package presence

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

const (
	own   dbus.ObjectPath = "/org/freedesktop/login1/session/c1"
	other dbus.ObjectPath = "/org/freedesktop/login1/session/c2"
)

// logind is the part of systemd-logind that is spoken with. A delay that was
// asked for is a pipe, whose reading end it keeps.
type logind struct {
	conn   *dbus.Conn
	own    dbus.ObjectPath // "" is none that it knows by the process
	delays chan *os.File
}

func (l *logind) GetSessionByPID(uint32) (dbus.ObjectPath, *dbus.Error) {
	if l.own == "" {
		return "", dbus.MakeFailedError(errors.New("no session"))
	}
	return l.own, nil
}

func (l *logind) GetUser(uint32) (dbus.ObjectPath, *dbus.Error) {
	return "/org/freedesktop/login1/user/u", nil
}

// Get gives the property Display of the user.
func (l *logind) Get(string, string) (dbus.Variant, *dbus.Error) {
	return dbus.MakeVariant(struct {
		ID   string
		Path dbus.ObjectPath
	}{"c1", own}), nil
}

func (l *logind) Inhibit(what, _, _, mode string) (dbus.UnixFD, *dbus.Error) {
	read, write, err := os.Pipe()
	if err != nil || what != "sleep" || mode != "delay" {
		return -1, dbus.MakeFailedError(errors.New("refused"))
	}
	l.delays <- read
	number := dbus.UnixFD(write.Fd()) //nolint:gosec // a small number
	go func() {                       // the answer carries a copy
		time.Sleep(300 * time.Millisecond)
		_ = write.Close()
	}()
	return number, nil
}

// bus starts a bus of our own in the place of the system's, and gives what ends it.
func bus(t *testing.T, dir string) (address string, end func()) {
	t.Helper()
	daemon, err := exec.LookPath("dbus-daemon")
	if err != nil {
		t.Skip("dbus-daemon is not installed")
	}
	cmd := exec.CommandContext(t.Context(), daemon, "--session", "--nofork", "--nopidfile", "--print-address=1", //nolint:gosec // found just now
		"--address=unix:path="+filepath.Join(dir, "bus"))
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	end = func() { _ = cmd.Process.Kill(); _ = cmd.Wait(); _ = os.Remove(filepath.Join(dir, "bus")) }
	address, err = bufio.NewReader(out).ReadString('\n')
	if err != nil {
		end()
		t.Fatal(err)
	}
	return strings.TrimSpace(address), end
}

// login puts a logind on the bus.
func login(t *testing.T, address string, session dbus.ObjectPath) *logind {
	t.Helper()
	conn, err := dbus.Connect(address)
	if err != nil {
		t.Fatal(err)
	}
	l := &logind{conn: conn, own: session, delays: make(chan *os.File, 8)}
	for path, room := range map[dbus.ObjectPath]string{managerPath: manager, "/org/freedesktop/login1/user/u": properties} {
		if err := conn.Export(l, path, room); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := conn.RequestName(service, dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
	return l
}

func (l *logind) emit(t *testing.T, path dbus.ObjectPath, name string, body ...any) {
	t.Helper()
	if err := l.conn.Emit(path, name, body...); err != nil {
		t.Fatal(err)
	}
}

func (l *logind) change(t *testing.T, path dbus.ObjectPath, property string, value any) {
	t.Helper()
	l.emit(t, path, changeSignal, session, map[string]dbus.Variant{property: dbus.MakeVariant(value)}, []string{})
}

// watched begins to watch; each time that nobody is there comes out of the channel.
func watched(t *testing.T) <-chan time.Time {
	t.Helper()
	away, ended := make(chan time.Time, 8), make(chan struct{})
	ctx, end := context.WithCancel(t.Context())
	go func() {
		defer close(ended)
		Watch(ctx, func() { away <- time.Now() })
	}()
	t.Cleanup(func() {
		end()
		select {
		case <-ended:
		case <-time.After(patience):
			t.Error("the watch does not end with its context")
		}
	})
	return away
}

// patience is how long a busy machine may take for what must come; a little is
// long enough for what must not.
const patience, little = 15 * time.Second, 150 * time.Millisecond

// wants says whether nobody is there, and how long it took to be told.
func wants(t *testing.T, what string, away <-chan time.Time, gone bool) (took time.Duration) {
	t.Helper()
	begun, wait := time.Now(), patience
	if !gone {
		wait = little
	}
	select {
	case <-away:
		if !gone {
			t.Errorf("%s: told that nobody is there", what)
		}
	case <-time.After(wait):
		if gone {
			t.Errorf("%s: nothing told", what)
		}
	}
	return time.Since(begun)
}

// held reports whether the machine's sleep still waits after a while, or after
// less if it does not.
func held(delay *os.File, while time.Duration) bool {
	_ = delay.SetReadDeadline(time.Now().Add(while))
	_, err := delay.Read(make([]byte, 1))
	return !errors.Is(err, io.EOF)
}

func next(t *testing.T, delays <-chan *os.File) *os.File {
	t.Helper()
	select {
	case f := <-delays:
		return f
	case <-time.After(patience):
		t.Fatal("no delay was asked for")
		return nil
	}
}

// TestEveryTriggerIsTold on a bus of its own, and nothing else is.
func TestEveryTriggerIsTold(t *testing.T) {
	for name, known := range map[string]dbus.ObjectPath{"own session": own, "the user's session": ""} {
		t.Run(name, func(t *testing.T) {
			address, end := bus(t, t.TempDir())
			defer end()
			t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
			l := login(t, address, known)
			away := watched(t)
			delay := next(t, l.delays)
			wants(t, "start", away, false)

			l.emit(t, own, lockSignal)
			quickest := wants(t, "lock", away, true)
			l.change(t, own, "LockedHint", true)
			quickest = min(quickest, wants(t, "locked screen", away, true))
			l.change(t, own, "Active", false)
			quickest = min(quickest, wants(t, "user switched", away, true))
			if quickest > patience/3 { // of three, as another program may have the machine meanwhile
				t.Errorf("told after %v at best", quickest)
			}

			l.change(t, own, "LockedHint", false)
			l.change(t, own, "Active", true)
			l.change(t, own, "IdleHint", true)
			l.change(t, other, "Active", false)
			l.emit(t, other, lockSignal)
			l.emit(t, managerPath, manager+".PrepareForShutdown", false)
			wants(t, "what is no trigger", away, false)
			if !held(delay, 600*time.Millisecond) {
				t.Error("sleep is not held while nobody wants it")
			}

			l.emit(t, managerPath, sleepSignal, true)
			wants(t, "sleep", away, true)
			if held(delay, patience) {
				t.Error("sleep still waits after it was told")
			}
			l.emit(t, managerPath, sleepSignal, false)
			wants(t, "waking", away, false)
			next(t, l.delays) // and sleep waits again
		})
	}
}

// TestWithoutABusNothingIsTold, nothing fails, and one that comes later is heard.
func TestWithoutABusNothingIsTold(t *testing.T) {
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path="+filepath.Join(t.TempDir(), "none"))
	wants(t, "no bus", watched(t), false)
	if err := listen(t.Context(), func() { t.Error("told") }); err == nil {
		t.Error("listened to no bus")
	}
}

// TestABusThatGoesEndsTheListening, so that it is begun anew.
func TestABusThatGoesEndsTheListening(t *testing.T) {
	dir := t.TempDir()
	address, end := bus(t, dir)
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
	l := login(t, address, own)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = listen(t.Context(), func() {})
	}()
	next(t, l.delays)
	end()
	select {
	case <-ended:
	case <-time.After(patience):
		t.Error("still listening to a bus that is gone")
	}
}
