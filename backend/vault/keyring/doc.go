// Package keyring keeps who may read whose data belongs to whom: the key file of
// a workspace with its slots, the wait after wrong tries, and the keys while
// they are unlocked.
//
// It must never write a passphrase, a recovery code or a key to the disk, and
// never touch the database.
package keyring
