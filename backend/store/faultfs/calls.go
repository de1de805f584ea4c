//go:build linux

package faultfs

import (
	"unsafe"

	"modernc.org/libc"
	lib "modernc.org/sqlite/lib"
)

// The shapes of SQLite's functions.
type (
	onFile     = func(*libc.TLS, uintptr) int32
	onFileInt  = func(*libc.TLS, uintptr, int32) int32
	onFileAt   = func(*libc.TLS, uintptr, int64) int32
	onFileOut  = func(*libc.TLS, uintptr, uintptr) int32
	onFileData = func(*libc.TLS, uintptr, uintptr, int32, int64) int32
	onControl  = func(*libc.TLS, uintptr, int32, uintptr) int32
	onMap      = func(*libc.TLS, uintptr, int32, int32, int32, uintptr) int32
	onLock     = func(*libc.TLS, uintptr, int32, int32, int32) int32
	onBarrier  = func(*libc.TLS, uintptr)
	opens      = func(*libc.TLS, uintptr, uintptr, uintptr, int32, uintptr) int32
	deletes    = func(*libc.TLS, uintptr, uintptr, int32) int32
	withPath   = func(*libc.TLS, uintptr, uintptr, int32, uintptr) int32
	withOut    = func(*libc.TLS, uintptr, int32, uintptr) int32
	withInt    = func(*libc.TLS, uintptr, int32) int32
	withTime   = func(*libc.TLS, uintptr, uintptr) int32
)

// fillFileSystem puts our two functions in, and for the others those that ask
// the file system below in its own name.
func fillFileSystem(v *lib.Tsqlite3_vfs) {
	put[opens](&v.FxOpen, open)
	put[deletes](&v.FxDelete, remove)
	put[withPath](&v.FxAccess, func(tls *libc.TLS, _, path uintptr, flags int32, out uintptr) int32 {
		return call[withPath](under.FxAccess)(tls, base(), path, flags, out)
	})
	put[withPath](&v.FxFullPathname, func(tls *libc.TLS, _, path uintptr, n int32, out uintptr) int32 {
		return call[withPath](under.FxFullPathname)(tls, base(), path, n, out)
	})
	put[withOut](&v.FxRandomness, func(tls *libc.TLS, _ uintptr, n int32, out uintptr) int32 {
		return call[withOut](under.FxRandomness)(tls, base(), n, out)
	})
	put[withInt](&v.FxSleep, func(tls *libc.TLS, _ uintptr, micros int32) int32 {
		return call[withInt](under.FxSleep)(tls, base(), micros)
	})
	put[withTime](&v.FxCurrentTime, func(tls *libc.TLS, _, out uintptr) int32 {
		return call[withTime](under.FxCurrentTime)(tls, base(), out)
	})
	put[withTime](&v.FxCurrentTimeInt64, func(tls *libc.TLS, _, out uintptr) int32 {
		return call[withTime](under.FxCurrentTimeInt64)(tls, base(), out)
	})
	put[withOut](&v.FxGetLastError, func(tls *libc.TLS, _ uintptr, n int32, out uintptr) int32 {
		return call[withOut](under.FxGetLastError)(tls, base(), n, out)
	})
}

// base is the address of the file system below.
func base() uintptr { return uintptr(unsafe.Pointer(under)) }

// fillMethods puts our functions in for what a hook is asked about. Version 2
// has no memory-mapped reading, which would go past it.
func fillMethods(m *lib.Tsqlite3_io_methods) {
	m.FiVersion = 2
	put[onFile](&m.FxClose, closeFile)
	put[onFileData](&m.FxRead, read)
	put[onFileData](&m.FxWrite, write)
	put[onFileAt](&m.FxTruncate, truncate)
	put[onFileInt](&m.FxSync, syncFile)
	put[onFileOut](&m.FxFileSize, func(tls *libc.TLS, p, out uintptr) int32 {
		of, m := baseOf(p)
		return call[onFileOut](m.FxFileSize)(tls, of, out)
	})
	put[onFileInt](&m.FxLock, func(tls *libc.TLS, p uintptr, level int32) int32 {
		of, m := baseOf(p)
		return call[onFileInt](m.FxLock)(tls, of, level)
	})
	put[onFileInt](&m.FxUnlock, func(tls *libc.TLS, p uintptr, level int32) int32 {
		of, m := baseOf(p)
		return call[onFileInt](m.FxUnlock)(tls, of, level)
	})
	put[onFileOut](&m.FxCheckReservedLock, func(tls *libc.TLS, p, out uintptr) int32 {
		of, m := baseOf(p)
		return call[onFileOut](m.FxCheckReservedLock)(tls, of, out)
	})
	put[onControl](&m.FxFileControl, func(tls *libc.TLS, p uintptr, op int32, arg uintptr) int32 {
		of, m := baseOf(p)
		return call[onControl](m.FxFileControl)(tls, of, op, arg)
	})
	put[onFile](&m.FxSectorSize, func(tls *libc.TLS, p uintptr) int32 {
		of, m := baseOf(p)
		return call[onFile](m.FxSectorSize)(tls, of)
	})
	put[onFile](&m.FxDeviceCharacteristics, func(tls *libc.TLS, p uintptr) int32 {
		of, m := baseOf(p)
		return call[onFile](m.FxDeviceCharacteristics)(tls, of)
	})
	fillShared(m)
}

func fillShared(m *lib.Tsqlite3_io_methods) {
	put[onMap](&m.FxShmMap, func(tls *libc.TLS, p uintptr, region, size, extend int32, out uintptr) int32 {
		of, m := baseOf(p)
		return call[onMap](m.FxShmMap)(tls, of, region, size, extend, out)
	})
	put[onLock](&m.FxShmLock, func(tls *libc.TLS, p uintptr, offset, n, flags int32) int32 {
		of, m := baseOf(p)
		return call[onLock](m.FxShmLock)(tls, of, offset, n, flags)
	})
	put[onBarrier](&m.FxShmBarrier, func(tls *libc.TLS, p uintptr) {
		of, m := baseOf(p)
		call[onBarrier](m.FxShmBarrier)(tls, of)
	})
	put[onFileInt](&m.FxShmUnmap, func(tls *libc.TLS, p uintptr, remove int32) int32 {
		of, m := baseOf(p)
		return call[onFileInt](m.FxShmUnmap)(tls, of, remove)
	})
}

// journals are the files with which SQLite flushes the folder when it made them.
const journals = lib.SQLITE_OPEN_MAIN_JOURNAL | lib.SQLITE_OPEN_SUPER_JOURNAL | lib.SQLITE_OPEN_WAL

// open opens a file of a watched folder under a hook; any other belongs to the
// file system below alone, and never comes here again.
func open(tls *libc.TLS, _, name, p uintptr, flags int32, out uintptr) int32 {
	below := call[opens](under.FxOpen)
	path := ""
	if name != 0 {
		path = libc.GoString(name)
	}
	hook := hookOf(path)
	if name == 0 || hook == nil {
		return below(tls, base(), name, p, flags, out)
	}
	f := at[file](p)
	*f = file{}
	at[lib.Tsqlite3_file](p + headerSize).FpMethods = 0
	op := Op{Kind: Open, Path: path, Creates: flags&lib.SQLITE_OPEN_CREATE != 0, Journal: flags&journals != 0}
	rc := hook.Do(op, func(Op) int32 { return below(tls, base(), name, p+headerSize, flags, out) })
	if at[lib.Tsqlite3_file](p+headerSize).FpMethods == 0 {
		return rc // not open: SQLite will not close it either
	}
	mu.Lock()
	last++
	files[last] = handle{hook, path}
	f.handle = last
	mu.Unlock()
	f.header.FpMethods = uintptr(unsafe.Pointer(&methods))
	return rc
}

func remove(tls *libc.TLS, _, name uintptr, flush int32) int32 {
	next := func(Op) int32 { return call[deletes](under.FxDelete)(tls, base(), name, flush) }
	path := libc.GoString(name)
	hook := hookOf(path)
	if hook == nil {
		return next(Op{})
	}
	return hook.Do(Op{Kind: Delete, Path: path, FlushesFolder: flush != 0}, next)
}

func closeFile(tls *libc.TLS, p uintptr) int32 {
	f := at[file](p)
	mu.Lock()
	delete(files, f.handle)
	mu.Unlock()
	of, m := baseOf(p)
	return call[onFile](m.FxClose)(tls, of)
}

func read(tls *libc.TLS, p, into uintptr, n int32, offset int64) int32 {
	h := handleOf(p)
	return h.hook.Do(Op{Kind: Read, Path: h.path, Offset: offset}, func(Op) int32 {
		of, m := baseOf(p)
		return call[onFileData](m.FxRead)(tls, of, into, n, offset)
	})
}

// write lets the hook write the beginning of what was asked, or all of it.
func write(tls *libc.TLS, p, from uintptr, n int32, offset int64) int32 {
	h := handleOf(p)
	return h.hook.Do(Op{Kind: Write, Path: h.path, Offset: offset, Data: bytesAt(from, n)}, func(op Op) int32 {
		of, m := baseOf(p)
		return call[onFileData](m.FxWrite)(tls, of, from, int32(len(op.Data)), offset)
	})
}

func truncate(tls *libc.TLS, p uintptr, size int64) int32 {
	h := handleOf(p)
	return h.hook.Do(Op{Kind: Truncate, Path: h.path, Offset: size}, func(Op) int32 {
		of, m := baseOf(p)
		return call[onFileAt](m.FxTruncate)(tls, of, size)
	})
}

func syncFile(tls *libc.TLS, p uintptr, flags int32) int32 {
	h := handleOf(p)
	return h.hook.Do(Op{Kind: Sync, Path: h.path}, func(Op) int32 {
		of, m := baseOf(p)
		return call[onFileInt](m.FxSync)(tls, of, flags)
	})
}
