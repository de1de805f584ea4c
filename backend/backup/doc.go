// Package backup makes copies of a workspace that nobody opens without its
// passphrase, looks after them, and puts one of them back.
//
// A backup counts when it was read back whole: with the keys it is decrypted,
// opened and compared with what it was made from; without them its sum is
// checked, and the rest is made good when the keys are there again.
//
// It must never stand in the way of a session, never delete a file that it does
// not know as a backup of this workspace, and never leave half a restore.
package backup
