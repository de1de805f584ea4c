package workspace

import (
	"context"
	"io"

	"kitewise/backend/audit/told"
	"kitewise/backend/domain"
	"kitewise/backend/i18n"
	"kitewise/backend/store"
)

// ExportLog writes the entries that match as CSV to the path, whole or not at
// all, worded by the printer, and gives their number. That it was done is noted
// before the file gets its name.
func (w *Workspace) ExportLog(ctx context.Context, path string, f store.EntryFilter, say *i18n.Printer) (count int, err error) {
	err = ReplaceFile(path, func(out io.Writer) error {
		table, err := told.NewWriter(out, say)
		if err != nil {
			return err
		}
		if err := w.Store.Entries(ctx, f, func(e store.ListedEntry) error {
			count++
			return table.Write(e.Entry, e.Code)
		}); err != nil {
			return err
		}
		if err := table.Close(); err != nil {
			return err
		}
		return w.Store.Note(ctx, domain.Entry{Act: domain.ActExport, Detail: map[string]string{"what": "log"}})
	})
	return count, err
}

// ExportCheckpoint writes the signed head of the log, as it is after the note of
// this act, to the path.
func (w *Workspace) ExportCheckpoint(ctx context.Context, path string) error {
	return ReplaceFile(path, func(out io.Writer) error {
		if err := w.Store.Note(ctx, domain.Entry{Act: domain.ActExport, Detail: map[string]string{"what": "checkpoint"}}); err != nil {
			return err
		}
		_, checkpoint, err := w.Store.LogHead()
		if err != nil {
			return err
		}
		_, err = io.WriteString(out, checkpoint)
		return err
	})
}
