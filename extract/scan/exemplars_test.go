package scan

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"testing"
)

var update = flag.Bool("update", false, "write exemplars.json from the fonts of the Debian packages fonts-noto-cjk, fonts-arphic-uming, fonts-arphic-ukai, fonts-wqy-zenhei, fonts-wqy-microhei, fonts-liberation and fonts-dejavu-core")

// fontFiles are the fonts that exemplars.json has the digits of: those that stand
// for 宋体, 仿宋, 楷体, 黑体, Times, Arial and their kind.
var fontFiles = []string{
	"opentype/noto/NotoSerifCJK-Regular.ttc", "opentype/noto/NotoSerifCJK-Bold.ttc",
	"opentype/noto/NotoSansCJK-Regular.ttc", "opentype/noto/NotoSansCJK-Bold.ttc",
	"truetype/arphic/uming.ttc", "truetype/arphic/ukai.ttc",
	"truetype/wqy/wqy-zenhei.ttc", "truetype/wqy/wqy-microhei.ttc",
	"truetype/liberation/LiberationSerif-Regular.ttf", "truetype/liberation/LiberationSerif-Bold.ttf",
	"truetype/liberation/LiberationSans-Regular.ttf", "truetype/liberation/LiberationSans-Bold.ttf",
	"truetype/liberation/LiberationMono-Regular.ttf",
	"truetype/dejavu/DejaVuSans.ttf", "truetype/dejavu/DejaVuSerif.ttf",
}

// drawnDigit draws a digit of the font, as high as sizePx says, with ImageMagick:
// golang.org/x/image/font cannot read the older collections.
func drawnDigit(t testing.TB, name string, d int, sizePx float64) *image.Gray {
	convert, err := exec.LookPath("convert")
	if err != nil {
		t.Skip("ImageMagick is not installed")
	}
	file := "/usr/share/fonts/" + name
	if _, err := os.Stat(file); err != nil {
		t.Skip(err)
	}
	out, err := exec.Command(convert, "-background", "white", "-fill", "black", "-font", file, "-pointsize", fmt.Sprint(sizePx), "-density", "72",
		"label:"+fmt.Sprint(d), "-bordercolor", "white", "-border", "4", "-colorspace", "Gray", "-depth", "8", "png:-").Output()
	if err != nil {
		t.Fatal(name, err)
	}
	picture, err := png.Decode(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	return greyed(picture)
}

// inkBox is the box around what is dark.
func inkBox(g *image.Gray) image.Rectangle {
	var box image.Rectangle
	for y := range g.Rect.Dy() {
		for x := range g.Rect.Dx() {
			if g.Pix[y*g.Stride+x] < 128 {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return box
}

func TestExemplars(t *testing.T) {
	if !*update {
		t.Skip("writes exemplars.json with -update")
	}
	byFont := map[string][10]fontDigit{}
	for _, name := range fontFiles {
		var digits [10]fontDigit
		for d := range 10 {
			g := drawnDigit(t, name, d, 200)
			box := inkBox(g)
			var ink [patchWidth * patchHeight]byte
			e := newExemplar(box.Dx(), box.Dy(), func(x, y int) float64 { return 255 - float64(g.GrayAt(box.Min.X+x, box.Min.Y+y).Y) })
			low, high := e.patch[0], e.patch[0]
			for _, v := range e.patch {
				low, high = min(low, v), max(high, v)
			}
			for i, v := range e.patch {
				ink[i] = byte((v - low) / (high - low) * 255)
			}
			digits[d] = fontDigit{float64(int(e.aspect*1000)) / 1000, base64.StdEncoding.EncodeToString(ink[:])}
		}
		byFont[name] = digits
	}
	b, err := json.MarshalIndent(byFont, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("exemplars.json", append(b, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestWitness: digits of every font, small and blurred by drawing, are supported as
// what they are, and as nothing else. The font itself is left out of what the
// witness knows.
func TestWitness(t *testing.T) {
	known := fonts()
	right, all, wrong := 0, 0, 0
	for _, name := range fontFiles {
		w := witness{}
		for d := range known {
			for i, e := range known[d] {
				if i != order(name) {
					w.known[d] = append(w.known[d], e)
				}
			}
		}
		for d := range 10 {
			for _, size := range []float64{28, 36} {
				g := drawnDigit(t, name, d, size)
				box := inkBox(g)
				e := newExemplar(box.Dx(), box.Dy(), func(x, y int) float64 { return 255 - float64(g.GrayAt(box.Min.X+x, box.Min.Y+y).Y) })
				for read := range 10 {
					switch ok := w.bearing(&glyph{read, e}) == convinced; {
					case ok && read == d:
						right++
					case ok:
						wrong++
						t.Errorf("%s: a %d of %v pixels is supported as %d", name, d, size, read)
					case read == d:
						t.Logf("%s: a %d of %v pixels is not supported: %.2f", name, d, size, w.likenesses(&e))
					}
				}
				all++
			}
		}
	}
	t.Logf("%d of %d supported, %d as another digit", right, all, wrong)
	if right*10 < all*9 {
		t.Errorf("only %d of %d digits are supported as what they are", right, all)
	}
}

// order is the place of the font among the sorted names.
func order(name string) int {
	n := 0
	for _, o := range fontFiles {
		if o < name {
			n++
		}
	}
	return n
}
