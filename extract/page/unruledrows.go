package page

import (
	"cmp"
	"math"
	"slices"
)

// UnruledRow is a row of an unruled table.
type UnruledRow struct {
	Page        int
	Top, Bottom float64 // on the strip
	// Label is the innermost label's words; From is the first column of labels
	// that it covers, up to the last.
	Label []Word
	From  int
	// Values are the values by column. A row without any has a label only.
	Values [][]Word
	// Baseline is that of the values, or of the label.
	Baseline float64
	// Across: one text over all columns of labels and values, its Label.
	Across bool
	// Doubt is why the values may be another row's.
	Doubt string
}

func (r UnruledRow) blank() bool {
	return !r.Across && !slices.ContainsFunc(r.Values, func(words []Word) bool { return len(words) > 0 })
}

// unruledGroup is a label that spans the rows [from, to) in one column.
type unruledGroup struct {
	column, from, to int
	words            []Word
}

const (
	// riverEms is the narrowest gap between columns of labels.
	riverEms = 0.8
	// sameLineEms is how far a label may be off the line of its values.
	sameLineEms = 0.3
	// apartShare is how much further apart than the lines of one label those
	// of two rows must be to tell them by it.
	apartShare = 1.15

	doubtRows = "the number may be of several rows"
)

// rows finds the rows, their labels, and the labels that span rows.
func (u *Unruled) rows() error {
	u.Rows, u.groups, u.Rivers = nil, nil, nil
	for i, l := range u.lines[u.first : u.last+1] {
		if u.skipped[u.first+i] || !l.ofNumbers() {
			continue
		}
		row := UnruledRow{Page: l.page.Number, Baseline: l.words[l.values].Baseline, Values: make([][]Word, len(u.Columns))}
		for _, w := range l.words[l.values:] {
			at := u.columnOf(w)
			if at < 0 {
				return errBetween
			}
			row.Values[at] = append(row.Values[at], w)
		}
		if hull(l.words[:l.values]).Right > u.Columns[0].Left {
			return errWords
		}
		u.Rows = append(u.Rows, row)
	}
	words := u.labels()
	if len(words) > 0 {
		u.Rivers = rivers(words, u.pitch())
		u.Rivers = append(u.Rivers, u.sideRivers(words)...)
		slices.Sort(u.Rivers)
		if err := u.assignLabels(words); err != nil {
			return err
		}
	} else if len(u.corner) > 0 {
		return errLabels
	}
	if err := u.addAcross(); err != nil {
		return err
	}
	u.boundRows()
	if err := u.spanGroups(words); err != nil {
		return err
	}
	u.doubtMerged()
	return nil
}

// across says whether the line is one text that reaches over labels and values:
// it begins among the labels, where no value's text does.
func (u *Unruled) across(at int) bool {
	l := u.lines[at]
	_, labels := u.valuesFrom()
	return l.words[0].Box.Left < labels && at > u.first && at < u.last && !l.ofNumbers() && len(l.words) == 1 && l.words[0].Box.Right > u.Columns[0].Left
}

// addAcross adds the rows that are one text. Other lines without values do not
// reach over the labels.
func (u *Unruled) addAcross() error {
	edges := u.edges()
	right := edges[len(edges)-1]
	for i := u.first; i <= u.last; i++ {
		l := u.lines[i]
		switch {
		case u.skipped[i] || l.ofNumbers() || hull(l.words).Right <= u.Columns[0].Left:
		case !u.across(i) || l.words[0].Box.Right > right:
			return errWords
		default:
			row := UnruledRow{Page: l.page.Number, Baseline: l.words[0].Baseline, Label: l.words, Across: true, Values: make([][]Word, len(u.Columns))}
			at := 0
			for at < len(u.Rows) && u.Rows[at].Baseline < row.Baseline {
				at++
			}
			u.Rows = slices.Insert(u.Rows, at, row)
		}
	}
	return nil
}

// columnOf returns the only column that the word overlaps, -1 if there is none.
func (u *Unruled) columnOf(w Word) int {
	at := -1
	for i, c := range u.Columns {
		if c.Left < w.Box.Right && w.Box.Left < c.Right {
			if at >= 0 {
				return -1
			}
			at = i
		}
	}
	return at
}

// labels returns the words left of the values, from below the heads to where
// lines of labels end below the last values.
func (u *Unruled) labels() []Word {
	head := math.Inf(-1)
	left := u.Columns[0].Left
	for _, c := range u.Columns {
		for _, w := range c.Head {
			head = max(head, w.Baseline)
		}
	}
	var words []Word
	for i := u.top; i < len(u.lines) && (i <= u.last || u.near(u.lines[i-1], u.lines[i])); i++ {
		l := u.lines[i]
		if u.skipped[i] || u.across(i) {
			continue
		}
		if i > u.last && (l.ofNumbers() || l.page != u.lines[u.last].page || hull(l.words).Right > left ||
			l.baseline-u.lines[i-1].baseline > stackEms*l.em) {
			break
		}
		for _, w := range l.words[:l.values] {
			if i >= u.first || w.Baseline > head && w.Box.Right <= left {
				words = append(words, w)
			}
		}
	}
	byBaseline(words)
	return words
}

// pitch is the least distance between two rows of values; 0 with one row.
func (u *Unruled) pitch() float64 {
	least := 0.0
	for i := 1; i < len(u.Rows); i++ {
		if d := u.Rows[i].Baseline - u.Rows[i-1].Baseline; least == 0 || d < least {
			least = d
		}
	}
	return least
}

// rivers finds the gaps between columns of labels: what is between two labels
// beside each other, the narrowest gaps first.
func rivers(words []Word, pitch float64) []float64 {
	type gap struct{ from, to float64 }
	var gaps []gap
	for i, a := range words {
		reach := max(0.6*pitch, 0.5*a.Em)
		for j := i - 1; j >= 0 && a.Baseline-words[j].Baseline <= reach; j-- {
			left, right := a, words[j]
			if left.Box.Left > right.Box.Left {
				left, right = right, left
			}
			if right.Box.Left-left.Box.Right >= riverEms*a.Em {
				gaps = append(gaps, gap{left.Box.Right, right.Box.Left})
			}
		}
	}
	slices.SortFunc(gaps, func(a, b gap) int {
		if d := (a.to - a.from) - (b.to - b.from); d != 0 {
			return int(math.Copysign(1, d))
		}
		return int(math.Copysign(1, a.from-b.from))
	})
	var found []gap
next:
	for _, g := range gaps {
		for i := range found {
			if f := &found[i]; g.from < f.to && f.from < g.to {
				f.from, f.to = max(f.from, g.from), min(f.to, g.to)
				continue next
			}
		}
		found = append(found, g)
	}
	var at []float64
	for _, g := range found {
		at = append(at, (g.from+g.to)/2)
	}
	slices.Sort(at)
	return at
}

// sideRivers finds the gaps between labels left of the rows' own that stand
// beside each other on no line.
func (u *Unruled) sideRivers(words []Word) []float64 {
	var found []float64
	for column := range u.Rivers {
		var of []Word
		for _, w := range words {
			if from, to := u.reach(w.Box); from == column && to == column {
				of = append(of, w)
			}
		}
		slices.SortFunc(of, func(a, b Word) int { return cmp.Compare(a.Box.Left, b.Box.Left) })
		right := math.Inf(1)
		for _, w := range of {
			if w.Box.Left-right >= riverEms*w.Em {
				found = append(found, (right+w.Box.Left)/2)
			}
			if right = max(right, w.Box.Right); math.IsInf(right, 1) {
				right = w.Box.Right
			}
		}
	}
	return found
}

// reach returns the first and the last column of labels that the box touches.
func (u *Unruled) reach(box Rect) (from, to int) {
	for _, x := range u.Rivers {
		if x <= box.Left {
			from++
		}
		if x <= box.Right {
			to++
		}
	}
	return from, to
}

// inner says whether the word is of a row's own label.
func (u *Unruled) inner(w Word) bool {
	from, to := u.reach(w.Box)
	return to == len(u.Rivers) || to > from
}

// boundRows sets the rows' ends halfway between what is printed in them.
func (u *Unruled) boundRows() {
	for i := range u.Rows {
		r := &u.Rows[i]
		box := hull(r.Label)
		for _, words := range r.Values {
			box = box.union(hull(words))
		}
		r.Top, r.Bottom = box.Top, box.Bottom
	}
	for i := range u.Rows {
		r := &u.Rows[i]
		if i > 0 && u.Rows[i-1].Page == r.Page {
			middle := (u.Rows[i-1].Bottom + r.Top) / 2
			u.Rows[i-1].Bottom, r.Top = middle, middle
		}
	}
	// The outer rows of a page are padded as their neighbours are.
	const paddingPt = 2.5
	for i := range u.Rows {
		if i == 0 || u.Rows[i-1].Page != u.Rows[i].Page {
			u.Rows[i].Top -= paddingPt
		}
		if i+1 == len(u.Rows) || u.Rows[i+1].Page != u.Rows[i].Page {
			u.Rows[i].Bottom += paddingPt
		}
	}
}

// spanGroups finds the rows that each label left of others spans: such labels
// stand in the middle of their rows.
func (u *Unruled) spanGroups(words []Word) error {
	for column := range u.Rivers {
		var of []Word
		for _, w := range words {
			if from, to := u.reach(w.Box); from == column && to == column {
				of = append(of, w)
			}
		}
		stacks := stack(of)
		for begin := 0; begin < len(u.Rows); {
			if u.Rows[begin].From <= column {
				begin++
				continue
			}
			end := begin + 1
			for end < len(u.Rows) && u.Rows[end].From > column && u.Rows[end].Page == u.Rows[begin].Page {
				end++
			}
			n := 0
			for n < len(stacks) && hull(stacks[n]).CentreY() < u.Rows[end-1].Bottom {
				n++
			}
			if err := u.spanRun(column, begin, end, stacks[:n]); err != nil {
				return err
			}
			stacks = stacks[n:]
			begin = end
		}
		if len(stacks) > 0 {
			return errGroups
		}
	}
	return nil
}

// spanRun divides the rows [begin, end) among the labels. At the top of a later
// page rows may be the rest of what a label of the page before spans.
func (u *Unruled) spanRun(column, begin, end int, stacks [][]Word) error {
	edges := []float64{u.Rows[begin].Top}
	var centres []float64
	for _, r := range u.Rows[begin:end] {
		edges = append(edges, r.Bottom)
	}
	for _, s := range stacks {
		centres = append(centres, hull(s).CentreY())
	}
	continued := begin > 0 && u.Rows[begin].Page != u.Rows[begin-1].Page
	if len(stacks) == 0 {
		for i := begin; i < end && !continued; i++ {
			u.Rows[i].From = min(u.Rows[i].From, column)
		}
		return nil
	}
	skip, ends, ok := 0, []int(nil), false
	for s := 0; s == 0 || continued && s < end-begin; s++ {
		if e, fits := tile(edges[s:], centres, stacks[0][0].Em); fits {
			if ok {
				return errGroups
			}
			skip, ends, ok = s, e, true
		}
	}
	if !ok {
		return errGroups
	}
	at := begin + skip
	for i, e := range ends {
		u.groups = append(u.groups, unruledGroup{column: column, from: at, to: begin + skip + e, words: stacks[i]})
		at = begin + skip + e
	}
	return nil
}

// hasUnit says whether a short word stands between the row's label and its values.
func (u *Unruled) hasUnit(r UnruledRow) bool {
	return u.unitSpan != (stretch{}) && len(r.Values[0]) == 1 && isUnit(r.Values[0][0].Text)
}

// doubtMerged doubts the values between rows without any: one cell may have
// been centred beside several labels. A unit is of one row.
func (u *Unruled) doubtMerged() {
	for i := 1; i+1 < len(u.Rows); i++ {
		if u.Rows[i].blank() || u.hasUnit(u.Rows[i]) || !u.Rows[i-1].blank() || !u.Rows[i+1].blank() {
			continue
		}
		for a, b := i-1, i+1; a >= 0 && b < len(u.Rows) && u.Rows[a].blank() && u.Rows[b].blank(); a, b = a-1, b+1 {
			u.Rows[a].Doubt, u.Rows[b].Doubt = doubtRows, doubtRows
		}
		u.Rows[i].Doubt = doubtRows
	}
}
