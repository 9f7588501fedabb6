package ofd

import (
	"math"

	"gongkai/extract/xmlscan"
)

// resources are what files of a document name by numbers.
type resources struct {
	params map[string]*param
	spaces map[string]space
	units  map[string]*object
	// media are the parts of pictures.
	media map[string]media
	// fonts number the fonts, by their identifiers.
	fonts map[string]uint64
	// uses are the characters that glyphs of embedded fonts are used for.
	uses map[glyphKey]rune
	// conflicts are glyphs that stand for a digit and for something else.
	conflicts map[glyphKey]bool
	// blanks are the glyphs that blanks are drawn with.
	blanks map[blankKey]int
}

type media struct{ part, format string }

type glyphKey struct {
	font  uint64
	glyph int
}

type blankKey struct {
	font uint64
	r    rune
}

func newResources() *resources {
	return &resources{params: map[string]*param{}, spaces: map[string]space{}, units: map[string]*object{},
		media: map[string]media{}, fonts: map[string]uint64{}, uses: map[glyphKey]rune{}, conflicts: map[glyphKey]bool{}, blanks: map[blankKey]int{}}
}

// param is an ofd:DrawParam: what graphics are drawn with unless they say so.
type param struct {
	relative             string
	lineWidth            float64 // negative for not stated
	fillColor, lineColor *colour
}

// defaultLine is the width of lines in mm where none is stated.
const defaultLine = 0.353

// font numbers a font.
func (r *resources) font(id string) uint64 {
	if _, ok := r.fonts[id]; !ok {
		r.fonts[id] = uint64(len(r.fonts) + 1)
	}
	return r.fonts[id]
}

// resolve is what the draw parameters of that name come to, with those of what
// is around.
func (r *resources) resolve(id string, around param) param {
	p := around
	var chain []*param
	for seen := map[string]bool{}; id != "" && !seen[id]; {
		seen[id] = true
		next, ok := r.params[id]
		if !ok {
			break
		}
		chain = append(chain, next)
		id = next.relative
	}
	for i := len(chain) - 1; i >= 0; i-- {
		p = p.with(chain[i].lineWidth, chain[i].fillColor, chain[i].lineColor)
	}
	return p
}

func (p param) with(width float64, fill, line *colour) param {
	if width >= 0 {
		p.lineWidth = width
	}
	if fill != nil {
		p.fillColor = fill
	}
	if line != nil {
		p.lineColor = line
	}
	return p
}

// read takes in a resource file. Place turns a path below the file's base into the
// name of a part.
func (r *resources) read(s *xmlscan.Scanner, budget *int, place func(base, name string) string) {
	base := ""
	for s.Inside(0) {
		switch s.Name {
		case "ofd:Res":
			base = attr(s, "BaseLoc")
		case "ofd:ColorSpace":
			highest := 255.0
			if bits, ok := number(attr(s, "BitsPerComponent")); ok && bits >= 1 && bits <= 16 {
				highest = math.Exp2(math.Trunc(bits)) - 1
			}
			r.spaces[attr(s, "ID")] = space{ink: attr(s, "Type") == "CMYK", highest: highest}
		case "ofd:DrawParam":
			r.params[attr(s, "ID")] = newParam(s)
		case "ofd:MultiMedia":
			id, m := attr(s, "ID"), media{format: attr(s, "Format")}
			for depth := s.Depth(); s.Inside(depth); {
				if s.Name == "ofd:MediaFile" {
					m.part = place(base, content(s))
				} else {
					s.Skip()
				}
			}
			r.media[id] = m
		case "ofd:CompositeGraphicUnit":
			id := attr(s, "ID")
			r.units[id] = &object{kind: drawsParts, ctm: identity, lineWidth: -1, parts: objects(s, budget)}
		}
	}
}

func newParam(s *xmlscan.Scanner) *param {
	p := &param{relative: attr(s, "Relative"), lineWidth: -1}
	if width, ok := number(attr(s, "LineWidth")); ok {
		p.lineWidth = width
	}
	for depth := s.Depth(); s.Inside(depth); {
		switch s.Name {
		case "ofd:FillColor":
			p.fillColor = newColour(s)
		case "ofd:StrokeColor":
			p.lineColor = newColour(s)
		default:
			s.Skip()
		}
	}
	return p
}
