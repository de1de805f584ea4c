package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"kitewise/backend/backup"
	"kitewise/backend/domain"
	"kitewise/backend/door"
	"kitewise/backend/i18n"
	"kitewise/backend/store/folder"
	"kitewise/backend/vault/keyring"
	"kitewise/backend/workspace"
)

// backup makes a backup, opens it again to be sure of it, and prints its path.
func (e *Env) backup(args []string) int {
	set, who := e.opening("backup", "backup")
	out := set.String("out", "", "")
	if !e.parse(set, args) || !e.noMore(set) {
		return ExitUnusable
	}
	path := ""
	err := e.withKeys(context.Background(), who, func(ctx context.Context, ws *workspace.Workspace, keys *keyring.Keys) (err error) {
		path, err = e.makeBackup(ctx, *who.dir, *out, ws, keys)
		return err
	})
	if err != nil {
		e.complainOf(err, *who.dir)
		return ExitUnusable
	}
	_, _ = fmt.Fprintln(e.Stdout, path)
	return ExitDone
}

func (e *Env) makeBackup(ctx context.Context, dir, out string, ws *workspace.Workspace, keys *keyring.Keys) (string, error) {
	id, err := keys.Identity(keyring.Backup)
	if err != nil {
		return "", err
	}
	k := backup.New(dir, e.ring(dir), e.Version)
	if err := k.Open(); err != nil {
		return "", err
	}
	making, stop := interruptible(ctx)
	made, err := k.Make(making, ws.Store, &backup.Opener{Until: making, Identity: id}, true)
	stop()
	if err != nil {
		return "", err
	}
	if err := ws.Store.Note(ctx, domain.Entry{Act: domain.ActBackup, Detail: map[string]string{"file": made.Name, "verified": "yes"}}); err != nil {
		return "", err
	}
	path := filepath.Join(dir, backup.Folder, made.Name)
	if err := k.Thin(); err != nil {
		return "", err
	}
	if out == "" {
		return path, nil
	}
	return k.CopyTo(ctx, made.Name, out)
}

// restore puts a backup in the place of what the folder holds. The first line
// of standard input is the passphrase; with --recovery the recovery code, and
// the second line a new passphrase.
func (e *Env) restore(args []string) int {
	set, dir := e.flags("restore")
	recovery := set.Bool("recovery", false, "")
	file, ok := e.oneArgument(set, args)
	if !ok {
		return ExitUnusable
	}
	if file == "" {
		e.complain("cli.argument.missing", i18n.Params{"Command": "restore", "Argument": "FILE.kwb"})
		return ExitUnusable
	}
	r, err := backup.Begin(*dir, file, e.ring)
	if err != nil {
		e.complainOf(err, *dir)
		return ExitUnusable
	}
	replaced, err := e.restoreFrom(context.Background(), *dir, r, *recovery)
	if err = errors.Join(err, r.Drop()); err != nil {
		e.complainOf(err, *dir)
		return ExitUnusable
	}
	_, _ = fmt.Fprintln(e.Stdout, e.Say.T("cli.restore.done", i18n.Params{"Dir": *dir, "At": e.moment(r.At)}))
	if replaced != "" {
		_, _ = fmt.Fprintln(e.Stdout, e.Say.T("cli.restore.replaced", i18n.Params{"Dir": filepath.Join(*dir, replaced)}))
	}
	return ExitDone
}

func (e *Env) restoreFrom(ctx context.Context, dir string, r *backup.Restore, recovery bool) (replaced string, err error) {
	who, err := r.Ring.Owner()
	if err != nil {
		return "", err
	}
	keys, how, err := e.openRestore(r, who.ID, recovery)
	if err != nil {
		return "", workspace.RefusedLater(dir, how, viaCommand, err)
	}
	defer keys.Wipe()
	r.Via, r.Acts = viaCommand, []domain.Entry{workspace.Unlocked(keys, how)}
	ctx, stop := interruptible(ctx)
	defer stop()
	if err := r.Prepare(ctx, keys, door.AtDesk()); err != nil {
		return "", err
	}
	return r.Switch(time.Now())
}

// interruptible ends work in which a decrypted copy lies on the disk when somebody
// interrupts the command, so that it is wiped: it must not begin before everything
// was typed, which such a context does not end.
func interruptible(ctx context.Context) (context.Context, func()) {
	return signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
}

// openRestore reads from standard input what opens the keys of a restore. They
// stay as they are: a new passphrase goes with the restored files.
func (e *Env) openRestore(r *backup.Restore, who string, recovery bool) (keys *keyring.Keys, how string, err error) {
	first, err := e.passphrase()
	if err != nil {
		return nil, "", err
	}
	if !recovery {
		keys, err = r.Ring.Unlock(who, i18n.NFC(first))
		return keys, "passphrase", err
	}
	second, err := e.passphrase()
	if err != nil {
		return nil, "", err
	}
	keys, r.Renewal, err = r.Ring.Recover(first, i18n.NFC(second))
	return keys, "recovery", err
}

// verifyBackup opens a backup and says what it holds. It touches no workspace.
func (e *Env) verifyBackup(file string, a access) int {
	inside, err := e.tryBackup(context.Background(), file, a)
	if err != nil {
		e.complainOf(err, *a.dir)
		if code := domain.CodeOf(err); code == domain.CodeBadBackup {
			return ExitFault
		}
		return ExitUnusable
	}
	_, _ = fmt.Fprintln(e.Stdout, e.Say.T("cli.verify.backup", i18n.Params{
		"At": e.moment(inside.At), "People": e.Say.Number(float64(inside.People), 0), "Sessions": e.Say.Number(float64(inside.Sessions), 0),
	}))
	return ExitDone
}

func (e *Env) tryBackup(ctx context.Context, file string, a access) (inside backup.Inside, err error) {
	beside, err := e.besideWorkspace(*a.dir)
	if err != nil {
		return inside, err
	}
	defer func() { err = errors.Join(err, folder.Wipe(beside)) }()
	r, err := backup.Begin(beside, file, e.ring)
	if err != nil {
		return inside, err
	}
	who, err := e.holder(r.Ring, *a.as)
	if err != nil {
		return inside, err
	}
	passphrase, err := e.passphrase()
	if err != nil {
		return inside, err
	}
	keys, err := r.Ring.Unlock(who, i18n.NFC(passphrase))
	if err != nil {
		return inside, err
	}
	defer keys.Wipe()
	if err := e.may(keys, a); err != nil {
		return inside, err
	}
	ctx, stop := interruptible(ctx)
	defer stop()
	return r.Try(ctx, keys)
}

// besideWorkspace makes a folder to open a backup in: with the workspace, where
// the next opening wipes what a kill left; with the system's temporary files
// where there is none.
func (e *Env) besideWorkspace(dir string) (string, error) {
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		dir = ""
	}
	return os.MkdirTemp(dir, backup.TrialPattern)
}

// moment words a time in the language of the command.
func (e *Env) moment(at domain.Instant) string {
	t := at.Time().Local()
	return e.Say.Date(t) + " " + e.Say.Clock(t)
}

// noMore refuses arguments that nobody asked for.
func (e *Env) noMore(set *flag.FlagSet) bool {
	if set.NArg() == 0 {
		return true
	}
	e.complain("cli.bad_arguments", i18n.Params{"Command": set.Name(), "Reason": set.Arg(0)})
	return false
}
