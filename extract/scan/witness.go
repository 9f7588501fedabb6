package scan

import (
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"image"
	"math"
	"slices"
	"sync"
)

// The witness looks at the shapes of digits and shares nothing with tesseract. It
// reads no number: it says whether what was read can be what is drawn. For that it
// knows the digits of common fonts (exemplars.json) and learns those of the
// document from the digits that both readings and the fonts agree on.

// patch is a glyph stretched to one size and blurred a little, with a mean of 0 and a
// length of 1.
type patch [patchWidth * patchHeight]float32

const (
	patchWidth  = 12
	patchHeight = 18
)

// exemplar is a digit as a font, or the document, draws it.
type exemplar struct {
	patch
	// aspect is its width by its height.
	aspect float64
}

const (
	// minLikeness is how like its digit a glyph must be: 1 is the same.
	minLikeness = 0.55
	// likenessMargin is how much more like than any other digit.
	likenessMargin = 0.03
	// aspectWeight is what a glyph loses that is twice as wide, or half.
	aspectWeight = 0.35
	// maxPitch is how far apart digits of one number may be, by the usual distance of
	// the document: a lost point makes it half as much again.
	maxPitch = 1.33
	// usualPitch is that distance by the height of digits, where a document has too
	// few.
	usualPitch = 0.76
	// minPitches is how many it takes to have a usual distance.
	minPitches = 12
)

// The witness's reasons for doubt.
const (
	doubtCount = "the shapes do not fit what was read: %d for %d characters"
	doubtShape = "the shape of %q is more like another digit"
	doubtMark  = "the shape does not fit %q"
)

// glyph is a piece of ink that was read as a digit.
type glyph struct {
	digit int
	exemplar
}

// testimony is one number with its glyphs.
type testimony struct {
	cell   *cellInk
	glyphs []glyph
	// pitches are the distances of neighbouring digits by their height.
	pitches []float64
}

// testimonies finds the glyphs of the numbers of a page. Cells whose ink does not
// fit their text are doubted.
func (l *layout) testimonies() []testimony {
	var list []testimony
	for _, c := range l.cells {
		if c.kind != numberCell || c.cell.Doubt != "" || len(c.lines) != 1 {
			continue
		}
		t, doubt := l.testimony(c)
		if doubt != "" {
			c.cell.Doubt = doubt
			continue
		}
		list = append(list, t)
	}
	return list
}

func (l *layout) testimony(c *cellInk) (testimony, string) {
	line, text := c.lines[0], []rune(c.first[0])
	segments := l.fit(line, text)
	if len(segments) != len(text) {
		return testimony{}, fmt.Sprintf(doubtCount, len(line.segments), len(text))
	}
	t := testimony{cell: c}
	height := float64(line.box.Dy())
	last := -1.0
	for i, r := range text {
		box := segments[i].box
		if r < '0' || r > '9' {
			if !l.fitsMark(r, box, line.box) {
				return t, fmt.Sprintf(doubtMark, r)
			}
			last = -1
			continue
		}
		t.glyphs = append(t.glyphs, glyph{int(r - '0'), l.exemplar(box)})
		if middle := float64(box.Min.X+box.Max.X) / 2; last >= 0 {
			t.pitches = append(t.pitches, (middle-last)/height)
			last = middle
		} else {
			last = middle
		}
	}
	return t, ""
}

// fit gives each character a piece of ink: pieces that touch are cut where the least
// ink is, a digit that is broken is put together. What comes of it is compared with
// the exemplars all the same.
func (l *layout) fit(line textLine, text []rune) []segment {
	segments := slices.Clone(line.segments)
	for len(segments) > len(text) {
		best, gap := -1, int(0.03*l.DPI/3)+1
		for i := 1; i < len(segments); i++ {
			if g := segments[i].box.Min.X - segments[i-1].box.Max.X; g <= gap &&
				float64(segments[i].box.Union(segments[i-1].box).Dx()) < maxDigitWidth*float64(line.box.Dy()) {
				best, gap = i, g-1
			}
		}
		if best < 0 {
			return nil
		}
		segments[best-1].box = segments[best-1].box.Union(segments[best].box)
		segments = slices.Delete(segments, best, best+1)
	}
	for len(segments) < len(text) {
		widest := 0
		for i, s := range segments {
			if s.box.Dx() > segments[widest].box.Dx() {
				widest = i
			}
		}
		box := segments[widest].box
		if float64(box.Dx()) < 0.7*float64(line.box.Dy()) {
			return nil
		}
		pieces := min(len(text)-len(segments)+1, max(2, int(float64(box.Dx())/(0.6*float64(line.box.Dy())+1)+0.5)))
		at := l.thinnest(box, box.Min.X+box.Dx()/pieces, box.Dy()/6)
		left, right := box, box
		left.Max.X, right.Min.X = at, at
		segments[widest].box = l.tight(left)
		segments = slices.Insert(segments, widest+1, segment{box: l.tight(right)})
	}
	return segments
}

// thinnest is the column with the least ink near x.
func (l *layout) thinnest(box image.Rectangle, x, reach int) int {
	best, least := x, math.MaxInt
	for at := max(box.Min.X+1, x-reach); at <= min(box.Max.X-1, x+reach); at++ {
		n := 0
		for y := box.Min.Y; y < box.Max.Y; y++ {
			if l.mask.ink[y*l.mask.width+at] {
				n += 16
			}
		}
		if n += max(at-x, x-at); n < least {
			best, least = at, n
		}
	}
	return best
}

// tight shrinks the box to its ink.
func (l *layout) tight(box image.Rectangle) image.Rectangle {
	var tight image.Rectangle
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			if l.mask.ink[y*l.mask.width+x] {
				tight = tight.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	if tight.Empty() {
		return box
	}
	return tight
}

// fitsMark says whether the ink can be a point, comma, minus or slash of its line.
func (l *layout) fitsMark(r rune, box, line image.Rectangle) bool {
	height := float64(line.Dy())
	low := float64(box.Min.Y-line.Min.Y) > 0.6*height
	switch r {
	case '.':
		return low && float64(box.Dy()) < 0.3*height && float64(box.Dx()) < 0.3*height
	case ',':
		return low && float64(box.Dy()) < 0.5*height && float64(box.Dx()) < 0.35*height
	case '-':
		return float64(box.Dy()) < barHeight*height && box.Dx() > 2*box.Dy()
	case '/':
		return l.leans(box)
	}
	return false
}

// exemplar makes a patch of the ink in the box.
func (l *layout) exemplar(box image.Rectangle) exemplar {
	return newExemplar(box.Dx(), box.Dy(), func(x, y int) float64 {
		return 255 - float64(l.Pix[(box.Min.Y+y)*l.Stride+box.Min.X+x])
	})
}

// newExemplar stretches ink to a patch.
func newExemplar(width, height int, ink func(x, y int) float64) exemplar {
	var sum, weight [patchWidth * patchHeight]float64
	// Every place of the patch is the mean of the ink that falls on it, and every
	// pixel falls on the places around it.
	for py := range patchHeight {
		for px := range patchWidth {
			x0, x1 := float64(px)*float64(width)/patchWidth, float64(px+1)*float64(width)/patchWidth
			y0, y1 := float64(py)*float64(height)/patchHeight, float64(py+1)*float64(height)/patchHeight
			for y := int(y0); y < min(height, int(math.Ceil(y1))); y++ {
				for x := int(x0); x < min(width, int(math.Ceil(x1))); x++ {
					w := (min(x1, float64(x+1)) - max(x0, float64(x))) * (min(y1, float64(y+1)) - max(y0, float64(y)))
					sum[py*patchWidth+px] += w * ink(x, y)
					weight[py*patchWidth+px] += w
				}
			}
		}
	}
	var p patch
	for py := range patchHeight {
		for px := range patchWidth {
			v, n := 0.0, 0.0
			for dy := -1; dy <= 1; dy++ {
				for dx := -1; dx <= 1; dx++ {
					if x, y := px+dx, py+dy; x >= 0 && y >= 0 && x < patchWidth && y < patchHeight && weight[y*patchWidth+x] > 0 {
						w := float64((2 - dx*dx) * (2 - dy*dy))
						v, n = v+w*sum[y*patchWidth+x]/weight[y*patchWidth+x], n+w
					}
				}
			}
			p[py*patchWidth+px] = float32(v / max(n, 1))
		}
	}
	p.normalise()
	return exemplar{p, float64(width) / float64(max(height, 1))}
}

func (p *patch) normalise() {
	mean, length := 0.0, 0.0
	for _, v := range p {
		mean += float64(v) / float64(len(p))
	}
	for _, v := range p {
		length += (float64(v) - mean) * (float64(v) - mean)
	}
	length = math.Sqrt(length)
	for i, v := range p {
		p[i] = 0
		if length > 0 {
			p[i] = float32((float64(v) - mean) / length)
		}
	}
}

// likeness of two glyphs, at most 1.
func (e *exemplar) likeness(o *exemplar) float64 {
	sum := float32(0)
	for i := range e.patch {
		sum += e.patch[i] * o.patch[i]
	}
	return float64(sum) - aspectWeight*math.Abs(math.Log2(e.aspect/o.aspect))
}

// witness knows the digits.
type witness struct{ known [10][]exemplar }

// best returns how like the glyph is to each digit.
func (w *witness) likenesses(e *exemplar) (scores [10]float64) {
	for d := range w.known {
		scores[d] = -1
		for i := range w.known[d] {
			scores[d] = max(scores[d], e.likeness(&w.known[d][i]))
		}
	}
	return scores
}

// supports says whether the glyph is like its digit and less like every other.
func (w *witness) supports(g *glyph) bool {
	scores := w.likenesses(&g.exemplar)
	own := scores[g.digit]
	for d, s := range scores {
		if d != g.digit && s > own-likenessMargin {
			return false
		}
	}
	return own >= minLikeness
}

// testify doubts the cells whose glyphs do not look like what was read.
func testify(list []testimony) {
	w := witness{}
	for d, of := range fonts() {
		w.known[d] = slices.Clone(of)
	}
	// The document's own digits: the mean of those that the fonts support.
	var means [10]exemplar
	var counts [10]int
	var pitches []float64
	for i := range list {
		pitches = append(pitches, list[i].pitches...)
		for j := range list[i].glyphs {
			g := &list[i].glyphs[j]
			if !w.supports(g) {
				continue
			}
			for k, v := range g.patch {
				means[g.digit].patch[k] += v
			}
			means[g.digit].aspect += g.aspect
			counts[g.digit]++
		}
	}
	for d, n := range counts {
		if n >= minExemplars {
			means[d].patch.normalise()
			means[d].aspect /= float64(n)
			w.known[d] = append(w.known[d], means[d])
		}
	}
	pitch := usualPitch
	if len(pitches) >= minPitches {
		slices.Sort(pitches)
		pitch = pitches[len(pitches)/2]
	}
	for i := range list {
		t := &list[i]
		for j := range t.glyphs {
			if !w.supports(&t.glyphs[j]) {
				t.cell.cell.Doubt = fmt.Sprintf(doubtShape, rune('0'+t.glyphs[j].digit))
				break
			}
		}
		for _, p := range t.pitches {
			if p > maxPitch*pitch && t.cell.cell.Doubt == "" {
				t.cell.cell.Doubt = doubtApart
			}
		}
	}
}

// minExemplars is how many glyphs of a digit make a mean of the document.
const minExemplars = 3

// fontDigits is exemplars.json: fonts by name, each ten digits.
//
//go:embed exemplars.json
var fontDigits []byte

// fontDigit is one digit of a font: its aspect and its patch, a byte a place.
type fontDigit struct {
	Aspect float64 `json:"aspect"`
	Ink    string  `json:"ink"` // base64
}

// fonts are the digits of the fonts that the program knows.
var fonts = sync.OnceValue(func() (known [10][]exemplar) {
	var byFont map[string][10]fontDigit
	if err := json.Unmarshal(fontDigits, &byFont); err != nil {
		panic(err) // our own bug: the file is part of the program
	}
	var names []string
	for name := range byFont {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for d, f := range byFont[name] {
			ink, err := base64.StdEncoding.DecodeString(f.Ink)
			if err != nil || len(ink) != patchWidth*patchHeight {
				panic("exemplars.json: " + name)
			}
			e := exemplar{aspect: f.Aspect}
			for i, v := range ink {
				e.patch[i] = float32(v)
			}
			e.patch.normalise()
			known[d] = append(known[d], e)
		}
	}
	return known
})
