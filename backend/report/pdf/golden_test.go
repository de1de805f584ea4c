package pdf

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"kitewise/backend/report"
)

// Golden reads a View that the tests of the report agreed on.
func Golden(t testing.TB, name string) report.View {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "testdata", "view."+name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	v := report.View{}
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	return v
}
