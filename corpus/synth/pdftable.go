package synth

import "strings"

// drawing is a table that is being drawn.
type drawing struct {
	*canvas
	table *Table
	// lefts are the columns' edges, one more than there are columns.
	lefts []float64
	// heights are those of the rows, by number.
	heights []float64
	rows    [][]placed
	// rest are the lines of each cell that are not drawn yet.
	rest map[*Cell][]string
}

// table draws a table at the place that was reached, and breaks it between
// rows where the page ends: a cell that goes on is drawn in both parts, its
// lines as far as they fit in the first.
func (c *canvas) table(t *Table) {
	d := &drawing{canvas: c, table: t, rows: t.places(), rest: map[*Cell][]string{}}
	d.measure()
	c.y -= 4
	first, top := 0, c.y
	for row := range d.rows {
		forced := c.look.BreakRow > 0 && t.breaksAt(row, c.look.BreakRow)
		if row > first && (c.y-d.heights[row] < marginBottom || forced) {
			d.part(first, row, top)
			c.newPage()
			if c.look.RepeatHeads && row > t.HeadRows {
				d.head()
			}
			first, top = row, c.y
		} else if row == 0 && c.y-d.above(t.HeadRows+1) < marginBottom {
			c.newPage() // heads stay together, and with the first row below them
			top = c.y
		}
		c.y -= d.heights[row]
	}
	d.part(first, len(d.rows), top)
	c.y -= 8
}

// breaksAt reports whether the table is broken before the row: the at-th of
// those that print numbers, in the table of requests.
func (t *Table) breaksAt(row, at int) bool {
	return t.HeadRows == 3 && len(t.Rows) > 20 && row == t.HeadRows+at
}

// measure finds the columns' edges and the rows' heights.
func (d *drawing) measure() {
	total := 0
	for _, w := range d.table.Widths {
		total += w
	}
	x := marginSide
	d.lefts = []float64{x}
	for _, w := range d.table.Widths {
		x += float64(w) * (d.width - 2*marginSide) / float64(total)
		d.lefts = append(d.lefts, x)
	}
	d.heights = make([]float64, len(d.rows))
	for row := range d.rows {
		d.heights[row] = tableSize*lineSpacing + 2*cellPadding
	}
	for _, single := range []bool{true, false} {
		for row, cells := range d.rows {
			for _, cell := range cells {
				if !cell.below && (cell.rows() == 1) == single {
					d.stretch(row, cell)
				}
			}
		}
	}
}

// above is the height of the first n rows.
func (d *drawing) above(n int) float64 {
	height := 0.0
	for _, h := range d.heights[:min(n, len(d.heights))] {
		height += h
	}
	return height
}

// lines are the lines of a cell's text: a number stays on one.
func (d *drawing) lines(cell placed) []string {
	if cell.Value.Table != "" && len(cell.Text) <= longestNumber {
		return []string{cell.Text}
	}
	return wrap(cell.Text, tableSize, d.right(cell)-d.lefts[cell.column]-2*cellPadding)
}

// longestNumber is the length in bytes of what is drawn smaller rather than
// wrapped.
const longestNumber = 24

// stretch makes the last of the cell's rows high enough for its lines.
func (d *drawing) stretch(row int, cell placed) {
	lines := d.lines(cell)
	d.rest[cell.Cell] = lines
	need := float64(len(lines))*tableSize*lineSpacing + 2*cellPadding
	last := min(row+cell.rows(), len(d.rows)) - 1
	for r := row; r <= last; r++ {
		need -= d.heights[r]
	}
	if need > 0 {
		d.heights[last] += need
	}
}

func (d *drawing) right(cell placed) float64 {
	return d.lefts[min(cell.column+cell.columns(), len(d.lefts)-1)]
}

// part draws the rows from first to end, whose top is at y.
func (d *drawing) part(first, end int, y float64) {
	for row := first; row < end; row++ {
		for _, cell := range d.rows[row] {
			if cell.below && row > first {
				continue
			}
			start := row
			if cell.below {
				for start > 0 && d.covers(start-1, cell) {
					start--
				}
			}
			height := 0.0
			for r := row; r < min(start+cell.rows(), end); r++ {
				height += d.heights[r]
			}
			d.cell(cell, d.lefts[cell.column], y-height, d.right(cell), y, start+cell.rows() > end)
		}
		y -= d.heights[row]
	}
}

// covers reports whether the cell covers the row too.
func (d *drawing) covers(row int, cell placed) bool {
	for _, other := range d.rows[row] {
		if other.Cell == cell.Cell {
			return true
		}
	}
	return false
}

// head draws the table's head again, on a new page.
func (d *drawing) head() {
	rest := d.rest
	d.rest = map[*Cell][]string{}
	for row := range d.table.HeadRows {
		for _, cell := range d.rows[row] {
			d.rest[cell.Cell] = d.lines(cell)
		}
	}
	d.part(0, d.table.HeadRows, d.y)
	for row := range d.table.HeadRows {
		d.y -= d.heights[row]
	}
	d.rest = rest
}

// cell draws rulings and the lines that fit; the rest waits for the cell's next
// part if there is one.
func (d *drawing) cell(cell placed, left, bottom, right, top float64, goesOn bool) {
	d.frame(left, bottom, right, top)
	lines := d.rest[cell.Cell]
	if fit := max(int((top-bottom-2*cellPadding)/(tableSize*lineSpacing)+0.01), 1); goesOn && len(lines) > fit {
		lines = lines[:fit]
	}
	d.rest[cell.Cell] = d.rest[cell.Cell][len(lines):]
	y := (top+bottom)/2 + float64(len(lines))*tableSize*lineSpacing/2
	for _, line := range lines {
		y -= tableSize * lineSpacing
		size, x := tableSize, left+cellPadding
		if cell.Value.Table != "" {
			size = min(size, size*(right-left-2*cellPadding)/max(textWidth(line, size), 1))
		}
		if cell.Value.Table != "" || strings.TrimSpace(line) == line && textWidth(line, size) < (right-left)/2 {
			x = (left + right - textWidth(line, size)) / 2
		}
		d.text(x, y+tableSize*(lineSpacing-1)/2+1.2, size, line)
	}
}
