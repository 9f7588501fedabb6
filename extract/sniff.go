package extract

import (
	"bytes"
	"regexp"
)

// sniffBytes is how much of a document is looked at to tell its format.
const sniffBytes = 4096

// known are formats that are recognised but not read, so that the error can
// say what a document is.
var known = []struct {
	name string
	is   func(head []byte) bool
}{
	{"an RTF document", begins(`{\rtf`)},
	{"a RAR archive", begins("Rar!\x1a\x07")},
	{"a 7z archive", begins("7z\xbc\xaf\x27\x1c")},
	{"a gzip archive", begins("\x1f\x8b")},
	{"an MHTML page", regexp.MustCompile(`(?i)^\s*(?:From:|MIME-Version:|Subject:|Date:)[^\n]*\r?\n(?s:.*)multipart/related`).Match},
	{"an executable", begins("\x7fELF", "MZ")},
}

func begins(magics ...string) func([]byte) bool {
	return func(head []byte) bool {
		for _, m := range magics {
			if bytes.HasPrefix(head, []byte(m)) {
				return true
			}
		}
		return false
	}
}

// isPDF: the header may stand anywhere in the first kilobyte.
func isPDF(head []byte) bool {
	return bytes.Contains(head[:min(len(head), 1024)], []byte("%PDF-"))
}

// isPackage: a zip, or the OLE2 container that encrypted packages come in. The
// DOCX reader says what else either may be.
func isPackage(head []byte) bool {
	return begins("PK\x03\x04", "PK\x05\x06", "PK\x07\x08", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")(head)
}

// htmlTag is any tag that a web page or a fragment of one begins with.
var htmlTag = regexp.MustCompile(`(?i)<(?:!doctype|!--|html|head|meta|title|body|table|div|span|p|script|style|link|center|font|h[1-6]|section|article|ul|br)[\s>/]|<!--|<\?xml`)

func isHTML(head []byte) bool {
	utf16 := begins("\xff\xfe", "\xfe\xff")(head)
	if utf16 {
		head = bytes.ReplaceAll(head, []byte{0}, nil)
	}
	return htmlTag.Match(head) && (utf16 || bytes.IndexByte(head, 0) < 0)
}

// isText: anything without NUL bytes, or UTF-16 with its mark. The text reader
// refuses what does not decode.
func isText(head []byte) bool {
	return bytes.IndexByte(head, 0) < 0 || begins("\xff\xfe", "\xfe\xff")(head)
}
