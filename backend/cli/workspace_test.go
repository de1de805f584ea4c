package cli

import (
	"path/filepath"
	"testing"
)

func TestWorkspace(t *testing.T) {
	home := t.TempDir()
	t.Setenv("XDG_DATA_HOME", home)
	t.Chdir(home)
	for _, tc := range []struct {
		args []string
		want string
	}{
		{nil, filepath.Join(home, "Kitewise")},
		{[]string{"--data", "w"}, filepath.Join(home, "w")},
		{[]string{"--data=w"}, filepath.Join(home, "w")},
		{[]string{"-x", "--data", filepath.Join(home, "v")}, filepath.Join(home, "v")},
		{[]string{"--version", "--data"}, filepath.Join(home, "Kitewise")},
	} {
		if got, key := Workspace(tc.args); got != tc.want || key != "" {
			t.Errorf("%q: %q %q, want %q", tc.args, got, key, tc.want)
		}
	}
	for _, args := range [][]string{{"--data"}, {"--data="}} {
		if got, key := Workspace(args); got != "" || key != "start.data_needs_folder" {
			t.Errorf("%q: %q %q", args, got, key)
		}
	}
}
