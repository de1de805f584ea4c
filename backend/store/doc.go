// Package store keeps the workspace: all SQL of the program, over one SQLite
// file in one folder that one program at a time may write.
//
// What it acknowledges is on the disk: a write returns after its commit, made
// with full synchronisation, and after a look whether the file is still the
// one in the folder. Responses and results are never changed once written.
//
// It must never hold a rule of the flow or of an instrument, decide what an
// answer means, or repair a damaged file: damage is reported, the file left.
package store
