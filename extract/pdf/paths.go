package pdf

import (
	"fmt"
	"math"

	"gongkai"
	"gongkai/extract/page"
)

// PDFium's numbers for the kinds of page objects and path segments.
const (
	objectText  = 1
	objectPath  = 2
	objectImage = 3
	objectForm  = 5

	segmentBezier = 1
	segmentMove   = 2
)

// whiteFrom is the channel value from which a colour is taken for paper.
const whiteFrom = 250

// drawing is what a page draws beside text.
type drawing struct {
	paths []page.Path
	// images are the boxes of pictures, in page space: left, bottom, right,
	// top.
	images [][4]float64
	// lost are the places, in page space, of text that PDFium leaves out.
	lost []page.Point
	// objects counts everything, text too.
	objects int
	// dpi is the resolution of the largest picture, largest its area.
	dpi, largest float64
}

// walker collects a drawing from a page and the forms in it.
type walker struct {
	*guest
	drawing
	maxDepth int
	budget   int // path points left
	over     error
}

// pointBytes is what one point of a path counts against the limit on
// expanded bytes.
const pointBytes = 24

// drawing reads the page's objects, those inside form XObjects with the forms'
// matrices applied.
func (g *guest) drawing(page uint64, limits gongkai.Limits) (drawing, error) {
	w := walker{guest: g, maxDepth: limits.Depth, budget: math.MaxInt}
	if limits.ExpandedBytes > 0 {
		w.budget = limits.ExpandedBytes / pointBytes
	}
	for i := range g.count("FPDFPage_CountObjects", page) {
		w.object(g.call("FPDFPage_GetObject", page, uint64(i)), identity, 1)
		if g.err != nil || w.over != nil {
			break
		}
	}
	if w.over != nil {
		return drawing{}, w.over
	}
	return w.drawing, g.err
}

func (w *walker) object(object uint64, outer matrix, depth int) {
	w.objects++
	switch w.call("FPDFPageObj_GetType", object) {
	case objectText:
		w.text(object, outer)
	case objectPath:
		w.path(object, outer)
	case objectImage:
		m := w.objectMatrix(object).then(outer)
		box := [4]float64{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
		for _, corner := range [4]page.Point{{}, {X: 1}, {Y: 1}, {X: 1, Y: 1}} {
			x, y := m.apply(corner.X, corner.Y)
			box = [4]float64{min(box[0], x), min(box[1], y), max(box[2], x), max(box[3], y)}
		}
		w.images = append(w.images, box)
		w.resolution(object, box)
	case objectForm:
		if err := gongkai.Exceeds(depth, w.maxDepth, "levels of nested forms"); err != nil {
			w.over = err
			return
		}
		inner := w.objectMatrix(object).then(outer)
		for i := range w.count("FPDFFormObj_CountObjects", object) {
			w.object(w.call("FPDFFormObj_GetObject", object, uint64(i)), inner, depth+1)
			if w.err != nil || w.over != nil {
				return
			}
		}
	}
}

// resolution notes the pixels per inch of the largest picture.
func (w *walker) resolution(object uint64, box [4]float64) {
	width, height := box[2]-box[0], box[3]-box[1]
	if area := width * height; area > w.largest && w.call("FPDFImageObj_GetImagePixelSize", object, w.scratch, w.scratch+4) != 0 {
		// A picture that is turned has its long side along the page's.
		pixels := math.Sqrt(float64(w.uint32At(0)) * float64(w.uint32At(4)))
		w.largest, w.dpi = area, 72*pixels/math.Sqrt(area)
	}
}

func (w *walker) objectMatrix(object uint64) matrix {
	m := identity
	if w.call("FPDFPageObj_GetMatrix", object, w.scratch) != 0 {
		w.float32s(0, m[:])
	}
	return m
}

// text looks for text that PDFium leaves out of its characters: a text object of
// one glyph, in a font that neither the file nor PDFium has, has no extent. One
// blank looks the same.
func (w *walker) text(object uint64, outer matrix) {
	s := w.scratch
	if w.call("FPDFPageObj_GetBounds", object, s, s+4, s+8, s+12) == 0 {
		return
	}
	var box [4]float64 // left, bottom, right, top
	w.float32s(0, box[:])
	if box[2]-box[0] > noExtentPt && box[3]-box[1] > noExtentPt {
		return
	}
	font := w.call("FPDFTextObj_GetFont", object)
	if font == 0 || w.call("FPDFFont_GetIsEmbedded", font) != 0 {
		return
	}
	m := w.objectMatrix(object).then(outer)
	w.lost = append(w.lost, page.Point{X: m[4], Y: m[5]})
}

// noExtentPt is the extent below which PDFium leaves text out.
const noExtentPt = 0.001

// path reads one path object; one that is not painted is left out.
func (w *walker) path(object uint64, outer matrix) {
	if w.call("FPDFPath_GetDrawMode", object, w.scratch, w.scratch+4) == 0 {
		return
	}
	p := page.Path{Filled: w.uint32At(0) != 0, Stroked: w.uint32At(4) != 0}
	filled := p.Filled && w.inked("FPDFPageObj_GetFillColor", object)
	stroked := p.Stroked && w.inked("FPDFPageObj_GetStrokeColor", object)
	if p.Unseen = !filled && !stroked; !p.Unseen {
		p.Filled, p.Stroked = filled, stroked
	}
	if !p.Filled && !p.Stroked {
		return
	}
	m := w.objectMatrix(object).then(outer)
	if w.call("FPDFPageObj_GetStrokeWidth", object, w.scratch) != 0 {
		var width [1]float64
		w.float32s(0, width[:])
		p.StrokePt = width[0] * m.scale()
	}
	segments := w.count("FPDFPath_CountSegments", object)
	if w.budget -= segments; w.budget < 0 {
		w.over = fmt.Errorf("%w: the drawing of a page is too large", gongkai.ErrLimit)
		return
	}
	for i := range segments {
		w.segment(&p, w.call("FPDFPath_GetPathSegment", object, uint64(i)), m)
		if w.err != nil {
			return
		}
	}
	w.paths = append(w.paths, p)
}

// segment appends one segment of the path.
func (w *walker) segment(p *page.Path, segment uint64, m matrix) {
	kind := w.call("FPDFPathSegment_GetType", segment)
	w.call("FPDFPathSegment_GetPoint", segment, w.scratch, w.scratch+4)
	var at [2]float64
	w.float32s(0, at[:])
	x, y := m.apply(at[0], at[1])
	if kind == segmentMove || len(p.Subpaths) == 0 {
		p.Subpaths = append(p.Subpaths, page.Subpath{})
	}
	s := &p.Subpaths[len(p.Subpaths)-1]
	s.Points = append(s.Points, page.Point{X: x, Y: y})
	s.Curved = append(s.Curved, kind == segmentBezier)
	if w.call("FPDFPathSegment_GetClose", segment) != 0 {
		s.Closed = true
	}
}

// inked says whether the colour shows on paper. A colour that PDFium cannot
// give, such as a pattern, does.
func (w *walker) inked(function string, object uint64) bool {
	s := w.scratch
	if w.call(function, object, s, s+4, s+8, s+12) == 0 {
		return true
	}
	white := w.uint32At(0) >= whiteFrom && w.uint32At(4) >= whiteFrom && w.uint32At(8) >= whiteFrom
	return !white && w.uint32At(12) > 0
}
