// Package domain is the vocabulary of Kitewise: participants, instruments,
// sessions, responses, results, and the codes by which an operation can fail.
//
// Every other room may import it and it imports none of them; only the
// standard library. Its types are bound to the page directly, so they obey the
// wire: times are Instant, slices are never nil, JSON names are camelCase.
//
// It must never read a clock, touch a disk, hold a sentence meant for a reader,
// or know one particular instrument.
package domain
