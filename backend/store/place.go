package store

import (
	"os"

	"kitewise/backend/domain"
)

// Place tells how large the workspace is, in bytes: the database, the log
// beside it that is not yet folded into it, and what is free on the disk (-1
// if the system does not tell). Missing is the ballast that was given up, or for
// which there was never room; 0 while it is there.
type Place struct{ Database, WAL, Free, Missing int64 }

// Place looks at the files; it reads nothing in them.
func (s *Store) Place() Place {
	return Place{Database: size(s.path()), WAL: size(s.path() + "-wal"), Free: s.spare.Free(), Missing: s.spare.Missing()}
}

// SessionRoom is how much must be free on the disk for a new session, in bytes.
const SessionRoom = 200 << 20

// Room fails with low_space when a new session could meet a full disk. One that
// has begun goes on.
func (s *Store) Room() error { return s.spare.Roomy(SessionRoom) }

// relieved does the work, and once more in the room of the ballast when the disk
// was full.
func (s *Store) relieved(work func() error) error { return s.spare.Relieved(work, isFull) }

// Relieve gives up the ballast if a file beside the database met a full disk, and
// says whether there was one to give up.
func (s *Store) Relieve(failed error) bool { return isFull(failed) && s.spare.GiveUp() }

func isFull(err error) bool {
	return err != nil && domain.CodeOf(fault("", err)) == domain.CodeDiskFull
}

// size gives a file's size, 0 when there is none.
func size(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}
