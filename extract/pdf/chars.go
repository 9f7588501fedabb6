package pdf

import (
	"math"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"gongkai/extract/page"
)

const (
	// slantTolerance is how far text may run off an axis, in radians (3°).
	slantTolerance = 0.05
	// saneEms is how many em a glyph's box may reach and may lie from its
	// origin: more means that PDFium did not transform it.
	saneEms = 3
	// ascentEms and descentEms make up a box where PDFium has no good one.
	ascentEms, descentEms = 0.86, 0.14
)

// glyph is a character as PDFium states it, in page space.
type glyph struct {
	r            rune
	loose, tight [4]float64 // left, bottom, right, top
	originX      float64
	originY      float64
	matrix       matrix // of the text object, without the font size
	fontSize     float64
	object       uint64
	font         uint64
	unmapped     bool
	invisible    bool
}

func (g glyph) em() float64 { return math.Abs(g.fontSize) * g.matrix.scale() }

func (g glyph) direction() page.Direction {
	angle := math.Atan2(g.matrix[1], g.matrix[0])
	quarters := angle / (math.Pi / 2)
	nearest := math.Round(quarters)
	if math.Abs(quarters-nearest)*math.Pi/2 > slantTolerance {
		return page.Slanted
	}
	return page.Direction((int(nearest) + 4) % 4)
}

// glyphs reads the characters of a text page, those that PDFium made up left
// out.
func (g *guest) glyphs(textPage uint64, count int) []glyph {
	found := make([]glyph, 0, count)
	s := g.scratch
	for i := range uint64(count) {
		if g.err != nil {
			return nil
		}
		if g.count("FPDFText_IsGenerated", textPage, i) == 1 {
			continue
		}
		r := rune(uint32(g.call("FPDFText_GetUnicode", textPage, i)))
		if n := len(found); n > 0 && utf16.IsSurrogate(found[n-1].r) && utf16.IsSurrogate(r) {
			found[n-1].r = utf16.DecodeRune(found[n-1].r, r)
			continue
		}
		c := glyph{r: r}
		c.unmapped = g.count("FPDFText_HasUnicodeMapError", textPage, i) == 1
		if g.count("FPDFText_IsHyphen", textPage, i) == 1 {
			c.r = '-' // PDFium writes U+0002 for a hyphen at the end of a line
		}
		g.call("FPDFText_GetLooseCharBox", textPage, i, s)
		var box [4]float64 // left, top, right, bottom
		g.float32s(0, box[:])
		c.loose = [4]float64{box[0], box[3], box[2], box[1]}
		g.call("FPDFText_GetCharBox", textPage, i, s, s+8, s+16, s+24)
		g.float64s(0, box[:]) // left, right, bottom, top
		c.tight = [4]float64{box[0], box[2], box[1], box[3]}
		g.call("FPDFText_GetMatrix", textPage, i, s)
		g.float32s(0, c.matrix[:])
		g.call("FPDFText_GetCharOrigin", textPage, i, s, s+8)
		var origin [2]float64
		g.float64s(0, origin[:])
		c.originX, c.originY = origin[0], origin[1]
		c.fontSize = finite(math.Float64frombits(g.call("FPDFText_GetFontSize", textPage, i)))
		c.object = g.call("FPDFText_GetTextObject", textPage, i)
		if n := len(found); n > 0 && found[n-1].object == c.object {
			c.invisible, c.font = found[n-1].invisible, found[n-1].font
		} else {
			c.font = g.call("FPDFTextObj_GetFont", c.object)
			c.invisible = invisibleMode(g.count("FPDFTextObj_GetTextRenderMode", c.object))
		}
		found = append(found, c)
	}
	return found
}

// invisibleMode says whether a text rendering mode (ISO 32000-1, table 106)
// draws nothing.
func invisibleMode(mode int) bool { return mode == 3 || mode == 7 }

// prevailing returns the clockwise quarter turns that make most of the text
// run to the right on a page that is displayed with the given rotation.
func prevailing(glyphs []glyph, rotation int) int {
	var count [page.Slanted + 1]int
	for _, g := range glyphs {
		count[g.direction().Turned(rotation)]++
	}
	best := page.Right
	for d := page.Up; d < page.Slanted; d++ {
		if count[d] > count[best] {
			best = d
		}
	}
	return int(best)
}

// chars places the glyphs in the frame. White space keeps its place, as
// U+0020; control and format characters and what lies outside the page are
// left out.
func chars(glyphs []glyph, f frame) []page.Char {
	width, height := f.size()
	sheet := page.Rect{Right: width, Bottom: height}
	var list []page.Char
	for i, g := range glyphs {
		var before *glyph
		if i > 0 && glyphs[i-1].object == g.object {
			before = &glyphs[i-1]
		}
		glyphs[i] = g.placed(before)
		g = glyphs[i]
		r, unmapped := character(g)
		if r < 0 {
			continue
		}
		c := page.Char{Rune: r, Em: g.em(), Direction: g.direction().Turned(f.turns), Unmapped: unmapped, Invisible: g.invisible, Font: g.font}
		c.X, c.Y = f.point(g.originX, g.originY)
		c.Box = f.rect(g.loose[0], g.loose[1], g.loose[2], g.loose[3])
		if c.Em > 0 && sheet.Contains(c.Box.CentreX(), c.Box.CentreY()) {
			list = append(list, c)
		}
	}
	return list
}

// character returns what the glyph stands for: -1 for nothing that is seen.
func character(g glyph) (r rune, unmapped bool) {
	r = page.Ideograph(g.r)
	switch {
	case g.unmapped, r == utf8.RuneError, utf16.IsSurrogate(r), !utf8.ValidRune(r):
		return utf8.RuneError, true
	case unicode.Is(unicode.Cc, r) && !unicode.IsSpace(r):
		// What PDFium makes up was left out before: this is the code of a glyph
		// whose font does not say which character it is.
		return utf8.RuneError, true
	case unicode.IsSpace(r):
		return ' ', false
	case unicode.Is(unicode.Cf, r):
		return -1, false
	case unicode.Is(unicode.Co, r):
		return r, true
	}
	return r, false
}

// placed returns the glyph with a loose box and an origin that can be true.
// PDFium leaves both untransformed for some glyphs (vertical writing, text
// from ActualText); then the box of the ink serves, or the place after the
// glyph before it in the same text object, or the object's own origin.
func (g glyph) placed(before *glyph) glyph {
	em := g.em()
	if g.onObjectLine(em) {
		if g.sane(g.loose, em) && g.loose[3]-g.loose[1] > 0 {
			return g
		}
		if g.sane(g.tight, em) && g.tight[2]-g.tight[0] > 0 {
			g.loose = g.tight
			return g
		}
	} else if before != nil {
		advance := matrix{g.matrix[0], g.matrix[1], g.matrix[2], g.matrix[3], 0, 0}
		dx, dy := advance.apply(math.Abs(g.fontSize), 0)
		g.originX, g.originY = before.originX+dx, before.originY+dy
	} else {
		g.originX, g.originY = g.matrix[4], g.matrix[5]
	}
	m := matrix{g.matrix[0], g.matrix[1], g.matrix[2], g.matrix[3], g.originX, g.originY}
	size := math.Abs(g.fontSize)
	x0, y0 := m.apply(0, -descentEms*size)
	x1, y1 := m.apply(size, ascentEms*size)
	g.loose = [4]float64{min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)}
	return g
}

// onObjectLine says whether the origin lies on the line of text, horizontal or
// vertical, that starts at the text object's origin.
func (g glyph) onObjectLine(em float64) bool {
	dx, dy := g.originX-g.matrix[4], g.originY-g.matrix[5]
	length := math.Hypot(g.matrix[0], g.matrix[1])
	if length == 0 {
		return true
	}
	along := math.Abs(dx*g.matrix[0]+dy*g.matrix[1]) / length
	across := math.Abs(dy*g.matrix[0]-dx*g.matrix[1]) / length
	return min(along, across) <= em
}

// sane says whether the box has a glyph's size and lies at the origin.
func (g glyph) sane(box [4]float64, em float64) bool {
	width, height := box[2]-box[0], box[3]-box[1]
	return width <= saneEms*em && height <= saneEms*em && width+height > 0 &&
		math.Abs((box[0]+box[2])/2-g.originX) <= saneEms*em &&
		math.Abs((box[1]+box[3])/2-g.originY) <= saneEms*em
}
