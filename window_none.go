//go:build !production && !dev && !bindings

package main

import "kitewise/backend/i18n"

// openWindow says how to get a window: a build without tags is the command
// line alone, and needs neither cgo nor a display.
func openWindow(_ *i18n.Catalogue, _ string) (messageKey string) {
	return "start.no_window"
}
