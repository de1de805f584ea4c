// Package scoring compiles the declared steps of an instrument into a program
// and runs it: sums of ranks, combinations, agreement, classes with their
// probabilities, error bands, flags, robustness, and the trace of each step.
//
// Sums, conversions, cuts and percentiles are exact fractions; only errors and
// probabilities are floating-point, rounded to nine decimals. Same responses,
// same program: the same bytes. It must never know one particular instrument,
// read a clock, or give a class without its probabilities or its norm.
package scoring
