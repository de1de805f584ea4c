// Package vault keeps what opens something: the PIN that leads from the
// participant's view back to the counsellor. Secrets are stored as slow hashes
// only, and wrong ones have to wait.
//
// It must never know what lies behind a secret, nor hold one longer than a
// check takes.
package vault
