package keyring

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kitewise/backend/domain"
)

// kept writes a renewal, if there is one.
func kept(n *Renewal, err error) error {
	if err == nil {
		err = n.Keep()
	}
	return err
}

func added(h Holder, n *Renewal, err error) (Holder, error) { return h, kept(n, err) }

// confirmed keeps the key file of a new recovery code, with the group that is asked
// for, and gives the code.
func confirmed(f *Fresh, err error) (string, error) {
	n, err := given(f, err)
	if err != nil {
		return "", err
	}
	return f.Code, n.Keep()
}

// given gives the key file of a new recovery code.
func given(f *Fresh, err error) (*Renewal, error) {
	if err != nil {
		return nil, err
	}
	return f.Confirmed(strings.Split(f.Code, "-")[f.Asked-1])
}

func recovered(k *Keys, n *Renewal, err error) (*Keys, error) { return k, kept(n, err) }

// TestNothingIsWrittenBeforeARenewalIsKept: until then the old secrets open the
// workspace, and the key file is the same to the byte.
func TestNothingIsWrittenBeforeARenewalIsKept(t *testing.T) {
	r, _, dir, printed := made(t)
	path := filepath.Join(dir, FileName)
	was, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	only := func(_ any, n *Renewal, err error) (*Renewal, error) { return n, err }
	for what, make := range map[string]func() (*Renewal, error){
		"change": func() (*Renewal, error) { return r.Change("", phrase, other) },
		"code":   func() (*Renewal, error) { return given(r.NewCode(phrase)) },
		"add": func() (*Renewal, error) {
			h, n, err := r.Add(phrase, Holder{Name: "Ayu", Role: domain.RoleReader}, other)
			return only(h, n, err)
		},
		"recover": func() (*Renewal, error) { k, n, err := r.Recover(printed, other); return only(k, n, err) },
	} {
		n, err := make()
		if err != nil || n.Before.String() == n.After.String() {
			t.Fatalf("%s: %v, %v", what, n, err)
		}
		now, err := os.ReadFile(path)
		if err != nil || !bytes.Equal(now, was) {
			t.Errorf("%s: the key file was written, %v", what, err)
		}
		if k := opens(t, r, phrase); k.Slots.String() != n.Before.String() {
			t.Errorf("%s: %q, not %q", what, k.Slots, n.Before)
		}
	}
}

// TestARenewalOfAnotherFileIsRefused: of two that were made of one file the
// second is a conflict, and changes nothing.
func TestARenewalOfAnotherFileIsRefused(t *testing.T) {
	r, _, _, _ := made(t)
	first, err1 := r.Change("", phrase, other)
	second, err2 := given(r.NewCode(phrase))
	if err := errors.Join(err1, err2, first.Stands(), second.Stands(), first.Keep()); err != nil {
		t.Fatal(err)
	}
	wantCode(t, second.Stands(), domain.CodeConflict)
	wantCode(t, second.Keep(), domain.CodeConflict)
	stands, err := r.Marks()
	if err != nil || stands.String() != first.After.String() || ReadMarks(stands.String()).String() != stands.String() {
		t.Errorf("%q, %v", stands, err)
	}
	opens(t, r, other)
}

// TestMarksTellWhatChanged and nothing else.
func TestMarksTellWhatChanged(t *testing.T) {
	r, _, _, assistant, reader := staffed(t)
	n, err := given(r.NewCode(phrase))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range n.Before {
		if changed := n.After.Of(m.ID) != m; changed != (m.ID == MarkRecovery) {
			t.Errorf("%+v became %+v", m, n.After.Of(m.ID))
		}
	}
	if m := n.After.Of(assistant.ID); m.Role != domain.RoleAssistant || m.Sum == n.After.Of(reader.ID).Sum || len(n.After) != 4 {
		t.Errorf("%+v", n.After)
	}
	if got := ReadMarks("what is this a/b c/d/e/f x/owner/00"); len(got) != 1 || got[0].ID != "x" {
		t.Errorf("%+v", got)
	}
}
