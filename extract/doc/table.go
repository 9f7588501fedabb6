package doc

import (
	"cmp"
	"fmt"
	"slices"

	"gongkai"
	"gongkai/extract/doubt"
	"gongkai/extract/story"
	"gongkai/extract/wordtable"
)

const (
	// edgeTolerance is how far apart, in twips, edges of cells in different
	// rows may be and still be one line: ¾ point, a third of the narrowest
	// column that can hold a digit. Word itself takes edges for one up to 3
	// twips; programs that convert measures to twips miss by more.
	edgeTolerance = 15
	// noWidth is the doubt about what stands in a cell that has none.
	noWidth = "cell without width"
	// noDefinition is the doubt about a row whose cells have no place.
	noDefinition = "table row without definition of its cells"
	// rowMoved is the doubt about a table of which some rows had edges moved
	// in ways on which programs differ.
	rowMoved = "table row moved sidewards"
	// mergedAway is the doubt about a merged cell of which another part holds
	// text: programs differ on whether it is shown.
	mergedAway = "text in a part of the merged cell"
)

// table is a table being read.
type table struct {
	path string
	met  int // rows
	rows []tableRow
	open []tableCell // of the row being read
	cell *container  // being read, nil between cells
}

// tableRow is a row as stored.
type tableRow struct {
	cells  []tableCell
	format rowFormat
	doubt  string // about where the cells are
}

// tableCell is what a cell holds.
type tableCell struct {
	path  string
	items []story.Item
}

// closeCell ends the cell being read.
func (w *walk) closeCell(t *table) {
	if t.cell == nil {
		return
	}
	w.endJoined(t.cell)
	t.open = append(t.open, tableCell{path: t.cell.path, items: t.cell.items})
	t.cell = nil
	w.r.cells++
	w.r.within(w.r.cells, w.r.limits.Cells, "table cells")
}

// closeRow ends the row being read with the row's definition.
func (w *walk) closeRow(t *table, format rowFormat, deleted bool) {
	w.closeCell(t)
	if len(t.open) > 0 && !deleted {
		t.rows = append(t.rows, tableRow{cells: t.open, format: format})
	}
	t.met++
	t.open = nil
}

// closeTable ends the innermost table.
func (w *walk) closeTable() {
	last := len(w.tables) - 1
	t := w.tables[last]
	if t.cell != nil || len(t.open) > 0 {
		// The end of the row is missing.
		w.closeRow(t, rowFormat{}, false)
	}
	w.tables = w.tables[:last]
	if len(t.rows) == 0 {
		return
	}
	if g := w.r.grid(t.path, t.rows); g != nil {
		in := w.container()
		in.items = append(in.items, story.Item{Grid: g})
	}
}

// grid makes a grid of rows.
func (r *reader) grid(path string, rows []tableRow) *gongkai.Grid {
	for i := range rows {
		rows[i].repair()
	}
	doubtMoved(rows)
	columns := columnsOf(rows)
	r.places += len(rows) * columns.count
	if !r.within(r.places, r.limits.Cells, "places in tables") {
		return nil
	}
	settled := make([]wordtable.Row, len(rows))
	for i, row := range rows {
		settled[i] = r.settle(row, i, columns)
	}
	g, overlaps, lost := gongkai.NewGrid(len(rows), columns.count, wordtable.Join(settled))
	if overlaps > 0 || len(lost) > 0 {
		// Columns follow from edges, so cells cannot meet; were they to, the
		// dataset must say so.
		r.note(gongkai.OverlappingCells, path, fmt.Sprintf("%d, %d", overlaps, len(lost)))
	}
	g.Path = path
	return g
}

// repair makes edges grow from left to right, and drops cells that have neither
// width nor content. A definition with fewer cells than the row has is none.
func (row *tableRow) repair() {
	f := &row.format
	if len(f.cells) < len(row.cells) {
		*f = rowFormat{}
		return
	}
	for i := 1; i < len(f.edges); i++ {
		f.edges[i] = max(f.edges[i], f.edges[i-1])
	}
	for i := len(row.cells) - 1; i >= 0; i-- {
		if f.edges[i] == f.edges[i+1] && len(row.cells[i].items) == 0 && len(row.cells) > 1 {
			row.cells = slices.Delete(row.cells, i, i+1)
			f.cells = slices.Delete(f.cells, i, i+1)
			f.edges = slices.Delete(f.edges, i, i+1)
		}
	}
}

// doubtMoved doubts a table of which some rows were moved.
func doubtMoved(rows []tableRow) {
	for _, row := range rows {
		if row.format.moved == rows[0].format.moved {
			continue
		}
		for i := range rows {
			rows[i].doubt = rowMoved
		}
		return
	}
}

// columns are those of a table: the lines that the edges of its rows lie on.
type columns struct {
	count int
	// line is, by row, the column that begins at each edge.
	line [][]int
}

// columnsOf finds the lines. Two edges of one row are never one line.
func columnsOf(rows []tableRow) columns {
	type edge struct{ at, row, i int }
	var edges []edge
	c := columns{line: make([][]int, len(rows))}
	for row := range rows {
		f := &rows[row].format
		c.line[row] = make([]int, len(f.edges))
		for i, at := range f.edges {
			edges = append(edges, edge{at, row, i})
		}
		c.count = max(c.count, len(rows[row].cells))
	}
	slices.SortFunc(edges, func(a, b edge) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.i, b.i), cmp.Compare(a.row, b.row))
	})
	line, begins := -1, 0
	last := make([]int, len(rows)) // line of the row's edge before
	for i := range last {
		last[i] = -1
	}
	for _, e := range edges {
		if line < 0 || e.at-begins > edgeTolerance || last[e.row] == line {
			line, begins = line+1, e.at
		}
		last[e.row] = line
		c.line[e.row][e.i] = line
	}
	c.count = max(c.count, line)
	return c
}

// settle gives the cells of a row their columns.
func (r *reader) settle(row tableRow, at int, all columns) wordtable.Row {
	f, line := &row.format, all.line[at]
	if len(f.cells) == 0 {
		return r.unsettled(row)
	}
	merges := f.merges()
	cells := make([]wordtable.Cell, 0, len(f.cells))
	for i := range f.cells {
		c := wordtable.Cell{Vertical: f.cells[i].vertical, Horizontal: merges[i]}
		c.RowSpan, c.ColumnSpan, c.Uncertain = 1, line[i+1]-line[i], row.doubt
		if i < len(row.cells) {
			row.cells[i].fill(&c.Cell, f.cells[i].shaded)
		} else {
			// The definition has a cell that the text has not.
			c.Uncertain = noDefinition
			r.note(gongkai.DamagedSource, "", "table row")
		}
		if f.edges[i] == f.edges[i+1] && (c.Text != "" || len(c.Grids) > 0) {
			c.Uncertain = cmp.Or(c.Uncertain, noWidth)
		}
		if c.Horizontal == wordtable.Proceed && i > 0 && (c.Text != "" || len(c.Grids) > 0) {
			first := len(cells) - 1
			for first > 0 && cells[first].Horizontal == wordtable.Proceed {
				first--
			}
			cells[first].Uncertain = cmp.Or(cells[first].Uncertain, mergedAway)
		}
		cells = append(cells, c)
	}
	return wordtable.Settle(cells, line[0], all.count-line[len(line)-1])
}

// unsettled is a row whose cells have no place: they are put side by side, in
// doubt.
func (r *reader) unsettled(row tableRow) wordtable.Row {
	r.note(gongkai.DamagedSource, "", "table row")
	cells := make([]wordtable.Cell, len(row.cells))
	for i := range cells {
		row.cells[i].fill(&cells[i].Cell, false)
		cells[i].RowSpan, cells[i].ColumnSpan = 1, 1
		cells[i].Uncertain = cmp.Or(cells[i].Uncertain, noDefinition)
	}
	return wordtable.Settle(cells, 0, 0)
}

// fill fills the cell. White text is seen on a shade.
func (t tableCell) fill(c *gongkai.Cell, shaded bool) {
	if shaded {
		for i := range t.items {
			if t.items[i].Doubt == doubt.White {
				t.items[i].Doubt = ""
			}
		}
	}
	c.Path = t.path
	story.Fill(c, t.items)
}
