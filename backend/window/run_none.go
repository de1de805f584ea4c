//go:build !production && !dev && !bindings

package window

import "github.com/wailsapp/wails/v2/pkg/options"

// Run says how to get a window: a build without tags is the command
// line alone, and needs neither cgo nor a display.
func Run(*options.App, string) (messageKey string) {
	return "start.no_window"
}
