// Package sheet makes documents of workbooks: what xlsx, xls and csv share.
//
// A sheet is one large grid in which everything stands, title, prose and tables
// below one another. [Book.Document] parts it: a row in which one cell stands
// alone is a paragraph, rows of several cells are a grid; an empty row parts
// two grids. Where the sheet draws borders, a cell alone that is inside them is
// a row of its grid; where it draws none, one between rows of several cells is,
// unless it reads like prose or a table of another width begins behind it. Prose
// in a table of one column is not told from a table.
//
// Hidden rows, columns and sheets are not printed and are left out, with the
// finding HiddenCells; so is the text that spreadsheets keep in the part of a
// merged cell that is merged away. The name of a sheet is a heading if it is
// numbered like one (一、总体情况) and the sheet does not print it.
//
// What a number looks like is the work of [NumberFormat], according to ECMA-376
// part 1, 18.8.31, and to what spreadsheets do.
package sheet

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"gongkai"
)

// Bounds of the sheets of Excel 2007 and later.
const (
	MaxRows    = 1 << 20
	MaxColumns = 1 << 14
)

// maxMerged bounds the merged cells of a book, MaxSheets its sheets, whatever
// the limits say; a report has a few hundred and a handful.
const (
	maxMerged = 20_000
	MaxSheets = 1000
)

// Book is a workbook as its format states it.
type Book struct {
	Format gongkai.Format
	Method string
	Title  string
	Sheets []*Sheet
	// Findings of the reader.
	Findings []gongkai.Finding
}

// Sheet is one sheet. Rows and columns count from 0.
type Sheet struct {
	Name   string
	Hidden bool
	// Whole says that every cell of the source was added: places without one
	// are not cells. Otherwise they are blank cells.
	Whole bool

	cells                     []Cell
	merged                    []Area
	hiddenRows, hiddenColumns []stretch
	texts                     int
	budget                    *Budget
}

// Budget is what the sheets of one book may hold together.
type Budget struct {
	limits               gongkai.Limits
	cells, bytes, merged int
	blanks               int
}

// NewBudget makes a budget of limits (Cells, ExpandedBytes).
func NewBudget(limits gongkai.Limits) *Budget { return &Budget{limits: limits} }

// Cell is one cell.
type Cell struct {
	Row, Column int
	// Text is what the sheet shows.
	Text string
	// Uncertain is the reader's doubt about Text, empty when there is none.
	Uncertain string
	// Ruled says that the cell has a border on its left or its right.
	Ruled bool
}

// Area is a merged cell.
type Area struct{ Row, Column, Rows, Columns int }

// New makes an empty sheet.
func New(name string, budget *Budget) *Sheet { return &Sheet{Name: name, budget: budget} }

// Add adds a cell; of two in one place the later one counts, in doubt. Errors
// wrap ErrLimit: of the cells and of their text, which a file may repeat without
// end. Of blank cells, which sheets have by the million, those over the limit are
// left out: they say only where borders are.
func (s *Sheet) Add(c Cell) error {
	b := s.budget
	c.Text = Tidy(c.Text)
	if c.Row < 0 || c.Column < 0 || c.Row >= MaxRows || c.Column >= MaxColumns {
		return fmt.Errorf("%w: a cell in row %d, column %d", gongkai.ErrLimit, c.Row+1, c.Column+1)
	}
	if c.Text != "" || c.Uncertain != "" || s.Whole {
		s.texts++
		b.cells++
		b.bytes += len(c.Text)
		s.cells = append(s.cells, c)
		return cmp.Or(gongkai.Exceeds(b.cells, b.limits.Cells, "cells"), gongkai.Exceeds(b.bytes, b.limits.ExpandedBytes, "bytes of text in cells"))
	}
	if b.blanks++; c.Ruled && b.blanks <= cmp.Or(b.limits.Cells, gongkai.DefaultLimits().Cells) {
		s.cells = append(s.cells, c)
	}
	return nil
}

// Merge merges the cells of an area. Errors wrap ErrLimit.
func (s *Sheet) Merge(a Area) error {
	if a.Row < 0 || a.Column < 0 || a.Rows < 1 || a.Columns < 1 || a.Rows == 1 && a.Columns == 1 {
		return nil
	}
	s.merged = append(s.merged, a)
	s.budget.merged++
	return gongkai.Exceeds(s.budget.merged, maxMerged, "merged cells")
}

// HideRows hides rows from first to last.
func (s *Sheet) HideRows(first, last int) { s.hiddenRows = hide(s.hiddenRows, first, last) }

// HideColumns hides columns from first to last.
func (s *Sheet) HideColumns(first, last int) { s.hiddenColumns = hide(s.hiddenColumns, first, last) }

func hide(list []stretch, first, last int) []stretch {
	if n := len(list) - 1; n >= 0 && list[n].to == first {
		list[n].to = last + 1
		return list
	}
	if len(list) >= MaxRows {
		list = joined(list) // rows hidden over and over
	}
	return append(list, stretch{first, last + 1})
}

// Document parts the sheets into paragraphs and grids. Locations are the names
// of sheets and cells, like "/Sheet1!B7". Errors wrap ErrEmpty, or ErrLimit for
// the cells of all grids.
//
// Findings, each at most once a sheet: HiddenCells, OverlappingCells; and
// ReplacementCharacters for the book.
func (b *Book) Document(limits gongkai.Limits) (*gongkai.Document, error) {
	doc := &gongkai.Document{Format: b.Format, Method: b.Method, HeadTitle: Tidy(b.Title), Findings: b.Findings}
	places, replaced := 0, 0
	if err := gongkai.Exceeds(len(b.Sheets), MaxSheets, "sheets"); err != nil {
		return nil, err
	}
	for _, s := range b.Sheets {
		if s.Hidden {
			if s.texts > 0 {
				doc.Findings = append(doc.Findings, gongkai.Finding{Code: gongkai.HiddenCells, Detail: s.Name, Location: gongkai.Location{Path: "/" + s.Name}})
			}
			continue
		}
		for _, c := range s.cells {
			replaced += strings.Count(c.Text, "\uFFFD")
		}
		p := parting{sheet: s, doc: doc, places: places, limit: limits.Cells}
		p.cells = s.visible(doc)
		if err := p.part(); err != nil {
			return nil, err
		}
		places = p.places
	}
	if replaced > 0 {
		doc.Findings = append(doc.Findings, gongkai.Finding{Code: gongkai.ReplacementCharacters, Found: strconv.Itoa(replaced)})
	}
	if len(doc.Blocks) == 0 {
		return nil, fmt.Errorf("%w: no sheet shows any text", gongkai.ErrEmpty)
	}
	return doc, nil
}

// stretch is [from, to) of rows or columns.
type stretch struct{ from, to int }

// joined sorts stretches and joins those that touch.
func joined(list []stretch) []stretch {
	slices.SortFunc(list, func(a, b stretch) int { return a.from - b.from })
	var out []stretch
	for _, s := range list {
		if s.to <= s.from {
			continue
		}
		if last := len(out) - 1; last >= 0 && s.from <= out[last].to {
			out[last].to = max(out[last].to, s.to)
			continue
		}
		out = append(out, s)
	}
	return out
}

// hiding says what becomes of places when stretches of them are hidden.
type hiding struct {
	stretches []stretch
	before    []int // hidden places before each stretch
}

func newHiding(list []stretch) hiding {
	h := hiding{stretches: joined(list)}
	n := 0
	for _, s := range h.stretches {
		h.before = append(h.before, n)
		n += s.to - s.from
	}
	return h
}

// shift is the place of n among those that are seen, or of the next that is.
func (h hiding) shift(n int) int {
	at, _ := slices.BinarySearchFunc(h.stretches, n, func(s stretch, n int) int { return s.from - n - 1 })
	if at == 0 {
		return n
	}
	last := h.stretches[at-1]
	return last.from - h.before[at-1] + max(n-last.to, 0)
}

// pinned is a cell with its spans, in the rows and columns that are seen.
type pinned struct {
	Cell
	rows, columns int
	path          string
}

// visible are the cells that are seen, in order: merged cells are one, and what
// is hidden is gone.
func (s *Sheet) visible(doc *gongkai.Document) []pinned {
	rows, columns := newHiding(s.hiddenRows), newHiding(s.hiddenColumns)
	areas := map[[2]int]Area{}
	for _, a := range s.merged {
		if _, twice := areas[[2]int{a.Row, a.Column}]; !twice {
			areas[[2]int{a.Row, a.Column}] = a
		}
	}
	hidden := ""
	var out []pinned
	pin := func(c Cell) {
		a, isMerged := areas[[2]int{c.Row, c.Column}]
		if !isMerged {
			a = Area{c.Row, c.Column, 1, 1}
		}
		delete(areas, [2]int{c.Row, c.Column})
		path := "/" + s.Name + "!" + Reference(c.Row, c.Column)
		top, bottom := rows.shift(a.Row), rows.shift(a.Row+a.Rows)
		left, right := columns.shift(a.Column), columns.shift(a.Column+a.Columns)
		if bottom == top || right == left {
			if c.Text != "" && hidden == "" {
				hidden = path
			}
			return
		}
		c.Row, c.Column = top, left
		out = append(out, pinned{c, bottom - top, right - left, path})
	}
	for _, c := range s.inOrder() {
		pin(c)
	}
	for _, a := range s.merged {
		if _, left := areas[[2]int{a.Row, a.Column}]; left {
			pin(Cell{Row: a.Row, Column: a.Column})
		}
	}
	if hidden != "" {
		doc.Findings = append(doc.Findings, gongkai.Finding{Code: gongkai.HiddenCells, Location: gongkai.Location{Path: hidden}})
	}
	slices.SortStableFunc(out, func(a, b pinned) int {
		if a.Row != b.Row {
			return a.Row - b.Row
		}
		return a.Column - b.Column
	})
	out, overlaps := uncovered(out)
	if overlaps > 0 {
		doc.Findings = append(doc.Findings, gongkai.Finding{Code: gongkai.OverlappingCells, Detail: strconv.Itoa(overlaps), Location: gongkai.Location{Path: "/" + s.Name}})
	}
	return out
}

// inOrder are the cells by row and column, each place once.
func (s *Sheet) inOrder() []Cell {
	slices.SortStableFunc(s.cells, func(a, b Cell) int {
		if a.Row != b.Row {
			return a.Row - b.Row
		}
		return a.Column - b.Column
	})
	out := s.cells[:0]
	for _, c := range s.cells {
		if last := len(out) - 1; last >= 0 && out[last].Row == c.Row && out[last].Column == c.Column {
			if out[last].Text != c.Text {
				c.Uncertain = "the file has two cells in this place"
			}
			out[last] = c
			continue
		}
		out = append(out, c)
	}
	s.cells = out
	return out
}

// uncovered drops the cells that a merged cell covers, and counts the merged
// cells that overlap an earlier one.
func uncovered(cells []pinned) (kept []pinned, overlaps int) {
	kept = cells[:0]
	var active []pinned // merged cells that reach below their row, by column
	expires := 0        // the first row that one of them does not cover
	for _, c := range cells {
		if len(active) > 0 && c.Row >= expires {
			expires = MaxRows
			active = slices.DeleteFunc(active, func(a pinned) bool {
				gone := a.Row+a.rows <= c.Row
				if !gone {
					expires = min(expires, a.Row+a.rows)
				}
				return gone
			})
		}
		at, _ := slices.BinarySearchFunc(active, c.Column, func(a pinned, column int) int { return a.Column - column })
		under := at > 0 && active[at-1].Column+active[at-1].columns > c.Column || at < len(active) && active[at].Column == c.Column
		if last := len(kept) - 1; !under && last >= 0 && kept[last].Row == c.Row && kept[last].Column+kept[last].columns > c.Column {
			under = true
		}
		isMerged := c.rows > 1 || c.columns > 1
		if under {
			if isMerged {
				overlaps++
			}
			continue
		}
		if at < len(active) && active[at].Column < c.Column+c.columns {
			c.columns = active[at].Column - c.Column
			overlaps++
		}
		if c.rows > 1 {
			if len(active) == 0 {
				expires = c.Row + c.rows
			}
			expires = min(expires, c.Row+c.rows)
			active = slices.Insert(active, at, c)
		}
		kept = append(kept, c)
	}
	return kept, overlaps
}

// Reference is the name of a cell, like "B7".
func Reference(row, column int) string {
	name := ""
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name + strconv.Itoa(row+1)
}

// Tidy drops characters without width and makes every run of white space in a
// line one space; empty lines go.
func Tidy(s string) string {
	if isTidy(s) {
		return s
	}
	s = widthless.Replace(s)
	var lines []string
	for line := range strings.SplitSeq(s, "\n") {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

var widthless = strings.NewReplacer("\u200B", "", "\u200C", "", "\u200D", "", "\u2060", "", "\uFEFF", "", "\u00AD", "",
	"\r\n", "\n", "\r", "\n", "\v", "\n", "\u2028", "\n", "\u2029", "\n")

// isTidy reports whether Tidy has nothing to do, so that a string that many cells
// share is copied once.
func isTidy(s string) bool {
	space := true // before the next character
	for _, r := range s {
		switch {
		case r == ' ' || r == '\n':
			if space {
				return false
			}
			space = true
			continue
		case r < ' ' || r >= 0x7F && unicode.IsSpace(r):
			return false
		case r >= 0x200B && r <= 0x200D || r == 0x2060 || r == 0xFEFF || r == 0xAD:
			return false
		}
		space = false
	}
	return !space || s == ""
}

// numbered is a name that is a heading: 一、总体情况.
var numbered = regexp.MustCompile(`^[一二三四五六七八九十]+[、.．]\s*\S`)
