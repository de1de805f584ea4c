package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"kitewise/backend/domain"
)

const participantColumns = "id, code, name, respondent, created_at"

// CreateParticipant stores a new participant. An empty code gets the next free
// one ("R-0001"); a code that was ever given to another is a conflict with the
// parameter Field "code".
func (s *Store) CreateParticipant(ctx context.Context, p domain.Participant) (domain.Participant, error) {
	err := s.write(ctx, "create participant", func(r runner) error {
		if p.Code == "" {
			code, err := nextCode(r)
			if err != nil {
				return err
			}
			p.Code = code
		}
		facts, err := json.Marshal(respondentOf(p))
		if err != nil {
			return err
		}
		if _, err := r.exec(`INSERT INTO participant (id, code, name, search, respondent, created_at, active_at)
			VALUES (?, ?, ?, ?, ?, ?, ?)`,
			p.ID, p.Code, p.Name, searchText(p), string(facts), p.CreatedAt, p.CreatedAt); err != nil {
			return err
		}
		return claimCode(r, p)
	})
	p.Respondent = respondentOf(p)
	return p, err
}

// UpdateParticipant changes code, name and respondent of a participant at the
// moment now. Codes given up stay taken.
func (s *Store) UpdateParticipant(ctx context.Context, p domain.Participant, now domain.Instant) error {
	return s.write(ctx, "update participant", func(r runner) error {
		if err := claimCode(r, p); err != nil {
			return err
		}
		facts, err := json.Marshal(respondentOf(p))
		if err != nil {
			return err
		}
		n, err := r.exec(`UPDATE participant SET code = ?, name = ?, search = ?, respondent = ?, active_at = max(active_at, ?) WHERE id = ?`,
			p.Code, p.Name, searchText(p), string(facts), now, p.ID)
		if err == nil && n == 0 {
			return domain.Fail(domain.CodeNotFound, nil, "What", "participant")
		}
		return err
	})
}

// nextCode counts on to the next code that was never given.
func nextCode(r runner) (string, error) {
	for {
		var n int
		if err := r.row(`UPDATE counter SET value = value + 1 WHERE name = 'participant_code' RETURNING value`, nil, &n); err != nil {
			return "", err
		}
		code := fmt.Sprintf("R-%04d", n)
		var taken bool
		if err := r.row(`SELECT EXISTS (SELECT 1 FROM participant_code WHERE code = ?)`, []any{code}, &taken); err != nil {
			return "", err
		}
		if !taken {
			return code, nil
		}
	}
}

// claimCode notes the code as given to the participant; one that was given to
// another is refused. Codes differ by more than the case of letters.
func claimCode(r runner, p domain.Participant) error {
	var owner string
	err := r.row(`SELECT participant_id FROM participant_code WHERE code = ?`, []any{p.Code}, &owner)
	if errors.Is(err, sql.ErrNoRows) {
		_, err = r.exec(`INSERT INTO participant_code (code, participant_id) VALUES (?, ?)`, p.Code, p.ID)
		return err
	}
	if err == nil && owner != p.ID {
		return domain.Fail(domain.CodeConflict, nil, "Field", "code", "Reason", "taken")
	}
	return err
}

// Participant gives one participant.
func (s *Store) Participant(ctx context.Context, id string) (p domain.Participant, err error) {
	err = s.read(ctx, "read participant", func(r runner) error {
		return r.each(func(scan func(...any) error) error {
			p, err = scanParticipant(scan)
			return err
		}, `SELECT `+participantColumns+` FROM participant WHERE id = ?`, id)
	})
	if err == nil && p.ID == "" {
		err = fault("read participant", domain.Fail(domain.CodeNotFound, nil, "What", "participant"))
	}
	return p, err
}

// PeopleFilter asks for one page of participants, newest activity first.
type PeopleFilter struct {
	// Query is contained in name or code, any case; "" is everybody.
	Query string
	// After is the Next of the page before, "" to begin.
	After string
	// Limit is the largest number of rows.
	Limit int
}

// PeoplePage is one page; Next is "" on the last, Total counts all that match.
type PeoplePage struct {
	People []domain.Participant
	Next   string
	Total  int
}

// People gives one page of participants. Paging goes by the key of the last
// row, so that a page costs the same wherever it lies.
func (s *Store) People(ctx context.Context, f PeopleFilter) (PeoplePage, error) {
	page := PeoplePage{People: []domain.Participant{}}
	at, id, err := parseCursor(f.After)
	if err != nil {
		return page, fault("list participants", err)
	}
	query := fold(f.Query)
	err = s.read(ctx, "list participants", func(r runner) error {
		if page.Total, err = countPeople(r, query); err != nil {
			return err
		}
		var last int64
		err := r.each(func(scan func(...any) error) error {
			if len(page.People) == f.Limit {
				end := page.People[f.Limit-1]
				page.Next = strconv.FormatInt(last, 10) + ":" + end.ID
				return nil
			}
			p, err := scanParticipant(scan, &last)
			page.People = append(page.People, p)
			return err
		}, `SELECT `+participantColumns+`, active_at FROM participant
			WHERE (active_at, id) < (?, ?) AND (? = '' OR instr(search, ?) > 0)
			ORDER BY active_at DESC, id DESC LIMIT ?`, at, id, query, query, f.Limit+1)
		return err
	})
	return page, err
}

func countPeople(r runner, query string) (n int, err error) {
	if query == "" {
		return n, r.row(`SELECT value FROM counter WHERE name = 'participant'`, nil, &n)
	}
	return n, r.row(`SELECT count(*) FROM participant WHERE instr(search, ?) > 0`, []any{query}, &n)
}

func parseCursor(cursor string) (at int64, id string, err error) {
	if cursor == "" {
		return 1<<63 - 1, "", nil
	}
	head, id, ok := strings.Cut(cursor, ":")
	at, err = strconv.ParseInt(head, 10, 64)
	if !ok || err != nil {
		return 0, "", domain.Fail(domain.CodeInvalid, err, "Field", "after", "Reason", "not_a_cursor")
	}
	return at, id, nil
}

func scanParticipant(scan func(...any) error, more ...any) (domain.Participant, error) {
	p, facts := domain.Participant{}, ""
	if err := scan(append([]any{&p.ID, &p.Code, &p.Name, &facts, &p.CreatedAt}, more...)...); err != nil {
		return p, err
	}
	err := json.Unmarshal([]byte(facts), &p.Respondent)
	p.Respondent = respondentOf(p)
	return p, err
}

func respondentOf(p domain.Participant) domain.Respondent {
	if p.Respondent == nil {
		return domain.Respondent{}
	}
	return p.Respondent
}

func searchText(p domain.Participant) string { return fold(p.Name) + "\n" + fold(p.Code) }

// fold maps every letter to one form for all its cases (Unicode simple case
// folding: the least rune of its orbit), so that a search finds any case.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		least := r
		for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
			least = min(least, next)
		}
		return least
	}, s)
}
