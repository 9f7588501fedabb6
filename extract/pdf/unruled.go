package pdf

import (
	"errors"
	"math"
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
	caption *Word  // a line of its own above the heads
	corner  []Word // the heads of the labels
	groups  []unruledGroup
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
		u := &Unruled{lines: lines, first: i, skipped: map[int]bool{}}
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

// find runs the stages.
func (u *Unruled) find(free int, pages []*Page) error {
	u.last = u.first
	u.extend()
	err := u.heads(free)
	for err == nil && u.repeats() {
		u.extend()
		err = u.heads(free)
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
		if hull(l.words).Right > left {
			return
		}
	}
}

// valuesFrom returns the left end of the values and the right end of the
// labels in the lines of values.
func (u *Unruled) valuesFrom() (left, labels float64) {
	left, labels = math.Inf(1), math.Inf(-1)
	for i, l := range u.lines[u.first : u.last+1] {
		if u.skipped[u.first+i] {
			continue
		}
		for j, w := range l.words {
			if j >= l.values {
				left = min(left, w.Box.Left)
			} else {
				labels = max(labels, w.Box.Right)
			}
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
	l := u.lines[at]
	if at == 0 || at+1 >= len(u.lines) {
		return math.Inf(-1)
	}
	above, below := u.lines[at-1], u.lines[at+1]
	for _, o := range []stripLine{above, below} {
		if o.barrier || o.page != l.page || math.Abs(o.baseline-l.baseline) > l.em || hull(o.words).Right > l.words[0].Box.Left {
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
