// Package norm takes a raw score to its percentile in a norm group, exactly:
// tables of frequencies, precedence among groups, provenance, and the exact
// distribution of agreement under random ranking.
//
// Tables are read once and never change. A percentile is 100 × the share of
// the group that scored the same or lower. The room must never guess: beyond a
// table the nearest row counts and the method says so, and a scale that no
// group covers has no percentile.
package norm
