// Package own keeps the instruments of one workspace: those that a counsellor
// brought, and shipped ones whose licensed wording was loaded. They stand in
// <data>/instruments/<id>/<version>/ and are read with suspicion.
//
// What stands there is never changed: an import adds a folder, whole or not at
// all. The room must never follow a link, and never know one particular
// instrument.
package own
