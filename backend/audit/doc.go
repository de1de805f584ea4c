// Package audit makes the log of acts tamper-evident: it says what of an entry
// is hashed, grows a Merkle tree over the entries (golang.org/x/mod/sumdb/tlog),
// signs its head, and checks all of it.
//
// It must never know what an act means, read the database, or hold a secret key.
package audit
