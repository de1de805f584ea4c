package door

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"

	"kitewise/backend/domain"
	"kitewise/backend/store"
)

// panicked is a panic turned into an error. Its text holds no payload: of a
// value that is not the runtime's own, only the type.
type panicked struct {
	what  string
	stack []byte
}

func (p *panicked) Error() string { return p.what }

// rescue, deferred, turns a panic into an error.
func rescue(err *error) {
	switch p := recover().(type) {
	case nil:
	case runtime.Error:
		*err = &panicked{what: p.Error(), stack: debug.Stack()}
	default:
		*err = &panicked{what: fmt.Sprintf("panic of type %T", p), stack: debug.Stack()}
	}
}

// Failure gives what the page is told. A defect is logged once, under the
// short reference that the page shows too.
func (d *Door) Failure(method string, err error) *domain.Error {
	err = store.FileFault(method, err) // a refusal by the system is no defect, wherever it came from
	var known *domain.Error
	var p *panicked
	if errors.As(err, &known) && known.Code != domain.CodeInternal && !errors.As(err, &p) {
		if slices.Contains(troubles, known.Code) {
			d.log.Warn("refused", slog.String("method", method), slog.String("code", string(known.Code)), slog.String("cause", err.Error()))
		}
		return known
	}
	ref := reference()
	attrs := []any{slog.String("method", method), slog.String("ref", ref), slog.String("cause", err.Error())}
	if errors.As(err, &p) {
		attrs = append(attrs, slog.String("stack", string(p.stack)))
	}
	d.log.Error("defect", attrs...)
	return domain.Fail(domain.CodeInternal, nil, "Ref", ref)
}

// troubles are the codes that speak of the machine and not of the person's
// act: they are logged, so that they can be looked into.
var troubles = []domain.Code{
	domain.CodeInstrumentInvalid, domain.CodeTextMissing, domain.CodeNormMissing,
	domain.CodeDiskFull, domain.CodeDiskFailed, domain.CodeReadOnly, domain.CodeNoPermission, domain.CodeInUse,
	domain.CodeNewerDatabase, domain.CodeDamagedDatabase, domain.CodeMovedDatabase,
}

// Defective reports whether a failure is the program's or the machine's, not
// the refusal of an act.
func Defective(err error) bool {
	code := domain.CodeOf(err)
	return code == domain.CodeInternal || slices.Contains(troubles, code)
}

// reference is short enough to be read out on the telephone.
func reference() string {
	var raw [3]byte
	_, _ = rand.Read(raw[:]) // never fails
	return hex.EncodeToString(raw[:])
}

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
