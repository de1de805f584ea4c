package imported

import (
	"bytes"
	"testing"
	"time"
)

// FuzzNormFile wants an answer to any bytes: a file or faults, within two
// seconds a mebibyte beside what a busy machine takes for itself.
func FuzzNormFile(f *testing.F) {
	for _, tc := range faulty {
		if len(tc.text) < 4096 {
			f.Add([]byte(tc.text))
		}
	}
	f.Add([]byte(sound))
	form := testForm(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		begun := time.Now()
		file, faults := Read("x.csv", data, func(string) (Form, bool) { return form, true })
		if (file == nil) != (len(faults) > 0) || len(faults) > maxFaults+1 {
			t.Errorf("file %v with %d faults", file, len(faults))
		}
		if file != nil {
			if p := Preview(form, file); len(p.Groups) != len(file.Groups) {
				t.Errorf("%d of %d groups", len(p.Groups), len(file.Groups))
			}
			again, faults := Read("x.csv", append([]byte("\ufeff"), bytes.TrimPrefix(data, []byte("\ufeff"))...), func(string) (Form, bool) { return form, true })
			if len(faults) > 0 || again.Hash != file.Hash {
				t.Errorf("with a byte order mark: %v", faults)
			}
		}
		if limit := 10*time.Second + time.Duration(len(data)>>20)*2*time.Second; time.Since(begun) > limit {
			t.Errorf("%d bytes took %s", len(data), time.Since(begun))
		}
	})
}
