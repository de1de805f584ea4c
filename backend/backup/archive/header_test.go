package archive

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"kitewise/backend/domain"
)

// TestEveryFlippedBitIsNoticed flips each bit of a backup, one after the other:
// Check refuses every one of them, also where a small letter of the sum becomes
// its capital. Left as it is, the same file is whole.
func TestEveryFlippedBitIsNoticed(t *testing.T) {
	body := []byte(format + "\n" + line + "sealed")
	whole := append(body, []byte("\n"+sumOf(body)+"\n")...)
	path := filepath.Join(t.TempDir(), "x"+Ending)
	check := func(data []byte) error {
		t.Helper()
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		_, _, err := Check(path)
		return err
	}
	if err := check(whole); err != nil {
		t.Fatal(err)
	}
	for bit := range 8 * len(whole) {
		flipped := slices.Clone(whole)
		flipped[bit/8] ^= 1 << (bit % 8)
		if err := check(flipped); domain.CodeOf(err) != domain.CodeBadBackup {
			t.Errorf("bit %d of byte %d: %q, %v", bit%8, bit/8, flipped[bit/8], err)
		}
	}
}
