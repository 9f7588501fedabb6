package text

import (
	"slices"
	"strings"
	"unicode/utf8"

	"gongkai"
)

// Apache Tika, and converters of its kind, write a line a cell that begins with
// a tab, and a blank line after each row; further paragraphs of a cell are lines
// of their own. What a merged cell covers is written as empty cells, in whatever
// number: only the order of cells is known.

// tikaMethod names tables of this kind in Document.Method.
const tikaMethod = "text/tika"

// proseCell is the length, in characters, of a cell that makes a table of one
// row or one column prose with an indent. The longest label of the official
// forms has 42.
const proseCell = 60

const (
	// maxParagraphs is how many further paragraphs a cell may have: heads
	// written downwards have one a character.
	maxParagraphs = 20
	// maxRowLines is how far the end of a row is looked for.
	maxRowLines = 200
)

// continuation counts the lines after the first, the line of a cell, that are
// further paragraphs of it. They look like prose after a table; but a row ends
// in a blank line, and the table goes on behind it, or rows of it have ended so
// before.
func (r *reader) continuation(lines []line) int {
	if !isCellLine(lines[0]) {
		return 0
	}
	n := 0
	for 1+n < len(lines) && !isCellLine(lines[1+n]) && !lines[1+n].blank() {
		if n++; n > maxParagraphs {
			return 0
		}
	}
	if n == 0 {
		return r.parted(lines)
	}
	for i, l := range lines[1+n : min(len(lines), 1+n+maxRowLines)] {
		if !l.blank() {
			continue
		}
		if rest := lines[1+n+i:]; len(r.rows) > 0 || len(rest) > 1 && isCellLine(rest[1]) {
			return n
		}
		break
	}
	return 0
}

// parted counts the lines that go on with the cell where, as from a .doc, a
// blank line stands before each further paragraph: the next cell follows the
// last one without. Where a document has been seen to be of that kind, the last
// cell of a row may go on too.
func (r *reader) parted(lines []line) int {
	for n := 0; n < 2*maxParagraphs && n+3 < len(lines); n += 2 {
		if !lines[n+1].blank() || lines[n+2].blank() || isCellLine(lines[n+2]) {
			return 0
		}
		if isCellLine(lines[n+3]) {
			r.fromDoc = true
			return n + 2
		}
		if r.fromDoc && n+4 < len(lines) && isCellLine(lines[n+4]) {
			return n + 2
		}
	}
	return 0
}

func isCellLine(l line) bool { return strings.HasPrefix(l.text, "\t") }

// extend adds paragraphs to the last cell.
func (r *reader) extend(lines []line) {
	row := r.group[len(r.group)-1]
	c := &row[len(row)-1]
	parts := []string{c.Text}
	for _, l := range lines {
		parts = append(parts, l.text)
	}
	doubt := c.Uncertain
	if c.Text, c.Uncertain = joined(parts); c.Uncertain == "" {
		c.Uncertain = doubt
	}
	if strings.ContainsRune(c.Text, utf8.RuneError) {
		c.Uncertain = "replacement character"
	}
}

// endRow turns the lines since the last blank line into one row, or into one
// row each.
func (r *reader) endRow() {
	if len(r.group) == 0 {
		return
	}
	if slices.ContainsFunc(r.group, func(line []gongkai.Cell) bool { return len(line) == 1 }) {
		r.group = [][]gongkai.Cell{slices.Concat(r.group...)}
	}
	r.rows = append(r.rows, r.group...)
	r.group = nil
}

func (r *reader) endTable() {
	r.endRow()
	rows := r.rows
	r.rows = nil
	columns, longest := 0, 0
	for _, row := range rows {
		columns = max(columns, len(row))
		for _, c := range row {
			longest = max(longest, utf8.RuneCountInString(c.Text))
		}
	}
	switch {
	case longest == 0 || r.err != nil:
	case (len(rows) == 1 || columns == 1) && longest >= proseCell:
		for _, c := range slices.Concat(rows...) {
			r.paragraph(strings.ReplaceAll(c.Text, "\n", " "), c.Line)
		}
	default:
		trimmed := withoutEmptyColumn(rows)
		r.grid(rows, columns-trimmed)
	}
}

// withoutEmptyColumn drops the last cell of every row, and says how many columns
// it dropped, where all of them are empty: an empty column of the page. Only
// heads tell it from a column that nobody filled in; rows of one cell are
// captions.
func withoutEmptyColumn(rows [][]gongkai.Cell) (dropped int) {
	for {
		wide := 0
		for _, row := range rows {
			switch {
			case len(row) == 1:
			case row[len(row)-1].Text != "":
				return dropped
			default:
				wide++
			}
		}
		if wide < 2 {
			return dropped
		}
		for i, row := range rows {
			if len(row) > 1 {
				rows[i] = row[:len(row)-1]
			}
		}
		dropped++
	}
}

func (r *reader) grid(rows [][]gongkai.Cell, columns int) {
	r.cells += len(rows) * columns
	if r.err = gongkai.Exceeds(r.cells, r.limits.Cells, "cells"); r.err != nil {
		return
	}
	var cells []gongkai.Cell
	for i, row := range rows {
		for j, c := range row {
			c.Row, c.Column = i, j
			cells = append(cells, c)
		}
	}
	g, _, _ := gongkai.NewGrid(len(rows), columns, cells)
	g.Ragged = true
	g.Line = rows[0][0].Line
	if r.doc.Method == Method && columns > 1 {
		r.doc.Method = tikaMethod
	}
	r.doc.Blocks = append(r.doc.Blocks, gongkai.Block{Grid: g})
}

// cells splits a line that begins with a tab.
func cells(line string, number int) []gongkai.Cell {
	var cells []gongkai.Cell
	for text := range strings.SplitSeq(line[1:], "\t") {
		c := gongkai.Cell{RowSpan: 1, ColumnSpan: 1, Location: gongkai.Location{Line: number}}
		for part := range strings.SplitSeq(text, "\v") {
			if part = tidy(part); part != "" && c.Text != "" {
				c.Text += "\n"
			}
			c.Text += part
		}
		if strings.ContainsRune(c.Text, utf8.RuneError) {
			c.Uncertain = "replacement character"
		}
		cells = append(cells, c)
	}
	return cells
}
