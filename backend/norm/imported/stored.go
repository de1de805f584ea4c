package imported

import (
	"cmp"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"kitewise/backend/domain"
)

// Stored is one file of a workspace's folder of norms, not yet read.
type Stored struct {
	domain.NormImport
	Data []byte
	// Unreadable says that the system does not give the data.
	Unreadable bool
}

// fileName is NNNN-<norm>-<version>.csv.
var fileName = regexp.MustCompile(`^([0-9]{4})-.+\.csv$`)

// FileName is the name of an import inside the instrument's folder.
func FileName(number int, id, version string) string {
	digits := strconv.Itoa(number)
	return strings.Repeat("0", max(0, 4-len(digits))) + digits + "-" + id + "-" + version + ".csv"
}

// Number gives the number in the name of an import, 0 for any other name.
func Number(name string) int {
	match := fileName.FindStringSubmatch(name)
	if match == nil {
		return 0
	}
	n, err := strconv.Atoi(match[1])
	if err != nil {
		return 0
	}
	return n
}

// Files gives the norm files of a workspace (<instrument>/NNNN-….csv, nil for
// none) by instrument and number. One that cannot be read or is larger than a
// norm file may be keeps its place, so that it is told.
func Files(files fs.FS) (map[string][]*Stored, error) {
	found := map[string][]*Stored{}
	if files == nil {
		return found, nil
	}
	names, err := fs.Glob(files, "*/*.csv")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		id, file, _ := strings.Cut(name, "/")
		number := Number(file)
		if number == 0 {
			continue // an import that has not ended, or nothing of ours
		}
		data, err := open(files, name)
		found[id] = append(found[id], &Stored{NormImport: domain.NormImport{Number: number, Instrument: id, File: file}, Data: data, Unreadable: err != nil})
	}
	for _, list := range found {
		slices.SortStableFunc(list, func(a, b *Stored) int { return cmp.Compare(a.Number, b.Number) })
	}
	return found, nil
}

// open reads a little more than a file may hold, so that one that is too large
// is told.
func open(files fs.FS, name string) ([]byte, error) {
	f, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return io.ReadAll(io.LimitReader(f, MaxFile+1))
}
