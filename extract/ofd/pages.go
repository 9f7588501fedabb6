package ofd

import (
	"fmt"
	"slices"

	"gongkai"
	"gongkai/extract/page"
)

// pages turns what was drawn upright.
func (f *file) pages() ([]*page.Page, error) {
	var list []*page.Page
	limits := f.limits
	for i, s := range f.sheets {
		p := &page.Page{Number: i + 1, Failed: s.failed, Objects: s.objects}
		if err := s.fill(p, &limits); err != nil {
			return nil, fmt.Errorf("page %d: %w", p.Number, err)
		}
		list = append(list, p)
	}
	return list, nil
}

func (s *sheet) fill(p *page.Page, limits *gongkai.Limits) error {
	width, height := s.width*pointsPerMM, s.height*pointsPerMM
	p.Turns = prevailing(s.glyphs)
	m := turned(p.Turns, width, height)
	p.Width, p.Height = width, height
	if p.Turns%2 == 1 {
		p.Width, p.Height = height, width
	}
	p.Chars = s.chars(p, m)
	for _, at := range s.lost {
		x, y := m.apply(at.X, at.Y)
		p.Lost = append(p.Lost, page.Point{X: x, Y: y})
	}
	var pictures []page.Rect
	for _, b := range s.pictures {
		pictures = append(pictures, m.around(b.Box.Left, b.Box.Top, b.Box.Right, b.Box.Bottom))
	}
	// Templates draw on many pages: their paths are not theirs to turn.
	paths := slices.Clone(s.paths)
	if p.Turns != 0 {
		for i := range paths {
			paths[i].Subpaths = turnedSubpaths(paths[i].Subpaths, m)
		}
	}
	return p.Find(paths, pictures, limits)
}

func turnedSubpaths(list []page.Subpath, m matrix) []page.Subpath {
	list = slices.Clone(list)
	for i := range list {
		list[i].Points = slices.Clone(list[i].Points)
		for j, at := range list[i].Points {
			list[i].Points[j].X, list[i].Points[j].Y = m.apply(at.X, at.Y)
		}
	}
	return list
}

// prevailing returns the clockwise quarter turns that make most of the text run
// to the right.
func prevailing(glyphs []glyph) int {
	var count [page.Slanted + 1]int
	for _, g := range glyphs {
		count[g.direction()]++
	}
	best := page.Right
	for d := page.Up; d < page.Slanted; d++ {
		if count[d] > count[best] {
			best = d
		}
	}
	return int(best)
}

// chars places the glyphs on the turned page. What lies outside is left out, and
// so is what is hidden on a page that has other text and no picture: with a picture,
// or alone, it is the text layer of a scan.
func (s *sheet) chars(p *page.Page, m matrix) []page.Char {
	shown := slices.ContainsFunc(s.glyphs, func(g glyph) bool { return !g.hidden && g.r != ' ' })
	sheet := page.Rect{Right: p.Width, Bottom: p.Height}
	var list []page.Char
	for _, g := range s.glyphs {
		if g.hidden && shown && len(s.pictures) == 0 {
			continue
		}
		c := page.Char{Rune: g.r, Em: g.em, Direction: g.direction().Turned(p.Turns), Font: g.font, Invisible: g.hidden,
			Unmapped: g.unmapped || g.mapped >= 0 && s.conflicts[glyphKey{g.font, g.mapped}],
			Box:      m.around(g.box.Left, g.box.Top, g.box.Right, g.box.Bottom)}
		c.X, c.Y = m.apply(g.x, g.y)
		if c.Em > 0 && sheet.Contains(c.Box.CentreX(), c.Box.CentreY()) {
			list = append(list, c)
		}
	}
	return list
}
