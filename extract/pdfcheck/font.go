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
	texts     map[string]string
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
// (ISO 32000-1, 9.7.4.3). Codes are CIDs with the encoding Identity-H only.
func (f *font) composite() {
	f.vertical = strings.HasSuffix(f.V.Key("Encoding").Name(), "V")
	if f.V.Key("Encoding").Name() != "Identity-H" || f.V.Key("ToUnicode").Kind() != pdf.Stream {
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

func (f *font) set(code int, width float64) {
	if code >= 0 && code < maxWidths {
		f.widths[code] = width
	}
}

// width is the advance of a code in em; 0 when the file does not say.
func (f *font) width(code string) float64 {
	n := 0
	for i := range len(code) {
		n = n<<8 | int(code[i])
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
