// Package archive is the file of a backup: a line that says what it is, a
// header in clear with the key file as it stood, everything else in one age
// stream, and the sum of it all at the end, so that a cut or a flipped bit is
// noticed without any key. The header is bound to the stream by its hash.
//
// It must never know a passphrase, and never write outside of the folder that
// it is given.
package archive
