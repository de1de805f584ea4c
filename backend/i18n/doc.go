// Package i18n words things for a reader: the go-i18n catalogue of the
// locales, plural forms, numbers and dates for screens and reports.
//
// The same locale files are compiled into the page, with the same keys and the
// same plural rules. A language is offered only when it is complete.
//
// It must never hold a sentence itself.
package i18n
