// Package second is about the second folder of backups, on a stick or another disk:
// how one gets there, and how long it is believed that it is still as it was.
//
// It must never remove anything there.
package second
