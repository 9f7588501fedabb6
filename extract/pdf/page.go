package pdf

import "math"

// Rect is a box in points from the top left corner of the page.
type Rect struct {
	Left, Top, Right, Bottom float64
}

func (r Rect) width() float64   { return r.Right - r.Left }
func (r Rect) height() float64  { return r.Bottom - r.Top }
func (r Rect) centreX() float64 { return (r.Left + r.Right) / 2 }
func (r Rect) centreY() float64 { return (r.Top + r.Bottom) / 2 }

func (r Rect) contains(x, y float64) bool {
	return x >= r.Left && x <= r.Right && y >= r.Top && y <= r.Bottom
}

// grow returns r with each side moved outwards by d.
func (r Rect) grow(d float64) Rect {
	return Rect{r.Left - d, r.Top - d, r.Right + d, r.Bottom + d}
}

// union returns the box around both; the zero Rect stands for no box.
func (r Rect) union(o Rect) Rect {
	switch (Rect{}) {
	case r:
		return o
	case o:
		return r
	}
	return Rect{min(r.Left, o.Left), min(r.Top, o.Top), max(r.Right, o.Right), max(r.Bottom, o.Bottom)}
}

// rounded returns the box as a document states it: hundredths of a point.
func (r Rect) rounded() [4]float64 {
	box := [4]float64{r.Left, r.Top, r.Right, r.Bottom}
	for i, v := range box {
		box[i] = math.Round(v*100) / 100
	}
	return box
}

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
func (f frame) rect(x0, y0, x1, y1 float64) Rect {
	ax, ay := f.point(x0, y0)
	bx, by := f.point(x1, y1)
	return Rect{min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)}
}

// turnBack undoes clockwise quarter turns: r lies on a turned page of the
// given width and height.
func turnBack(r Rect, turns int, width, height float64) Rect {
	switch turns {
	case 1:
		return Rect{r.Top, width - r.Right, r.Bottom, width - r.Left}
	case 2:
		return Rect{width - r.Right, height - r.Bottom, width - r.Left, height - r.Top}
	case 3:
		return Rect{height - r.Bottom, r.Left, height - r.Top, r.Right}
	}
	return r
}
