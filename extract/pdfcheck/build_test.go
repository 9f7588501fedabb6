package pdfcheck

import (
	"bytes"
	"fmt"
	"strings"
)

// write writes a PDF file from its objects, the first of which is the catalog.
func write(objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	offsets := make([]int, len(objects))
	for i, o := range objects {
		offsets[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, offset := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&b, "trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, start)
	return b.Bytes()
}

func stream(dictionary, content string) string {
	return fmt.Sprintf("<<%s/Length %d>>stream\n%s\nendstream", dictionary, len(content), content)
}

// onePage is a page of 200 × 100 points with the extra entries of its
// dictionary. Its fonts: F1 with widths, F2 without, F3 composite (0x0100 is
// the digit 0 and so on, half an em wide), F4 composite and vertical, F5 in an
// encoding that the engine does not know, F6 in UCS-2. X1 is a form with the given content,
// X2 one that draws itself.
func onePage(extra, content, form string) []byte {
	toUnicode := "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n1 begincodespacerange <0000> <FFFF> endcodespacerange\n" +
		"1 beginbfrange <0100> <0109> <0030> endbfrange\nendcmap end end"
	descendant := "<</Type/Font/Subtype/CIDFontType2/BaseFont/X/DW 1000/W[256 265 500]>>"
	composite := func(encoding string) string {
		return "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/" + encoding + "/DescendantFonts[" + descendant + "]/ToUnicode 6 0 R>>"
	}
	resources := "<</Font<</F1 4 0 R/F2<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>/F3 " + composite("Identity-H") + "/F4 " + composite("Identity-V") +
		"/F5 " + composite("GBK-EUC-H") + "/F6<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[" +
		"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/W[1 95 500]>>]>>" + ">>/XObject<</X1 7 0 R/X2 8 0 R>>>>"
	widths := strings.TrimSpace(strings.Repeat("500 ", 95))
	return write(
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 200 100]/Resources "+resources+">>",
		"<</Type/Page/Parent 2 0 R"+extra+"/Contents 5 0 R>>",
		"<</Type/Font/Subtype/TrueType/BaseFont/Y/Encoding/WinAnsiEncoding/FirstChar 32/LastChar 126/Widths["+widths+"]>>",
		stream("", content),
		stream("", toUnicode),
		stream("/Type/XObject/Subtype/Form/BBox[0 0 1000 1000]/Matrix[1 0 0 1 10 0]", form),
		stream("/Type/XObject/Subtype/Form/BBox[0 0 1000 1000]/Resources<</XObject<</X2 8 0 R>>>>", "/X2 Do"),
	)
}
