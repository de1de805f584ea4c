package response

import "kitewise/backend/domain"

// layout says how a type stands in a table. Every column is called by the
// item's id, and a dot and its part where there is one.
type layout int

const (
	// oneNumber and oneText are a single cell.
	oneNumber layout = iota
	oneText
	// byPart has a cell with a whole number for each ending or card.
	byPart
	// byOption has a cell for each option: 1 chosen, 0 not.
	byOption
)

// Cell is one filled cell: the part of its column ("" is the item itself).
type Cell struct{ Part, Text string }

// Parts lists the parts that an item has in a table, in the manifest's order;
// one part "" for an item with a single column.
func Parts(it Item) []string {
	k, _ := KindOf(it.Type)
	out := []string{}
	switch k.layout {
	case byPart:
		for _, e := range it.Endings {
			out = append(out, e.ID)
		}
	case byOption:
		for _, o := range it.Set.Options {
			out = append(out, o.ID)
		}
	default:
		return []string{""}
	}
	return out
}

// ReadCells reads an answer from the filled cells of an item. Of a multiple
// choice, an empty cell beside filled ones is not chosen.
func ReadCells(it Item, cells []Cell) (domain.Value, string) {
	k, ok := KindOf(it.Type)
	if !ok {
		return domain.Value{}, WrongType
	}
	return k.take(it, k.layout.node(it, cells))
}

// node gives the JSON of the cells.
func (l layout) node(it Item, cells []Cell) Node {
	switch l {
	case byPart:
		n := Node{Kind: Object}
		for _, c := range cells {
			n.Keys, n.Values = append(n.Keys, c.Part), append(n.Values, numberNode(c.Text))
		}
		return n
	case byOption:
		return optionsNode(it, cells)
	}
	switch {
	case len(cells) != 1 || cells[0].Part != "":
		return Node{Kind: Null}
	case l == oneNumber:
		return numberNode(cells[0].Text)
	}
	return Node{Kind: String, Text: cells[0].Text}
}

// numberNode is a number if the text is one.
func numberNode(s string) Node {
	if plain(s) {
		return Node{Kind: Number, Text: s}
	}
	return Node{Kind: String, Text: s}
}

// optionsNode lists the options whose cells hold 1.
func optionsNode(it Item, cells []Cell) Node {
	n := Node{Kind: Array}
	for _, c := range cells {
		if place(it, c.Part) < 0 || c.Text != "0" && c.Text != "1" {
			return Node{Kind: Null}
		}
		if c.Text == "1" {
			n.Values = append(n.Values, Node{Kind: String, Text: c.Part})
		}
	}
	return n
}

// WriteCells gives one cell for each of Parts.
func WriteCells(it Item, v domain.Value) []string {
	n, parts := Write(it, v), Parts(it)
	out := make([]string, len(parts))
	switch n.Kind {
	case Object:
		for i := range n.Values {
			out[i] = n.Values[i].Text
		}
	case Array:
		for i := range out {
			out[i] = "0"
		}
		for _, one := range n.Values {
			out[place(it, one.Text)] = "1"
		}
	default:
		out[0] = n.Text
	}
	return out
}
