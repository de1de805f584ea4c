//go:build production || dev || bindings

package main

import (
	"os"
	"runtime"

	"github.com/wailsapp/wails/v2"

	"kitewise/backend/i18n"
)

// openWindow shows the window on the workspace in dir until it is closed. It
// gives the key of a message when no window can be shown. Nothing here may
// touch the disk: the generator of the bindings runs it too.
func openWindow(words *i18n.Catalogue, dir string) (messageKey string) {
	if !keepInspector {
		_ = os.Unsetenv("WEBKIT_INSPECTOR_HTTP_SERVER")
		_ = os.Unsetenv("WEBKIT_INSPECTOR_SERVER")
	}
	if needsDisplay && runtime.GOOS == "linux" && os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		return "start.no_display"
	}
	defer func() {
		if recover() != nil { // GTK without a usable display panics
			messageKey = "start.window_failed"
		}
	}()
	if err := wails.Run(newApp(words, dir).options()); err != nil {
		return "start.window_failed"
	}
	return ""
}
