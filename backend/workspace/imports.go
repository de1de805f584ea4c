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
// folder while nobody has the workspace open. What a command did says by whom; see Later.
func (w *Workspace) NoteImports(ctx context.Context, found bool) error {
	stored, err := w.Store.Settings(ctx)
	if err != nil {
		return err
	}
	waiting, err := w.importers(found)
	if err != nil {
		return err
	}
	seen, entries, told := strings.Fields(stored[settingSeen]), []domain.Entry{}, []string{}
	add := func(key string, detail map[string]string) {
		by, names := waiting.of(detail)
		told = append(told, names...)
		if slices.Contains(seen, key) {
			return
		}
		e := domain.Entry{Act: domain.ActImport, Detail: detail}
		switch {
		case by != nil:
			e.Actor, detail["who"], detail["via"], detail["when"] = by.Actor, by.Detail["who"], by.Detail["via"], said(by.At)
		case found:
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
	if len(entries) > 0 {
		if err := w.Store.SaveSettings(ctx, map[string]string{settingSeen: strings.Join(seen, " ")}, entries...); err != nil {
			return err
		}
	}
	return w.forget(told)
}

// importers gives what is known of imports that are found, nothing of those that
// are done at the desk.
func (w *Workspace) importers(found bool) (out importers, err error) {
	if !found {
		return nil, nil
	}
	waiting, err := readLater(w.dir, w.Now().Time())
	for _, k := range waiting {
		if k.Act == domain.ActImport {
			out = append(out, k)
		}
	}
	return out, err
}
