package store

import (
	"bytes"
	"compress/flate"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"io"
	"slices"

	"kitewise/backend/domain"
)

// Row is one stored row, column by column: text, whole numbers, bytes, or JSON
// (json.RawMessage) where that is stored; sealed texts are opened. Columns
// named "at" or ending in "_at" are Instants.
type Row map[string]any

// Everything gives every row that is stored of a participant, by its table,
// each table in its own order, and under "notice" the notices that consents
// speak of. Without keys it is locked.
func (s *Store) Everything(ctx context.Context, participantID string) (map[string][]Row, error) {
	keys := s.sealer()
	if keys == nil {
		return nil, fault("read person", domain.Fail(domain.CodeLocked, nil))
	}
	out := map[string][]Row{}
	err := s.read(ctx, "read person", func(r runner) error {
		for _, h := range holdings {
			rows, err := rowsOf(r, "SELECT * FROM "+h.table+" WHERE "+h.of+" ORDER BY "+h.order, participantID)
			if err != nil {
				return err
			}
			for _, row := range rows {
				if err := s.readable(keys, h.table, row); err != nil {
					return err
				}
			}
			out[h.table] = rows
		}
		if len(out["participant"]) == 0 {
			return domain.Fail(domain.CodeNotFound, nil, "What", "participant")
		}
		return beside(r, participantID, out)
	})
	return out, err
}

// beside adds what rows of the person point at and is nobody's own: the notices,
// and of the log when and what was done.
func beside(r runner, participantID string, out map[string][]Row) (err error) {
	out["notice"], err = rowsOf(r, `SELECT version, language, words, hash, made_at FROM notice WHERE (version, language) IN
		(SELECT notice, language FROM consent WHERE `+ofSession+`) ORDER BY version, language`, participantID)
	if err != nil {
		return err
	}
	acts, err := rowsOf(r, `SELECT number, at, act, actor FROM audit WHERE number IN
		(SELECT number FROM audit_body WHERE participant_id = ?) ORDER BY number`, participantID)
	for i, act := range acts {
		if i < len(out["audit_body"]) {
			for column, value := range act {
				out["audit_body"][i][column] = value
			}
		}
	}
	structured(out["notice"])
	structured(out["audit_body"])
	return err
}

// jsonColumns hold JSON as text, which their tables check.
var jsonColumns = []string{"respondent", "value", "process", "accommodations", "words", "body"}

// structured turns stored JSON into JSON.
func structured(rows []Row) {
	for _, row := range rows {
		for column, value := range row {
			if text, ok := value.(string); ok && slices.Contains(jsonColumns, column) {
				row[column] = json.RawMessage(text)
			}
		}
	}
}

// rowsOf reads whole rows.
func rowsOf(r runner, query string, args ...any) (out []Row, err error) {
	stmt, err := r.statement(query)
	if err != nil {
		return nil, err
	}
	rows, err := stmt.QueryContext(r.ctx, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	out = []Row{}
	for rows.Next() {
		row, err := wholeRow(rows, columns)
		if err != nil {
			return nil, err
		}
		out = append(out, row)
	}
	return out, rows.Err()
}

func wholeRow(rows *sql.Rows, columns []string) (Row, error) {
	values, into, row := make([]any, len(columns)), make([]any, len(columns)), Row{}
	for i := range values {
		into[i] = &values[i]
	}
	err := rows.Scan(into...)
	for i, column := range columns {
		if raw, ok := values[i].([]byte); ok {
			values[i] = bytes.Clone(raw)
		}
		row[column] = values[i]
	}
	return row, err
}

// readable opens what is sealed in a row and unfolds what is packed.
func (s *Store) readable(keys Sealer, table string, row Row) (err error) {
	switch table {
	case "response":
		err = s.openRowAnswer(keys, row)
	case tableParticipant:
		id, _ := row["id"].(string)
		name, _ := row["name"].(string)
		row["name"], err = openText(keys, table, columnName, id, name)
	case tableSession:
		id, _ := row["id"].(string)
		err = openRowNote(keys, id, row)
	case "arranged_later":
		id, _ := row["session_id"].(string)
		err = openRowNote(keys, id, row)
	case "result":
		packed, _ := row["result"].([]byte)
		plain, failed := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(packed)), largestResult))
		row["result"], err = json.RawMessage(plain), failed
	}
	structured([]Row{row})
	return err
}

func openRowNote(keys Sealer, sessionID string, row Row) error {
	stored, _ := row["accommodations"].(string)
	a := domain.Accommodations{}
	if err := json.Unmarshal([]byte(stored), &a); err != nil {
		return domain.Fail(domain.CodeDamagedDatabase, err, "Reason", "session")
	}
	a, err := openNote(keys, tableSession, sessionID, a)
	if err != nil {
		return err
	}
	plain, err := json.Marshal(a)
	row["accommodations"] = json.RawMessage(plain)
	return err
}

// openRowAnswer opens the participant's own words in an answer.
func (s *Store) openRowAnswer(keys Sealer, row Row) error {
	n, stored := domain.Response{}, ""
	n.SessionID, _ = row["session_id"].(string)
	n.ItemID, _ = row["item_id"].(string)
	revision, _ := row["revision"].(int64)
	n.Revision = int(revision)
	stored, _ = row["value"].(string)
	err := json.Unmarshal([]byte(stored), &n.Value)
	if err == nil {
		n.Value, err = s.openAnswer(keys, n)
	}
	if err != nil {
		return err
	}
	plain, err := json.Marshal(n.Value)
	row["value"] = json.RawMessage(plain)
	return err
}
