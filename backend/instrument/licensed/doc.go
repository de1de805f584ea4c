// Package licensed reads the file in which a licence holder brings an
// instrument's wording and scoring key, and lays both over the shipped
// structure.
//
// The file has a row for every stem, title and ending and a column for every
// language; see docs/guide.md. The room must never write, log or word what the
// texts say.
package licensed
