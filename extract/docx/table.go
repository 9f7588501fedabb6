package docx

import (
	"fmt"
	"slices"

	"gongkai"
	"gongkai/extract/story"
	"gongkai/extract/wordtable"
)

// maxColumns bounds the columns of a table, whatever the limits say; Word
// makes 63.
const maxColumns = 1 << 14

// cell is a w:tc.
type cell struct {
	wordtable.Cell
	deleted bool
	shaded  bool // it has a colour behind its text
}

// table reads the w:tbl just met; nil when it has no cell.
func (r *reader) table(path string) *gongkai.Grid {
	if !r.enter() {
		return nil
	}
	defer r.leave()
	s := r.scan
	var rows []wordtable.Row
	var scratch []wordtable.Cell // one for all rows
	met := 0
	for depth := s.Depth(); s.Inside(depth); {
		switch s.Name {
		case "w:tr":
			met++
			w := r.row(story.Child(path, "tr", met), scratch[:0])
			if scratch = w.Cells; len(w.Cells) > 0 {
				w.Cells = slices.Clone(w.Cells)
				rows = append(rows, w)
			}
		case "w:p", "w:r", "w:t", "w:tc":
			s.Fail(gongkai.ErrDamaged, "<w:tbl> with content outside its rows")
		default:
			r.ignore()
		}
	}
	if s.Err != nil || len(rows) == 0 {
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
func (r *reader) row(path string, cells []wordtable.Cell) wordtable.Row {
	s := r.scan
	var props rowProperties
	met, mark := 0, r.album.Mark()
	for depth := s.Depth(); s.Inside(depth); {
		switch s.Name {
		case "w:trPr":
			props = r.rowProperties()
		case "w:tc":
			met++
			before := r.album.Mark()
			if c := r.cell(story.Child(path, "tc", met)); !c.deleted {
				cells = append(cells, c.Cell)
			} else {
				r.album.Back(before)
			}
		case "w:p", "w:r", "w:t", "w:tbl":
			s.Fail(gongkai.ErrDamaged, "<w:tr> with content outside its cells")
		default:
			r.ignore()
		}
	}
	if props.deleted {
		r.album.Back(mark)
		return wordtable.Row{Cells: cells[:0]}
	}
	w := wordtable.Settle(cells, props.before, props.after)
	if w.Columns > maxColumns {
		s.Fail(gongkai.ErrLimit, "a table of more than %d columns", maxColumns)
	}
	return w
}

func (r *reader) rowProperties() rowProperties {
	s := r.scan
	var props rowProperties
	for depth := s.Depth(); s.Inside(depth); {
		switch s.Name {
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
			s.Skip()
		}
	}
	return props
}

// columns reads a number of columns, at least least.
func (r *reader) columns(least int) int {
	n, ok := r.scan.number("val")
	if !ok {
		r.scan.Fail(gongkai.ErrDamaged, "<%s> is no number of columns", r.scan.Name)
	}
	if n > maxColumns {
		r.scan.Fail(gongkai.ErrLimit, "a table of more than %d columns", maxColumns)
		return least
	}
	return max(n, least)
}

// cell reads the w:tc just met.
func (r *reader) cell(path string) cell {
	c := cell{Cell: wordtable.Cell{Cell: gongkai.Cell{RowSpan: 1, ColumnSpan: 1, Location: gongkai.Location{Path: path}}}}
	r.cells++
	if err := gongkai.Exceeds(r.cells, r.limits.Cells, "table cells"); err != nil {
		r.scan.FailWith(err)
		return c
	}
	story.Fill(&c.Cell.Cell, r.story(path, &c))
	return c
}

// cellProperties reads the w:tcPr just met.
func (r *reader) cellProperties(c *cell) {
	s := r.scan
	for depth := s.Depth(); s.Inside(depth); {
		switch s.Name {
		case "w:gridSpan":
			c.ColumnSpan = r.columns(1)
		case "w:vMerge":
			c.Vertical = mergeOf(s.attr("val"))
		case "w:hMerge":
			c.Horizontal = mergeOf(s.attr("val"))
		case "w:shd":
			c.shaded = isShade(s)
		case "w:cellMerge":
			r.note(gongkai.TrackedChanges, "", "")
			c.Vertical = mergeOf(s.attr("vMerge"))
		case "w:cellDel":
			r.note(gongkai.TrackedChanges, "", "")
			c.deleted = true
		case "w:cellIns":
			r.note(gongkai.TrackedChanges, "", "")
		case "w:tcPrChange":
			s.Skip()
		}
	}
}

// mergeOf reads the value of w:vMerge, w:hMerge ("restart", anything else
// continues) or w:cellMerge ("rest").
func mergeOf(value string) wordtable.Merge {
	if value == "restart" || value == "rest" {
		return wordtable.Restart
	}
	return wordtable.Proceed
}

// grid makes a grid of rows.
func (r *reader) grid(path string, rows []wordtable.Row) *gongkai.Grid {
	columns := 0
	for _, w := range rows {
		columns = max(columns, w.Columns)
	}
	r.places += len(rows) * columns
	if err := gongkai.Exceeds(r.places, r.limits.Cells, "places in tables"); err != nil {
		r.scan.FailWith(err)
		return nil
	}
	g, overlaps, lost := gongkai.NewGrid(len(rows), columns, wordtable.Join(rows))
	if overlaps > 0 || len(lost) > 0 {
		// Columns follow from spans, so cells cannot meet; were they to, the
		// dataset must say so.
		r.note(gongkai.OverlappingCells, path, fmt.Sprintf("%d, %d", overlaps, len(lost)))
	}
	g.Path = path
	return g
}
