package page

import (
	"cmp"
	"math"
	"slices"
)

// columns unites the values that stand below each other.
func (u *Unruled) columns() []UnruledColumn {
	var spans []UnruledColumn
	for i, l := range u.lines[u.first : u.last+1] {
		if u.skipped[u.first+i] {
			continue
		}
		for _, w := range l.words[l.values:] {
			spans = append(spans, UnruledColumn{Left: w.Box.Left, Right: w.Box.Right})
		}
	}
	slices.SortFunc(spans, func(a, b UnruledColumn) int { return cmp.Compare(a.Left, b.Left) })
	var columns []UnruledColumn
	for _, s := range spans {
		if n := len(columns); n > 0 && s.Left < columns[n-1].Right {
			columns[n-1].Right = max(columns[n-1].Right, s.Right)
		} else {
			columns = append(columns, s)
		}
	}
	return columns
}

// heads finds the heads above the lines of values: one above each column, and
// those that span several.
func (u *Unruled) heads(free int) error {
	columns := u.columns()
	_, labels := u.valuesFrom()
	left := columns[0].Left
	u.top, u.caption = u.first, nil
	var above []Word
	for k := u.first - 1; k >= max(free, u.first-maxHeadLines) && u.near(u.lines[k], u.lines[k+1]) && !u.lines[k].ofNumbers(); k-- {
		crosses := false
		for _, w := range u.lines[k].words {
			crosses = crosses || w.Box.Left < labels && w.Box.Right > left
		}
		if crosses {
			break
		}
		for _, w := range u.lines[k].words {
			if w.Box.Left >= labels {
				above, u.top = append(above, w), k
			}
		}
	}
	if k := u.top - 1; k >= free && u.near(u.lines[k], u.lines[k+1]) && u.lines[k].ofNumbers() && u.lines[k+1].baseline-u.lines[k].baseline <= stackEms*u.lines[k].em {
		return errWords
	}
	stacks := headStacks(above)
	for _, s := range stacks {
		text := ""
		for _, w := range s { // from bottom to top
			text = w.Text + text
		}
		if valueLike(text) {
			return errWords
		}
	}
	if err := u.underHeads(columns, stacks, labels); err != nil {
		return err
	}
	u.corner = nil
	for _, l := range u.lines[u.top:u.first] {
		for _, w := range l.words {
			if l.page != u.lines[u.top].page && w.Box.Left >= labels {
				return errSplitHeads
			}
			if w.Box.Left < labels {
				u.corner = append(u.corner, w)
			}
		}
	}
	u.labelHead()
	u.cornerAbove(free)
	u.heading = u.top
	u.captionAbove(free)
	return nil
}

// headStacks groups the words of heads that stand below each other; lower ones
// come first.
func headStacks(words []Word) [][]Word {
	byBaseline(words)
	slices.Reverse(words)
	var stacks [][]Word
	for _, w := range words {
		var under []int
		for i, s := range stacks {
			if h := hull(s); w.Box.Left < h.Right && h.Left < w.Box.Right {
				under = append(under, i)
			}
		}
		if len(under) == 1 {
			if s := stacks[under[0]]; s[len(s)-1].Baseline-w.Baseline <= stackEms*w.Em {
				stacks[under[0]] = append(s, w)
				continue
			}
		}
		stacks = append(stacks, []Word{w})
	}
	return stacks
}

// underHeads gives each column the head that stands over it alone, and orders
// the heads that span columns into levels.
func (u *Unruled) underHeads(columns []UnruledColumn, stacks [][]Word, labels float64) error {
	var lowest, upper [][]Word
	for i, s := range stacks {
		box := hull(s)
		covered := slices.ContainsFunc(stacks[:i], func(o []Word) bool {
			h := hull(o)
			return h.Left < box.Right && box.Left < h.Right && h.Top > box.Top
		})
		if covered {
			upper = append(upper, s)
		} else {
			lowest = append(lowest, s)
		}
	}
	beside := math.Inf(1) // where the heads of the columns begin
	var blank [][]Word
	for _, s := range lowest {
		box := hull(s)
		var under []int
		for i, c := range columns {
			if c.Left < box.Right && box.Left < c.Right {
				under = append(under, i)
			}
		}
		switch {
		case len(under) == 0:
			blank = append(blank, s)
		case columns[under[0]].Head != nil || len(under) > 1 && u.together(columns[under[0]].Left, columns[under[len(under)-1]].Right):
			return errNoHeads
		default:
			c := &columns[under[0]]
			c.Right = columns[under[len(under)-1]].Right
			columns = slices.Delete(columns, under[0]+1, under[len(under)-1]+1)
			c.Head, c.Left, c.Right = s, min(c.Left, box.Left), max(c.Right, box.Right)
			beside = min(beside, box.Top)
		}
	}
	for _, s := range blank {
		if box := hull(s); box.Bottom > beside {
			columns = append(columns, UnruledColumn{Left: box.Left, Right: box.Right, Head: s})
		} else {
			upper = append(upper, s)
		}
	}
	slices.SortFunc(columns, func(a, b UnruledColumn) int { return cmp.Compare(a.Left, b.Left) })
	for i, c := range columns {
		if c.Head == nil {
			return errNoHeads
		}
		if i > 0 && c.Left < columns[i-1].Right {
			return errBetween
		}
	}
	u.Columns = columns
	return u.levels(upper)
}

// together says whether a line has two values between the places: then they
// are not one column whose values are aligned loosely.
func (u *Unruled) together(left, right float64) bool {
	for i, l := range u.lines[u.first : u.last+1] {
		n := 0
		for _, w := range l.words[l.values:] {
			if !u.skipped[u.first+i] && w.Box.Left >= left && w.Box.Right <= right {
				n++
			}
		}
		if n > 1 {
			return true
		}
	}
	return false
}

// edges returns the x between the columns of values.
func (u *Unruled) edges() []float64 {
	n := len(u.Columns)
	edges := make([]float64, n+1)
	for i := 1; i < n; i++ {
		edges[i] = (u.Columns[i-1].Right + u.Columns[i].Left) / 2
	}
	first, last := u.Columns[0], u.Columns[n-1]
	before, after := maxPaddingPt+0.0, maxPaddingPt+0.0
	if n > 1 {
		before, after = edges[1]-first.Right, last.Left-edges[n-1]
	}
	edges[0], edges[n] = first.Left-before, last.Right+after
	return edges
}

// levels orders the heads that span columns. Those that do not tile the columns
// at their height are no heads, nor is what stands above them.
func (u *Unruled) levels(upper [][]Word) error {
	u.Levels = nil
	slices.SortStableFunc(upper, func(a, b []Word) int { return cmp.Compare(hull(b).CentreY(), hull(a).CentreY()) })
	lowest := math.Inf(-1)
	em := u.Columns[0].Head[0].Em
	for i := range u.Columns {
		lowest = max(lowest, hull(u.Columns[i].Head).CentreY())
	}
	for i := range u.Columns {
		u.Columns[i].rises = hull(u.Columns[i].Head).CentreY() < lowest-0.3*em
	}
	edges := u.edges()
	for begin := 0; begin < len(upper); {
		end := begin + 1
		for end < len(upper) && hull(upper[begin]).CentreY()-hull(upper[end]).CentreY() <= 0.6*em {
			end++
		}
		level, ok := u.level(upper[begin:end], edges, len(u.Levels) == 0)
		if !ok {
			if err := u.cut(upper[begin:]); err != nil {
				return err
			}
			break
		}
		u.Levels = append([][]UnruledHead{level}, u.Levels...)
		begin = end
	}
	if len(u.Levels) == 0 {
		for i := range u.Columns {
			u.Columns[i].rises = false
		}
	}
	return nil
}

// level finds which columns each head of one height spans: they tile the
// columns, without those whose own heads rise to that height.
func (u *Unruled) level(stacks [][]Word, edges []float64, lowest bool) (level []UnruledHead, ok bool) {
	stacks = slices.Clone(stacks)
	slices.SortFunc(stacks, func(a, b []Word) int { return cmp.Compare(hull(a).Left, hull(b).Left) })
	for from := 0; from < len(u.Columns); {
		if lowest && u.Columns[from].rises {
			from++
			continue
		}
		to := from + 1
		for to < len(u.Columns) && !(lowest && u.Columns[to].rises) {
			to++
		}
		var centres []float64
		for _, s := range stacks {
			if x := hull(s).CentreX(); x > edges[from] && x < edges[to] {
				centres = append(centres, x)
			}
		}
		ends, ok := tile(edges[from:to+1], centres, stacks[0][0].Em)
		if !ok {
			return nil, false
		}
		start := from
		for _, end := range ends {
			level = append(level, UnruledHead{From: start, To: from + end, Words: stacks[len(level)]})
			start = from + end
		}
		from = to
	}
	spans := slices.ContainsFunc(level, func(h UnruledHead) bool { return h.To-h.From > 1 })
	return level, spans && len(level) == len(stacks)
}

// tileShare is how far the middle of a text may be from that of the places
// that it spans, in widths of the narrowest place; an em at most.
const tileShare = 0.3

// tile divides the places between the edges among texts centred over them, in
// order, and returns where each ends. ok is false unless that fits exactly.
func tile(edges, centres []float64, em float64) (ends []int, ok bool) {
	n := len(edges) - 1
	narrowest := math.Inf(1)
	for i := range n {
		narrowest = min(narrowest, edges[i+1]-edges[i])
	}
	at := 0
	for _, c := range centres {
		best, distance := 0, math.Inf(1)
		for end := at + 1; end <= n; end++ {
			if d := math.Abs((edges[at]+edges[end])/2 - c); d < distance {
				best, distance = end, d
			}
		}
		if distance > min(tileShare*narrowest, em) {
			return nil, false
		}
		ends, at = append(ends, best), best
	}
	return ends, at == n && n > 0
}

// cut takes the heads from the table whose place is not certain, with the lines
// above them. Lines that have columns too are no captions: then it is not certain
// which line is the head.
func (u *Unruled) cut(stacks [][]Word) error {
	lowest := math.Inf(-1)
	for _, s := range stacks {
		lowest = max(lowest, hull(s).Bottom)
	}
	for u.top < u.first && u.lines[u.top].baseline < lowest {
		if line := u.lines[u.top]; len(line.words) > 1 && !u.goesOnBelow(line.words[0]) {
			return errHeads
		}
		u.top++
	}
	return nil
}

// goesOnBelow says whether lines of the labels' head follow the word down to
// where the heads of the columns stand.
func (u *Unruled) goesOnBelow(w Word) bool {
	head := math.Inf(1)
	for _, c := range u.Columns {
		head = min(head, hull(c.Head).Top)
	}
	at := w.Baseline
	for _, l := range u.lines[u.top:u.first] {
		for _, o := range l.words {
			if o.Box.Left < w.Box.Right && w.Box.Left < o.Box.Right && o.Baseline > at && o.Baseline-at <= stackEms*o.Em {
				at = o.Baseline
			}
		}
	}
	return at > w.Baseline && at > head
}

// labelHead takes the first column for the head of the labels when it has no
// values and nothing else is that head.
func (u *Unruled) labelHead() {
	if len(u.corner) > 0 || len(u.Columns) < 2 || len(u.Levels) > 0 {
		return
	}
	left, labels := u.valuesFrom()
	if c := u.Columns[0]; !math.IsInf(labels, -1) && c.Right < left {
		u.corner, u.Columns = c.Head, u.Columns[1:]
	}
}

// cornerAbove takes the lines of the labels' head that stand above the others.
func (u *Unruled) cornerAbove(free int) {
	if len(u.corner) == 0 {
		return
	}
	byBaseline(u.corner)
	left, _ := u.valuesFrom()
	for k := u.top - 1; k >= free; k-- {
		l, first := u.lines[k], u.corner[0]
		if l.barrier || l.page != u.lines[u.top].page || l.ofNumbers() || hull(l.words).Right > left ||
			math.Abs(l.em-first.Em) > sameEm*first.Em || first.Baseline-l.baseline > stackEms*l.em {
			return
		}
		u.corner, u.top = append(slices.Clone(l.words), u.corner...), k
	}
}

// captionAbove takes a short line of its own directly above the heads.
func (u *Unruled) captionAbove(free int) {
	k := u.top - 1
	if k < free || !u.near(u.lines[k], u.lines[u.top]) || u.lines[k].ofNumbers() || len(u.lines[k].words) != 1 ||
		u.lines[k].page != u.lines[u.top].page || u.lines[u.top].baseline-u.lines[k].baseline > 2.5*u.lines[k].em {
		return
	}
	w := u.lines[k].words[0]
	left := math.Inf(1)
	for _, l := range u.lines[u.top : u.last+1] {
		left = min(left, hull(l.words).Left)
	}
	if w.Box.Left > left+2*w.Em && w.Box.Right < u.Columns[len(u.Columns)-1].Right {
		u.caption, u.top = &w, k
	}
}
