package window

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

var getSystemPowerStatus = windows.NewLazySystemDLL("kernel32.dll").NewProc("GetSystemPowerStatus")

// powerStatus is SYSTEM_POWER_STATUS of winbase.h.
type powerStatus struct {
	acLine, flags, percent, system byte
	lifeTime, fullLifeTime         uint32
}

// Values of SYSTEM_POWER_STATUS.
const (
	lineOffline, lineOnline = 0, 1
	flagNoBattery           = 128
	unknown                 = 255
)

// battery asks the system.
func battery() (percent int, charging, known bool) {
	var s powerStatus
	if ok, _, _ := getSystemPowerStatus.Call(uintptr(unsafe.Pointer(&s))); ok == 0 {
		return 0, false, false
	}
	if s.flags == unknown || s.flags&flagNoBattery != 0 || s.percent > 100 || s.acLine != lineOffline && s.acLine != lineOnline {
		return 0, false, false
	}
	return int(s.percent), s.acLine == lineOnline, true
}
