package person

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"

	"kitewise/backend/domain"
	"kitewise/backend/store"
)

// Format names the shape of the JSON; docs/person-archive.md tells it.
const Format = "kitewise-person/1"

// Content is everything that is stored of a person. Keys of the maps are
// columns of the tables; times are RFC 3339 in UTC, null for never.
type Content struct {
	Format string `json:"format"`
	// Program is the version that wrote it, ExportedAt when.
	Program    string         `json:"program"`
	ExportedAt string         `json:"exported_at"`
	Person     map[string]any `json:"person"`
	// Sessions hold, beside their own columns, the rows of every other table
	// under its name, and under "report" the name of the PDF.
	Sessions []map[string]any `json:"sessions"`
	// Notices are what the person was told, in the language of each consent.
	Notices []map[string]any `json:"notices"`
}

// contentOf lays the rows out: what belongs to a session stands under it, the
// rest under the person.
func contentOf(rows map[string][]store.Row, program string, now domain.Instant) Content {
	c := Content{Format: Format, Program: program, ExportedAt: instant(int64(now)), Person: map[string]any{}, Sessions: []map[string]any{}, Notices: told(rows["notice"])}
	for _, row := range told(rows["participant"]) {
		c.Person = row
	}
	sessions := map[any]map[string]any{}
	for _, row := range told(rows["session"]) {
		sessions[row["id"]] = row
		c.Sessions = append(c.Sessions, row)
	}
	for table, all := range rows {
		switch table {
		case "participant", "session", "notice":
			continue
		}
		for _, row := range told(all) {
			under := c.Person
			if session, ok := sessions[row["session_id"]]; ok {
				under = session
				delete(row, "session_id")
			}
			list, _ := under[table].([]map[string]any)
			under[table] = append(list, row)
		}
	}
	return c
}

// told words times, and bytes as base64.
func told(rows []store.Row) []map[string]any {
	out := []map[string]any{}
	for _, row := range rows {
		plain := map[string]any{}
		for column, value := range row {
			switch value := value.(type) {
			case []byte:
				plain[column] = base64.StdEncoding.EncodeToString(value)
			case int64:
				plain[column] = value
				if column == "at" || strings.HasSuffix(column, "_at") {
					plain[column] = moment(value)
				}
			default:
				plain[column] = value
			}
		}
		out = append(out, plain)
	}
	return out
}

// moment gives a time, nil for never.
func moment(ms int64) any {
	if ms == 0 {
		return nil
	}
	return instant(ms)
}

func instant(ms int64) string { return time.UnixMilli(ms).UTC().Format(time.RFC3339Nano) }

// AnonymousCode gives a random code for results without a person: "X-" and eight
// letters and digits.
func AnonymousCode() string { return "X-" + rand.Text()[:8] }

// write gives the JSON, indented for people.
func (c Content) write() ([]byte, error) {
	return json.MarshalIndent(c, "", "  ")
}
