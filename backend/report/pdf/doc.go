// Package pdf draws a report.View on paper: A4 or Letter, embedded open fonts,
// searchable text, bookmarks, the same bytes for the same View.
//
// It knows paper, not people: every word and every number of a page is in the
// View. It must never word, round or compute a result, and it is the only room
// that uses gofpdf, so that another library stays one room away.
package pdf
