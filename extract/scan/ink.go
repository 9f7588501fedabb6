package scan

import (
	"cmp"
	"image"
	"slices"
)

// blob is a connected piece of ink.
type blob struct {
	box  image.Rectangle
	area int // pixels
}

func (b blob) centreX() float64 { return float64(b.box.Min.X+b.box.Max.X) / 2 }
func (b blob) centreY() float64 { return float64(b.box.Min.Y+b.box.Max.Y) / 2 }

// blobs finds the connected pieces of ink (of eight neighbours) outside the
// lines, of at least least pixels, from top to bottom.
func blobs(m, lines mask, least int) []blob {
	type run struct{ from, to, y int }
	var runs []run
	var parent []int32
	find := func(i int32) int32 {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	previous, current := 0, 0 // where the runs of the row before, and of this one, begin
	for y := range m.height {
		previous, current = current, len(runs)
		ink, line := m.row(y), lines.row(y)
		above := previous
		for x := 0; x < m.width; x++ {
			if !ink[x] || line[x] {
				continue
			}
			from := x
			for x < m.width && ink[x] && !line[x] {
				x++
			}
			id := int32(len(runs))
			runs, parent = append(runs, run{from, x, y}), append(parent, id)
			for above < current && runs[above].to < from {
				above++
			}
			for i := above; i < current && runs[i].from <= x; i++ {
				a, b := find(int32(i)), find(id)
				parent[max(a, b)] = min(a, b)
			}
		}
	}
	index := map[int32]int{}
	var found []blob
	for i, r := range runs {
		root := find(int32(i))
		at, ok := index[root]
		box := image.Rect(r.from, r.y, r.to, r.y+1)
		if !ok {
			at = len(found)
			index[root] = at
			found = append(found, blob{box: box})
		}
		found[at].box = found[at].box.Union(box)
		found[at].area += r.to - r.from
	}
	return slices.DeleteFunc(found, func(b blob) bool { return b.area < least })
}

// segment is what stands between two gaps of a line of text: a character, or a
// part of one.
type segment struct {
	box   image.Rectangle
	parts int
	area  int
}

// textLine is a line of text as ink.
type textLine struct {
	box      image.Rectangle
	segments []segment
}

// linesOf groups pieces of ink into lines, from top to bottom: pieces whose
// heights overlap are of one line.
func linesOf(list []blob) []textLine {
	sorted := slices.Clone(list)
	slices.SortStableFunc(sorted, func(a, b blob) int { return cmp.Compare(a.box.Min.Y, b.box.Min.Y) })
	var lines []textLine
	for begin := 0; begin < len(sorted); {
		bottom, end := sorted[begin].box.Max.Y, begin+1
		for end < len(sorted) && sorted[end].box.Min.Y < bottom {
			bottom = max(bottom, sorted[end].box.Max.Y)
			end++
		}
		lines = append(lines, newTextLine(sorted[begin:end]))
		begin = end
	}
	return lines
}

func newTextLine(list []blob) textLine {
	sorted := slices.Clone(list)
	slices.SortStableFunc(sorted, func(a, b blob) int { return cmp.Compare(a.box.Min.X, b.box.Min.X) })
	var l textLine
	for _, b := range sorted {
		l.box = l.box.Union(b.box)
		if n := len(l.segments); n > 0 && b.box.Min.X < l.segments[n-1].box.Max.X {
			s := &l.segments[n-1]
			s.box, s.parts, s.area = s.box.Union(b.box), s.parts+1, s.area+b.area
			continue
		}
		l.segments = append(l.segments, segment{b.box, 1, b.area})
	}
	return l
}

// mergeThin unites lines that are too low to be one with the nearest: the dots and
// strokes that stand above or below the rest of a character, like the one of 二.
func mergeThin(lines []textLine, least int) []textLine {
	var merged []textLine
	for i := 0; i < len(lines); i++ {
		l := lines[i]
		if n := len(merged); n > 0 {
			gap := l.box.Min.Y - merged[n-1].box.Max.Y
			low := l.box.Dy() < least || merged[n-1].box.Dy() < least
			nearer := i+1 == len(lines) || merged[n-1].box.Dy() < least || lines[i+1].box.Min.Y-l.box.Max.Y >= gap
			if low && nearer && gap < least && merged[n-1].box.Union(l.box).Dy() < 3*least {
				merged[n-1] = joined(merged[n-1], l)
				continue
			}
		}
		merged = append(merged, l)
	}
	return merged
}

func joined(a, b textLine) textLine {
	var list []blob
	for _, l := range []textLine{a, b} {
		for _, s := range l.segments {
			list = append(list, blob{s.box, s.area})
		}
	}
	return newTextLine(list)
}

// Shapes of digits, relative to the height of their line. In the fonts of reports
// digits are 0.4 to 0.7 as wide as they are high, ideographs 0.9 to 1.1.
const (
	maxDigitWidth = 0.86
	// minDigitHeight is the least height of what is no point or comma.
	minDigitHeight = 0.7
	// markHeight is the height of points, commas and strokes at most.
	markHeight = 0.35
	// maxParts is how many pieces a broken digit may be of.
	maxParts = 3
)

// mayBeNumber says whether a line has the shape of a number: no piece is as wide
// as an ideograph.
func (l textLine) mayBeNumber() bool {
	height := float64(l.box.Dy())
	for _, s := range l.segments {
		w, h := float64(s.box.Dx()), float64(s.box.Dy())
		switch {
		case h <= markHeight*height && w <= maxDigitWidth*height:
		case w > maxDigitWidth*height || h < minDigitHeight*height || s.parts > maxParts:
			return false
		}
	}
	return len(l.segments) > 0
}
