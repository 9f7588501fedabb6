package scan

import (
	"bytes"
	"image"

	"gongkai"
	"gongkai/extract/page"
)

// Sight is what a picture shows at a glance, before anything in it is read.
type Sight struct {
	// Pages of the picture: one, but for a TIFF.
	Pages int
	// Table: lines draw a grid of at least 2 × 2 cells.
	Table bool
	// Paper: it is dark on bright, as pages of text are and photographs are not.
	Paper bool
}

const (
	// brightAt is how bright a pixel of paper is when its page is flattened, and
	// brightShare how many of a page's pixels must be.
	brightAt    = 200
	brightShare = 0.6
	// minInkShare is the least ink of a page that says something.
	minInkShare = 0.002
)

// Look looks at a picture without reading it, which takes a fraction of the time and
// no tesseract. What it takes of the limits is taken off them. Errors wrap those of
// Pictures but for ErrNoText.
func (e *Engine) Look(data []byte, limits *gongkai.Limits) (Sight, error) {
	list, err := frames(data, limits)
	if err != nil {
		return Sight{}, err
	}
	s := Sight{Pages: len(list)}
	for _, f := range list {
		raster, err := f.raster()
		if err != nil {
			return Sight{}, err
		}
		sheet := prepare(raster)
		s.Paper = s.Paper || sheet.isPaper()
		table, err := sheet.hasTable(limits)
		if err != nil {
			return Sight{}, err
		}
		s.Table = s.Table || table
		if e.Progress != nil {
			e.Progress()
		}
		if s.Table {
			break // it will be read, whatever else it shows
		}
	}
	return s, nil
}

func (s sheet) isPaper() bool {
	bright, ink := 0, 0
	for y := range s.height() {
		for _, v := range s.row(y) {
			if v >= brightAt {
				bright++
			}
		}
		for _, v := range s.mask.row(y) {
			if v {
				ink++
			}
		}
	}
	all := float64(s.width() * s.height())
	return float64(bright) >= brightShare*all && float64(ink) >= minInkShare*all
}

// hasTable reports whether the page's lines draw two rows and two columns or more.
func (s sheet) hasTable(limits *gongkai.Limits) (bool, error) {
	lines := make([]page.Ruling, len(s.strokes))
	for i, r := range s.strokes {
		lines[i] = r.ruling(s.DPI)
	}
	p := &page.Page{Number: 1, Width: s.points(float64(s.width())), Height: s.points(float64(s.height()))}
	found, err := p.Rule(lines, limits)
	if err != nil {
		return false, err
	}
	for _, t := range found {
		var size image.Point
		for _, c := range t.Cells {
			size.X, size.Y = max(size.X, c.Column), max(size.Y, c.Row)
		}
		if size.X > 0 && size.Y > 0 && t.Box.Right-t.Box.Left >= minTableWidthPt && t.Box.Bottom-t.Box.Top >= minTableHeightPt {
			return true, nil
		}
	}
	return false, nil
}

const (
	// minWidth and minHeight are the least that a picture of a table has in pixels:
	// logos, icons and QR codes have less.
	minWidth, minHeight = 400, 200
)

// IsSmall reports whether a picture is too small to show a table, by what its head
// says. One whose head cannot be read is not.
func IsSmall(data []byte) bool {
	k, ok := pictureKind(data)
	if !ok {
		return false
	}
	config, err := k.config(bytes.NewReader(data))
	return err == nil && (config.Width < minWidth || config.Height < minHeight)
}
