//go:build bindings

package main

// The generator of the TypeScript bindings needs no display.
const needsDisplay = false
