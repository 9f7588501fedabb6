package page

import (
	"cmp"
	"slices"

	"gongkai"
)

// Table is a table, or the part of one that is on one page.
type Table struct {
	Page int
	Box  Rect
	// X and Y are the edges of the columns and rows: one more than there are.
	X, Y []float64
	// OpenTop and OpenBottom say that the outer columns' borders reach beyond
	// the first or last drawn border: the row there is cut by the page.
	OpenTop, OpenBottom bool
	// Cells tile the table, ordered by row and column.
	Cells []*TableCell
	// Parts are the numbers of the pages that the table is on.
	Parts []int
	// Unruled: no rulings are drawn; the edges lie between what is printed.
	Unruled bool
}

func (t *Table) rows() int    { return len(t.Y) - 1 }
func (t *Table) columns() int { return len(t.X) - 1 }

// clone returns a copy that shares nothing that joining changes.
func (t *Table) clone() *Table {
	c := *t
	c.Parts = slices.Clone(t.Parts)
	c.Cells = make([]*TableCell, len(t.Cells))
	for i, cell := range t.Cells {
		copied := *cell
		copied.Inner = slices.Clone(cell.Inner)
		c.Cells[i] = &copied
	}
	return &c
}

// TableCell is one cell of a Table.
type TableCell struct {
	Row, Column, RowSpan, ColumnSpan int
	Page                             int
	Box                              Rect
	Text                             string
	// Doubt is why Text is uncertain; empty when it is not.
	Doubt string
	// Broken: the cell's borders do not make a rectangle.
	Broken bool
	// Outside: the place is open to the outside of the table.
	Outside bool
	// Fills: the last line of the text is as long as the cell is wide, so the
	// text may go on elsewhere.
	Fills bool
	// Inner are the tables inside the cell.
	Inner []*Table
	// Crop is the picture of the cell, where it was read from pixels.
	Crop *gongkai.Crop

	chars []Char
}

const (
	// edgePt is how far apart the lines of one edge of a column or row may be.
	edgePt = 2
	// sliverPt is the thinnest column or row that can hold text: thinner ones
	// are doubled borders.
	sliverPt = 4
	// openPt is how far a line must reach beyond the last border across it to
	// mean a cell without that border.
	openPt = 6
	// coverShare is the share of a cell's side that lines must cover to
	// border it.
	coverShare = 0.5
)

// tables makes a table of each group of lines that encloses two cells or
// more. maxCells bounds the places of all together; 0 is no bound.
func tables(groups [][]Ruling, page, maxCells int) ([]*Table, error) {
	var found []*Table
	places := 0
	for _, group := range groups {
		t := outline(group, page)
		if t == nil {
			continue
		}
		if maxCells > 0 && t.rows() > maxCells/t.columns() {
			return nil, gongkai.Exceeds(maxCells+1, maxCells, "table cells")
		}
		places += t.rows() * t.columns()
		if err := gongkai.Exceeds(places, maxCells, "table cells"); err != nil {
			return nil, err
		}
		t.Cells = span(t, newBorders(group, t))
		if len(t.Cells) > 1 {
			found = append(found, t)
		}
	}
	slices.SortStableFunc(found, func(a, b *Table) int {
		return cmp.Or(cmp.Compare(a.Box.Top, b.Box.Top), cmp.Compare(a.Box.Left, b.Box.Left))
	})
	return found, nil
}

// outline finds the edges; nil when they enclose nothing.
func outline(group []Ruling, page int) *Table {
	var horizontal, vertical []Ruling
	for _, r := range group {
		if r.Vertical {
			vertical = append(vertical, r)
		} else {
			horizontal = append(horizontal, r)
		}
	}
	x, _, _ := edges(vertical, horizontal)
	y, openTop, openBottom := edges(horizontal, vertical)
	if len(x) < 2 || len(y) < 2 {
		return nil
	}
	return &Table{
		Page: page, Parts: []int{page}, X: x, Y: y,
		Box:     Rect{x[0], y[0], x[len(x)-1], y[len(y)-1]},
		OpenTop: openTop, OpenBottom: openBottom,
	}
}

// edges clusters the places of lines. Where two or more of the lines across
// them reach beyond the outermost, that is an edge without a line.
func edges(lines, across []Ruling) (at []float64, openFirst, openLast bool) {
	places := make([]float64, len(lines))
	for i, r := range lines {
		places[i] = r.At
	}
	at = cluster(places)
	if len(at) == 0 {
		return nil, false, false
	}
	first, last := at[0], at[len(at)-1]
	var before, after []float64
	for _, r := range across {
		if r.From < first-openPt {
			before = append(before, r.From)
		}
		if r.To > last+openPt {
			after = append(after, r.To)
		}
	}
	if len(before) >= 2 {
		at, openFirst = append([]float64{slices.Min(before)}, at...), true
	}
	if len(after) >= 2 {
		at, openLast = append(at, slices.Max(after)), true
	}
	return at, openFirst, openLast
}

// cluster groups places that are within edgePt of the group's first, then
// groups too near to each other for text between them, and returns the middle
// of each.
func cluster(places []float64) []float64 {
	sorted := slices.Sorted(slices.Values(places))
	type span struct{ from, to float64 }
	var spans []span
	for _, p := range sorted {
		n := len(spans)
		switch {
		case n > 0 && p-spans[n-1].from <= edgePt:
			spans[n-1].to = p
		case n > 0 && p-spans[n-1].to < sliverPt && p-spans[n-1].from < 2*sliverPt:
			spans[n-1].to = p
		default:
			spans = append(spans, span{p, p})
		}
	}
	at := make([]float64, len(spans))
	for i, s := range spans {
		at[i] = (s.from + s.to) / 2
	}
	return at
}

// borders says which sides of which places have a line.
type borders struct {
	right []bool // by row*columns+column: between the place and the next in its row
	below []bool // between the place and the one under it
	// The sides of the table itself, by row and by column.
	left, rightmost, top, bottom []bool
}

func newBorders(group []Ruling, t *Table) borders {
	rows, columns := t.rows(), t.columns()
	vertical := make([][]Ruling, columns+1)
	horizontal := make([][]Ruling, rows+1)
	for _, r := range group {
		if r.Vertical {
			i := nearest(t.X, r.At)
			vertical[i] = append(vertical[i], r)
		} else {
			i := nearest(t.Y, r.At)
			horizontal[i] = append(horizontal[i], r)
		}
	}
	for _, lines := range slices.Concat(vertical, horizontal) {
		slices.SortFunc(lines, func(a, b Ruling) int { return cmp.Compare(a.From, b.From) })
	}
	b := borders{right: make([]bool, rows*columns), below: make([]bool, rows*columns),
		left: make([]bool, rows), rightmost: make([]bool, rows), top: make([]bool, columns), bottom: make([]bool, columns)}
	for row := range rows {
		b.left[row] = covered(vertical[0], t.Y[row], t.Y[row+1])
		for column := range columns {
			b.right[row*columns+column] = covered(vertical[column+1], t.Y[row], t.Y[row+1])
		}
		b.rightmost[row] = b.right[row*columns+columns-1]
	}
	for column := range columns {
		b.top[column] = covered(horizontal[0], t.X[column], t.X[column+1])
		for row := range rows {
			b.below[row*columns+column] = covered(horizontal[row+1], t.X[column], t.X[column+1])
		}
		b.bottom[column] = b.below[(rows-1)*columns+column]
	}
	return b
}

// nearest returns the index of the edge that is nearest to the place.
func nearest(edges []float64, place float64) int {
	i, _ := slices.BinarySearch(edges, place)
	if i == len(edges) || i > 0 && place-edges[i-1] < edges[i]-place {
		i--
	}
	return i
}

// covered says whether the lines, ordered by From, cover enough of the way
// between two edges. What two of them cover counts once.
func covered(lines []Ruling, from, to float64) bool {
	sum, reached := 0.0, from
	for _, r := range lines {
		start, end := max(r.From, reached), min(r.To, to)
		if end > start {
			sum += end - start
			reached = end
		}
	}
	return sum >= coverShare*(to-from)
}

// span unites the places between which no border is drawn, and cuts what is
// not a rectangle into rectangles, which are then Broken.
func span(t *Table, b borders) []*TableCell {
	rows, columns := t.rows(), t.columns()
	regions := newSets(rows * columns)
	for row := range rows {
		for column := range columns {
			at := row*columns + column
			if column+1 < columns && !b.right[at] {
				regions.unite(at, at+1)
			}
			if row+1 < rows && !b.below[at] {
				regions.unite(at, at+columns)
			}
		}
	}
	open := openRegions(regions, b, rows, columns, t)
	taken := make([]bool, rows*columns)
	size := map[int]int{}
	for at := range rows * columns {
		size[regions.find(at)]++
	}
	var cells []*TableCell
	for at := range rows * columns {
		if taken[at] {
			continue
		}
		root := regions.find(at)
		c := rectangle(regions, taken, at, rows, columns)
		c.Broken = c.RowSpan*c.ColumnSpan != size[root]
		c.Outside = open[root]
		c.Page = t.Page
		c.Box = Rect{t.X[c.Column], t.Y[c.Row], t.X[c.Column+c.ColumnSpan], t.Y[c.Row+c.RowSpan]}
		cells = append(cells, c)
	}
	return cells
}

// openRegions returns the regions that miss a border of the table itself.
// Sides that the whole table leaves open do not count.
func openRegions(regions sets, b borders, rows, columns int, t *Table) map[int]bool {
	open := map[int]bool{}
	mark := func(side []bool, at func(i int) int) {
		if !slices.Contains(side, true) {
			return
		}
		for i, drawn := range side {
			if !drawn {
				open[regions.find(at(i))] = true
			}
		}
	}
	mark(b.left, func(i int) int { return i * columns })
	mark(b.rightmost, func(i int) int { return i*columns + columns - 1 })
	mark(b.top, func(i int) int { return i })
	mark(b.bottom, func(i int) int { return (rows-1)*columns + i })
	return open
}

// rectangle takes the largest rectangle of free places of one region that
// begins at the place: first to the right, then down.
func rectangle(regions sets, taken []bool, at, rows, columns int) *TableCell {
	root := regions.find(at)
	free := func(at int) bool { return !taken[at] && regions.find(at) == root }
	c := &TableCell{Row: at / columns, Column: at % columns, RowSpan: 1, ColumnSpan: 1}
	for c.Column+c.ColumnSpan < columns && free(at+c.ColumnSpan) {
		c.ColumnSpan++
	}
grow:
	for c.Row+c.RowSpan < rows {
		for i := range c.ColumnSpan {
			if !free(at + c.RowSpan*columns + i) {
				break grow
			}
		}
		c.RowSpan++
	}
	for row := range c.RowSpan {
		for column := range c.ColumnSpan {
			taken[at+row*columns+column] = true
		}
	}
	return c
}
