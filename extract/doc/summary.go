package doc

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// Properties and types (MS-OLEPS 2.18, 2.15).
const (
	propertyCodePage = 1
	propertyTitle    = 2
	typeANSI         = 0x1E
	typeUTF16        = 0x1F
)

const (
	codePageUTF16 = 1200
	codePageUTF8  = 65001
)

var codePages = map[uint16]encoding.Encoding{
	936: simplifiedchinese.GB18030, 54936: simplifiedchinese.GB18030, 950: traditionalchinese.Big5, 1252: charmap.Windows1252,
}

// title is the document's title out of its SummaryInformation, "" when it has
// none or it cannot be read.
func title(summary []byte) string {
	if len(summary) < 48 {
		return ""
	}
	at := binary.LittleEndian.Uint32(summary[44:])
	if uint64(at)+8 > uint64(len(summary)) {
		return ""
	}
	set := summary[at:]
	n := int(binary.LittleEndian.Uint32(set[4:]))
	property := func(id uint32) (kind uint32, value []byte) {
		for i := 0; i < n && 8+8*i+8 <= len(set); i++ {
			if binary.LittleEndian.Uint32(set[8+8*i:]) != id {
				continue
			}
			at := binary.LittleEndian.Uint32(set[8+8*i+4:])
			if uint64(at)+8 > uint64(len(set)) {
				break
			}
			return binary.LittleEndian.Uint32(set[at:]), set[at+4:]
		}
		return 0, nil
	}
	codePage := uint16(1252)
	if _, v := property(propertyCodePage); v != nil {
		codePage = binary.LittleEndian.Uint16(v)
	}
	kind, v := property(propertyTitle)
	if v == nil {
		return ""
	}
	size := binary.LittleEndian.Uint32(v)
	if kind == typeUTF16 {
		size, codePage = size*2, codePageUTF16
	}
	if kind != typeANSI && kind != typeUTF16 || uint64(size) > uint64(len(v)-4) {
		return ""
	}
	return strings.Join(strings.Fields(codePageText(v[4:4+size], codePage)), " ")
}

// codePageText is the text up to its NUL.
func codePageText(raw []byte, codePage uint16) string {
	var text string
	if codePage == codePageUTF16 {
		units := make([]uint16, len(raw)/2)
		for i := range units {
			units[i] = binary.LittleEndian.Uint16(raw[2*i:])
		}
		text = string(utf16.Decode(units))
	} else if e := codePages[codePage]; e != nil {
		out, err := e.NewDecoder().Bytes(raw)
		if err != nil {
			return ""
		}
		text = string(out)
	} else if text = string(raw); codePage != codePageUTF8 && !isASCII(raw) {
		return ""
	}
	text, _, _ = strings.Cut(text, "\x00")
	return strings.ToValidUTF8(text, "\uFFFD")
}

func isASCII(raw []byte) bool {
	for _, b := range raw {
		if b >= 0x80 {
			return false
		}
	}
	return true
}
