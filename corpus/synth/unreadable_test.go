package synth

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"gongkai/internal/optional"
)

// brokenFiles make testdata/broken: what no reader may stumble over. Those that
// are absent are made by whoever needs them: random bytes, a folder that cannot
// be opened. Two are cut from testdata/reports, which are written before: tests
// run in the order of their files' names.
var brokenFiles = []struct {
	name, what string
	make       func(*testing.T) []byte
}{
	{"empty.docx", "no bytes at all", func(*testing.T) []byte { return nil }},
	{"png-named.pdf", "a PNG picture under a PDF's name", pngPicture},
	{"truncated.pdf", "the first half of a report: no trailer, no catalog", func(t *testing.T) []byte {
		return firstHalf(t, "qingwu-county-2022.pdf")
	}},
	{"truncated.docx", "the first half of a report: no central directory", func(t *testing.T) []byte {
		return firstHalf(t, "qingwu-county-2022.docx")
	}},
	{"cyclic-pages.pdf", "a page tree whose kids hold their parent", func(*testing.T) []byte { return cyclicPDF() }},
	{"bomb.docx", "a paragraph of 300 MB in a file of 300 kB", bomb},
	{"nested.docx", "10,000 elements inside each other", nestedDOCX},
	{"nested.html", "10,000 elements inside each other", func(*testing.T) []byte {
		return []byte("<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>nested</title></head><body>" +
			strings.Repeat("<div>", nestedDepth) + "<p>深</p>" + strings.Repeat("</div>", nestedDepth) + "</body></html>\n")
	}},
	{"encrypted.pdf", "AES-256 with a user password: qpdf, salted anew each time", encryptedPDF},
	{"encrypted.docx", "the OLE2 container of a document with a password", func(*testing.T) []byte { return encryptedDOCX() }},
}

const (
	nestedDepth = 10_000
	bombBytes   = 300 << 20
	// cfbSector is the sector size of version 3 compound files.
	cfbSector = 512
)

// onlyMade are the files that -update makes only where they are absent,
// because they differ every time.
var onlyMade = []string{"encrypted.pdf"}

func TestBrokenFiles(t *testing.T) {
	for _, f := range brokenFiles {
		t.Run(f.name, func(t *testing.T) {
			path := filepath.Join(testdata, "broken", f.name)
			got, err := os.ReadFile(path)
			if *update && (err != nil || !slices.Contains(onlyMade, f.name)) {
				store(t, path, f.make(t))
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			switch {
			case slices.Contains(onlyMade, f.name):
				if !bytes.Contains(got, []byte("/Encrypt")) {
					t.Error("is not encrypted")
				}
			case f.name == "bomb.docx":
				checkBomb(t, got)
			case f.name == "png-named.pdf":
				if _, err := png.Decode(bytes.NewReader(got)); err != nil {
					t.Error(err)
				}
			case f.name == "nested.docx":
				if !same(t, f.name, f.make(t), got) {
					t.Error("is not what the code makes")
				}
			default:
				if !bytes.Equal(f.make(t), got) {
					t.Error("is not what the code makes")
				}
			}
		})
	}
}

func pngPicture(t *testing.T) []byte {
	picture := image.NewGray(image.Rect(0, 0, 32, 32))
	for x := range 32 {
		picture.SetGray(x, x, color.Gray{Y: 255})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func firstHalf(t *testing.T, report string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(testdata, "reports", report))
	if err != nil {
		t.Fatal(err)
	}
	return data[:len(data)/2]
}

// pdfOf writes objects 1 to n and a cross-reference table; object 1 is the
// catalog.
func pdfOf(objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	offsets := make([]int, len(objects))
	for i, object := range objects {
		offsets[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, offset := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, table)
	return b.Bytes()
}

func cyclicPDF() []byte {
	return pdfOf("<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1/Parent 3 0 R>>",
		"<</Type/Pages/Kids[2 0 R]/Count 1/Parent 2 0 R>>")
}

func encryptedPDF(t *testing.T) []byte {
	qpdf, err := exec.LookPath("qpdf")
	if err != nil {
		optional.Skip(t, err.Error())
	}
	content := "BT /F1 24 Tf 72 720 Td (secret) Tj ET"
	plain := pdfOf("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
		fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(content), content),
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
	source, target := filepath.Join(t.TempDir(), "plain.pdf"), filepath.Join(t.TempDir(), "encrypted.pdf")
	store(t, source, plain)
	if out, err := exec.Command(qpdf, "--encrypt", "reader", "owner", "256", "--", source, target).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	data, err := os.ReadFile(target)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// letterheadWith is the template's package with another document.xml.
func letterheadWith(document string) []part {
	parts := slices.Clone(letterheadParts)
	for i := range parts {
		if parts[i].name == "word/document.xml" {
			parts[i].content = document
		}
	}
	return parts
}

const (
	documentStart = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" +
		`<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`
	documentEnd = `</w:body></w:document>`
)

func nestedDOCX(t *testing.T) []byte {
	half := nestedDepth / 2 // two elements a level
	return zipped(t, letterheadWith(documentStart+strings.Repeat("<w:sdt><w:sdtContent>", half)+
		"<w:p><w:r><w:t>深</w:t></w:r></w:p>"+strings.Repeat("</w:sdtContent></w:sdt>", half)+documentEnd))
}

// bomb streams zeros into one paragraph, so that making it takes no memory.
func bomb(t *testing.T) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	w.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(out, flate.BestCompression)
	})
	for _, p := range letterheadWith("") {
		f, err := w.Create(p.name)
		if err != nil {
			t.Fatal(err)
		}
		if p.content != "" {
			io.WriteString(f, p.content)
			continue
		}
		io.WriteString(f, documentStart+"<w:p><w:r><w:t>")
		chunk := bytes.Repeat([]byte("0"), 1<<20)
		for range bombBytes / len(chunk) {
			f.Write(chunk)
		}
		io.WriteString(f, "</w:t></w:r></w:p>"+documentEnd)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func checkBomb(t *testing.T, data []byte) {
	t.Helper()
	if len(data) > 400<<10 {
		t.Errorf("is %d bytes on disk", len(data))
	}
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.File {
		if f.Name == "word/document.xml" && f.UncompressedSize64 < bombBytes {
			t.Errorf("inflates to %d bytes", f.UncompressedSize64)
		}
	}
}

// encryptedDOCX is a compound file ([MS-CFB]) with the two streams that mark an
// encrypted document ([MS-OFFCRYPTO]), filled with nothing decipherable.
func encryptedDOCX() []byte {
	const (
		streamSectors = 8 // 4096 bytes: below that, streams live elsewhere
		endOfChain    = 0xFFFFFFFE
		free          = 0xFFFFFFFF
		fatSector     = 0xFFFFFFFD
	)
	header := make([]byte, cfbSector)
	copy(header, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
	le := binary.LittleEndian
	for _, field := range []struct{ at, value int }{{24, 0x3E}, {26, 3}, {28, 0xFFFE}, {30, 9}, {32, 6}} {
		le.PutUint16(header[field.at:], uint16(field.value))
	}
	for _, field := range []struct{ at, value uint32 }{{44, 1}, {48, 1}, {56, 4096}, {60, endOfChain}, {68, endOfChain}} {
		le.PutUint32(header[field.at:], field.value)
	}
	for at := 80; at < cfbSector; at += 4 { // sector 0 is the only one of the FAT
		le.PutUint32(header[at:], free)
	}
	fat, directory := make([]byte, cfbSector), make([]byte, cfbSector)
	for at := 0; at < cfbSector; at += 4 {
		le.PutUint32(fat[at:], free)
	}
	le.PutUint32(fat, fatSector)
	le.PutUint32(fat[4:], endOfChain)
	for stream := range 2 {
		first := 2 + stream*streamSectors
		for sector := first; sector < first+streamSectors; sector++ {
			le.PutUint32(fat[4*sector:], uint32(sector+1))
		}
		le.PutUint32(fat[4*(first+streamSectors-1):], endOfChain)
	}
	cfbEntry(directory, 0, "Root Entry", 5, free, 1, endOfChain, 0)
	cfbEntry(directory, 1, "EncryptionInfo", 2, 2, free, 2, streamSectors*cfbSector)
	cfbEntry(directory, 2, "EncryptedPackage", 2, free, free, 2+streamSectors, streamSectors*cfbSector)
	streams := make([]byte, 2*streamSectors*cfbSector)
	for i := range streams {
		streams[i] = byte(i*7 + i/251)
	}
	return slices.Concat(header, fat, directory, streams)
}

// cfbEntry writes entry n of the directory.
func cfbEntry(directory []byte, n int, name string, kind byte, right, child, start, size uint32) {
	entry := directory[128*n : 128*n+128]
	units := utf16.Encode([]rune(name))
	for i, unit := range units {
		binary.LittleEndian.PutUint16(entry[2*i:], unit)
	}
	binary.LittleEndian.PutUint16(entry[64:], uint16(2*len(units)+2))
	entry[66], entry[67] = kind, 1 // black
	for at, value := range map[int]uint32{68: 0xFFFFFFFF, 72: right, 76: child, 116: start, 120: size} {
		binary.LittleEndian.PutUint32(entry[at:], value)
	}
}
