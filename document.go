package gongkai

import (
	"fmt"
	"slices"
	"strings"
)

// Format is a file format that gongkai reads.
type Format string

const (
	FormatDOCX  Format = "docx"
	FormatDOC   Format = "doc" // Word 97-2003, and WPS Office's .wps
	FormatRTF   Format = "rtf"
	FormatODT   Format = "odt"
	FormatHTML  Format = "html"
	FormatMHTML Format = "mhtml" // a web page with its pictures in one file
	FormatXLSX  Format = "xlsx"
	FormatXLS   Format = "xls"
	FormatCSV   Format = "csv"
	FormatPDF   Format = "pdf"
	FormatOFD   Format = "ofd"   // GB/T 33190
	FormatImage Format = "image" // PNG, JPEG, TIFF, GIF, BMP
	FormatText  Format = "text"
)

// Structural reports whether the format states its tables, so that reading a
// cell involves no geometry and no guess: what is read is what the agency
// printed. A picture in such a document is not: see [Location.Method].
func (f Format) Structural() bool {
	switch f {
	case FormatDOCX, FormatDOC, FormatRTF, FormatODT, FormatHTML, FormatMHTML, FormatXLSX, FormatXLS, FormatCSV:
		return true
	}
	return false
}

// Document is what a reader saw, in reading order, with no idea of what it
// means.
type Document struct {
	Format Format
	// Method names the engine, like "html/goquery" or "pdf/pdfium".
	Method string
	// HeadTitle is the title in the file's own head (<title>, document
	// properties); PageTitle is the heading that a web page prints above its
	// article. Either may be empty.
	HeadTitle, PageTitle string
	// Metadata is the page's block of labelled facts, labels without colon.
	Metadata []MetadataField
	Blocks   []Block
	// Pictures are those that were not read, in the order of their places. A Reader
	// of package extract leaves those that have no bytes.
	Pictures []Picture
	// Pages is the number of pages; 0 where the format has none.
	Pages int
	// Findings are the oddities that the reader met.
	Findings []Finding
}

// Block is a paragraph or a grid: exactly one of the two is set.
type Block struct {
	Paragraph *Paragraph
	Grid      *Grid
}

// Paragraph is a paragraph of text: never empty, no line feeds, white space
// at its ends removed.
type Paragraph struct {
	Text string
	Location
}

// Grid is a table. Its cells tile the Rows × Columns rectangle exactly: every
// place belongs to exactly one cell. NewGrid makes sure of it.
type Grid struct {
	Rows, Columns int
	// Cells are ordered by Row, then Column.
	Cells []Cell
	// Ragged says that the source has no column positions: in each row only
	// the order of the cells is known, and trailing fillers make up the
	// difference to the longest row.
	Ragged bool
	Location
	at []int32 // index into Cells by row*Columns+column
}

// Cell is one cell of a Grid. Row and Column are 0-based; spans are at least 1.
type Cell struct {
	Row, Column         int
	RowSpan, ColumnSpan int
	// Text is the cell's text, paragraphs separated by line feeds, white
	// space at its ends removed.
	Text string
	// Filler marks a cell that the source does not have and that only
	// completes the rectangle.
	Filler bool
	// Uncertain is the reader's doubt about Text, empty when there is none.
	Uncertain string
	// Grids are the tables inside the cell. Their text is not part of Text.
	Grids []*Grid
	// Crop is the picture that Text was read from; nil where the source has text.
	Crop *Crop
	Location
}

// Crop is the picture of a cell that was read by OCR, and what it was read as.
type Crop struct {
	// Cell is the cell of a standard table; the zero value in a Document.
	Cell CellRef
	// PNG is the picture, in grey, as the page has it.
	PNG []byte
	// First and Second are the two readings.
	First, Second string
}

// NewGrid makes a grid of rows × columns from cells. A cell that reaches out
// of the rectangle or into an earlier cell is cut back (overlaps counts the
// latter); one whose first place is taken or outside loses its place and is
// returned in lost. Places that no cell covers become fillers. A span below 1
// counts as 1.
func NewGrid(rows, columns int, cells []Cell) (g *Grid, overlaps int, lost []Cell) {
	g = &Grid{Rows: rows, Columns: columns, at: make([]int32, rows*columns)}
	for i := range g.at {
		g.at[i] = -1
	}
	g.Cells = make([]Cell, 0, len(cells))
	for _, c := range cells {
		if c.Row < 0 || c.Column < 0 || c.Row >= rows || c.Column >= columns || g.at[c.Row*columns+c.Column] >= 0 {
			lost = append(lost, c)
			continue
		}
		c.RowSpan = min(max(c.RowSpan, 1), rows-c.Row)
		c.ColumnSpan = min(max(c.ColumnSpan, 1), columns-c.Column)
		if g.cutBack(&c) {
			overlaps++
		}
		g.place(c)
	}
	for row := range rows {
		for column := range columns {
			if g.at[row*columns+column] < 0 {
				g.place(Cell{Row: row, Column: column, RowSpan: 1, ColumnSpan: 1, Filler: true})
			}
		}
	}
	g.order()
	return g, overlaps, lost
}

// cutBack shrinks c's spans so that it covers free places only.
func (g *Grid) cutBack(c *Cell) bool {
	cut := false
	for column := c.Column + 1; column < c.Column+c.ColumnSpan; column++ {
		if g.at[c.Row*g.Columns+column] >= 0 {
			c.ColumnSpan, cut = column-c.Column, true
		}
	}
	for row := c.Row + 1; row < c.Row+c.RowSpan; row++ {
		for column := c.Column; column < c.Column+c.ColumnSpan; column++ {
			if g.at[row*g.Columns+column] >= 0 {
				c.RowSpan, cut = row-c.Row, true
			}
		}
	}
	return cut
}

func (g *Grid) place(c Cell) {
	for row := c.Row; row < c.Row+c.RowSpan; row++ {
		for column := c.Column; column < c.Column+c.ColumnSpan; column++ {
			g.at[row*g.Columns+column] = int32(len(g.Cells))
		}
	}
	g.Cells = append(g.Cells, c)
}

// order sorts the cells and rebuilds the index.
func (g *Grid) order() {
	slices.SortStableFunc(g.Cells, func(a, b Cell) int {
		if a.Row != b.Row {
			return a.Row - b.Row
		}
		return a.Column - b.Column
	})
	for i, c := range g.Cells {
		for row := c.Row; row < c.Row+c.RowSpan; row++ {
			for column := c.Column; column < c.Column+c.ColumnSpan; column++ {
				g.at[row*g.Columns+column] = int32(i)
			}
		}
	}
}

// At returns the cell that covers the place, nil outside the grid.
func (g *Grid) At(row, column int) *Cell {
	if row < 0 || column < 0 || row >= g.Rows || column >= g.Columns {
		return nil
	}
	return &g.Cells[g.at[row*g.Columns+column]]
}

// Row returns the cells that cover the row, left to right, each once.
func (g *Grid) Row(row int) []*Cell {
	var cells []*Cell
	for column := 0; column < g.Columns; {
		c := g.At(row, column)
		cells = append(cells, c)
		column = c.Column + c.ColumnSpan
	}
	return cells
}

// Check returns an error when the cells do not tile the grid exactly.
func (g *Grid) Check() error {
	covered := make([]int, g.Rows*g.Columns)
	for _, c := range g.Cells {
		if c.Row < 0 || c.Column < 0 || c.RowSpan < 1 || c.ColumnSpan < 1 ||
			c.Row+c.RowSpan > g.Rows || c.Column+c.ColumnSpan > g.Columns {
			return fmt.Errorf("cell at row %d, column %d reaches out of the %d × %d grid", c.Row+1, c.Column+1, g.Rows, g.Columns)
		}
		for row := c.Row; row < c.Row+c.RowSpan; row++ {
			for column := c.Column; column < c.Column+c.ColumnSpan; column++ {
				covered[row*g.Columns+column]++
			}
		}
	}
	for i, n := range covered {
		if n != 1 {
			return fmt.Errorf("row %d, column %d is covered by %d cells", i/g.Columns+1, i%g.Columns+1, n)
		}
	}
	return nil
}

// Check returns an error when the document breaks an invariant that this
// package states.
func (d *Document) Check() error {
	last := 0
	for i, p := range d.Pictures {
		if p.Block < last || p.Block > len(d.Blocks) {
			return fmt.Errorf("picture %d stands before block %d of %d, and the one before it before %d", i+1, p.Block+1, len(d.Blocks), last+1)
		}
		if last = p.Block; (p.Data == nil) == (len(p.Refs) == 0) {
			return fmt.Errorf("picture %d has not exactly one of bytes and address", i+1)
		}
	}
	for i, b := range d.Blocks {
		switch {
		case (b.Paragraph == nil) == (b.Grid == nil):
			return fmt.Errorf("block %d is not exactly one of paragraph and grid", i+1)
		case b.Paragraph != nil:
			t := b.Paragraph.Text
			if t == "" || t != strings.TrimSpace(t) || strings.ContainsAny(t, "\n\r") {
				return fmt.Errorf("block %d: paragraph %q is empty, not trimmed or not one line", i+1, t)
			}
		default:
			if err := b.Grid.checkAll(); err != nil {
				return fmt.Errorf("block %d: %w", i+1, err)
			}
		}
	}
	return nil
}

// checkAll checks the grid and the grids inside its cells.
func (g *Grid) checkAll() error {
	if err := g.Check(); err != nil {
		return err
	}
	for _, c := range g.Cells {
		for _, inner := range c.Grids {
			if err := inner.checkAll(); err != nil {
				return fmt.Errorf("inside row %d, column %d: %w", c.Row+1, c.Column+1, err)
			}
		}
	}
	return nil
}
