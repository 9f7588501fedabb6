package xmlscan

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// declaration finds the encoding that an XML declaration names.
var declaration = regexp.MustCompile(`^<\?xml[^>]*\sencoding\s*=\s*["']([^"']*)["']`)

// ToUTF8 decodes an XML part. Bytes that mean nothing in the part's encoding
// become U+FFFD, which the reader reports. The result is UTF-8 without BOM.
func ToUTF8(data []byte) ([]byte, error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xEF\xBB\xBF")):
		data = data[3:]
	case bytes.HasPrefix(data, []byte("\xFF\xFE")), bytes.HasPrefix(data, []byte("<\x00")):
		return decode(data, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM))
	case bytes.HasPrefix(data, []byte("\xFE\xFF")), bytes.HasPrefix(data, []byte("\x00<")):
		return decode(data, unicode.UTF16(unicode.BigEndian, unicode.UseBOM))
	default:
		m := declaration.FindSubmatch(data[:min(len(data), 200)])
		if m == nil {
			break
		}
		switch name := strings.ToLower(string(m[1])); name {
		case "utf-8", "utf8", "us-ascii", "ascii":
		case "utf-16":
			// The declaration itself reads as ASCII, so it is wrong: some
			// writers encode a text in UTF-8 that was declared in memory.
		case "gb2312", "gbk", "gb18030", "cp936", "windows-936":
			return decode(data, simplifiedchinese.GB18030)
		default:
			return nil, fmt.Errorf("encoding %q is none that such a part may have", name)
		}
	}
	if utf8.Valid(data) {
		return data, nil
	}
	return bytes.ToValidUTF8(data, []byte("\uFFFD")), nil
}

func decode(data []byte, e encoding.Encoding) ([]byte, error) {
	return e.NewDecoder().Bytes(data)
}
