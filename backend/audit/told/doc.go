// Package told puts entries of the log into words and into a table for other
// programs.
//
// It must never read the database, and never leave out an entry that it is given.
package told
