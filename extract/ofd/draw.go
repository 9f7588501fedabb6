package ofd

import (
	"fmt"

	"gongkai"
	"gongkai/extract/page"
)

// drawing is what objects draw, in points from the top left corner of the page
// as displayed.
type drawing struct {
	glyphs   []glyph
	paths    []page.Path
	pictures []Picture
	// lost are places where something is drawn, and nothing says what.
	lost    []page.Point
	objects int
	// missing counts units and pictures that the file does not hold, bad
	// objects whose place is not known, unplaced those that are text.
	missing, bad, unplaced int
}

// add draws one thing over the other.
func (d *drawing) add(o *drawing) {
	d.glyphs = append(d.glyphs, o.glyphs...)
	d.paths = append(d.paths, o.paths...)
	d.pictures = append(d.pictures, o.pictures...)
	d.lost = append(d.lost, o.lost...)
	d.objects, d.missing, d.bad, d.unplaced = d.objects+o.objects, d.missing+o.missing, d.bad+o.bad, d.unplaced+o.unplaced
}

// Costs against the limit on expanded bytes: what is stored for one glyph, one
// point of a path, and one object. Units and templates that are used again and
// again draw more than the file has bytes.
const (
	glyphBytes  = 320
	pointBytes  = 24
	objectBytes = 64
)

// size is what the drawing counts against the limit on expanded bytes.
func (d *drawing) size() int {
	points := 0
	for _, p := range d.paths {
		for _, s := range p.Subpaths {
			points += len(s.Points)
		}
	}
	return len(d.glyphs)*glyphBytes + points*pointBytes + d.objects*objectBytes
}

// pen draws objects.
type pen struct {
	*drawing
	*resources
	maxDepth int
	// budget are the expanded bytes that are left.
	budget *int
	err    error
}

func (p *pen) spend(bytes int) bool {
	if *p.budget -= bytes; *p.budget <= 0 && p.err == nil {
		p.err = fmt.Errorf("%w: a page draws too much", gongkai.ErrLimit)
	}
	return p.err == nil
}

// state is what an object is drawn in.
type state struct {
	m      matrix // from the object's space around to the page
	around param
	hidden bool
	depth  int
}

func (p *pen) draw(o *object, st state) {
	if err := gongkai.Exceeds(st.depth, p.maxDepth, "levels of nested graphics"); err != nil && p.err == nil {
		p.err = err
	}
	if !p.spend(objectBytes) {
		return
	}
	if o.kind != drawsParts {
		p.objects++
	}
	st.hidden = st.hidden || o.hidden
	st.around = p.resolve(o.param, st.around).with(o.lineWidth, o.fillColor, o.lineColor)
	st.depth++
	outer := st.m
	st.m = o.ctm.then(matrix{1, 0, 0, 1, o.boundary[0], o.boundary[1]}).then(outer)
	if o.bad || !st.m.finite() {
		p.bad++
		if o.kind != drawsPath && o.kind != drawsImage {
			p.loses(o, outer)
		}
		return
	}
	switch o.kind {
	case drawsParts:
		if o.bounded {
			// An appearance: its parts are placed in its boundary.
			st.m = matrix{1, 0, 0, 1, o.boundary[0], o.boundary[1]}.then(outer)
		} else {
			st.m = outer
		}
		for _, part := range o.parts {
			p.draw(part, st)
			if p.err != nil {
				return
			}
		}
	case drawsUnit:
		unit, ok := p.units[o.resource]
		if !ok {
			p.missing++
			p.loses(o, outer)
			return
		}
		p.draw(unit, st)
	case drawsImage:
		p.image(o, st, outer)
	case drawsPath:
		p.path(o, st)
	case drawsText:
		p.text(o, st, outer)
	}
}

// loses notes where an object stands that cannot be drawn.
func (p *pen) loses(o *object, outer matrix) {
	b := o.boundary
	at := outer.around(b[0], b[1], b[0]+b[2], b[1]+b[3])
	if !o.bounded || !outer.finite() {
		p.unplaced++
		return
	}
	p.lost = append(p.lost, page.Point{X: at.CentreX(), Y: at.CentreY()})
}

func (p *pen) image(o *object, st state, outer matrix) {
	if st.hidden {
		return
	}
	box := outer.around(o.boundary[0], o.boundary[1], o.boundary[0]+o.boundary[2], o.boundary[1]+o.boundary[3])
	m, ok := p.media[o.resource]
	if !ok {
		p.missing++
	}
	p.pictures = append(p.pictures, Picture{Box: box, Part: m.part, Format: m.format})
}

func (p *pen) path(o *object, st state) {
	if st.hidden || !o.fill && !o.stroke {
		return
	}
	list, ok := subpaths(o.data, st.m)
	if !ok {
		p.bad++
		return
	}
	filled := o.fill && st.around.fillColor.shows(p.spaces, false)
	stroked := o.stroke && st.around.lineColor.shows(p.spaces, true)
	drawn := page.Path{Filled: o.fill, Stroked: o.stroke, StrokePt: st.around.lineWidth * st.m.scale(), Subpaths: list}
	if drawn.Unseen = !filled && !stroked; !drawn.Unseen {
		drawn.Filled, drawn.Stroked = filled, stroked
	}
	for _, s := range list {
		if !p.spend(len(s.Points) * pointBytes) {
			return
		}
	}
	p.paths = append(p.paths, drawn)
}
