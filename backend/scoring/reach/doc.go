// Package reach says which sums forms of forced numbers can give. Every set
// hands out a fixed stock of numbers (the ranks 1..k, or the values of columns
// with so many places), each to one scale; a scale's total is what it got in
// all sets.
//
// It knows numbers only: it must never know items, scales or persons.
package reach
