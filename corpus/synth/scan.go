package synth

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Scanner is what happens to a page between the printer and the file.
type Scanner struct {
	DPI int
	// SkewDegrees is how far the page lies askew at most.
	SkewDegrees float64
	// Blur is the standard deviation of the blur in pixels, Noise that of the
	// noise in grey values.
	Blur, Noise float64
	// Quality of the JPEG, 1 to 100.
	Quality int
}

// Scanners are the conditions that accuracy is stated for.
var Scanners = map[string]Scanner{
	"scan-300":       {DPI: 300, Quality: 90},
	"scan-300-noisy": {DPI: 300, SkewDegrees: 1, Blur: 0.8, Noise: 12, Quality: 50},
	"scan-200":       {DPI: 200, SkewDegrees: 0.5, Blur: 0.6, Noise: 8, Quality: 70},
}

// Scan degrades a page of grey pixels, which it may change. The same seed does the
// same to the same page. The angle is drawn between half of SkewDegrees and all
// of it, to either side.
func (s Scanner) Scan(page *image.Gray, seed uint64) *image.Gray {
	rng := rand.New(rand.NewPCG(seed, 0x5ca9))
	if s.SkewDegrees > 0 {
		angle := s.SkewDegrees * (0.5 + rng.Float64()/2) * math.Pi / 180
		if rng.IntN(2) == 0 {
			angle = -angle
		}
		page = turned(page, angle)
	}
	if s.Blur > 0 {
		page = blurred(page, s.Blur)
	}
	if s.Noise > 0 {
		for i, v := range page.Pix {
			page.Pix[i] = uint8(min(255, max(0, float64(v)*0.94+8+rng.NormFloat64()*s.Noise)))
		}
	}
	return page
}

// turned turns the page about its middle; what comes in is white.
func turned(page *image.Gray, angle float64) *image.Gray {
	out := image.NewGray(page.Rect)
	width, height := page.Rect.Dx(), page.Rect.Dy()
	sin, cos := math.Sincos(angle)
	cx, cy := float64(width)/2, float64(height)/2
	at := func(x, y int) float64 {
		if x < 0 || y < 0 || x >= width || y >= height {
			return 255
		}
		return float64(page.Pix[y*page.Stride+x])
	}
	for y := range height {
		for x := range width {
			dx, dy := float64(x)-cx, float64(y)-cy
			sx, sy := cx+dx*cos-dy*sin, cy+dx*sin+dy*cos
			x0, y0 := int(math.Floor(sx)), int(math.Floor(sy))
			fx, fy := sx-float64(x0), sy-float64(y0)
			top := at(x0, y0)*(1-fx) + at(x0+1, y0)*fx
			bottom := at(x0, y0+1)*(1-fx) + at(x0+1, y0+1)*fx
			out.Pix[y*out.Stride+x] = uint8(top*(1-fy) + bottom*fy + 0.5)
		}
	}
	return out
}

// blurred is the page under a Gaussian blur.
func blurred(page *image.Gray, sigma float64) *image.Gray {
	reach := int(math.Ceil(2.5 * sigma))
	kernel, sum := make([]float64, 2*reach+1), 0.0
	for i := range kernel {
		d := float64(i - reach)
		kernel[i] = math.Exp(-d * d / (2 * sigma * sigma))
		sum += kernel[i]
	}
	width, height := page.Rect.Dx(), page.Rect.Dy()
	pass := func(from, to []uint8, n, lines, step, stride int) {
		for line := range lines {
			for i := range n {
				v := 0.0
				for k, w := range kernel {
					v += w * float64(from[line*stride+min(n-1, max(0, i+k-reach))*step])
				}
				to[line*stride+i*step] = uint8(v/sum + 0.5)
			}
		}
	}
	half, out := image.NewGray(page.Rect), image.NewGray(page.Rect)
	pass(page.Pix, half.Pix, width, height, 1, page.Stride)
	pass(half.Pix, out.Pix, height, width, page.Stride, 1)
	return out
}

// ErrNoPoppler says that there is no pdftoppm command to draw pages with.
var ErrNoPoppler = errors.New("poppler's pdftoppm is not installed")

// Rasters draws the pages of a PDF in grey with pdftoppm.
func Rasters(pdf []byte, dpi int) ([]*image.Gray, error) {
	command, err := exec.LookPath("pdftoppm")
	if err != nil {
		return nil, fmt.Errorf("scan: %w: %w", ErrNoPoppler, err)
	}
	dir, err := os.MkdirTemp("", "synth-scan-")
	if err != nil {
		return nil, fmt.Errorf("scan: %w", err)
	}
	defer os.RemoveAll(dir)
	ctx, cancel := context.WithTimeout(context.Background(), conversionTime)
	defer cancel()
	draw := exec.CommandContext(ctx, command, "-gray", "-r", fmt.Sprint(dpi), "-", filepath.Join(dir, "page"))
	draw.Stdin = bytes.NewReader(pdf)
	if out, err := draw.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("scan: pdftoppm: %w: %s", err, out)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.pgm"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("scan: pdftoppm drew no page: %v", err)
	}
	var pages []*image.Gray
	for _, f := range files { // ordered by name, which ends in the page's number
		data, err := os.ReadFile(f)
		if err != nil {
			return nil, fmt.Errorf("scan: %w", err)
		}
		page, err := parsePGM(data)
		if err != nil {
			return nil, fmt.Errorf("scan: %w", err)
		}
		pages = append(pages, page)
	}
	return pages, nil
}

// parsePGM reads a binary PGM of 8 bits.
func parsePGM(data []byte) (*image.Gray, error) {
	var width, height, most int
	if n, err := fmt.Fscanf(bytes.NewReader(data), "P5\n%d %d\n%d", &width, &height, &most); n != 3 || err != nil || most != 255 ||
		width < 1 || height < 1 || len(data) < width*height {
		return nil, fmt.Errorf("not the PGM that was asked for: %v", err)
	}
	page := image.NewGray(image.Rect(0, 0, width, height))
	copy(page.Pix, data[len(data)-width*height:])
	return page, nil
}

// ScannedPDF is a PDF whose pages are the pictures, as scanners write them.
func (s Scanner) ScannedPDF(pages []*image.Gray) ([]byte, error) {
	var b bytes.Buffer
	var offsets []int
	object := func(format string, args ...any) {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n", len(offsets))
		fmt.Fprintf(&b, format, args...)
		b.WriteString("\nendobj\n")
	}
	b.WriteString("%PDF-1.4\n")
	object("<</Type/Catalog/Pages 2 0 R>>")
	var kids strings.Builder
	for i := range pages {
		fmt.Fprintf(&kids, "%d 0 R ", 3+3*i)
	}
	object("<</Type/Pages/Kids[%s]/Count %d>>", kids.String(), len(pages))
	for i, page := range pages {
		width, height := page.Rect.Dx(), page.Rect.Dy()
		w, h := float64(width)*72/float64(s.DPI), float64(height)*72/float64(s.DPI)
		object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 %.3f %.3f]/Resources<</XObject<</I %d 0 R>>>>/Contents %d 0 R>>", w, h, 5+3*i, 4+3*i)
		content := fmt.Sprintf("q %.3f 0 0 %.3f 0 0 cm /I Do Q", w, h)
		object("<</Length %d>>\nstream\n%s\nendstream", len(content), content)
		var picture bytes.Buffer
		if err := jpeg.Encode(&picture, page, &jpeg.Options{Quality: s.Quality}); err != nil {
			return nil, fmt.Errorf("scan: %w", err)
		}
		object("<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode/Length %d>>\nstream\n%s\nendstream",
			width, height, picture.Len(), picture.String())
	}
	at := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, at)
	return b.Bytes(), nil
}
