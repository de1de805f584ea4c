package store

// holding is a table with rows that belong to a person.
type holding struct {
	table string
	// of tells the rows of one participant, whose id is its one parameter.
	of string
	// order is how the rows of one person stand in an archive.
	order string
}

// How rows belong to a person.
const (
	ofParticipant = "participant_id = ?"
	ofSession     = "session_id IN (SELECT id FROM session WHERE participant_id = ?)"
)

// holdings are all tables with rows of a person, each before those that it
// refers to. What is exported, erased and made anonymous follows from this
// list; a test walks the schema and finds a table that is missing here.
var holdings = []holding{
	{"response", ofSession, "session_id, item_id, revision"},
	{"result", ofSession, "session_id"},
	{"norm_choice", ofSession, "session_id, revision"},
	{"consent", ofSession, "session_id, revision"},
	{"practice", ofSession, "session_id, type"},
	{"event", ofSession, "session_id, number"},
	{"visit", ofSession, "session_id, item_id, shown_at"},
	{"arranged_later", ofSession, "session_id, revision"},
	{"withdrawal", ofSession, "session_id, revision"},
	{"audit_body", ofParticipant, "number"},
	{"session", ofParticipant, "created_at, id"},
	{"participant_code", ofParticipant, "code"},
	{"participant", "id = ?", "id"},
}
