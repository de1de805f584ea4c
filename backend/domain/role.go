package domain

import "slices"

// Role is what somebody at the desk may do.
type Role string

// The roles.
const (
	// RoleOwner may do everything.
	RoleOwner Role = "owner"
	// RoleCounsellor does everything but decide who may unlock, and what the
	// desk promises to participants.
	RoleCounsellor Role = "counsellor"
	// RoleAssistant prepares and hands over, and sees no result.
	RoleAssistant Role = "assistant"
	// RoleReader reads and changes nothing.
	RoleReader Role = "reader"
)

// Roles lists every role.
func Roles() []Role { return []Role{RoleOwner, RoleCounsellor, RoleAssistant, RoleReader} }

// Known reports whether the role is one of them.
func (r Role) Known() bool { return slices.Contains(Roles(), r) }
