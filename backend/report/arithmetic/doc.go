// Package arithmetic words the trace of a result for a reader: every answer a
// cell, every line a formula whose numbers say which cells they come from.
//
// It must never compute: each number is one that the trace gives.
package arithmetic
