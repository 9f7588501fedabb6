package odt

import (
	"fmt"
	"strconv"

	"gongkai"
	"gongkai/extract/story"
)

const (
	// maxColumns and maxRows bound a table, whatever the limits say, and so what
	// one element may repeat: LibreOffice makes 16,384 columns and a text has no
	// use for them.
	maxColumns = 1 << 14
	maxRows    = 1 << 15
	// maxCells bounds all tables together where the limits do not.
	maxCells = 1 << 20
)

// table is a table:table being read.
type table struct {
	path                   string
	cells, covered         []gongkai.Cell
	rows, columns, metRows int
}

// table reads the table:table just met; nil when it has no cell.
func (r *reader) table(path string) *gongkai.Grid {
	if !r.enter() {
		return nil
	}
	defer r.leave()
	s := r.scan
	t := &table{path: path}
	for depth := s.Depth(); s.Inside(depth); {
		switch s.Name {
		case "table:table-row":
			t.metRows++
			r.row(t)
		case "table:table-columns", "table:table-header-columns", "table:table-column", "table:shapes":
			s.Skip()
		case "text:p", "text:h", "table:table", "table:table-cell", "table:covered-table-cell":
			s.Fail(gongkai.ErrDamaged, "<table:table> with content outside its rows")
		default:
			if skipped[s.Name] {
				s.Skip()
			}
		}
	}
	if s.Err != nil || t.columns == 0 {
		return nil
	}
	return r.grid(t)
}

// repeated reads how often the element just met stands there, and how far it
// reaches: at least once.
func (r *reader) repeated(attribute string, most int) int {
	text := r.scan.Attr("table", attribute)
	if text == "" {
		return 1
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		r.scan.Fail(gongkai.ErrDamaged, "table:%s is no number", attribute)
	}
	if n > most {
		r.scan.Fail(gongkai.ErrLimit, "table:%s is over %d", attribute, most)
		return 1
	}
	return max(n, 1)
}

// row reads the table:table-row just met.
func (r *reader) row(t *table) {
	s := r.scan
	path := story.Child(t.path, "row", t.metRows)
	times := r.repeated("number-rows-repeated", maxRows)
	firstCell, firstCovered := len(t.cells), len(t.covered)
	met, column := 0, 0
	for depth := s.Depth(); s.Inside(depth); {
		switch s.Name {
		case "table:table-cell", "table:covered-table-cell":
			met++
			column = r.cell(t, story.Child(path, "cell", met), column)
		case "text:p", "text:h", "table:table", "table:table-row":
			s.Fail(gongkai.ErrDamaged, "<table:table-row> with content outside its cells")
		default:
			if skipped[s.Name] {
				s.Skip()
			}
		}
	}
	if column == 0 {
		return // a row without cells takes no space
	}
	t.columns = max(t.columns, column)
	cells, covered := t.cells[firstCell:], t.covered[firstCovered:]
	r.count((len(cells) + len(covered)) * (times - 1))
	if t.rows+times > maxRows {
		s.Fail(gongkai.ErrLimit, "a table of more than %d rows", maxRows)
	}
	if s.Err != nil {
		return
	}
	for n := 1; n < times; n++ {
		t.cells = appendBelow(t.cells, cells, n)
		t.covered = appendBelow(t.covered, covered, n)
	}
	t.rows += times
}

func appendBelow(to, cells []gongkai.Cell, n int) []gongkai.Cell {
	for _, c := range cells {
		c.Row += n
		to = append(to, c)
	}
	return to
}

// count counts cells, and ends reading when they are too many.
func (r *reader) count(n int) {
	r.cells += n
	if err := gongkai.Exceeds(r.cells, r.limits.Cells, "table cells"); err != nil {
		r.scan.FailWith(err)
	}
	if err := gongkai.Exceeds(r.cells, maxCells, "table cells"); err != nil {
		r.scan.FailWith(err)
	}
}

// cell reads the cell just met, which stands at the column, and returns the next
// one's column.
func (r *reader) cell(t *table, path string, column int) int {
	s := r.scan
	covered := s.Name == "table:covered-table-cell"
	times := r.repeated("number-columns-repeated", maxColumns)
	c := gongkai.Cell{Row: t.rows, RowSpan: 1, ColumnSpan: 1, Location: gongkai.Location{Path: path}}
	if !covered {
		c.ColumnSpan = r.repeated("number-columns-spanned", maxColumns)
		c.RowSpan = r.repeated("number-rows-spanned", maxRows)
	}
	r.count(times)
	if column+times > maxColumns {
		s.Fail(gongkai.ErrLimit, "a table of more than %d columns", maxColumns)
	}
	shaded := r.styles.look("table-cell", s.Attr("table", "style-name")).shaded == on
	story.Fill(&c, r.cellStory(path, shaded))
	if covered && c.Text != "" && c.Uncertain == "" {
		c.Uncertain = "continues a merged cell that is not there"
	}
	if s.Err != nil {
		return column
	}
	for n := range times {
		c.Column = column + n
		if covered {
			t.covered = append(t.covered, c)
		} else {
			t.cells = append(t.cells, c)
		}
	}
	return column + times
}

// grid makes a grid of the table. Covered cells are what is hidden under others;
// where nothing covers them they are cells.
func (r *reader) grid(t *table) *gongkai.Grid {
	for _, c := range t.cells {
		// The last cell of a row may reach over columns that no covered cell
		// stands for.
		t.columns = max(t.columns, min(c.Column+c.ColumnSpan, maxColumns))
	}
	if t.rows > 0 && t.columns > maxCells/t.rows {
		r.scan.Fail(gongkai.ErrLimit, "a table of more than %d places", maxCells)
		return nil
	}
	r.places += t.rows * t.columns
	if err := gongkai.Exceeds(r.places, r.limits.Cells, "places in tables"); err != nil {
		r.scan.FailWith(err)
		return nil
	}
	cuts := t.cut()
	g, overlaps, _ := gongkai.NewGrid(t.rows, t.columns, append(t.cells, t.covered...))
	if cuts+overlaps > 0 {
		r.note(gongkai.OverlappingCells, t.path, fmt.Sprint(cuts+overlaps))
	}
	g.Path = t.path
	return g
}

// cut shortens cells that reach over the first place of another, so that none is
// lost, and returns how many. Both may be elsewhere than the file says, so both are
// in doubt.
func (t *table) cut() int {
	first := make([]int32, t.rows*t.columns) // index into cells, plus 1
	for i, c := range t.cells {
		first[c.Row*t.columns+c.Column] = int32(i + 1)
	}
	cuts := 0
	for i := range t.cells {
		c := &t.cells[i]
		c.RowSpan, c.ColumnSpan = min(c.RowSpan, t.rows-c.Row), min(c.ColumnSpan, t.columns-c.Column)
		if hit := reach(c, first, t.columns); hit > 0 {
			cuts++
			for _, it := range []*gongkai.Cell{c, &t.cells[hit-1]} {
				if it.Uncertain == "" {
					it.Uncertain = "cells claim the same place"
				}
			}
		}
	}
	return cuts
}

// reach shortens c to where no other cell begins, and returns what first says of
// the last one that it met, 0 for none.
func reach(c *gongkai.Cell, first []int32, columns int) (hit int32) {
	for column := c.Column + 1; column < c.Column+c.ColumnSpan; column++ {
		if at := first[c.Row*columns+column]; at > 0 {
			c.ColumnSpan, hit = column-c.Column, at
		}
	}
	for row := c.Row + 1; row < c.Row+c.RowSpan; row++ {
		for column := c.Column; column < c.Column+c.ColumnSpan; column++ {
			if at := first[row*columns+column]; at > 0 {
				c.RowSpan, hit = row-c.Row, at
				break
			}
		}
	}
	return hit
}
