package scan

import (
	"image"

	"golang.org/x/image/draw"
)

const (
	// padPixels is the white around a crop. 12 was measured against 6 to 40.
	padPixels = 12
)

// cropped cuts the box out of the page, white where lines are, and puts white
// around it.
func cropped(r Raster, lines mask, box image.Rectangle, pad int) *image.Gray {
	out := image.NewGray(image.Rect(0, 0, box.Dx()+2*pad, box.Dy()+2*pad))
	for i := range out.Pix {
		out.Pix[i] = 255
	}
	for y := box.Min.Y - pad/4; y < box.Max.Y+pad/4; y++ {
		for x := box.Min.X - pad/4; x < box.Max.X+pad/4; x++ {
			if x < 0 || y < 0 || x >= r.width() || y >= r.height() || nearLine(lines, x, y) {
				continue
			}
			out.Pix[(y-box.Min.Y+pad)*out.Stride+x-box.Min.X+pad] = r.Pix[y*r.Stride+x]
		}
	}
	return out
}

func nearLine(lines mask, x, y int) bool {
	for dy := -1; dy <= 1; dy++ {
		for dx := -1; dx <= 1; dx++ {
			if nx, ny := x+dx, y+dy; nx >= 0 && ny >= 0 && nx < lines.width && ny < lines.height && lines.ink[ny*lines.width+nx] {
				return true
			}
		}
	}
	return false
}

// scaledTo scales what is inside the white of a crop to a height.
func scaledTo(crop *image.Gray, height float64, pad int, binary bool) *image.Gray {
	inner := crop.Rect.Inset(padPixels - 2)
	scale := height / float64(max(1, inner.Dy()-4))
	size := image.Rect(0, 0, max(1, int(float64(inner.Dx())*scale+0.5)), max(1, int(float64(inner.Dy())*scale+0.5)))
	scaled := image.NewGray(size)
	draw.CatmullRom.Scale(scaled, size, crop, inner, draw.Src, nil)
	if binary {
		var count [256]int
		for _, v := range scaled.Pix {
			count[v]++
		}
		threshold := otsu(&count)
		for i, v := range scaled.Pix {
			if scaled.Pix[i] = 255; int(v) <= threshold {
				scaled.Pix[i] = 0
			}
		}
	}
	out := image.NewGray(size.Inset(-pad).Sub(size.Inset(-pad).Min))
	draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(out, size.Add(image.Pt(pad, pad)), scaled, image.Point{}, draw.Src)
	return out
}
