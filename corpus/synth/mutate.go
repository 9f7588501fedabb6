package synth

import (
	"math/rand/v2"
	"slices"
	"strconv"

	"gongkai"
)

// Mutation is one way in which a reader, or an agency, gets a table wrong.
type Mutation struct {
	Name string
	// change changes what the cells of one table print; it may find nothing to
	// change.
	change func(*mutant)
}

// Mutations are all there are.
func Mutations() []Mutation { return slices.Clone(mutations) }

var mutations = []Mutation{
	{"plus-one", func(m *mutant) { m.add(1) }},
	{"minus-one", func(m *mutant) { m.add(-1) }},
	{"lost-digit", (*mutant).loseDigit},
	{"two-cells-of-a-row", func(m *mutant) {
		m.swap(func(a, b gongkai.CellRef) bool { return a.Row == b.Row })
	}},
	{"two-cells-of-a-column", func(m *mutant) {
		m.swap(func(a, b gongkai.CellRef) bool { return a.Column == b.Column })
	}},
	{"row-shifted", func(m *mutant) {
		m.rotate(func(a, b gongkai.CellRef) bool { return a.Row == b.Row })
	}},
	{"column-shifted", func(m *mutant) {
		m.rotate(func(a, b gongkai.CellRef) bool { return a.Column == b.Column })
	}},
	{"row-dropped", (*mutant).dropRow},
	{"all-zero", (*mutant).zero},
}

// mutant is a table of a page that is being changed.
type mutant struct {
	*Sample
	rng   *rand.Rand
	table string
	cells []gongkai.CellRef // that print plain numbers
}

// Mutate changes what the page prints in the table, and leaves the truth as it
// is. It returns the cells that changed, of those that print plain numbers.
func (s *Sample) Mutate(m Mutation, table string) []gongkai.CellRef {
	x := &mutant{Sample: s, rng: stream(s.seed, "mutation "+m.Name), table: table}
	x.cells = s.refs(func(ref gongkai.CellRef, v *gongkai.Value) bool { return ref.Table == table && plain(v) })
	before := x.printed()
	m.change(x)
	var changed []gongkai.CellRef
	for i, text := range x.printed() {
		if text != before[i] {
			changed = append(changed, x.cells[i])
		}
	}
	return changed
}

func (m *mutant) printed() []string {
	texts := make([]string, len(m.cells))
	for i, ref := range m.cells {
		texts[i] = "(gone)"
		if cell := m.Page.cell(ref); cell != nil {
			texts[i] = cell.Text
		}
	}
	return texts
}

func (m *mutant) add(n int) {
	cell := m.Page.cell(pick(m.rng, m.cells))
	if v, err := strconv.Atoi(cell.Text); err == nil && v+n >= 0 {
		cell.Text = strconv.Itoa(v + n)
	}
}

func (m *mutant) loseDigit() {
	if ref, ok := m.pickNumber(m.rng, func(ref gongkai.CellRef) bool { return ref.Table == m.table && len(m.Page.cell(ref).Text) > 1 }); ok {
		cell := m.Page.cell(ref)
		at := m.rng.IntN(len(cell.Text))
		cell.Text = cell.Text[:at] + cell.Text[at+1:]
	}
}

// swap exchanges two cells that print different numbers.
func (m *mutant) swap(related func(a, b gongkai.CellRef) bool) {
	var pairs [][2]*Cell
	for i, a := range m.cells {
		for _, b := range m.cells[i+1:] {
			if x, y := m.Page.cell(a), m.Page.cell(b); related(a, b) && x.Text != y.Text {
				pairs = append(pairs, [2]*Cell{x, y})
			}
		}
	}
	if len(pairs) > 0 {
		p := pick(m.rng, pairs)
		p[0].Text, p[1].Text = p[1].Text, p[0].Text
	}
}

// rotate moves the numbers of one row or column on by one place, and the last
// to the first.
func (m *mutant) rotate(related func(a, b gongkai.CellRef) bool) {
	one := pick(m.rng, m.cells)
	var line []*Cell
	for _, ref := range m.cells {
		if related(one, ref) {
			line = append(line, m.Page.cell(ref))
		}
	}
	last := line[len(line)-1].Text
	for i := len(line) - 1; i > 0; i-- {
		line[i].Text = line[i-1].Text
	}
	line[0].Text = last
}

func (m *mutant) dropRow() {
	t, at := m.Page.where(m.table, pick(m.rng, m.cells).Row)
	t.remove(at)
}

func (m *mutant) zero() {
	for _, ref := range m.cells {
		m.Page.cell(ref).Text = "0"
	}
}
