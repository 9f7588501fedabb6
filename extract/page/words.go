package page

import (
	"regexp"
	"slices"
	"unicode/utf8"
)

// Word is a piece of a line: glyphs between gaps as wide as between columns.
type Word struct {
	Page int
	Text string
	// Box and Baseline are on the strip of all pages: see stripPt.
	Box      Rect
	Baseline float64
	Em       float64

	chars []Char
}

const (
	// stripPt is how much further down each page's text stands on the strip
	// of all pages, on which tables without rulings are looked for.
	stripPt = 100_000
	// pieceEms: a gap that parts two words.
	pieceEms = 0.45
	// blankEms: the same where a blank is printed in the gap, as in 总 计.
	blankEms = 1.1
)

// stripLine is a line of text as words.
type stripLine struct {
	page  *Page
	index int // in page.Lines
	words []Word
	// values is the index of the first of the words at the line's end that
	// are values; len(words) when there is none.
	values   int
	baseline float64
	em       float64
	// barrier: what no table goes over, such as a table with rulings.
	barrier bool
}

// strip puts the lines of all pages one below the other. Pages with ruled
// tables are barriers, and so are those that are pictures, whose text nobody
// may have looked at, and where pages are turned otherwise.
func strip(pages []*Page) []stripLine {
	var list []stripLine
	for i, p := range pages {
		if len(p.Tables) > 0 || p.Pictured || i > 0 && p.Turns != pages[i-1].Turns {
			list = append(list, stripLine{page: p, barrier: true})
		}
		if len(p.Tables) > 0 || p.Pictured {
			continue
		}
		for j := range p.Lines {
			if l := newStripLine(p, j); len(l.words) > 0 {
				list = append(list, l)
			}
		}
	}
	return list
}

func newStripLine(p *Page, index int) stripLine {
	line := p.Lines[index]
	down := float64(p.Number) * stripPt
	l := stripLine{page: p, index: index, baseline: line.Baseline + down, em: line.Em}
	for begin := 0; begin < len(line.items); {
		end := begin + 1
		for end < len(line.items) && !parts(line.items[end-1], line.items[end]) {
			end++
		}
		l.words = append(l.words, newWord(line.items[begin:end], p.Number, down))
		begin = end
	}
	for l.values = len(l.words); l.values > 0 && valueLike(l.words[l.values-1].Text); l.values-- {
	}
	return l
}

// parts says whether a and b, neighbours on a line, are of two words.
func parts(a, b item) bool {
	gap, em := b.start-a.end, min(a.Em, b.Em)
	return gap > pieceEms*em && !(b.blankBefore && gap <= blankEms*em)
}

func newWord(list []item, page int, down float64) Word {
	w := Word{Page: page, Baseline: list[0].Y + down, Em: list[0].Em}
	text := make([]rune, 0, len(list))
	for i, it := range list {
		if it.blankBefore && i > 0 {
			blank := *it.Char
			blank.Rune, blank.Box.Left, blank.Box.Right = ' ', list[i-1].end, max(it.start, list[i-1].end)
			w.chars = append(w.chars, blank)
		}
		w.chars, text = append(w.chars, *it.Char), append(text, it.Rune)
		w.Box = w.Box.union(it.Box)
	}
	w.Text = string(text)
	w.Box.Top, w.Box.Bottom = w.Box.Top+down, w.Box.Bottom+down
	return w
}

var (
	// valueText is a number as cells have them, with its sign, unit or note, or
	// a mark that stands for one.
	valueText = regexp.MustCompile(`^(?:[^\d０-９（(《“]{0,2}[\d０-９](?:[\d０-９.,，．]*[\d０-９])?[^\d０-９.．、，。；：！？）)》”]{0,2}(?:[（(〔\[].*[）)〕\]])?|[-－﹣—–−/／\\*无]+)$`)
	// yearText is a year, which heads columns and is no value.
	yearText = regexp.MustCompile(`^(?:19|20)\d\d年度?$`)
	itemText = regexp.MustCompile(`^[0-9０-９]{1,2}[.、．)）]\D`)
)

// maxValueRunes is the longest value, such as 28（其中修订16件）.
const maxValueRunes = 16

// valueLike says whether a word can be the value of a cell.
func valueLike(text string) bool {
	return utf8.RuneCountInString(text) <= maxValueRunes && valueText.MatchString(text) && !itemText.MatchString(text) && !yearText.MatchString(text)
}

// ofNumbers says whether the line holds values.
func (l stripLine) ofNumbers() bool { return l.values < len(l.words) }

// hull is the box around the words.
func hull(words []Word) Rect {
	var box Rect
	for _, w := range words {
		box = box.union(w.Box)
	}
	return box
}

// byBaseline orders words from top to bottom, then from left to right.
func byBaseline(words []Word) {
	slices.SortStableFunc(words, func(a, b Word) int {
		switch {
		case a.Baseline != b.Baseline && a.Baseline < b.Baseline:
			return -1
		case a.Baseline != b.Baseline:
			return 1
		case a.Box.Left < b.Box.Left:
			return -1
		case a.Box.Left > b.Box.Left:
			return 1
		}
		return 0
	})
}

// stack groups words, ordered by baseline, that stand below each other nearer
// than stackEms.
func stack(words []Word) [][]Word {
	var stacks [][]Word
	for i, w := range words {
		if i > 0 && w.Baseline-words[i-1].Baseline <= stackEms*w.Em {
			stacks[len(stacks)-1] = append(stacks[len(stacks)-1], w)
		} else {
			stacks = append(stacks, []Word{w})
		}
	}
	return stacks
}

// stackEms is the distance of the lines of one cell at most.
const stackEms = 1.6
