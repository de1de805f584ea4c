package session

import (
	"crypto/sha256"
	"encoding/binary"

	"kitewise/backend/domain"
)

// endingsOrder gives the order in which the endings of an item are shown: the
// manifest index at each displayed position. It depends on the seed and the
// item id alone, so it is the same after Back and after a resume.
func endingsOrder(m *domain.Manifest, seed string, item domain.Item) []int {
	if sectionOf(m, item.ID).Endings == "shuffled" {
		return permutation(seed, item.ID, len(item.Endings))
	}
	order := make([]int, len(item.Endings))
	for i := range order {
		order[i] = i
	}
	return order
}

func sectionOf(m *domain.Manifest, itemID string) domain.Section {
	for _, s := range m.Sections {
		for _, id := range s.Items {
			if id == itemID {
				return s
			}
		}
	}
	return domain.Section{}
}

// permutation is uniform over all orders of n things and independent between
// seeds and items. Source: Fisher and Yates, Statistical Tables, 1938, in
// Durstenfeld's form, Communications of the ACM 7(7), 1964, p. 420.
func permutation(seed, itemID string, n int) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	draw := stream{seed: seed, item: itemID}
	for i := n - 1; i > 0; i-- {
		j := draw.below(uint32(i) + 1)
		order[i], order[j] = order[j], order[i]
	}
	return order
}

// stream is a sequence of uniform numbers: SHA-256 in counter mode over seed
// and item. Its first bytes are part of what a session pins: never change them.
type stream struct {
	seed, item string
	block      uint32
	rest       []byte
}

func (s *stream) next() uint32 {
	if len(s.rest) < 4 {
		text := binary.BigEndian.AppendUint32([]byte("kitewise endings 1\x00"+s.seed+"\x00"+s.item+"\x00"), s.block)
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
