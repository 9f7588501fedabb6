package scan

import "math"

const (
	// maxSkew is the largest angle that a page is turned back by, in degrees.
	maxSkew = 5.0
	// minSkew is the smallest angle that is worth it: over a page's width it
	// moves a line by half a point.
	minSkew = 0.03
	// skewDPI is the resolution at which the angle is looked for.
	skewDPI = 100
)

// skew finds the angle, in radians, by which the page's lines rise to the
// right: that at which rows of pixels are most unlike each other.
func skew(m mask, dpi float64) float64 {
	step := max(1, int(dpi/skewDPI))
	var xs, ys []float64
	for y := 0; y+step <= m.height; y += step {
		for x := 0; x+step <= m.width; x += step {
			ink := 0
			for dy := range step {
				for _, v := range m.row(y + dy)[x : x+step] {
					if v {
						ink++
					}
				}
			}
			if 2*ink >= step*step {
				xs, ys = append(xs, float64(x/step)), append(ys, float64(y/step))
			}
		}
	}
	if len(xs) == 0 {
		return 0
	}
	reach := m.width/step/8 + 2
	bins := make([]int, m.height/step+2*reach+2)
	sharpness := func(degrees float64) float64 {
		clear(bins)
		slope := math.Tan(degrees * math.Pi / 180)
		middle := float64(m.width/step) / 2
		for i, x := range xs {
			if at := int(ys[i]+(x-middle)*slope+0.5) + reach; at >= 0 && at < len(bins) {
				bins[at]++
			}
		}
		sum := 0.0
		for _, n := range bins {
			sum += float64(n * n)
		}
		return sum
	}
	best := 0.0
	for _, search := range []struct{ reach, step float64 }{{maxSkew, 0.25}, {0.25, 0.05}, {0.05, 0.01}} {
		middle, top := best, -1.0
		for d := middle - search.reach; d <= middle+search.reach+1e-9; d += search.step {
			// Of equal angles the smallest.
			if s := sharpness(d); s > top || s == top && math.Abs(d) < math.Abs(best) {
				best, top = d, s
			}
		}
	}
	if math.Abs(best) < minSkew || math.Abs(best) > maxSkew {
		return 0
	}
	return best * math.Pi / 180
}
