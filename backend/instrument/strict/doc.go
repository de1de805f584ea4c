// Package strict reads JSON with suspicion: duplicate keys, depth, huge numbers
// and whatever breaks a schema are faults, each with its path.
//
// It knows nothing of instruments, and must never fetch what a schema refers to.
package strict
