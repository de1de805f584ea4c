// Package session is the engine of a session: the pure rule of the flow, and
// the engine that joins the rule with store, instrument, clock and lock.
//
// It pins the versions of instrument and norm at the start, gives every item
// its own order of endings, takes answers as immutable revisions, acknowledges
// them after their commit, and finalises once.
//
// It must never hold SQL, word anything for a reader, or know one particular
// instrument.
package session
