package presence

import (
	"context"
	"runtime"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	powrprof                = windows.NewLazySystemDLL("powrprof.dll")
	registerSuspend         = powrprof.NewProc("PowerRegisterSuspendResumeNotification")
	unregisterSuspend       = powrprof.NewProc("PowerUnregisterSuspendResumeNotification")
	querySessionInformation = windows.NewLazySystemDLL("wtsapi32.dll").NewProc("WTSQuerySessionInformationW")
)

// Values of winuser.h and wtsapi32.h.
const (
	notifyByCallback   = 2
	suspending         = 4
	currentSession     = 0xFFFFFFFF
	sessionInfoEx      = 25
	sessionLevel       = 1
	sessionStateActive = windows.WTSActive
	sessionFlagLocked  = 0
)

// lookEvery is how often the session is looked at: a message about it needs a
// window of one's own.
const lookEvery = 250 * time.Millisecond

// subscription is DEVICE_NOTIFY_SUBSCRIBE_PARAMETERS.
type subscription struct{ callback, context uintptr }

// sessionInfo is the beginning of WTSINFOEXW.
type sessionInfo struct {
	level, _         uint32
	id, state, flags uint32
}

// Watch calls away each time that the machine is about to sleep, that the
// session is locked and that another user is switched to, until the context
// ends. Sleep waits until away has returned, as long as the system allows.
func Watch(ctx context.Context, away func()) {
	defer onSuspend(away)()
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	for was := there(); ; {
		select {
		case <-ctx.Done():
			return
		case <-look.C:
		}
		is := there()
		if was && !is {
			away()
		}
		was = is
	}
}

// onSuspend calls away before the machine sleeps, and gives what ends that.
func onSuspend(away func()) (end func()) {
	s := &subscription{callback: windows.NewCallback(func(_, kind, _ uintptr) uintptr {
		if kind == suspending {
			away()
		}
		return 0
	})}
	handle := uintptr(0)
	if registerSuspend.Find() != nil {
		return func() {}
	}
	failed, _, _ := registerSuspend.Call(notifyByCallback, uintptr(unsafe.Pointer(s)), uintptr(unsafe.Pointer(&handle)))
	return func() {
		if failed == 0 {
			_, _, _ = unregisterSuspend.Call(handle)
		}
		runtime.KeepAlive(s)
	}
}

// there reports whether the session is in front and not locked; what the system
// does not tell counts as that.
func there() bool {
	var info *sessionInfo
	size := uint32(0)
	ok, _, _ := querySessionInformation.Call(0, currentSession, sessionInfoEx, uintptr(unsafe.Pointer(&info)), uintptr(unsafe.Pointer(&size)))
	if ok == 0 || info == nil {
		return true
	}
	defer windows.WTSFreeMemory(uintptr(unsafe.Pointer(info)))
	if uintptr(size) < unsafe.Sizeof(*info) || info.level != sessionLevel {
		return true
	}
	return info.state == sessionStateActive && info.flags != sessionFlagLocked
}
