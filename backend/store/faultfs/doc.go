// Package faultfs stands between SQLite and the disk in tests: it can keep what
// a disk is bound to hold when the power goes, and let an operation fail.
//
// It becomes the file system that SQLite uses by default, and leaves alone every
// folder that nobody watches. So the store that is tested runs as it is, with
// every connection that it ever opens.
//
// It must never be part of the program: tests alone import it.
package faultfs
