package bridge

import (
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
)

const (
	logName = "kitewise.log"
	// logLimit is the size in bytes at which the log moves to kitewise.log.old,
	// so that both together stay below twice of it.
	logLimit = 512 << 10
)

// logFile appends to a file of bounded size. It makes no folder: without the
// workspace's folder nothing is logged.
type logFile struct {
	mu   sync.Mutex
	path string
}

// fileLog logs as JSON lines into the folder.
func fileLog(dir string) *slog.Logger {
	return slog.New(slog.NewJSONHandler(&logFile{path: filepath.Join(dir, logName)}, nil))
}

// Write appends one line. A log that cannot be written must not stop the
// program; the logger drops the error.
func (l *logFile) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if info, err := os.Stat(l.path); err == nil && info.Size() > logLimit {
		if err := os.Rename(l.path, l.path+".old"); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return 0, err
		}
	}
	f, err := os.OpenFile(l.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return 0, err
	}
	n, err := f.Write(line)
	return n, errors.Join(err, f.Close())
}
