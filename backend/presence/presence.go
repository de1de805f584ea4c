// Package presence tells when nobody sits at the machine any more: it is about to
// sleep, its screen was locked, or another user was switched to.
//
// It must never decide what that means: that does the door. A system that tells
// nothing is no failure, since the door reads the clocks as well.
package presence
