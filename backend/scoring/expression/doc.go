// Package expression is the small language of derived scores and section
// conditions: what may be written, what is wrong with a text, which names it
// reads, and its value.
//
// The language is expr-lang/expr cut down to a closed list: numbers, texts,
// declared names, + - * /, comparisons, and or not, in, a ? b : c, and the
// functions abs ceil floor max min round. There are no loops, no predicates, no
// members, no text building, no time and no state, so a program ends after as
// many operations as its text has words.
//
// Numbers are float64 while an expression runs and exact fractions before and
// after: every operation is one IEEE 754 operation, rounded on its own (the
// machine of expr keeps each result apart, so no compiler can fuse two), and
// the functions are exact; a result, and whatever is compared or made whole, is
// rounded to nine decimals, half to even. A part that could grow beyond
// ±MaxPart is refused, so that rounding errors stay far below that. So the same inputs give the same bytes on every architecture. Powers,
// roots and logarithms, which do differ between machines, are left out.
//
// It must never know an instrument, and no other room may import the module.
package expression
