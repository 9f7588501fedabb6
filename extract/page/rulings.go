package page

import (
	"cmp"
	"math"
	"slices"

	"gongkai"
)

// Ruling is a horizontal or vertical line on the page, in points from the top
// left corner.
type Ruling struct {
	Vertical bool
	// At is the line's x if it is vertical, else its y.
	At float64
	// From and To are its ends along the other axis.
	From, To float64
}

func (r Ruling) length() float64 { return r.To - r.From }

// Box is the box around the line, without extent across it.
func (r Ruling) Box() Rect {
	if r.Vertical {
		return Rect{r.At, r.From, r.At, r.To}
	}
	return Rect{r.From, r.At, r.To, r.At}
}

// Tolerances of the stages that find tables, in points. They come from reports
// written by WPS, Word, LibreOffice and Chrome, whose thinnest cells are 8
// points and whose ends of lines miss each other by up to a line's width.
const (
	// maxFilledPt is how thick a filled shape may be to count as a line.
	maxFilledPt = 3
	// maxStrokePt is how thick a stroked line may be.
	maxStrokePt = 6
	// straightPt is how far the ends of an axis-parallel line may be off.
	straightPt = 0.5
	// minRulingPt is the shortest line that borders anything.
	minRulingPt = 4
	// doublePt is how far apart two parallel lines may be that are one border.
	doublePt = 1.5
	// gapPt is the widest gap in one line.
	gapPt = 3
	// touchPt is how far apart lines may be that touch: browsers leave 1.5
	// points between the boxes of cells.
	touchPt = 3
)

// Path is an outline that the page paints.
type Path struct {
	Filled, Stroked bool
	// Unseen: it is painted in the colour of paper.
	Unseen   bool
	StrokePt float64
	Subpaths []Subpath
}

// Subpath is one stroke of the pen.
type Subpath struct {
	Points []Point
	// Curved says whether the way to the point of the same index is a curve.
	Curved []bool
	Closed bool
}

// Point is a place on the page, in points from the top left corner.
type Point struct{ X, Y float64 }

// rulings returns the lines that the paths draw: those that are seen, or, on a
// page where none is, those in the colour of paper, which say where cells end as
// well.
func rulings(paths []Path) []Ruling {
	var seen, unseen []Path
	for _, p := range paths {
		if p.Unseen {
			unseen = append(unseen, p)
		} else {
			seen = append(seen, p)
		}
	}
	if found := straightLines(seen); len(found) > 0 {
		return found
	}
	return straightLines(unseen)
}

func straightLines(paths []Path) []Ruling {
	var found []Ruling
	for _, p := range paths {
		for _, s := range p.Subpaths {
			line, thin := s.filledLine()
			switch {
			case p.Filled && thin:
				found = append(found, line)
			case p.Stroked && p.StrokePt <= maxStrokePt:
				found = s.strokedLines(found)
			}
		}
	}
	return found
}

// filledLine returns the middle line of a thin shape.
func (s Subpath) filledLine() (line Ruling, thin bool) {
	var box Rect
	for i, p := range s.Points {
		x, y := p.X, p.Y
		if i == 0 {
			box = Rect{x, y, x, y}
		}
		box = Rect{min(box.Left, x), min(box.Top, y), max(box.Right, x), max(box.Bottom, y)}
	}
	switch {
	case box.height() <= maxFilledPt && box.width() > maxFilledPt:
		return Ruling{At: box.CentreY(), From: box.Left, To: box.Right}, true
	case box.width() <= maxFilledPt && box.height() > maxFilledPt:
		return Ruling{Vertical: true, At: box.CentreX(), From: box.Top, To: box.Bottom}, true
	}
	return Ruling{}, false
}

// strokedLines appends the axis-parallel straight pieces of the outline.
func (s Subpath) strokedLines(found []Ruling) []Ruling {
	n := len(s.Points)
	for i := 1; i <= n; i++ {
		if i == n && !s.Closed || i < n && s.Curved[i] {
			continue
		}
		a, b := s.Points[i-1], s.Points[i%n]
		switch {
		case math.Abs(a.Y-b.Y) <= straightPt && math.Abs(a.X-b.X) > straightPt:
			found = append(found, Ruling{At: (a.Y + b.Y) / 2, From: min(a.X, b.X), To: max(a.X, b.X)})
		case math.Abs(a.X-b.X) <= straightPt && math.Abs(a.Y-b.Y) > straightPt:
			found = append(found, Ruling{Vertical: true, At: (a.X + b.X) / 2, From: min(a.Y, b.Y), To: max(a.Y, b.Y)})
		}
	}
	return found
}

// merge unites lines that continue, overlap or double each other, and drops
// what is too short to border anything. The result is ordered: horizontal
// lines first, then by At and From.
func merge(rulings []Ruling) []Ruling {
	sorted := slices.Clone(rulings)
	slices.SortFunc(sorted, byPlace)
	var merged []Ruling
	for start := 0; start < len(sorted); {
		end := start
		for end < len(sorted) && sorted[end].Vertical == sorted[start].Vertical && sorted[end].At-sorted[start].At <= doublePt {
			end++
		}
		merged = mergeBand(merged, sorted[start:end])
		start = end
	}
	merged = slices.DeleteFunc(merged, func(r Ruling) bool { return r.length() < minRulingPt })
	slices.SortFunc(merged, byPlace)
	return merged
}

func byPlace(a, b Ruling) int {
	if a.Vertical != b.Vertical {
		if b.Vertical {
			return -1
		}
		return 1
	}
	return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
}

// mergeBand unites the lines of one band of parallel lines where they overlap
// or nearly touch. A merged line lies where its longest part does.
func mergeBand(merged []Ruling, band []Ruling) []Ruling {
	slices.SortFunc(band, func(a, b Ruling) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(a.At, b.At))
	})
	longest := 0.0
	for i, r := range band {
		last := len(merged) - 1
		if i > 0 && r.From-merged[last].To <= gapPt {
			merged[last].To = max(merged[last].To, r.To)
			if r.length() > longest {
				longest, merged[last].At = r.length(), r.At
			}
			continue
		}
		merged = append(merged, r)
		longest = r.length()
	}
	return merged
}

// components groups the lines that touch, directly or through others.
// maxTouches bounds the work on a page that is a drawing.
func components(rulings []Ruling) ([][]Ruling, error) {
	vertical := slices.IndexFunc(rulings, func(r Ruling) bool { return r.Vertical })
	if vertical < 0 {
		return nil, nil
	}
	horizontals, verticals := rulings[:vertical], rulings[vertical:]
	sets := newSets(len(rulings))
	tests := 0
	for i, h := range horizontals {
		first, _ := slices.BinarySearchFunc(verticals, h.From-touchPt, func(v Ruling, x float64) int { return cmp.Compare(v.At, x) })
		for j := first; j < len(verticals) && verticals[j].At <= h.To+touchPt; j++ {
			tests++
			if v := verticals[j]; h.At >= v.From-touchPt && h.At <= v.To+touchPt {
				sets.unite(i, vertical+j)
			}
		}
		if err := gongkai.Exceeds(tests, maxTouches, "crossings of lines on a page"); err != nil {
			return nil, err
		}
	}
	index := map[int]int{}
	var groups [][]Ruling
	for i, r := range rulings {
		root := sets.find(i)
		at, ok := index[root]
		if !ok {
			at = len(groups)
			index[root] = at
			groups = append(groups, nil)
		}
		groups[at] = append(groups[at], r)
	}
	return groups, nil
}

// maxTouches is about two seconds' worth; a page of a report needs a thousand.
const maxTouches = 50_000_000

// sets is a union-find structure.
type sets []int

func newSets(n int) sets {
	s := make(sets, n)
	for i := range s {
		s[i] = i
	}
	return s
}

func (s sets) find(i int) int {
	for s[i] != i {
		s[i] = s[s[i]]
		i = s[i]
	}
	return i
}

// unite keeps the smaller root, so that the result does not depend on order.
func (s sets) unite(i, j int) {
	a, b := s.find(i), s.find(j)
	s[max(a, b)] = min(a, b)
}
