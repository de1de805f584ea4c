package pdf

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
)

// The end of a file as gofpdf writes it.
var (
	trailerRoot = regexp.MustCompile(`/Root (\d+) 0 R`)
	startXref   = regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n?$`)
	xrefHead    = regexp.MustCompile(`^xref\n0 (\d+)\n`)
	lengthEntry = regexp.MustCompile(`/Length (\d+)`)
	notInTag    = regexp.MustCompile(`[^A-Za-z0-9-]`)
)

var errShape = errors.New("the file has another shape than expected")

// finish writes a finished file anew, object by object: the streams packed
// tighter, and the catalogue with what gofpdf cannot say: the language of the
// document, and the wish that its title, not its file name, stands in the
// window. Source: ISO 32000-1:2008, 7.5 (file structure), 7.7.2 (catalogue),
// 12.2 (viewer preferences), 14.9.2 (language).
func finish(file []byte, language string) ([]byte, error) {
	offsets, table, err := objects(file)
	if err != nil {
		return nil, err
	}
	trailer := file[table:]
	trailer = trailer[max(0, bytes.Index(trailer, []byte("trailer"))):]
	root := trailerRoot.FindSubmatch(trailer)
	if root == nil {
		return nil, errShape
	}
	order := slices.Clone(offsets)
	slices.Sort(order)
	var out bytes.Buffer
	out.Write(file[:order[0]])
	moved := map[int]int{}
	zip, err := zlib.NewWriterLevel(io.Discard, zlib.BestCompression)
	if err != nil {
		return nil, fmt.Errorf("pack streams: %w", err)
	}
	for i, from := range order {
		to := table
		if i+1 < len(order) {
			to = order[i+1]
		}
		moved[from] = out.Len()
		object := file[from:to]
		if bytes.HasPrefix(object, append(slices.Clone(root[1]), " 0 obj\n<<\n"...)) {
			entry := fmt.Sprintf("<<\n/Lang (%s)\n/ViewerPreferences <</DisplayDocTitle true>>\n", notInTag.ReplaceAllString(language, ""))
			object = bytes.Replace(object, []byte("<<\n"), []byte(entry), 1)
		} else if object, err = packed(zip, object); err != nil {
			return nil, err
		}
		out.Write(object)
	}
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, from := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", moved[from])
	}
	out.Write(startXref.ReplaceAll(trailer, []byte("startxref\n"+strconv.Itoa(start)+"\n%%EOF\n")))
	return out.Bytes(), nil
}

// objects gives the offset of every object by number, from 1, and that of the
// cross-reference table.
func objects(file []byte) (offsets []int, table int, err error) {
	start := startXref.FindSubmatch(file)
	if start == nil {
		return nil, 0, errShape
	}
	table, err = strconv.Atoi(string(start[1]))
	if err != nil || table >= len(file) {
		return nil, 0, errShape
	}
	head := xrefHead.FindSubmatch(file[table:])
	if head == nil {
		return nil, 0, errShape
	}
	count, err := strconv.Atoi(string(head[1]))
	entries := file[table+len(head[0]):]
	if err != nil || count < 2 || len(entries) < 20*count {
		return nil, 0, errShape
	}
	for i := 1; i < count; i++ {
		offset, err := strconv.Atoi(string(entries[20*i : 20*i+10]))
		if err != nil || offset >= table {
			return nil, 0, errShape
		}
		offsets = append(offsets, offset)
	}
	return offsets, table, nil
}

// packed gives an object with its stream compressed as well as zlib can.
func packed(zip *zlib.Writer, object []byte) ([]byte, error) {
	mark := []byte("stream\n")
	at := bytes.Index(object, mark)
	if at < 0 {
		return object, nil
	}
	dict, rest := object[:at], object[at+len(mark):]
	length := lengthEntry.FindSubmatch(dict)
	if length == nil {
		return nil, errShape
	}
	n, err := strconv.Atoi(string(length[1]))
	if err != nil || n > len(rest) {
		return nil, errShape
	}
	data := rest[:n]
	filter := ""
	if bytes.Contains(dict, []byte("/FlateDecode")) {
		if data, err = unpacked(data); err != nil {
			return nil, err
		}
	} else {
		filter = "/Filter /FlateDecode "
	}
	var b bytes.Buffer
	zip.Reset(&b)
	if _, err := zip.Write(data); err != nil {
		return nil, fmt.Errorf("pack stream: %w", err)
	}
	if err := zip.Close(); err != nil {
		return nil, fmt.Errorf("pack stream: %w", err)
	}
	entry := filter + "/Length " + strconv.Itoa(b.Len())
	dict = lengthEntry.ReplaceAll(dict, []byte(entry))
	return slices.Concat(dict, mark, b.Bytes(), rest[n:]), nil
}

func unpacked(data []byte) ([]byte, error) {
	r, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("unpack stream: %w", err)
	}
	out, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("unpack stream: %w", err)
	}
	return out, nil
}
