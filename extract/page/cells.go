package page

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// maxPaddingPt is the widest padding of a cell that Word (5.4), WPS and
	// LibreOffice (2.8) set by themselves.
	maxPaddingPt = 6
	// paddingShare: the padding of a table is the smallest distance of text
	// from its cell's side, a tenth of the cells being allowed to overflow.
	paddingShare = 0.1
	// crossingEms: glyphs in neighbouring cells that are nearer to each other
	// than this were printed as one text.
	crossingEms = 0.15
)

// finder returns a function that finds the cell of the innermost table around a
// place, nil where there is none.
func finder(tables []*Table) func(x, y float64) *TableCell {
	bySize := slices.Clone(tables)
	slices.SortStableFunc(bySize, func(a, b *Table) int {
		return cmp.Compare(a.Box.width()*a.Box.height(), b.Box.width()*b.Box.height())
	})
	lookups := make([][]*TableCell, len(bySize))
	for i, t := range bySize {
		lookups[i] = t.places()
	}
	return func(x, y float64) *TableCell {
		for i, t := range bySize {
			if t.Box.Contains(x, y) {
				return lookups[i][interval(t.Y, y)*t.columns()+interval(t.X, x)]
			}
		}
		return nil
	}
}

// assign puts each character into the cell of the innermost table around its
// centre, and returns those that are in none.
func assign(chars []Char, tables []*Table) (rest []Char) {
	find := finder(tables)
	for _, c := range chars {
		cell := find(c.Box.CentreX(), c.Box.CentreY())
		switch {
		case cell == nil:
			rest = append(rest, c)
		case c.Direction != Slanted:
			cell.chars = append(cell.chars, c)
		}
	}
	return rest
}

// places returns the cell of each place, by row*columns+column.
func (t *Table) places() []*TableCell {
	at := make([]*TableCell, t.rows()*t.columns())
	for _, c := range t.Cells {
		for row := c.Row; row < c.Row+c.RowSpan; row++ {
			for column := c.Column; column < c.Column+c.ColumnSpan; column++ {
				at[row*t.columns()+column] = c
			}
		}
	}
	return at
}

// interval returns i so that the place is between edges i and i+1.
func interval(edges []float64, place float64) int {
	i, _ := slices.BinarySearch(edges, place)
	return min(max(i-1, 0), len(edges)-2)
}

// fill turns the characters of the table's cells into text.
func (t *Table) fill() {
	t.markCrossings()
	padding := t.padding()
	for _, c := range t.Cells {
		text, doubt, fills := cellText(c.chars, c.Box, padding)
		c.Text, c.Fills = text, fills
		c.Doubt = cmp.Or(c.Doubt, doubt)
		if c.Broken && text != "" {
			c.Doubt = cmp.Or(c.Doubt, doubtBroken)
		}
		if text == "" {
			c.Doubt = ""
		}
	}
}

// doubtLost doubts the cells in which text was left out.
func (t *Table) doubtLost(lost []Point) {
	if len(lost) == 0 {
		return
	}
	places := t.places()
	for _, p := range lost {
		if t.Box.Contains(p.X, p.Y) {
			places[interval(t.Y, p.Y)*t.columns()+interval(t.X, p.X)].Doubt = doubtLost
		}
	}
}

// holdsText says whether anything is printed in the table.
func (t *Table) holdsText() bool {
	return slices.ContainsFunc(t.Cells, func(c *TableCell) bool { return c.Text != "" })
}

// padding estimates the distance that the table keeps between text and border.
func (t *Table) padding() float64 {
	var distances []float64
	for _, c := range t.Cells {
		nearest := maxPaddingPt + 0.0
		for _, ch := range c.chars {
			if ch.Rune != ' ' {
				nearest = min(nearest, ch.Box.Left-c.Box.Left, c.Box.Right-ch.Box.Right)
			}
		}
		if len(c.chars) > 0 {
			distances = append(distances, max(nearest, 0))
		}
	}
	if len(distances) == 0 {
		return 0
	}
	slices.Sort(distances)
	return distances[int(paddingShare*float64(len(distances)))]
}

// markCrossings raises doubt about cells whose text runs on into the next: a
// number that is wider than its column is printed over the border, and its
// digits then lie in two cells.
func (t *Table) markCrossings() {
	byPage := map[int][]*TableCell{}
	for _, c := range t.Cells {
		byPage[c.Page] = append(byPage[c.Page], c)
	}
	for _, cells := range byPage {
		markCrossings(cells)
	}
}

func markCrossings(cells []*TableCell) {
	var list []item
	owner := map[*Char]*TableCell{}
	for _, c := range cells {
		for _, it := range items(c.chars, Right) {
			if it.Direction == Right {
				list = append(list, it)
				owner[it.Char] = c
			}
		}
	}
	for _, line := range lineUp(list) {
		for i := 1; i < len(line); i++ {
			a, b := line[i-1], line[i]
			if owner[a.Char] == owner[b.Char] || b.blankBefore || !isDigit(a.Rune) && !isDigit(b.Rune) {
				continue
			}
			if b.start-a.end < crossingEms*min(a.Em, b.Em) {
				owner[a.Char].Doubt, owner[b.Char].Doubt = doubtCrossing, doubtCrossing
			}
		}
	}
}

// cellText joins the characters of one cell. Lines that wrap are joined with
// nothing, others are paragraphs, separated by line feeds. fills says whether
// the last line is full.
func cellText(chars []Char, box Rect, padding float64) (text, doubt string, fills bool) {
	if vertical, ok := verticalText(chars); ok {
		text, doubt = lineText(vertical)
		return text, doubt, true
	}
	direction := mainDirection(chars)
	lines := lineUp(items(chars, direction))
	width := box.width()
	if direction == Up || direction == Down {
		width = box.height()
	}
	stacked := singleGlyphs(lines)
	var b strings.Builder
	for i, line := range lines {
		s, why := lineText(line)
		doubt = cmp.Or(doubt, why)
		if i > 0 {
			between, why := lineBreak(lines[i-1], line, width-2*padding, stacked)
			b.WriteString(between)
			doubt = cmp.Or(doubt, why)
		}
		b.WriteString(s)
	}
	if n := len(lines); n > 0 {
		fills = free(lines[n-1], width-2*padding) < 2*lines[n-1][0].Em
	}
	return b.String(), doubt, fills
}

// free is the space that a line leaves of the width.
func free(line []item, width float64) float64 {
	return width - (line[len(line)-1].end - line[0].start)
}

// lineBreak is what a break between two lines of a cell stands for: nothing
// where the text wrapped, else a line feed.
func lineBreak(a, b []item, width float64, stacked bool) (between, doubt string) {
	last, first := a[len(a)-1], b[0]
	room := free(a, width)
	if numeric(last.Rune) && numeric(first.Rune) {
		// Digits wrap only where not one more would have fitted.
		if room < first.end-first.start {
			return "", ""
		}
		return "\n", doubtTwoNumbers
	}
	if stacked || room < first.end-first.start+first.Em {
		if western(last.Rune) && western(first.Rune) && room < 0 {
			return " ", ""
		}
		return "", ""
	}
	return "\n", ""
}

// singleGlyphs says whether the lines are a label written downwards, one
// character each.
func singleGlyphs(lines [][]item) bool {
	if len(lines) < 2 {
		return false
	}
	for _, line := range lines {
		if len(line) != 1 || isDigit(line[0].Rune) {
			return false
		}
	}
	return true
}

// downShare is the share of steps that must go down for upright glyphs to be
// vertical writing.
const downShare = 0.6

// verticalText returns the characters in the order of the file when that order
// goes down, column by column.
func verticalText(chars []Char) ([]item, bool) {
	var list []item
	for _, it := range items(chars, Right) {
		if it.Direction == Right && it.Rune != ' ' {
			list = append(list, it)
		}
	}
	if len(list) < 3 {
		return nil, false
	}
	down := 0
	for i := 1; i < len(list); i++ {
		a, b := list[i-1], list[i]
		if isDigit(a.Rune) && isDigit(b.Rune) {
			return nil, false
		}
		em := max(a.Em, b.Em)
		if d := b.across - a.across; d > baselineEms*em && d < 2.5*em && b.start < a.end && a.start < b.end {
			down++
		}
	}
	if float64(down) < downShare*float64(len(list)-1) {
		return nil, false
	}
	// Without blanks or gaps: the distances along a line mean nothing here.
	for i := range list {
		list[i].start, list[i].end = 0, 0
	}
	return list, true
}

// nest moves tables that lie inside a cell of another into that cell, and
// returns those that do not.
func nest(tables []*Table) []*Table {
	var outer []*Table
	for _, t := range tables {
		if c := enclosing(t, tables); c != nil {
			c.Inner = append(c.Inner, t)
		} else {
			outer = append(outer, t)
		}
	}
	return outer
}

// enclosing returns the cell of the smallest other table that t lies in.
func enclosing(t *Table, tables []*Table) *TableCell {
	var best *TableCell
	for _, o := range tables {
		if o == t {
			continue
		}
		for _, c := range o.Cells {
			if box := c.Box.Grow(touchPt); box.Contains(t.Box.Left, t.Box.Top) && box.Contains(t.Box.Right, t.Box.Bottom) &&
				c.Box.width()*c.Box.height() > t.Box.width()*t.Box.height() &&
				(best == nil || c.Box.height() < best.Box.height()) {
				best = c
			}
		}
	}
	return best
}

// isNumber says whether a text is mainly digits, however a number is written.
func isNumber(text string) bool {
	digits := 0
	for _, r := range text {
		if isDigit(r) {
			digits++
		}
	}
	return digits > 0 && 2*digits >= utf8.RuneCountInString(text)
}

// letters counts the letters and ideographs of a text.
func letters(text string) int {
	n := 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

// isLabel says whether a text names something: "/" and "无" are values.
func isLabel(text string) bool {
	return !isNumber(text) && (letters(text) >= 2 || numbered.MatchString(text))
}

// Within puts n things, by the places of their middles, into the cells of the
// innermost table around each, and returns those that are in none.
func Within(tables []*Table, n int, middle func(i int) (x, y float64)) (held map[*TableCell][]int, rest []int) {
	held = map[*TableCell][]int{}
	find := finder(tables)
	for i := range n {
		if cell := find(middle(i)); cell != nil {
			held[cell] = append(held[cell], i)
		} else {
			rest = append(rest, i)
		}
	}
	return held, rest
}
