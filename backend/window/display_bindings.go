//go:build bindings

package window

// The generator of the TypeScript bindings needs no display.
const needsDisplay = false
