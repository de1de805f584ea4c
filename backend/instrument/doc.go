// Package instrument loads instruments from any file system: the manifest
// checked against its schema, texts, norms, tables and self-test; compiles the
// scoring; and keeps the catalogue with the faulty ones and what is wrong.
//
// Everything about an instrument is data. The room must never know one
// particular instrument, follow a reference out of its folder, or let an
// instrument with a fault be used.
package instrument
