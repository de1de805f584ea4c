// Package window is the system's side of the window: opening it, its dialogue
// boxes, its log, its headers, how a failure reaches the page, the language of
// the system. It alone under backend may import Wails.
//
// It must never know an instrument, a participant or a session.
package window
