package rtf

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// Code pages by their Windows numbers.
const (
	latin    = 1252
	chinese  = 936
	unicode8 = 65001
)

// pages are the code pages that text may be in.
var pages = map[int]encoding.Encoding{
	437: charmap.CodePage437, 850: charmap.CodePage850, 852: charmap.CodePage852, 866: charmap.CodePage866, 874: charmap.Windows874,
	932: japanese.ShiftJIS, chinese: simplifiedchinese.GB18030, 54936: simplifiedchinese.GB18030, 20936: simplifiedchinese.GB18030,
	949: korean.EUCKR, 950: traditionalchinese.Big5,
	1250: charmap.Windows1250, 1251: charmap.Windows1251, latin: charmap.Windows1252, 1253: charmap.Windows1253, 1254: charmap.Windows1254,
	1255: charmap.Windows1255, 1256: charmap.Windows1256, 1257: charmap.Windows1257, 1258: charmap.Windows1258,
	10000: charmap.Macintosh, 10008: simplifiedchinese.GBK, unicode8: encoding.Nop,
}

// charsets are the code pages of \fcharset. 0 and 1 depend on the document.
var charsets = map[int]int{
	77: 10000, 128: 932, 129: 949, 134: chinese, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255, 178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250, 254: 437, 255: 850,
}

// doubleByte reports whether a byte of 0x81 and more takes another in the page.
func doubleByte(page int) bool {
	switch page {
	case 932, 949, 950, chinese, 54936, 20936, 10008:
		return true
	}
	return false
}

// whole is how many of the bytes are whole characters of the page: a first byte at
// the end waits for the rest.
func whole(data []byte, page int) int {
	switch {
	case page == unicode8:
		for back := 1; back <= min(3, len(data)); back++ {
			if utf8.RuneStart(data[len(data)-back]) {
				if !utf8.FullRune(data[len(data)-back:]) {
					return len(data) - back
				}
				break
			}
		}
		return len(data)
	case !doubleByte(page):
		return len(data)
	}
	at := 0
	for at < len(data) {
		n := width(data[at:], page)
		if at+n > len(data) {
			return at
		}
		at += n
	}
	return at
}

// width is how many bytes the first character takes, those that are missing
// included.
func width(data []byte, page int) int {
	c := data[0]
	switch {
	case c <= 0x80 || c == 0xFF, page == 932 && c >= 0xA0 && c < 0xE0:
		return 1
	case len(data) > 1 && isDigit(data[1]) && page != 932 && page != 949 && page != 950 && len(data) > 2 && data[2] > 0x80:
		return 4 // GB18030
	}
	return 2
}

// decode makes text of bytes in the page. What means nothing becomes U+FFFD. Guess
// says that the page is but what a Western font claims.
func decode(data []byte, page int, guess bool) string {
	if guess {
		return decodeRuns(data)
	}
	return decodeIn(data, page)
}

func decodeIn(data []byte, page int) string {
	e := pages[page]
	if e == nil {
		e = pages[latin]
	}
	s, err := e.NewDecoder().Bytes(data)
	if err != nil || !utf8.Valid(s) {
		return string([]rune(string(s)))
	}
	return string(s)
}

// decodeRuns decodes text in a font of Western letters. Bytes of 0x80 and more that
// stand together are Chinese when they can be: writers forget to name the Chinese
// font.
func decodeRuns(data []byte) string {
	var out strings.Builder
	for len(data) > 0 {
		n, high := 1, data[0] >= 0x80
		for n < len(data) && data[n] >= 0x80 == high {
			n++
		}
		switch s, ok := asChinese(data[:n]); {
		case high && ok:
			out.WriteString(s)
		case high:
			out.WriteString(decodeIn(data[:n], latin))
		default:
			out.Write(data[:n])
		}
		data = data[n:]
	}
	return out.String()
}

// asChinese decodes bytes that are whole characters of GB 2312, Han or punctuation
// of their script.
func asChinese(data []byte) (string, bool) {
	if len(data)%2 != 0 {
		return "", false
	}
	for i, c := range data {
		if c < 0xA1 || i%2 == 0 && c > 0xF7 {
			return "", false
		}
	}
	s, err := simplifiedchinese.GBK.NewDecoder().Bytes(data)
	if err != nil {
		return "", false
	}
	for _, c := range string(s) {
		if !unicode.Is(unicode.Han, c) && (c < 0x2010 || c > 0x2040) && (c < 0x3000 || c > 0x303F) && (c < 0xFF00 || c > 0xFFEF) && (c < 0x2460 || c > 0x24FF) {
			return "", false
		}
	}
	return string(s), true
}
