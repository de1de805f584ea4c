// Package slow makes guessing a secret slow: Argon2id, what it costs, within
// which limits a cost is taken from a file, and hashes in the usual text form.
//
// It must never know what a secret opens, nor hold one longer than a try takes.
package slow
