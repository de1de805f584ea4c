package instrument

import "kitewise/backend/instrument/coherence"

// coherence holds the parts of the manifest against each other.
func (f *folder) coherence() {
	f.faults = append(f.faults, coherence.Check(&f.manifest)...)
}
