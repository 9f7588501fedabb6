package ofd

import (
	"math"
	"strconv"
	"strings"

	"gongkai/extract/page"
)

// pointsPerMM: OFD measures in millimetres, documents in points.
const pointsPerMM = 72 / 25.4

// farMM is beyond any page: coordinates further off are no places.
const farMM = 1e6

// matrix is a transformation: x' = ax + cy + e, y' = bx + dy + f, with y
// downwards.
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
func (m matrix) scale() float64 { return math.Sqrt(math.Abs(m[0]*m[3] - m[1]*m[2])) }

// finite says whether m leads to places: products of several can overflow.
func (m matrix) finite() bool {
	for _, v := range m {
		if math.IsNaN(v) || math.Abs(v) > farMM*pointsPerMM {
			return false
		}
	}
	return true
}

// around is the box around the transformed rectangle.
func (m matrix) around(left, top, right, bottom float64) page.Rect {
	box := page.Rect{Left: math.Inf(1), Top: math.Inf(1), Right: math.Inf(-1), Bottom: math.Inf(-1)}
	for _, corner := range [4][2]float64{{left, top}, {right, top}, {left, bottom}, {right, bottom}} {
		x, y := m.apply(corner[0], corner[1])
		box = page.Rect{Left: min(box.Left, x), Top: min(box.Top, y), Right: max(box.Right, x), Bottom: max(box.Bottom, y)}
	}
	return box
}

// numbers reads a list of numbers; ok is false if one is none, or no place.
func numbers(text string) (list []float64, ok bool) {
	for field := range strings.FieldsSeq(strings.ReplaceAll(text, ",", " ")) {
		v, ok := number(field)
		if !ok {
			return nil, false
		}
		list = append(list, v)
	}
	return list, true
}

func number(text string) (float64, bool) {
	v, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	return v, err == nil && math.Abs(v) <= farMM // false for NaN
}

// box reads ST_Box: left, top, width, height.
func box(text string) (b [4]float64, ok bool) {
	list, ok := numbers(text)
	if !ok || len(list) < 4 {
		return b, false
	}
	copy(b[:], list)
	return b, true
}

// transformation reads six numbers; none is the identity.
func transformation(text string) (m matrix, ok bool) {
	if strings.TrimSpace(text) == "" {
		return identity, true
	}
	list, ok := numbers(text)
	if !ok || len(list) != 6 {
		return m, false
	}
	copy(m[:], list)
	return m, true
}

// deltas is the notation of DeltaX and DeltaY: numbers, and "g n v" for n times
// v. Runs are not written out: they can claim any length.
type deltas struct {
	runs  []run
	given bool
	n     int // how many there are, at most maxDeltas
}

type run struct {
	n int
	v float64
}

// maxDeltas bounds what is counted.
const maxDeltas = 1 << 30

func readDeltas(text string, given bool) (d deltas, ok bool) {
	d.given = given
	fields := strings.Fields(strings.ReplaceAll(text, ",", " "))
	for i := 0; i < len(fields); i++ {
		r := run{n: 1}
		if fields[i] == "g" || fields[i] == "G" {
			if i+2 >= len(fields) {
				return d, false
			}
			n, err := strconv.Atoi(fields[i+1])
			if err != nil || n < 0 {
				return d, false
			}
			r.n, i = min(n, maxDeltas), i+2
		}
		if r.v, ok = number(fields[i]); !ok {
			return d, false
		}
		d.runs = append(d.runs, r)
		d.n = min(d.n+r.n, maxDeltas)
	}
	return d, true
}

// next returns the next number; ok is false after the last.
func (d *deltas) next() (v float64, ok bool) {
	for len(d.runs) > 0 && d.runs[0].n <= 0 {
		d.runs = d.runs[1:]
	}
	if len(d.runs) == 0 {
		return 0, false
	}
	d.runs[0].n--
	return d.runs[0].v, true
}

// turned maps points of a page of the given size, as displayed, onto the page
// after clockwise quarter turns.
func turned(turns int, width, height float64) matrix {
	switch turns {
	case 1:
		return matrix{0, 1, -1, 0, height, 0}
	case 2:
		return matrix{-1, 0, 0, -1, width, height}
	case 3:
		return matrix{0, -1, 1, 0, 0, width}
	}
	return identity
}
