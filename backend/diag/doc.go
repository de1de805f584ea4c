// Package diag watches the program while it is used: how long every bound
// method and every kind of query takes, what fails, and whether the workspace
// is near a limit.
//
// It counts and times by name alone. It must never see an argument, a result or
// anything about a person, and nothing of it leaves the machine.
package diag
