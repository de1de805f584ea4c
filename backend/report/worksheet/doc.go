// Package worksheet writes a result's arithmetic so that a person can check it
// by hand: the answers, and every line from them to the result with its rule,
// its numbers and its source. It is made of the trace alone and computes
// nothing; whoever recomputes a printed line must find what it says.
package worksheet
