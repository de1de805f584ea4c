package main

import (
	"kitewise/backend/bridge"
	"kitewise/backend/domain"
	"kitewise/backend/report"
)

// enum is one value of a listed type as the generator of the bindings wants it.
type enum[T ~string] struct {
	Value  T
	TSName string
}

// enums lists every value of the types that the page must treat completely,
// so that a new value in Go breaks the page's build until someone decides.
func enums() []any {
	return []any{
		named(bridge.Modes()), named(domain.Codes()), named(domain.SessionStates()),
		named(report.Kinds()),
	}
}

func named[T ~string](values []T) []enum[T] {
	out := make([]enum[T], 0, len(values))
	for _, v := range values {
		out = append(out, enum[T]{Value: v, TSName: string(v)})
	}
	return out
}
