// Package slot wraps the root key of a workspace, once for everyone who may
// have it: under a passphrase made slow by Argon2id, or under a recovery code.
//
// It must never take weaker parameters than its limits allow.
package slot
