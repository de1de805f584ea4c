//go:build linux && !race

package store

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"kitewise/backend/domain"
	"kitewise/backend/store/faultfs"
)

// failure is one way in which a workload's disk fails.
type failure struct {
	kind    faultfs.Failure
	n       int
	forEver bool
}

// failures is what many of them gave.
type failures struct {
	mu sync.Mutex
	// runs counts the failures that fell on something, silent those of them that no
	// act was told of; refused the refusals.
	runs, silent, refused int
	// unsure counts the refused acts that a kill right after the refusal would have
	// left done, whole; again the refusals after which the store had to be opened
	// anew.
	unsure, again int
	codes         map[domain.Code]int
	wrong         []string
}

// trial runs a workload under one failure.
type trial struct {
	work   workload
	hook   *faultfs.Failing
	b      *bench
	beside string // where the folder is looked at as a kill would leave it
	failure
	refused, unsure, again int
	codes                  []domain.Code
}

// run does every act, again after a refusal, and says what was not as it must be.
func (r *trial) run(ctx context.Context) error {
	if err := put(r.b.dir, r.work.start); err != nil {
		return err
	}
	r.hook.Arm(r.kind, r.n, r.forEver)
	defer func() { _ = r.b.close() }()
	r.b.tune, r.b.locked = r.work.tune, r.work.locked
	if err := r.opened(ctx); err != nil {
		return fmt.Errorf("open: %w", err)
	}
	for i, a := range r.work.acts {
		if err := r.act(ctx, i, a); err != nil {
			return fmt.Errorf("%s: %w", a.name, err)
		}
	}
	if err := r.b.close(); err != nil {
		r.refuse(err)
	}
	r.hook.Disarm()
	got, err := sound(ctx, r.b.dir)
	if err == nil && !got.equal(r.work.after[len(r.work.acts)]) {
		err = fmt.Errorf("at the end %d acts are there", r.work.at(got))
	}
	return err
}

// opened opens the workspace; what fails once must go the second time, and what
// fails for ever when that is over.
func (r *trial) opened(ctx context.Context) error {
	err := r.b.open(ctx)
	for try := 0; err != nil && try < 2; try++ {
		r.refuse(err)
		if err := r.b.close(); err != nil {
			return err
		}
		if err := r.asKilled(ctx, 0, 0); err != nil {
			return err
		}
		if try > 0 || !r.forEver {
			r.hook.Disarm()
		}
		err = r.b.open(ctx)
	}
	return err
}

// act does one act. A refused one has left nothing, for whoever reads on; it goes
// when the disk works again, if need be after opening anew.
func (r *trial) act(ctx context.Context, i int, a act) error {
	err := a.do(ctx, r.b)
	if err != nil && r.forEver {
		r.refuse(err)
		err = a.do(ctx, r.b) // no better: it goes on failing
	}
	if err == nil {
		return nil
	}
	r.refuse(err)
	r.hook.Disarm()
	if err := r.asKilled(ctx, i, i+1); err != nil {
		return err
	}
	if r.b.s != nil {
		got, err := contentsOf(ctx, r.b.s)
		if err != nil {
			return fmt.Errorf("after the refusal: %w", err)
		}
		if !got.equal(r.work.after[i]) {
			return fmt.Errorf("after the refusal %d acts are there, not %d", r.work.at(got), i)
		}
	}
	if err = a.do(ctx, r.b); err == nil {
		return nil
	}
	r.refuse(err)
	r.again++
	if err := errors.Join(r.b.close(), r.b.open(ctx)); err != nil {
		return err
	}
	return a.do(ctx, r.b)
}

func (r *trial) refuse(err error) {
	r.refused++
	r.codes = append(r.codes, domain.CodeOf(err))
}

// asKilled opens a copy of the folder as it lies there now: it holds the acts up
// to one of two moments.
func (r *trial) asKilled(ctx context.Context, least, most int) error {
	if r.b.s != nil {
		r.b.s.witnesses.Wait()
	}
	files, err := folderOf(r.b.dir)
	if err == nil {
		err = put(r.beside, files)
	}
	if err != nil {
		return err
	}
	got, err := sound(ctx, r.beside)
	switch {
	case err != nil:
		return fmt.Errorf("killed after the refusal: %w", err)
	case got.equal(r.work.after[least]):
		return nil
	case got.equal(r.work.after[most]):
		r.unsure++
		return nil
	}
	return fmt.Errorf("killed after the refusal: %d acts are there, not %d", r.work.at(got), least)
}

// failAll lets operations of a workload fail, so many of them in all.
func failAll(t *testing.T, work workload, size int, hides bool) *failures {
	t.Helper()
	all := everyFailure(t, work)
	size = min(size, len(all)) // none twice
	out, queue := &failures{codes: map[domain.Code]int{}}, make(chan failure)
	var runners sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		r := &trial{work: work, hook: &faultfs.Failing{Hides: hides}, b: &bench{dir: t.TempDir()}, beside: t.TempDir()}
		watch(t, r.b.dir, r.hook)
		watch(t, r.beside, faultfs.Quick{})
		runners.Go(func() {
			for f := range queue {
				r.failure, r.refused, r.unsure, r.again, r.codes = f, 0, 0, 0, nil
				err := r.run(t.Context())
				out.add(r, err)
			}
		})
	}
	begun := time.Now()
	for i := range size {
		queue <- all[i*len(all)/size%len(all)]
	}
	close(queue)
	runners.Wait()
	t.Logf("%d runs of %d possible ones, %v: %d acts refused, %d failures that no act was told of, %d refused acts that a kill would have left done, "+
		"%d openings anew, codes %v, %d wrong", out.runs, len(all), time.Since(begun).Round(time.Second/10), out.refused, out.silent, out.unsure,
		out.again, out.codes, len(out.wrong))
	return out
}

func (f *failures) add(r *trial, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	failed := r.hook.Disarm()
	if failed > 0 {
		f.runs++
	}
	if failed > 0 && r.refused == 0 {
		f.silent++
	}
	f.refused, f.unsure, f.again = f.refused+r.refused, f.unsure+r.unsure, f.again+r.again
	for _, code := range r.codes {
		f.codes[code]++
		if !slices.Contains([]domain.Code{domain.CodeDiskFull, domain.CodeDiskFailed, domain.CodeNoPermission}, code) {
			err = errors.Join(err, fmt.Errorf("the code is %q", code))
		}
	}
	if err != nil {
		f.wrong = append(f.wrong, fmt.Sprintf("%s, number %d, for ever %v: %v", r.kind, r.n, r.forEver, err))
	}
}

// everyFailure lists each operation of a workload with each way in which it can
// fail.
func everyFailure(t *testing.T, work workload) (all []failure) {
	t.Helper()
	hook, dir := &faultfs.Failing{}, t.TempDir()
	watch(t, dir, hook)
	if err := put(dir, work.start); err != nil {
		t.Fatal(err)
	}
	hook.Arm("", 0, false)
	if err := work.run(t.Context(), &bench{dir: dir}, func(*bench, int) error { return nil }); err != nil {
		t.Fatal(err)
	}
	for _, kind := range faultfs.Failures {
		for n := range hook.Seen(kind) {
			all = append(all, failure{kind, n + 1, false}, failure{kind, n + 1, true})
		}
	}
	return all
}

// TestNothingIsLostWhenTheDiskFails lets the n-th operation fail, once and for
// ever, in every way, while people answer, while a workspace is made and while an
// older one is migrated.
func TestNothingIsLostWhenTheDiskFails(t *testing.T) {
	old, _ := aged(t)
	acts := append(sitting(t, 1), reopening(), sitting(t, 2)[1])
	for _, tc := range []struct {
		name  string
		start map[string][]byte
		acts  []act
		old   bool
		part  int // of a hundred runs
	}{
		{"sittings", blank(t), acts, false, 70},
		{"making", nil, nil, false, 15},
		{"migrating", old, takingOver(), true, 15},
	} {
		t.Run(tc.name, func(t *testing.T) {
			work := measured(t, workload{start: tc.start, acts: tc.acts, locked: tc.old})
			if found := failAll(t, work, rounds(1_800, 20_000)*tc.part/100, false); len(found.wrong) > 0 || found.refused == 0 {
				t.Error(strings.Join(found.wrong[:min(6, len(found.wrong))], "\n"))
			}
		})
	}
}

// TestTheFailingDiskFindsALie is the control: writes that fail and are called
// done, and a store that acknowledges what was refused.
func TestTheFailingDiskFindsALie(t *testing.T) {
	start, acts := blank(t), sitting(t, 1)
	honest := measured(t, workload{start: start, acts: acts})
	if found := failAll(t, honest, 60, true); len(found.wrong) == 0 {
		t.Error("a disk that hides its failures was not found out")
	}
	early := honest
	early.acts = slices.Clone(acts)
	for i, a := range acts {
		early.acts[i].do = func(ctx context.Context, b *bench) error { _ = a.do(ctx, b); return nil }
	}
	if found := failAll(t, early, 60, false); len(found.wrong) == 0 {
		t.Error("a store that acknowledges what was refused was not found out")
	}
}
