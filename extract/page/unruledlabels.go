package page

import (
	"math"
	"regexp"
	"slices"
)

// assignLabels finds which labels are of which row: those that stand together,
// apart from others, with one line of values beside their middle or beside their
// first line; or, where nothing is apart, those above and below a line of values
// in equal numbers.
func (u *Unruled) assignLabels(words []Word) error {
	var own []Word
	for _, w := range words {
		if u.inner(w) {
			own = append(own, w)
		}
	}
	lines := labelLines(own)
	if rows, ok := u.byDistance(lines); ok {
		u.Rows = rows
	} else if !u.bySymmetry(lines) {
		return errLabels
	}
	for i := range u.Rows {
		u.Rows[i].From = len(u.Rivers)
		for _, w := range u.Rows[i].Label {
			from, _ := u.reach(w.Box)
			u.Rows[i].From = min(u.Rows[i].From, from)
		}
	}
	u.centredLabels()
	return nil
}

// labelLine is words on one baseline.
type labelLine []Word

func (l labelLine) y() float64 { return l[0].Baseline }

func labelLines(words []Word) []labelLine {
	var lines []labelLine
	for _, w := range words {
		if n := len(lines); n > 0 && w.Baseline-lines[n-1].y() <= sameLineEms*w.Em {
			lines[n-1] = append(lines[n-1], w)
		} else {
			lines = append(lines, labelLine{w})
		}
	}
	return lines
}

// byDistance groups lines that are nearer to each other than those of two rows.
func (u *Unruled) byDistance(lines []labelLine) (rows []UnruledRow, ok bool) {
	wrapped := math.Inf(1) // the distance of two lines of one label
	for i := 1; i < len(lines); i++ {
		if d := lines[i].y() - lines[i-1].y(); d <= stackEms*lines[i][0].Em {
			wrapped = min(wrapped, d)
		}
	}
	if pitch := u.pitch(); math.IsInf(wrapped, 1) || pitch > 0 && wrapped*apartShare > pitch {
		wrapped = 0 // every line is a row
	}
	var middle, first int
	next := 0
	for begin := 0; begin < len(lines); {
		end := begin + 1
		for end < len(lines) && lines[end].y()-lines[end-1].y() <= wrapped*apartShare {
			end++
		}
		top, bottom, em := lines[begin].y(), lines[end-1].y(), lines[begin][0].Em
		row := UnruledRow{Page: lines[begin][0].Page, Baseline: (top + bottom) / 2, Values: make([][]Word, len(u.Columns))}
		if next < len(u.Rows) && u.Rows[next].Baseline <= bottom+sameLineEms*em {
			row = u.Rows[next]
			next++
			switch y := row.Baseline; {
			case math.Abs(y-(top+bottom)/2) <= sameLineEms*em:
				middle += min(end-begin-1, 1)
			case math.Abs(y-top) <= sameLineEms*em:
				first++
			default:
				return nil, false
			}
		} else if next == len(u.Rows) || next == 0 && !u.belowHeads(lines[begin], wrapped*apartShare) {
			// What stands above the first values may be a head, and what stands
			// below the last no row.
			begin = end
			continue
		}
		for _, l := range lines[begin:end] {
			row.Label = append(row.Label, l...)
		}
		// Where no label wraps, nothing tells a row without values from more of
		// the label above or below, but that it begins with a number.
		if n := len(rows); wrapped == 0 && n > 0 && row.blank() != rows[n-1].blank() && !ordinalText.MatchString(row.Label[0].Text) {
			row.Doubt, rows[n-1].Doubt = doubtRows, doubtRows
		} else if n > 0 && row.blank() && rows[n-1].blank() && !ordinalText.MatchString(row.Label[0].Text) {
			row.Doubt = rows[n-1].Doubt
		}
		rows = append(rows, row)
		begin = end
	}
	return rows, next == len(u.Rows) && (middle == 0 || first == 0)
}

// ordinalText begins an item: 一、 （二） 3. and the like.
var ordinalText = regexp.MustCompile(`^(?:[（(][一二三四五六七八九十\d０-９]{1,3}[）)]|[一二三四五六七八九十]{1,3}[、.．]|[\d０-９]{1,2}[、.．][^\d０-９])`)

// belowHeads says whether the line is apart from the heads above it.
func (u *Unruled) belowHeads(line labelLine, wrapped float64) bool {
	above := math.Inf(-1)
	for _, w := range u.corner {
		if w.Baseline < line.y()-sameLineEms*w.Em {
			above = max(above, w.Baseline)
		}
	}
	apart := line.y() - above
	return wrapped > 0 && apart > wrapped || u.pitch() > 0 && apart > 0.9*u.pitch()
}

// bySymmetry gives each row the line beside its values, or the two around
// them, and then as many above as below.
func (u *Unruled) bySymmetry(lines []labelLine) bool {
	owner := make([]int, len(lines)) // row + 1
	spans := make([][2]int, len(u.Rows))
	for i, row := range u.Rows {
		at := slices.IndexFunc(lines, func(l labelLine) bool { return math.Abs(l.y()-row.Baseline) <= sameLineEms*l[0].Em })
		if at < 0 {
			continue
		}
		if owner[at] != 0 {
			return false
		}
		owner[at], spans[i] = i+1, [2]int{at, at + 1}
	}
	for i, row := range u.Rows {
		if spans[i][1] > 0 {
			continue
		}
		below := slices.IndexFunc(lines, func(l labelLine) bool { return l.y() > row.Baseline })
		if below < 1 || owner[below] != 0 || owner[below-1] != 0 || !symmetric(lines[below-1], lines[below], row.Baseline) {
			return false
		}
		owner[below], owner[below-1], spans[i] = i+1, i+1, [2]int{below - 1, below + 1}
	}
	for grown := true; grown; {
		grown = false
		for i, row := range u.Rows {
			a, b := spans[i][0]-1, spans[i][1]
			if a >= 0 && b < len(lines) && owner[a] == 0 && owner[b] == 0 && symmetric(lines[a], lines[b], row.Baseline) &&
				lines[b].y()-lines[b-1].y() <= stackEms*lines[b][0].Em {
				owner[a], owner[b], spans[i], grown = i+1, i+1, [2]int{a, b + 1}, true
			}
		}
	}
	// What is left above or below belongs to no row; between rows it would.
	if len(u.Rows) > 0 && slices.Contains(owner[spans[0][0]:spans[len(u.Rows)-1][1]], 0) {
		return false
	}
	for i := range u.Rows {
		for _, l := range lines[spans[i][0]:spans[i][1]] {
			u.Rows[i].Label = append(u.Rows[i].Label, l...)
		}
	}
	return true
}

// symmetric says whether the lines stand equally far above and below.
func symmetric(a, b labelLine, y float64) bool {
	return math.Abs((y-a.y())-(b.y()-y)) <= sameLineEms*b[0].Em
}

// centredLabels finds the labels that are centred over more columns than the
// last.
func (u *Unruled) centredLabels() {
	inner := len(u.Rivers)
	if inner == 0 {
		return
	}
	ends := make([]Rect, inner+1)
	for _, r := range u.Rows {
		for _, w := range r.Label {
			if from, to := u.reach(w.Box); from == to {
				ends[to] = ends[to].union(w.Box)
			} else {
				ends[to] = ends[to].union(Rect{w.Box.Right - 1, w.Box.Top, w.Box.Right, w.Box.Bottom})
			}
		}
	}
	for _, w := range u.labels() {
		if from, to := u.reach(w.Box); from == to && to < inner {
			ends[to] = ends[to].union(w.Box)
		}
	}
	middle, left := ends[inner].CentreX(), ends[inner].Left
	if c, ok := u.sharedCentre(); ok {
		middle, left = c, ends[inner-1].Right
	}
	expected := func(k int) float64 { return middle - (left-ends[k].Left)/2 }
	for i := range u.Rows {
		r := &u.Rows[i]
		if len(r.Label) == 0 {
			continue
		}
		box, em := hull(r.Label), r.Label[0].Em
		if box.Left-ends[r.From].Left < em/2 {
			continue // it begins where its column does
		}
		nearest := math.Abs(box.CentreX() - middle)
		if r.From < inner {
			nearest = math.Inf(1)
		}
		for k := min(r.From, inner-1); k >= 0; k-- {
			near := (expected(k+1) - expected(k)) / 3
			if k+1 == inner {
				near = (middle - expected(k)) / 3
			}
			if d := math.Abs(box.CentreX() - expected(k)); d < nearest && d < near {
				r.From, nearest = k, d
			}
		}
	}
}

// sharedCentre returns the middle that most of the rows' labels share, if they
// are centred.
func (u *Unruled) sharedCentre() (x float64, ok bool) {
	var centres []float64
	em := 0.0
	for _, r := range u.Rows {
		if r.From == len(u.Rivers) && len(r.Label) > 0 {
			centres, em = append(centres, hull(r.Label).CentreX()), r.Label[0].Em
		}
	}
	if len(centres) == 0 {
		return 0, false
	}
	slices.Sort(centres)
	x = centres[len(centres)/2]
	near := 0
	for _, c := range centres {
		if math.Abs(c-x) <= em/4 {
			near++
		}
	}
	return x, 2*near > len(centres)
}
