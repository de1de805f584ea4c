//go:build !dev

package window

import (
	"net/http"
	"time"
)

// QuickKeys is for development builds only: the keys of people are never cheap.
func QuickKeys() bool { return false }

// ClockShift is for development builds only: the clock is the computer's.
func ClockShift() time.Duration { return 0 }

// keepPayload is off wherever real data may be.
const keepPayload = false

// The dialogue boxes are the native ones in every build that people use.
func dialogs(native FileDialog) FileDialog { return native }

// overrule changes nothing: the machine itself is asked.
func overrule(*Machine) {}

// Middleware puts the headers around every answer to the page.
func Middleware(next http.Handler) http.Handler { return withHeaders(next) }
