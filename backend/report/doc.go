// Package report builds the View of a result: what a reader sees, already
// worded, rounded and laid out as data. Screen and PDF both draw it, so they
// cannot disagree.
//
// It must never compute a score, read a store, or know how a View is drawn.
package report
