// Package charset decodes the bytes of Chinese web pages and text files.
//
// What the bytes are is decided by the bytes: a byte order mark (UTF-8,
// UTF-16); else UTF-8 when the whole text is valid UTF-8, or is but for a few
// damaged places; else GB18030 (GB 18030-2022, of which GBK and GB 2312 are
// parts), or Big5 when the page declares it and it fits better. A declared
// label never overrules the bytes: half of the wrong ones are on pages whose
// bytes are beyond doubt.
//
// Not handled: UTF-16 and UTF-32 without a mark, and the charsets of other
// languages (a page that declares windows-1252 is in UTF-8 or GB18030).
package charset

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

// Result says how a text was decoded.
type Result struct {
	// Name is "utf-8", "utf-16le", "utf-16be", "gb18030" or "big5". Pure
	// ASCII is "utf-8".
	Name string
	// Replaced counts the replacement characters (U+FFFD) in the text:
	// those that decoding made and those that were there before.
	Replaced int
	// Conflict says that a known label was declared, and it is another one.
	Conflict bool
}

const (
	utf8Name    = "utf-8"
	gb18030Name = "gb18030"
	big5Name    = "big5"

	// maxDamage is the share of bytes outside ASCII that may be invalid in a
	// text that is still UTF-8. Reports in GB18030, read as UTF-8, have 0.66 to 0.72 of
	// them invalid, truncated or spliced UTF-8 has a few in a thousand.
	maxDamage = 0.25

	replacement = "\uFFFD"
)

var (
	bomUTF8    = []byte{0xEF, 0xBB, 0xBF}
	bomUTF16LE = []byte{0xFF, 0xFE}
	bomUTF16BE = []byte{0xFE, 0xFF}
)

// Decode returns the text that data holds, valid UTF-8 without byte order
// mark. Declared is the label that the source gives, "" for none; one that is
// not known counts as none.
func Decode(data []byte, declared string) (text string, r Result) {
	label := canonical(declared)
	switch {
	case bytes.HasPrefix(data, bomUTF8):
		r.Name, text = utf8Name, validUTF8(data[len(bomUTF8):])
	case bytes.HasPrefix(data, bomUTF16LE):
		r.Name, text = "utf-16le", decode(unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), data[2:])
	case bytes.HasPrefix(data, bomUTF16BE):
		r.Name, text = "utf-16be", decode(unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), data[2:])
	default:
		r.Name, text = guess(data, label)
	}
	r.Replaced = strings.Count(text, replacement)
	r.Conflict = label != "" && family(label) != family(r.Name) && !ascii(data)
	return text, r
}

// Binary reports whether the text cannot be a text: it holds a NUL, or more
// than one in ten of its characters is a control character or a replacement.
func Binary(text string) bool {
	total, odd := 0, 0
	for _, r := range text {
		total++
		switch {
		case r == 0:
			return true
		case r == utf8.RuneError, r < ' ' && !strings.ContainsRune("\t\n\v\f\r", r), r >= 0x7F && r < 0xA0:
			odd++
		}
	}
	return odd*10 > total
}

// guess decides where there is no byte order mark.
func guess(data []byte, label string) (name, text string) {
	if utf8.Valid(data) {
		return utf8Name, string(data)
	}
	damage := damageUTF8(data)
	if damage <= maxDamage {
		return utf8Name, validUTF8(data)
	}
	name, text = gb18030Name, decode(simplifiedchinese.GB18030, data)
	wrong := misfits(text)
	if label == big5Name {
		if other := decode(traditionalchinese.Big5, data); misfits(other) < wrong {
			return big5Name, other
		}
	}
	if high := len(data) - countASCII(data); float64(wrong) > damage*float64(high) {
		return utf8Name, validUTF8(data)
	}
	return name, text
}

// damageUTF8 is the share of bytes outside ASCII that are not part of a valid
// UTF-8 sequence. A character cut off by the end of the data is no damage.
func damageUTF8(data []byte) float64 {
	high, invalid := 0, 0
	for len(data) > 0 {
		if data[0] < utf8.RuneSelf {
			data = data[1:]
			continue
		}
		r, size := utf8.DecodeRune(data)
		if r == utf8.RuneError && size == 1 {
			if !utf8.FullRune(data) {
				break
			}
			invalid++
		}
		high += size
		data = data[size:]
	}
	return float64(invalid) / float64(max(high, 1))
}

// misfits counts what a text in the right charset hardly ever holds:
// replacements and private use characters, as which GB18030 reads the
// punctuation of Big5.
func misfits(text string) int {
	n := 0
	for _, r := range text {
		if r == utf8.RuneError || r >= 0xE000 && r <= 0xF8FF {
			n++
		}
	}
	return n
}

// decode never fails: the decoders of x/text replace what is invalid, and
// write valid UTF-8.
func decode(e encoding.Encoding, data []byte) string {
	text, err := e.NewDecoder().Bytes(data)
	if err != nil {
		return validUTF8(data)
	}
	return string(text)
}

func validUTF8(data []byte) string { return string(bytes.ToValidUTF8(data, []byte(replacement))) }

// canonical is the name of the encoding that a label means, "" when the label
// is not known. The GB labels all mean GB18030: pages that declare gb2312 hold
// GBK, and pages that declare GBK hold four-byte characters.
func canonical(label string) string {
	e, err := htmlindex.Get(strings.Trim(label, " \t\r\n\"'"))
	if err != nil {
		return ""
	}
	name, err := htmlindex.Name(e)
	if err != nil {
		return ""
	}
	if name == "gbk" {
		return gb18030Name
	}
	return name
}

// family joins the byte orders of UTF-16, which a label need not tell apart.
func family(name string) string {
	if strings.HasPrefix(name, "utf-16") {
		return "utf-16"
	}
	return name
}

func ascii(data []byte) bool { return countASCII(data) == len(data) }

func countASCII(data []byte) int {
	n := 0
	for _, b := range data {
		if b < utf8.RuneSelf {
			n++
		}
	}
	return n
}
