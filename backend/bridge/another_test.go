//go:build linux && !race

package bridge

import (
	"bufio"
	"errors"
	"io"
	"os"
	"os/exec"
	"testing"
)

// another starts this test's binary as another program, as the variables say; it
// gives what that prints, and its standard input.
func another(t *testing.T, early bool, env ...string) (cmd *exec.Cmd, lines *bufio.Scanner, tell io.Writer) {
	t.Helper()
	me, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd = exec.Command(me)
	cmd.Env = append(os.Environ(), env...)
	if early {
		cmd.Env = append(cmd.Env, killEarly+"=1")
	}
	cmd.Stderr = os.Stderr
	out, err1 := cmd.StdoutPipe()
	in, err2 := cmd.StdinPipe()
	if err := errors.Join(err1, err2, cmd.Start()); err != nil {
		t.Fatal(err)
	}
	return cmd, bufio.NewScanner(out), in
}

// endIt kills an act and gives what it still said.
func endIt(t *testing.T, cmd *exec.Cmd, lines *bufio.Scanner) (rest []string) {
	t.Helper()
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	for lines.Scan() {
		rest = append(rest, lines.Text())
	}
	_ = cmd.Wait() // it was killed: that is its error
	return rest
}
