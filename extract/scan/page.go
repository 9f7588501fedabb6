package scan

import (
	"cmp"
	"image"
	"math"
	"slices"

	"gongkai"
	"gongkai/extract/page"
)

// sheet is one page made ready: upright, level, its ink, its lines and what is
// left of the ink.
type sheet struct {
	Raster
	turns     int // clockwise quarter turns that were added
	mask      mask
	strokes   []stroke
	threshold int
	// lines is the ink of the tables' borders, blobs the rest, once place knows
	// the tables.
	lines mask
	blobs []blob
}

const (
	// speckIn is the side of the largest speck that is no ink, in inches: the
	// point of a number in 9-point type is 0.014 wide.
	speckIn = 0.0085
	// pictureIn is the least height of what is a picture and no character.
	pictureIn = 0.75
)

// prepare runs the stages that look at pixels alone.
func prepare(r Raster) sheet {
	s := sheet{Raster: flattened(r)}
	s.mask, s.threshold = inked(s.Raster)
	if sideways(s.mask, s.DPI) {
		s.turns = 1
		s.Raster = quarters(s.Raster, 1)
		s.mask, s.threshold = inked(s.Raster)
	}
	if angle := skew(s.mask, s.DPI); angle != 0 {
		s.Raster = rotated(s.Raster, -angle)
		s.mask, s.threshold = inked(s.Raster)
	}
	s.strokes = strokes(s.mask, s.DPI)
	return s
}

// sideways says whether the text runs up or down: then columns of pixels are
// parted by paper as rows are otherwise.
func sideways(m mask, dpi float64) bool {
	ink := 0
	for _, v := range m.ink {
		if v {
			ink++
		}
	}
	return ink*minInk > len(m.ink) && rough(m.transposed(), dpi) > sidewaysRatio*rough(m, dpi)
}

// minInk: one of so many pixels must be ink for a page to show which way its text runs.
const minInk = 200

// sidewaysRatio is how much rougher columns must be than rows.
const sidewaysRatio = 1.6

// rough measures how much rows of pixels differ from the next in strips an inch
// wide, so that skew does not matter. Lines, which are all ink, do not count.
func rough(m mask, dpi float64) float64 {
	strip := max(1, int(dpi))
	sum := 0.0
	for left := 0; left+strip <= m.width; left += strip {
		last := 0
		for y := range m.height {
			n := 0
			for _, v := range m.row(y)[left : left+strip] {
				if v {
					n++
				}
			}
			if n > strip*2/3 {
				n = last
			}
			sum += float64((n - last) * (n - last))
			last = n
		}
	}
	return sum
}

// cellInk is the ink of one cell of a table.
type cellInk struct {
	cell  *page.TableCell
	lines []textLine
	kind  cellKind
	// first is what words were read as, a text a line.
	first []string
	// numbers are the lines of a cell of numbers, and png its picture.
	numbers []*number
	png     []byte
	// unit is what stands behind the number, 万元, and expected the number as it was
	// read together with it.
	unit, expected string
}

type cellKind uint8

const (
	blankCell cellKind = iota
	numberCell
	wordCell
	barCell
	slashCell
)

// line is a line of text outside tables.
type line struct {
	textLine
	text string
}

// layout is a page with its ink in places, before anything is read.
type layout struct {
	sheet
	*page.Page
	tables []*page.Table
	cells  []*cellInk
	prose  []line
	// numbers are the lines of all cells of numbers.
	numbers []*number
	// digit is the usual height of digits, in pixels.
	digit int
}

// Tables smaller than this are characters of a title, in points.
const (
	minTableWidthPt  = 72
	minTableHeightPt = 14
)

// place puts the ink into the cells that the lines draw, and the rest into lines.
func (s sheet) place(number int, limits *gongkai.Limits) (*layout, error) {
	l := &layout{sheet: s, Page: &page.Page{Number: number, Turns: s.turns,
		Width: s.points(float64(s.width())), Height: s.points(float64(s.height()))}}
	lines := make([]page.Ruling, len(s.strokes))
	for i, r := range s.strokes {
		lines[i] = r.ruling(s.DPI)
	}
	found, err := l.Page.Rule(lines, limits)
	if err != nil {
		return nil, err
	}
	for _, t := range found {
		if t.Box.Right-t.Box.Left >= minTableWidthPt && t.Box.Bottom-t.Box.Top >= minTableHeightPt {
			l.tables = append(l.tables, t)
		}
	}
	s.lines = drawn(s.mask, s.DPI, s.strokes, l.tables)
	least := max(3, int(speckIn*speckIn*s.DPI*s.DPI+0.5))
	tall := int(pictureIn * s.DPI)
	s.blobs = slices.DeleteFunc(blobs(s.mask, s.lines, least), func(b blob) bool { return b.box.Dy() > tall })
	l.sheet = s
	held, rest := page.Within(l.tables, len(s.blobs), func(i int) (x, y float64) {
		return s.points(s.blobs[i].centreX()), s.points(s.blobs[i].centreY())
	})
	for _, t := range l.tables {
		for _, c := range t.Cells {
			var list []blob
			for _, i := range held[c] {
				if !s.residue(s.blobs[i], c) {
					list = append(list, s.blobs[i])
				}
			}
			l.cells = append(l.cells, &cellInk{cell: c, lines: linesOf(list)})
		}
	}
	l.digit = l.digitHeight()
	for _, c := range l.cells {
		c.lines = mergeThin(c.lines, l.digit*2/3)
		c.kind = l.kindOf(c)
	}
	var free []blob
	for _, i := range rest {
		free = append(free, s.blobs[i])
	}
	for _, t := range mergeThin(linesOf(free), int(0.08*s.DPI)) {
		l.prose = append(l.prose, line{textLine: t})
	}
	return l, nil
}

// residue says whether the ink is what is left of a border: thin, and beside it.
func (s sheet) residue(b blob, c *page.TableCell) bool {
	near := s.pixels(1.6)
	thin := max(2, int(s.pixels(0.9)))
	left, right := s.pixels(c.Box.Left), s.pixels(c.Box.Right)
	top, bottom := s.pixels(c.Box.Top), s.pixels(c.Box.Bottom)
	upright := b.box.Dx() <= thin && (float64(b.box.Min.X) < left+near || float64(b.box.Max.X) > right-near)
	level := b.box.Dy() <= thin && (float64(b.box.Min.Y) < top+near || float64(b.box.Max.Y) > bottom-near)
	return upright || level
}

// digitHeight is the median height of the lines that may be numbers, or a guess
// (10-point type) where there are none.
func (l *layout) digitHeight() int {
	var heights []int
	for _, c := range l.cells {
		if len(c.lines) == 1 && c.lines[0].mayBeNumber() && len(c.lines[0].segments) <= 8 {
			if h := c.lines[0].box.Dy(); float64(h) > 0.04*l.DPI && float64(h) < 0.25*l.DPI {
				heights = append(heights, h)
			}
		}
	}
	if len(heights) == 0 {
		return int(0.1 * l.DPI)
	}
	slices.Sort(heights)
	return heights[len(heights)/2]
}

// Shapes of marks in cells, relative to the height of a digit.
const (
	// barHeight is how high a dash may be, and barWidth how wide it must be.
	barHeight = 0.3
	barWidth  = 0.3
	// slashLean is how far the middle of a slash moves sideways, for its height.
	slashLean = 0.28
)

// kindOf says from its shape what a cell holds.
func (l *layout) kindOf(c *cellInk) cellKind {
	if len(c.lines) == 0 {
		return blankCell
	}
	if len(c.lines) == 1 {
		switch line := c.lines[0]; {
		case float64(line.box.Dy()) <= barHeight*float64(l.digit) && float64(line.box.Dx()) >= barWidth*float64(l.digit) && line.box.Dx() > 2*line.box.Dy():
			return barCell
		case len(line.segments) == 1 && 2*line.box.Dy() > l.digit && l.mask.leans(line.box):
			return slashCell
		}
	}
	if slices.ContainsFunc(c.lines, func(t textLine) bool {
		return !t.mayBeNumber() || t.box.Dy() > 2*l.digit || 3*t.box.Dy() < 2*l.digit
	}) {
		return wordCell
	}
	return numberCell
}

// leans says whether the ink in the box is a slash: a thin stroke whose middle
// moves from the right at the top to the left at the bottom, evenly.
func (m mask) leans(box image.Rectangle) bool {
	height := box.Dy()
	if box.Dx() < 3 || height < 6 {
		return false
	}
	var n, sumY, sumX, sumXY, sumYY float64
	widest := 0
	for y := box.Min.Y; y < box.Max.Y; y++ {
		from, to := -1, -1
		for x := box.Min.X; x < box.Max.X; x++ {
			if m.ink[y*m.width+x] {
				if from < 0 {
					from = x
				}
				to = x
			}
		}
		if from < 0 {
			return false
		}
		widest = max(widest, to+1-from)
		x, fy := float64(from+to)/2, float64(y)
		n, sumY, sumX, sumXY, sumYY = n+1, sumY+fy, sumX+x, sumXY+x*fy, sumYY+fy*fy
	}
	slope := (n*sumXY - sumX*sumY) / (n*sumYY - sumY*sumY)
	if -slope < slashLean || 3*widest > height && 2*widest > box.Dx() {
		return false
	}
	// A 7 leans too, below its bar; a slash leans all the way.
	worst := 0.0
	for y := box.Min.Y; y < box.Max.Y; y++ {
		from, to := -1, -1
		for x := box.Min.X; x < box.Max.X; x++ {
			if m.ink[y*m.width+x] {
				if from < 0 {
					from = x
				}
				to = x
			}
		}
		expected := sumX/n + slope*(float64(y)-sumY/n)
		worst = max(worst, math.Abs(float64(from+to)/2-expected))
	}
	return worst <= max(1.5, 0.08*float64(height))
}

// crops are the pictures of the lines of a cell.
func (l *layout) crops(c *cellInk) []*image.Gray {
	var list []*image.Gray
	for _, t := range c.lines {
		list = append(list, cropped(l.Raster, l.lines, t.box, padPixels))
	}
	return list
}

// union is the box around all ink of the cell.
func (c *cellInk) union() image.Rectangle {
	var box image.Rectangle
	for _, t := range c.lines {
		box = box.Union(t.box)
	}
	return box
}

// proseEm is the usual height of a line of prose, in pixels.
func (l *layout) proseEm() int {
	var heights []int
	for _, t := range l.prose {
		if t.box.Dy() > l.digit*2/3 {
			heights = append(heights, t.box.Dy())
		}
	}
	if len(heights) == 0 {
		return l.digit * 3 / 2
	}
	slices.Sort(heights)
	return heights[len(heights)/2]
}

// rect is a box of pixels in points.
func (s sheet) rect(b image.Rectangle) page.Rect {
	return page.Rect{Left: s.points(float64(b.Min.X)), Top: s.points(float64(b.Min.Y)),
		Right: s.points(float64(b.Max.X)), Bottom: s.points(float64(b.Max.Y))}
}

// sortLines orders lines from top to bottom.
func sortLines(list []page.Line) {
	slices.SortStableFunc(list, func(a, b page.Line) int { return cmp.Compare(a.Baseline, b.Baseline) })
}
