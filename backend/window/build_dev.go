//go:build dev

package window

import (
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"
)

// QuickKeys lets the environment make keys cheap (KITEWISE_QUICK_KEYS=1), so
// that tests need not wait for them: they protect nothing then.
func QuickKeys() bool { return os.Getenv("KITEWISE_QUICK_KEYS") != "" }

// ClockShift lets the environment set the clock of the workspace forward or back
// (KITEWISE_CLOCK_SHIFT=-48h), as one that somebody set.
func ClockShift() time.Duration {
	shift, err := time.ParseDuration(os.Getenv("KITEWISE_CLOCK_SHIFT"))
	if err != nil {
		return 0
	}
	return shift
}

// keepPayload lets the window's log speak in full: there is no real person's
// data in a development build.
const keepPayload = true

// fixedPath answers every dialogue with the paths that the environment names,
// so that a test can save and open without a native one. "" cancels.
type fixedPath struct{ path, source, folder string }

// Save gives the path.
func (f fixedPath) Save(string) (string, error) { return f.path, nil }

// Open gives the path of the file to open.
func (f fixedPath) Open(string) (string, error) { return f.source, nil }

// Folder gives the path of the folder.
func (f fixedPath) Folder() (string, error) { return f.folder, nil }

func dialogs(native FileDialog) FileDialog {
	if path, set := os.LookupEnv("KITEWISE_SAVE_PATH"); set {
		return fixedPath{path, os.Getenv("KITEWISE_OPEN_PATH"), os.Getenv("KITEWISE_FOLDER_PATH")}
	}
	return native
}

// overrule lets the environment say what is connected: KITEWISE_SCREENS=2,
// KITEWISE_BATTERY="34 discharging".
func overrule(m *Machine) {
	if n, err := strconv.Atoi(os.Getenv("KITEWISE_SCREENS")); err == nil {
		m.screens = func() int { return n }
	}
	charge, status, told := strings.Cut(os.Getenv("KITEWISE_BATTERY"), " ")
	if percent, err := strconv.Atoi(charge); told && err == nil {
		m.battery = func() (int, bool, bool) { return percent, status == "charging", true }
	}
}

// Middleware keeps the native window of a development build blank: it would
// otherwise load the page beside the browser under test. The policy header is
// left to the page's meta tag, which allows the development socket.
func Middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.UserAgent(), "wails.io") {
			w.Header().Set("Content-Type", "text/html")
			_, _ = w.Write([]byte("<!doctype html><html><head></head><body></body></html>"))
			return
		}
		next.ServeHTTP(w, r)
	})
}
