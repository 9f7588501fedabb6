package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"gongkai"
)

// Reader reads PDF documents with one engine. It is not safe for concurrent
// use.
type Reader struct {
	cacheDir string
	engine   *engine
}

// NewReader returns a reader whose engine starts at the first use. Compiled
// code is kept in cacheDir: starting takes 3-6 s without and 0.1-0.2 s with
// it. "" keeps none.
func NewReader(cacheDir string) *Reader { return &Reader{cacheDir: cacheDir} }

// Warm starts the engine. The error is the program's or the cache directory's,
// never a document's.
func (r *Reader) Warm() error {
	if r.engine != nil {
		return nil
	}
	e, err := newEngine(r.cacheDir)
	if err != nil {
		return fmt.Errorf("pdfium: %w", err)
	}
	r.engine = e
	return nil
}

// Close releases the engine; the reader starts a new one when used again.
func (r *Reader) Close() error {
	if r.engine == nil {
		return nil
	}
	err := r.engine.close()
	r.engine = nil
	return err
}

// Read reads a document. Its errors are *gongkai.ReadError and wrap
// ErrEmpty, ErrFormat (no PDF header: a login page, an image), ErrEncrypted (a
// password is needed), ErrDamaged, ErrLimit or ErrNoText (a scan). The
// findings that it raises are DamagedSource, PageWithoutText, UnmappedGlyphs,
// InvisibleText and OverlappingCells.
//
// Reading has no deadline of its own: a file can be made to take hours, so
// callers run it in a process that they can kill.
func (r *Reader) Read(data []byte, limits gongkai.Limits) (*gongkai.Document, error) {
	trace, err := r.Trace(data, limits)
	if err != nil {
		return nil, err
	}
	return trace.Document, nil
}

// Trace is Read with what every stage made.
func (r *Reader) Trace(data []byte, limits gongkai.Limits) (*Trace, error) {
	trace, err := r.trace(data, limits)
	if err != nil {
		return nil, readError(err)
	}
	return trace, nil
}

// readError wraps err once, for the package boundary. An engine that does not
// start is no document's fault and stays as it is.
func readError(err error) error {
	for _, sentinel := range []error{gongkai.ErrFormat, gongkai.ErrEmpty, gongkai.ErrDamaged, gongkai.ErrEncrypted, gongkai.ErrLimit, gongkai.ErrNoText} {
		if errors.Is(err, sentinel) {
			return &gongkai.ReadError{Format: gongkai.FormatPDF, Offset: -1, Err: err}
		}
	}
	return err
}

func (r *Reader) trace(data []byte, limits gongkai.Limits) (*Trace, error) {
	if err := precheck(data, limits); err != nil {
		return nil, err
	}
	if err := r.Warm(); err != nil {
		return nil, err
	}
	pages, title, repaired, err := r.pages(data, limits)
	if err != nil {
		return nil, err
	}
	if err := hasText(pages); err != nil {
		return nil, err
	}
	trace, err := assemble(pages, limits.Cells)
	if err != nil {
		return nil, err
	}
	trace.Document.HeadTitle = title
	if repaired || !bytes.Contains(data[max(0, len(data)-tailBytes):], []byte("startxref")) {
		trace.Document.Findings = append([]gongkai.Finding{{Code: gongkai.DamagedSource, Detail: "no trailer"}}, trace.Document.Findings...)
	}
	return trace, nil
}

const (
	// headerBytes is how far into a file readers look for its header.
	headerBytes = 1024
	// tailBytes is how far from its end they look for startxref.
	tailBytes = 4096
)

// precheck decides what can be decided without the engine.
func precheck(data []byte, limits gongkai.Limits) error {
	if len(data) == 0 {
		return gongkai.ErrEmpty
	}
	if err := gongkai.Exceeds(len(data), limits.Bytes, "bytes"); err != nil {
		return err
	}
	if !bytes.Contains(data[:min(len(data), headerBytes)], []byte("%PDF-")) {
		return fmt.Errorf("%w: no PDF header", gongkai.ErrFormat)
	}
	return nil
}

// hasText returns an error when no page has a character.
func hasText(pages []*Page) error {
	failed := 0
	for _, p := range pages {
		for _, c := range p.Chars {
			if c.Rune != ' ' {
				return nil
			}
		}
		if p.Failed {
			failed++
		}
	}
	if failed == len(pages) {
		return fmt.Errorf("%w: no page can be read", gongkai.ErrDamaged)
	}
	return gongkai.ErrNoText
}

// PDFium's error codes (fpdfview.h).
const (
	pdfiumPassword = 4
	pdfiumSecurity = 5
)

// pages opens the document in an instance of its own and runs the stages that
// look at one page.
func (r *Reader) pages(data []byte, limits gongkai.Limits) (pages []*Page, title string, repaired bool, err error) {
	instance, err := r.engine.instance()
	if err != nil {
		return nil, "", false, fmt.Errorf("pdfium: %w", err)
	}
	defer instance.Close()
	g, err := newGuest(instance)
	if err != nil {
		return nil, "", false, err
	}
	document, repaired, err := g.open(data)
	if err == nil {
		title = strings.TrimSpace(g.metadata(document, "Title"))
		pages, err = g.pages(document, limits)
	}
	switch {
	case errors.Is(err, errOutOfMemory):
		err = fmt.Errorf("%w: %w", gongkai.ErrLimit, err)
	case errors.Is(err, errTrap):
		err = fmt.Errorf("%w: %w", gongkai.ErrDamaged, err)
	}
	return pages, title, repaired, err
}

// open loads the document; one without a trailer gets one, if its catalog is
// found.
func (g *guest) open(data []byte) (document uint64, repaired bool, err error) {
	document, err = g.load(data)
	if !errors.Is(err, gongkai.ErrDamaged) {
		return document, false, err
	}
	root := catalogObject(data)
	if root == nil {
		return 0, false, err
	}
	data = fmt.Appendf(bytes.Clone(data), "\ntrailer<</Root %s R>>\n", root)
	document, err = g.load(data)
	return document, true, err
}

var (
	catalogs = regexp.MustCompile(`/Type\s*/Catalog\b`)
	objects  = regexp.MustCompile(`\b(\d{1,9}\s+\d{1,5})\s+obj\b`)
)

// catalogBytes is how far into its object a catalog's type is looked for.
const catalogBytes = 64 << 10

// catalogObject returns the number and generation of the last object in the
// file that is a catalog, as written; nil when there is none.
func catalogObject(data []byte) []byte {
	found := catalogs.FindAllIndex(data, -1)
	if len(found) == 0 {
		return nil
	}
	end := found[len(found)-1][0]
	before := objects.FindAllSubmatch(data[max(0, end-catalogBytes):end], -1)
	if len(before) == 0 {
		return nil
	}
	return before[len(before)-1][1]
}

func (g *guest) load(data []byte) (uint64, error) {
	document := g.call("FPDF_LoadMemDocument", g.bytes(data), uint64(len(data)), 0)
	if g.err != nil || document != 0 {
		return document, g.err
	}
	switch code := g.call("FPDF_GetLastError"); code {
	case pdfiumPassword, pdfiumSecurity:
		return 0, gongkai.ErrEncrypted
	default:
		return 0, fmt.Errorf("%w: PDFium error %d", gongkai.ErrDamaged, code)
	}
}

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

// find runs the stages on what PDFium gave.
func (p *Page) find(glyphs []glyph, drawn drawing, f frame, limits *gongkai.Limits) error {
	p.Width, p.Height = f.size()
	p.Objects = drawn.objects
	p.Pictured = pictured(drawn.images, f)
	p.Chars = chars(glyphs, f)
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
		if t.holdsText() {
			p.Tables = append(p.Tables, t)
		}
	}
	p.Lines = lines(rest, p.Number)
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
