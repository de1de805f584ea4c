// Package flags holds the closed set of rules by which a manifest marks a
// result, one file per family, in one table: what each checks when an
// instrument is compiled and when it is raised.
//
// A rule reads a finished run, the raw answers and how they came about. Counts,
// shares, variances and correlations are compared as exact fractions, so that a
// border is a border on every machine. A rule that lacks what it needs (a score
// that is missing, a displayed order or a time that is not known) is not raised:
// a flag never guesses.
//
// It must never know one particular instrument, change a score, or decide what
// a flag means for a person: the manifest's level and the counsellor do.
package flags
