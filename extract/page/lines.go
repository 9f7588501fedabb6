package page

import (
	"cmp"
	"slices"
	"strings"
)

// Line is a line of text that is in no table.
type Line struct {
	Page int
	Text string
	Box  Rect
	// Baseline is the line's y.
	Baseline float64
	// Em is the font size of its first glyph.
	Em float64
	// First and Last are the glyphs at its ends.
	First, Last rune
	// FirstWidth is the width of the first glyph, for what could have fitted
	// at the end of the line before.
	FirstWidth float64
	// HeadWidth is the width of what may not be broken at its beginning, such
	// as "66%。".
	HeadWidth float64
	// Columns: gaps as wide as between columns are in it, as in a table
	// without lines.
	Columns bool

	// items are the glyphs of a line that runs to the right.
	items []item
}

// lines groups the characters into lines, from top to bottom. Text that runs
// up, down or upside down makes lines of its own.
func lines(chars []Char, page int) []Line {
	var found []Line
	for d := Right; d < Slanted; d++ {
		var of []Char
		for _, c := range chars {
			if c.Direction == d {
				of = append(of, c)
			}
		}
		for _, line := range lineUp(items(of, d)) {
			l := newLine(line, page)
			if d == Right {
				l.items = line
			}
			found = append(found, l)
		}
	}
	slices.SortStableFunc(found, func(a, b Line) int {
		return cmp.Or(cmp.Compare(a.Baseline, b.Baseline), cmp.Compare(a.Box.Left, b.Box.Left))
	})
	return found
}

func newLine(line []item, page int) Line {
	first, last := line[0], line[len(line)-1]
	text, _ := lineText(line)
	l := Line{Page: page, Text: text, Baseline: first.Y, Em: first.Em,
		First: first.Rune, Last: last.Rune, FirstWidth: first.end - first.start, HeadWidth: headWidth(line)}
	for i, it := range line {
		l.Box = l.Box.union(it.Box)
		l.Columns = l.Columns || i > 0 && it.start-line[i-1].end > columnEms*min(it.Em, line[i-1].Em)
	}
	return l
}

// headWidth measures the first word of a line, with the punctuation after it.
func headWidth(line []item) float64 {
	end := line[0].end
	for _, it := range line[1:] {
		if it.blankBefore || it.Rune >= 0x2E80 && !strings.ContainsRune(noLineStart, it.Rune) {
			break
		}
		end = it.end
	}
	return end - line[0].start
}

// noLineStart is the punctuation that may not begin a line.
const noLineStart = "，。、；：？！）》”’〉】〕"

// slanted counts the characters that run at an angle.
func slanted(chars []Char) int {
	n := 0
	for _, c := range chars {
		if c.Direction == Slanted {
			n++
		}
	}
	return n
}
