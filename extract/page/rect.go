package page

import "math"

// Rect is a box in points from the top left corner of the page.
type Rect struct {
	Left, Top, Right, Bottom float64
}

func (r Rect) width() float64   { return r.Right - r.Left }
func (r Rect) height() float64  { return r.Bottom - r.Top }
func (r Rect) CentreX() float64 { return (r.Left + r.Right) / 2 }
func (r Rect) CentreY() float64 { return (r.Top + r.Bottom) / 2 }

func (r Rect) Contains(x, y float64) bool {
	return x >= r.Left && x <= r.Right && y >= r.Top && y <= r.Bottom
}

// grow returns r with each side moved outwards by d.
func (r Rect) Grow(d float64) Rect {
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

// TurnBack undoes clockwise quarter turns: r lies on a turned page of the
// given width and height.
func TurnBack(r Rect, turns int, width, height float64) Rect {
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
