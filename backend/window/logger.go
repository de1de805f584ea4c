package window

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/wailsapp/wails/v2/pkg/logger"
)

// quietLogger is the log of the window library. On a failed call that library
// logs the whole call with its arguments, which are personal data: so the text
// is dropped and only the level is told, but for development builds. What went
// wrong in a call is logged once, without payload, by the bridge.
type quietLogger struct {
	out io.Writer
	// exit ends the program after a fatal message.
	exit func(int)
	// payload writes the text too.
	payload bool
}

var _ logger.Logger = quietLogger{}

// NewLogger gives the log of the window library.
func NewLogger() logger.Logger { return newLogger() }

// Tell writes one line of the program's own to the log; text holds no personal data.
func Tell(level, text string) { newLogger().say(level, text) }

func newLogger() quietLogger { return quietLogger{out: os.Stderr, exit: os.Exit, payload: keepPayload} }

func (l quietLogger) say(level, text string) {
	if !l.payload {
		text = ""
	}
	_, _ = fmt.Fprintln(l.out, strings.TrimSpace("window: "+level+" "+text))
}

// Print drops the message.
func (quietLogger) Print(string) {}

// Trace drops the message.
func (quietLogger) Trace(string) {}

// Debug drops the message.
func (quietLogger) Debug(string) {}

// Info drops the message.
func (quietLogger) Info(string) {}

// Warning tells that there was one.
func (l quietLogger) Warning(text string) { l.say("warning", text) }

// Error tells that there was one.
func (l quietLogger) Error(text string) { l.say("error", text) }

// Fatal tells that there was one and ends the program, as the library expects.
func (l quietLogger) Fatal(text string) {
	l.say("fatal", text)
	l.exit(1)
}
