package ofd

import (
	"math"
	"unicode"
	"unicode/utf8"

	"gongkai/extract/page"
)

const (
	// ascentEms and descentEms make up the height of a glyph's box.
	ascentEms, descentEms = 0.86, 0.14
	// slantTolerance is how far text may run off an axis, in radians (3°).
	slantTolerance = 0.05
	// outsideEms is how far a glyph's middle may be outside of its object's
	// boundary: programs are not exact about it.
	outsideEms = 0.25
	// placeholder is what some programs write for a glyph whose character they
	// do not know.
	placeholder = '¤'
)

// glyph is a glyph on the page as displayed, in points.
type glyph struct {
	r        rune
	x, y     float64
	box      page.Rect
	em       float64
	angle    float64 // of its line, counter-clockwise
	font     uint64
	unmapped bool
	hidden   bool
	// mapped is the glyph of the embedded font that is drawn, -1 where the font
	// finds it by the character.
	mapped int
}

func (g glyph) direction() page.Direction {
	quarters := g.angle / (math.Pi / 2)
	nearest := math.Round(quarters)
	if math.Abs(quarters-nearest)*math.Pi/2 > slantTolerance {
		return page.Slanted
	}
	return page.Direction((int(nearest)%4 + 4) % 4)
}

// natural is the advance of a character in ems where the file does not tell.
func natural(r rune) float64 {
	if r < 0x80 {
		return 0.5
	}
	return 1
}

// widest is how wide in ems a character may be where the file tells how far it is
// to the next.
func widest(r rune) float64 {
	switch {
	case r == 'm', r == 'w', r == 'M', r == 'W', r == '@', r == '%':
		return 0.95
	case r >= 'A' && r <= 'Z':
		return 0.75
	case r >= 'a' && r <= 'z':
		return 0.6
	}
	return natural(r)
}

// text draws the glyphs of a text object.
func (p *pen) text(o *object, st state, outer matrix) {
	if o.size == 0 {
		return
	}
	filled := o.fill && (st.around.fillColor == nil || st.around.fillColor.alpha > 0)
	line := lineOf{pen: p, object: o, m: st.m, outer: outer, hidden: st.hidden || !filled && !o.stroke, font: p.font(o.resource)}
	var x, y float64
	for _, code := range o.codes {
		if code.hasX {
			x = code.x
		}
		if code.hasY {
			y = code.y
		}
		line.draw(code, x, y)
		if p.err != nil {
			return
		}
	}
}

// lineOf draws the text codes of one object.
type lineOf struct {
	*pen
	object *object
	m      matrix
	outer  matrix // around the boundary
	hidden bool
	font   uint64
}

func (l *lineOf) draw(code textCode, x, y float64) {
	if !l.spend(len(code.text) * glyphBytes) {
		return
	}
	doubts, extra := l.check(code)
	size := math.Abs(l.object.size)
	// Deltas count characters, or the units of UTF-16 where that fits.
	inUnits := code.sixteenUnits > len(code.text) && max(code.dx.n, code.dy.n) == code.sixteenUnits-1
	for i, r := range code.text {
		width := natural(r) * size * l.object.hScale
		dx, dy := l.step(&code, width)
		if inUnits && r > 0xFFFF {
			code.dx.next()
			code.dy.next()
		}
		if i+1 < len(code.text) && dx > 0 {
			width = min(dx, widest(r)*size*l.object.hScale)
		}
		l.glyph(r, x, y, width, size, doubts[i])
		x, y = x+dx, y+dy
	}
	for range extra {
		l.glyph(utf8.RuneError, x, y, size, size, doubt{unmapped: true, mapped: -1})
		x += size
	}
}

// step is the way from a glyph to the next. Where no deltas are given, or less
// than there are glyphs, the text runs on by its own widths: the standard would
// have all glyphs in one place.
func (l *lineOf) step(code *textCode, width float64) (dx, dy float64) {
	dx, okX := code.dx.next()
	dy, okY := code.dy.next()
	if okX || okY {
		return dx, dy
	}
	sin, cos := quarterTurn(l.object.readDirection)
	return width * cos, width * sin
}

// quarterTurn is the sine and cosine of clockwise quarter turns.
func quarterTurn(turns int) (sin, cos float64) {
	return [4]float64{0, 1, 0, -1}[turns%4], [4]float64{1, 0, -1, 0}[turns%4]
}

// glyph places one glyph whose origin is at x, y of the object's space.
func (l *lineOf) glyph(r rune, x, y, width, size float64, d doubt) {
	r, unmapped, drawn := character(r)
	if !drawn {
		return
	}
	if r == ' ' && d.unmapped {
		r = utf8.RuneError
	}
	sin, cos := quarterTurn(l.object.charDirection)
	m := matrix{cos, sin, -sin, cos, x, y}.then(l.m)
	if !m.finite() {
		l.bad++
		return
	}
	g := glyph{r: r, unmapped: unmapped || d.unmapped, hidden: l.hidden, font: l.font, mapped: d.mapped, em: size * l.m.scale(),
		box: m.around(0, -ascentEms*size, width, descentEms*size), angle: math.Atan2(-m[1], m[0])}
	g.x, g.y = m.apply(0, 0)
	l.glyphs = append(l.glyphs, g)
	if r != ' ' && l.cut(g) {
		l.lost = append(l.lost, page.Point{X: g.box.CentreX(), Y: g.box.CentreY()})
	}
}

// cut says whether the glyph's middle is where the object is not to be drawn:
// viewers differ in whether they show it.
func (l *lineOf) cut(g glyph) bool {
	o := l.object
	x, y := g.box.CentreX(), g.box.CentreY()
	if o.bounded && o.boundary[2] > 0 && o.boundary[3] > 0 {
		b := o.boundary
		if !l.outer.around(b[0], b[1], b[0]+b[2], b[1]+b[3]).Grow(outsideEms*g.em).Contains(x, y) {
			return true
		}
	}
	place := matrix{1, 0, 0, 1, o.boundary[0], o.boundary[1]}.then(l.outer)
	for _, c := range o.clips {
		inside := false
		for _, b := range c {
			inside = inside || place.around(b[0], b[1], b[2], b[3]).Grow(outsideEms*g.em).Contains(x, y)
		}
		if !inside {
			return true
		}
	}
	return false
}

// character is what a text code stands for: nothing that is seen, or no
// character.
func character(r rune) (c rune, unmapped, drawn bool) {
	switch {
	case unicode.IsSpace(r):
		return ' ', false, true
	case r == utf8.RuneError, unicode.Is(unicode.Cc, r):
		return utf8.RuneError, true, true
	case unicode.Is(unicode.Cf, r):
		return r, false, false
	case unicode.Is(unicode.Co, r):
		return r, true, true
	}
	return page.Ideograph(r), false, true
}

// doubt is what the glyph maps say of one character.
type doubt struct {
	unmapped bool
	mapped   int
}

// check compares the text with the glyphs that are drawn for it. Placeholders are
// no characters, nor are digits of a group of which as many glyphs are not drawn.
// Extra counts the glyphs for which there is no text.
func (l *lineOf) check(code textCode) (doubts []doubt, extra int) {
	doubts = make([]doubt, len(code.text))
	for i := range doubts {
		doubts[i].mapped = -1
	}
	for _, m := range code.maps {
		if beyond := m.position + m.codes - len(code.text); beyond > 0 {
			extra = max(extra, min(beyond, m.glyphs, len(m.ids)))
		}
		for i := m.position; i < min(m.position+m.codes, len(code.text)); i++ {
			r, at := code.text[i], i-m.position
			doubts[i].unmapped = doubts[i].unmapped || r == placeholder || m.codes != m.glyphs && isDigit(r)
			if m.codes == m.glyphs && at < len(m.ids) {
				doubts[i].mapped = m.ids[at]
				l.use(glyphKey{l.font, m.ids[at]}, r)
				doubts[i].unmapped = doubts[i].unmapped || unicode.IsSpace(r) && l.inks(blankKey{l.font, r}, m.ids[at])
			}
		}
	}
	return doubts, extra
}

// use notes which character a glyph stands for. One that stands for a digit and
// for another character as well is not to be believed of either.
func (r *resources) use(key glyphKey, c rune) {
	before, seen := r.uses[key]
	if !seen {
		r.uses[key] = c
	} else if before != c && (isDigit(before) || isDigit(c)) {
		r.conflicts[key] = true
	}
}

// inks says whether a blank is drawn with another glyph than blanks before: then it
// stands for a character that the program did not know.
func (r *resources) inks(key blankKey, glyph int) bool {
	first, seen := r.blanks[key]
	if !seen {
		r.blanks[key] = glyph
	}
	return seen && first != glyph
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' || r >= '０' && r <= '９' }
