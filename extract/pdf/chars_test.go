package pdf

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai/extract/page"
)

// drawnAt is a glyph as PDFium states it when all is well: 10 points, upright.
func drawnAt(r rune, x, y, objectX, objectY float64) glyph {
	return glyph{r: r, originX: x, originY: y, matrix: matrix{1, 0, 0, 1, objectX, objectY}, fontSize: 10, object: 1,
		loose: [4]float64{x, y - 2, x + 10, y + 8}, tight: [4]float64{x + 1, y, x + 9, y + 7}}
}

func TestPlaced(t *testing.T) {
	first := drawnAt('自', 20, 50, 20, 50)
	garbage := drawnAt('人', 700, 300, 20, 50)
	vertical := drawnAt('三', 20, 50, 25, 59)
	vertical.loose = [4]float64{20, -149, 219, 50}
	tests := []struct {
		name         string
		g            glyph
		before       *glyph
		wantX, wantY float64
		wantBox      [4]float64
	}{
		{"good", first, nil, 20, 50, [4]float64{20, 48, 30, 58}},
		{"second glyph of its object", drawnAt('然', 30, 50, 20, 50), &first, 30, 50, [4]float64{30, 48, 40, 58}},
		{"untransformed, first of its object", garbage, nil, 20, 50, [4]float64{20, 48.6, 30, 58.6}},
		{"untransformed, after another", garbage, &first, 30, 50, [4]float64{30, 48.6, 40, 58.6}},
		{"vertical writing: only the ink's box is true", vertical, nil, 20, 50, [4]float64{21, 50, 29, 57}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := test.g.placed(test.before)
			if got.originX != test.wantX || got.originY != test.wantY {
				t.Errorf("origin %g, %g, want %g, %g", got.originX, got.originY, test.wantX, test.wantY)
			}
			for i, v := range got.loose {
				if math.Abs(v-test.wantBox[i]) > 1e-9 {
					t.Errorf("box %v, want %v", got.loose, test.wantBox)
					break
				}
			}
		})
	}
}

func TestCharacter(t *testing.T) {
	tests := []struct {
		name     string
		g        glyph
		want     rune
		unmapped bool
	}{
		{"ideograph", glyph{r: '人'}, '人', false},
		{"Kangxi radical", glyph{r: '⼈'}, '人', false},
		{"radical of simplified Chinese", glyph{r: '⺠'}, '民', false},
		{"compatibility ideograph", glyph{r: '\uF98C'}, '歷', false},
		{"compatibility ideograph of a higher plane", glyph{r: 0x2F801}, '丸', false},
		{"last Kangxi radical", glyph{r: 0x2FD5}, '龠', false},
		{"ideographic space", glyph{r: '　'}, ' ', false},
		{"soft hyphen", glyph{r: 0xAD}, -1, false},
		{"control", glyph{r: 7}, '�', true},
		{"tab", glyph{r: '\t'}, ' ', false},
		{"none", glyph{r: 0}, '�', true},
		{"replacement", glyph{r: 0xFFFD}, '�', true},
		{"half a surrogate pair", glyph{r: 0xD840}, '�', true},
		{"beyond Unicode", glyph{r: 0x110000}, '�', true},
		{"map error", glyph{r: '5', unmapped: true}, '�', true},
		{"private use", glyph{r: 0xF0B7}, 0xF0B7, true},
	}
	for _, test := range tests {
		if r, unmapped := character(test.g); r != test.want || unmapped != test.unmapped {
			t.Errorf("%s: %q, unmapped %v, want %q, %v", test.name, r, unmapped, test.want, test.unmapped)
		}
	}
}

func TestDirection(t *testing.T) {
	tests := []struct {
		name   string
		matrix matrix
		turns  int
		want   page.Direction
	}{
		{"right", matrix{1, 0, 0, 1}, 0, page.Right},
		{"up", matrix{0, 1, -1, 0}, 0, page.Up},
		{"left", matrix{-1, 0, 0, -1}, 0, page.Left},
		{"down", matrix{0, -1, 1, 0}, 0, page.Down},
		{"up on a page turned clockwise", matrix{0, 1, -1, 0}, 1, page.Right},
		{"right on a page turned clockwise", matrix{1, 0, 0, 1}, 1, page.Down},
		{"a little off", matrix{1, 0.02, -0.02, 1}, 0, page.Right},
		{"watermark", matrix{1, 1, -1, 1}, 3, page.Slanted},
	}
	for _, test := range tests {
		if got := (glyph{matrix: test.matrix}).direction().Turned(test.turns); got != test.want {
			t.Errorf("%s: %d, want %d", test.name, got, test.want)
		}
	}
}

func TestFrame(t *testing.T) {
	// A box of 20 × 10 points at the lower left corner of a page whose crop
	// box begins at 5, 7 and is 200 × 100.
	tests := []struct {
		turns         int
		want          page.Rect
		width, height float64
	}{
		{0, page.Rect{Left: 0, Top: 90, Right: 20, Bottom: 100}, 200, 100},
		{1, page.Rect{Left: 0, Top: 0, Right: 10, Bottom: 20}, 100, 200},
		{2, page.Rect{Left: 180, Top: 0, Right: 200, Bottom: 10}, 200, 100},
		{3, page.Rect{Left: 90, Top: 180, Right: 100, Bottom: 200}, 100, 200},
	}
	displayed := frame{left: 5, bottom: 7, right: 205, top: 107}
	for _, test := range tests {
		f := displayed
		f.turns = test.turns
		got := f.rect(5, 7, 25, 17)
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%d turns (-want +got):\n%s", test.turns, diff)
		}
		width, height := f.size()
		if width != test.width || height != test.height {
			t.Errorf("%d turns: %g × %g, want %g × %g", test.turns, width, height, test.width, test.height)
		}
		if diff := cmp.Diff(tests[0].want, page.TurnBack(got, test.turns, width, height)); diff != "" {
			t.Errorf("turning %d back (-want +got):\n%s", test.turns, diff)
		}
	}
}
