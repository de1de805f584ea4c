package workspace

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"kitewise/backend/domain"
)

// settingSeen names the instruments and norms of the workspace that the log
// knows of, parted by spaces.
const settingSeen = "own.seen"

// NoteImports writes into the log what was added to the workspace's own
// instruments and norms since it was looked at last: by whoever is at the desk, or
// found there by the program, because a command and a hand can put files into the
// folder while nobody has the workspace open.
func (w *Workspace) NoteImports(ctx context.Context, found bool) error {
	stored, err := w.Store.Settings(ctx)
	if err != nil {
		return err
	}
	seen, entries := strings.Fields(stored[settingSeen]), []domain.Entry{}
	add := func(key string, detail map[string]string) {
		if slices.Contains(seen, key) {
			return
		}
		e := domain.Entry{Act: domain.ActImport, Detail: detail}
		if found {
			e.Actor, detail["how"] = domain.ActorProgram, "found"
		}
		seen = append(seen, key)
		entries = append(entries, e)
	}
	for _, e := range w.Instruments.List() {
		if e.Own && e.Definition != nil {
			add("instrument/"+e.ID+"/"+e.Version, map[string]string{
				"what": "instrument", "instrument": e.ID, "version": e.Version, "instrument_hash": e.Definition.Ref.Hash,
			})
		}
	}
	for _, n := range w.Instruments.NormImports() {
		add("norms/"+n.Instrument+"/"+strconv.Itoa(n.Number), map[string]string{
			"what": "norms", "instrument": n.Instrument, "norm": n.Norm, "version": n.Version,
		})
	}
	if len(entries) == 0 {
		return nil
	}
	return w.Store.SaveSettings(ctx, map[string]string{settingSeen: strings.Join(seen, " ")}, entries...)
}
