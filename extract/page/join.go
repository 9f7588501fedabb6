package page

import (
	"cmp"
	"fmt"
	"math"
	"regexp"
	"slices"
)

const (
	// joinPt is how much the width of a table may differ between two pages.
	joinPt = 4
	// unionPt is how far apart the same edge may be on two pages.
	unionPt = 3
	// mirrorPt is how far a table may move sideways between two pages: the
	// inner margin of a page that is printed on both sides is wider.
	mirrorPt = 60
)

// numbered matches the number that begins a row label of the official forms:
// "（一）", "一、", "1.". A text that begins with one does not continue another.
var numbered = regexp.MustCompile(`^[（(]?[一二三四五六七八九十\d]+[）)、.．]`)

// continues says whether b, the first thing on its page, can be the rest of a,
// the last thing on the page before: their outer edges agree.
func continues(a, b *Table) bool {
	widthA, widthB := a.X[len(a.X)-1]-a.X[0], b.X[len(b.X)-1]-b.X[0]
	return !a.Unruled && !b.Unruled && a.Parts[len(a.Parts)-1]+1 == b.Page &&
		math.Abs(widthA-widthB) <= joinPt && math.Abs(a.X[0]-b.X[0]) <= mirrorPt
}

// join appends b to a, over the union of their columns, and returns what it
// did, for Trace. Cells that the page break cut are glued.
func join(a, b *Table) []string {
	notes := []string{fmt.Sprintf("pages %d-%d: %d × %d and %d × %d joined", b.Page-1, b.Page, a.rows(), a.columns(), b.rows(), b.columns())}
	uniteColumns(a, b)
	if n := repeatedHeader(a, b); n > 0 {
		notes = append(notes, fmt.Sprintf("page %d: %d repeated header rows dropped", b.Page, n))
		b.dropRows(n)
	}
	notes = append(notes, glue(a, b)...)
	a.Parts = append(a.Parts, b.Page)
	a.OpenBottom = b.OpenBottom
	return notes
}

// uniteColumns gives both tables the columns of both.
func uniteColumns(a, b *Table) {
	// b is moved and stretched onto a, by no more than continues allows.
	scale := (a.X[len(a.X)-1] - a.X[0]) / (b.X[len(b.X)-1] - b.X[0])
	moved := make([]float64, len(b.X))
	for i, x := range b.X {
		moved[i] = a.X[0] + (x-b.X[0])*scale
	}
	moved[len(moved)-1] = a.X[len(a.X)-1]
	union, indexA, indexB := uniteEdges(a.X, moved)
	a.recolumn(union, indexA)
	b.recolumn(union, indexB)
}

// uniteEdges merges two sorted lists of edges, those within unionPt of each
// other becoming one, and says where each edge went.
func uniteEdges(a, b []float64) (union []float64, indexA, indexB []int) {
	for i, j := 0, 0; i < len(a) || j < len(b); {
		switch {
		case j == len(b) || i < len(a) && a[i] < b[j]-unionPt:
			indexA = append(indexA, len(union))
			union = append(union, a[i])
			i++
		case i == len(a) || b[j] < a[i]-unionPt:
			indexB = append(indexB, len(union))
			union = append(union, b[j])
			j++
		default:
			indexA, indexB = append(indexA, len(union)), append(indexB, len(union))
			union = append(union, a[i])
			i, j = i+1, j+1
		}
	}
	return union, indexA, indexB
}

// recolumn moves the cells to the columns of a finer set of edges; index says
// which of them each of the table's own edges is.
func (t *Table) recolumn(union []float64, index []int) {
	for _, c := range t.Cells {
		from, to := index[c.Column], index[c.Column+c.ColumnSpan]
		c.Column, c.ColumnSpan = from, to-from
	}
	t.X = union
}

// repeatedHeader counts the leading rows of b that repeat those of a word by
// word: the program that wrote the file prints them again on each page.
func repeatedHeader(a, b *Table) int {
	most := 0
	for n := 1; n < min(a.rows(), b.rows()); n++ {
		rowsA, okA := a.head(n)
		rowsB, okB := b.head(n)
		if okA && okB && slices.Equal(rowsA, rowsB) && !slices.ContainsFunc(rowsA, func(c headCell) bool { return isNumber(c.text) }) &&
			slices.ContainsFunc(rowsA, func(c headCell) bool { return c.text != "" }) {
			most = n
		}
	}
	return most
}

type headCell struct {
	row, column, rowSpan, columnSpan int
	text                             string
}

// head returns the cells of the first n rows; ok is false when one reaches
// beyond them.
func (t *Table) head(n int) (cells []headCell, ok bool) {
	for _, c := range t.Cells {
		if c.Row >= n {
			continue
		}
		if c.Row+c.RowSpan > n {
			return nil, false
		}
		cells = append(cells, headCell{c.Row, c.Column, c.RowSpan, c.ColumnSpan, c.Text})
	}
	return cells, true
}

// dropRows removes the first n rows.
func (t *Table) dropRows(n int) {
	t.Cells = slices.DeleteFunc(t.Cells, func(c *TableCell) bool { return c.Row < n })
	for _, c := range t.Cells {
		c.Row -= n
	}
	t.Y = t.Y[n:]
	t.OpenTop = false
}

// glue appends the rows of b to a, uniting what the page break cut.
func glue(a, b *Table) (notes []string) {
	bottom, top := a.edgeRow(a.rows()-1), b.edgeRow(0)
	cut := rowIsCut(bottom, top)
	offset := a.rows()
	if cut {
		offset--
		notes = append(notes, fmt.Sprintf("pages %d-%d: row %d is cut by the page break", b.Page-1, b.Page, offset+1))
	}
	glued := map[*TableCell]bool{}
	for _, c := range bottom {
		for _, d := range top {
			if c.Column != d.Column || c.ColumnSpan != d.ColumnSpan {
				continue
			}
			if cut || continuesLabel(c, d, bottom, top) {
				notes = append(notes, fmt.Sprintf("pages %d-%d: %q + %q", b.Page-1, b.Page, c.Text, d.Text))
				c.RowSpan = offset + d.RowSpan - c.Row
				c.absorb(d)
				glued[d] = true
			}
		}
	}
	for _, d := range b.Cells {
		if !glued[d] {
			d.Row += offset
			a.Cells = append(a.Cells, d)
		}
	}
	slices.SortStableFunc(a.Cells, func(c, d *TableCell) int {
		return cmp.Or(cmp.Compare(c.Row, d.Row), cmp.Compare(c.Column, d.Column))
	})
	// Rows of later pages have no place on the first: only their number counts.
	a.Y = append(a.Y, b.Y[1+a.rows()-offset:]...)
	return notes
}

// edgeRow returns the cells that cover the row, from left to right.
func (t *Table) edgeRow(row int) []*TableCell {
	var cells []*TableCell
	for _, c := range t.Cells {
		if c.Row <= row && row < c.Row+c.RowSpan {
			cells = append(cells, c)
		}
	}
	slices.SortFunc(cells, func(c, d *TableCell) int { return cmp.Compare(c.Column, d.Column) })
	return cells
}

// absorb takes over the text of the cell's rest on the next page.
func (c *TableCell) absorb(d *TableCell) {
	c.Doubt = cmp.Or(c.Doubt, d.Doubt)
	c.Inner = append(c.Inner, d.Inner...)
	switch {
	case c.Text == "":
		// What is printed stands on the later page.
		c.Text, c.Fills, c.Crop = d.Text, d.Fills, d.Crop
		if d.Text != "" {
			c.Page, c.Box = d.Page, d.Box
		}
	case d.Text != "" && c.Fills:
		c.Text, c.Fills = c.Text+d.Text, d.Fills
	case d.Text != "":
		c.Text, c.Fills = c.Text+"\n"+d.Text, d.Fills
	}
}

// rowIsCut says whether the last row of a and the first of b are one row: they
// have the same columns, no number stands in both, and a numbered label goes
// on. A missing border is no sign: WPS draws none at any page break.
func rowIsCut(bottom, top []*TableCell) bool {
	if len(bottom) != len(top) {
		return false
	}
	labelGoesOn := false
	for i, c := range bottom {
		d := top[i]
		switch {
		case c.Column != d.Column || c.ColumnSpan != d.ColumnSpan:
			return false
		case c.Text == "" || d.Text == "":
		case !goesOn(c, d):
			return false
		case c.RowSpan == 1 && d.RowSpan == 1 && numbered.MatchString(c.Text):
			labelGoesOn = true
		}
	}
	return labelGoesOn
}

// goesOn says whether the text of d can continue the label c: c's last line is
// full and d does not begin with a number of its own.
func goesOn(c, d *TableCell) bool {
	return c.Fills && isLabel(c.Text) && !isNumber(d.Text) && letters(d.Text) > 0 && !numbered.MatchString(d.Text)
}

// continuesLabel says whether d is the rest of the label c, which spans the
// page break while the rows beside it do not. A cell that may hold a value is
// never such a rest.
func continuesLabel(c, d *TableCell, bottom, top []*TableCell) bool {
	spans := c.RowSpan > 1 || d.RowSpan > 1 ||
		numbered.MatchString(c.Text) && labelBeside(c, bottom) && labelBeside(d, top)
	switch {
	case c.Text != "" && d.Text != "":
		return goesOn(c, d) && spans
	case c.Text != "":
		return isLabel(c.Text) && labelBeside(d, top)
	}
	return (d.Text == "" || isLabel(d.Text)) && labelBeside(c, bottom) && labelBeside(d, top) && (c.RowSpan > 1 || d.RowSpan > 1)
}

// labelBeside says whether a label stands right of the cell in its row: then
// the blank cell is the place of a label that spans rows, and not a value.
func labelBeside(d *TableCell, row []*TableCell) bool {
	return slices.ContainsFunc(row, func(o *TableCell) bool { return o.Column > d.Column && isLabel(o.Text) })
}
