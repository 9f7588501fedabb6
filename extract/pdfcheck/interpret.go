package pdfcheck

import (
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/ledongthuc/pdf"

	"gongkai"
)

// piece is text whose place on the page is known.
type piece struct {
	text string
	// left and right are where it begins and ends, middle is halfway up its
	// digits: points from the top left corner of the page as displayed.
	left, right, middle float64
	em                  float64
	// rough: right is only where it ends at the latest.
	rough bool
	// sideways: it runs up, down or to the left, and fills left, right and
	// top, bottom.
	sideways    bool
	top, bottom float64
}

// pieceBytes is about what a piece takes in memory.
const pieceBytes = 128

// state is the part of the graphics state that places text (ISO 32000-1, 9.3).
type state struct {
	ctm, text, line      matrix
	font                 *font
	size, rise, leading  float64
	charSpace, wordSpace float64
	scale                float64
	// rough is how far behind text the place of the next glyph begins at the
	// latest, in text space, since the widths of glyphs were not known.
	rough float64
}

func newState() state { return state{ctm: identity, text: identity, line: identity, scale: 1} }

// interpreter runs content streams.
type interpreter struct {
	page      page
	pieces    []piece
	maxPieces int
	depth     int
}

const (
	// maxFormDepth is far deeper than forms are nested.
	maxFormDepth = 12
	// middleEms is half the height of digits.
	middleEms = 0.35
	// slantTolerance is how far text may run off an axis and not be slanted,
	// as a share of its length.
	slantTolerance = 0.05
)

// run interprets one content stream.
func (in *interpreter) run(content, resources pdf.Value, s state) {
	if content.Kind() != pdf.Stream && content.Kind() != pdf.Array {
		return
	}
	var saved []state
	inImage := false
	fonts := map[string]*font{} // of these resources, by name
	pdf.Interpret(content, func(stack *pdf.Stack, operator string) {
		arguments := make([]pdf.Value, stack.Len())
		for i := len(arguments) - 1; i >= 0; i-- {
			arguments[i] = stack.Pop()
		}
		switch operator {
		case "ID", "EI": // the bytes of an image between them look like anything
			inImage = operator == "ID"
		}
		if inImage {
			return
		}
		switch operator {
		case "q":
			saved = append(saved, s)
		case "Q":
			if n := len(saved) - 1; n >= 0 {
				s, saved = saved[n], saved[:n]
			}
		case "Do":
			in.form(argument(arguments, 0).Name(), resources, s)
		case "Tf":
			name := argument(arguments, 0).Name()
			if _, ok := fonts[name]; !ok {
				fonts[name] = newFont(resources.Key("Font").Key(name))
			}
			s.font, s.size = fonts[name], argument(arguments, 1).Float64()
		default:
			if !s.place(operator, arguments) {
				in.show(&s, operator, arguments)
			}
		}
	})
}

// argument returns a null value for one that is missing.
func argument(arguments []pdf.Value, i int) pdf.Value {
	if i >= len(arguments) {
		return pdf.Value{}
	}
	return arguments[i]
}

// form interprets a form XObject where it is drawn.
func (in *interpreter) form(name string, resources pdf.Value, s state) {
	x := resources.Key("XObject").Key(name)
	if x.Key("Subtype").Name() != "Form" {
		return
	}
	if in.depth++; in.depth > maxFormDepth {
		panic(fmt.Errorf("%w: forms within forms", gongkai.ErrLimit))
	}
	defer func() { in.depth-- }()
	var values []pdf.Value
	for i := range x.Key("Matrix").Len() {
		values = append(values, x.Key("Matrix").Index(i))
	}
	if m, ok := matrixOf(values); ok {
		s.ctm = m.times(s.ctm)
	}
	if own := x.Key("Resources"); !own.IsNull() {
		resources = own
	}
	in.run(x, resources, s)
}

// place applies the operators that move or style text and show none. It reports
// whether the operator is one.
func (s *state) place(operator string, arguments []pdf.Value) bool {
	number := func(i int) float64 { return argument(arguments, i).Float64() }
	switch operator {
	case "cm":
		if m, ok := matrixOf(arguments); ok {
			s.ctm = m.times(s.ctm)
		}
	case "BT":
		s.moveTo(identity)
	case "Tm":
		if m, ok := matrixOf(arguments); ok {
			s.moveTo(m)
		}
	case "TD":
		s.leading = -number(1)
		fallthrough
	case "Td":
		s.moveTo(matrix{1, 0, 0, 1, number(0), number(1)}.times(s.line))
	case "T*":
		s.nextLine()
	case "TL":
		s.leading = number(0)
	case "Tc":
		s.charSpace = number(0)
	case "Tw":
		s.wordSpace = number(0)
	case "Tz":
		s.scale = number(0) / 100
	case "Ts":
		s.rise = number(0)
	default:
		return false
	}
	return true
}

func (s *state) moveTo(line matrix) { s.line, s.text, s.rough = line, line, 0 }

func (s *state) nextLine() { s.moveTo(matrix{1, 0, 0, 1, 0, -s.leading}.times(s.line)) }

// show applies the operators that show text.
func (in *interpreter) show(s *state, operator string, arguments []pdf.Value) {
	switch operator {
	case "Tj":
		in.text(s, argument(arguments, 0).RawString())
	case "'":
		s.nextLine()
		in.text(s, argument(arguments, 0).RawString())
	case "\"":
		s.wordSpace, s.charSpace = argument(arguments, 0).Float64(), argument(arguments, 1).Float64()
		s.nextLine()
		in.text(s, argument(arguments, 2).RawString())
	case "TJ":
		list := argument(arguments, 0)
		for i := range list.Len() {
			if v := list.Index(i); v.Kind() == pdf.String {
				in.text(s, v.RawString())
			} else {
				s.advance(-v.Float64() / 1000 * s.size * s.scale)
			}
		}
	}
}

func (s *state) advance(by float64) { s.text = matrix{1, 0, 0, 1, by, 0}.times(s.text) }

// text places the glyphs of a string.
func (in *interpreter) text(s *state, codes string) {
	if s.font == nil || s.font.codeBytes == 0 || len(codes)%s.font.codeBytes != 0 {
		in.blur(s, string(utf8.RuneError), len(codes))
		return
	}
	for n := s.font.codeBytes; len(codes) > 0; codes = codes[n:] {
		text, width := s.font.text(codes[:n]), s.font.width(codes[:n])
		if width == 0 || s.rough > 0 {
			in.blur(s, text, 1)
			continue
		}
		if strings.TrimSpace(text) != "" {
			in.add(s, text, width*s.size*s.scale, false)
		}
		s.advance(s.spacing(codes[:n]) + width*s.size*s.scale)
	}
}

func (s *state) spacing(code string) float64 {
	if code == " " {
		return (s.charSpace + s.wordSpace) * s.scale
	}
	return s.charSpace * s.scale
}

// blur places text of n glyphs whose widths are not known. No glyph is wider
// than an em; after the first, not even where one begins is known.
func (in *interpreter) blur(s *state, text string, n int) {
	s.rough += float64(n) * (math.Abs(s.size) + math.Abs(s.charSpace) + math.Abs(s.wordSpace)) * s.scale
	in.add(s, text, s.rough, true)
}

// add places text that begins at the text matrix and has the length in text
// space. Slanted text is no cell's: it is left out, as watermarks are.
func (in *interpreter) add(s *state, text string, length float64, rough bool) {
	if len(in.pieces) >= in.maxPieces && in.maxPieces > 0 {
		panic(fmt.Errorf("%w: too much text", gongkai.ErrLimit))
	}
	m := matrix{1, 0, 0, 1, 0, s.rise}.times(s.text).times(s.ctm).times(in.page.displayed())
	x0, y0 := m.apply(0, 0)
	x1, y1 := m.apply(length, 0)
	_, middle := m.apply(0, middleEms*s.size)
	em := math.Abs(s.size) * math.Sqrt(math.Abs(m[0]*m[3]-m[1]*m[2]))
	p := piece{text: text, left: x0, right: x1, middle: middle, em: em, rough: rough}
	if s.font != nil && s.font.vertical {
		x1, y1 = m.apply(0, -length)
	}
	switch reach := math.Hypot(x1-x0, y1-y0); {
	case x1 > x0 && math.Abs(y1-y0) <= slantTolerance*reach:
	case math.Abs(y1-y0) <= slantTolerance*reach, math.Abs(x1-x0) <= slantTolerance*reach:
		p.sideways = true
		p.left, p.right = min(x0, x1)-em, max(x0, x1)+em
		p.top, p.bottom = min(y0, y1)-em, max(y0, y1)+em
	default:
		return
	}
	in.pieces = append(in.pieces, p)
}
