package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"path/filepath"
	"time"

	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"
	"github.com/wailsapp/wails/v2/pkg/options/linux"
	"github.com/wailsapp/wails/v2/pkg/options/windows"
	wails "github.com/wailsapp/wails/v2/pkg/runtime"

	"kitewise/backend/bridge"
	"kitewise/backend/diag"
	"kitewise/backend/domain"
	"kitewise/backend/door"
	"kitewise/backend/i18n"
	"kitewise/backend/instrument"
	"kitewise/backend/report"
	"kitewise/backend/store"
	"kitewise/backend/store/ballast"
	"kitewise/backend/vault/keyring"
	"kitewise/backend/vault/slow"
	"kitewise/backend/window"
	"kitewise/backend/workspace"
)

//go:embed build/appicon.png
var icon []byte

// app is the composition root: it opens the rooms, gives them to the bridge
// and closes them. It holds no state but the window's context.
type app struct {
	dir    string
	window context.Context
	bridge *bridge.Bridge
}

func newApp(words *i18n.Catalogue, dir string) *app {
	a := &app{dir: dir, window: context.Background()}
	watch := diag.New()
	a.bridge = bridge.New(door.Config{
		Watch:   watch,
		Version: version(), Notices: notices, DataDir: dir,
		Words: words, Language: window.SystemLanguage(), Ring: keyring.New(dir, limits()),
		Dialog:  window.NewDialogs(func() context.Context { return a.window }),
		Machine: window.NewMachine(func() context.Context { return a.window }),
		Open: func(ctx context.Context) (*workspace.Workspace, error) {
			ws, err := workspace.Open(ctx, dir, folder(data, "instruments"), store.Options{Program: version(), Ballast: ballast.Size, Watch: func(op string, took time.Duration, err error) {
				watch.Observe(diag.KindQuery, op, took, door.Defective(err))
			}})
			if err == nil {
				if shift := window.ClockShift(); shift != 0 {
					ws.Now = func() domain.Instant { return domain.InstantOf(time.Now().Add(shift)) }
				}
				go ws.Instruments.SelfTest() // beside the first page
			}
			return ws, err
		},
	})
	return a
}

// limits bound the cost of the keys: those for people, but in a development
// build that asks for quick ones.
func limits() slow.Limits {
	if window.QuickKeys() {
		return slow.Quick
	}
	return slow.Safe
}

// options describes the window. The smallest size is the smallest that the
// page is designed for.
func (a *app) options() *options.App {
	return &options.App{
		Title: "Kitewise", Width: 1200, Height: 800, MinWidth: 1024, MinHeight: 640,
		BackgroundColour: options.NewRGB(251, 250, 246),
		AssetServer:      &assetserver.Options{Assets: folder(page, "frontend/dist"), Middleware: window.Middleware},
		Logger:           window.NewLogger(),
		OnStartup:        a.start,
		OnShutdown:       a.stop,
		OnBeforeClose:    func(context.Context) (prevent bool) { return a.bridge.Closing() },
		Bind:             a.bridge.Bound(),
		EnumBind:         enums(),
		ErrorFormatter:   window.FormatError,
		SingleInstanceLock: &options.SingleInstanceLock{
			UniqueId: instanceID(a.dir), OnSecondInstanceLaunch: a.raise,
		},
		Linux: &linux.Options{
			Icon: icon, ProgramName: "kitewise", WebviewGpuPolicy: linux.WebviewGpuPolicyNever,
		},
		Windows: &windows.Options{WebviewUserDataPath: profile(a.dir)},
	}
}

// profile is where the web view keeps what it writes by itself.
func profile(dir string) string { return filepath.Join(dir, "webview") }

// start opens the rooms. It runs beside the page's first calls, which wait for
// it; in a second start of the program it runs until that one leaves.
func (a *app) start(ctx context.Context) {
	a.window = ctx
	a.bridge.Start(ctx)
}

func (a *app) stop(context.Context) {
	if err := a.bridge.Close(); err != nil {
		window.Tell("close", err.Error())
	}
}

// raise brings the window up when the program is started again on the same data.
func (a *app) raise(options.SecondInstanceData) {
	wails.WindowUnminimise(a.window)
	wails.WindowShow(a.window)
}

// instanceID is one per workspace: two workspaces may be open at once.
func instanceID(dir string) string {
	sum := sha256.Sum256([]byte(dir))
	return "kitewise_" + hex.EncodeToString(sum[:8])
}

// enum is one value of a listed type as the generator of the bindings wants it.
type enum[T ~string] struct {
	Value  T
	TSName string
}

// enums lists every value of the types that the page must treat completely,
// so that a new value in Go breaks the page's build until someone decides.
func enums() []any {
	return []any{
		named(door.Modes()), named(domain.Codes()), named(domain.SessionStates()),
		named(report.Kinds()), named(instrument.States()), named(domain.Bases()), named(domain.Roles()),
	}
}

func named[T ~string](values []T) []enum[T] {
	out := make([]enum[T], 0, len(values))
	for _, v := range values {
		out = append(out, enum[T]{Value: v, TSName: cmp.Or(string(v), "none")})
	}
	return out
}
