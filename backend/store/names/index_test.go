package names

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// many is how many people a search must take, and in what time.
const (
	many   = 100_000
	within = 500 * time.Millisecond // also under the race detector
)

func filled(people int) *Index {
	x := New(people)
	for i := range people {
		x.Add(Key{At: int64(i), ID: fmt.Sprintf("id-%d", i)}, fmt.Sprintf("Ni Luh Putu Dewi Lestari %d", i), fmt.Sprintf("R-%06d", i))
	}
	return x
}

func TestASearchAmongManyIsQuick(t *testing.T) {
	x := filled(many)
	x.Page("", Key{}, 1) // brings it into order
	for _, query := range []string{"lestari 99", "", "r-0999", "nobody", "lestari"} {
		best := time.Hour // of some, as another program may have the machine meanwhile
		for range 7 {
			begun := time.Now()
			x.Page(Fold(query), Key{}, 51)
			best = min(best, time.Since(begun))
		}
		if best > within {
			t.Errorf("a search for %q takes %v at best, at most %v", query, best, within)
		}
	}
}

func BenchmarkSearch(b *testing.B) {
	x := filled(many)
	for b.Loop() {
		if _, total := x.Page(Fold("Lestari 99"), Key{}, 51); total != 1111 {
			b.Fatal(total)
		}
	}
}

// TestTheIndexIsAListThatIsSearched compares with the plainest one there is.
func TestTheIndexIsAListThatIsSearched(t *testing.T) {
	type person struct {
		Key
		text string
	}
	rapid.Check(t, func(t *rapid.T) {
		x, model := New(0), map[string]person{}
		for step := range rapid.IntRange(0, 60).Draw(t, "steps") {
			id := fmt.Sprint(rapid.IntRange(0, 9).Draw(t, "id"))
			key := Key{At: int64(rapid.IntRange(0, 5).Draw(t, "at")), ID: id}
			name := rapid.SampledFrom([]string{"Dewi", "DEWI Ünal", "", "σοφος", "ſ"}).Draw(t, "name")
			old, there := model[id]
			switch {
			case !there:
				x.Add(key, name, id)
				model[id] = person{key, Fold(name) + "\n" + Fold(id)}
			case step%2 == 0:
				x.Change(key, name, id)
				model[id] = person{key, Fold(name) + "\n" + Fold(id)}
			default:
				x.Move(key)
				model[id] = person{key, old.text}
			}
		}
		query := Fold(rapid.SampledFrom([]string{"", "dewi", "ü", "3", "Σ", "S"}).Draw(t, "query"))
		want := []Key{}
		for _, p := range model {
			if strings.Contains(p.text, query) {
				want = append(want, p.Key)
			}
		}
		slices.SortFunc(want, Key.compare)
		got, after := []Key{}, Key{}
		for {
			page, total := x.Page(query, after, 3)
			if total != len(want) {
				t.Fatalf("total %d, want %d", total, len(want))
			}
			if got = append(got, page...); len(page) < 3 {
				break
			}
			after = page[2]
		}
		if !slices.Equal(got, want) {
			t.Fatalf("got %v, want %v", got, want)
		}
	})
}

func TestWipingLeavesNoName(t *testing.T) {
	x := filled(500)
	x.Change(Key{At: 9999, ID: "id-3"}, "Somebody Else", "R-3")
	x.Page("", Key{}, 1)
	room := x.room[:cap(x.room)]
	if bytes.Contains(room, []byte(Fold("Lestari 3\n"))) || !bytes.Contains(room, []byte(Fold("Lestari 4\n"))) {
		t.Error("a changed name stays, or the search finds nothing")
	}
	x.Wipe()
	if !bytes.Equal(room, make([]byte, len(room))) || x.Len() != 0 {
		t.Error("a wiped index still holds something")
	}
	x.Add(Key{ID: "a"}, "A", "a")
	if _, total := x.Page("", Key{}, 1); total != 1 {
		t.Error("a wiped index is of no use any more")
	}
}
