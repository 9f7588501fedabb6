package ofd

import (
	"strings"

	"gongkai"
	"gongkai/extract/xmlscan"
)

// vocabulary: files of the draft standard, and those of programs that invent a
// namespace or state none, use the same names.
var vocabulary = &xmlscan.Vocabulary{Other: "ofd"}

func attr(s *xmlscan.Scanner, name string) string { return strings.TrimSpace(s.Attr("ofd", name)) }

// flag reads a boolean attribute.
func flag(s *xmlscan.Scanner, name string, otherwise bool) bool {
	switch strings.ToLower(attr(s, name)) {
	case "true", "1":
		return true
	case "false", "0":
		return false
	}
	return otherwise
}

// content moves past the element just met and returns its text.
func content(s *xmlscan.Scanner) string { return strings.TrimSpace(string(s.Content(nil))) }

// kind is what an object draws.
type kind uint8

const (
	drawsParts kind = iota // a layer, a block, an appearance
	drawsText
	drawsPath
	drawsImage
	drawsUnit // a composite object: a unit of the resources
)

// object is one thing that a page draws, as it is stated.
type object struct {
	kind kind
	// bad: a number in it is none, so that its place is unknown.
	bad      bool
	boundary [4]float64 // left, top, width, height in the space around
	bounded  bool       // a boundary is stated
	ctm      matrix
	hidden   bool // Visible="false", or entirely transparent
	param    string
	// lineWidth in mm; negative for not stated.
	lineWidth            float64
	fill, stroke         bool
	fillColor, lineColor *colour
	clips                []clip
	resource             string // of images and composites, and the font of text

	size, hScale  float64
	charDirection int // clockwise quarter turns of each glyph
	readDirection int // clockwise quarter turns of the line, where no deltas are
	codes         []textCode

	data  string // AbbreviatedData
	parts []*object
}

// colour is a colour as stated: its components in its space.
type colour struct {
	space  string
	values []float64
	// alpha is 0 for transparent, 255 for opaque.
	alpha float64
	// shaded: a pattern or a shading, which shows.
	shaded bool
}

// clip is the places that one ofd:Clip leaves: the boxes of its areas, in the
// object's space.
type clip [][4]float64

// textCode is one ofd:TextCode with the glyph maps before it.
type textCode struct {
	text         []rune
	x, y         float64
	dx, dy       deltas
	maps         []glyphMap
	hasX, hasY   bool
	sixteenUnits int // length of the text in UTF-16
}

// glyphMap is an ofd:CGTransform.
type glyphMap struct {
	position, codes, glyphs int
	ids                     []int
}

// parsedBytes is what an object counts against the limit on expanded bytes when it
// is read.
const parsedBytes = 200

// objects reads what is in the element just met: layers, blocks and graphics. It
// lowers the budget of bytes by what they take.
func objects(s *xmlscan.Scanner, budget *int) []*object {
	var list []*object
	for depth := s.Depth(); s.Inside(depth); {
		if o := newObject(s, budget); o != nil {
			list = append(list, o)
		}
	}
	return list
}

// newObject reads the element just met; nil if it draws nothing.
func newObject(s *xmlscan.Scanner, budget *int) *object {
	if *budget -= parsedBytes; *budget <= 0 {
		s.Fail(gongkai.ErrLimit, "too many graphics")
		return nil
	}
	o := &object{ctm: identity, lineWidth: -1}
	switch s.Name {
	case "ofd:Layer", "ofd:PageBlock", "ofd:Content", "ofd:Appearance":
		o.kind = drawsParts
	case "ofd:TextObject":
		o.kind, o.fill = drawsText, true
	case "ofd:PathObject":
		o.kind, o.stroke = drawsPath, true
	case "ofd:ImageObject":
		o.kind = drawsImage
	case "ofd:CompositeObject":
		o.kind = drawsUnit
	default:
		s.Skip()
		return nil
	}
	o.attributes(s)
	if o.kind == drawsParts {
		o.parts = objects(s, budget)
		return o
	}
	o.children(s)
	return o
}

// attributes reads those of CT_GraphicUnit, and of the kinds.
func (o *object) attributes(s *xmlscan.Scanner) {
	if given := attr(s, "Boundary"); given != "" {
		var ok bool
		o.boundary, ok = box(given)
		o.bounded, o.bad = ok, o.bad || !ok
	}
	var ok bool
	if o.ctm, ok = transformation(attr(s, "CTM")); !ok {
		o.ctm, o.bad = identity, true
	}
	o.hidden = !flag(s, "Visible", true)
	if alpha, ok := number(attr(s, "Alpha")); ok && alpha <= 0 {
		o.hidden = true
	}
	o.param = attr(s, "DrawParam")
	if width, ok := number(attr(s, "LineWidth")); ok {
		o.lineWidth = width
	}
	o.fill, o.stroke = flag(s, "Fill", o.fill), flag(s, "Stroke", o.stroke)
	o.resource = attr(s, "ResourceID")
	if o.kind != drawsText {
		return
	}
	o.resource = attr(s, "Font")
	o.size, ok = number(attr(s, "Size"))
	o.bad = o.bad || !ok
	o.hScale = 1
	if scale, ok := number(attr(s, "HScale")); ok && scale > 0 {
		o.hScale = scale
	}
	o.charDirection, o.readDirection = quarters(attr(s, "CharDirection")), quarters(attr(s, "ReadDirection"))
}

// quarters reads an angle that may be a multiple of 90 only.
func quarters(text string) int {
	v, _ := number(text)
	return (int(v/90)%4 + 4) % 4
}

// children reads what a graphic object holds.
func (o *object) children(s *xmlscan.Scanner) {
	var maps []glyphMap
	for depth := s.Depth(); s.Inside(depth); {
		switch s.Name {
		case "ofd:FillColor":
			o.fillColor = newColour(s)
		case "ofd:StrokeColor":
			o.lineColor = newColour(s)
		case "ofd:Clips":
			o.clips = newClips(s)
		case "ofd:CGTransform":
			maps = append(maps, newGlyphMap(s))
		case "ofd:TextCode":
			code, ok := newTextCode(s)
			o.bad = o.bad || !ok
			code.maps, maps = maps, nil
			o.codes = append(o.codes, code)
		case "ofd:AbbreviatedData":
			o.data = content(s)
		default:
			s.Skip()
		}
	}
	if len(maps) > 0 && len(o.codes) > 0 {
		// Some programs write the maps behind the text.
		last := &o.codes[len(o.codes)-1]
		last.maps = append(last.maps, maps...)
	} else if len(maps) > 0 {
		o.codes = append(o.codes, textCode{maps: maps})
	}
}

func newColour(s *xmlscan.Scanner) *colour {
	c := &colour{space: attr(s, "ColorSpace"), alpha: 255}
	if alpha, ok := number(attr(s, "Alpha")); ok {
		c.alpha = alpha
	}
	for field := range strings.FieldsSeq(attr(s, "Value")) {
		c.values = append(c.values, channel(field))
	}
	// A colour of a palette is not looked up: it shows.
	c.shaded = attr(s, "Index") != "" && len(c.values) == 0
	for depth := s.Depth(); s.Inside(depth); s.Skip() {
		c.shaded = true
	}
	return c
}

// newClips reads the regions that parts of an object are cut to.
func newClips(s *xmlscan.Scanner) []clip {
	var clips []clip
	for depth := s.Depth(); s.Inside(depth); {
		if s.Name != "ofd:Clip" {
			s.Skip()
			continue
		}
		var c clip
		for inner := s.Depth(); s.Inside(inner); {
			if s.Name == "ofd:Area" {
				c = append(c, newArea(s)...)
			} else {
				s.Skip()
			}
		}
		if len(c) > 0 {
			clips = append(clips, c)
		}
	}
	return clips
}

// newArea reads the box of one area, if it is a path: what text cuts to is not
// known without its font.
func newArea(s *xmlscan.Scanner) [][4]float64 {
	ctm, ok := transformation(attr(s, "CTM"))
	var boxes [][4]float64
	for depth := s.Depth(); s.Inside(depth); {
		if s.Name != "ofd:Path" {
			s.Skip()
			continue
		}
		o := &object{kind: drawsPath, ctm: identity}
		o.attributes(s)
		o.children(s)
		if !ok || o.bad {
			continue
		}
		m := o.ctm.then(matrix{1, 0, 0, 1, o.boundary[0], o.boundary[1]}).then(ctm)
		if subpaths, ok := subpaths(o.data, m); ok {
			boxes = append(boxes, extent(subpaths))
		}
	}
	return boxes
}

func newGlyphMap(s *xmlscan.Scanner) glyphMap {
	count := func(name string, otherwise int) int {
		if v, ok := number(attr(s, name)); ok && v >= 0 {
			return int(v)
		}
		return otherwise
	}
	m := glyphMap{position: count("CodePosition", 0), codes: count("CodeCount", 1), glyphs: count("GlyphCount", 1)}
	for depth := s.Depth(); s.Inside(depth); {
		if s.Name != "ofd:Glyphs" {
			s.Skip()
			continue
		}
		ids, ok := numbers(content(s))
		for _, id := range ids {
			m.ids = append(m.ids, int(id))
		}
		if !ok {
			m.ids = nil
		}
	}
	m.glyphs = min(m.glyphs, max(len(m.ids), 1))
	return m
}

func newTextCode(s *xmlscan.Scanner) (c textCode, ok bool) {
	coordinate := func(name string) (v float64, given, fine bool) {
		value := attr(s, name)
		if value == "" {
			return 0, false, true
		}
		v, fine = number(value)
		return v, true, fine
	}
	var okX, okY, okDX, okDY bool
	c.x, c.hasX, okX = coordinate("X")
	c.y, c.hasY, okY = coordinate("Y")
	dx, givenX := s.Lookup("ofd", "DeltaX")
	dy, givenY := s.Lookup("ofd", "DeltaY")
	c.dx, okDX = readDeltas(dx, givenX && strings.TrimSpace(dx) != "")
	c.dy, okDY = readDeltas(dy, givenY && strings.TrimSpace(dy) != "")
	raw := string(s.Content(nil))
	if strings.ContainsAny(raw, "\n\r\t") {
		// Indentation around the text: no glyph is a line feed.
		raw = strings.Trim(raw, " \n\r\t")
		raw = strings.NewReplacer("\n", "", "\r", "", "\t", "").Replace(raw)
	}
	c.text = []rune(raw)
	for _, r := range c.text {
		if c.sixteenUnits++; r > 0xFFFF {
			c.sixteenUnits++
		}
	}
	return c, okX && okY && okDX && okDY
}
