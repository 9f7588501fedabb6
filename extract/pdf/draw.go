package pdf

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"slices"

	"gongkai"
	"gongkai/extract/page"

	"github.com/klippa-app/go-pdfium/requests"
)

const (
	// drawScale is the pixels per point of a drawn page: 144 dpi.
	drawScale = 2
	// maxDrawPixels bounds the picture of a page of any size.
	maxDrawPixels = 16 << 20
)

// Draw returns a PNG of the page (1-based) as displayed, with what the stages
// found drawn over it: cells in colours, lines in red, characters of no table
// underlined in green, page furniture in grey. Its errors are those of Trace,
// and ErrLimit for a page that is not there or too large.
func (r *Reader) Draw(data []byte, number int, limits gongkai.Limits) ([]byte, error) {
	trace, err := r.Trace(data, limits)
	if err != nil {
		return nil, err
	}
	if number < 1 || number > len(trace.Pages) {
		return nil, readError(fmt.Errorf("%w: page %d of %d", gongkai.ErrLimit, number, len(trace.Pages)))
	}
	p := trace.Pages[number-1]
	raster, err := r.render(data, p)
	if err != nil {
		return nil, err
	}
	overlay(raster, p, trace.Pages)
	var out bytes.Buffer
	if err := png.Encode(&out, raster); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// Picture returns a PNG of the page (1-based) as displayed, in sixteen greys, and its size
// in points. Nothing is read: pages without text are drawn as well. Its errors are those
// of Draw.
func (r *Reader) Picture(data []byte, number int, limits gongkai.Limits) (picture []byte, widthPt, heightPt float64, err error) {
	if err := precheck(data, limits); err != nil {
		return nil, 0, 0, readError(err)
	}
	if err := r.Warm(); err != nil {
		return nil, 0, 0, err
	}
	var out bytes.Buffer
	err = r.displayed(data, number, func(drawn *image.RGBA, width, height float64) error {
		widthPt, heightPt = width, height
		return (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&out, greys(drawn))
	})
	return out.Bytes(), widthPt, heightPt, err
}

// greyLevels is how many shades a picture has: what PNG packs into half a byte.
const greyLevels = 16

// greys is the picture on white paper.
func greys(drawn *image.RGBA) *image.Paletted {
	palette := make(color.Palette, greyLevels)
	for i := range palette {
		palette[i] = color.Gray{Y: uint8(i * 255 / (greyLevels - 1))}
	}
	grey := image.NewPaletted(drawn.Bounds(), palette)
	for y := range drawn.Rect.Dy() {
		from, to := drawn.Pix[y*drawn.Stride:], grey.Pix[y*grey.Stride:][:drawn.Rect.Dx()]
		for x := range to {
			p := from[4*x : 4*x+4 : 4*x+4]
			// The weights of color.GrayModel, in 1/65536.
			light := (19595*uint32(p[0])+38470*uint32(p[1])+7471*uint32(p[2]))>>16 + 255 - uint32(p[3])
			to[x] = uint8((min(light, 255)*(greyLevels-1) + 127) / 255)
		}
	}
	return grey
}

// render draws the page as displayed.
func (r *Reader) render(data []byte, p *page.Page) (raster *image.RGBA, err error) {
	err = r.displayed(data, p.Number, func(drawn *image.RGBA, _, _ float64) error {
		raster = image.NewRGBA(image.Rect(0, 0, drawn.Rect.Dx(), drawn.Rect.Dy()))
		draw.Draw(raster, raster.Bounds(), image.White, image.Point{}, draw.Src)
		draw.Draw(raster, raster.Bounds(), drawn, image.Point{}, draw.Over)
		return nil
	})
	return raster, err
}

// displayed draws the page (1-based) as displayed, and gives it and the page's size in
// points to use, which must not keep it.
func (r *Reader) displayed(data []byte, number int, use func(drawn *image.RGBA, widthPt, heightPt float64) error) error {
	instance, err := r.engine.instance()
	if err != nil {
		return fmt.Errorf("pdfium: %w", err)
	}
	defer instance.Close()
	document, err := instance.OpenDocument(&requests.OpenDocument{File: &data})
	if err != nil {
		return readError(fmt.Errorf("%w: %v", gongkai.ErrDamaged, err))
	}
	count, err := instance.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: document.Document})
	if err != nil {
		return readError(fmt.Errorf("%w: %v", gongkai.ErrDamaged, err))
	}
	if number < 1 || number > count.PageCount {
		return readError(fmt.Errorf("%w: page %d of %d", gongkai.ErrLimit, number, count.PageCount))
	}
	at := requests.Page{ByIndex: &requests.PageByIndex{Document: document.Document, Index: number - 1}}
	size, err := instance.GetPageSize(&requests.GetPageSize{Page: at})
	if err != nil {
		return readError(fmt.Errorf("%w: %v", gongkai.ErrDamaged, err))
	}
	width, height := int(size.Width*drawScale), int(size.Height*drawScale)
	if width < 1 || height < 1 || width > maxDrawPixels/height {
		return readError(fmt.Errorf("%w: a page of %.0f × %.0f points", gongkai.ErrLimit, size.Width, size.Height))
	}
	rendered, err := instance.RenderPageInPixels(&requests.RenderPageInPixels{Page: at, Width: width, Height: height})
	if err != nil {
		return readError(fmt.Errorf("%w: %v", gongkai.ErrDamaged, err))
	}
	defer rendered.Cleanup()
	return use(rendered.Result.Image, size.Width, size.Height)
}

// cellColours tell neighbouring cells apart.
var cellColours = []color.NRGBA{{255, 190, 0, 70}, {0, 160, 255, 70}, {0, 200, 80, 70}, {200, 0, 255, 60}}

// overlay draws what was found on the page.
func overlay(raster *image.RGBA, p *page.Page, pages []*page.Page) {
	fill := func(r page.Rect, c color.NRGBA) {
		r = page.TurnBack(r, p.Turns, p.Width, p.Height)
		area := image.Rect(int(r.Left*drawScale), int(r.Top*drawScale), int(r.Right*drawScale), int(r.Bottom*drawScale))
		draw.Draw(raster, area, image.NewUniform(c), image.Point{}, draw.Over)
	}
	for _, t := range tablesOn(p, pages) {
		for i, c := range t.Cells {
			if c.Page != p.Number {
				continue
			}
			fill(c.Box.Grow(-1), cellColours[i%len(cellColours)])
			if c.Doubt != "" {
				fill(c.Box.Grow(-1), color.NRGBA{255, 0, 0, 120})
			}
		}
	}
	for _, r := range p.Merged {
		fill(r.Box().Grow(0.5), color.NRGBA{255, 0, 0, 255})
	}
	for _, l := range p.Lines {
		fill(page.Rect{Left: l.Box.Left, Top: l.Baseline + 1, Right: l.Box.Right, Bottom: l.Baseline + 2}, color.NRGBA{0, 170, 0, 200})
	}
	for _, l := range p.Furniture {
		fill(l.Box, color.NRGBA{0, 0, 0, 80})
	}
}

// tablesOn returns the tables that have cells on the page.
func tablesOn(p *page.Page, pages []*page.Page) []*page.Table {
	var on []*page.Table
	for _, o := range pages[:p.Number] {
		for _, t := range o.Tables {
			if slices.Contains(t.Parts, p.Number) {
				on = append(on, t)
			}
		}
	}
	return on
}
