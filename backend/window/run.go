//go:build production || dev || bindings

package window

import (
	"os"
	"runtime"

	"github.com/wailsapp/wails/v2"
	"github.com/wailsapp/wails/v2/pkg/options"
)

// Run shows the window until it is closed. It gives the key of a message when
// no window can be shown. Nothing here may touch the disk: the generator of the
// bindings runs it too.
func Run(window *options.App) (messageKey string) {
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
	if err := wails.Run(window); err != nil {
		return "start.window_failed"
	}
	return ""
}
