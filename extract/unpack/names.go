package unpack

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// clean makes slashes of what separates names, and takes off what says nothing.
func clean(name string) string {
	name = strings.ReplaceAll(name, `\`, "/")
	for {
		shorter := strings.TrimPrefix(strings.TrimPrefix(name, "/"), "./")
		if shorter == name {
			return name
		}
		name = shorter
	}
}

// decode makes a name of bytes whose encoding nobody states.
func decode(raw string) string {
	if utf8.ValidString(raw) && !onlyShort(raw) {
		return raw
	}
	if text, err := simplifiedchinese.GB18030.NewDecoder().String(raw); err == nil && !strings.ContainsRune(text, utf8.RuneError) {
		return text
	}
	if utf8.ValidString(raw) {
		return raw
	}
	var b strings.Builder
	for i, r := range raw {
		if r == utf8.RuneError && !strings.HasPrefix(raw[i:], "\uFFFD") {
			fmt.Fprintf(&b, "%%%02X", raw[i])
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// onlyShort reports whether all characters outside ASCII have two bytes in UTF-8.
// Those of Chinese have three; two are what some names in GBK look like.
func onlyShort(s string) bool {
	short := false
	for _, r := range s {
		if n := utf8.RuneLen(r); n > 2 {
			return false
		} else if n == 2 {
			short = true
		}
	}
	return short
}

// unicodePath is the identifier of Info-ZIP's Unicode Path Extra Field.
const unicodePath = 0x7075

// zipName is the name of a zip member: what the extra field says if it is about this
// name, the name as it is if it is marked as UTF-8 and is that, or else a guess.
func zipName(raw string, flags uint16, extra []byte) string {
	for len(extra) >= 4 {
		id, size := binary.LittleEndian.Uint16(extra), int(binary.LittleEndian.Uint16(extra[2:]))
		if extra = extra[4:]; size > len(extra) {
			break
		}
		if field := extra[:size]; id == unicodePath && size > 5 && field[0] == 1 &&
			binary.LittleEndian.Uint32(field[1:]) == crc32.ChecksumIEEE([]byte(raw)) && utf8.Valid(field[5:]) {
			return string(field[5:])
		}
		extra = extra[size:]
	}
	if flags&zipUTF8 != 0 && utf8.ValidString(raw) {
		return raw
	}
	return decode(raw)
}
