package synth

import (
	"strings"

	"gongkai"
)

// Page is a document before it has a format: what is printed, in order. All
// writers render it, and deviations change it.
type Page struct {
	// Title is the title's lines.
	Title  []string
	Blocks []Block
	Site   Site
	Look   Look
}

// Site is what a portal prints around the report; other formats have none of
// it.
type Site struct {
	Name, Host string
	// Published is YYYY-MM-DD.
	Published string
	Metadata  []gongkai.MetadataField
}

// Style says what part a paragraph plays. The zero value is running text.
type Style uint8

const (
	Body Style = iota
	Heading
	Signature // flush right: who signs, and when
)

// Block is a paragraph, or a table when Table is set.
type Block struct {
	Style Style
	Text  string
	Table *Table
}

// Table is rows of cells as HTML lists them: each cell once, in the row where
// it begins.
type Table struct {
	// Widths are the columns' widths in twentieths of a point.
	Widths []int
	// HeadRows is how many rows at the top are heads of columns.
	HeadRows int
	Rows     [][]Cell
}

// Cell is one cell of a Table. Spans below 1 count as 1.
type Cell struct {
	// Text is what is printed, paragraphs separated by line feeds.
	Text                string
	RowSpan, ColumnSpan int
	// Value names the cell of the report that is printed here; zero for
	// labels.
	Value gongkai.CellRef
}

func (c *Cell) rows() int    { return max(c.RowSpan, 1) }
func (c *Cell) columns() int { return max(c.ColumnSpan, 1) }

// placed is a cell as one row sees it.
type placed struct {
	*Cell
	column int
	// below says that the cell began in an earlier row.
	below bool
}

// places lists, for each row, the cells that cover it from left to right: as
// WordprocessingML and plain text want them.
func (t *Table) places() [][]placed {
	out := make([][]placed, len(t.Rows))
	taken := make([]map[int]placed, len(t.Rows)) // row → first column of a cell from above
	for i := range taken {
		taken[i] = map[int]placed{}
	}
	for i := range t.Rows {
		column, rest := 0, t.Rows[i]
		for {
			next, ok := taken[i][column]
			if !ok {
				if len(rest) == 0 {
					break
				}
				next, rest = placed{Cell: &rest[0], column: column}, rest[1:]
				for row := i + 1; row < min(i+next.rows(), len(t.Rows)); row++ {
					taken[row][column] = placed{Cell: next.Cell, column: column, below: true}
				}
			}
			out[i] = append(out[i], next)
			column += next.columns()
		}
	}
	return out
}

// cells counts the cells, each once.
func (t *Table) cells() int {
	n := 0
	for _, row := range t.Rows {
		n += len(row)
	}
	return n
}

// tables are the page's tables in order.
func (p *Page) tables() []*Table {
	var tables []*Table
	for _, b := range p.Blocks {
		if b.Table != nil {
			tables = append(tables, b.Table)
		}
	}
	return tables
}

// cell is where the page prints the value, nil if it does not.
func (p *Page) cell(ref gongkai.CellRef) *Cell {
	for _, t := range p.tables() {
		for _, row := range t.Rows {
			for i := range row {
				if row[i].Value == ref {
					return &row[i]
				}
			}
		}
	}
	return nil
}

// title is the title on one line.
func (p *Page) title() string { return strings.Join(p.Title, "") }
