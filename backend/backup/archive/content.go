package archive

import (
	"io/fs"
	"path"
	"strings"
)

// File is one file inside of a backup: its name with slashes, its size in bytes
// and the hash of its bytes.
type File struct {
	Name string `json:"name"`
	Size int64  `json:"size"`
	Sum  string `json:"sum"`
}

// Content is what stands at the head of the sealed part.
type Content struct {
	// Header is the hash of the header's line that this content was sealed under.
	Header string `json:"header"`
	// Rows counts the rows of every table of the database.
	Rows map[string]int64 `json:"rows"`
	// Files follow in this order; the database is the first.
	Files []File `json:"files"`
}

const (
	// contentName is the entry that holds the Content.
	contentName = "content.json"
	// maxContent bounds it in bytes, maxFiles the number of files, maxSize each
	// one's size, maxName its name and maxPart each part of that, in bytes.
	maxContent = 8 << 20
	maxFiles   = 20_000
	maxSize    = 1 << 40
	maxName    = 1024
	maxPart    = 255
)

// check refuses content that could not have been written by this program.
func (c *Content) check(allowed func(name string) bool) error {
	if len(c.Files) == 0 || len(c.Files) > maxFiles {
		return Bad("damaged", nil)
	}
	seen, folders := map[string]bool{}, map[string]bool{}
	for _, f := range c.Files {
		twin := strings.ToLower(f.Name)
		if !writable(f.Name) || f.Size < 0 || f.Size > maxSize || seen[twin] || !allowed(f.Name) {
			return Bad("damaged", nil)
		}
		seen[twin] = true
		for dir := path.Dir(twin); dir != "."; dir = path.Dir(dir) {
			folders[dir] = true
		}
	}
	for name := range seen {
		if folders[name] { // a file cannot be the folder of another
			return Bad("damaged", nil)
		}
	}
	return nil
}

// writable reports whether every system can write a file of that name below a folder.
func writable(name string) bool {
	if !fs.ValidPath(name) || name == "." || path.Clean(name) != name || len(name) > maxName || strings.ContainsAny(name, "\\:\x00") {
		return false
	}
	for part := range strings.SplitSeq(name, "/") {
		if len(part) > maxPart {
			return false
		}
	}
	return true
}
