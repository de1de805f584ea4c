package presence

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/godbus/dbus/v5"
)

// The names of systemd-logind on the system bus, org.freedesktop.login1(5).
const (
	service      = "org.freedesktop.login1"
	managerPath  = "/org/freedesktop/login1"
	manager      = service + ".Manager"
	session      = service + ".Session"
	properties   = "org.freedesktop.DBus.Properties"
	sleepSignal  = manager + ".PrepareForSleep"
	lockSignal   = session + ".Lock"
	changeSignal = properties + ".PropertiesChanged"
)

// nowhere is the path of no session.
const nowhere dbus.ObjectPath = "/"

// again is how long to wait before a bus that is not there is asked again.
const again = 10 * time.Second

// Watch calls away each time that the machine is about to sleep, that the
// screen is locked and that another user is switched to, until the context
// ends. Sleep waits until away has returned, as long as the system allows.
// Without a bus, or one without logind, it tells nothing.
func Watch(ctx context.Context, away func()) {
	for ctx.Err() == nil {
		_ = listen(ctx, away)
		select {
		case <-ctx.Done():
		case <-time.After(again):
		}
	}
}

// listen follows the signals until the bus or the context ends.
func listen(ctx context.Context, away func()) error {
	conn, err := dbus.ConnectSystemBus(dbus.WithContext(ctx))
	if err != nil {
		return fmt.Errorf("system bus: %w", err)
	}
	defer func() { _ = conn.Close() }()
	own, err := ownSession(ctx, conn)
	if err != nil {
		own = nowhere // sleep is told all the same
	}
	if err := follow(ctx, conn, own); err != nil {
		return fmt.Errorf("logind: %w", err)
	}
	signals := make(chan *dbus.Signal, 16)
	conn.Signal(signals)
	sleep := delay(ctx, conn)
	defer func() { release(sleep) }()
	for s := range signals { // closed with the connection
		if gone(s, own) {
			away()
		}
		if s.Name != sleepSignal {
			continue
		}
		release(sleep)
		sleep = nil
		if !gone(s, own) { // it woke
			sleep = delay(ctx, conn)
		}
	}
	return ctx.Err()
}

// ownSession gives the session of the desktop on which the program runs: its
// own, or, started by a service of the user, the one that the user sees.
func ownSession(ctx context.Context, conn *dbus.Conn) (dbus.ObjectPath, error) {
	logind := conn.Object(service, managerPath)
	path := dbus.ObjectPath("")
	pid := uint32(os.Getpid()) //nolint:gosec // never below 0
	err := logind.CallWithContext(ctx, manager+".GetSessionByPID", 0, pid).Store(&path)
	if err == nil {
		return path, nil
	}
	user := dbus.ObjectPath("")
	uid := uint32(os.Getuid()) //nolint:gosec // as above
	if err := logind.CallWithContext(ctx, manager+".GetUser", 0, uid).Store(&user); err != nil {
		return "", err
	}
	shown := struct {
		ID   string
		Path dbus.ObjectPath
	}{}
	err = conn.Object(service, user).CallWithContext(ctx, properties+".Get", 0, service+".User", "Display").Store(&shown)
	return shown.Path, err
}

// follow asks for the signals that gone reads.
func follow(ctx context.Context, conn *dbus.Conn, own dbus.ObjectPath) error {
	for _, wanted := range []struct {
		path         dbus.ObjectPath
		room, member string
	}{
		{managerPath, manager, "PrepareForSleep"}, {own, session, "Lock"}, {own, properties, "PropertiesChanged"},
	} {
		err := conn.AddMatchSignalContext(ctx, dbus.WithMatchSender(service), dbus.WithMatchObjectPath(wanted.path),
			dbus.WithMatchInterface(wanted.room), dbus.WithMatchMember(wanted.member))
		if err != nil {
			return err
		}
	}
	return nil
}

// gone reports whether a signal says that nobody is there any more.
func gone(s *dbus.Signal, own dbus.ObjectPath) bool {
	switch {
	case s.Name == sleepSignal && len(s.Body) > 0:
		sleeps, _ := s.Body[0].(bool)
		return sleeps
	case s.Name == lockSignal:
		return s.Path == own
	case s.Name == changeSignal && s.Path == own && len(s.Body) > 1 && s.Body[0] == session:
		changed, _ := s.Body[1].(map[string]dbus.Variant)
		return changed["Active"].Value() == false || changed["LockedHint"].Value() == true
	}
	return false
}

// delay asks that sleep waits for us; nil if it will not.
func delay(ctx context.Context, conn *dbus.Conn) *os.File {
	handle := dbus.UnixFD(-1)
	err := conn.Object(service, managerPath).CallWithContext(ctx, manager+".Inhibit", 0, "sleep", "Kitewise", "Kitewise", "delay").Store(&handle)
	if err != nil || handle < 0 {
		return nil
	}
	return os.NewFile(uintptr(handle), "sleep")
}

// release lets the machine sleep.
func release(sleep *os.File) {
	if sleep != nil {
		_ = sleep.Close()
	}
}
