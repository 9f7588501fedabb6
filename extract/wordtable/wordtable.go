// Package wordtable makes the cells of a [gongkai.Grid] out of tables as word
// processors store them: rows of cells, merged cells kept as a first cell and
// cells that continue it, to the right or below.
package wordtable

import "gongkai"

// Merge is a cell's part in a merged cell. The zero value is none.
type Merge uint8

const (
	Single  Merge = iota
	Restart       // the merged cell begins here
	Proceed       // it goes on here: what the cell holds is hidden
)

// Cell is a cell as stored. Row, and at first Column, are not set.
type Cell struct {
	gongkai.Cell
	Vertical, Horizontal Merge
}

// Row is a row with the columns of its cells settled.
type Row struct {
	Cells   []Cell
	Columns int // that it reaches over
}

// Settle gives the cells of a row their columns and joins those that are
// merged horizontally: the first stays. Before and after are columns that the row
// leaves out. It reuses cells.
func Settle(cells []Cell, before, after int) Row {
	w := Row{Cells: cells[:0], Columns: before}
	for _, c := range cells {
		last := len(w.Cells) - 1
		if c.Horizontal == Proceed && last >= 0 && w.Cells[last].Horizontal != Single {
			w.Cells[last].ColumnSpan += c.ColumnSpan
		} else {
			c.orphan(c.Horizontal)
			c.Column = w.Columns
			w.Cells = append(w.Cells, c)
		}
		w.Columns += c.ColumnSpan
	}
	w.Columns += after
	return w
}

// orphan marks a cell that continues a merged cell that is not there. What it
// holds stays, in doubt: the standard has no such cell.
func (c *Cell) orphan(m Merge) {
	if m == Proceed && c.Text != "" && c.Uncertain == "" {
		c.Uncertain = "continues a merged cell that is not there"
	}
}

// Join makes one cell of those that are merged vertically. A cell grows into
// the next row when cells that continue it fill exactly its columns there;
// what they hold is hidden and left out.
func Join(rows []Row) []gongkai.Cell {
	count := 0
	for _, w := range rows {
		count += len(w.Cells)
	}
	cells := make([]gongkai.Cell, 0, count)
	var above []int // cells that may grow into this row, left to right
	for at, w := range rows {
		var grow []int
		next := 0 // of above
		for i := 0; i < len(w.Cells); i++ {
			c := w.Cells[i]
			for next < len(above) && cells[above[next]].Column < c.Column {
				next++
			}
			if next < len(above) {
				up := &cells[above[next]]
				if n := w.continues(i, up.Column, up.ColumnSpan); n > 0 {
					up.RowSpan++
					grow = append(grow, above[next])
					i += n - 1
					continue
				}
			}
			c.orphan(c.Vertical)
			c.Row = at
			if c.Vertical != Single {
				grow = append(grow, len(cells))
			}
			cells = append(cells, c.Cell)
		}
		above = grow
	}
	return cells
}

// continues is how many cells of the row from i on continue the cell above
// that covers the columns, 0 when they do not fill these exactly.
func (w Row) continues(i, column, span int) int {
	if w.Cells[i].Column != column {
		return 0
	}
	for n, c := range w.Cells[i:] {
		if c.Vertical != Proceed || c.Column+c.ColumnSpan > column+span {
			return 0
		}
		if c.Column+c.ColumnSpan == column+span {
			return n + 1
		}
	}
	return 0
}
