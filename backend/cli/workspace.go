package cli

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"kitewise/backend/domain"
	"kitewise/backend/i18n"
	"kitewise/backend/store"
	"kitewise/backend/store/folder"
	"kitewise/backend/vault/keyring"
	"kitewise/backend/vault/slow"
	"kitewise/backend/workspace"
)

// Workspace gives the folder of the data, absolute, and the key of a message
// when there is none. Commands read their own --data; here it counts for the window.
func Workspace(args []string) (dir, messageKey string) {
	if !Known(args) {
		given, ok := dataFlag(args)
		if ok && given == "" {
			return "", "start.data_needs_folder"
		}
		if ok {
			return absolute(given)
		}
	}
	base, err := userData()
	if err != nil {
		return "", "start.no_data_folder"
	}
	return absolute(filepath.Join(base, "Kitewise"))
}

// dataFlag gives the value of --data and whether it stands there.
func dataFlag(args []string) (string, bool) {
	for i, arg := range args {
		if value, ok := strings.CutPrefix(arg, "--data="); ok {
			return value, true
		}
		if arg == "--data" {
			if i+1 == len(args) {
				return "", true
			}
			return args[i+1], true
		}
	}
	return "", false
}

func absolute(dir string) (string, string) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", "start.no_data_folder"
	}
	return abs, ""
}

// userData is the system's folder for a user's data: XDG_DATA_HOME or
// ~/.local/share on Linux, AppData\Roaming on Windows, Application Support on macOS.
func userData() (string, error) {
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		return os.UserConfigDir()
	}
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return dir, nil
	}
	home, err := os.UserHomeDir()
	return filepath.Join(home, ".local", "share"), err
}

// viaCommand marks what is done on the command line in the log.
const viaCommand = workspace.ViaCommand

// longestLine bounds what is read as a passphrase, in bytes.
const longestLine = 4 << 10

// access is who wants to read a workspace, and for what: the flags --data and
// --as, and the method of the page that does the same.
type access struct {
	dir, as *string
	method  string
	// accepted, if set, goes on in spite of a doubt about the log, and is told
	// that there was one.
	accepted *bool
	// looks is for work that writes nothing: a doubt about the log does not stop it.
	looks bool
}

// opening makes the flag set of a command that opens the workspace with a
// passphrase, for those who may call the method at the desk.
func (e *Env) opening(name, method string) (*flag.FlagSet, access) {
	set, dir := e.flags(name)
	return set, access{dir: dir, as: set.String("as", "", ""), method: method}
}

// reading unlocks the workspace with the passphrase from standard input, works
// on it, and words what went wrong. A window that holds it is in_use.
func (e *Env) reading(a access, work func(context.Context, *workspace.Workspace) error) int {
	if err := e.unlocked(context.Background(), a, work); err != nil {
		e.complainOf(err, *a.dir)
		return ExitUnusable
	}
	return ExitDone
}

func (e *Env) unlocked(ctx context.Context, a access, work func(context.Context, *workspace.Workspace) error) (err error) {
	return e.withKeys(ctx, a, func(ctx context.Context, ws *workspace.Workspace, _ *keyring.Keys) error { return work(ctx, ws) })
}

// withKeys is unlocked for work that needs the keys themselves.
func (e *Env) withKeys(ctx context.Context, a access, work func(context.Context, *workspace.Workspace, *keyring.Keys) error) (err error) {
	if err := present(*a.dir); err != nil {
		return err
	}
	who, err := e.holder(e.ring(*a.dir), *a.as)
	if err != nil {
		return err
	}
	ws, err := workspace.Open(ctx, *a.dir, e.Instruments, store.Options{Via: viaCommand, Program: e.Version})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, ws.Close()) }()
	passphrase, err := e.passphrase()
	if err != nil {
		return err
	}
	ring := e.ring(*a.dir)
	ring.Relieved(ws.Store.Relieve)
	keys, err := ring.Unlock(who, i18n.NFC(passphrase))
	if err != nil {
		return ws.Refused(ctx, "passphrase", err)
	}
	defer keys.Wipe()
	if err := e.may(keys, a); err != nil {
		return err
	}
	if a.accepted != nil && ws.Store.Doubt() != nil {
		*a.accepted = true
		ws.Store.As(domain.Actor(keys.Holder.Role))
		if err := ws.Store.Accept(ctx, "owner"); err != nil {
			return err
		}
	}
	unlock := func() error { return ws.Unlock(ctx, keys, "passphrase") }
	if a.looks && ws.Store.Doubt() != nil {
		unlock = func() error { return ws.Store.Unlock(ctx, keys) }
	}
	if err := unlock(); err != nil {
		return err
	}
	return work(ctx, ws, keys)
}

// permitted asks, before files are put into a data folder that has a
// passphrase, for the passphrase of somebody who may do that, and gives who it is;
// nobody where there is none. It opens no workspace: a window may have it. It says
// why not, and reports false.
func (e *Env) permitted(a access) (keyring.Holder, bool) {
	by, err := e.permit(a)
	if err != nil {
		e.complainOf(err, *a.dir)
	}
	return by, err == nil
}

func (e *Env) permit(a access) (by keyring.Holder, err error) {
	if err := workspace.FinishRestore(*a.dir); err != nil {
		return by, err
	}
	keyed, err := keyring.Exists(*a.dir)
	if err != nil || !keyed {
		return by, err
	}
	who, err := e.holder(e.ring(*a.dir), *a.as)
	if err != nil {
		return by, err
	}
	passphrase, err := e.passphrase()
	if err != nil {
		return by, err
	}
	keys, err := e.ring(*a.dir).Unlock(who, i18n.NFC(passphrase))
	if err != nil {
		return by, workspace.RefusedLater(*a.dir, "passphrase", viaCommand, err)
	}
	defer keys.Wipe()
	return keys.Holder, e.may(keys, a)
}

// imported keeps for the log who imported something. Without it the log says that
// it was found, so that a failure changes nothing.
func (e *Env) imported(dir string, by keyring.Holder, detail ...string) {
	if by.ID == "" {
		return
	}
	said := map[string]string{"who": by.ID, "via": viaCommand}
	for i := 0; i < len(detail); i += 2 {
		said[detail[i]] = detail[i+1]
	}
	_ = workspace.Later(dir, domain.Entry{Act: domain.ActImport, Actor: domain.Actor(by.Role), Detail: said})
}

// may refuses what the role of whoever unlocked does not include.
func (e *Env) may(keys *keyring.Keys, a access) error {
	if role := keys.Holder.Role; e.May == nil || !e.May(role, a.method) {
		return domain.Fail(domain.CodeNotAllowed, nil, "Role", string(role))
	}
	return nil
}

// ownerWord names the owner for --as, who may have no name.
const ownerWord = "owner"

// holder gives the id of who opens the workspace: by the name after --as, or
// the only one there is. With several and no name it lists them.
func (e *Env) holder(ring *keyring.Ring, as string) (string, error) {
	list, err := ring.Holders()
	if err != nil {
		return "", err
	}
	names := []string{}
	for _, h := range list {
		name := h.Name
		if name == "" {
			name = ownerWord
		}
		if strings.EqualFold(name, i18n.NFC(as)) || as == "" && len(list) == 1 {
			return h.ID, nil
		}
		names = append(names, name)
	}
	e.complain("cli.who", i18n.Params{"Names": strings.Join(names, ", ")})
	return "", domain.Fail(domain.CodeInvalid, nil, "Field", "who", "Reason", "several")
}

// present refuses a folder without a workspace, and one that has no passphrase yet.
func present(dir string) error {
	if err := workspace.FinishRestore(dir); err != nil {
		return err
	}
	keyed, err := keyring.Exists(dir)
	if err != nil || keyed {
		return err
	}
	there, err := folder.Holds(dir)
	if err != nil {
		return err
	}
	if there {
		return domain.Fail(domain.CodeConflict, nil, "Reason", "no_passphrase")
	}
	return domain.Fail(domain.CodeNotFound, nil, "Reason", "no_workspace")
}

// passphrase reads the first line of standard input; called again, the next.
func (e *Env) passphrase() (string, error) {
	if e.lines == nil {
		e.lines = bufio.NewReader(io.LimitReader(e.Stdin, 2*longestLine))
	}
	return oneLine(e.lines)
}

// oneLine reads one line that must not be empty.
func oneLine(from *bufio.Reader) (string, error) {
	line, err := from.ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	if line = strings.TrimRight(line, "\r\n"); line == "" {
		return "", domain.Fail(domain.CodeLocked, nil, "Reason", "passphrase_missing")
	}
	return line, nil
}

func (e *Env) ring(dir string) *keyring.Ring {
	if e.Ring != nil {
		return e.Ring(dir)
	}
	return keyring.New(dir, slow.Safe)
}
