package page

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// The reasons for doubt about a text.
const (
	doubtTwoNumbers = "two numbers in one cell"
	doubtApart      = "digits stand apart: one number or two"
	doubtOverlap    = "digits are printed over each other"
	doubtUnmapped   = "a glyph has no character"
	doubtLost       = "a glyph of a font that the file does not hold may stand here"
	doubtInvisible  = "the text is not drawn"
	doubtFont       = "what the font writes makes no sense"
	doubtCrossing   = "text crosses the cell's border"
	doubtBroken     = "the cell's border is incomplete"
)

// Gaps between glyphs, in widths of the narrower of the two digits, or in em
// between other glyphs. A blank is half a digit's width or more in the fonts
// of reports; kerning and rounding stay under a quarter.
const (
	// apartDigits: a gap between digits that leaves it open whether they are
	// one number.
	apartDigits = 0.4
	// twoDigits: a gap between two numbers.
	twoDigits = 1.5
	// overlapDigits: digits that cover each other by this much.
	overlapDigits = 0.5
	// wordEms: a gap between Latin letters or digits that stands for a blank.
	wordEms = 0.2
	// columnEms: a gap between any glyphs that stands for a blank.
	columnEms = 1.5
	// baselineEms is how far glyphs of one line may be off its baseline.
	baselineEms = 0.5
)

// item is a glyph in reading coordinates: along its line from start to end,
// with the line at across, lines following each other as across grows.
type item struct {
	*Char
	start, end, across float64
	blankBefore        bool // a blank glyph stands before it
}

// items turns the characters so that text of the given direction reads from
// left to right. Blanks become marks on what follows them.
func items(chars []Char, d Direction) []item {
	list := make([]item, len(chars))
	for i := range chars {
		c := &chars[i]
		switch d {
		case Up:
			list[i] = item{Char: c, start: -c.Box.Bottom, end: -c.Box.Top, across: c.X}
		case Left:
			list[i] = item{Char: c, start: -c.Box.Right, end: -c.Box.Left, across: -c.Y}
		case Down:
			list[i] = item{Char: c, start: c.Box.Top, end: c.Box.Bottom, across: -c.X}
		default:
			list[i] = item{Char: c, start: c.Box.Left, end: c.Box.Right, across: c.Y}
		}
	}
	return list
}

// mainDirection returns the direction that most of the characters have.
func mainDirection(chars []Char) Direction {
	var count [Slanted + 1]int
	for _, c := range chars {
		count[c.Direction]++
	}
	best := Right
	for d := Up; d < Slanted; d++ {
		if count[d] > count[best] {
			best = d
		}
	}
	return best
}

// lineUp groups items into lines by their baselines and orders each by where
// the glyphs start. Lines of blanks alone are left out.
func lineUp(list []item) [][]item {
	slices.SortStableFunc(list, func(a, b item) int {
		return cmp.Or(cmp.Compare(a.across, b.across), cmp.Compare(a.start, b.start))
	})
	var lines [][]item
	for begin := 0; begin < len(list); {
		end := begin + 1
		for end < len(list) && list[end].across-list[begin].across <= baselineEms*max(list[begin].Em, list[end].Em) {
			end++
		}
		if line := inOrder(list[begin:end]); len(line) > 0 {
			lines = append(lines, line)
		}
		begin = end
	}
	return lines
}

// inOrder sorts the glyphs of a line and folds its blanks into marks.
func inOrder(line []item) []item {
	slices.SortStableFunc(line, func(a, b item) int { return cmp.Compare(a.start, b.start) })
	ordered := make([]item, 0, len(line))
	blank := false
	for _, it := range line {
		if it.Rune == ' ' {
			blank = true
			continue
		}
		it.blankBefore = blank && len(ordered) > 0
		blank = false
		ordered = append(ordered, it)
	}
	return ordered
}

// lineText joins the glyphs of a line. It puts a blank where one is printed
// and where a gap is too wide to be anything else.
func lineText(line []item) (text, doubt string) {
	var b strings.Builder
	for i, it := range line {
		if i > 0 {
			between, why := separator(line[i-1], it)
			b.WriteString(between)
			doubt = cmp.Or(doubt, why)
		}
		switch {
		case it.Unmapped:
			doubt = cmp.Or(doubt, doubtUnmapped)
		case it.Invisible:
			doubt = cmp.Or(doubt, doubtInvisible)
		case it.Implausible:
			doubt = cmp.Or(doubt, doubtFont)
		}
		b.WriteRune(it.Rune)
	}
	return b.String(), doubt
}

// separator is what stands between two glyphs of a line, and the doubt that
// their distance raises.
func separator(a, b item) (between, doubt string) {
	gap := b.start - a.end
	em := min(a.Em, b.Em)
	if numeric(a.Rune) && numeric(b.Rune) {
		width := digitWidth(a, b)
		switch {
		case b.blankBefore || gap > twoDigits*width:
			return " ", doubtTwoNumbers
		case gap > apartDigits*width:
			return "", doubtApart
		case gap < -overlapDigits*width:
			return "", doubtOverlap
		}
		return "", ""
	}
	switch {
	case b.blankBefore, gap > columnEms*em:
		return " ", ""
	case gap > wordEms*em && western(a.Rune) && western(b.Rune):
		return " ", ""
	}
	return "", ""
}

// digitWidth is the width of the narrower digit; a point is no measure.
func digitWidth(a, b item) float64 {
	switch {
	case !isDigit(a.Rune):
		return b.end - b.start
	case !isDigit(b.Rune):
		return a.end - a.start
	}
	return min(a.end-a.start, b.end-b.start)
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' || r >= '０' && r <= '９' }

// numeric says whether the rune can be part of a number.
func numeric(r rune) bool { return isDigit(r) || r == '.' || r == ',' || r == '，' || r == '．' }

// western says whether the rune is of a script that puts blanks between words.
func western(r rune) bool { return r < 0x2E80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) }
