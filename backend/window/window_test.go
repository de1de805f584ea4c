package window

import (
	"bytes"
	"errors"
	"fmt"
	"testing"

	"kitewise/backend/domain"
)

func TestFormatErrorCarriesCodeAndParamsOnly(t *testing.T) {
	secret := errors.New("Dewi Lestari")
	for want, err := range map[string]error{
		`{"code":"internal","params":{}}`:              secret,
		`{"code":"invalid","params":{"Field":"name"}}`: fmt.Errorf("save: %w", domain.Fail(domain.CodeInvalid, secret, "Field", "name")),
	} {
		if got := FormatError(err); got != want {
			t.Errorf("got %v, want %s", got, want)
		}
	}
}

func TestTheWindowsLogDropsPayloads(t *testing.T) {
	var out bytes.Buffer
	status := -1
	l := quietLogger{out: &out, exit: func(s int) { status = s }}
	for _, say := range []func(string){l.Print, l.Trace, l.Debug, l.Info, l.Warning, l.Error, l.Fatal} {
		say(`call Desk.SaveParticipant: [{"name":"Dewi Lestari"}]`)
	}
	if out.String() != "window: warning\nwindow: error\nwindow: fatal\n" || status != 1 {
		t.Errorf("wrote %q, exit %d", out.String(), status)
	}
}
