//go:build production || dev || bindings

package window

import (
	"os"
	"path/filepath"
	"runtime"

	"github.com/wailsapp/wails/v2"
	"github.com/wailsapp/wails/v2/pkg/options"
)

// Run shows the window until it is closed. What the web view writes by itself goes
// into the folder profile. It gives the key of a message when no window can be
// shown. The generator of the bindings runs it too, and must touch nothing on the disk.
func Run(window *options.App, profile string) (messageKey string) {
	if !keepInspector {
		_ = os.Unsetenv("WEBKIT_INSPECTOR_HTTP_SERVER")
		_ = os.Unsetenv("WEBKIT_INSPECTOR_SERVER")
	}
	if needsDisplay && runtime.GOOS == "linux" && os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		return "start.no_display"
	}
	if needsDisplay && runtime.GOOS == "linux" {
		keepProfile(profile)
	}
	defer func() {
		if recover() != nil { // GTK without a usable display panics
			messageKey = "start.window_failed"
		}
	}()
	if err := wails.Run(window); err != nil {
		return "start.window_failed"
	}
	return ""
}

// keepProfile leads WebKit's data and caches, and GTK's list of recent files, into
// a folder. There is no option for it, so the environment says where a user's data
// lie; it must be said before GTK begins. Fonts and icons that only this user has
// are not found there. The folder is made here, for WebKit would let others look
// into it; where that is refused, the data cannot be opened either.
func keepProfile(dir string) {
	if os.MkdirAll(dir, 0o700) != nil {
		return
	}
	_ = os.Setenv("XDG_DATA_HOME", filepath.Join(dir, "data"))
	_ = os.Setenv("XDG_CACHE_HOME", filepath.Join(dir, "cache"))
}
