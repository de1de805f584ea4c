//go:build !dev

package main

import (
	"net/http"

	"kitewise/backend/bridge"
)

// keepPayload is off wherever real data may be.
const keepPayload = false

// The dialogue boxes are the native ones in every build that people use.
func dialogs(native bridge.SaveDialog) bridge.SaveDialog { return native }

func middleware(next http.Handler) http.Handler { return withHeaders(next) }
