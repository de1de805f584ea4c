//go:build linux

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// actAs makes this binary another program: the whole one, or the control, which
// begins in the same way and does without the first line of main.
const actAs = "KITEWISE_TEST_ACT_AS"

func TestMain(m *testing.M) {
	as := os.Getenv(actAs)
	if as == "" {
		os.Exit(m.Run())
	}
	// As on a machine whose owner lets dumps be written; where that is refused the
	// control says so.
	_ = syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{Cur: 1 << 40, Max: 1 << 40})
	if as == "program" {
		main()
	}
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// aborted starts this binary as another program, waits until it reads what it is
// to score, and ends it with a signal that dumps the memory. It gives the limit of
// dumps, and the files that the program left where it was started.
func aborted(t *testing.T, as string) (limit string, left []string) {
	t.Helper()
	dir := t.TempDir()
	input := filepath.Join(dir, "people.json")
	if err := syscall.Mkfifo(input, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0], "score", "--instrument", "learning-cycle", "--input", input)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), actAs+"="+as, "GOTRACEBACK=crash", "GOCOVERDIR="+t.TempDir())
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = cmd.Process.Kill() }()
	written := waitForReader(t, input)
	defer func() { _ = written.Close() }()
	limit = limitOf(t, cmd.Process.Pid)
	if err := cmd.Process.Signal(syscall.SIGABRT); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // it was ended by a signal
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() != filepath.Base(input) {
			left = append(left, e.Name())
		}
	}
	return limit, left
}

// waitForReader opens a pipe for writing, which works once somebody reads it.
func waitForReader(t *testing.T, path string) *os.File {
	t.Helper()
	for range 6000 {
		if f, err := os.OpenFile(path, os.O_WRONLY|syscall.O_NONBLOCK, 0); err == nil {
			return f
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("the program does not read its input")
	return nil
}

func limitOf(t *testing.T, pid int) string {
	t.Helper()
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/limits", pid))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(raw)) {
		if rest, ok := strings.CutPrefix(line, "Max core file size"); ok {
			return strings.Join(strings.Fields(rest)[:2], " ")
		}
	}
	t.Fatalf("no limit of core dumps in %s", raw)
	return ""
}

// TestTheProgramLeavesNoCoreDump ends the real process with a signal that dumps.
func TestTheProgramLeavesNoCoreDump(t *testing.T) {
	limit, left := aborted(t, "program")
	if !slices.Contains([]string{"1 1", "0 0"}, limit) || len(left) > 0 {
		t.Errorf("limit %q, left %q", limit, left)
	}
}

// TestAProgramThatAllowsDumpsIsNoticed is the control.
func TestAProgramThatAllowsDumpsIsNoticed(t *testing.T) {
	limit, left := aborted(t, "control")
	if limit == "0 0" {
		t.Skip("this machine lets nobody raise the limit")
	}
	if limit == "1 1" {
		t.Errorf("limit %q", limit)
	}
	pattern, err := os.ReadFile("/proc/sys/kernel/core_pattern")
	if err != nil {
		t.Fatal(err)
	}
	if where := strings.TrimSpace(string(pattern)); strings.HasPrefix(where, "core") && len(left) != 1 {
		t.Errorf("dumps go to %q, left %q", where, left)
	}
}
