package explore

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"net/http"
	"slices"
	"strings"

	"gongkai/explore/store"
)

// aroundPt is what is shown above and below a cell, in points: its row and a neighbour.
const aroundPt = 16

// serveCrop answers with the strip of a page that prints a cell, with the cell outlined:
// crops/requests.granted.total.png.
func (s *Site) serveCrop(w http.ResponseWriter, r *http.Request) {
	name, isPNG := strings.CutSuffix(r.PathValue("crop"), ".png")
	rep, ok := s.documentOf(w, r)
	if !ok {
		return
	}
	cells, err := s.store.CellsOf(r.Context(), rep.ID)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	at := slices.IndexFunc(cells, func(c store.Cell) bool { return c.CellRef.String() == name })
	if !isPNG || at < 0 || cells[at].Location.Page == 0 || !cells[at].Location.HasBox() {
		http.NotFound(w, r)
		return
	}
	drawn, err := s.config.Documents.Page(r.Context(), rep.Source(), cells[at].Location.Page)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	strip, err := crop(drawn, cells[at].Location.Box)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "image/png")
	w.Header().Set("Cache-Control", "max-age=86400")
	_, _ = w.Write(strip) // an error means that the reader is gone
}

// crop cuts the strip around a box (left, top, right, bottom, in points) out of a page, as wide as
// the page, and outlines the box.
func crop(page PageImage, box [4]float64) ([]byte, error) {
	whole, err := png.Decode(bytes.NewReader(page.PNG))
	if err != nil {
		return nil, err
	}
	bounds := whole.Bounds()
	x := func(pt float64) int { return bounds.Min.X + int(pt/page.WidthPt*float64(bounds.Dx())) }
	y := func(pt float64) int { return bounds.Min.Y + int(pt/page.HeightPt*float64(bounds.Dy())) }
	strip := image.Rect(bounds.Min.X, y(box[1]-aroundPt), bounds.Max.X, y(box[3]+aroundPt)).Intersect(bounds)
	cut := image.NewRGBA(image.Rect(0, 0, strip.Dx(), strip.Dy()))
	draw.Draw(cut, cut.Bounds(), whole, strip.Min, draw.Src)
	outline := image.Rect(x(box[0]), y(box[1]), x(box[2]), y(box[3])).Sub(strip.Min)
	const thick = 2
	red := image.NewUniform(color.RGBA{209, 0, 0, 255})
	for _, side := range []image.Rectangle{
		image.Rect(outline.Min.X, outline.Min.Y, outline.Max.X, outline.Min.Y+thick), image.Rect(outline.Min.X, outline.Max.Y-thick, outline.Max.X, outline.Max.Y),
		image.Rect(outline.Min.X, outline.Min.Y, outline.Min.X+thick, outline.Max.Y), image.Rect(outline.Max.X-thick, outline.Min.Y, outline.Max.X, outline.Max.Y),
	} {
		draw.Draw(cut, side, red, image.Point{}, draw.Src)
	}
	var b bytes.Buffer
	err = (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&b, cut)
	return b.Bytes(), err
}
