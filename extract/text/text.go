// Package text reads plain text as document converters write it.
//
// A line is a paragraph. Tables are told apart by the marks of the converter
// that drew them, one file each, and become grids:
//
//   - tika.go: a line a cell, beginning with a tab; a blank line ends a row, two
//     or a line of prose end the table. Further paragraphs of a cell are lines
//     of their own. What a merged cell covers is written as empty cells, in
//     whatever number: the grid is Ragged.
//   - markdown.go: pipe tables (GitHub Flavored Markdown), by position; tables
//     in HTML, read by package html.
//   - pandoc.go: simple, multiline and grid tables (pandoc User's Guide).
//   - antiword.go: rows between bars, by the columns of the bars.
//   - layout.go: columns kept apart by spaces (pdftotext -layout), Ragged.
//
// What a dump leaves open (one row or two, which column, a number broken over
// lines, a formula, text struck out) makes cells uncertain.
//
// Several tabs in one line are several cells of a row; where every line of a
// row is of that kind, each line is a row of its own.
//
// Lines may end in LF, CR LF or CR; a form feed is no line of its own. The
// character set is found by package charset. Marks that converters leave, like
// "[bookmark: _GoBack]", and marks of Markdown are dropped.
//
// Not handled: catdoc's tables, separated values whose lines do not begin with
// a tab, tables drawn with box characters, paragraphs that a converter broke
// over lines (each line is one). Tab-indented prose is told from a table by its
// length alone: see proseCell.
package text

import (
	"fmt"
	"slices"
	"strings"

	"gongkai"
	"gongkai/extract/charset"
)

// Method names this reader in Document.Method where no converter's table was
// met; else the method names the converter of the first one, like "text/tika".
const Method = "text/lines"

// Read reads a text. Locations are 1-based lines. A replacement character in
// a cell makes the cell uncertain.
//
// Findings: ReplacementCharacters. Errors, in a *gongkai.ReadError: ErrFormat
// for binary data, ErrEmpty when there is no text, ErrLimit.
func Read(data []byte, limits gongkai.Limits) (*gongkai.Document, error) {
	doc, err := read(data, limits)
	if err != nil {
		return nil, &gongkai.ReadError{Format: gongkai.FormatText, Offset: -1, Err: err}
	}
	return doc, nil
}

func read(data []byte, limits gongkai.Limits) (*gongkai.Document, error) {
	if err := gongkai.Exceeds(len(data), limits.Bytes, "bytes"); err != nil {
		return nil, err
	}
	text, decoded := charset.Decode(data, "")
	if charset.Binary(text) {
		return nil, fmt.Errorf("%w: binary data", gongkai.ErrFormat)
	}
	r := reader{doc: &gongkai.Document{Format: gongkai.FormatText, Method: Method}, limits: limits}
	all := slices.Collect(lines(text))
	for len(all) > 0 && r.err == nil {
		all = all[r.next(all):]
	}
	r.endTable()
	if r.err != nil {
		return nil, r.err
	}
	if len(r.doc.Blocks) == 0 {
		return nil, gongkai.ErrEmpty
	}
	if decoded.Replaced > 0 {
		r.doc.Findings = append(r.doc.Findings, gongkai.Finding{
			Code: gongkai.ReplacementCharacters, Found: fmt.Sprint(decoded.Replaced),
		})
	}
	return r.doc, nil
}

// reader holds the table that is being read.
type reader struct {
	doc    *gongkai.Document
	group  [][]gongkai.Cell // the lines of the row that is being read
	rows   [][]gongkai.Cell // the rows that are complete
	blanks int              // blank lines since the last cell
	cells  int              // places of all grids so far
	limits gongkai.Limits
	// fromDoc: paragraphs of a cell have been seen behind blank lines.
	fromDoc bool
	err     error
}

// next reads the table of a dump that begins at the first line, or the line,
// and returns how many lines that were.
func (r *reader) next(lines []line) int {
	if !strings.HasPrefix(lines[0].text, "\t") && !lines[0].blank() {
		for _, d := range dumps {
			t, used := d.read(lines, r.limits)
			for _, l := range lines[:max(-used, 0)] {
				r.line(l.text, l.number)
			}
			if used > 0 {
				r.endTable()
			}
			if used > 0 && r.err == nil {
				r.add(t, d.method)
			}
			if used != 0 {
				return max(used, -used)
			}
		}
	}
	r.line(lines[0].text, lines[0].number)
	if more := r.continuation(lines); more > 0 {
		r.extend(lines[1 : 1+more])
		return 1 + more
	}
	return 1
}

func (r *reader) line(line string, number int) {
	switch {
	case strings.HasPrefix(line, "\t"):
		if r.blanks > 1 {
			r.endTable()
		}
		if r.blanks > 0 {
			r.endRow()
		}
		r.blanks = 0
		r.group = append(r.group, cells(line, number))
	case strings.TrimSpace(line) == "":
		r.blanks++
	default:
		r.endTable()
		for part := range strings.SplitSeq(line, "\v") {
			r.paragraph(prose(part), number)
		}
	}
}

func (r *reader) paragraph(text string, number int) {
	if text != "" {
		r.doc.Blocks = append(r.doc.Blocks, gongkai.Block{
			Paragraph: &gongkai.Paragraph{Text: text, Location: gongkai.Location{Line: number}},
		})
	}
}
