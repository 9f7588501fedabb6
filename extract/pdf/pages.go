package pdf

import (
	"fmt"

	"gongkai"
	"gongkai/extract/page"
)

func (g *guest) pages(document uint64, limits gongkai.Limits) ([]*page.Page, error) {
	count := g.count("FPDF_GetPageCount", document)
	if g.err != nil {
		return nil, g.err
	}
	if count == 0 {
		return nil, fmt.Errorf("%w: no pages", gongkai.ErrDamaged)
	}
	if err := gongkai.Exceeds(count, limits.Pages, "pages"); err != nil {
		return nil, err
	}
	var pages []*page.Page
	for i := range count {
		p, err := g.page(document, i, &limits)
		if err != nil {
			return nil, fmt.Errorf("page %d: %w", i+1, err)
		}
		pages = append(pages, p)
	}
	return pages, nil
}

// charBytes is what one character counts against the limit on expanded bytes:
// the size of a glyph and a page.Char.
const charBytes = 320

// page reads one page and lowers the limits by what it took.
func (g *guest) page(document uint64, index int, limits *gongkai.Limits) (*page.Page, error) {
	p := &page.Page{Number: index + 1}
	handle := g.call("FPDF_LoadPage", document, uint64(index))
	if g.err != nil {
		return nil, g.err
	}
	if handle == 0 {
		p.Failed = true
		return p, nil
	}
	handle = g.flattened(document, index, handle)
	defer g.call("FPDF_ClosePage", handle)
	text := g.call("FPDFText_LoadPage", handle)
	defer g.call("FPDFText_ClosePage", text)
	count := g.count("FPDFText_CountChars", text)
	if limits.ExpandedBytes > 0 {
		if limits.ExpandedBytes -= count * charBytes; limits.ExpandedBytes <= 0 {
			return nil, fmt.Errorf("%w: too much text", gongkai.ErrLimit)
		}
	}
	glyphs := g.glyphs(text, count)
	drawn, err := g.drawing(handle, *limits)
	if err != nil {
		return nil, err
	}
	var box [4]float64 // left, top, right, bottom
	g.call("FPDF_GetPageBoundingBox", handle, g.scratch)
	g.float32s(0, box[:])
	f := frame{left: box[0], top: box[1], right: box[2], bottom: box[3], turns: g.count("FPDFPage_GetRotation", handle) % 4}
	p.Turns = prevailing(glyphs, f.turns)
	f.turns = (f.turns + p.Turns) % 4
	if g.err != nil {
		return nil, g.err
	}
	p.Width, p.Height = f.size()
	p.Objects, p.PictureDPI = drawn.objects, drawn.dpi
	p.Chars = chars(glyphs, f)
	for _, at := range drawn.lost {
		p.Lost = append(p.Lost, f.at(at))
	}
	return p, p.Find(f.paths(drawn.paths), f.rects(drawn.images), limits)
}

// PDFium's numbers for the annotations that print text of their own, and for
// what flattening did.
const (
	annotationFreeText = 3
	annotationWidget   = 20
	flattenSuccess     = 1
)

// flattened makes the values of form fields and the comments typed onto the
// page part of its content, as they are displayed, and returns the page
// loaded anew.
func (g *guest) flattened(document uint64, index int, page uint64) uint64 {
	prints := false
	for i := range g.count("FPDFPage_GetAnnotCount", page) {
		annotation := g.call("FPDFPage_GetAnnot", page, uint64(i))
		kind := g.call("FPDFAnnot_GetSubtype", annotation)
		g.call("FPDFPage_CloseAnnot", annotation)
		prints = prints || kind == annotationFreeText || kind == annotationWidget
		if g.err != nil {
			return page
		}
	}
	if !prints || g.call("FPDFPage_Flatten", page, 0) != flattenSuccess {
		return page
	}
	g.call("FPDF_ClosePage", page)
	return g.call("FPDF_LoadPage", document, uint64(index))
}
