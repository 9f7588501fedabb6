package page

import (
	"cmp"
	"math"
	"slices"
)

// cornerWords are the words of the heads of labels that no row's label is.
func (u *Unruled) cornerWords() []Word {
	var rest []Word
	for _, w := range u.corner {
		if !u.inRows(w) {
			rest = append(rest, w)
		}
	}
	return rest
}

// inRows says whether the word is of a row's label or of one that spans rows.
func (u *Unruled) inRows(w Word) bool {
	same := func(o Word) bool { return o.Box == w.Box }
	return slices.ContainsFunc(u.Rows, func(r UnruledRow) bool { return slices.ContainsFunc(r.Label, same) }) ||
		slices.ContainsFunc(u.groups, func(g unruledGroup) bool { return slices.ContainsFunc(g.words, same) })
}

// tableEdges returns the x of the table's columns: those of labels, if it has
// labels, then those of values.
func (u *Unruled) tableEdges() (x []float64, labelColumns int) {
	x = u.edges()
	left, right := math.Inf(1), math.Inf(-1)
	see := func(words []Word) {
		for _, w := range words {
			left, right = min(left, w.Box.Left), max(right, w.Box.Right)
		}
	}
	see(u.corner)
	for _, r := range u.Rows {
		if !r.Across {
			see(r.Label)
		}
	}
	for _, g := range u.groups {
		see(g.words)
	}
	if math.IsInf(left, 1) {
		return x, 0
	}
	x[0] = max(x[0], (right+u.Columns[0].Left)/2)
	outer := append([]float64{left - maxPaddingPt}, u.Rivers...)
	return append(outer, x...), len(outer)
}

// table makes a table of the rows and heads.
func (u *Unruled) table() (*Table, error) {
	x, labels := u.tableEdges()
	if labels == 0 && len(u.Columns) < minFigures {
		return nil, errFewValues
	}
	for i := 1; i < len(x); i++ {
		if x[i] <= x[i-1] {
			return nil, errBetween
		}
	}
	for _, w := range u.cornerWords() {
		if w.Page != u.lines[u.heading].page.Number {
			return nil, errSplitHeads
		}
	}
	b := tableBuilder{x: x, t: &Table{X: x, Unruled: true}}
	u.addHeads(&b, labels)
	if b.odd {
		return nil, errNoHeads
	}
	u.addRows(&b, labels)
	t := b.t
	t.Page = t.Cells[0].Page
	down := float64(t.Page) * stripPt
	for _, c := range t.Cells {
		if !slices.Contains(t.Parts, c.Page) {
			t.Parts = append(t.Parts, c.Page)
		}
		if c.Page == t.Page {
			t.Box = t.Box.union(c.Box)
		}
	}
	for _, top := range b.tops {
		t.Y = append(t.Y, top-down)
	}
	t.Y = append(t.Y, u.Rows[len(u.Rows)-1].Bottom-down)
	slices.SortStableFunc(t.Cells, func(a, b *TableCell) int {
		return cmp.Or(cmp.Compare(a.Row, b.Row), cmp.Compare(a.Column, b.Column))
	})
	return t, nil
}

type tableBuilder struct {
	x    []float64
	t    *Table
	tops []float64 // of rows, on the strip
	odd  bool
}

// add puts a cell of the words into the table; top and bottom are on the strip.
func (b *tableBuilder) add(row, column, rows, columns, page int, top, bottom float64, words []Word) *TableCell {
	down := float64(page) * stripPt
	c := &TableCell{Row: row, Column: column, RowSpan: rows, ColumnSpan: columns, Page: page,
		Box: Rect{b.x[column], top - down, b.x[column+columns], bottom - down}}
	for _, w := range words {
		c.chars = append(c.chars, w.chars...)
	}
	b.t.Cells = append(b.t.Cells, c)
	return c
}

// addHeads adds the caption, the heads that span columns and those of the
// columns.
func (u *Unruled) addHeads(b *tableBuilder, labels int) {
	n, page := len(u.Columns), u.lines[u.heading].page.Number
	var lowest []Word
	for _, c := range u.Columns {
		if !c.rises {
			lowest = append(lowest, c.Head...)
		}
	}
	bottom := max(hull(lowest).Bottom, hull(u.cornerWords()).Bottom)
	for _, c := range u.Columns {
		bottom = max(bottom, hull(c.Head).Bottom)
	}
	if u.Rows[0].Page == page {
		bottom = (bottom + u.Rows[0].Top) / 2
		u.Rows[0].Top = bottom
	} else {
		bottom += maxPaddingPt / 2
	}
	// The rows of heads: where one ends, the next begins.
	tops := []float64{hull(lowest).Top}
	for i := len(u.Levels) - 1; i >= 0; i-- {
		var words []Word
		for _, h := range u.Levels[i] {
			words = append(words, h.Words...)
		}
		box := hull(words)
		tops[0] = (tops[0] + box.Bottom) / 2
		b.odd = b.odd || box.Bottom > tops[0]+touchPt
		tops = append([]float64{box.Top}, tops...)
	}
	for _, c := range u.Columns {
		tops[0] = min(tops[0], hull(c.Head).Top)
	}
	if corner := u.cornerWords(); len(corner) > 0 {
		tops[0] = min(tops[0], hull(corner).Top)
	}
	tops[0] -= maxPaddingPt / 2
	row := 0
	if u.caption != nil {
		top, foot := u.caption.Box.Top-maxPaddingPt/2, (u.caption.Box.Bottom+tops[0]+maxPaddingPt/2)/2
		tops[0] = max(tops[0], foot)
		b.tops = append(b.tops, top)
		b.add(0, 0, 1, labels+n, page, top, tops[0], []Word{*u.caption})
		row = 1
	}
	ends := append(slices.Clone(tops[1:]), bottom)
	b.tops = append(b.tops, tops...)
	if labels > 0 {
		b.add(row, 0, len(tops), labels, page, tops[0], bottom, u.cornerWords())
	}
	covered := make([]int, n) // levels above each column's own head
	for i, level := range u.Levels {
		for _, h := range level {
			b.add(row+i, labels+h.From, 1, h.To-h.From, page, tops[i], ends[i], h.Words)
			for c := h.From; c < h.To; c++ {
				covered[c]++
			}
		}
	}
	for i, c := range u.Columns {
		b.add(row+covered[i], labels+i, len(tops)-covered[i], 1, page, tops[covered[i]], bottom, c.Head)
	}
}

// addRows adds the rows of values.
func (u *Unruled) addRows(b *tableBuilder, labels int) {
	first := len(b.tops)
	for _, g := range u.groups {
		b.add(first+g.from, g.column, g.to-g.from, 1, u.Rows[g.from].Page, u.Rows[g.from].Top, u.Rows[g.to-1].Bottom, g.words)
	}
	for i, r := range u.Rows {
		b.tops = append(b.tops, r.Top)
		if r.Across {
			b.add(first+i, 0, 1, labels+len(u.Columns), r.Page, r.Top, r.Bottom, r.Label)
			continue
		}
		for column := range min(r.From, labels) {
			if !slices.ContainsFunc(u.groups, func(g unruledGroup) bool { return g.column == column && g.from <= i && i < g.to }) {
				b.add(first+i, column, 1, 1, r.Page, r.Top, r.Bottom, nil)
			}
		}
		if labels > 0 {
			b.add(first+i, r.From, 1, labels-r.From, r.Page, r.Top, r.Bottom, r.Label)
		}
		for j, words := range r.Values {
			b.add(first+i, labels+j, 1, 1, r.Page, r.Top, r.Bottom, words)
		}
	}
}

// strays says whether text stands inside the table that is in none of its cells,
// or whether a cell's words are not all inside it.
func (u *Unruled) strays(t *Table, pages []*Page) bool {
	taken := map[*Page]map[int]bool{}
	u.take(taken)
	chars, placed := 0, 0
	for p, indices := range taken {
		for i := range indices {
			for _, it := range p.Lines[i].items {
				if it.Rune != ' ' {
					chars++
				}
			}
		}
	}
	parts := map[int]Rect{}
	for _, c := range t.Cells {
		parts[c.Page] = parts[c.Page].union(c.Box)
		for _, ch := range c.chars {
			if ch.Rune == ' ' {
				continue
			}
			placed++
			if !c.Box.Grow(touchPt).Contains(ch.Box.CentreX(), ch.Box.CentreY()) {
				return true
			}
		}
	}
	if chars != placed+u.repeatedChars() {
		return true
	}
	for number, box := range parts {
		p := pages[number-1]
		for i, l := range p.Lines {
			if !taken[p][i] && l.Box.Left < box.Right && box.Left < l.Box.Right && l.Box.CentreY() > box.Top && l.Box.CentreY() < box.Bottom {
				return true
			}
		}
	}
	return false
}

// repeatedChars counts the glyphs of heads that later pages repeat.
func (u *Unruled) repeatedChars() int {
	n := 0
	for i := range u.skipped {
		for _, it := range u.lines[i].page.Lines[u.lines[i].index].items {
			if it.Rune != ' ' {
				n++
			}
		}
	}
	return n
}

// take marks the lines that the table takes: those from its top to its last
// values, and below them those of the last labels.
func (u *Unruled) take(taken map[*Page]map[int]bool) {
	for i := u.top; i < len(u.lines); i++ {
		l := u.lines[i]
		if i > u.last && !slices.ContainsFunc(l.words, u.inRows) {
			return
		}
		if taken[l.page] == nil {
			taken[l.page] = map[int]bool{}
		}
		taken[l.page][l.index] = true
	}
}

// doubt adds what the stages before know of places in which text was left out,
// and of rows.
func (u *Unruled) doubt(t *Table, pages []*Page) {
	first := t.rows() - len(u.Rows)
	_, labels := u.tableEdges()
	for _, c := range t.Cells {
		if c.Row >= first && c.Column >= labels {
			c.Doubt = cmp.Or(c.Doubt, u.Rows[c.Row-first].Doubt)
		}
		for _, p := range pages[c.Page-1].Lost {
			if c.Box.Contains(p.X, p.Y) {
				c.Doubt = doubtLost
			}
		}
	}
}
