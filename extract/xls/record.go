package xls

import (
	"encoding/binary"
	"unicode/utf16"

	"gongkai"
)

// The records that are read: [MS-XLS] 2.3.
const (
	recFormula     = 0x0006
	recEOF         = 0x000A
	recDate1904    = 0x0022
	recFilePass    = 0x002F
	recFont        = 0x0031
	recContinue    = 0x003C
	recColInfo     = 0x007D
	recBoundSheet  = 0x0085
	recPalette     = 0x0092
	recMulRk       = 0x00BD
	recMulBlank    = 0x00BE
	recRString     = 0x00D6
	recXF          = 0x00E0
	recMergeCells  = 0x00E5
	recDrawingData = 0x00EB
	recDrawing     = 0x00EC
	recSST         = 0x00FC
	recLabelSst    = 0x00FD
	recBlank       = 0x0201
	recNumber      = 0x0203
	recLabel       = 0x0204
	recBoolErr     = 0x0205
	recString      = 0x0207
	recRow         = 0x0208
	recWindow2     = 0x023E
	recRK          = 0x027E
	recFormat      = 0x041E
	recBOF         = 0x0809
)

// record is one record of the stream.
type record struct {
	id   int
	body body
	at   int // in the stream
}

// body is what a record holds; what is behind its end reads as 0.
type body []byte

func (b body) u8(at int) int {
	if at < 0 || at >= len(b) {
		return 0
	}
	return int(b[at])
}

func (b body) u16(at int) int { return b.u8(at) | b.u8(at+1)<<8 }

func (b body) u32(at int) uint32 { return uint32(b.u16(at)) | uint32(b.u16(at+2))<<16 }

func (b body) u64(at int) uint64 { return uint64(b.u32(at)) | uint64(b.u32(at+4))<<32 }

// records walks the stream from a place.
type records struct {
	stream []byte
	at     int
	err    error
}

// next is the next record; it is not ok at the end and where the stream is cut
// off, which is an error.
func (r *records) next() (rec record, ok bool) {
	if r.err != nil || r.at+4 > len(r.stream) {
		return record{}, false
	}
	size := int(binary.LittleEndian.Uint16(r.stream[r.at+2:]))
	if r.at+4+size > len(r.stream) {
		r.err = failure(streamName, int64(r.at), gongkai.ErrDamaged, "a record is cut off")
		return record{}, false
	}
	rec = record{int(binary.LittleEndian.Uint16(r.stream[r.at:])), r.stream[r.at+4 : r.at+4+size], r.at}
	r.at += 4 + size
	return rec, true
}

// continued is the body of a record and those of the records that continue it.
func (r *records) continued(rec record) *segments {
	s := &segments{parts: []body{rec.body}}
	for r.at+4 <= len(r.stream) && int(binary.LittleEndian.Uint16(r.stream[r.at:])) == recContinue {
		more, ok := r.next()
		if !ok {
			break
		}
		s.parts = append(s.parts, more.body)
	}
	return s
}

// segments reads over the borders of records.
type segments struct {
	parts []body
	at    int // in the first part
	short bool
}

// left drops parts that are read and returns what is left of the first.
func (s *segments) left() body {
	for len(s.parts) > 0 && s.at >= len(s.parts[0]) {
		s.parts, s.at = s.parts[1:], 0
	}
	if len(s.parts) == 0 {
		s.short = true
		return nil
	}
	return s.parts[0][s.at:]
}

func (s *segments) u8() int {
	b := s.left()
	s.at++
	return b.u8(0)
}

func (s *segments) u16() int { return s.u8() | s.u8()<<8 }

func (s *segments) u32() uint32 { return uint32(s.u16()) | uint32(s.u16())<<16 }

func (s *segments) skip(n int) {
	for n > 0 && !s.short {
		step := min(n, len(s.left()))
		s.at += step
		n -= step
	}
}

// characters reads n characters. Where a record ends within them, the next one
// begins with a byte that says how the rest is stored.
func (s *segments) characters(n int, wide bool) string {
	units := make([]uint16, 0, min(n, 1<<16))
	for n > 0 {
		if len(s.parts) > 0 && s.at >= len(s.parts[0]) {
			if len(s.left()) == 0 {
				break
			}
			wide = s.u8()&1 != 0
		}
		if s.short || len(s.parts) == 0 {
			s.short = true
			break
		}
		b := s.parts[0][min(s.at, len(s.parts[0])):]
		size := 1
		if wide {
			size = 2
		}
		count := min(n, len(b)/size)
		if count == 0 && len(b) > 0 {
			s.short = true // half a character
			break
		}
		for i := range count {
			if wide {
				units = append(units, uint16(b.u16(2*i)))
			} else {
				units = append(units, uint16(b[i]))
			}
		}
		s.at += count * size
		n -= count
	}
	return string(utf16.Decode(units))
}

// text reads an XLUnicodeRichExtendedString (2.5.293) without phonetic hints, or
// an XLUnicodeString (2.5.294), which has neither runs nor hints.
func (s *segments) text() (text string, runs []formatRun) {
	n := s.u16()
	return s.textOf(n)
}

// shortText reads a ShortXLUnicodeString (2.5.240).
func (s *segments) shortText() string {
	text, _ := s.textOf(s.u8())
	return text
}

func (s *segments) textOf(n int) (text string, runs []formatRun) {
	flags := s.u8()
	count, hints := 0, 0
	if flags&8 != 0 {
		count = s.u16()
	}
	if flags&4 != 0 {
		hints = int(min(s.u32(), 1<<30))
	}
	text = s.characters(n, flags&1 != 0)
	runs = s.formatRuns(count)
	s.skip(hints)
	return text, runs
}

// formatRun says in which font the text from a character on is.
type formatRun struct{ from, font int }

func (s *segments) formatRuns(count int) (runs []formatRun) {
	for range count {
		run := formatRun{s.u16(), s.u16()}
		if s.short {
			break
		}
		runs = append(runs, run)
	}
	return runs
}
