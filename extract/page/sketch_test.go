package page

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// A sketch is a page drawn in text: each character is a place of 10 × 10
// points, '+', '-' and '|' are lines through the middle of their places, other
// characters are glyphs as wide as their places.
const sketchPt = 10

func sketch(drawing string) (lines []Ruling, chars []Char) {
	rows := strings.Split(strings.Trim(drawing, "\n"), "\n")
	at := func(row, column int) rune {
		if row < len(rows) && column < len([]rune(rows[row])) {
			return []rune(rows[row])[column]
		}
		return ' '
	}
	middle := func(i int) float64 { return float64(i)*sketchPt + sketchPt/2 }
	for row := range rows {
		for column := range []rune(rows[row]) {
			r := at(row, column)
			if (r == '-' || r == '+') && strings.ContainsRune("-+", at(row, column+1)) {
				lines = append(lines, Ruling{At: middle(row), From: middle(column), To: middle(column + 1)})
			}
			if (r == '|' || r == '+') && strings.ContainsRune("|+", at(row+1, column)) {
				lines = append(lines, Ruling{Vertical: true, At: middle(column), From: middle(row), To: middle(row + 1)})
			}
			if !strings.ContainsRune("-+| ", r) {
				c := glyphAt(r, middle(column)-5, middle(row)+3, sketchPt)
				c.Box.Right = c.Box.Left + sketchPt
				chars = append(chars, c)
			}
		}
	}
	return lines, chars
}

// glyphAt is a glyph whose box is as wide as the em, half of it for digits
// and Latin letters.
func glyphAt(r rune, x, baseline, em float64) Char {
	width := em
	if r < unicode.MaxLatin1 {
		width = em / 2
	}
	return Char{Rune: r, X: x, Y: baseline, Em: em, Box: Rect{x, baseline - 0.8*em, x + width, baseline + 0.2*em}}
}

// textAt is a line of glyphs next to each other; '~' is a gap of half an em.
func textAt(s string, x, baseline, em float64) []Char {
	var list []Char
	for _, r := range s {
		if r == '~' {
			x += em / 2
			continue
		}
		c := glyphAt(r, x, baseline, em)
		list = append(list, c)
		x = c.Box.Right
	}
	return list
}

// sketchTables runs the stages from lines to filled tables.
func sketchTables(drawing string, page int) []*Table {
	lines, chars := sketch(drawing)
	groups, err := components(merge(lines))
	if err != nil {
		panic(err)
	}
	found, err := tables(groups, page, 0)
	if err != nil {
		panic(err)
	}
	assign(chars, found)
	for _, t := range found {
		t.fill()
	}
	return found
}

// String writes the table's rows as text: "^" for a place that a cell above
// covers, "<" for one that a cell to the left covers, "~" before a filler.
func (t *Table) String() string {
	at := t.places()
	var b strings.Builder
	for row := range t.rows() {
		var places []string
		for column := range t.columns() {
			c := at[row*t.columns()+column]
			text := strings.ReplaceAll(c.Text, "\n", "/")
			switch {
			case c.Row < row:
				text = "^"
			case c.Column < column:
				text = "<"
			case c.Outside && text == "":
				text = "~"
			}
			if c.Doubt != "" && c.Row == row && c.Column == column {
				text += "[" + c.Doubt + "]"
			}
			places = append(places, text)
		}
		fmt.Fprintln(&b, strings.TrimRight(strings.Join(places, " | "), " "))
	}
	return b.String()
}

// allTables writes tables one after the other.
func allTables(list []*Table) string {
	var b strings.Builder
	for i, t := range list {
		if i > 0 {
			b.WriteString("--\n")
		}
		b.WriteString(t.String())
		for _, c := range t.Cells {
			for _, inner := range c.Inner {
				fmt.Fprintf(&b, "in %d,%d: %s", c.Row, c.Column, inner)
			}
		}
	}
	return b.String()
}

func reversed[T any](s []T) []T {
	s = slices.Clone(s)
	slices.Reverse(s)
	return s
}
