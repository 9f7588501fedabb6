package unpack

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
	"strconv"
	"strings"
)

// Kind is a kind of archive.
type Kind string

const (
	None     Kind = "" // no archive
	Zip      Kind = "zip"
	SevenZip Kind = "7z"
	RAR      Kind = "rar"
	Tar      Kind = "tar"
	Gzip     Kind = "gzip"
	Bzip2    Kind = "bzip2"
	XZ       Kind = "xz"
)

// headBytes is how much of a file's beginning [KindOf] wants: a tar header.
const headBytes = 512

// KindOf says which kind of archive a file is by its first bytes (512, or all), and, if
// it is a zip, by its directory, which is read from r. It takes little time and memory on
// any bytes: it may be called outside of a worker.
func KindOf(head []byte, r io.ReaderAt, size int64) Kind {
	has := func(magic string) bool { return bytes.HasPrefix(head, []byte(magic)) }
	switch {
	case has("PK\x03\x04"), has("PK\x05\x06"), has("PK\x07\x08PK\x03\x04"):
		if isDocument(head, r, size) {
			return None
		}
		return Zip
	case has("7z\xbc\xaf\x27\x1c"):
		return SevenZip
	case has("Rar!\x1a\x07\x00"), has("Rar!\x1a\x07\x01\x00"):
		return RAR
	case has("\x1f\x8b\x08"):
		return Gzip
	case has("\xfd7zXZ\x00"):
		return XZ
	case has("BZh") && len(head) >= 10 && head[3] >= '1' && head[3] <= '9' && (string(head[4:10]) == "1AY&SY" || string(head[4:10]) == "\x17rE8P\x90"):
		return Bzip2
	case isTar(head):
		return Tar
	}
	return None
}

// isTar: the checksum of the first header is right. (The magic is younger than the
// format, and a text may hold it.)
func isTar(head []byte) bool {
	if len(head) < headBytes || head[0] == 0 {
		return false
	}
	field := strings.Trim(string(head[148:156]), " \x00")
	stated, err := strconv.ParseInt(field, 8, 32)
	if err != nil {
		return false
	}
	sum := int64(8 * ' ') // the checksum itself counts as spaces
	for i, b := range head[:headBytes] {
		if i < 148 || i >= 156 {
			sum += int64(b)
		}
	}
	return sum == stated
}

// Names by which a zip is a document, lower case.
var (
	documentParts = map[string]bool{
		"[content_types].xml": true, "word/document.xml": true, "xl/workbook.xml": true, // Office Open XML
		"ofd.xml":  true,                      // GB/T 33190
		"mimetype": true, "content.xml": true, // OpenDocument, EPUB
		"index/document.iwa": true, // Pages
	}
	// A document that was cut off has no directory, but a first part.
	firstParts = []string{"[content_types].xml", "_rels/", "docprops/", "word/", "xl/", "customxml/", "ofd.xml", "doc_0/", "mimetype"}
)

// isDocument reports whether a zip is one document and not an archive of some.
func isDocument(head []byte, r io.ReaderAt, size int64) bool {
	document := false
	whole := zipNames(r, size, func(name []byte) bool {
		document = len(name) < 64 && documentParts[fold(name)]
		return !document
	})
	if document || whole || len(head) < 30 {
		return document
	}
	first := fold(head[30:min(len(head), 30+int(binary.LittleEndian.Uint16(head[26:])))])
	for _, part := range firstParts {
		if strings.HasPrefix(first, part) {
			return true
		}
	}
	return false
}

// fold makes names of parts comparable.
func fold(name []byte) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(string(name), `\`, "/"), "/"))
}

const (
	endBytes   = 22        // of the end of a zip's directory, without its comment
	maxComment = 1<<16 - 1 // after it
)

// zipNames calls yield with the names in a zip's directory, as they are, until it
// returns false. It reports whether there is a directory.
func zipNames(r io.ReaderAt, size int64, yield func(name []byte) bool) bool {
	d, ok := findDirectory(r, size)
	if !ok {
		return false
	}
	b := bufio.NewReader(io.NewSectionReader(r, d.from, d.to-d.from))
	var head [46]byte
	for {
		if _, err := io.ReadFull(b, head[:]); err != nil || string(head[:4]) != "PK\x01\x02" {
			return true
		}
		name := make([]byte, binary.LittleEndian.Uint16(head[28:]))
		if _, err := io.ReadFull(b, name); err != nil || !yield(name) {
			return true
		}
		if _, err := b.Discard(int(binary.LittleEndian.Uint16(head[30:])) + int(binary.LittleEndian.Uint16(head[32:]))); err != nil {
			return true
		}
	}
}

// directory is where a zip's directory is, and on which of its volumes.
type directory struct {
	from, to int64
	disk     int
}

// findDirectory finds a zip's directory by what stands behind it. Offsets in the zip
// are not asked for: something may stand before the zip.
func findDirectory(r io.ReaderAt, size int64) (d directory, ok bool) {
	tail := make([]byte, min(size, endBytes+maxComment+76))
	start := size - int64(len(tail))
	if n, err := r.ReadAt(tail, start); n < len(tail) && err != nil {
		return d, false
	}
	for i := len(tail) - endBytes; i >= 0; i-- {
		if string(tail[i:i+4]) != "PK\x05\x06" || i+endBytes+int(binary.LittleEndian.Uint16(tail[i+20:])) > len(tail) {
			continue
		}
		d.to, d.disk = start+int64(i), int(binary.LittleEndian.Uint16(tail[i+4:]))
		length := int64(binary.LittleEndian.Uint32(tail[i+12:]))
		// zip64: a record of 56 bytes and a locator of 20 stand between.
		if i >= 76 && string(tail[i-20:i-16]) == "PK\x06\x07" && string(tail[i-76:i-72]) == "PK\x06\x06" {
			d.to, d.disk = d.to-76, int(binary.LittleEndian.Uint32(tail[i-76+16:]))
			length = int64(binary.LittleEndian.Uint64(tail[i-76+40:]))
		}
		d.from = d.to - length
		return d, length >= 0 && d.from >= 0
	}
	return d, false
}
