// Package seal seals single fields: with a key for who holds it, to a
// recipient for who may write and not read. What is sealed names its place, so
// that it opens nowhere else.
//
// It must never keep a key: keys are given, and wiped by who holds them.
package seal
