package diag

import (
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"time"
)

// Support is what the support file holds: versions, figures and limits, and no
// word about a person. Instruments are listed by id, version and state.
type Support struct {
	Program     string   `json:"program"`
	Go          string   `json:"go"`
	System      string   `json:"system"`
	Language    string   `json:"language"`
	Since       string   `json:"since"`
	Written     string   `json:"written"`
	Facts       Facts    `json:"facts"`
	Notices     []Notice `json:"notices"`
	Figures     []Figure `json:"figures"`
	Instruments []string `json:"instruments"`
}

// WriteSupport writes the support file as indented JSON, times in UTC.
func WriteSupport(w io.Writer, s Support, since, now time.Time) error {
	s.Go, s.System = runtime.Version(), runtime.GOOS+"/"+runtime.GOARCH
	s.Since, s.Written = since.UTC().Format(time.RFC3339), now.UTC().Format(time.RFC3339)
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	if err := enc.Encode(s); err != nil {
		return fmt.Errorf("write support file: %w", err)
	}
	return nil
}
