//go:build (production || dev) && !bindings

package window

// A window needs a display.
const needsDisplay = true
