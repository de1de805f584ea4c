package store

import (
	"database/sql"
	"testing"

	"kitewise/backend/domain"
)

// TestASealThatIsMadeAnewHolds says how far a seal goes: an answer that is changed
// in the file breaks it, and whoever changes both is not found by it. That is for
// scoring again (session.VerdictDiffers) and for the log with its witness.
func TestASealThatIsMadeAnewHolds(t *testing.T) {
	ctx, s := t.Context(), openTest(t, t.TempDir(), Options{})
	running(t, s, "s1", person(t, s, "p1", "A", 1).ID)
	if err := s.SaveResponse(ctx, response("s1", "a", 1), domain.Trail{}); err != nil {
		t.Fatal(err)
	}
	stored, err := s.Finalise(ctx, domain.Finalisation{SessionID: "s1", FinalisedAt: 9})
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", dataSource(s.path(), accessWrite, "WAL"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	change := func(statements ...string) {
		t.Helper()
		for _, statement := range statements {
			if _, err := db.ExecContext(ctx, statement); err != nil {
				t.Fatal(statement, err)
			}
		}
	}
	triggers := []string{}
	rows, err := db.QueryContext(ctx, `SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name IN ('response', 'result')`)
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		name := ""
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		triggers = append(triggers, "DROP TRIGGER "+name)
	}
	if err := rows.Err(); err != nil || len(triggers) < 2 {
		t.Fatal(triggers, err)
	}
	change(append(triggers, `UPDATE response SET value = '{"ranks":[4,3,1,2]}'`)...)
	_, err = s.Finalisation(ctx, "s1")
	wantCode(t, err, domain.CodeDamagedDatabase)

	anew := ""
	err = s.read(ctx, "seal", func(r runner) error {
		var packed []byte
		facts := ""
		err := r.row(`SELECT result, respondent FROM result`, nil, &packed, &facts)
		if err == nil {
			anew, err = seal(r, "s1", packed, facts)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	change(`UPDATE result SET seal = '` + anew + `'`)
	f, err := s.Finalisation(ctx, "s1")
	if err != nil || f.Seal == stored.Seal {
		t.Errorf("%q after %q, %v", f.Seal, stored.Seal, err)
	}
}
