// Package names finds people by what they are called: an index in memory, made
// when the workspace is unlocked and overwritten when it is locked, because the
// database holds no name that could be searched.
//
// It must never write anything to the disk.
package names
