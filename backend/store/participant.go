package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"kitewise/backend/domain"
	"kitewise/backend/store/names"
)

const participantColumns = "participant.id, code, name, respondent, created_at, demonstration"

// CreateParticipant stores a new participant. An empty code gets the next free
// one ("R-0001"); a code that was ever given to another is a conflict with the
// parameter Field "code". Without keys it is locked.
func (s *Store) CreateParticipant(ctx context.Context, p domain.Participant) (domain.Participant, error) {
	keys, given := s.sealer(), p.Code
	err := s.write(ctx, "create participant", func(r runner) error {
		if p.Code = given; given == "" {
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
		name, err := sealText(keys, tableParticipant, columnName, p.ID, p.Name)
		if err != nil {
			return err
		}
		if _, err := r.exec(`INSERT INTO participant (id, code, name, respondent, created_at, active_at, demonstration)
			VALUES (?, ?, ?, ?, ?, ?, ?)`,
			p.ID, p.Code, name, string(facts), p.CreatedAt, p.CreatedAt, p.Demonstration); err != nil {
			return err
		}
		r.afterwards(func() {
			s.indexed(func(x *names.Index) { x.Add(names.Key{At: int64(p.CreatedAt), ID: p.ID}, p.Name, p.Code) })
		})
		if err := claimCode(r, p); err != nil {
			return err
		}
		return r.note(domain.Entry{Act: domain.ActPersonNew, ParticipantID: p.ID})
	})
	p.Respondent = respondentOf(p)
	return p, err
}

// UpdateParticipant changes code, name and respondent of a participant at the
// moment now. Codes given up stay taken. Without keys it is locked.
func (s *Store) UpdateParticipant(ctx context.Context, p domain.Participant, now domain.Instant) error {
	keys := s.sealer()
	return s.write(ctx, "update participant", func(r runner) error {
		if err := claimCode(r, p); err != nil {
			return err
		}
		facts, err := json.Marshal(respondentOf(p))
		if err != nil {
			return err
		}
		name, err := sealText(keys, tableParticipant, columnName, p.ID, p.Name)
		if err != nil {
			return err
		}
		fields, err := changedFields(r, keys, p)
		if err != nil {
			return err
		}
		key := names.Key{ID: p.ID}
		err = r.row(`UPDATE participant SET code = ?, name = ?, respondent = ?, active_at = max(active_at, ?) WHERE id = ?
			RETURNING active_at`, []any{p.Code, name, string(facts), now, p.ID}, &key.At)
		if errors.Is(err, sql.ErrNoRows) {
			return domain.Fail(domain.CodeNotFound, nil, "What", "participant")
		}
		if err != nil {
			return err
		}
		r.afterwards(func() { s.indexed(func(x *names.Index) { x.Change(key, p.Name, p.Code) }) })
		return r.note(domain.Entry{Act: domain.ActPersonChange, ParticipantID: p.ID, Detail: map[string]string{
			"fields": strings.Join(fields, ","),
		}})
	})
}

// changedFields names what is not as stored: "code", "name", and the facts by
// their ids.
func changedFields(r runner, keys Sealer, now domain.Participant) ([]string, error) {
	before, fields := domain.Participant{}, []string{}
	err := r.each(func(scan func(...any) error) (err error) {
		before, err = scanParticipant(keys, scan)
		return err
	}, `SELECT `+participantColumns+` FROM participant WHERE id = ?`, now.ID)
	if before.Code != now.Code {
		fields = append(fields, "code")
	}
	if before.Name != now.Name {
		fields = append(fields, "name")
	}
	facts := maps.Clone(respondentOf(before))
	maps.Copy(facts, respondentOf(now))
	for _, id := range slices.Sorted(maps.Keys(facts)) {
		if before.Respondent[id] != now.Respondent[id] {
			fields = append(fields, said(id))
		}
	}
	return fields, err
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

// Participant gives one participant; while locked, without the name.
func (s *Store) Participant(ctx context.Context, id string) (p domain.Participant, err error) {
	keys := s.sealer()
	err = s.read(ctx, "read participant", func(r runner) error {
		return r.each(func(scan func(...any) error) error {
			p, err = scanParticipant(keys, scan)
			return err
		}, `SELECT `+participantColumns+` FROM participant WHERE id = ?`, id)
	})
	if err == nil && p.ID == "" {
		err = fault("read participant", domain.Fail(domain.CodeNotFound, nil, "What", "participant"))
	}
	return p, err
}

// ByCode gives the participant who has a code or had it before, in any case.
func (s *Store) ByCode(ctx context.Context, code string) (domain.Participant, error) {
	id := ""
	err := s.read(ctx, "find participant", func(r runner) error {
		err := r.row(`SELECT participant_id FROM participant_code WHERE code = ?`, []any{code}, &id)
		if errors.Is(err, sql.ErrNoRows) {
			return domain.Fail(domain.CodeNotFound, nil, "What", "participant")
		}
		return err
	})
	if err != nil {
		return domain.Participant{}, err
	}
	return s.Participant(ctx, id)
}

// CountPeople gives how many participants there are.
func (s *Store) CountPeople(ctx context.Context) (n int, err error) {
	err = s.read(ctx, "count participants", func(r runner) error {
		return r.row(`SELECT value FROM counter WHERE name = 'participant'`, nil, &n)
	})
	return n, err
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

// People gives one page of participants: found in the index in memory, read by
// their ids. Without keys it is locked.
func (s *Store) People(ctx context.Context, f PeopleFilter) (PeoplePage, error) {
	page := PeoplePage{People: []domain.Participant{}}
	after, err := parseCursor(f.After)
	if err != nil {
		return page, fault("list participants", err)
	}
	keys := s.sealer()
	if keys == nil {
		return page, fault("list participants", domain.Fail(domain.CodeLocked, nil))
	}
	found := []names.Key{}
	s.indexed(func(x *names.Index) { found, page.Total = x.Page(names.Fold(f.Query), after, f.Limit+1) })
	if len(found) > f.Limit {
		found = found[:f.Limit]
		end := found[f.Limit-1]
		page.Next = strconv.FormatInt(end.At, 10) + ":" + end.ID
	}
	if len(found) == 0 {
		return page, nil
	}
	ids := make([]string, len(found))
	for i, key := range found {
		ids[i] = key.ID
	}
	list, err := json.Marshal(ids)
	if err != nil {
		return page, fault("list participants", err)
	}
	err = s.read(ctx, "list participants", func(r runner) error {
		return r.each(func(scan func(...any) error) error {
			p, err := scanParticipant(keys, scan)
			page.People = append(page.People, p)
			return err
		}, `SELECT `+participantColumns+` FROM json_each(?) wanted JOIN participant ON participant.id = wanted.value
			ORDER BY wanted.key`, string(list))
	})
	return page, err
}

func parseCursor(cursor string) (names.Key, error) {
	if cursor == "" {
		return names.Key{}, nil
	}
	head, id, ok := strings.Cut(cursor, ":")
	at, err := strconv.ParseInt(head, 10, 64)
	if !ok || err != nil || id == "" {
		return names.Key{}, domain.Fail(domain.CodeInvalid, err, "Field", "after", "Reason", "not_a_cursor")
	}
	return names.Key{At: at, ID: id}, nil
}

func scanParticipant(keys Sealer, scan func(...any) error) (domain.Participant, error) {
	p, name, facts := domain.Participant{}, "", ""
	if err := scan(&p.ID, &p.Code, &name, &facts, &p.CreatedAt, &p.Demonstration); err != nil {
		return p, err
	}
	if keys != nil {
		var err error
		if p.Name, err = openText(keys, tableParticipant, columnName, p.ID, name); err != nil {
			return p, err
		}
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
