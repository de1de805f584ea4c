//go:build unix

package cli

import (
	"bytes"
	"io"
	"strings"
	"syscall"
	"testing"
)

// full is an output without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, syscall.ENOSPC }

// TestAnAnswerThatCannotBeWrittenIsNoAnswer: an output without room must not look
// like a list of nobody.
func TestAnAnswerThatCannotBeWrittenIsNoAnswer(t *testing.T) {
	deps := testDeps(t)
	finished(t, deps)
	for _, line := range []string{
		"instruments list", "norms list", "sessions list", "audit list", "audit verify", "retention due --date-is-right", "verify", "backup", "pin reset", "person erase R-0001",
	} {
		run := func(out io.Writer) (status int, errOut string) {
			var e bytes.Buffer
			status = Run(strings.Fields(line), strings.NewReader(passphrase+"\n"), out, &e, deps)
			return status, e.String()
		}
		var out bytes.Buffer
		usual, _ := run(&out)
		if out.Len() == 0 { // the control
			continue
		}
		if status, errOut := run(full{}); usual == ExitUnusable || status != ExitUnusable || errOut == "" {
			t.Errorf("%s: %d with room, %d without: %q", line, usual, status, errOut)
		}
	}
}
