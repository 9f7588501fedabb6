package scan

import "gongkai/extract/page"

const (
	// minRulingIn is the shortest run of ink that is a line, in inches: narrow
	// cells are 0.2 inches high, and strokes of 16-point text reach 0.2.
	minRulingIn = 0.18
	// gapIn is the longest gap in a run.
	gapIn = 0.012
	// maxThickIn is how thick a line may be: what is thicker is a picture, or
	// the shadow at the edge of the paper.
	maxThickIn = 0.045
)

// stroke is a run of ink that may be a part of a line, in pixels.
type stroke struct {
	vertical     bool
	at, from, to int
}

// ruling is the stroke in points.
func (r stroke) ruling(dpi float64) page.Ruling {
	point := 72 / dpi
	return page.Ruling{Vertical: r.vertical, At: (float64(r.at) + 1) * point, From: float64(r.from) * point, To: float64(r.to) * point}
}

// strokes finds the long straight runs of ink.
func strokes(m mask, dpi float64) []stroke {
	return append(runs(m, dpi, false), runs(m.transposed(), dpi, true)...)
}

// drawn marks the pixels of the strokes that are of tables: elsewhere they may be
// of large characters.
func drawn(m mask, dpi float64, found []stroke, tables []*page.Table) mask {
	lines := newMask(m.width, m.height)
	for _, r := range found {
		line := r.ruling(dpi)
		box := line.Box()
		for _, t := range tables {
			around := t.Box.Grow(borderPt)
			if !around.Contains(box.Left, box.Top) || !around.Contains(box.Right, box.Bottom) {
				continue
			}
			for at := r.at; at <= r.at+1; at++ {
				for i := r.from; i < r.to; i++ {
					x, y := i, at
					if r.vertical {
						x, y = at, i
					}
					if x < m.width && y < m.height {
						lines.ink[y*m.width+x] = true
					}
				}
			}
			break
		}
	}
	return lines
}

// borderPt is how far outside the middle of a table's outer border its ink is.
const borderPt = 4

// runs finds the horizontal lines of a mask.
func runs(m mask, dpi float64, vertical bool) []stroke {
	var found []stroke
	least, gap, thick := int(minRulingIn*dpi), max(2, int(gapIn*dpi)), int(maxThickIn*dpi)
	smeared := make([]bool, m.width)
	for y := range m.height {
		// A line that is not quite level goes on in the next row.
		copy(smeared, m.row(y))
		if y+1 < m.height {
			for x, v := range m.row(y + 1) {
				smeared[x] = smeared[x] || v
			}
		}
		for x := 0; x < m.width; x++ {
			if !smeared[x] {
				continue
			}
			from, last := x, x
			for ; x < m.width && x-last <= gap; x++ {
				if smeared[x] {
					last = x
				}
			}
			if last+1-from >= least && thin(m, y, from, last+1, thick) {
				found = append(found, stroke{vertical, y, from, last + 1})
			}
		}
	}
	return found
}

// thin says whether the run is part of something no thicker than a line: at most
// of its length, paper is near on both sides.
func thin(m mask, y, from, to, thick int) bool {
	const samples = 16
	within := 0
	for i := range samples {
		x := from + (to-from)*(2*i+1)/(2*samples)
		up, down := 0, 0
		for up <= thick && y-up >= 0 && m.ink[(y-up)*m.width+x] {
			up++
		}
		for down <= thick && y+1+down < m.height && m.ink[(y+1+down)*m.width+x] {
			down++
		}
		if up+down <= thick {
			within++
		}
	}
	return within*3 >= samples*2
}
