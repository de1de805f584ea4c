package workspace

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"kitewise/backend/domain"
	"kitewise/backend/session"
	"kitewise/backend/store"

	"os"
)

// BenchmarkSession runs whole sessions through the engine: twenty durable
// answers and the finalisation with its scoring, each beside a durable write of
// one setting, the least that the store can keep.
func BenchmarkSession(b *testing.B) {
	ctx := b.Context()
	ws, err := Open(ctx, b.TempDir(), os.DirFS("../../instruments"), store.Options{})
	must := func(err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	must(err)
	defer func() { must(ws.Close()) }()
	must(ws.Store.Unlock(ctx, noSecret{}))
	p, err := ws.Store.CreateParticipant(ctx, domain.Participant{ID: "p", CreatedAt: 1})
	must(err)
	in, err := ws.Instruments.Latest("learning-cycle")
	must(err)
	times := map[string][]float64{}
	timed := func(name string, do func() error) {
		begun := time.Now()
		must(do())
		times[name] = append(times[name], float64(time.Since(begun).Nanoseconds()))
	}
	for n := 0; b.Loop(); n++ {
		s, err := ws.Engine.Prepare(ctx, p.ID, "learning-cycle", "en")
		must(err)
		_, err = ws.Engine.Start(ctx, s.ID)
		must(err)
		_, err = ws.Engine.Consent(ctx, s.ID, true, domain.Notice{Texts: []domain.NoticeText{{Language: "en"}}})
		must(err)
		for k, item := range in.Domain.Manifest.Order() {
			timed("one row", func() error {
				return ws.Store.SaveSettings(ctx, map[string]string{"bench": strconv.Itoa(n*100 + k)})
			})
			ranks := []int{1 + (n+k)%4, 1 + (n+k+1)%4, 1 + (n+k+2)%4, 1 + (n+k+3)%4}
			timed("answer", func() error {
				_, err := ws.Engine.Answer(ctx, session.Answer{SessionID: s.ID, ItemID: item, Given: session.Given{Ranks: ranks}})
				return err
			})
		}
		timed("finish", func() error { _, err := ws.Engine.Finish(ctx, s.ID); return err })
	}
	median := func(name string) float64 { slices.Sort(times[name]); return times[name][len(times[name])/2] }
	b.ReportMetric(median("answer")/median("one row"), "answer/row")
	b.ReportMetric(median("finish")/median("answer"), "finish/answer")
	b.ReportMetric(median("answer")/1000, "µs/answer")
	b.ReportMetric(median("finish")/1000, "µs/finish")
}
