package page

import (
	"cmp"
	"slices"
	"strings"

	"gongkai"
)

const (
	// indentEms is how much further in than the text's left edge a line must
	// begin to start a paragraph; the official style indents by two em.
	indentEms = 0.8
	// shortEms is how far from the text's right edge a line must end to end a
	// paragraph: punctuation that may not begin a line leaves one em.
	shortEms = 1.8
	// sizeShare is how much the font size may differ within a paragraph.
	sizeShare = 0.15
	// leadingShare is how much larger than the page's usual distance between
	// lines a distance must be to end a paragraph.
	leadingShare = 1.6
	// alignPt is how far ends of lines may be off the edge they stand on.
	alignPt = 3
)

// column is the left and right edge of a page's text.
type column struct{ left, right float64 }

const (
	// sharedLines is how many lines must end alike for it to be an edge.
	sharedLines = 3
	// strayEms is how far a line may reach over the edge that others share,
	// such as punctuation that hangs into the margin.
	strayEms = 1
)

// columnOf finds the edges of the lines: those that enough of them share or,
// where another line reaches far beyond, that line's ends. ok is false when
// too few lines share one.
func columnOf(lines []Line) (c column, ok bool) {
	if len(lines) == 0 {
		return column{}, false
	}
	var lefts, rights []float64
	em := 0.0
	for _, l := range lines {
		lefts = append(lefts, l.Box.Left)
		rights = append(rights, -l.Box.Right)
		em = max(em, l.Em)
	}
	left, okLeft := shared(lefts, strayEms*em)
	right, okRight := shared(rights, strayEms*em)
	return column{left, -right}, okLeft && okRight
}

// shared returns the smallest value that enough others are near to, if it is
// within the distance of the smallest of all, which it returns otherwise.
func shared(values []float64, distance float64) (value float64, ok bool) {
	slices.Sort(values)
	for i := sharedLines - 1; i < len(values); i++ {
		first := values[i-sharedLines+1]
		if values[i]-first <= alignPt {
			if first-values[0] <= distance {
				return first, true
			}
			break
		}
	}
	return values[0], false
}

// columns returns each page's column. Pages differ where margins are mirrored;
// one with little text has the column of the document.
func columns(pages []*Page) []column {
	var all []Line
	for _, p := range pages {
		all = append(all, p.Lines...)
	}
	common, _ := columnOf(all)
	list := make([]column, len(pages))
	for i, p := range pages {
		own, ok := columnOf(p.Lines)
		if list[i] = common; ok {
			list[i] = own
		}
	}
	return list
}

// thing is a line or a table of a page, in reading order.
type thing struct {
	line  *Line
	table *Table
	page  *Page
	column
}

// flow puts the lines and tables of all pages into reading order and joins the
// tables that go on over pages.
func flow(pages []*Page) (things []thing, joins []string) {
	columns := columns(pages)
	for i, p := range pages {
		var on []thing
		for j := range p.Lines {
			on = append(on, thing{line: &p.Lines[j], page: p, column: columns[i]})
		}
		for _, t := range nest(p.Tables) {
			on = append(on, thing{table: t.clone(), page: p})
		}
		slices.SortStableFunc(on, func(a, b thing) int { return cmp.Compare(a.top(), b.top()) })
		if n := len(things); n > 0 && len(on) > 0 && things[n-1].table != nil && on[0].table != nil &&
			things[n-1].page.Turns == p.Turns && continues(things[n-1].table, on[0].table) {
			// The joined table belongs to its first page.
			joins = append(joins, join(things[n-1].table, on[0].table)...)
			on = on[1:]
		}
		things = append(things, on...)
	}
	return things, joins
}

func (t thing) top() float64 {
	if t.table != nil {
		return t.table.Box.Top
	}
	return t.line.Box.Top
}

// blocks makes paragraphs and grids of the things.
func blocks(things []thing, pages []*Page) (list []gongkai.Block, findings []gongkai.Finding) {
	var text strings.Builder
	var at gongkai.Location
	var box Rect
	var first thing
	finish := func() {
		if s := strings.TrimSpace(text.String()); s != "" {
			at = first.page.location(box)
			list = append(list, gongkai.Block{Paragraph: &gongkai.Paragraph{Text: s, Location: at}})
		}
		text.Reset()
		box = Rect{}
	}
	leading := leading(things)
	for i, t := range things {
		if t.table != nil {
			finish()
			grid, odd := t.table.grid(pages)
			list, findings = append(list, gongkai.Block{Grid: grid}), append(findings, odd...)
			continue
		}
		if text.Len() > 0 {
			if between, same := follows(things[i-1], t, leading); same {
				text.WriteString(between)
			} else {
				finish()
			}
		}
		if text.Len() == 0 {
			first = t
		}
		text.WriteString(t.line.Text)
		if t.page == first.page {
			box = box.union(t.line.Box)
		}
	}
	finish()
	return list, findings
}

// leading is the usual distance between lines that follow each other, in em; 0
// when there are none.
func leading(things []thing) float64 {
	var distances []float64
	for i := 1; i < len(things); i++ {
		a, b := things[i-1], things[i]
		if a.line != nil && b.line != nil && a.page == b.page && b.line.Baseline > a.line.Baseline {
			distances = append(distances, (b.line.Baseline-a.line.Baseline)/b.line.Em)
		}
	}
	if len(distances) == 0 {
		return 0
	}
	slices.Sort(distances)
	return distances[len(distances)/2]
}

// follows says whether line b goes on with the paragraph that a's line is in,
// and what stands between the two.
func follows(a, b thing, leading float64) (between string, same bool) {
	em := min(a.line.Em, b.line.Em)
	room := a.right - a.line.Box.Right
	indent := b.line.Box.Left - b.left
	switch {
	case a.line.Columns || b.line.Columns:
		return "", false
	case max(a.line.Em, b.line.Em) > em*(1+sizeShare):
		return "", false
	case a.page == b.page && b.line.Baseline-a.line.Baseline > leading*leadingShare*em:
		return "", false
	case room > shortEms*em && room > b.line.HeadWidth:
		return "", false
	case strings.ContainsRune(sentenceEnds, a.line.Last) && numbered.MatchString(b.line.Text):
		return "", false
	case indent > indentEms*em && !blockIndented(a, b):
		return "", false
	}
	if western(a.line.Last) && western(b.line.First) && !(isDigit(a.line.Last) && isDigit(b.line.First) && room < b.line.FirstWidth) {
		return " ", true
	}
	return "", true
}

// blockIndented says whether both lines are of a paragraph that is indented as
// a whole: they begin alike and the first does not end a sentence.
func blockIndented(a, b thing) bool {
	d := (a.line.Box.Left - a.left) - (b.line.Box.Left - b.left)
	return max(d, -d) <= alignPt && !strings.ContainsRune(sentenceEnds, a.line.Last)
}

// sentenceEnds are the signs after which a paragraph can end.
const sentenceEnds = "。；：！？.;:"
