package pdf

import (
	"fmt"

	"gongkai"
)

func (g *guest) pages(document uint64, limits gongkai.Limits) ([]*Page, error) {
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
	var pages []*Page
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
// the size of a glyph and a Char.
const charBytes = 320

// page reads one page and lowers the limits by what it took.
func (g *guest) page(document uint64, index int, limits *gongkai.Limits) (*Page, error) {
	p := &Page{Number: index + 1}
	page := g.call("FPDF_LoadPage", document, uint64(index))
	if g.err != nil {
		return nil, g.err
	}
	if page == 0 {
		p.Failed = true
		return p, nil
	}
	page = g.flattened(document, index, page)
	defer g.call("FPDF_ClosePage", page)
	text := g.call("FPDFText_LoadPage", page)
	defer g.call("FPDFText_ClosePage", text)
	count := g.count("FPDFText_CountChars", text)
	if limits.ExpandedBytes > 0 {
		if limits.ExpandedBytes -= count * charBytes; limits.ExpandedBytes <= 0 {
			return nil, fmt.Errorf("%w: too much text", gongkai.ErrLimit)
		}
	}
	glyphs := g.glyphs(text, count)
	drawn, err := g.drawing(page, *limits)
	if err != nil {
		return nil, err
	}
	var box [4]float64 // left, top, right, bottom
	g.call("FPDF_GetPageBoundingBox", page, g.scratch)
	g.float32s(0, box[:])
	f := frame{left: box[0], top: box[1], right: box[2], bottom: box[3], turns: g.count("FPDFPage_GetRotation", page) % 4}
	p.Turns = prevailing(glyphs, f.turns)
	f.turns = (f.turns + p.Turns) % 4
	if g.err != nil {
		return nil, g.err
	}
	return p, p.find(glyphs, drawn, f, limits)
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

// find runs the stages on what PDFium gave.
func (p *Page) find(glyphs []glyph, drawn drawing, f frame, limits *gongkai.Limits) error {
	p.Width, p.Height = f.size()
	p.Objects = drawn.objects
	p.Pictured = pictured(drawn.images, f)
	p.Chars = chars(glyphs, f)
	distrust(p.Chars)
	p.Rulings = rulings(drawn.paths, f)
	p.Merged = merge(p.Rulings)
	groups, err := components(p.Merged)
	if err != nil {
		return err
	}
	found, err := tables(groups, p.Number, limits.Cells)
	if err != nil {
		return err
	}
	rest := assign(p.Chars, found)
	for _, t := range found {
		t.fill()
		t.doubtLost(drawn.lost, f)
		if t.holdsText() {
			p.Tables = append(p.Tables, t)
		}
	}
	p.Lines = lines(rest, p.Number)
	for _, at := range drawn.lost {
		x, y := f.point(at.x, at.y)
		p.lost = append(p.lost, point{x, y})
	}
	p.Slanted = slanted(p.Chars)
	return nil
}

// picturedShare is the share of a page that pictures must cover for the page
// to be one.
const picturedShare = 0.5

func pictured(images [][4]float64, f frame) bool {
	width, height := f.size()
	page := Rect{0, 0, width, height}
	area := 0.0
	for _, i := range images {
		r := f.rect(i[0], i[1], i[2], i[3])
		w := min(r.Right, page.Right) - max(r.Left, page.Left)
		h := min(r.Bottom, page.Bottom) - max(r.Top, page.Top)
		area += max(w, 0) * max(h, 0)
	}
	return area > picturedShare*width*height
}
