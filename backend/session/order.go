package session

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"

	"kitewise/backend/domain"
)

// What is put in order, each with a stream of its own. The words are part of
// what a session pins: never change them.
const (
	drawEndings = "kitewise endings 1"
	drawItems   = "kitewise items 1"
)

// itemsOrder gives the items of a section as they are shown. It is a function
// of the section and of the session's seed or its participant alone, so it is
// the same after Back and after a resume.
func itemsOrder(section domain.Section, s domain.Session) []string {
	order := arranged(section.Order, drawItems, section.ID, len(section.Items), s)
	out := make([]string, len(order))
	for position, i := range order {
		out[position] = section.Items[i]
	}
	return out
}

// endingsOrder gives the order in which the endings, cards or options of an
// item are shown: the manifest index at each displayed position. The options of
// a Likert item keep theirs.
func endingsOrder(m *domain.Manifest, item domain.Item, s domain.Session) []int {
	section, _ := m.SectionOf(item.ID)
	switch item.Type {
	case domain.TypeLikert:
		section.Endings = domain.OrderFixed
		fallthrough
	case domain.TypeSingleChoice, domain.TypeMultipleChoice:
		set, _ := m.OptionSet(item.Options)
		return arranged(section.Endings, drawEndings, item.ID, len(set.Options), s)
	}
	return arranged(section.Endings, drawEndings, item.ID, len(item.Endings), s)
}

// arranged gives n things in one of the declared orders.
func arranged(order, what, id string, n int, s domain.Session) []int {
	switch order {
	case domain.OrderShuffled:
		return permutation(what, s.Seed, id, n)
	case domain.OrderPerRespondent:
		return permutation(what, respondentSeed(s.ParticipantID), id, n)
	}
	as := make([]int, n)
	for i := range as {
		as[i] = i
	}
	return as
}

// respondentSeed is the seed of every session of one participant. It is never
// that of a session, and says nothing about the participant.
func respondentSeed(participantID string) string {
	sum := sha256.Sum256([]byte("kitewise respondent 1\x00" + participantID))
	return hex.EncodeToString(sum[:8])
}

// permutation is uniform over all orders of n things and independent between
// seeds, ids and what is drawn. Source: Fisher and Yates, Statistical Tables,
// 1938, in Durstenfeld's form, Communications of the ACM 7(7), 1964, p. 420.
func permutation(what, seed, id string, n int) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	draw := stream{what: what, seed: seed, id: id}
	for i := n - 1; i > 0; i-- {
		j := draw.below(uint32(i) + 1)
		order[i], order[j] = order[j], order[i]
	}
	return order
}

// stream is a sequence of uniform numbers: SHA-256 in counter mode over what is
// drawn, seed and id. Its first bytes are part of what a session pins: never
// change them.
type stream struct {
	what, seed, id string
	block          uint32
	rest           []byte
}

func (s *stream) next() uint32 {
	if len(s.rest) < 4 {
		text := binary.BigEndian.AppendUint32([]byte(s.what+"\x00"+s.seed+"\x00"+s.id+"\x00"), s.block)
		sum := sha256.Sum256(text)
		s.block++
		s.rest = sum[:]
	}
	v := binary.BigEndian.Uint32(s.rest)
	s.rest = s.rest[4:]
	return v
}

// below gives a uniform number in 0..n-1; draws of the incomplete last run are
// thrown away, so that no number is favoured.
func (s *stream) below(n uint32) uint32 {
	const all = uint64(1) << 32
	limit := all - all%uint64(n)
	for {
		if v := s.next(); uint64(v) < limit {
			return v % n
		}
	}
}
