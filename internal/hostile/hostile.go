// Package hostile makes documents that are built to harm whoever reads them: small
// files that expand to gigabytes, chains that never end, grids of billions of cells.
// They are made when they are needed, so that no checkout carries them.
package hostile

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"strings"
)

// File is one of them.
type File struct {
	// Name has the extension that such files have.
	Name string
	// Format is the reader's who must withstand it; an archive has none.
	Format string
	What   string
	Make   func() []byte
	// Want are the reasons, one of which must be given: gongkai.Reason of the
	// error. "read" allows that it is read, as whatever is left of it.
	Want []string
}

const (
	limit   = "limit"
	damaged = "damaged"
	read    = "read"
)

// Files are all there are.
func Files() []File {
	return append(append(packages(), containers()...), pictures()...)
}

// expanded is what bombs expand to: more than Limits.ExpandedBytes.
const expanded = 300 << 20

func packages() []File {
	return []File{
		{"bomb.odt", "odt", "a paragraph of 300 MB", func() []byte {
			return archive(member{name: "mimetype", content: "application/vnd.oasis.opendocument.text", stored: true},
				bombed("content.xml", odtStart+"<text:p>", "</text:p>"+odtEnd))
		}, []string{limit}},
		{"rows.odt", "odt", "a row that is repeated a billion times, of a cell that is", func() []byte {
			return archive(member{name: "mimetype", content: "application/vnd.oasis.opendocument.text", stored: true},
				member{name: "content.xml", content: odtStart + `<table:table><table:table-column table:number-columns-repeated="1073741824"/>` +
					`<table:table-row table:number-rows-repeated="1073741824"><table:table-cell table:number-columns-repeated="1073741824"><text:p>1</text:p></table:table-cell></table:table-row></table:table>` + odtEnd})
		}, []string{limit}},
		{"span.odt", "odt", "a cell that spans a billion columns and rows", func() []byte {
			return archive(member{name: "mimetype", content: "application/vnd.oasis.opendocument.text", stored: true},
				member{name: "content.xml", content: odtStart + `<table:table><table:table-row><table:table-cell table:number-columns-spanned="1073741824" table:number-rows-spanned="1073741824"><text:p>1</text:p></table:table-cell></table:table-row></table:table>` + odtEnd})
		}, []string{limit, read}},
		{"nested.odt", "odt", "10,000 sections inside each other", func() []byte {
			return archive(member{name: "mimetype", content: "application/vnd.oasis.opendocument.text", stored: true},
				member{name: "content.xml", content: odtStart + strings.Repeat("<text:section>", 10_000) + "<text:p>深</text:p>" + strings.Repeat("</text:section>", 10_000) + odtEnd})
		}, []string{limit}},
		{"encrypted.odt", "odt", "its content is encrypted", func() []byte {
			return archive(member{name: "mimetype", content: "application/vnd.oasis.opendocument.text", stored: true},
				member{name: "content.xml", content: string(noise(4096))},
				member{name: "META-INF/manifest.xml", content: `<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml" manifest:size="4096"><manifest:encryption-data manifest:checksum-type="SHA1/1K" manifest:checksum="AAAA"><manifest:algorithm manifest:algorithm-name="Blowfish CFB" manifest:initialisation-vector="AAAA"/></manifest:encryption-data></manifest:file-entry></manifest:manifest>`})
		}, []string{"encrypted"}},
		{"bomb.xlsx", "xlsx", "a cell of 300 MB", func() []byte {
			return workbook(member{}, bombed("xl/worksheets/sheet1.xml", sheetStart+`<row r="1"><c r="A1" t="inlineStr"><is><t>`, "</t></is></c></row>"+sheetEnd))
		}, []string{limit}},
		{"strings.xlsx", "xlsx", "a shared string of 300 MB", func() []byte {
			return workbook(bombed("xl/sharedStrings.xml", `<sst xmlns="`+sheetSpace+`"><si><t>`, "</t></si></sst>"),
				member{name: "xl/worksheets/sheet1.xml", content: sheetStart + `<row r="1"><c r="A1" t="s"><v>0</v></c></row>` + sheetEnd})
		}, []string{limit}},
		{"corner.xlsx", "xlsx", "a cell in each of two corners of the largest sheet: 17 billion places", func() []byte {
			return workbook(member{}, member{name: "xl/worksheets/sheet1.xml", content: sheetStart + `<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>` + sheetEnd})
		}, []string{limit, read}},
		{"merged.xlsx", "xlsx", "a merged cell as large as the largest sheet", func() []byte {
			return workbook(member{}, member{name: "xl/worksheets/sheet1.xml", content: sheetStart + `<row r="1"><c r="A1"><v>1</v></c></row></sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>`})
		}, []string{limit, read}},
		{"bomb.ofd", "ofd", "a page of 300 MB", func() []byte {
			return ofd(bombed("Doc_0/Pages/Page_0/Content.xml", `<ofd:Page xmlns:ofd="`+ofdSpace+`"><ofd:Content><ofd:Layer ID="2"><ofd:TextObject ID="3" Boundary="10 10 100 10" Font="1" Size="5"><ofd:TextCode X="0" Y="5">`, `</ofd:TextCode></ofd:TextObject></ofd:Layer></ofd:Content></ofd:Page>`), "")
		}, []string{limit}},
		{"delta.ofd", "ofd", "a billion steps between two characters", func() []byte {
			return ofd(member{name: "Doc_0/Pages/Page_0/Content.xml", content: `<ofd:Page xmlns:ofd="` + ofdSpace + `"><ofd:Content><ofd:Layer ID="2"><ofd:TextObject ID="3" Boundary="10 10 100 10" Font="1" Size="5"><ofd:TextCode X="0" Y="5" DeltaX="g 1000000000 1 g 1000000000 1">政府信息公开</ofd:TextCode></ofd:TextObject></ofd:Layer></ofd:Content></ofd:Page>`}, "")
		}, []string{limit, damaged, read}},
		{"template.ofd", "ofd", "a template page whose template it is", func() []byte {
			page := `<ofd:Page xmlns:ofd="` + ofdSpace + `"><ofd:Template TemplateID="9" ZOrder="Background"/><ofd:Content><ofd:Layer ID="2"/></ofd:Content></ofd:Page>`
			return ofd(member{name: "Doc_0/Pages/Page_0/Content.xml", content: page}, `<ofd:TemplatePage ID="9" BaseLoc="Pages/Page_0/Content.xml"/>`)
		}, []string{limit, damaged, "no-text", "empty"}},
	}
}

func containers() []File {
	return []File{
		{"bomb.zip", "", "a member of 2 GB and one of 2 kB", func() []byte {
			return archive(zeros("zeros.txt", 2<<30), member{name: "a.txt", content: "一、总体情况\n二、主动公开\n"})
		}, []string{limit}},
		{"bomb.tar.gz", "", "a member of 2 GB", func() []byte { return tarBomb(2 << 30) }, []string{limit}},
		{"nested.zip", "", "20 archives inside each other", func() []byte {
			inner := archive(member{name: "a.txt", content: "深"})
			for range 20 {
				inner = archive(member{name: "inner.zip", content: string(inner)})
			}
			return inner
		}, []string{limit}},
		{"many.zip", "", "60,000 members of nothing", func() []byte {
			members := make([]member, 60_000)
			for i := range members {
				members[i] = member{name: fmt.Sprintf("%d.txt", i), stored: true}
			}
			return archive(members...)
		}, []string{limit, "empty"}},
		{"encrypted.zip", "", "a member with a password", func() []byte {
			return archive(member{name: "a.txt", content: string(noise(2000)), flags: 1, stored: true})
		}, []string{"encrypted"}},
		{"binary.rtf", "rtf", "binary data of 2 GB is announced, and absent", func() []byte {
			return []byte(`{\rtf1\ansi {\pict\bin2147483647 x}}`)
		}, []string{damaged, limit, "empty"}},
		{"nested.rtf", "rtf", "a million groups inside each other", func() []byte {
			return []byte(`{\rtf1 ` + strings.Repeat("{", 1_000_000) + "1" + strings.Repeat("}", 1_000_000) + "}")
		}, []string{limit}},
		{"rows.rtf", "rtf", "100,000 rows of 100 cells", func() []byte {
			row := `\trowd` + strings.Repeat(`\cellx100`, 100) + strings.Repeat(`1\cell `, 100) + `\row `
			return []byte(`{\rtf1 ` + strings.Repeat(row, 60_000) + "}")
		}, []string{limit}},
		{"cycle.doc", "doc", "a chain of sectors that returns to its beginning", func() []byte { return compound("WordDocument", true, 1) }, []string{damaged}},
		{"cycle.xls", "xls", "a chain of sectors that returns to its beginning", func() []byte { return compound("Workbook", true, 1) }, []string{damaged}},
		{"difat.doc", "doc", "a table of two billion sectors", func() []byte { return compound("WordDocument", false, 1<<31-1) }, []string{damaged}},
		{"parts.mht", "mhtml", "a million parts", func() []byte {
			return []byte(mhtmlStart + strings.Repeat("--x\r\nContent-Type: text/plain\r\n\r\n1\r\n", 1_000_000) + "--x--\r\n")
		}, []string{limit, damaged, "empty", "no-text"}},
		{"nested.mht", "mhtml", "10,000 parts inside each other", func() []byte {
			var b strings.Builder
			b.WriteString(mhtmlStart)
			for i := range 10_000 {
				fmt.Fprintf(&b, "--x%s\r\nContent-Type: multipart/related; boundary=\"x%d\"\r\n\r\n", suffix(i), i)
			}
			return []byte(b.String())
		}, []string{limit, damaged, "empty", "no-text"}},
		{"line.csv", "csv", "a record of 101 MB", func() []byte {
			return append([]byte("序号,指标,数量\n1,"), bytes.Repeat([]byte("1,"), 101<<19)...)
		}, []string{limit}},
		{"quote.csv", "csv", "a quote of 2 MB that never closes", func() []byte {
			return append([]byte("序号,指标,数量\n1,\""), bytes.Repeat([]byte("1,"), 1<<20)...)
		}, []string{limit, damaged, read}},
		{"columns.csv", "csv", "a row of a million cells, and 100 of one", func() []byte {
			return []byte(strings.Repeat("序号,指标,数量\n", 100) + strings.Repeat("1,", 1_000_000) + "\n")
		}, []string{limit}},
	}
}

func suffix(i int) string {
	if i == 0 {
		return ""
	}
	return fmt.Sprint(i - 1)
}

const mhtmlStart = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"x\"; type=\"text/html\"\r\n\r\n"

// side is the side of a picture of four billion pixels.
const side = 65535

func pictures() []File {
	be := binary.BigEndian
	return []File{
		{"bomb.png", "image", "65,535 × 65,535 pixels in 500 kB", func() []byte {
			b := []byte("\x89PNG\r\n\x1a\n")
			chunk := func(kind string, data []byte) {
				b = be.AppendUint32(b, uint32(len(data)))
				sum := crc32.NewIEEE()
				sum.Write([]byte(kind))
				sum.Write(data)
				b = append(append(b, kind...), data...)
				b = be.AppendUint32(b, sum.Sum32())
			}
			chunk("IHDR", append(be.AppendUint32(be.AppendUint32(nil, side), side), 1, 0, 0, 0, 0))
			chunk("IDAT", append([]byte{0x78, 0x9c}, deflatedZeros(side*(side/8+2))...))
			chunk("IEND", nil)
			return b
		}, []string{limit}},
		{"bomb.gif", "image", "a screen and a picture of 65,535 × 65,535 pixels", func() []byte {
			return []byte("GIF89a\xff\xff\xff\xff\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\xff\xff\xff\xff\x00\x02\x02\x4c\x01\x00;")
		}, []string{limit}},
		{"bomb.jpg", "image", "65,500 × 65,500 pixels are announced", func() []byte {
			return []byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xc0\x00\x0b\x08\xff\xdc\xff\xdc\x01\x01\x11\x00\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x00\xff\xd9")
		}, []string{limit}},
		{"bomb.bmp", "image", "65,535 × 65,535 pixels are announced", func() []byte {
			le := binary.LittleEndian
			b := append([]byte("BM"), make([]byte, 52)...)
			le.PutUint32(b[2:], 54)
			le.PutUint32(b[10:], 54)
			le.PutUint32(b[14:], 40)
			le.PutUint32(b[18:], side)
			le.PutUint32(b[22:], side)
			le.PutUint16(b[26:], 1)
			le.PutUint16(b[28:], 24)
			return b
		}, []string{limit}},
		{"bomb.tif", "image", "65,535 × 65,535 pixels are announced", func() []byte { return tiff(side, 8) }, []string{limit}},
		{"cycle.tif", "image", "a page after which comes itself", func() []byte { return tiff(8, 8) }, []string{limit, damaged, "no-text", "format"}},
	}
}

// tiff is a page of side × side grey pixels at offset 8, whose next page is next.
func tiff(side uint32, next uint32) []byte {
	le := binary.LittleEndian
	b := []byte("II*\x00\x08\x00\x00\x00")
	entries := []struct {
		tag, kind uint16
		value     uint32
	}{{256, 4, side}, {257, 4, side}, {258, 3, 8}, {259, 3, 1}, {262, 3, 1}, {273, 4, 8}, {277, 3, 1}, {278, 4, side}, {279, 4, 64}}
	b = le.AppendUint16(b, uint16(len(entries)))
	for _, e := range entries {
		b = le.AppendUint16(le.AppendUint16(b, e.tag), e.kind)
		b = le.AppendUint32(le.AppendUint32(b, 1), e.value)
	}
	return le.AppendUint32(b, next)
}
