// Package imported reads the norm files that a counsellor brings: one
// self-contained text each, with what it is about at its top and a table of
// percentiles below (docs/guide.md, Norms). It compares a file with the norm
// that it would change.
//
// Every fault is told with line, column and reason. The room must never write
// a file or know one particular instrument.
package imported
