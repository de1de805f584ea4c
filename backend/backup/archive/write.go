package archive

import (
	"archive/tar"
	"bufio"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"filippo.io/age"
)

// Write writes a backup: the header, and the content sealed to the recipient.
// open gives the bytes of a file of the content; they must be those that the
// content tells of. It gives the sum at the end.
func Write(ctx context.Context, to io.Writer, h Header, c Content, recipient age.Recipient, open func(name string) (io.ReadCloser, error)) (sum string, err error) {
	line, err := json.Marshal(h)
	if err != nil {
		return "", err
	}
	line = append(line, '\n')
	c.Header = sumOf(line)
	whole := sha256.New()
	out := bufio.NewWriterSize(io.MultiWriter(to, whole), 1<<18)
	if _, err := out.WriteString(format + "\n" + string(line)); err != nil {
		return "", err
	}
	sealed, err := age.Encrypt(out, recipient)
	if err != nil {
		return "", err
	}
	packed, err := gzip.NewWriterLevel(sealed, gzip.BestSpeed)
	if err != nil {
		return "", err
	}
	files := tar.NewWriter(packed)
	err = writeFiles(ctx, files, c, open)
	if err = errors.Join(err, files.Close(), packed.Close(), sealed.Close(), out.Flush()); err != nil {
		return "", err
	}
	sum = hex.EncodeToString(whole.Sum(nil))
	_, err = io.WriteString(to, "\n"+sum+"\n")
	return sum, err
}

func writeFiles(ctx context.Context, to *tar.Writer, c Content, open func(name string) (io.ReadCloser, error)) error {
	raw, err := json.Marshal(c)
	if err != nil {
		return err
	}
	if err := to.WriteHeader(&tar.Header{Name: contentName, Size: int64(len(raw)), Mode: 0o600}); err != nil {
		return err
	}
	if _, err := to.Write(raw); err != nil {
		return err
	}
	for _, f := range c.Files {
		if err := writeFile(ctx, to, f, open); err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
	}
	return nil
}

func writeFile(ctx context.Context, to *tar.Writer, f File, open func(name string) (io.ReadCloser, error)) (err error) {
	if err := to.WriteHeader(&tar.Header{Name: f.Name, Size: f.Size, Mode: 0o600}); err != nil {
		return err
	}
	in, err := open(f.Name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	h := sha256.New()
	if err := copyExactly(ctx, io.MultiWriter(to, h), in, f.Size); err != nil {
		return err
	}
	if hex.EncodeToString(h.Sum(nil)) != f.Sum {
		return errors.New("changed while it was backed up")
	}
	return nil
}

// copyExactly copies so many bytes; fewer are an error, and so is the context's end.
func copyExactly(ctx context.Context, to io.Writer, from io.Reader, n int64) error {
	const piece = 1 << 20
	for n > 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
		done, err := io.CopyN(to, from, min(n, piece))
		n -= done
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return err
		}
	}
	return nil
}
