package xmlscan

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxEntity is the longest reference that unescape looks at, "&#x0010FFFF;"
// and some zeros.
const maxEntity = 16

var entities = map[string]string{"amp": "&", "lt": "<", "gt": ">", "quot": `"`, "apos": "'"}

// unescape appends XML character data to dst. It is false when an ampersand
// begins neither a character reference nor one of the five predefined
// entities: a DTD could define more, which OOXML and ODF forbid.
func unescape(dst, data []byte) ([]byte, bool) {
	for {
		i := bytes.IndexByte(data, '&')
		if i < 0 {
			return append(dst, data...), true
		}
		dst = append(dst, data[:i]...)
		data = data[i+1:]
		end := bytes.IndexByte(data[:min(len(data), maxEntity)], ';')
		if end < 1 {
			return dst, false
		}
		name := string(data[:end])
		data = data[end+1:]
		if s, ok := entities[name]; ok {
			dst = append(dst, s...)
			continue
		}
		c, ok := characterReference(name)
		if !ok {
			return dst, false
		}
		dst = utf8.AppendRune(dst, c)
	}
}

// characterReference reads "#65" and "#x41".
func characterReference(name string) (rune, bool) {
	digits, ok := strings.CutPrefix(name, "#")
	base := 10
	if hex, isHex := strings.CutPrefix(digits, "x"); isHex {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(digits, base, 21)
	if !ok || err != nil || n == 0 || !utf8.ValidRune(rune(n)) {
		return 0, false
	}
	return rune(n), true
}
