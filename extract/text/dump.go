package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"

	"gongkai"
)

// table is a table that a dump draws, before its cells are a grid.
type table struct {
	cells         []gongkai.Cell
	rows, columns int
	// ragged: in each row only the order of the cells is known.
	ragged bool
	// grid is set where another reader has made it.
	grid *gongkai.Grid
}

// dump is a way in which a converter draws tables.
type dump struct {
	method string
	// read reads the table that begins at the first line and returns how many
	// lines it takes; 0 when none of its kind begins there, -n when n lines
	// are of its kind and cannot be read: they are kept as they stand.
	read func(lines []line, limits gongkai.Limits) (table, int)
}

// dumps are tried in this order at every line: the surest marks first.
var dumps = []dump{
	{"text/html", htmlTable},
	{"text/pandoc", gridTable},
	{"text/markdown", pipeTable},
	{"text/pandoc", dashTable},
	{"text/antiword", barTable},
	{"text/layout", layoutTable},
}

// columns is the width of a text in columns of a terminal: Chinese characters
// take two. Converters disagree about those that are wide in Chinese fonts only
// (quotation marks, ①): ambiguous is the width that they are given.
func columns(s string, ambiguous int) int {
	n := 0
	for _, r := range s {
		n += runeColumns(r, ambiguous)
	}
	return n
}

func runeColumns(r rune, ambiguous int) int {
	if r < 0x7F {
		return 1
	}
	if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	case width.EastAsianAmbiguous:
		return ambiguous
	}
	return 1
}

// joined is the text of a cell whose lines a converter broke. Uncertain is set
// where a number may have been broken in two.
func joined(parts []string) (text, uncertain string) {
	for _, p := range parts {
		if p = tidy(p); p == "" {
			continue
		}
		if text == "" {
			text = p
			continue
		}
		last, _ := utf8.DecodeLastRuneInString(text)
		first, _ := utf8.DecodeRuneInString(p)
		if digit(last) && digit(first) {
			uncertain = "a number broken over lines, or two numbers"
		}
		text += "\n" + p
	}
	return text, uncertain
}

func digit(r rune) bool { return unicode.IsDigit(r) || r == '.' || r == ',' || r == '-' }

// cellOf makes a cell of one place.
func cellOf(row, column, number int, parts ...string) gongkai.Cell {
	c := gongkai.Cell{Row: row, Column: column, RowSpan: 1, ColumnSpan: 1, Location: gongkai.Location{Line: number}}
	c.Text, c.Uncertain = joined(parts)
	if strings.ContainsRune(c.Text, utf8.RuneError) {
		c.Uncertain = "replacement character"
	}
	return c
}

// over reports whether the table has more places than a document may have.
func (t table) over(limits gongkai.Limits) bool {
	return limits.Cells > 0 && max(t.rows*t.columns, len(t.cells)) > limits.Cells
}

// add adds the table to the document.
func (r *reader) add(t table, method string) {
	g := t.grid
	if g == nil {
		r.cells += max(t.rows*t.columns, len(t.cells))
		if r.err = gongkai.Exceeds(r.cells, r.limits.Cells, "cells"); r.err != nil {
			return
		}
		g, _, _ = gongkai.NewGrid(t.rows, t.columns, t.cells)
		g.Ragged = t.ragged
		g.Line = t.cells[0].Line
	} else {
		r.cells += g.Rows * g.Columns
		if r.err = gongkai.Exceeds(r.cells, r.limits.Cells, "cells"); r.err != nil {
			return
		}
	}
	empty := true
	for _, c := range g.Cells {
		empty = empty && c.Text == "" && len(c.Grids) == 0
	}
	if empty {
		return
	}
	if r.doc.Method == Method {
		r.doc.Method = method
	}
	r.doc.Blocks = append(r.doc.Blocks, gongkai.Block{Grid: g})
}
