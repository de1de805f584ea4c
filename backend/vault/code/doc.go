// Package code makes and reads recovery codes: 160 random bits as eight groups
// of four characters, with two more that tell a slip of the pen.
//
// It must never store a code.
package code
