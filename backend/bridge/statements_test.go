package bridge

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"kitewise/backend/domain"
	"kitewise/backend/door"
	"kitewise/backend/kiosk"
	"kitewise/backend/store"
	"kitewise/backend/workspace"
)

// mostToFinalise bounds the statements of the transaction that finalises, its
// BEGIN and COMMIT included.
const mostToFinalise = 25

// transactions parts what was told to the store's hook at BEGIN and COMMIT;
// what stands outside of a transaction is left out.
func transactions(statements []string) (all [][]string) {
	var open []string
	for _, s := range statements {
		if strings.HasPrefix(s, "BEGIN") {
			open = []string{}
		}
		if open != nil {
			open = append(open, s)
		}
		if s == "COMMIT" {
			all, open = append(all, open), nil
		}
	}
	return all
}

// finalisingFault says what is wrong with the statements of one finalisation,
// "" if nothing is: one transaction, which stores the result, of few statements.
func finalisingFault(statements []string) string {
	all := transactions(statements)
	switch {
	case len(all) != 1:
		return fmt.Sprintf("%d transactions", len(all))
	case !strings.Contains(strings.Join(all[0], "\n"), "INSERT INTO result"):
		return "no result is stored"
	case len(all[0]) > mostToFinalise:
		return fmt.Sprintf("%d statements", len(all[0]))
	}
	return ""
}

// TestFinalisingIsOneTransactionOfFewStatements counts what stands between BEGIN
// and COMMIT; the control sees two transactions, another one, and a long one.
func TestFinalisingIsOneTransactionOfFewStatements(t *testing.T) {
	dir := t.TempDir()
	statements := []string{}
	cfg := config(dir)
	cfg.Open = func(ctx context.Context) (*workspace.Workspace, error) {
		return workspace.Open(ctx, dir, repo("instruments"), store.Options{Trace: func(s string) { statements = append(statements, s) }})
	}
	b := opened(t, cfg)
	s := handedOver(t, b, "Dewi", "en")
	if err := answerAll(b, func(kiosk.Saved) error { return nil }); err != nil {
		t.Fatal(err)
	}
	must[kiosk.Session](t)(b.Kiosk.Finish())
	traced := func(act func()) []string {
		statements = statements[:0]
		act()
		return append([]string{}, statements...)
	}
	finalising := traced(func() { must[domain.Finalisation](t)(b.door.Workspace.Engine.Finish(t.Context(), s.ID)) })
	if fault := finalisingFault(finalising); fault != "" {
		t.Errorf("%s: %q", fault, finalising)
	}
	t.Logf("finalising: %d statements in its transaction", len(transactions(finalising)[0]))

	must[door.Status](t)(b.Kiosk.Unlock(pin))
	leaving := traced(func() { must[door.Status](t)(b.Kiosk.Leave("finish")) })
	many := map[string]string{}
	for i := range mostToFinalise {
		many[fmt.Sprintf("control.%d", i)] = "x"
	}
	long := traced(func() {
		if err := b.door.Workspace.Store.SaveSettings(t.Context(), many); err != nil {
			t.Fatal(err)
		}
	})
	longer := append([]string{long[0], "INSERT INTO result"}, long[1:]...)
	for want, control := range map[string][]string{
		"2 transactions":      append(append([]string{}, finalising...), leaving...),
		"no result is stored": leaving,
		"28 statements":       longer,
	} {
		if got := finalisingFault(control); got != want {
			t.Errorf("a control gives %q, want %q: %q", got, want, control)
		}
	}
}
