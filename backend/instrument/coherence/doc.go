// Package coherence checks what a schema cannot: that the parts of a manifest
// fit each other, and that the texts fit the manifest. One file a noun, one
// visible list of checks.
//
// It sees the manifest and the texts alone: it must never read a file, score,
// or know one particular instrument. What only a compiled program can tell
// (cycles, types of scores, reach of bounds) belongs to the room scoring.
package coherence
