//go:build unix && !race

package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"kitewise/backend/domain"
	"kitewise/backend/instrument"
	"kitewise/backend/response"
)

const (
	// roundsVariable sets how many hundred records a stream holds; the nightly
	// run sets 1000.
	roundsVariable = "KITEWISE_ROUNDS"
	// mostResident is the most memory that a stream may take, in MB.
	mostResident = 300
	// every is how often a record is bad.
	every = 100
)

// TestStreamsInBoundedMemory scores a long file of made-up people by the
// command itself and looks at what the process took: one record in a hundred is
// bad, and the others are scored all the same.
func TestStreamsInBoundedMemory(t *testing.T) {
	n := 20_000
	if rounds, err := strconv.Atoi(os.Getenv(roundsVariable)); err == nil {
		n = 100 * rounds
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct{ folder, from, to string }{
		{"instruments/learning-cycle/1.0.0", "json", "json"},
		{"instruments/learning-cycle/1.0.0", "csv", "csv"},
		{"instruments/study-habits/1.0.0", "json", "csv"},
		{"instruments/study-habits/1.0.0", "csv", "json"},
		{"testdata/every-type", "json", "json"},
	} {
		t.Run(filepath.Base(filepath.Dir(tc.folder))+"-"+tc.from+"-"+tc.to, func(t *testing.T) {
			folder := filepath.Join(root, tc.folder)
			input := filepath.Join(t.TempDir(), "people."+tc.from)
			writePeople(t, input, folder, n)
			stream(t, root, n, "score", "--manifest", folder, "--input", input, "--format", tc.to, "--out", input+".out")
			if scored, invalid := countStatus(t, input+".out"); scored != n-n/every || invalid != n/every {
				t.Errorf("%d scored, %d invalid of %d", scored, invalid, n)
			}
		})
	}
}

// stream runs the command and holds its memory to the bound.
func stream(t *testing.T, root string, n int, args ...string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Args = append([]string{"kitewise"}, args...)
	told := filepath.Join(t.TempDir(), "memory")
	cmd.Env = append(os.Environ(), rootVariable+"="+root, memoryVariable+"="+told)
	began := time.Now()
	out, err := cmd.CombinedOutput()
	took := time.Since(began)
	if cmd.ProcessState == nil || cmd.ProcessState.ExitCode() != ExitFault {
		t.Fatalf("%v: %s", err, out)
	}
	resident := peak(t, told, cmd.ProcessState)
	t.Logf("%d records in %.1f s, %.0f a second, %d MB resident", n, took.Seconds(), float64(n)/took.Seconds(), resident)
	if resident >= mostResident {
		t.Errorf("%d MB resident", resident)
	}
}

// peak gives the most memory in MB that a command took at once: by its own word
// on Linux, by the parent's elsewhere.
func peak(t *testing.T, told string, state *os.ProcessState) int64 {
	t.Helper()
	if runtime.GOOS == "linux" {
		status, err := os.ReadFile(told)
		_, after, found := strings.Cut(string(status), "VmHWM:")
		fields := strings.Fields(after)
		if err != nil || !found || len(fields) == 0 {
			t.Fatal(err, "the command told no memory")
		}
		kib, err := strconv.ParseInt(fields[0], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		return kib / 1024
	}
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		t.Fatal("the system tells no memory")
	}
	if runtime.GOOS == "darwin" {
		return usage.Maxrss / 1024 / 1024 // bytes there, KiB elsewhere
	}
	return usage.Maxrss / 1024
}

// writePeople writes n made-up records; the id of every hundredth is missing.
func writePeople(t *testing.T, name, folder string, n int) {
	t.Helper()
	entry, err := instrument.Open(os.DirFS("../../instruments"), os.DirFS(folder))
	if err != nil || !entry.Usable() {
		t.Fatal(err, entry.Faults)
	}
	file, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(file)
	write := writeObject
	if filepath.Ext(name) == ".csv" {
		write = writeRow
	}
	items, random := response.Items(&entry.Definition.Manifest), rand.New(rand.NewPCG(1, uint64(n)))
	for i := range n {
		id := fmt.Sprint("p", i)
		if i%every == every-1 {
			id = ""
		}
		values := map[string]domain.Value{}
		for _, it := range items {
			values[it.ID] = response.Simulate(it, random)
		}
		write(w, items, i, id, values)
	}
	if filepath.Ext(name) == ".json" {
		_, _ = io.WriteString(w, "]")
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
}

func writeObject(w io.Writer, items []response.Item, i int, id string, values map[string]domain.Value) {
	_, _ = fmt.Fprintf(w, `%c{"id":%q,"responses":{`, ",["[1-min(i, 1):][0], id)
	for k, it := range items {
		raw, err := json.Marshal(response.Write(it, values[it.ID]))
		if err != nil {
			panic(err)
		}
		_, _ = fmt.Fprintf(w, "%s%q:%s", ",,"[:min(k, 1)], it.ID, raw)
	}
	_, _ = io.WriteString(w, "}}\n")
}

func writeRow(w io.Writer, items []response.Item, i int, id string, values map[string]domain.Value) {
	head, row := []string{"id"}, []string{id}
	for _, it := range items {
		for _, part := range response.Parts(it) {
			head = append(head, strings.TrimSuffix(it.ID+"."+part, "."))
		}
		for _, text := range response.WriteCells(it, values[it.ID]) {
			row = append(row, `"`+strings.ReplaceAll(text, `"`, `""`)+`"`)
		}
	}
	if i == 0 {
		_, _ = fmt.Fprintln(w, strings.Join(head, ","))
	}
	_, _ = fmt.Fprintln(w, strings.Join(row, ","))
}

// countStatus counts the records by their status.
func countStatus(t *testing.T, name string) (scored, invalid int) {
	t.Helper()
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		line := lines.Bytes()
		switch {
		case bytes.Contains(line, []byte(`"status":"scored"`)) || bytes.Contains(line, []byte(",scored,")):
			scored++
		case bytes.Contains(line, []byte(`"status":"invalid"`)) || bytes.Contains(line, []byte(",invalid,")):
			invalid++
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return scored, invalid
}
