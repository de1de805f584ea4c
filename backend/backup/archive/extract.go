package archive

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"

	"filippo.io/age"
)

// Extract opens a backup with the identity and writes its files into an empty
// folder, each synced. It reads to the end of the stream: an age stream gives
// what it holds before it notices that it was cut. Whatever is not exactly as
// the content tells is bad_backup; the folder then holds what came before.
// allowed says which names may be written.
func Extract(ctx context.Context, from string, id age.Identity, into *os.Root, allowed func(name string) bool) (h Header, c Content, err error) {
	o, err := open(from)
	if err != nil {
		return h, c, err
	}
	defer func() { err = errors.Join(err, o.file.Close()) }()
	plain, err := age.Decrypt(io.NewSectionReader(o.file, o.begin, o.end-o.begin), id)
	if other := new(age.NoIdentityMatchError); errors.As(err, &other) {
		return h, c, Bad("other_keys", err)
	}
	if err != nil {
		return h, c, Bad("damaged", err)
	}
	e := extraction{ctx: ctx, into: into, allowed: allowed, opened: o}
	if err := e.all(plain); err != nil {
		return h, c, e.judge(err)
	}
	return o.Header, e.content, nil
}

type extraction struct {
	*opened
	ctx     context.Context
	into    *os.Root
	allowed func(string) bool
	content Content
	// local is what failed on our side, such as a full disk.
	local error
}

// judge tells a fault of the backup from one of the machine that reads it.
func (e *extraction) judge(err error) error {
	var path *fs.PathError
	if e.local != nil {
		return e.local
	}
	if e.ctx.Err() != nil {
		return e.ctx.Err()
	}
	if errors.As(err, &path) { // the medium itself could not be read
		return err
	}
	return errors.Join(Bad("damaged", err))
}

func (e *extraction) all(plain io.Reader) error {
	packed, err := gzip.NewReader(plain)
	if err != nil {
		return err
	}
	packed.Multistream(false)
	files := tar.NewReader(packed)
	if err := e.head(files); err != nil {
		return err
	}
	for _, f := range e.content.Files {
		if err := e.file1(files, f); err != nil {
			return err
		}
	}
	if _, err := files.Next(); !errors.Is(err, io.EOF) {
		return errors.Join(err, errors.New("more files than told"))
	}
	if _, err := io.Copy(io.Discard, packed); err != nil {
		return err
	}
	if n, err := io.Copy(io.Discard, plain); err != nil || n > 0 {
		return errors.Join(err, errors.New("more than the files"))
	}
	return nil
}

// head reads the content and holds the header to it.
func (e *extraction) head(files *tar.Reader) error {
	raw, err := next(files, contentName, -1, maxContent)
	if err != nil {
		return err
	}
	text, err := io.ReadAll(raw)
	if err != nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&e.content); err != nil {
		return err
	}
	if e.content.Header != e.opened.head {
		e.local = Bad("changed", nil)
		return e.local
	}
	return e.content.check(e.allowed)
}

// next goes to the entry, which must have that name and size (-1 for any up to most).
func next(files *tar.Reader, name string, size, most int64) (io.Reader, error) {
	entry, err := files.Next()
	if err != nil {
		return nil, err
	}
	if entry.Typeflag != tar.TypeReg || entry.Name != name || size >= 0 && entry.Size != size || entry.Size > most {
		return nil, errors.New("not the entry that was told")
	}
	return files, nil
}

func (e *extraction) file1(files *tar.Reader, f File) error {
	in, err := next(files, f.Name, f.Size, maxSize)
	if err != nil {
		return err
	}
	if dir := path.Dir(f.Name); dir != "." {
		if e.local = e.into.MkdirAll(dir, 0o700); e.local != nil {
			return e.local
		}
	}
	out, err := e.into.OpenFile(f.Name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		e.local = err
		return err
	}
	h := sha256.New()
	to := &noting{to: out}
	err = copyExactly(e.ctx, io.MultiWriter(h, to), in, f.Size)
	e.local = errors.Join(to.failed, out.Sync(), out.Close())
	if err = errors.Join(err, e.local); err != nil {
		return err
	}
	if hex.EncodeToString(h.Sum(nil)) != f.Sum {
		return errors.New("another content than told")
	}
	return nil
}

// noting keeps the error of a writing, so that it is not taken for the backup's.
type noting struct {
	to     io.Writer
	failed error
}

func (n *noting) Write(p []byte) (int, error) {
	done, err := n.to.Write(p)
	n.failed = errors.Join(n.failed, err)
	return done, err
}
