package bridge

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"kitewise/backend/desk"
	"kitewise/backend/domain"
	"kitewise/backend/door"
	"kitewise/backend/kiosk"
	"kitewise/backend/workspace"
)

// bound gives every exported method of all that the page can call, by its name
// in the table.
func bound(b *Bridge) map[string]reflect.Value {
	out := map[string]reflect.Value{}
	for _, v := range b.Bound() {
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

// hashOf gives the hash of the database with its log, to see whether anything
// changed.
func hashOf(t *testing.T, dir string) string {
	t.Helper()
	out := sha256.New()
	for _, name := range []string{"kitewise.db", "kitewise.db-wal"} {
		raw, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		_, _ = out.Write(raw) // never fails
	}
	return hex.EncodeToString(out.Sum(nil))
}

func TestTheTableNamesEveryMethodAndNoOther(t *testing.T) {
	b := New(config(t.TempDir()))
	have := slices.Sorted(maps.Keys(bound(b)))
	table := slices.Sorted(maps.Keys(allowed))
	if !slices.Equal(have, table) {
		t.Errorf("methods %v\ntable   %v", have, table)
	}
	for _, mode := range door.Modes() {
		if !allowed.In("Kiosk.Status", mode) {
			t.Errorf("no status in mode %s", mode)
		}
	}
	for name, rule := range allowed {
		if atDesk := allowed.In(name, door.ModeDesk); atDesk != (len(rule.Roles) > 0) {
			t.Errorf("%s: at the desk %v, for %v", name, atDesk, rule.Roles)
		}
		if allowed.In(name, door.ModeDesk) && !allowed.May(domain.RoleOwner, name) {
			t.Errorf("%s: the owner may do everything", name)
		}
	}
}

// inMode opens a workspace that holds a session, in that mode.
func inMode(t *testing.T, dir string, mode door.Mode) *Bridge {
	t.Helper()
	cfg := config(dir)
	if mode == door.ModeBroken {
		cfg.Open = func(context.Context) (*workspace.Workspace, error) { return nil, domain.Fail(domain.CodeDiskFull, nil) }
		return opened(t, cfg)
	}
	if mode == door.ModeNew {
		return started(t, cfg)
	}
	b := opened(t, cfg)
	handedOver(t, b, "Dewi", "en")
	switch mode {
	case door.ModeLocked:
		comeBack(t, b, "pause")
		must[door.Status](t)(b.Porter.Lock())
	case door.ModeReturn:
		must[door.Status](t)(b.Kiosk.Unlock(pin))
	case door.ModeDesk:
		comeBack(t, b, "pause")
	}
	return b
}

// TestTheHashSeesAChange proves that the test above can fail.
func TestTheHashSeesAChange(t *testing.T) {
	dir := t.TempDir()
	b := inMode(t, dir, door.ModeParticipant)
	before := hashOf(t, dir)
	must[string](t)(b.Kiosk.Visit(kiosk.VisitRequest{Step: domain.StepReview}))
	if before == hashOf(t, dir) {
		t.Error("a step was stored, and the hash is the same")
	}
}

// TestAGateThatIsMissingIsNoticed proves that the test above can fail: without
// its line, or allowed everywhere, a method behaves differently.
func TestAGateThatIsMissingIsNoticed(t *testing.T) {
	b := inMode(t, t.TempDir(), door.ModeParticipant)
	wantCode(t, second(b.Desk.Settings()), domain.CodeLocked)
	old := allowed["Desk.Settings"]
	defer func() { allowed["Desk.Settings"] = old }()
	allowed["Desk.Settings"] = anywhere()
	if _, err := b.Desk.Settings(); err != nil {
		t.Errorf("the table does not decide: %v", err)
	}
}

func TestAFailedOpeningIsAStateAndCanBeRetried(t *testing.T) {
	dir := t.TempDir()
	cfg := config(dir)
	open, full := cfg.Open, true
	cfg.Open = func(ctx context.Context) (*workspace.Workspace, error) {
		if full {
			return nil, domain.Fail(domain.CodeDiskFull, nil)
		}
		return open(ctx)
	}
	b := opened(t, cfg)
	s := must[door.Status](t)(b.Kiosk.Status())
	if s.Mode != door.ModeBroken || s.Problem == nil || s.Problem.Code != domain.CodeDiskFull || len(s.Languages) < 2 {
		t.Errorf("%+v", s)
	}
	if s := must[door.Status](t)(b.Kiosk.Retry()); s.Mode != door.ModeBroken {
		t.Errorf("%+v", s)
	}
	full = false
	if s := must[door.Status](t)(b.Kiosk.Retry()); s.Mode != door.ModeNew || s.Problem != nil {
		t.Errorf("%+v", s)
	}
	firstRun(t, b)
	must[desk.People](t)(b.Desk.People(desk.PeopleRequest{}))
}

func TestASecondProgramIsTold(t *testing.T) {
	dir := t.TempDir()
	first := opened(t, config(dir))
	other := opened(t, config(dir))
	if s := must[door.Status](t)(other.Kiosk.Status()); s.Mode != door.ModeBroken || s.Problem.Code != domain.CodeInUse {
		t.Errorf("%+v", s)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if s := must[door.Status](t)(other.Kiosk.Retry()); s.Mode != door.ModeLocked {
		t.Errorf("%+v", s)
	}
	wantCode(t, second(first.Desk.People(desk.PeopleRequest{})), domain.CodeConflict)
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
		if err := answerAll(b, func(kiosk.Saved) error { return nil }); err != nil {
			t.Fatal(err)
		}
		must[kiosk.Session](t)(b.Kiosk.Finish())
		comeBack(t, b, "finish")
		e := wantCode(t, second(b.Desk.SaveReport(desk.ReportRequest{SessionID: s.ID, Paper: "A4"})), domain.CodeInternal)
		if ref := e.Params["Ref"]; len(ref) != 6 || strings.Count(log.String(), ref) != 1 || strings.Count(log.String(), "\n") != 1 {
			t.Errorf("%s: reference %q in log %s", name, ref, log.String())
		}
		if strings.Contains(log.String(), secret) || e.Err != nil {
			t.Errorf("%s: the payload is in the log or the error: %s", name, log.String())
		}
		must[desk.People](t)(b.Desk.People(desk.PeopleRequest{})) // it goes on
	}
}

func TestAPanicWhileOpeningIsAState(t *testing.T) {
	cfg := config(t.TempDir())
	cfg.Open = func(context.Context) (*workspace.Workspace, error) { panic("no") }
	if s := must[door.Status](t)(opened(t, cfg).Kiosk.Status()); s.Mode != door.ModeBroken || s.Problem.Code != domain.CodeInternal || s.Problem.Params["Ref"] == "" {
		t.Errorf("%+v", s)
	}
}
