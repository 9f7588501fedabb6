package synth

import (
	"bytes"
	"encoding/binary"
	"strings"
)

// unitsPerEm is the scale of the font's outlines and widths.
const unitsPerEm = 1000

// boxFont is a TrueType font of two glyphs: nothing, and a box as large as a
// Chinese character. It has the tables that a PDF needs of it (ISO 32000-1,
// 9.9; the OpenType specification for their fields), and no name.
func boxFont() []byte {
	const left, bottom, right, top = 60, -80, 940, 800
	u16 := func(values ...int) []byte {
		var b []byte
		for _, v := range values {
			b = binary.BigEndian.AppendUint16(b, uint16(v))
		}
		return b
	}
	glyph := u16(1, left, bottom, right, top, 3, 0) // one contour, which ends at point 3; no instructions
	glyph = append(glyph, 1, 1, 1, 1)               // four points on the curve, steps in two bytes each
	glyph = append(glyph, u16(left, 0, right-left, 0, bottom, top-bottom, 0, bottom-top)...)
	tables := []struct {
		tag  string
		data []byte
	}{
		{"glyf", glyph},
		{"head", append(append([]byte{0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0x5F, 0x0F, 0x3C, 0xF5}, u16(0, unitsPerEm)...),
			append(make([]byte, 16), u16(left, bottom, right, top, 0, 8, 2, 0, 0)...)...)},
		{"hhea", append([]byte{0, 1, 0, 0}, u16(880, -120, 0, unitsPerEm, left, 60, right, 1, 0, 0, 0, 0, 0, 0, 0, 2)...)},
		{"hmtx", u16(unitsPerEm, 0, unitsPerEm, left)},
		{"loca", u16(0, 0, len(glyph)/2)}, // glyph 0 is empty
		{"maxp", append([]byte{0, 1, 0, 0}, u16(2, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)...)},
	}
	var b bytes.Buffer
	b.Write(append([]byte{0, 1, 0, 0}, u16(len(tables), 64, 2, 16*len(tables)-64)...))
	offset := 12 + 16*len(tables)
	for _, t := range tables {
		b.WriteString(t.tag)
		entry := binary.BigEndian.AppendUint32(nil, checksum(t.data))
		entry = binary.BigEndian.AppendUint32(entry, uint32(offset))
		b.Write(binary.BigEndian.AppendUint32(entry, uint32(len(t.data))))
		offset += padded(len(t.data))
	}
	for _, t := range tables {
		b.Write(t.data)
		b.Write(make([]byte, padded(len(t.data))-len(t.data)))
	}
	return b.Bytes()
}

func padded(n int) int { return (n + 3) &^ 3 }

func checksum(data []byte) uint32 {
	sum := uint32(0)
	for len(data) > 0 {
		var word [4]byte
		data = data[copy(word[:], data):]
		sum += binary.BigEndian.Uint32(word[:])
	}
	return sum
}

// glyphOfEveryCharacter maps every CID but the blanks' to the box.
func glyphOfEveryCharacter() []byte {
	glyphs := []byte(strings.Repeat("\x00\x01", 1<<16))
	for _, blank := range []int{' ', 0xA0, 0x3000} {
		glyphs[2*blank+1] = 0
	}
	return glyphs
}
