package ofd

import (
	"math"
	"strconv"
	"strings"

	"gongkai/extract/page"
)

// operands is how many numbers each operator of AbbreviatedData takes.
var operands = map[string]int{"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}

// subpaths reads AbbreviatedData, transformed by m. It is not ok if something in
// it is no operator and no number.
func subpaths(data string, m matrix) (list []page.Subpath, ok bool) {
	fields := strings.Fields(strings.ReplaceAll(data, ",", " "))
	for i := 0; i < len(fields); {
		operator := strings.ToUpper(fields[i])
		n, known := operands[operator]
		if i++; !known || i+n > len(fields) {
			return nil, false
		}
		var args [7]float64
		for j := range n {
			if args[j], ok = number(fields[i+j]); !ok {
				return nil, false
			}
		}
		i += n
		if operator == "C" {
			if len(list) > 0 {
				list[len(list)-1].Closed = true
			}
			continue
		}
		if operator == "S" || operator == "M" || len(list) == 0 {
			list = append(list, page.Subpath{})
		}
		last := &list[len(list)-1]
		if last.Closed {
			// The pen goes on from where the closed figure began.
			list = append(list, page.Subpath{Points: last.Points[:1:1], Curved: []bool{false}})
			last = &list[len(list)-1]
		}
		x, y := m.apply(args[n-2], args[n-1])
		last.Points = append(last.Points, page.Point{X: x, Y: y})
		last.Curved = append(last.Curved, n > 2)
	}
	return list, true
}

// extent is the box around the points.
func extent(list []page.Subpath) [4]float64 {
	b := [4]float64{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, s := range list {
		for _, p := range s.Points {
			b = [4]float64{min(b[0], p.X), min(b[1], p.Y), max(b[2], p.X), max(b[3], p.Y)}
		}
	}
	return b
}

// channel reads a component of a colour, decimal or hexadecimal (#FF); what is
// neither counts as ink.
func channel(text string) float64 {
	if hex, ok := strings.CutPrefix(text, "#"); ok {
		v, _ := strconv.ParseUint(hex, 16, 32)
		return float64(v)
	}
	v, _ := number(text)
	return v
}

// whiteFrom is the share of the highest value from which a component of light
// is taken for paper.
const whiteFrom = 250.0 / 255

// space is a colour space of the resources.
type space struct {
	// ink: components are amounts of ink, not of light (CMYK).
	ink bool
	// highest is the greatest value of a component.
	highest float64
}

// shows says whether the colour is seen on paper. Nil is the colour that the
// standard assumes where none is stated: black for lines and text, nothing for the
// inside of paths.
func (c *colour) shows(spaces map[string]space, otherwise bool) bool {
	switch {
	case c == nil:
		return otherwise
	case c.alpha <= 0:
		return false
	case c.shaded:
		return true
	}
	s, ok := spaces[c.space]
	if !ok {
		s = space{ink: len(c.values) == 4, highest: 255}
	}
	for _, v := range c.values {
		if s.ink && v > (1-whiteFrom)*s.highest || !s.ink && v < whiteFrom*s.highest {
			return true
		}
	}
	return len(c.values) == 0 // black
}
