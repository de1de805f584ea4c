// Package porter is what the page can call to make a workspace, open it and
// lock it: the first run, the passphrase, the recovery code.
//
// It must never show who somebody is, and never keep a passphrase.
package porter
