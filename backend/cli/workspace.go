package cli

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// Workspace gives the folder of the data, absolute, and the key of a message
// when there is none. Commands read their own --data; here it counts for the window.
func Workspace(args []string) (dir, messageKey string) {
	if !Known(args) {
		given, ok := dataFlag(args)
		if ok && given == "" {
			return "", "start.data_needs_folder"
		}
		if ok {
			return absolute(given)
		}
	}
	base, err := userData()
	if err != nil {
		return "", "start.no_data_folder"
	}
	return absolute(filepath.Join(base, "Kitewise"))
}

// dataFlag gives the value of --data and whether it stands there.
func dataFlag(args []string) (string, bool) {
	for i, arg := range args {
		if value, ok := strings.CutPrefix(arg, "--data="); ok {
			return value, true
		}
		if arg == "--data" {
			if i+1 == len(args) {
				return "", true
			}
			return args[i+1], true
		}
	}
	return "", false
}

func absolute(dir string) (string, string) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", "start.no_data_folder"
	}
	return abs, ""
}

// userData is the system's folder for a user's data: XDG_DATA_HOME or
// ~/.local/share on Linux, AppData\Roaming on Windows, Application Support on macOS.
func userData() (string, error) {
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		return os.UserConfigDir()
	}
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return dir, nil
	}
	home, err := os.UserHomeDir()
	return filepath.Join(home, ".local", "share"), err
}
