package docx

import (
	"fmt"
	"slices"
	"strings"

	"gongkai"
)

// maxColumns bounds the columns of a table, whatever the limits say; Word
// makes 63.
const maxColumns = 1 << 14

// merge is a cell's part in a merged cell.
type merge uint8

const (
	single merge = iota
	restart
	proceed
)

// cell is a w:tc.
type cell struct {
	gongkai.Cell
	vertical, horizontal merge
	deleted              bool
	shaded               bool // it has a colour behind its text
}

// row is a w:tr: cells with their columns settled.
type row struct {
	cells   []cell
	columns int // that it reaches over
}

// table reads the w:tbl just met; nil when it has no cell.
func (r *reader) table(path string) *gongkai.Grid {
	if !r.enter() {
		return nil
	}
	defer r.leave()
	s := r.scan
	var rows []row
	var scratch []cell // one for all rows
	met := 0
	for depth := s.depth(); s.inside(depth); {
		switch s.name {
		case "w:tr":
			met++
			w := r.row(child(path, "tr", met), scratch[:0])
			if scratch = w.cells; len(w.cells) > 0 {
				w.cells = slices.Clone(w.cells)
				rows = append(rows, w)
			}
		case "w:p", "w:r", "w:t", "w:tc":
			s.fail(gongkai.ErrDamaged, "<w:tbl> with content outside its rows")
		default:
			r.ignore()
		}
	}
	if s.err != nil || len(rows) == 0 {
		return nil
	}
	return r.grid(path, rows)
}

// rowProperties is what a w:trPr says.
type rowProperties struct {
	before, after int // columns left out
	deleted       bool
}

// row reads the w:tr just met into cells, which is empty. A deleted row has no
// cells.
func (r *reader) row(path string, cells []cell) row {
	s := r.scan
	var props rowProperties
	met := 0
	for depth := s.depth(); s.inside(depth); {
		switch s.name {
		case "w:trPr":
			props = r.rowProperties()
		case "w:tc":
			met++
			if c := r.cell(child(path, "tc", met)); !c.deleted {
				cells = append(cells, c)
			}
		case "w:p", "w:r", "w:t", "w:tbl":
			s.fail(gongkai.ErrDamaged, "<w:tr> with content outside its cells")
		default:
			r.ignore()
		}
	}
	if props.deleted {
		return row{cells: cells[:0]}
	}
	w := settle(cells, props)
	if w.columns > maxColumns {
		s.fail(gongkai.ErrLimit, "a table of more than %d columns", maxColumns)
	}
	return w
}

func (r *reader) rowProperties() rowProperties {
	s := r.scan
	var props rowProperties
	for depth := s.depth(); s.inside(depth); {
		switch s.name {
		case "w:gridBefore":
			props.before = r.columns(0)
		case "w:gridAfter":
			props.after = r.columns(0)
		case "w:del":
			r.note(gongkai.TrackedChanges, "", "")
			props.deleted = true
		case "w:ins":
			r.note(gongkai.TrackedChanges, "", "")
		case "w:trPrChange":
			s.skip()
		}
	}
	return props
}

// columns reads a number of columns, at least least.
func (r *reader) columns(least int) int {
	n, ok := r.scan.number("val")
	if !ok {
		r.scan.fail(gongkai.ErrDamaged, "<%s> is no number of columns", r.scan.name)
	}
	if n > maxColumns {
		r.scan.fail(gongkai.ErrLimit, "a table of more than %d columns", maxColumns)
		return least
	}
	return max(n, least)
}

// settle gives the cells of a row their columns and joins those that are
// merged horizontally (w:hMerge): the first stays.
func settle(cells []cell, props rowProperties) row {
	w := row{cells: cells[:0], columns: props.before}
	for _, c := range cells {
		last := len(w.cells) - 1
		if c.horizontal == proceed && last >= 0 && w.cells[last].horizontal != single {
			w.cells[last].ColumnSpan += c.ColumnSpan
		} else {
			c.orphan(c.horizontal)
			c.Column = w.columns
			w.cells = append(w.cells, c)
		}
		w.columns += c.ColumnSpan
	}
	w.columns += props.after
	return w
}

// orphan marks a cell that continues a merged cell that is not there. What it
// holds stays, in doubt: the standard has no such cell.
func (c *cell) orphan(m merge) {
	if m == proceed && c.Text != "" && c.Uncertain == "" {
		c.Uncertain = "continues a merged cell that is not there"
	}
}

// cell reads the w:tc just met.
func (r *reader) cell(path string) cell {
	c := cell{Cell: gongkai.Cell{RowSpan: 1, ColumnSpan: 1, Location: gongkai.Location{Path: path}}}
	r.cells++
	if err := gongkai.Exceeds(r.cells, r.limits.Cells, "table cells"); err != nil {
		r.exceed(err)
		return c
	}
	var lines []string
	for _, it := range r.story(path, &c) {
		if it.grid != nil {
			c.Grids = append(c.Grids, it.grid)
			continue
		}
		if it.text != "" {
			lines = append(lines, it.text)
		}
		if c.Uncertain == "" {
			c.Uncertain = it.doubt
		}
	}
	c.Text = strings.Join(lines, "\n")
	if c.Uncertain == "" && len(c.Grids) > 0 {
		c.Uncertain = "table in the cell"
	}
	return c
}

// cellProperties reads the w:tcPr just met.
func (r *reader) cellProperties(c *cell) {
	s := r.scan
	for depth := s.depth(); s.inside(depth); {
		switch s.name {
		case "w:gridSpan":
			c.ColumnSpan = r.columns(1)
		case "w:vMerge":
			c.vertical = mergeOf(s.attr("val"))
		case "w:hMerge":
			c.horizontal = mergeOf(s.attr("val"))
		case "w:shd":
			c.shaded = isShade(s)
		case "w:cellMerge":
			r.note(gongkai.TrackedChanges, "", "")
			c.vertical = mergeOf(s.attr("vMerge"))
		case "w:cellDel":
			r.note(gongkai.TrackedChanges, "", "")
			c.deleted = true
		case "w:cellIns":
			r.note(gongkai.TrackedChanges, "", "")
		case "w:tcPrChange":
			s.skip()
		}
	}
}

// mergeOf reads the value of w:vMerge, w:hMerge ("restart", anything else
// continues) or w:cellMerge ("rest").
func mergeOf(value string) merge {
	if value == "restart" || value == "rest" {
		return restart
	}
	return proceed
}

// grid makes a grid of rows.
func (r *reader) grid(path string, rows []row) *gongkai.Grid {
	columns := 0
	for _, w := range rows {
		columns = max(columns, w.columns)
	}
	r.places += len(rows) * columns
	if err := gongkai.Exceeds(r.places, r.limits.Cells, "places in tables"); err != nil {
		r.exceed(err)
		return nil
	}
	g, overlaps, lost := gongkai.NewGrid(len(rows), columns, join(rows))
	if overlaps > 0 || len(lost) > 0 {
		// Columns follow from spans, so cells cannot meet; were they to, the
		// dataset must say so.
		r.note(gongkai.OverlappingCells, path, fmt.Sprintf("%d, %d", overlaps, len(lost)))
	}
	g.Path = path
	return g
}

// exceed ends reading.
func (r *reader) exceed(err error) {
	if s := r.scan; s.err == nil {
		s.err = &gongkai.ReadError{Format: gongkai.FormatDOCX, Part: s.part, Offset: int64(s.in.Offset()), Err: err}
	}
}

// join makes one cell of those that are merged vertically. A cell grows into
// the next row when cells that continue it fill exactly its columns there;
// what they hold is hidden and left out.
func join(rows []row) []gongkai.Cell {
	count := 0
	for _, w := range rows {
		count += len(w.cells)
	}
	cells := make([]gongkai.Cell, 0, count)
	var above []int // cells that may grow into this row, left to right
	for at, w := range rows {
		var grow []int
		next := 0 // of above
		for i := 0; i < len(w.cells); i++ {
			c := w.cells[i]
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
			c.orphan(c.vertical)
			c.Row = at
			if c.vertical != single {
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
func (w row) continues(i, column, span int) int {
	if w.cells[i].Column != column {
		return 0
	}
	for n, c := range w.cells[i:] {
		if c.vertical != proceed || c.Column+c.ColumnSpan > column+span {
			return 0
		}
		if c.Column+c.ColumnSpan == column+span {
			return n + 1
		}
	}
	return 0
}
