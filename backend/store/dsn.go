package store

import (
	"net/url"
	"path/filepath"
	"strings"
)

// access says what a connection may do to the file.
type access string

const (
	// accessCreate makes a new file; it is never used on a path that exists.
	accessCreate access = "rwc"
	// accessWrite opens an existing file; a missing one is an error.
	accessWrite access = "rw"
	// accessRead opens an existing file and cannot change it.
	accessRead access = "ro"
)

// connectionPragmas hold on every connection. Exec would reach one connection
// of a pool only, so they stand in the data source name.
//
// recursive_triggers makes REPLACE fire the triggers that refuse deletion.
var connectionPragmas = []string{
	"secure_delete(1)", "temp_store(MEMORY)", "trusted_schema(0)", "cell_size_check(1)",
	"recursive_triggers(1)", "fullfsync(1)", "checkpoint_fullfsync(1)",
}

// dataSource names the database file with everything that its connections
// need. The journal mode is set only when a connection may write.
func dataSource(path string, may access, journal string) string {
	q := url.Values{}
	q.Set("mode", string(may))
	q.Set("_txlock", "immediate")
	q.Set("_busy_timeout", "5000")
	q.Set("_foreign_keys", "on")
	q.Set("_synchronous", "FULL")
	q.Set("_dqs", "false")
	q.Set("_defensive", "true")
	q.Set("_error_rc", "true")
	if may == accessRead {
		q.Set("_query_only", "on")
	} else {
		q.Set("_journal_mode", journal)
	}
	for _, p := range connectionPragmas {
		q.Add("_pragma", p)
	}
	slashed := filepath.ToSlash(path)
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed // a drive letter: file:///C:/...
	}
	u := url.URL{Scheme: "file", Path: slashed, RawQuery: q.Encode()}
	return u.String()
}
