package hostile

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"crypto/sha256"
	"encoding/binary"
	"hash/crc32"
	"math/rand/v2"
	"unicode/utf16"
)

const (
	odtStart = `<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" ` +
		`xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" office:version="1.2"><office:body><office:text>`
	odtEnd = `</office:text></office:body></office:document-content>`

	sheetSpace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	sheetStart = `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="` + sheetSpace + `"><sheetData>`
	sheetEnd   = `</sheetData></worksheet>`

	ofdSpace = "http://www.ofdspec.org/2016"
)

// member is a file of a zip archive.
type member struct {
	name, content string
	stored        bool
	flags         uint16
	// deflated stands for the content, which is unpacked bytes long and has the
	// checksum.
	deflated []byte
	unpacked uint64
	checksum uint32
}

// archive is a zip archive. Members without a name are left out.
func archive(members ...member) []byte {
	var b bytes.Buffer // takes every write
	w := zip.NewWriter(&b)
	for _, m := range members {
		if m.name == "" {
			continue
		}
		header := &zip.FileHeader{Name: m.name, Method: zip.Deflate, Flags: m.flags}
		if m.deflated == nil && !m.stored {
			out, _ := w.CreateHeader(header)
			out.Write([]byte(m.content))
			continue
		}
		header.UncompressedSize64, header.CRC32 = m.unpacked, m.checksum
		if m.stored {
			header.Method, m.deflated = zip.Store, []byte(m.content)
			header.UncompressedSize64, header.CRC32 = uint64(len(m.content)), crc32.ChecksumIEEE(m.deflated)
		}
		header.CompressedSize64 = uint64(len(m.deflated))
		out, _ := w.CreateRaw(header)
		out.Write(m.deflated)
	}
	w.Close()
	return b.Bytes()
}

// blockBytes is what one repeated piece of a bomb expands to.
const blockBytes = 16 << 20

// deflatedZeros is a deflate stream of at least n zeros: one piece again and again.
func deflatedZeros(n int) []byte { return deflated("", '\x00', n, "") }

// deflated is a deflate stream (RFC 1951) of a text around a character that comes
// at least n times.
func deflated(start string, filler byte, n int, end string) []byte {
	piece := func(data []byte, last bool) []byte {
		var b bytes.Buffer
		w, _ := flate.NewWriter(&b, flate.BestCompression)
		w.Write(data)
		if last {
			w.Close()
		} else {
			w.Flush() // ends at a byte
		}
		return b.Bytes()
	}
	out := piece([]byte(start), false)
	block := piece(bytes.Repeat([]byte{filler}, blockBytes), false)
	for range n/blockBytes + 1 {
		out = append(out, block...)
	}
	return append(out, piece([]byte(end), true)...)
}

// bombed is a member of a text around more zeros than may be expanded.
func bombed(name, start, end string) member {
	n := (expanded/blockBytes + 1) * blockBytes
	sum := crc32.NewIEEE()
	sum.Write([]byte(start))
	block := bytes.Repeat([]byte{'0'}, blockBytes)
	for range n / blockBytes {
		sum.Write(block)
	}
	sum.Write([]byte(end))
	return member{name: name, deflated: deflated(start, '0', expanded, end), unpacked: uint64(len(start) + n + len(end)), checksum: sum.Sum32()}
}

// zeros is a member of n zeros and a block.
func zeros(name string, n int) member {
	total := (n/blockBytes + 1) * blockBytes
	sum := crc32.NewIEEE()
	block := make([]byte, blockBytes)
	for range total / blockBytes {
		sum.Write(block)
	}
	return member{name: name, deflated: deflatedZeros(n), unpacked: uint64(total), checksum: sum.Sum32()}
}

// tarBomb is a member of n zeros in gzip members that follow each other
// (RFC 1952, 2.2).
func tarBomb(n int64) []byte {
	var head, block, out bytes.Buffer
	tar.NewWriter(&head).WriteHeader(&tar.Header{Name: "zeros.txt", Mode: 0o644, Size: n})
	for _, part := range []struct {
		to   *bytes.Buffer
		data []byte
	}{{&out, head.Bytes()}, {&block, make([]byte, blockBytes)}} {
		w, _ := gzip.NewWriterLevel(part.to, gzip.BestCompression)
		w.Write(part.data)
		w.Close()
	}
	for range n/blockBytes + 1 {
		out.Write(block.Bytes())
	}
	return out.Bytes()
}

// workbook is a workbook of one sheet; shared are its strings, if it has some.
func workbook(shared, sheet member) []byte {
	const head = `<?xml version="1.0" encoding="UTF-8"?>`
	if shared.name == "" {
		shared = member{name: "xl/sharedStrings.xml", content: head + `<sst xmlns="` + sheetSpace + `"/>`}
	}
	return archive(
		member{name: "[Content_Types].xml", content: head + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>` +
			`<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>`},
		member{name: "_rels/.rels", content: head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		member{name: "xl/workbook.xml", content: head + `<workbook xmlns="` + sheetSpace + `" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="年报" sheetId="1" r:id="rId1"/></sheets></workbook>`},
		member{name: "xl/_rels/workbook.xml.rels", content: head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>`},
		shared, sheet)
}

// ofd is a document of one page (GB/T 33190-2016), with templates.
func ofd(page member, templates string) []byte {
	const head = `<?xml version="1.0" encoding="UTF-8"?>`
	return archive(
		member{name: "OFD.xml", content: head + `<ofd:OFD xmlns:ofd="` + ofdSpace + `" Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>0</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`},
		member{name: "Doc_0/Document.xml", content: head + `<ofd:Document xmlns:ofd="` + ofdSpace + `"><ofd:CommonData><ofd:MaxUnitID>10</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>` + templates +
			`</ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>`},
		page)
}

// compound is a compound file ([MS-CFB]) of one stream, whose chain of sectors
// goes round if it is cyclic. It says that its table takes so many sectors, and
// that their list goes on in the table's own sector.
func compound(stream string, cyclic bool, tableSectors uint32) []byte {
	const (
		sector     = 512
		endOfChain = 0xFFFFFFFE
		free       = 0xFFFFFFFF
		ofTable    = 0xFFFFFFFD
		length     = 16 // sectors of the stream
	)
	le := binary.LittleEndian
	file := make([]byte, (3+length)*sector)
	copy(file, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
	for at, value := range map[int]uint16{24: 0x3E, 26: 3, 28: 0xFFFE, 30: 9, 32: 6} {
		le.PutUint16(file[at:], value)
	}
	for at, value := range map[int]uint32{44: tableSectors, 48: 1, 56: 4096, 60: endOfChain, 68: endOfChain} {
		le.PutUint32(file[at:], value)
	}
	if tableSectors > 1 { // the list of the table's sectors goes on, in a circle
		le.PutUint32(file[68:], 0)
		le.PutUint32(file[72:], tableSectors)
	}
	for at := 80; at < sector; at += 4 {
		le.PutUint32(file[at:], free)
	}
	table := file[sector : 2*sector]
	for at := 0; at < sector; at += 4 {
		le.PutUint32(table[at:], free)
	}
	le.PutUint32(table, ofTable)
	le.PutUint32(table[4:], endOfChain)
	for i := range length {
		next := uint32(3 + i)
		if i == length-1 {
			next = endOfChain
			if cyclic {
				next = 2
			}
		}
		le.PutUint32(table[4*(2+i):], next)
	}
	size := uint32(length * sector)
	if cyclic {
		size = 1 << 30
	}
	entry(file[2*sector:], "Root Entry", 5, 1, endOfChain, 0)
	entry(file[2*sector+128:], stream, 2, free, 2, size)
	copy(file[3*sector:], "\xEC\xA5\xC1\x00") // as the text of a document begins
	return file
}

// entry writes an entry of a compound file's directory.
func entry(to []byte, name string, kind byte, child, start, size uint32) {
	le := binary.LittleEndian
	units := utf16.Encode([]rune(name))
	for i, unit := range units {
		le.PutUint16(to[2*i:], unit)
	}
	le.PutUint16(to[64:], uint16(2*len(units)+2))
	to[66], to[67] = kind, 1
	for at, value := range map[int]uint32{68: 0xFFFFFFFF, 72: 0xFFFFFFFF, 76: child, 116: start, 120: size} {
		le.PutUint32(to[at:], value)
	}
}

// noise is reproducible random bytes.
func noise(n int) []byte {
	data := make([]byte, n)
	rand.NewChaCha8(sha256.Sum256([]byte("hostile"))).Read(data)
	return data
}
