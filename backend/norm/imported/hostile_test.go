//go:build !race

package imported

import (
	"strings"
	"testing"
	"time"
)

// TestAHostileMebibyte holds the time for the largest files.
func TestAHostileMebibyte(t *testing.T) {
	form := testForm(t)
	head := strings.Join(strings.SplitAfter(sound, "\n")[:13], "")
	for name, fill := range map[string]string{
		"heads": "# n of x: 100\n", "quotes": `"`, "rows": "EDU:x,A,12,1\n", "labels": "%\n", "commas": ",", "notes": "#\n", "one head": "# ",
	} {
		text := head
		if strings.HasPrefix(fill, "#") {
			text = "# format: kitewise-norm/1\n"
		}
		text += strings.Repeat(fill, (MaxFile-len(text))/len(fill))
		begun := time.Now()
		if _, faults := read(t, form, text); len(faults) == 0 {
			t.Errorf("%s: no fault", name)
		}
		if took := time.Since(begun); took > 10*time.Second+2*time.Second*MaxFile>>20 {
			t.Errorf("%s took %s", name, took)
		}
	}
}
