package porter

import "kitewise/backend/domain"

// Kit is a recovery code, to be written down or printed.
type Kit struct {
	// Code is eight groups of four characters and a check: "XXXX-…-XXXX-CC".
	Code string `json:"code"`
	// Asked is the group, from 1, that Finish or KeepCode wants to be typed.
	Asked int `json:"asked"`
}

// FinishRequest makes the workspace.
type FinishRequest struct {
	// Group is the group of the recovery code that was asked for.
	Group string `json:"group"`
	// Name is the desk's, "" for none.
	Name     string `json:"name"`
	Language string `json:"language"`
	PIN      string `json:"pin"`
}

// UnlockRequest opens the desk for the person with the id Who; "" is the only
// one there is.
type UnlockRequest struct {
	Who        string `json:"who"`
	Passphrase string `json:"passphrase"`
}

// RecoverRequest opens with the recovery code.
type RecoverRequest struct {
	Code       string `json:"code"`
	Passphrase string `json:"passphrase"`
}

// ChangeRequest changes the passphrase.
type ChangeRequest struct {
	Old        string `json:"old"`
	Passphrase string `json:"passphrase"`
}

// AddRequest lets somebody open the desk. Owner is the owner's passphrase; Role
// is any but the owner's.
type AddRequest struct {
	Owner      string      `json:"owner"`
	Name       string      `json:"name"`
	Role       domain.Role `json:"role"`
	Passphrase string      `json:"passphrase"`
}

// RemoveRequest takes the passphrase of the person with the id Who away. Owner
// is the owner's passphrase.
type RemoveRequest struct {
	Owner string `json:"owner"`
	Who   string `json:"who"`
}

// ResetRequest gives the person with the id Who a new passphrase. Owner is the
// owner's.
type ResetRequest struct {
	Owner      string `json:"owner"`
	Who        string `json:"who"`
	Passphrase string `json:"passphrase"`
}
