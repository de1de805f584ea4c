package bridge

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"kitewise/backend/domain"
)

// bound gives every exported method of the bound structs by its name in the table.
func bound(b *Bridge) map[string]reflect.Value {
	out := map[string]reflect.Value{}
	for _, v := range []any{b.Kiosk, b.Desk} {
		value := reflect.ValueOf(v)
		for i := range value.NumMethod() {
			out[value.Type().Elem().Name()+"."+value.Type().Method(i).Name] = value.Method(i)
		}
	}
	return out
}

// invoke calls a method with zero values and gives its error.
func invoke(t *testing.T, method reflect.Value) error {
	t.Helper()
	args := []reflect.Value{}
	for i := range method.Type().NumIn() {
		args = append(args, reflect.Zero(method.Type().In(i)))
	}
	out := method.Call(args)
	if len(out) != 2 {
		t.Fatalf("%v does not give a value and an error", method.Type())
	}
	err, _ := out[1].Interface().(error)
	return err
}

// bytesOf gives the database with its log, to see whether anything changed.
func bytesOf(t *testing.T, dir string) []byte {
	t.Helper()
	out := []byte{}
	for _, name := range []string{"kitewise.db", "kitewise.db-wal"} {
		raw, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		out = append(out, raw...)
	}
	return out
}

func TestTheTableNamesEveryMethodAndNoOther(t *testing.T) {
	b := New(config(t.TempDir()))
	have := slices.Sorted(maps.Keys(bound(b)))
	table := slices.Sorted(maps.Keys(allowed))
	if !slices.Equal(have, table) {
		t.Errorf("methods %v\ntable   %v", have, table)
	}
	for _, mode := range Modes() {
		if !slices.Contains(allowed["Kiosk.Status"], mode) {
			t.Errorf("no status in mode %s", mode)
		}
	}
}

// TestEveryMethodInEveryMode calls everything everywhere: what the table does
// not allow is refused with the code of the mode and changes nothing.
func TestEveryMethodInEveryMode(t *testing.T) {
	for mode, refusal := range map[Mode]domain.Code{
		ModeParticipant: domain.CodeLocked, ModeDesk: domain.CodeConflict, ModeBroken: domain.CodeDiskFull,
	} {
		dir := t.TempDir()
		b := inMode(t, dir, mode)
		before := bytesOf(t, dir)
		for name, modes := range allowed {
			if !slices.Contains(modes, mode) {
				t.Run(string(mode)+"/refused/"+name, func(t *testing.T) {
					wantCode(t, invoke(t, bound(b)[name]), refusal)
				})
			}
		}
		if !bytes.Equal(before, bytesOf(t, dir)) {
			t.Errorf("%s: everything was refused, and the database changed", mode)
		}
		for name, modes := range allowed {
			if slices.Contains(modes, mode) {
				t.Run(string(mode)+"/allowed/"+name, func(t *testing.T) {
					err := invoke(t, bound(inMode(t, t.TempDir(), mode))[name])
					if domain.CodeOf(err) == domain.CodeInternal {
						t.Errorf("failed with %v", err)
					}
				})
			}
		}
	}
}

// inMode opens a workspace that holds a session, in that mode.
func inMode(t *testing.T, dir string, mode Mode) *Bridge {
	t.Helper()
	cfg := config(dir)
	if mode == ModeBroken {
		cfg.Open = func(context.Context) (*Workspace, error) { return nil, domain.Fail(domain.CodeDiskFull, nil) }
		return opened(t, cfg)
	}
	b := opened(t, cfg)
	handedOver(t, b, "Dewi", "en")
	if mode == ModeDesk {
		must[Status](t)(b.Kiosk.Leave())
	}
	return b
}

// TestAGateThatIsMissingIsNoticed proves that the test above can fail: without
// its line, or allowed everywhere, a method behaves differently.
func TestAGateThatIsMissingIsNoticed(t *testing.T) {
	b := inMode(t, t.TempDir(), ModeParticipant)
	wantCode(t, second(b.Desk.Settings()), domain.CodeLocked)
	old := allowed["Desk.Settings"]
	defer func() { allowed["Desk.Settings"] = old }()
	allowed["Desk.Settings"] = Modes()
	if _, err := b.Desk.Settings(); err != nil {
		t.Errorf("the table does not decide: %v", err)
	}
}

func TestAFailedOpeningIsAStateAndCanBeRetried(t *testing.T) {
	dir := t.TempDir()
	cfg := config(dir)
	open, full := cfg.Open, true
	cfg.Open = func(ctx context.Context) (*Workspace, error) {
		if full {
			return nil, domain.Fail(domain.CodeDiskFull, nil)
		}
		return open(ctx)
	}
	b := opened(t, cfg)
	s := must[Status](t)(b.Kiosk.Status())
	if s.Mode != ModeBroken || s.Problem == nil || s.Problem.Code != domain.CodeDiskFull || len(s.Languages) < 2 {
		t.Errorf("%+v", s)
	}
	if s := must[Status](t)(b.Kiosk.Retry()); s.Mode != ModeBroken {
		t.Errorf("%+v", s)
	}
	full = false
	if s := must[Status](t)(b.Kiosk.Retry()); s.Mode != ModeDesk || s.Problem != nil {
		t.Errorf("%+v", s)
	}
	must[People](t)(b.Desk.People(PeopleRequest{}))
}

func TestASecondProgramIsTold(t *testing.T) {
	dir := t.TempDir()
	first := opened(t, config(dir))
	other := opened(t, config(dir))
	if s := must[Status](t)(other.Kiosk.Status()); s.Mode != ModeBroken || s.Problem.Code != domain.CodeInUse {
		t.Errorf("%+v", s)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if s := must[Status](t)(other.Kiosk.Retry()); s.Mode != ModeDesk {
		t.Errorf("%+v", s)
	}
	wantCode(t, second(first.Desk.People(PeopleRequest{})), domain.CodeConflict)
}

// secret must never reach a log.
const secret = "Dewi-Secret-Lestari"

// TestAPanicBecomesAReference in a method and in the opening, logged once
// without what the person typed.
func TestAPanicBecomesAReference(t *testing.T) {
	for name, value := range map[string]any{"text": secret, "error": errors.New(secret), "runtime": nil} {
		var log bytes.Buffer
		cfg := config(t.TempDir())
		cfg.Log = slog.New(slog.NewJSONHandler(&log, nil))
		cfg.Dialog = &chosenPath{act: func() {
			if value == nil {
				_ = []int{}[len(name)]
			}
			panic(value)
		}}
		b := opened(t, cfg)
		s := handedOver(t, b, secret, "en")
		if err := answerAll(b, func(Saved) error { return nil }); err != nil {
			t.Fatal(err)
		}
		must[KioskSession](t)(b.Kiosk.Finish())
		must[Status](t)(b.Kiosk.Leave())
		e := wantCode(t, second(b.Desk.SaveReport(ReportRequest{SessionID: s.ID, Paper: "A4"})), domain.CodeInternal)
		if ref := e.Params["Ref"]; len(ref) != 6 || strings.Count(log.String(), ref) != 1 || strings.Count(log.String(), "\n") != 1 {
			t.Errorf("%s: reference %q in log %s", name, ref, log.String())
		}
		if strings.Contains(log.String(), secret) || e.Err != nil {
			t.Errorf("%s: the payload is in the log or the error: %s", name, log.String())
		}
		must[People](t)(b.Desk.People(PeopleRequest{})) // it goes on
	}
}

func TestAPanicWhileOpeningIsAState(t *testing.T) {
	cfg := config(t.TempDir())
	cfg.Open = func(context.Context) (*Workspace, error) { panic("no") }
	if s := must[Status](t)(opened(t, cfg).Kiosk.Status()); s.Mode != ModeBroken || s.Problem.Code != domain.CodeInternal || s.Problem.Params["Ref"] == "" {
		t.Errorf("%+v", s)
	}
}

func TestTheLogIsBounded(t *testing.T) {
	dir := t.TempDir()
	log := fileLog(dir)
	for range 3000 {
		log.Error("defect", "cause", strings.Repeat("x", 1000))
	}
	total := int64(0)
	for _, e := range must[[]os.DirEntry](t)(os.ReadDir(dir)) {
		info := must[os.FileInfo](t)(e.Info())
		total += info.Size()
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s: mode %v", e.Name(), info.Mode())
		}
	}
	if total < logLimit || total > 2*logLimit+4000 {
		t.Errorf("%d bytes of log", total)
	}
}
