package bridge

import (
	"os"
	"path/filepath"
	"testing"

	"kitewise/backend/domain"
	"kitewise/backend/door"
	"kitewise/backend/porter"
	"kitewise/backend/vault/keyring"
)

// TestANewCodeHoldsOnceItWasConfirmed: until a group of it was typed the key file is
// the same to the byte, and a desk that was locked meanwhile knows nothing of the
// new code; then the old one opens nothing any more.
func TestANewCodeHoldsOnceItWasConfirmed(t *testing.T) {
	dir := t.TempDir()
	b := started(t, config(dir))
	old := firstRun(t, b)
	key := filepath.Join(dir, keyring.FileName)
	before := string(must[[]byte](t)(os.ReadFile(key)))
	same := func(after string) {
		t.Helper()
		if string(must[[]byte](t)(os.ReadFile(key))) != before {
			t.Errorf("the key file was changed by %s", after)
		}
	}
	noCode := func() {
		t.Helper()
		if e := wantCode(t, second(b.Porter.KeepCode("ABCD")), domain.CodeConflict); e.Params["Reason"] != "no_code" {
			t.Errorf("%v", e.Params)
		}
	}
	noCode()
	wantCode(t, second(b.Porter.NewCode("quite a wrong one")), domain.CodeWrongPassphrase)
	_ = os.Remove(filepath.Join(dir, "key.tries"))
	kit := must[porter.Kit](t)(b.Porter.NewCode(passphrase))
	same("making it")
	if e := wantCode(t, second(b.Porter.KeepCode("ABCD")), domain.CodeInvalid); e.Params["Field"] != "group" || e.Params["Reason"] != "wrong_group" {
		t.Errorf("%v", e.Params)
	}
	same("a wrong group")
	must[door.Status](t)(b.Porter.Lock())
	wantCode(t, second(b.Porter.KeepCode(groupOf(kit))), domain.CodeLocked)
	must[door.Status](t)(b.Porter.Recover(porter.RecoverRequest{Code: old, Passphrase: afresh}))
	noCode()

	// A change of the key file in between: the code was made of another one.
	kit = must[porter.Kit](t)(b.Porter.NewCode(afresh))
	must[door.Status](t)(b.Porter.ChangePassphrase(porter.ChangeRequest{Old: afresh, Passphrase: passphrase}))
	if e := wantCode(t, second(b.Porter.KeepCode(groupOf(kit))), domain.CodeConflict); e.Params["Reason"] != "keys_changed" {
		t.Errorf("%v", e.Params)
	}
	fresh := must[string](t)(newCode(b, passphrase))
	noCode()
	must[door.Status](t)(b.Porter.Lock())
	wantCode(t, second(b.Porter.Recover(porter.RecoverRequest{Code: old, Passphrase: afresh})), domain.CodeWrongPassphrase)
	_ = os.Remove(filepath.Join(dir, "key.tries"))
	must[door.Status](t)(b.Porter.Recover(porter.RecoverRequest{Code: fresh, Passphrase: afresh}))
}
