// Package cli is the command line over the same rooms as the window: score,
// instruments, sessions, report. It needs no display and no cgo.
//
// Every command stands in the one table of commands. Messages go to standard
// error, worded by the locales; data goes to standard output. It must never
// hold a rule of its own: what a command does, a room under backend does.
package cli
