package pdf

import (
	"math"

	"gongkai/extract/page"
)

// matrix is a PDF transformation: x' = ax + cy + e, y' = bx + dy + f.
type matrix [6]float64

var identity = matrix{1, 0, 0, 1, 0, 0}

func (m matrix) apply(x, y float64) (float64, float64) {
	return m[0]*x + m[2]*y + m[4], m[1]*x + m[3]*y + m[5]
}

// then returns the transformation that applies m first and n second.
func (m matrix) then(n matrix) matrix {
	e, f := n.apply(m[4], m[5])
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		e, f,
	}
}

// scale is the factor by which m changes lengths, on average.
func (m matrix) scale() float64 {
	return math.Sqrt(math.Abs(m[0]*m[3] - m[1]*m[2]))
}

// frame maps the coordinates of a PDF page, whose origin is at the bottom, to
// points from the top left corner, after some clockwise quarter turns.
type frame struct {
	left, bottom, right, top float64
	turns                    int
}

// size returns the width and height of the turned page.
func (f frame) size() (width, height float64) {
	width, height = f.right-f.left, f.top-f.bottom
	if f.turns%2 == 1 {
		width, height = height, width
	}
	return width, height
}

func (f frame) point(x, y float64) (float64, float64) {
	switch f.turns {
	case 1:
		return y - f.bottom, x - f.left
	case 2:
		return f.right - x, y - f.bottom
	case 3:
		return f.top - y, f.right - x
	}
	return x - f.left, f.top - y
}

// rect maps two opposite corners.
func (f frame) rect(x0, y0, x1, y1 float64) page.Rect {
	ax, ay := f.point(x0, y0)
	bx, by := f.point(x1, y1)
	return page.Rect{Left: min(ax, bx), Top: min(ay, by), Right: max(ax, bx), Bottom: max(ay, by)}
}

func (f frame) at(p page.Point) page.Point {
	x, y := f.point(p.X, p.Y)
	return page.Point{X: x, Y: y}
}

// paths maps the points of the paths, in place.
func (f frame) paths(paths []page.Path) []page.Path {
	for _, p := range paths {
		for _, s := range p.Subpaths {
			for i := range s.Points {
				s.Points[i] = f.at(s.Points[i])
			}
		}
	}
	return paths
}

// rects maps boxes: left, bottom, right, top.
func (f frame) rects(boxes [][4]float64) []page.Rect {
	var rects []page.Rect
	for _, b := range boxes {
		rects = append(rects, f.rect(b[0], b[1], b[2], b[3]))
	}
	return rects
}
