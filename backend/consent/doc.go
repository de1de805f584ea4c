// Package consent makes the notice that a participant is told before
// answering, from the desk's name, its retention and its own words or the
// supplied ones, in every language of the program.
//
// It must never store anything or decide who may answer: that are the rooms
// store and session.
package consent
