//go:build linux

package faultfs

import (
	"fmt"
	"path/filepath"
	"sync"
	"unsafe"

	"modernc.org/libc"
	lib "modernc.org/sqlite/lib"
)

// Kind is what SQLite asks of the disk.
type Kind string

// The operations that a hook is asked about. Locks, shared memory and questions
// about a file go straight to the disk.
const (
	Open     Kind = "open"
	Read     Kind = "read"
	Write    Kind = "write"
	Truncate Kind = "truncate"
	Sync     Kind = "sync"
	Delete   Kind = "delete"
)

// Op is one operation on one file.
type Op struct {
	Kind Kind
	Path string
	// Offset is where a reading or writing begins; Truncate cuts there.
	Offset int64
	// Data is what is written. It may be looked at during the call only.
	Data []byte
	// Creates is set where opening may make the file, Journal where that file is
	// a journal or write-ahead log: SQLite flushes the folder with it.
	Creates, Journal bool
	// FlushesFolder is set where a deletion is to be made durable at once.
	FlushesFolder bool
}

// Hook stands before the operations on the files of one folder.
type Hook interface {
	// Do answers for an operation with a result code of SQLite. next does what it
	// is given on the disk; not to call it is to do nothing.
	Do(op Op, next func(Op) int32) int32
}

var (
	once    sync.Once
	onceErr error
	under   *lib.Tsqlite3_vfs // the file system of the system
	methods lib.Tsqlite3_io_methods

	mu      sync.RWMutex
	watched = map[string]Hook{}
	files   = map[uintptr]handle{}
	last    uintptr
)

// handle is an open file of a watched folder.
type handle struct {
	hook Hook
	path string
}

// file is laid out as SQLite wants it: first its own header; the file of the
// system's file system follows.
type file struct {
	header lib.Tsqlite3_file
	handle uintptr
}

const headerSize = unsafe.Sizeof(file{})

// Watch puts a hook before everything that SQLite does in a folder, on
// connections that are opened from now on. end takes it away again; it must not
// be called while a connection is open.
func Watch(dir string, hook Hook) (end func(), err error) {
	once.Do(func() { onceErr = register() })
	if onceErr != nil {
		return nil, onceErr
	}
	if dir, err = filepath.EvalSymlinks(dir); err != nil { // as SQLite names its files
		return nil, err
	}
	mu.Lock()
	defer mu.Unlock()
	if watched[dir] != nil {
		return nil, fmt.Errorf("%s is watched already", dir)
	}
	watched[dir] = hook
	return func() {
		mu.Lock()
		defer mu.Unlock()
		delete(watched, dir)
	}, nil
}

func hookOf(path string) Hook {
	mu.RLock()
	defer mu.RUnlock()
	return watched[filepath.Dir(path)]
}

// at is the thing at an address that SQLite gave; its memory is not Go's.
func at[T any](p uintptr) *T { return *(**T)(unsafe.Pointer(&p)) }

// call is the function behind an entry of one of SQLite's tables.
func call[F any](entry uintptr) F { return *(*F)(unsafe.Pointer(&struct{ uintptr }{entry})) }

// put fills an entry of one of SQLite's tables. Only functions that are no
// closures may stand there: the collector does not look into these tables.
func put[F any](entry *uintptr, f F) { *(*F)(unsafe.Pointer(entry)) = f }

// bytesAt is a stretch of memory that SQLite gave.
func bytesAt(p uintptr, n int32) []byte {
	if n <= 0 {
		return nil
	}
	return unsafe.Slice(at[byte](p), n)
}

func baseOf(p uintptr) (of uintptr, m *lib.Tsqlite3_io_methods) {
	of = p + headerSize
	return of, at[lib.Tsqlite3_io_methods](at[lib.Tsqlite3_file](of).FpMethods)
}

func handleOf(p uintptr) handle {
	mu.RLock()
	defer mu.RUnlock()
	return files[at[file](p).handle]
}

// register makes this the default file system of SQLite in this process.
func register() error {
	tls := libc.NewTLS()
	if rc := lib.Xsqlite3_initialize(tls); rc != lib.SQLITE_OK {
		return fmt.Errorf("start SQLite: %d", rc)
	}
	base := lib.Xsqlite3_vfs_find(tls, 0)
	if base == 0 {
		return fmt.Errorf("SQLite has no file system")
	}
	name, err := libc.CString("faultfs")
	if err != nil {
		return err
	}
	under = at[lib.Tsqlite3_vfs](base)
	ours := libc.Xcalloc(tls, 1, libc.Tsize_t(unsafe.Sizeof(lib.Tsqlite3_vfs{})))
	v := at[lib.Tsqlite3_vfs](ours)
	*v = *under
	v.FiVersion = 2 // none of the system calls of version 3
	v.FpNext, v.FzName, v.FpAppData = 0, name, base
	v.FszOsFile = int32(headerSize) + under.FszOsFile
	fillFileSystem(v)
	fillMethods(&methods)
	if rc := lib.Xsqlite3_vfs_register(tls, ours, 1); rc != lib.SQLITE_OK {
		return fmt.Errorf("register file system: %d", rc)
	}
	return nil
}
