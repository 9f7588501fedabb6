package scan

import (
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"image"
	"math"
	"slices"
	"strings"
	"sync"
)

// The witness looks at the shapes of digits and shares nothing with tesseract: it is
// the second reading. It knows the digits of common fonts (exemplars.json) and learns
// those of the document from the glyphs that the fonts are clear about.

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
	// minPlausible is the same where two readings are alike.
	minPlausible = 0.4
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

// number is a line of a cell of numbers.
type number struct {
	crop *image.Gray
	// line is its ink, in the pixels of crop.
	line textLine
	ink  mask
	// shapes is what its pieces look like: ? for one that looks like no digit, or like
	// two.
	shapes string
	// tried are the readings, text the one that was accepted, words what it is if it is
	// no number.
	tried       []string
	text, words string
}

// guess is what most readings say, the shapes among them where they are clear; of
// equals the first.
func (n *number) guess() string {
	votes := map[string]int{}
	readings := n.tried
	if !strings.Contains(n.shapes, "?") {
		readings = append(slices.Clone(readings), n.shapes)
	}
	best := ""
	for _, t := range readings {
		if t != "" {
			votes[t]++
		}
	}
	for _, t := range readings {
		if votes[t] > votes[best] {
			best = t
		}
	}
	return best
}

// newNumbers keeps of the page what numbers are read from, so that the page itself
// need not be kept.
func (l *layout) newNumbers() {
	for _, c := range l.cells {
		if c.kind != numberCell {
			continue
		}
		c.png = l.picture(c.union())
		for _, t := range c.lines {
			n := &number{crop: cropped(l.Raster, l.lines, t.box, padPixels)}
			n.ink = newMask(n.crop.Rect.Dx(), n.crop.Rect.Dy())
			for i, v := range n.crop.Pix {
				n.ink.ink[i] = int(v) <= l.threshold
			}
			shift := image.Pt(padPixels, padPixels).Sub(t.box.Min)
			n.line.box = t.box.Add(shift)
			for _, s := range t.segments {
				s.box = s.box.Add(shift)
				n.line.segments = append(n.line.segments, s)
			}
			c.numbers, l.numbers = append(c.numbers, n), append(l.numbers, n)
		}
	}
}

// fit gives each character a piece of ink: pieces that touch are cut where the least
// ink is, a digit that is broken is put together. What comes of it is compared with
// the exemplars all the same.
func (n *number) fit(count int) []image.Rectangle {
	var boxes []image.Rectangle
	for _, s := range n.line.segments {
		boxes = append(boxes, s.box)
	}
	height := n.line.box.Dy()
	for len(boxes) > count {
		best, gap := -1, height*2/5
		for i := 1; i < len(boxes); i++ {
			g, both := boxes[i].Min.X-boxes[i-1].Max.X, boxes[i].Union(boxes[i-1])
			if g < gap && both.Dx()*4 < height*3 {
				best, gap = i, g
			}
		}
		if best < 0 {
			return nil
		}
		boxes[best-1] = boxes[best-1].Union(boxes[best])
		boxes = slices.Delete(boxes, best, best+1)
	}
	for len(boxes) < count {
		widest := 0
		for i, b := range boxes {
			if b.Dx() > boxes[widest].Dx() {
				widest = i
			}
		}
		box := boxes[widest]
		if float64(box.Dx()) < 0.7*float64(height) {
			return nil
		}
		pieces := min(count-len(boxes)+1, max(2, int(float64(box.Dx())/(0.62*float64(height)+1)+0.5)))
		at := n.thinnest(box, box.Min.X+box.Dx()/pieces, height/6)
		left, right := box, box
		left.Max.X, right.Min.X = at, at
		boxes[widest] = n.tight(left)
		boxes = slices.Insert(boxes, widest+1, n.tight(right))
	}
	return boxes
}

// thinnest is the column with the least ink near x.
func (n *number) thinnest(box image.Rectangle, x, reach int) int {
	best, least := x, math.MaxInt
	for at := max(box.Min.X+1, x-reach); at <= min(box.Max.X-1, x+reach); at++ {
		ink := max(at-x, x-at)
		for y := box.Min.Y; y < box.Max.Y; y++ {
			if n.ink.row(y)[at] {
				ink += 16
			}
		}
		if ink < least {
			best, least = at, ink
		}
	}
	return best
}

// tight shrinks the box to its ink.
func (n *number) tight(box image.Rectangle) image.Rectangle {
	var tight image.Rectangle
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			if n.ink.row(y)[x] {
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
func (n *number) fitsMark(r rune, box image.Rectangle) bool {
	height := float64(n.line.box.Dy())
	low := float64(box.Min.Y-n.line.box.Min.Y) > 0.6*height
	switch r {
	case '.':
		return low && float64(box.Dy()) < 0.3*height && float64(box.Dx()) < 0.3*height
	case ',':
		return low && float64(box.Dy()) < 0.5*height && float64(box.Dx()) < 0.35*height
	case '-':
		return float64(box.Dy()) < barHeight*height && 2*box.Dx() > 3*box.Dy()
	case '/':
		return n.ink.leans(box)
	}
	return false
}

// exemplar makes a patch of the ink in the box.
func (n *number) exemplar(box image.Rectangle) exemplar {
	return newExemplar(box.Dx(), box.Dy(), func(x, y int) float64 {
		return 255 - float64(n.crop.Pix[(box.Min.Y+y)*n.crop.Stride+box.Min.X+x])
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
type witness struct {
	known [10][]exemplar
	// pitch is the distance of neighbouring digits by their height.
	pitch float64
}

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

// look finds what the pieces of a number look like.
func (w *witness) look(n *number) {
	var b strings.Builder
	for _, s := range n.line.segments {
		b.WriteRune(w.shape(n, s.box))
	}
	n.shapes = b.String()
}

func (w *witness) shape(n *number, box image.Rectangle) rune {
	for _, mark := range []rune{'.', ',', '-', '/'} {
		if n.fitsMark(mark, box) {
			return mark
		}
	}
	e := n.exemplar(box)
	scores := w.likenesses(&e)
	best := 0
	for d, s := range scores {
		if s > scores[best] {
			best = d
		}
	}
	if w.bearing(&glyph{best, e}) != convinced {
		return '?'
	}
	return rune('0' + best)
}

// glyph is a piece of ink that was read as a digit.
type glyph struct {
	digit int
	exemplar
}

// bearing is what the shapes say of a reading.
type bearing uint8

const (
	// contradicted: a glyph is more like another digit, or like none.
	contradicted bearing = iota
	// plausible: every glyph is most like its digit.
	plausible
	// convinced: by a margin.
	convinced
)

// bearing says how a glyph bears out the digit that it was read as.
func (w *witness) bearing(g *glyph) bearing {
	scores := w.likenesses(&g.exemplar)
	own, next := scores[g.digit], -1.0
	for d, s := range scores {
		if d != g.digit {
			next = max(next, s)
		}
	}
	switch {
	case own < minPlausible || own <= next:
		return contradicted
	case own < minLikeness || own < next+likenessMargin:
		return plausible
	}
	return convinced
}

// bearsOut says how the shapes of a number bear out a reading of it: as many
// characters as pieces of ink, each of the shape of its digit, none further from the
// next than digits of one number are.
func (w *witness) bearsOut(n *number, text string) bearing {
	runes := []rune(text)
	boxes := n.fit(len(runes))
	if len(boxes) != len(runes) || len(runes) == 0 {
		return contradicted
	}
	result := convinced
	last := -1.0
	for i, r := range runes {
		if r < '0' || r > '9' {
			if !n.fitsMark(r, boxes[i]) {
				return contradicted
			}
			last = -1
			continue
		}
		result = min(result, w.bearing(&glyph{int(r - '0'), n.exemplar(boxes[i])}))
		middle := float64(boxes[i].Min.X+boxes[i].Max.X) / 2
		if last >= 0 && (middle-last)/float64(n.line.box.Dy()) > maxPitch*w.pitch {
			return contradicted
		}
		last = middle
	}
	if len(boxes) != len(n.line.segments) {
		result = min(result, plausible)
	}
	return result
}

// newWitness knows the digits of the fonts.
func newWitness() *witness {
	w := &witness{pitch: usualPitch}
	for d, of := range fonts() {
		w.known[d] = slices.Clone(of)
	}
	return w
}

// learn adds the document's own digits, the means of those that the fonts are clear
// about, and its distance between digits.
func (w *witness) learn(list []*number) {
	var means [10]exemplar
	var counts [10]int
	var pitches []float64
	for _, n := range list {
		last := -1.0
		for _, s := range n.line.segments {
			r := w.shape(n, s.box)
			if r < '0' || r > '9' {
				last = -1
				continue
			}
			d := r - '0'
			e := n.exemplar(s.box)
			for k, v := range e.patch {
				means[d].patch[k] += v
			}
			means[d].aspect += e.aspect
			counts[d]++
			middle := float64(s.box.Min.X+s.box.Max.X) / 2
			if last >= 0 {
				pitches = append(pitches, (middle-last)/float64(n.line.box.Dy()))
			}
			last = middle
		}
	}
	for d, n := range counts {
		if n >= minExemplars {
			means[d].patch.normalise()
			means[d].aspect /= float64(n)
			w.known[d] = append(w.known[d], means[d])
		}
	}
	if len(pitches) >= minPitches {
		slices.Sort(pitches)
		w.pitch = pitches[len(pitches)/2]
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
