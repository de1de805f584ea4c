//go:build (production || dev) && !bindings

package main

// A window needs a display.
const needsDisplay = true
