// Package bridge is what the page can call: Kiosk for the participant's view,
// Desk for the counsellor's. Both translate, guard and recover; they decide
// nothing.
//
// The lock between the two lives here: every exported method starts with its
// gate, and while a participant sits at the machine the desk answers nothing.
package bridge
