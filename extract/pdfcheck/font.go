package pdfcheck

import (
	"strings"
	"unicode/utf8"

	"github.com/ledongthuc/pdf"
)

// font decodes the strings of one font.
type font struct {
	pdf.Font
	// codeBytes is how long a code is; 0: the engine cannot decode the font.
	codeBytes int
	// vertical: the font writes downwards; it is not decoded.
	vertical bool
	// widths are the advances by code, in thousandths of an em; otherwise is
	// that of the codes that are not in it, 0 for unknown.
	widths    map[int]float64
	otherwise float64
	// unicode: codes are UCS-2, of the collection Adobe-GB1.
	unicode bool
	lastCID int // with a width
	texts   map[string]string
}

// maxWidths bounds what a table of widths may claim.
const maxWidths = 1 << 16

func newFont(v pdf.Value) *font {
	f := &font{Font: pdf.Font{V: v}, widths: map[int]float64{}, texts: map[string]string{}}
	switch v.Key("Subtype").Name() {
	case "Type1", "TrueType", "MMType1":
		f.simple()
	case "Type0":
		f.composite()
	}
	return f
}

func (f *font) simple() {
	switch e := f.V.Key("Encoding"); {
	case e.Kind() == pdf.Name && e.Name() != "WinAnsiEncoding" && e.Name() != "MacRomanEncoding":
		return // the engine would take the codes for UTF-8
	}
	f.codeBytes = 1
	first := f.FirstChar()
	widths := f.V.Key("Widths")
	for i := range min(widths.Len(), maxWidths) {
		f.widths[first+i] = widths.Index(i).Float64()
	}
}

// composite reads what a font with codes of two bytes says of its widths
// (ISO 32000-1, 9.7.4.3), by CID.
func (f *font) composite() {
	encoding := f.V.Key("Encoding").Name()
	f.vertical = strings.HasSuffix(encoding, "V")
	f.unicode = encoding == "UniGB-UCS2-H"
	if !f.unicode && (encoding != "Identity-H" || f.V.Key("ToUnicode").Kind() != pdf.Stream) {
		return
	}
	descendant := f.V.Key("DescendantFonts").Index(0)
	f.codeBytes, f.otherwise = 2, defaultWidth
	if dw := descendant.Key("DW"); !dw.IsNull() {
		f.otherwise = dw.Float64()
	}
	w := descendant.Key("W")
	for i := 0; i+1 < w.Len(); {
		first := int(w.Index(i).Int64())
		if list := w.Index(i + 1); list.Kind() == pdf.Array {
			for j := range list.Len() {
				f.set(first+j, list.Index(j).Float64())
			}
			i += 2
			continue
		}
		width := w.Index(i + 2).Float64()
		for code := first; code <= min(int(w.Index(i+1).Int64()), maxWidths); code++ {
			f.set(code, width)
		}
		i += 3
	}
}

// defaultWidth is the width of a CID when the font does not say otherwise.
const defaultWidth = 1000

func (f *font) set(cid int, width float64) {
	if cid >= 0 && cid < maxWidths {
		f.widths[cid] = width
		f.lastCID = max(f.lastCID, cid)
	}
}

// The CIDs 1 to 95 of Adobe-GB1 are the characters of ASCII.
const (
	asciiFirst, asciiLast = 0x20, 0x7E
	asciiLastCID          = 95
)

// width is the advance of a code in em; 0 when the file does not say.
func (f *font) width(code string) float64 {
	n := 0
	for i := range len(code) {
		n = n<<8 | int(code[i])
	}
	switch {
	case !f.unicode:
	case n >= asciiFirst && n <= asciiLast:
		n += asciiLastCID - asciiLast
	case f.lastCID > asciiLastCID:
		return 0 // which CID the character has takes a table
	default:
		return f.otherwise / 1000
	}
	if w, ok := f.widths[n]; ok {
		return w / 1000
	}
	return f.otherwise / 1000
}

// text decodes one code. What the engine does not know is U+FFFD.
func (f *font) text(code string) string {
	if t, ok := f.texts[code]; ok {
		return t
	}
	t := f.Encoder().Decode(code)
	if t == "" || !utf8.ValidString(t) || strings.ContainsRune(t, 0) {
		t = string(utf8.RuneError)
	}
	f.texts[code] = t
	return t
}
