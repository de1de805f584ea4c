package window

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/wailsapp/wails/v2/pkg/runtime"
)

// FileDialog asks for files.
type FileDialog interface {
	// Save asks where to save; "" means that the person cancelled.
	Save(suggested string) (string, error)
	// Open asks for a file with that ending; "" means that the person cancelled.
	Open(ending string) (string, error)
	// Folder asks for a folder; "" means that the person cancelled.
	Folder() (string, error)
}

// NewDialogs gives the dialogue boxes of the window whose context it is; there
// is none before the start, and no dialog then.
func NewDialogs(window func() context.Context) FileDialog { return dialogs(nativeDialogs{window}) }

// nativeDialogs asks through the system's own dialogue boxes. The context is the
// window's: there is none before the start, and no dialog then.
type nativeDialogs struct{ window func() context.Context }

// Save asks where to save; "" means that the person cancelled.
func (d nativeDialogs) Save(suggested string) (string, error) {
	path, err := runtime.SaveFileDialog(d.window(), runtime.SaveDialogOptions{
		DefaultFilename: suggested, CanCreateDirectories: true,
		Filters: []runtime.FileFilter{{
			DisplayName: "*" + filepath.Ext(suggested), Pattern: "*" + filepath.Ext(suggested),
		}},
	})
	if err != nil {
		return "", fmt.Errorf("save dialog: %w", err)
	}
	if path != "" && filepath.Ext(path) == "" {
		path += filepath.Ext(suggested)
	}
	return path, nil
}

// Open asks for a file with that ending; "" means that the person cancelled.
func (d nativeDialogs) Open(ending string) (string, error) {
	path, err := runtime.OpenFileDialog(d.window(), runtime.OpenDialogOptions{
		Filters: []runtime.FileFilter{{DisplayName: "*" + ending, Pattern: "*" + ending}},
	})
	if err != nil {
		return "", fmt.Errorf("open dialog: %w", err)
	}
	return path, nil
}

// Folder asks for a folder; "" means that the person cancelled.
func (d nativeDialogs) Folder() (string, error) {
	path, err := runtime.OpenDirectoryDialog(d.window(), runtime.OpenDialogOptions{CanCreateDirectories: true})
	if err != nil {
		return "", fmt.Errorf("folder dialog: %w", err)
	}
	return path, nil
}
