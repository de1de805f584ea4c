// Package exchange reads records of foreign files with suspicion and writes
// results in open formats: JSON and CSV, streaming, in bounded memory.
//
// A bad record is told with its faults and never stops the others; only a file
// that cannot be read at all is an error. The room must never keep more than
// one record, trust a number for a rank before it looked at its digits, or
// write a cell that a spreadsheet would run.
package exchange
