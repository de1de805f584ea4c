package store

import (
	"os"

	"kitewise/backend/store/folder"
)

// Place tells how large the workspace is, in bytes: the database, the log
// beside it that is not yet folded into it, and what is free on the disk (-1
// if the system does not tell).
type Place struct{ Database, WAL, Free int64 }

// Place looks at the files; it reads nothing in them.
func (s *Store) Place() Place {
	return Place{Database: size(s.path()), WAL: size(s.path() + "-wal"), Free: folder.Free(s.dir)}
}

// size gives a file's size, 0 when there is none.
func size(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}
