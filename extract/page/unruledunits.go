package page

import (
	"math"
	"regexp"
	"slices"
	"unicode/utf8"
)

// Lists have columns that hold neither labels nor values: between the two a
// short word a row, such as its unit, and left of the labels the rows' numbers.
// What proves either is that it stands on the lines of the values, always at the
// same place, under a head of its own that is not the labels'.

var (
	// unitText is the word of such a column, such as 平方米, or 條(tiáo).
	unitText = regexp.MustCompile(`^(?:\p{Han}(?:[（(]\p{Latin}+[）)])?){1,4}$`)
	leadText = regexp.MustCompile(`^[\d０-９]{1,3}$`)
)

// stretch is a piece of the x axis.
type stretch struct{ left, right float64 }

func (s stretch) over(b Rect) bool { return s.left < b.Right && b.Left < s.right }

// units finds the column of short words, and makes each the first of the values
// of its line, those of lines without other values too.
func (u *Unruled) units(free int) error {
	if u.unitSpan == (stretch{}) {
		s, ok := u.findUnits()
		if !ok || !u.headOver(s, free) {
			return nil
		}
		u.unitSpan = s
	}
	for i := u.first; i <= u.last; i++ {
		u.unit(i)
	}
	for i := u.first - 1; i > free && u.near(u.lines[i], u.lines[i+1]); i-- {
		if u.lines[i].words[0].Box.Right > u.unitSpan.left && !u.lines[i].ofNumbers() || !u.headAbove(i, free) {
			break
		}
		if !u.unit(i) {
			continue
		}
		if u.belowWord(i) {
			if u.lines[i].ofRunes() { // the last of heads that are written downwards
				u.lines[i].values = len(u.lines[i].words)
				break
			}
			return errWords
		}
		u.first = i
	}
	for i := u.last + 1; i < len(u.lines) && u.near(u.lines[i-1], u.lines[i]); i++ {
		if !u.unit(i) && hull(u.lines[i].words).Right > u.unitSpan.left {
			break
		}
	}
	u.extend()
	return nil
}

// belowWord says whether a word stands over the line's unit as near as the lines
// of one cell.
func (u *Unruled) belowWord(at int) bool {
	l := u.lines[at]
	for k := at - 1; k >= 0 && u.near(u.lines[k], u.lines[k+1]) && l.baseline-u.lines[k].baseline <= stackEms*l.em && u.lines[k].page == l.page; k-- {
		if slices.ContainsFunc(u.lines[k].words, func(w Word) bool { return u.unitSpan.over(w.Box) }) {
			return true
		}
	}
	return false
}

// ofRunes says whether every word of the line is a single character.
func (l stripLine) ofRunes() bool {
	return !slices.ContainsFunc(l.words, func(w Word) bool { return utf8.RuneCountInString(w.Text) > 1 })
}

// unit makes the word of the unit in the line the first of its values.
func (u *Unruled) unit(at int) bool {
	l := &u.lines[at]
	if n := l.values - 1; n >= 0 && !u.skipped[at] && isUnit(l.words[n].Text) && u.unitSpan.over(l.words[n].Box) {
		l.values = n
		return true
	}
	return false
}

func isUnit(text string) bool { return unitText.MatchString(text) }

// findUnits returns where the words before the values stand, if all of them are
// short, below each other and apart from the labels.
func (u *Unruled) findUnits() (s stretch, ok bool) {
	s = stretch{math.Inf(1), math.Inf(-1)}
	from, to := math.Inf(-1), math.Inf(1) // what all of them cover
	units, beside := 0, 0
	for i := u.first; i <= u.last; i++ {
		l := u.lines[i]
		if n := l.values - 1; l.ofNumbers() && n >= 0 && isUnit(l.words[n].Text) {
			box := l.words[n].Box
			units++
			if n > 0 || !math.IsInf(u.linesAround(i, box.Left), -1) {
				beside++
			}
			s.left, s.right = min(s.left, box.Left), max(s.right, box.Right)
			from, to = max(from, box.Left), min(to, box.Right)
		}
	}
	if units < 2 || 2*beside < units || from >= to {
		return s, false
	}
	for i := u.first; i <= u.last; i++ {
		l := u.lines[i]
		for j, w := range l.words {
			unit := j == l.values-1 && isUnit(w.Text)
			digits := j >= l.values && leadsWithDigit.MatchString(w.Text)
			if s.over(w.Box) && (digits || j < l.values && !unit && len(l.words) > 1) {
				return s, false
			}
		}
	}
	return s, true
}

var leadsWithDigit = regexp.MustCompile(`[\d０-９]`)

// headOver says whether a head stands over the place and another one left of it.
func (u *Unruled) headOver(s stretch, free int) bool {
	over, beside := false, false
	for k := u.first - 1; k >= max(free, u.first-maxHeadLines) && u.near(u.lines[k], u.lines[k+1]) && !u.lines[k].ofNumbers(); k-- {
		for _, w := range u.lines[k].words {
			over = over || s.over(w.Box)
			beside = beside || w.Box.Right < s.left && slices.ContainsFunc(u.lines[k].words, func(o Word) bool { return o.Box.Left >= s.right })
		}
	}
	return over && beside
}

// headAbove says whether a head of the units stands above the line.
func (u *Unruled) headAbove(at, free int) bool {
	for k := at - 1; k >= free && u.near(u.lines[k], u.lines[k+1]); k-- {
		for _, w := range u.lines[k].words {
			if u.unitSpan.over(w.Box) {
				return true
			}
		}
	}
	return false
}
