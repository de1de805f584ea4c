package archive

import (
	"io/fs"
	"path"
	"slices"
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
	names := Names{}
	for _, f := range c.Files {
		if f.Size < 0 || f.Size > maxSize || !allowed(f.Name) || !names.Take(f.Name) {
			return Bad("damaged", nil)
		}
	}
	return nil
}

// Names are those of the files of one backup: what is written and what is read
// are held to the same.
type Names struct{ files, folders map[string]bool }

// Take reports whether every system can write a file of that name beside those
// that were taken before, and takes it then: no two differ by the case of letters
// only, and no file is the folder of another.
func (n *Names) Take(name string) bool {
	twin, above := strings.ToLower(name), []string{}
	if !writable(name) || n.files[twin] || n.folders[twin] {
		return false
	}
	for dir := path.Dir(twin); dir != "."; dir = path.Dir(dir) {
		if n.files[dir] {
			return false
		}
		above = append(above, dir)
	}
	if n.files == nil {
		n.files, n.folders = map[string]bool{}, map[string]bool{}
	}
	n.files[twin] = true
	for _, dir := range above {
		n.folders[dir] = true
	}
	return true
}

// Of takes the files of a folder that is called dir in the backup, and gives their
// names. It leaves out those of an import that goes on, and those that no backup can
// hold: somebody put them there by hand, and what people answered must not stay
// without a backup over them. Of names that differ by the case of letters it takes
// the one without capitals, which is how the program writes.
func (n *Names) Of(dir string, files fs.FS) ([]string, error) {
	all := []string{}
	err := fs.WalkDir(files, ".", func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case p != "." && (strings.HasPrefix(d.Name(), ".") || !fs.ValidPath(p)):
			if d.IsDir() {
				return fs.SkipDir
			}
		case d.Type().IsRegular():
			all = append(all, p)
		}
		return nil
	})
	slices.SortStableFunc(all, func(a, b string) int { return capitals(a) - capitals(b) })
	return slices.DeleteFunc(all, func(p string) bool { return !n.Take(path.Join(dir, p)) }), err
}

// capitals is 1 for a name that has capitals, else 0.
func capitals(name string) int {
	if name == strings.ToLower(name) {
		return 0
	}
	return 1
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
