package synth

import (
	"bytes"
	"cmp"
	"compress/zlib"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf16"
)

// pdfFile writes the objects of a PDF 1.4 file: one font, and pages of drawing
// operators. The same pages give the same bytes.
//
// Codes are UTF-16 (Identity-H with a ToUnicode map). The font is embedded, and
// draws every character as a box: the text layer is what such a file is for. A
// bare file names a Chinese font instead and leaves it to the viewer to have one
// (ISO 32000-1, 9.7.5.2), as old reports do.
type pdfFile struct {
	objects [][]byte
	pages   []int
	used    map[uint16]bool // codes of text
}

// pdfPage is one page: its size in points as stored, how far it is turned
// clockwise when displayed, and what is drawn.
type pdfPage struct {
	width, height float64
	rotate        int
	content       string
}

const (
	catalogObject = 1 + iota
	pagesObject
	fontObject
	descendantObject
	descriptorObject
	unicodeObject
)

func newPDFFile(bare bool, name string) *pdfFile {
	f := &pdfFile{used: map[uint16]bool{}}
	name = strings.ReplaceAll(cmp.Or(name, "STSong-Light"), " ", "#20")
	f.add("<</Type/Catalog/Pages 2 0 R>>")
	f.add("") // the page tree: known at the end
	encoding, subtype, glyphs, outlines := "Identity-H", "CIDFontType2", "/CIDToGIDMap 8 0 R", "/FontFile2 7 0 R"
	system, ascii := "<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>", "32 126"
	if bare {
		encoding, subtype, glyphs, outlines = "UniGB-UCS2-H", "CIDFontType0", "", ""
		system, ascii = "<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>", "1 95"
	}
	f.add("<</Type/Font/Subtype/Type0/BaseFont/" + name + "/Encoding/" + encoding + "/DescendantFonts[4 0 R]/ToUnicode 6 0 R>>")
	f.add("<</Type/Font/Subtype/" + subtype + "/BaseFont/" + name + "/CIDSystemInfo" + system +
		"/FontDescriptor 5 0 R/DW 1000/W[" + ascii + " 500]" + glyphs + ">>")
	f.add("<</Type/FontDescriptor/FontName/" + name + "/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93" + outlines + ">>")
	f.add("") // the map of characters: known at the end
	if !bare {
		font := boxFont()
		f.addStream(fmt.Sprintf("/Length1 %d", len(font)), font)
		f.addStream("", glyphOfEveryCharacter())
	}
	return f
}

// unicodeMap maps every code that the pages use to the character of that number,
// as the writers of real files do: a map of all 65,536 takes PDFium longer to load
// than all of a report's pages to read.
func (f *pdfFile) unicodeMap() string {
	var b strings.Builder
	b.WriteString("/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n/CMapName /UCS2 def /CMapType 2 def\n" +
		"1 begincodespacerange <0000> <FFFF> endcodespacerange\n")
	for block := range slices.Chunk(slices.Sorted(maps.Keys(f.used)), maxMappings) {
		fmt.Fprintf(&b, "%d beginbfchar\n", len(block))
		for _, code := range block {
			fmt.Fprintf(&b, "<%04X> <%04X>\n", code, code)
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap CMapName currentdict /CMap defineresource pop end end\n")
	return b.String()
}

// maxMappings is how many a block of a character map may have (Adobe Technical
// Note 5014, 7).
const maxMappings = 100

// add appends an object and returns its number.
func (f *pdfFile) add(object string) int {
	f.objects = append(f.objects, []byte(object))
	return len(f.objects)
}

func (f *pdfFile) addStream(entries string, data []byte) int {
	return f.add(string(pdfStream(entries, data)))
}

func pdfStream(entries string, data []byte) []byte {
	var b bytes.Buffer
	w := zlib.NewWriter(&b) // a bytes.Buffer takes every write
	w.Write(data)
	w.Close()
	return fmt.Appendf(nil, "<<%s/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream", entries, b.Len(), b.Bytes())
}

func (f *pdfFile) addPage(p pdfPage) {
	content := f.addStream("", []byte(p.content))
	f.pages = append(f.pages, f.add(fmt.Sprintf(
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %g %g]/Rotate %d/Contents %d 0 R/Resources<</Font<</F %d 0 R>>>>>>",
		p.width, p.height, p.rotate, content, fontObject)))
}

// bytes is the file, with its cross-reference table.
func (f *pdfFile) bytes() []byte {
	var kids strings.Builder
	for _, page := range f.pages {
		fmt.Fprintf(&kids, "%d 0 R ", page)
	}
	f.objects[pagesObject-1] = fmt.Appendf(nil, "<</Type/Pages/Kids[%s]/Count %d>>", kids.String(), len(f.pages))
	f.objects[unicodeObject-1] = pdfStream("", []byte(f.unicodeMap()))
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
	offsets := make([]int, len(f.objects))
	for i, object := range f.objects {
		offsets[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, offset := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, catalogObject, table)
	return b.Bytes()
}

// hex is text in the font's codes.
func (f *pdfFile) hex(text string) string {
	var b strings.Builder
	b.WriteByte('<')
	for _, unit := range utf16.Encode([]rune(text)) {
		f.used[unit] = true
		fmt.Fprintf(&b, "%04X", unit)
	}
	b.WriteByte('>')
	return b.String()
}
