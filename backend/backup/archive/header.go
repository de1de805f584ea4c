package archive

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"

	"kitewise/backend/domain"
)

// Ending is the ending of a backup's name.
const Ending = ".kwb"

const (
	// family begins the first line of every backup, format is this version's whole line.
	family = "kitewise-backup/"
	format = family + "1"
	// maxHeader bounds the header's line in bytes.
	maxHeader = 256 << 10
	// trailer is the length of the end: a line break, the sum in hexadecimal
	// digits, a line break.
	trailer = 1 + 2*sha256.Size + 1
)

// Header is what a backup tells without any key.
type Header struct {
	// Workspace is the id of the workspace, At when the copy was taken.
	Workspace string         `json:"workspace"`
	At        domain.Instant `json:"at"`
	// Program is the version that wrote it, Schema that of its database.
	Program string `json:"program"`
	Schema  int    `json:"schema"`
	// Keys is the key file as it stood: its slots are wrapped.
	Keys []byte `json:"keys"`
}

// Bad is the error about a file that is no whole backup. The reasons:
// missing, not_a_backup, newer_format, cut_short, damaged, changed, other_keys.
func Bad(reason string, cause error) error {
	return domain.Fail(domain.CodeBadBackup, cause, "Reason", reason)
}

// opened is a backup whose header was read.
type opened struct {
	Header
	file *os.File
	// head is the hash of the header's line; begin and end bound the age stream.
	head       string
	begin, end int64
}

// open reads the header of a backup. Errors are bad_backup, or the system's.
func open(path string) (o *opened, err error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, Bad("missing", err)
	}
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, f.Close())
		}
	}()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, Bad("not_a_backup", nil)
	}
	if err := readFormat(f); err != nil {
		return nil, err
	}
	line, err := bufio.NewReaderSize(io.LimitReader(f, maxHeader), maxHeader).ReadSlice('\n')
	if errors.Is(err, io.EOF) {
		return nil, Bad("cut_short", nil)
	}
	if err != nil {
		return nil, Bad("damaged", err)
	}
	o = &opened{file: f, head: sumOf(line), begin: int64(len(format) + 1 + len(line)), end: info.Size() - trailer}
	if err := o.read(line); err != nil {
		return nil, Bad("damaged", err)
	}
	if o.end <= o.begin {
		return nil, Bad("cut_short", nil)
	}
	return o, nil
}

// readFormat reads the first line.
func readFormat(f io.Reader) error {
	first := make([]byte, len(format)+1)
	n, err := io.ReadFull(f, first)
	switch {
	case err != nil && !short(err):
		return err
	case !bytes.HasPrefix(first[:n], []byte(family)):
		return Bad("not_a_backup", nil)
	case err != nil:
		return Bad("cut_short", nil)
	case string(first) != format+"\n":
		return Bad("newer_format", nil)
	}
	return nil
}

// read reads the header's line.
func (o *opened) read(line []byte) error {
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&o.Header); err != nil {
		return err
	}
	if _, end := decoder.Token(); !errors.Is(end, io.EOF) || o.Workspace == "" || o.Schema < 1 || o.At <= 0 || len(o.Keys) == 0 {
		return errors.New("not a whole header")
	}
	return nil
}

// short reports a file that ends before it should.
func short(err error) bool { return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) }

// Read gives the header of a backup, without looking at the rest.
func Read(path string) (Header, error) {
	o, err := open(path)
	if err != nil {
		return Header{}, err
	}
	return o.Header, o.file.Close()
}

// Check reads a backup to its end without any key, and gives its header and the
// sum at its end. Whoever changed it on purpose can make the sum right: only
// Extract notices that.
func Check(path string) (h Header, sum string, err error) {
	return CheckUntil(context.Background(), path)
}

// CheckUntil is Check that ends with its context.
func CheckUntil(ctx context.Context, path string) (h Header, sum string, err error) {
	o, err := open(path)
	if err != nil {
		return Header{}, "", err
	}
	defer func() { err = errors.Join(err, o.file.Close()) }()
	sum, err = o.check(ctx)
	return o.Header, sum, err
}

func (o *opened) check(ctx context.Context) (string, error) {
	end := make([]byte, trailer)
	if _, err := o.file.ReadAt(end, o.end); err != nil {
		return "", err
	}
	told, framed := strings.CutPrefix(string(end), "\n")
	told, framed2 := strings.CutSuffix(told, "\n")
	if _, err := hex.DecodeString(told); !framed || !framed2 || err != nil {
		return "", Bad("cut_short", err)
	}
	h := sha256.New()
	if err := copyExactly(ctx, h, io.NewSectionReader(o.file, 0, o.end), o.end); err != nil {
		return "", err
	}
	// The digits themselves are compared: a flipped bit can turn a small letter
	// into its capital, which says the same number.
	sum := hex.EncodeToString(h.Sum(nil))
	if told != sum {
		return "", Bad("damaged", nil)
	}
	return sum, nil
}

func sumOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
