package window

import (
	"io/fs"
	"os"
	"path"
	"strconv"
	"strings"
)

// battery reads the first battery that the kernel lists.
func battery() (percent int, charging, known bool) {
	return batteryIn(os.DirFS("/sys/class/power_supply"))
}

// batteryIn reads the folder of power supplies, one folder each: "type" is
// Battery, "scope" Device for one of a mouse, "capacity" its charge in percent,
// "status" Charging, Full, Not charging or Discharging (the kernel's
// Documentation/ABI/testing/sysfs-class-power).
func batteryIn(supplies fs.FS) (percent int, charging, known bool) {
	found, err := fs.Glob(supplies, "*")
	if err != nil {
		return 0, false, false
	}
	for _, name := range found {
		read := func(of string) string {
			raw, _ := fs.ReadFile(supplies, path.Join(name, of)) // missing is not known
			return strings.TrimSpace(string(raw))
		}
		percent, err := strconv.Atoi(read("capacity"))
		if read("type") != "Battery" || read("scope") == "Device" || err != nil || percent < 0 || percent > 100 {
			continue
		}
		switch read("status") {
		case "Charging", "Full", "Not charging": // the last: plugged in, held where it is
			return percent, true, true
		case "Discharging":
			return percent, false, true
		}
	}
	return 0, false, false
}
