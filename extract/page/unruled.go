package page

import (
	"errors"
	"math"
	"regexp"
	"slices"
)

// Unruled is a table without rulings, or what looked like one: lines of values
// that stand below each other, under heads.
type Unruled struct {
	// Columns are those of values, from left to right.
	Columns []UnruledColumn
	// Levels are the heads that span columns, from top to bottom.
	Levels [][]UnruledHead
	Rows   []UnruledRow
	// Rivers are the x of the gaps between columns of labels.
	Rivers []float64
	// Table is nil when Why says why there is none.
	Table *Table
	Why   string

	// The lines that it takes: heads from top, values from first to last.
	top, first, last int
	// heading is where the heads begin below the caption.
	heading int
	skipped map[int]bool // heads that a later page repeats
	lines   []stripLine
	// unitSpan is where short words stand between labels and numbers.
	unitSpan stretch
	caption  *Word  // a line of its own above the heads
	corner   []Word // the heads of the labels
	groups   []unruledGroup
}

// UnruledColumn is a column of values.
type UnruledColumn struct {
	// Left and Right are the ends of what is printed in it.
	Left, Right float64
	// Head is the words above it and above no other column.
	Head []Word
	// rises: the head stands beside the head that spans its neighbours.
	rises bool
}

// UnruledHead is a head that spans the columns [From, To).
type UnruledHead struct {
	From, To int
	Words    []Word
}

// What an unruled table is not, for Trace.
var (
	errNoHeads    = errors.New("a column of values has no head of its own")
	errBetween    = errors.New("a value stands between two columns")
	errHeads      = errors.New("it is not certain which columns a head spans")
	errWords      = errors.New("words stand among the values")
	errFewValues  = errors.New("too few values")
	errLabels     = errors.New("it is not certain which label belongs to which row")
	errGroups     = errors.New("it is not certain which rows a label spans")
	errEnd        = errors.New("it is not certain where it ends")
	errStrayText  = errors.New("other text stands inside")
	errSplitHeads = errors.New("the heads stand on two pages")
)

const (
	// stepEms is how far apart lines of one table may be.
	stepEms = 4
	// sameEm is how much the font size may differ within a table.
	sameEm = 0.2
	// maxHeadLines is how many lines heads may have: one a character where
	// they are written downwards.
	maxHeadLines = 40
	// minFigures is how few values make a table without labels, or a table of
	// which nothing else is in the document.
	minFigures = 3
)

// unruled finds the tables that are drawn without rulings, adds them to their
// pages and takes their lines from them.
func unruled(pages []*Page) []*Unruled {
	lines := strip(pages)
	var all []*Unruled
	free := 0
	for i := 0; i < len(lines); i++ {
		if !lines[i].ofNumbers() {
			continue
		}
		u := &Unruled{lines: slices.Clone(lines), first: i, skipped: map[int]bool{}}
		err := u.find(free, pages)
		if err != nil {
			u.Why = err.Error()
		}
		all = append(all, u)
		i = u.last
		if u.Table != nil {
			free = u.last + 1
		}
	}
	dropCut(all)
	dropLone(all)
	taken := map[*Page]map[int]bool{}
	for _, u := range all {
		if u.Table != nil {
			u.take(taken)
			p := pages[u.Table.Page-1]
			p.Tables = append(p.Tables, u.Table)
		}
	}
	for p, indices := range taken {
		var rest []Line
		for i, l := range p.Lines {
			if !indices[i] {
				rest = append(rest, l)
			}
		}
		p.Lines = rest
	}
	return all
}

// dropLone drops the only table of a document if it is a single row with a few
// values: what stands under each other twice is no table yet.
func dropLone(all []*Unruled) {
	values := 0
	for _, u := range all {
		if u.Table != nil {
			values += max(len(u.Rows)-1, 0) + len(u.Columns)
		}
	}
	if values < minFigures {
		for _, u := range all {
			if u.Table != nil {
				u.Table, u.Why = nil, errFewValues.Error()
			}
		}
	}
}

// cutLines is how many lines below a table may be the rest of it.
const cutLines = 4

// dropCut drops the tables that may go on below: a line there looks like a row,
// or values stand in their columns, and no table takes them.
func dropCut(all []*Unruled) {
	for i, u := range all {
		if u.Table == nil {
			continue
		}
		next := len(u.lines) // the values below, and the table that has them
		var below *Unruled
		if i+1 < len(all) {
			if next = all[i+1].first; all[i+1].Table != nil {
				below = all[i+1]
			}
		}
		if at, ok := u.rowBelow(); ok && (below == nil || at < below.top || at > below.last || !u.headsAgain(at)) || below == nil && u.valuesBelow(next) {
			u.Table, u.Why = nil, errEnd.Error()
		}
	}
}

// headsAgain says whether the line begins another table rather than being a row
// whose cells are words: it is apart from the rows, or begins as the heads do.
func (u *Unruled) headsAgain(at int) bool {
	l := u.lines[at]
	if l.page == u.lines[u.last].page && l.baseline-u.lines[at-1].baseline > apartRows*max(u.pitch(), l.em) {
		return true
	}
	for _, o := range u.lines[u.heading:u.first] {
		if o.words[0].Text == l.words[0].Text {
			return true
		}
	}
	return false
}

// apartRows is how many rows' distance tells two tables apart.
const apartRows = 1.5

// valuesBelow says whether the values of the line stand shortly below the table
// in its columns.
func (u *Unruled) valuesBelow(at int) bool {
	for j := u.last + 1; j <= min(at, u.last+cutLines, len(u.lines)-1) && u.near(u.lines[j-1], u.lines[j]); j++ {
		l := u.lines[j]
		if j == at && slices.ContainsFunc(l.words[l.values:], func(w Word) bool { return u.columnOf(w) >= 0 }) {
			return true
		}
	}
	return false
}

// rowBelow returns the first line below that is more than a label, if it looks
// like a row: words under the heads, none of them a phrase.
func (u *Unruled) rowBelow() (at int, ok bool) {
	left := u.Columns[0].Left
	for j := u.last + 1; j < len(u.lines) && u.near(u.lines[j-1], u.lines[j]); j++ {
		l := u.lines[j]
		if hull(l.words).Right <= left {
			continue
		}
		return j, len(l.words) > 1 && l.words[0].Box.Right <= left && !slices.ContainsFunc(l.words, func(w Word) bool {
			return w.Box.Right > left && u.columnOf(w) < 0 || phraseText.MatchString(w.Text)
		})
	}
	return 0, false
}

// phraseText has a mark that sentences and forms have, and words of cells not.
var phraseText = regexp.MustCompile(`[：:。；，、]`)

// find runs the stages.
func (u *Unruled) find(free int, pages []*Page) error {
	u.last = u.first
	u.extend()
	err := u.headed(free)
	for err == nil && u.repeats() {
		u.extend()
		err = u.headed(free)
	}
	if err != nil {
		return err
	}
	if err := u.rows(); err != nil {
		return err
	}
	t, err := u.table()
	if err != nil {
		return err
	}
	if u.strays(t, pages) {
		return errStrayText
	}
	t.fill()
	u.doubt(t, pages)
	u.Table = t
	return nil
}

// headed finds the columns of short words, then the heads of all.
func (u *Unruled) headed(free int) error {
	if err := u.units(free); err != nil {
		return err
	}
	return u.heads(free)
}

// near says whether b can be the next line of a table after a.
func (u *Unruled) near(a, b stripLine) bool {
	if a.barrier || b.barrier || math.Abs(a.em-b.em) > sameEm*max(a.em, b.em) {
		return false
	}
	if a.page != b.page {
		return a.page.Number+1 == b.page.Number
	}
	return b.baseline-a.baseline <= stepEms*a.em
}

// extend takes the lines of values below, with the labels between them.
func (u *Unruled) extend() {
	left, _ := u.valuesFrom()
	for j := u.last + 1; j < len(u.lines) && u.near(u.lines[j-1], u.lines[j]); j++ {
		l := u.lines[j]
		if l.ofNumbers() {
			u.last = j
			left = min(left, l.words[l.values].Box.Left)
			continue
		}
		if hull(l.words).Right > left && !u.passes(j, left) {
			return
		}
	}
}

// passes says whether the line that reaches over the labels is still of the
// table, if a line of values follows: a label and a short word, or one text across.
func (u *Unruled) passes(at int, left float64) bool {
	switch l := u.lines[at]; len(l.words) {
	case 1:
		return at+1 < len(u.lines) && u.near(l, u.lines[at+1]) && (u.lines[at+1].ofNumbers() || len(u.lines[at+1].words) > 1 && u.passes(at+1, left)) &&
			l.words[0].Box.Left < left
	case 2:
		return isUnit(l.words[1].Text) && l.words[0].Box.Right <= left
	}
	return false
}

// valuesFrom returns the left end of the values and the right end of the
// labels in the lines of values.
func (u *Unruled) valuesFrom() (left, labels float64) {
	left, labels = math.Inf(1), math.Inf(-1)
	for i, l := range u.lines[u.first : u.last+1] {
		if l.ofNumbers() && !u.skipped[u.first+i] {
			left = min(left, l.words[l.values].Box.Left)
		}
	}
	for i, l := range u.lines[u.first : u.last+1] {
		if u.skipped[u.first+i] || !l.ofNumbers() && len(l.words) == 1 && l.words[0].Box.Right > left {
			continue // a text across the table is no label
		}
		for _, w := range l.words[:l.values] {
			labels = max(labels, w.Box.Right)
		}
		if l.values == 0 {
			labels = max(labels, u.labelAround(u.first+i))
		}
	}
	return left, labels
}

// labelAround returns the right end of the label whose lines stand above and
// below the line of values; -Inf when there is none.
func (u *Unruled) labelAround(at int) float64 {
	return u.linesAround(at, u.lines[at].words[0].Box.Left)
}

// linesAround does, for a label that ends left of the place.
func (u *Unruled) linesAround(at int, left float64) float64 {
	l := u.lines[at]
	if at == 0 || at+1 >= len(u.lines) {
		return math.Inf(-1)
	}
	above, below := u.lines[at-1], u.lines[at+1]
	for _, o := range []stripLine{above, below} {
		if o.barrier || o.page != l.page || math.Abs(o.baseline-l.baseline) > l.em || hull(o.words).Right > left {
			return math.Inf(-1)
		}
	}
	return max(hull(above.words).Right, hull(below.words).Right)
}

// repeats says whether the next page begins with the same heads, and skips them.
func (u *Unruled) repeats() bool {
	next := u.last + 1
	if next >= len(u.lines) || u.lines[next].barrier || u.lines[next].page.Number != u.lines[u.last].page.Number+1 {
		return false
	}
	end := next
	for end < len(u.lines) && !u.lines[end].ofNumbers() && !u.lines[end].barrier {
		end++
	}
	n := u.first - u.heading
	if end == len(u.lines) || u.lines[end].barrier || n == 0 || end-next < n {
		return false
	}
	for i := 1; i <= end-next; i++ {
		if u.first-i < 0 || !sameWords(u.lines[u.first-i].words, u.lines[end-i].words) {
			return false
		}
	}
	for i := next; i < end; i++ {
		u.skipped[i] = true
	}
	u.last = end
	return true
}

func sameWords(a, b []Word) bool {
	return slices.EqualFunc(a, b, func(v, w Word) bool { return v.Text == w.Text && math.Abs(v.Box.Left-w.Box.Left) <= joinPt })
}
