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

// Picture returns a PNG of the page (1-based) as displayed, and its size in points. Its
// errors are those of Draw.
func (r *Reader) Picture(data []byte, number int, limits gongkai.Limits) (picture []byte, widthPt, heightPt float64, err error) {
	trace, err := r.Trace(data, limits)
	if err != nil {
		return nil, 0, 0, err
	}
	if number < 1 || number > len(trace.Pages) {
		return nil, 0, 0, readError(fmt.Errorf("%w: page %d of %d", gongkai.ErrLimit, number, len(trace.Pages)))
	}
	p := trace.Pages[number-1]
	raster, err := r.render(data, p)
	if err != nil {
		return nil, 0, 0, err
	}
	gray := image.NewGray(raster.Bounds())
	draw.Draw(gray, gray.Bounds(), raster, image.Point{}, draw.Src)
	var out bytes.Buffer
	if err := png.Encode(&out, gray); err != nil {
		return nil, 0, 0, err
	}
	widthPt, heightPt = p.Width, p.Height
	if p.Turns%2 == 1 {
		widthPt, heightPt = heightPt, widthPt
	}
	return out.Bytes(), widthPt, heightPt, nil
}

// render draws the page as displayed.
func (r *Reader) render(data []byte, p *page.Page) (*image.RGBA, error) {
	width, height := int(p.Width*drawScale), int(p.Height*drawScale)
	if p.Turns%2 == 1 {
		width, height = height, width
	}
	if width < 1 || height < 1 || width > maxDrawPixels/height {
		return nil, readError(fmt.Errorf("%w: a page of %.0f × %.0f points", gongkai.ErrLimit, p.Width, p.Height))
	}
	instance, err := r.engine.instance()
	if err != nil {
		return nil, fmt.Errorf("pdfium: %w", err)
	}
	defer instance.Close()
	document, err := instance.OpenDocument(&requests.OpenDocument{File: &data})
	if err != nil {
		return nil, readError(fmt.Errorf("%w: %v", gongkai.ErrDamaged, err))
	}
	rendered, err := instance.RenderPageInPixels(&requests.RenderPageInPixels{
		Page:  requests.Page{ByIndex: &requests.PageByIndex{Document: document.Document, Index: p.Number - 1}},
		Width: width, Height: height,
	})
	if err != nil {
		return nil, readError(fmt.Errorf("%w: %v", gongkai.ErrDamaged, err))
	}
	defer rendered.Cleanup()
	raster := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(raster, raster.Bounds(), image.White, image.Point{}, draw.Src)
	draw.Draw(raster, raster.Bounds(), rendered.Result.Image, image.Point{}, draw.Over)
	return raster, nil
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
