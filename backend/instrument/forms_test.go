package instrument_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"kitewise/backend/domain"
	"kitewise/backend/instrument"
	"kitewise/backend/norm"
)

// variant loads the first instrument with a changed manifest and changed files.
func variant(t *testing.T, change func(m map[string]any), files map[string]string) (*instrument.Instrument, []domain.Fault) {
	t.Helper()
	folder, m := folderOf(t), map[string]any{}
	if err := json.Unmarshal(folder["manifest.json"].Data, &m); err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(m)
	}
	data, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	folder["manifest.json"] = &fstest.MapFile{Data: data}
	for name, text := range files {
		folder[name] = &fstest.MapFile{Data: []byte(text)}
	}
	entry, err := instrument.Open(os.DirFS("../../instruments"), folder)
	if err != nil {
		t.Fatal(err)
	}
	return entry.Instrument, entry.Faults
}

// sound is variant for a form that must load.
func sound(t *testing.T, change func(m map[string]any), files map[string]string) *instrument.Instrument {
	t.Helper()
	in, faults := variant(t, change, files)
	if in == nil {
		t.Fatal(faults)
	}
	return in
}

// at walks into a decoded manifest: keys and indices.
func at(m any, path ...any) any {
	for _, p := range path {
		switch key := p.(type) {
		case string:
			m = m.(map[string]any)[key]
		case int:
			m = m.([]any)[key]
		}
	}
	return m
}

// eleven leaves one ending of every scale unscored, each in another item.
func eleven(m map[string]any) {
	for i := range 4 {
		at(m, "items", i, "endings", i).(map[string]any)["unscored"] = true
	}
	m["self_test"] = []any{map[string]any{
		"responses": at(m, "self_test", 0, "responses"), "expect": map[string]any{"W": map[string]any{"value": 0.10625}},
	}}
}

var perms = norm.Permutations(4)

// climb looks for n rankings with the wanted property: a distance of 0.
func climb(t *testing.T, n int, distance func(sets [][]int) int) string {
	t.Helper()
	rng := rand.New(rand.NewPCG(7, uint64(n)))
	for range 200 {
		sets := make([][]int, n)
		for i := range sets {
			sets[i] = perms[rng.IntN(24)]
		}
		for range 4000 {
			now := distance(sets)
			if now == 0 {
				return write(sets)
			}
			i := rng.IntN(n)
			old := sets[i]
			sets[i] = perms[rng.IntN(24)]
			if distance(sets) > now && rng.IntN(50) > 0 {
				sets[i] = old
			}
		}
	}
	t.Fatal("no such rankings found")
	return ""
}

func write(sets [][]int) string {
	out := []string{}
	for _, s := range sets {
		out = append(out, strings.Trim(strings.ReplaceAll(fmt.Sprint(s), " ", ""), "[]"))
	}
	return strings.Join(out, " ")
}

// spread is D of some rankings, by its definition.
func spread(sets [][]int) int {
	d := 0
	for j := range 4 {
		sum := 0
		for _, s := range sets {
			sum += s[j]
		}
		d += (2*sum - 5*len(sets)) * (2*sum - 5*len(sets))
	}
	return d / 4
}

// differences gives ACCE and AERO of some rankings.
func differences(sets [][]int) (acce, aero int) {
	for _, s := range sets {
		acce, aero = acce+s[2]-s[0], aero+s[3]-s[1]
	}
	return acce, aero
}

func withD(t *testing.T, n, d int) string {
	t.Helper()
	return climb(t, n, func(sets [][]int) int { return abs(spread(sets) - d) })
}

// How the sets of styled may lie: anyhow; with no pair that one swap moves two
// down; with such a pair of AC and CE.
const (
	anyhow = iota
	apart
	close
)

// styled gives twelve sets with these sums.
func styled(t *testing.T, acce, aero, how int) string {
	t.Helper()
	return climb(t, 12, func(sets [][]int) int {
		x, y := differences(sets)
		pairs, downward := 0, 0
		for _, s := range sets {
			if s[2]-s[0] == 1 {
				pairs++
			}
			if s[2]-s[0] == 1 || s[3]-s[1] == 1 {
				downward++
			}
		}
		off := abs(x-acce) + abs(y-aero)
		switch {
		case how == apart:
			off += downward
		case how == close && pairs == 0:
			off++
		}
		return off
	})
}

func abs(v int) int { return max(v, -v) }
