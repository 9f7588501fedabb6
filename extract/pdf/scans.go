package pdf

import (
	"errors"
	"fmt"
	"image"
	"math"

	"gongkai"
	"gongkai/extract/page"
	"gongkai/extract/scan"
)

// scanned reads the pages that are pictures, in place of what their text layer
// says, and returns the method of the document. Without an engine that reads
// pictures it returns an error when no page has text, and leaves the pages as they
// are otherwise.
func (r *Reader) scanned(data []byte, pages []*page.Page, limits *gongkai.Limits) (engine string, err error) {
	var pictured []int
	failed := 0
	for i, p := range pages {
		if p.NeedsOCR() {
			pictured = append(pictured, i)
		}
		if p.Failed {
			failed++
		}
	}
	if failed == len(pages) {
		return "", fmt.Errorf("%w: no page can be read", gongkai.ErrDamaged)
	}
	if len(pictured) == 0 {
		return method, hasText(pages)
	}
	missing := gongkai.ErrNoText
	if r.Scan != nil {
		missing = r.Scan.Ready()
	}
	if missing != nil {
		if hasText(pages) != nil {
			return "", missing
		}
		return method, nil
	}
	if err := r.scan(data, pages, pictured, limits); err != nil {
		return "", err
	}
	if len(pictured) == len(pages) {
		return r.Scan.Method(), nil
	}
	for _, i := range pictured {
		pages[i].Method = r.Scan.Method()
	}
	return method, nil
}

// hasText returns an error when no page has a character.
func hasText(pages []*page.Page) error {
	for _, p := range pages {
		for _, c := range p.Chars {
			if c.Rune != ' ' {
				return nil
			}
		}
	}
	return gongkai.ErrNoText
}

// scan replaces the pages by what their pictures say.
func (r *Reader) scan(data []byte, pages []*page.Page, pictured []int, limits *gongkai.Limits) error {
	drawer, err := r.openDrawer(data)
	if err != nil {
		return err
	}
	defer drawer.close()
	var sources []scan.Source
	for _, i := range pictured {
		sources = append(sources, &pageSource{drawer, i, dpiOf(pages[i])})
	}
	read, err := r.Scan.Pages(sources, limits)
	if err != nil {
		return err
	}
	for j, i := range pictured {
		pages[i] = read[j]
	}
	return nil
}

// Resolutions at which pages are drawn for reading, in pixels per inch. A scan is
// best read as it is; above maxDPI it costs time and gains nothing.
const (
	minDPI = 100
	maxDPI = 330
	useDPI = 300
)

func dpiOf(p *page.Page) float64 {
	switch dpi := math.Round(p.PictureDPI); {
	case !p.Pictured || dpi > maxDPI:
		return useDPI
	default:
		return max(dpi, minDPI)
	}
}

// pageSource draws one page when it is asked to.
type pageSource struct {
	*drawer
	index int
	dpi   float64
}

func (s *pageSource) Number() int { return s.index + 1 }

func (s *pageSource) Raster() (scan.Raster, error) { return s.drawer.raster(s.index, s.dpi) }

// Raster draws a page (1-based) as displayed, in grey, without anything over it.
// Its errors are those of Read, and ErrLimit for a page that is not there or too
// large.
func (r *Reader) Raster(data []byte, number int, dpi float64) (scan.Raster, error) {
	if err := r.Warm(); err != nil {
		return scan.Raster{}, err
	}
	d, err := r.openDrawer(data)
	if err != nil {
		return scan.Raster{}, readError(err)
	}
	defer d.close()
	raster, err := d.raster(number-1, dpi)
	if err != nil {
		return scan.Raster{}, readError(err)
	}
	return raster, nil
}

// drawer draws pages of one document.
type drawer struct {
	*guest
	document uint64
	close    func() error
}

func (r *Reader) openDrawer(data []byte) (*drawer, error) {
	instance, err := r.engine.instance()
	if err != nil {
		return nil, fmt.Errorf("pdfium: %w", err)
	}
	g, err := newGuest(instance)
	if err != nil {
		return nil, errors.Join(err, instance.Close())
	}
	document, _, err := g.open(data)
	if err != nil {
		return nil, errors.Join(ofPDFium(err), instance.Close())
	}
	return &drawer{g, document, instance.Close}, nil
}

// ofPDFium gives an error of the engine the sentinel that it stands for.
func ofPDFium(err error) error {
	switch {
	case errors.Is(err, errOutOfMemory):
		return fmt.Errorf("%w: %w", gongkai.ErrLimit, err)
	case errors.Is(err, errTrap):
		return fmt.Errorf("%w: %w", gongkai.ErrDamaged, err)
	}
	return err
}

// maxScanPixels bounds the picture of a page: A3 at 300 dpi has 17 million.
const maxScanPixels = 40 << 20

// PDFium's numbers for bitmaps of one byte a pixel and for how to draw.
const (
	bitmapGray      = 1
	drawAnnotations = 0x01
	drawGrayscale   = 0x08
)

// raster draws the page (0-based) as displayed.
func (d *drawer) raster(index int, dpi float64) (scan.Raster, error) {
	handle := d.call("FPDF_LoadPage", d.document, uint64(index))
	if d.err == nil && handle == 0 {
		return scan.Raster{}, fmt.Errorf("%w: page %d cannot be loaded", gongkai.ErrDamaged, index+1)
	}
	defer d.call("FPDF_ClosePage", handle)
	var box [4]float64
	d.call("FPDF_GetPageBoundingBox", handle, d.scratch)
	d.float32s(0, box[:])
	widthPt, heightPt := box[2]-box[0], box[1]-box[3]
	if d.count("FPDFPage_GetRotation", handle)%2 == 1 {
		widthPt, heightPt = heightPt, widthPt
	}
	width, height := int(math.Round(widthPt*dpi/72)), int(math.Round(heightPt*dpi/72))
	if width < 1 || height < 1 || width > maxScanPixels/height {
		return scan.Raster{}, fmt.Errorf("%w: a page of %.0f × %.0f points", gongkai.ErrLimit, widthPt, heightPt)
	}
	bitmap := d.call("FPDFBitmap_CreateEx", uint64(width), uint64(height), bitmapGray, 0, 0)
	if d.err == nil && bitmap == 0 {
		return scan.Raster{}, ofPDFium(errOutOfMemory)
	}
	defer d.call("FPDFBitmap_Destroy", bitmap)
	d.call("FPDFBitmap_FillRect", bitmap, 0, 0, uint64(width), uint64(height), 0xFFFFFFFF)
	d.call("FPDF_RenderPageBitmap", bitmap, handle, 0, 0, uint64(width), uint64(height), 0, drawAnnotations|drawGrayscale)
	buffer, stride := d.call("FPDFBitmap_GetBuffer", bitmap), d.count("FPDFBitmap_GetStride", bitmap)
	if d.err != nil {
		return scan.Raster{}, ofPDFium(d.err)
	}
	pixels, ok := d.memory.Read(uint32(buffer), uint32(stride*height))
	if !ok || stride < width {
		return scan.Raster{}, fmt.Errorf("%w: PDFium's bitmap is out of reach", errEngine)
	}
	out := image.NewGray(image.Rect(0, 0, width, height))
	for y := range height {
		copy(out.Pix[y*out.Stride:][:width], pixels[y*stride:])
	}
	return scan.Raster{Gray: out, DPI: dpi}, nil
}
