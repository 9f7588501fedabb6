package xls

import (
	"encoding/binary"
	"math"
	"unicode/utf16"
)

// u16 and u32 write little-endian numbers.
func u16(values ...int) (b []byte) {
	for _, v := range values {
		b = binary.LittleEndian.AppendUint16(b, uint16(v))
	}
	return b
}

func u32(v int) []byte { return binary.LittleEndian.AppendUint32(nil, uint32(v)) }

func double(v float64) []byte { return binary.LittleEndian.AppendUint64(nil, math.Float64bits(v)) }

func join(parts ...[]byte) (b []byte) {
	for _, p := range parts {
		b = append(b, p...)
	}
	return b
}

// rec is one record.
func rec(id int, body ...[]byte) []byte {
	b := join(body...)
	return join(u16(id, len(b)), b)
}

// wide is a string of two bytes a character, with its length in front.
func wide(s string) []byte {
	units := utf16.Encode([]rune(s))
	b := join(u16(len(units)), []byte{1})
	for _, u := range units {
		b = append(b, u16(int(u))...)
	}
	return b
}

func bof(kind int) []byte { return rec(recBOF, u16(0x0600, kind, 0, 0), make([]byte, 8)) }

// xf is a cell style: font, format, borders, pattern and its colour.
func xf(font, format, borders, pattern, fore int) []byte {
	return rec(recXF, u16(font, format, 0, 0, 0), []byte{byte(borders), 0, 0, 0}, u32(pattern<<26), u16(fore))
}

func fontOf(flags, colour, escapement int) []byte {
	return rec(recFont, u16(200, flags, colour, 400, escapement), make([]byte, 4), []byte{0, 0})
}

// styles are the fonts, formats and cell styles of the tests' workbooks.
func styles() []byte {
	return join(
		fontOf(0, 0x7FFF, 0), fontOf(8, 0x7FFF, 0), fontOf(0, 9, 0), fontOf(0, 0x7FFF, 1),
		rec(recFormat, u16(164), wide(`0;-0;;@`)), rec(recFormat, u16(165), wide(`0"万元"`)),
		xf(0, 0, 0, 0, 0),    // 0: plain
		xf(0, 164, 0, 0, 0),  // 1: no zeros
		xf(0, 165, 0, 0, 0),  // 2: 万元
		xf(0, 2, 0, 0, 0),    // 3: 0.00
		xf(1, 0, 0, 0, 0),    // 4: struck out
		xf(2, 0, 0, 0, 0),    // 5: white
		xf(2, 0, 0, 1, 12),   // 6: white on blue
		xf(0, 0, 0x11, 0, 0), // 7: borders
	)
}

// book is a workbook with sheets that hold the records; extra stands among the
// globals.
func book(extra []byte, sheets ...[]byte) []byte {
	globals := func(at []int) []byte {
		b := join(bof(5), styles())
		for i := range sheets {
			b = append(b, rec(recBoundSheet, u32(at[i]), []byte{0, 0, 2, 0, 'S', byte('1' + i)})...)
		}
		return join(b, extra, rec(recEOF))
	}
	at := make([]int, len(sheets))
	place := len(globals(at))
	for i, s := range sheets {
		at[i] = place
		place += len(bof(0x10)) + len(s) + len(rec(recEOF))
	}
	b := globals(at)
	for _, s := range sheets {
		b = append(b, join(bof(0x10), s, rec(recEOF))...)
	}
	return b
}

func cellAt(row, column, style int) []byte { return u16(row, column, style) }

func number(row, column, style int, v float64) []byte {
	return rec(recNumber, cellAt(row, column, style), double(v))
}

func label(row, column, style int, s string) []byte {
	return rec(recLabel, cellAt(row, column, style), wide(s))
}

// sst is the table of shared strings, cut into records.
func sst(count int, parts ...[]byte) []byte {
	b := rec(recSST, u32(count), u32(count), parts[0])
	for _, p := range parts[1:] {
		b = append(b, rec(recContinue, p)...)
	}
	return b
}
