package ballast

import (
	"crypto/rand"
	"io"
	"os"
	"strconv"
)

// fill writes what no file system can make small.
func fill(f *os.File, size int64) error {
	_, err := io.CopyN(f, rand.Reader, size)
	return err
}

func megabytes(bytes int64) string { return strconv.FormatInt(bytes>>20, 10) }
