package docx

import (
	"strings"
	"testing"

	"gongkai"
)

// BenchmarkRead reads a document of the size of a report as Word writes it:
// nearly all of it is formatting.
func BenchmarkRead(b *testing.B) {
	const format = `<w:pPr><w:widowControl/><w:spacing w:line="240" w:lineRule="auto"/><w:jc w:val="center"/><w:rPr><w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体" w:cs="宋体"/><w:sz w:val="24"/><w:szCs w:val="24"/></w:rPr></w:pPr>`
	const borders = `<w:tcPr><w:tcW w:w="640" w:type="dxa"/><w:tcBorders><w:top w:val="nil"/><w:left w:val="nil"/><w:bottom w:val="single" w:color="auto" w:sz="8" w:space="0"/><w:right w:val="single" w:color="auto" w:sz="8" w:space="0"/></w:tcBorders><w:vAlign w:val="center"/></w:tcPr>`
	cell := `<w:tc>` + borders + `<w:p>` + format + `<w:r><w:rPr><w:rFonts w:hint="eastAsia"/><w:kern w:val="0"/><w:lang w:val="en-US" w:bidi="ar"/></w:rPr><w:t>12</w:t></w:r></w:p></w:tc>`
	body := strings.Repeat(`<w:p>`+format+run(strings.Repeat("政府信息公开", 20))+`</w:p>`, 40) +
		tbl(strings.Repeat(tr(strings.Repeat(cell, 10)), 28))
	data := pack(parts(body))
	limits := gongkai.DefaultLimits()
	b.SetBytes(int64(len(document(body))))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(data, limits); err != nil {
			b.Fatal(err)
		}
	}
}
