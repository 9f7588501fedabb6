package scan

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/png"
	"math"
	"strings"
	"testing"

	"gongkai"
	"gongkai/internal/optional"

	"golang.org/x/image/draw"
)

// sheetOf is a page at 300 dpi with a table of two rows and three columns, and
// squares for digits in the cells that hold is true of.
func sheetOf(hold func(row, column int) bool) *image.Gray {
	g := image.NewGray(image.Rect(0, 0, 2480, 3508))
	draw.Draw(g, g.Rect, image.White, image.Point{}, draw.Src)
	fill := func(r image.Rectangle) { draw.Draw(g, r, image.Black, image.Point{}, draw.Src) }
	for i := range 3 {
		fill(image.Rect(300, 600+100*i, 1803, 604+100*i))
	}
	for i := range 4 {
		fill(image.Rect(300+500*i, 600, 304+500*i, 804))
	}
	for row := range 2 {
		for column := range 3 {
			if hold(row, column) {
				x, y := 540+500*column, 635+100*row
				fill(image.Rect(x, y, x+20, y+30))
			}
		}
	}
	return g
}

// TestPlace: the rulings of a level, an askew and a turned page make the same table,
// and the ink is in its cells.
func TestPlace(t *testing.T) {
	page := Raster{sheetOf(func(row, column int) bool { return column != 1 }), 300}
	for name, r := range map[string]Raster{
		"level": page, "askew": rotated(page, 1.3*math.Pi/180), "askew to the other side": rotated(page, -2.4*math.Pi/180),
	} {
		limits := gongkai.DefaultLimits()
		l, err := prepare(r).place(1, &limits)
		if err != nil {
			t.Fatal(err)
		}
		if len(l.tables) != 1 || len(l.cells) != 6 {
			t.Errorf("%s: %d tables, %d cells", name, len(l.tables), len(l.cells))
			continue
		}
		for _, c := range l.cells {
			if want := c.cell.Column != 1; (c.kind != blankCell) != want {
				t.Errorf("%s: row %d, column %d is of kind %d", name, c.cell.Row, c.cell.Column, c.kind)
			}
		}
	}
}

func TestSkew(t *testing.T) {
	page := Raster{sheetOf(func(int, int) bool { return true }), 300}
	for _, degrees := range []float64{0, 0.3, -1, 4.5} {
		m, _ := inked(rotated(page, degrees*math.Pi/180))
		if got := skew(m, 300) * 180 / math.Pi; math.Abs(got-degrees) > 0.05 {
			t.Errorf("a page askew by %v degrees is said to be by %.2f", degrees, got)
		}
	}
}

func TestFrames(t *testing.T) {
	var picture bytes.Buffer
	if err := png.Encode(&picture, sheetOf(func(int, int) bool { return true })); err != nil {
		t.Fatal(err)
	}
	pages := []*image.Gray{image.NewGray(image.Rect(0, 0, 300, 400)), image.NewGray(image.Rect(0, 0, 301, 401)), image.NewGray(image.Rect(0, 0, 302, 402))}
	for name, c := range map[string]struct {
		data   []byte
		limits gongkai.Limits
		want   int
		err    error
	}{
		"PNG":                {picture.Bytes(), gongkai.DefaultLimits(), 1, nil},
		"cut off":            {picture.Bytes()[:20], gongkai.DefaultLimits(), 0, gongkai.ErrDamaged},
		"too many pixels":    {picture.Bytes(), gongkai.Limits{ExpandedBytes: 1000}, 0, gongkai.ErrLimit},
		"TIFF of 3 pages":    {tiffOf(pages), gongkai.DefaultLimits(), 3, nil},
		"TIFF, 2 allowed":    {tiffOf(pages), gongkai.Limits{Pages: 2}, 0, gongkai.ErrLimit},
		"no picture":         {[]byte("%PDF-1.4"), gongkai.DefaultLimits(), 0, gongkai.ErrFormat},
		"an icon":            {tiffOf([]*image.Gray{image.NewGray(image.Rect(0, 0, 16, 16))}), gongkai.DefaultLimits(), 0, gongkai.ErrFormat},
		"nothing":            {nil, gongkai.DefaultLimits(), 0, gongkai.ErrEmpty},
		"TIFF without pages": {[]byte("II*\x00\x00\x00\x00\x00"), gongkai.DefaultLimits(), 0, gongkai.ErrDamaged},
	} {
		list, err := frames(c.data, &c.limits)
		if len(list) != c.want || !errors.Is(err, c.err) {
			t.Errorf("%s: %d frames, %v; want %d, %v", name, len(list), err, c.want, c.err)
		}
		for i, f := range list {
			if r, err := f.raster(); err != nil || c.want == 3 && r.width() != 300+i {
				t.Errorf("%s: page %d: %v", name, i+1, err)
			}
		}
	}
}

func TestOrientation(t *testing.T) {
	exif := func(value byte) []byte {
		body := "Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00" + string(rune(value)) + "\x00\x00\x00\x00\x00\x00\x00"
		return append([]byte{0xFF, 0xD8, 0xFF, 0xE1, 0, byte(len(body) + 2)}, body...)
	}
	// A mark in the upper left corner of what the camera stored.
	for value, want := range map[byte]image.Point{1: {0, 0}, 3: {3, 2}, 6: {2, 0}, 8: {0, 3}} {
		g := image.NewGray(image.Rect(0, 0, 4, 3))
		g.SetGray(0, 0, color.Gray{255})
		if got := orientation(exif(value))(g); got.GrayAt(want.X, want.Y).Y != 255 {
			t.Errorf("orientation %d: the mark is not at %v", value, want)
		}
	}
}

func TestPairBrackets(t *testing.T) {
	for text, want := range map[string]string{
		"第二十条第〈一)项": "第二十条第(一)项", "《条例》": "《条例》", "(以下简称《条例》)": "(以下简称《条例》)", "《本列数据)": "(本列数据)", "一)": "一)",
	} {
		if got := pairBrackets(text); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

// fakeEngine reads everything as the same text.
func fakeEngine(text string) *Engine {
	return &Engine{read: func(_ mode, pictures []*image.Gray, _ float64) ([]string, error) {
		return strings.Split(strings.TrimSuffix(strings.Repeat(text+"\n", len(pictures)), "\n"), "\n")[:len(pictures)], nil
	}}
}

// TestPlantedErrors: a reading that is wrong in any digit is not borne out, in any font.
func TestPlantedErrors(t *testing.T) {
	w := newWitness()
	for d := range w.known {
		for i := range w.known[d] {
			for read := range 10 {
				g := glyph{read, w.known[d][i]}
				if got := w.bearing(&g); (got == convinced) != (read == d) && !(got != convinced && read == d) {
					t.Errorf("a %d of font %d read as %d: %d", d, i, read, got)
				}
			}
		}
	}
	// What is no digit at all, whatever it is read as: the squares of the sheet.
	e := fakeEngine("0")
	var picture bytes.Buffer
	if err := png.Encode(&picture, sheetOf(func(int, int) bool { return true })); err != nil {
		t.Fatal(err)
	}
	doc, err := e.Read(picture.Bytes(), gongkai.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	cells := 0
	for _, b := range doc.Blocks {
		if b.Grid == nil {
			continue
		}
		for _, c := range b.Grid.Cells {
			cells++
			if c.Uncertain == "" || c.Crop == nil || len(c.Crop.PNG) == 0 {
				t.Errorf("a black square is read as %q without doubt or picture", c.Text)
			}
		}
	}
	if cells != 6 {
		t.Errorf("%d cells", cells)
	}
}

// TestTesseract reads digits of a table with the real program.
func TestTesseract(t *testing.T) {
	if _, err := FindTesseract(); err != nil {
		optional.Skip(t, err.Error())
	}
	g := sheetOf(func(int, int) bool { return false })
	for i, text := range []string{"2", "0", "5"} {
		digit := drawnDigit(t, "truetype/liberation/LiberationSerif-Regular.ttf", int(text[0]-'0'), 42)
		draw.Draw(g, digit.Rect.Add(image.Pt(500+500*i, 625)), digit, image.Point{}, draw.Src)
	}
	var picture bytes.Buffer
	if err := png.Encode(&picture, g); err != nil {
		t.Fatal(err)
	}
	e := &Engine{}
	doc, err := e.Read(picture.Bytes(), gongkai.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if len(doc.Blocks) != 1 || doc.Blocks[0].Grid == nil {
		t.Fatalf("%d blocks", len(doc.Blocks))
	}
	for i, want := range []string{"2", "0", "5", "", "", ""} {
		if c := doc.Blocks[0].Grid.Cells[i]; c.Text != want || c.Uncertain != "" {
			t.Errorf("cell %d is %q %s, want %q", i, c.Text, c.Uncertain, want)
		}
	}
	if !gongkai.IsOCR(doc.Method) {
		t.Errorf("method %s", doc.Method)
	}
}

// FuzzRead: what is no page of text is no reason to panic, and grids tile.
func FuzzRead(f *testing.F) {
	var picture bytes.Buffer
	small := image.NewGray(image.Rect(0, 0, 620, 877))
	draw.CatmullRom.Scale(small, small.Rect, sheetOf(func(row, _ int) bool { return row == 0 }), image.Rect(0, 0, 2480, 3508), draw.Src, nil)
	if err := png.Encode(&picture, small); err != nil {
		f.Fatal(err)
	}
	f.Add(picture.Bytes(), "0")
	f.Add(tiffOf([]*image.Gray{small, small}), "一、12")
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x10Exif\x00\x00II*\x00\x08\x00\x00\x00"), "")
	limits := gongkai.DefaultLimits()
	limits.ExpandedBytes, limits.Pages = 4<<20, 4
	f.Fuzz(func(t *testing.T, data []byte, text string) {
		if strings.ContainsAny(text, "\n\r") {
			t.Skip()
		}
		first, err := fakeEngine(text).Read(data, limits)
		if err != nil {
			return
		}
		if err := first.Check(); err != nil {
			t.Fatal(err)
		}
		again, err := fakeEngine(text).Read(data, limits)
		if err != nil || len(again.Blocks) != len(first.Blocks) {
			t.Fatalf("read again: %v", err)
		}
	})
}

// BenchmarkPage is a page without what tesseract takes.
func BenchmarkPage(b *testing.B) {
	page := Raster{rotated(Raster{sheetOf(func(int, int) bool { return true }), 300}, 0.01).Gray, 300}
	b.SetBytes(int64(len(page.Pix)))
	b.ReportAllocs()
	for b.Loop() {
		limits := gongkai.DefaultLimits()
		if _, err := prepare(page).place(1, &limits); err != nil {
			b.Fatal(err)
		}
	}
}
