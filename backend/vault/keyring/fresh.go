package keyring

import (
	"kitewise/backend/domain"
	"kitewise/backend/vault/code"
)

// Fresh is a new recovery code that nobody has confirmed. Until its key file is
// kept the old code opens the workspace.
type Fresh struct {
	// Code is the code as it is printed; Asked is the group, from 1, that is asked
	// back.
	Code  string
	Asked int

	file *Renewal
}

// Confirmed gives the key file in which the old code opens nothing any more, if the
// group that was asked for is right: otherwise invalid with the Field "group".
func (f *Fresh) Confirmed(group string) (*Renewal, error) {
	if err := askedBack(f.Code, f.Asked, group); err != nil {
		return nil, err
	}
	return f.file, nil
}

// askedBack fails with invalid in the Field "group" unless it is the group of the
// code that was asked for.
func askedBack(printed string, asked int, group string) error {
	if !code.Same(printed, asked, group) {
		return domain.Fail(domain.CodeInvalid, nil, "Field", "group", "Reason", "wrong_group")
	}
	return nil
}
