package scan

import (
	"image"
	"math"
)

// Raster is a page as pixels, 0 black and 255 white.
type Raster struct {
	*image.Gray
	// DPI is the pixels per inch.
	DPI float64
}

func (r Raster) width() int  { return r.Rect.Dx() }
func (r Raster) height() int { return r.Rect.Dy() }

// points are pixels in points.
func (r Raster) points(pixels float64) float64 { return pixels * 72 / r.DPI }

// pixels are points in pixels.
func (r Raster) pixels(points float64) float64 { return points * r.DPI / 72 }

// row returns one row of pixels.
func (r Raster) row(y int) []byte { return r.Pix[y*r.Stride : y*r.Stride+r.width()] }

const (
	// blockIn is the size of the squares whose paper is measured, in inches.
	blockIn = 0.25
	// paperShare: the brightest tenth of a square is paper.
	paperShare = 0.9
	// minPaper is the darkest that paper is believed to be: below, a square is
	// ink all over.
	minPaper = 96
)

// flattened makes the paper white everywhere: shadows of a photograph and grey
// paper go, ink stays.
func flattened(r Raster) Raster {
	size := max(16, int(r.DPI*blockIn))
	columns, rows := (r.width()+size-1)/size, (r.height()+size-1)/size
	paper := make([]int, columns*rows)
	white := true
	for by := range rows {
		for bx := range columns {
			paper[by*columns+bx] = paperOf(r, bx*size, by*size, size)
			white = white && paper[by*columns+bx] >= 250
		}
	}
	if white {
		return r
	}
	lift(paper, columns, rows)
	out := Raster{image.NewGray(image.Rect(0, 0, r.width(), r.height())), r.DPI}
	for y := range r.height() {
		from, to := r.row(y), out.row(y)
		// Between the middles of four squares the paper changes linearly.
		fy := max(0, (float64(y)+0.5)/float64(size)-0.5)
		y0 := min(int(fy), rows-1)
		y1, wy := min(y0+1, rows-1), fy-float64(y0)
		for bx := 0; bx < columns; bx++ {
			for x := bx * size; x < min((bx+1)*size, r.width()); x++ {
				fx := max(0, (float64(x)+0.5)/float64(size)-0.5)
				x0 := min(int(fx), columns-1)
				x1, wx := min(x0+1, columns-1), fx-float64(x0)
				top := float64(paper[y0*columns+x0])*(1-wx) + float64(paper[y0*columns+x1])*wx
				bottom := float64(paper[y1*columns+x0])*(1-wx) + float64(paper[y1*columns+x1])*wx
				to[x] = byte(min(255, float64(from[x])*255/(top*(1-wy)+bottom*wy)))
			}
		}
	}
	return out
}

// paperOf measures one square.
func paperOf(r Raster, left, top, size int) int {
	var count [256]int
	n := 0
	for y := top; y < min(top+size, r.height()); y += 2 {
		for _, v := range r.row(y)[left:min(left+size, r.width())] {
			count[v]++
			n++
		}
	}
	below := 0
	for v, c := range count {
		if below += c; float64(below) >= paperShare*float64(n) {
			return v
		}
	}
	return 255
}

// lift gives squares that are ink all over the paper of the brightest
// neighbour.
func lift(paper []int, columns, rows int) {
	for range 3 {
		before := append([]int(nil), paper...)
		for i, v := range before {
			if v >= minPaper {
				continue
			}
			x, y := i%columns, i/columns
			for _, d := range [4][2]int{{-1, 0}, {1, 0}, {0, -1}, {0, 1}} {
				if nx, ny := x+d[0], y+d[1]; nx >= 0 && ny >= 0 && nx < columns && ny < rows {
					paper[i] = max(paper[i], before[ny*columns+nx])
				}
			}
		}
	}
	for i := range paper {
		paper[i] = max(paper[i], minPaper)
	}
}

// otsu is the threshold that parts a histogram best (Otsu 1979): values up to it
// are ink.
func otsu(count *[256]int) int {
	total, sum := 0, 0.0
	for v, c := range count {
		total += c
		sum += float64(v * c)
	}
	best, at := -1.0, 127
	below, belowSum := 0, 0.0
	for v, c := range count {
		below += c
		belowSum += float64(v * c)
		if below == 0 || below == total {
			continue
		}
		a, b := belowSum/float64(below), (sum-belowSum)/float64(total-below)
		if between := float64(below) * float64(total-below) * (a - b) * (a - b); between > best {
			best, at = between, v
		}
	}
	return at
}

func histogram(r Raster) *[256]int {
	count := new([256]int)
	for y := range r.height() {
		for _, v := range r.row(y) {
			count[v]++
		}
	}
	return count
}

const (
	// minThreshold and maxThreshold bound what counts as ink on a page with white
	// paper, so that a blank page has none and pale watermarks are none.
	minThreshold, maxThreshold = 90, 195
)

// mask says of every pixel whether it is ink.
type mask struct {
	width, height int
	ink           []bool
}

func newMask(width, height int) mask {
	return mask{width, height, make([]bool, width*height)}
}

func (m mask) row(y int) []bool { return m.ink[y*m.width : (y+1)*m.width] }

// inked thresholds a page.
func inked(r Raster) (m mask, threshold int) {
	threshold = otsu(histogram(r))
	// Thin strokes are paler than thick ones, and paper is white by now.
	threshold = min(max(threshold+(255-threshold)/3, minThreshold), maxThreshold)
	m = newMask(r.width(), r.height())
	for y := range m.height {
		to := m.row(y)
		for x, v := range r.row(y) {
			to[x] = int(v) <= threshold
		}
	}
	return m, threshold
}

// transposed returns the mask with rows and columns exchanged.
func (m mask) transposed() mask {
	t := newMask(m.height, m.width)
	const block = 64
	for by := 0; by < m.height; by += block {
		for bx := 0; bx < m.width; bx += block {
			for y := by; y < min(by+block, m.height); y++ {
				for x := bx; x < min(bx+block, m.width); x++ {
					t.ink[x*m.height+y] = m.ink[y*m.width+x]
				}
			}
		}
	}
	return t
}

// rotated turns the page counter-clockwise by the angle in radians about its
// middle. What comes in from outside is white.
func rotated(r Raster, angle float64) Raster {
	out := Raster{image.NewGray(r.Rect.Sub(r.Rect.Min)), r.DPI}
	const one = 1 << 16
	sin, cos := math.Sincos(angle)
	cx, cy := float64(r.width())/2, float64(r.height())/2
	stepX, stepY := int(math.Round(cos*one)), int(math.Round(sin*one))
	width, height := r.width(), r.height()
	for y := range height {
		to := out.row(y)
		dy := float64(y) - cy
		sx := int((cx - cx*cos - dy*sin) * one)
		sy := int((cy - cx*sin + dy*cos) * one)
		for x := range to {
			px, py := sx>>16, sy>>16
			if px < 0 || py < 0 || px >= width-1 || py >= height-1 {
				to[x] = 255
			} else {
				fx, fy := sx&(one-1), sy&(one-1)
				at := py*r.Stride + px
				a, b := int(r.Pix[at]), int(r.Pix[at+1])
				c, d := int(r.Pix[at+r.Stride]), int(r.Pix[at+r.Stride+1])
				top, bottom := a*one+(b-a)*fx, c*one+(d-c)*fx
				to[x] = byte((top + int(int64(bottom-top)*int64(fy)>>16)) >> 16)
			}
			sx += stepX
			sy += stepY
		}
	}
	return out
}

// quarters turns the page clockwise by quarter turns.
func quarters(r Raster, turns int) Raster {
	for range (turns%4 + 4) % 4 {
		out := Raster{image.NewGray(image.Rect(0, 0, r.height(), r.width())), r.DPI}
		for y := range r.height() {
			for x, v := range r.row(y) {
				out.Pix[x*out.Stride+r.height()-1-y] = v
			}
		}
		r = out
	}
	return r
}
