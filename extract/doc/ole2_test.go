package doc

import (
	"slices"
	"sort"
	"strings"
	"unicode/utf16"
)

// ole2 makes an OLE2 container of version 3. Streams are padded to 4096
// bytes, so that there is no mini stream.
func ole2(streams map[string][]byte) []byte {
	const sector, end, fatSector = 512, 0xFFFFFFFE, 0xFFFFFFFD
	var names []string
	for name := range streams {
		names = append(names, name)
	}
	sort.Slice(names, func(i, j int) bool {
		a, b := strings.ToUpper(names[i]), strings.ToUpper(names[j])
		return len(a) < len(b) || len(a) == len(b) && a < b
	})
	var fat, body []byte
	next := 0
	add := func(data []byte) (first int) {
		first = next
		for n := (len(data) + sector - 1) / sector; n > 0; n-- {
			next++
			if n > 1 {
				fat = append(fat, le32(next)...)
			} else {
				fat = append(fat, le32(end)...)
			}
		}
		body = append(body, data...)
		for len(body)%sector != 0 {
			body = append(body, 0)
		}
		return first
	}
	entry := func(name string, kind byte, right, child, start, size int) []byte {
		e := make([]byte, 128)
		copy(e, utf16le(name))
		copy(e[64:], le16(2*len(utf16.Encode([]rune(name)))+2))
		e[66], e[67] = kind, 1
		copy(e[68:], join(le32(0xFFFFFFFF), le32(right), le32(child)))
		copy(e[116:], join(le32(start), le32(size)))
		return e
	}
	directory := entry("Root Entry", 5, 0xFFFFFFFF, 1, end, 0)
	for i, name := range names {
		data := streams[name]
		if len(data) < 4096 {
			data = append(slices.Clone(data), make([]byte, 4096-len(data))...)
		}
		right := i + 2
		if i == len(names)-1 {
			right = 0xFFFFFFFF
		}
		directory = append(directory, entry(name, 2, right, 0xFFFFFFFF, add(data), len(data))...)
	}
	for len(directory)%sector != 0 {
		directory = append(directory, entry("", 0, 0xFFFFFFFF, 0xFFFFFFFF, 0, 0)...)
	}
	directoryAt := add(directory)
	sectors := 1
	for (len(fat)/4+sectors)*4 > sectors*sector {
		sectors++
	}
	fatAt := next
	for range sectors {
		fat = append(fat, le32(fatSector)...)
	}
	for len(fat)%sector != 0 {
		fat = append(fat, 0xFF)
	}
	head := make([]byte, sector)
	copy(head, magic)
	copy(head[24:], join(le16(0x3E), le16(3), le16(0xFFFE), le16(9), le16(6)))
	copy(head[44:], join(le32(sectors), le32(directoryAt), le32(0), le32(4096), le32(end), le32(0), le32(end), le32(0)))
	for i := range 109 {
		if i < sectors {
			copy(head[76+4*i:], le32(fatAt+i))
		} else {
			copy(head[76+4*i:], le32(0xFFFFFFFF))
		}
	}
	return join(head, body, fat)
}
