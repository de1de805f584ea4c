// Package person gives people what is stored of them: one sealed file with
// everything as JSON and the reports as PDF, read back to its end before it
// counts.
//
// It must never decide who may have it, or leave anything of it unsealed on the
// disk.
package person
