package doc

import (
	"bytes"
	"encoding/binary"
	"sort"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"

	"gongkai"
)

// piece is a stretch of the text that stands together in the main stream.
type piece struct {
	from, to int // characters
	at       int // byte in the main stream
	wide     bool
	changes  []byte // properties that a fast save added (Prm)
}

// width of a character in bytes.
func (p piece) width() int {
	if p.wide {
		return 2
	}
	return 1
}

// offset of a character in the main stream.
func (p piece) offset(cp int) int { return p.at + (cp-p.from)*p.width() }

// readPieces reads the piece table (MS-DOC 2.9.38 Clx).
func readPieces(clx, main []byte) ([]piece, error) {
	damaged := func(at int, what string) error {
		return failure("piece table", int64(at), gongkai.ErrDamaged, "%s", what)
	}
	var groups [][]byte // RgPrc
	at := 0
	for at+3 <= len(clx) && clx[at] == 1 {
		size := int(binary.LittleEndian.Uint16(clx[at+1:]))
		if at+3+size > len(clx) {
			return nil, damaged(at, "properties reach out of it")
		}
		groups = append(groups, clx[at+3:at+3+size])
		at += 3 + size
	}
	if at+5 > len(clx) || clx[at] != 2 {
		return nil, damaged(at, "it is missing")
	}
	size := binary.LittleEndian.Uint32(clx[at+1:])
	plc := clx[at+5:]
	if uint64(size) > uint64(len(plc)) {
		return nil, damaged(at, "it was cut off")
	}
	n := (int(size) - 4) / 12
	if n < 1 {
		return nil, damaged(at, "it is empty")
	}
	pieces := make([]piece, n)
	for i := range pieces {
		p, pcd := &pieces[i], plc[4*(n+1)+8*i:]
		p.from, p.to = int(int32(binary.LittleEndian.Uint32(plc[4*i:]))), int(int32(binary.LittleEndian.Uint32(plc[4*i+4:])))
		fc := binary.LittleEndian.Uint32(pcd[2:])
		p.at, p.wide = int(fc&0x3FFFFFFF), fc&0x40000000 == 0
		if !p.wide {
			p.at /= 2
		}
		if p.from < 0 || p.to < p.from || i == 0 && p.from != 0 || p.offset(p.to) > len(main) {
			return nil, damaged(at+5+4*i, "a piece reaches out of the text")
		}
		p.changes = prm(binary.LittleEndian.Uint16(pcd[6:]), groups)
	}
	return pieces, nil
}

// prm is the properties that a piece's Prm names: one of a byte, or a group.
func prm(value uint16, groups [][]byte) []byte {
	switch {
	case value&1 == 1:
		if i := int(value >> 1); i < len(groups) {
			return groups[i]
		}
	case value != 0:
		if op, ok := shortSprms[byte(value>>1&0x7F)]; ok {
			return []byte{byte(op), byte(op >> 8), byte(value >> 8)}
		}
	}
	return nil
}

// shortSprms are those of Prm0 (2.9.215) that the reader looks at.
var shortSprms = map[byte]uint16{
	0x0C: sprmPIlvl, 0x18: sprmPFInTable, 0x19: sprmPFTtp,
	0x41: sprmCFRMarkDel, 0x42: sprmCFRMarkIns, 0x4B: sprmCFOle2, 0x4D: sprmCHighlight, 0x51: sprmCFSpecVanish,
	0x53: sprmCPlain, 0x57: sprmCFStrike, 0x5C: sprmCFVanish, 0x62: sprmCIco, 0x68: sprmCIss, 0x73: sprmCFDStrike,
	0x75: sprmCFSpec, 0x76: sprmCFObj,
}

// noCharacter stands for the second byte of a character of two.
const noCharacter = 0

// decode is the text of the pieces in UTF-16, one unit a character position.
func decode(pieces []piece, main []byte, f *fib) []uint16 {
	var text []uint16
	if n := pieces[len(pieces)-1].to; n > 0 {
		text = make([]uint16, 0, n)
	}
	gbk := isGBK(pieces, main, f)
	for _, p := range pieces {
		raw := main[p.at:p.offset(p.to)]
		switch {
		case p.wide:
			for i := 0; i+1 < len(raw); i += 2 {
				text = append(text, binary.LittleEndian.Uint16(raw[i:]))
			}
		case gbk:
			text = appendGBK(text, raw)
		default:
			for _, b := range raw {
				text = append(text, uint16(charmap.Windows1252.DecodeByte(b)))
			}
		}
	}
	return text
}

// minGB2312 is how many Chinese characters 8-bit text must have to be taken for
// Chinese because of the language alone: two signs "×" are one, too.
const minGB2312 = 8

// isGBK reports whether the 8-bit text is in code page 936, as old Chinese
// programs wrote it. Microsoft's own is in Latin letters (2.9.73), so the bytes
// must say so as well.
func isGBK(pieces []piece, main []byte, f *fib) bool {
	if !f.chinese && f.charset != charsetGB2312 {
		return false
	}
	pairs, old := 0, 0 // old: of those that GB 2312 has
	for _, p := range pieces {
		if p.wide {
			continue
		}
		raw := main[p.at:p.offset(p.to)]
		for i := 0; i < len(raw); i++ {
			if raw[i] < 0x80 {
				continue
			}
			if i+1 == len(raw) || raw[i] == 0x80 || raw[i+1] < 0x40 {
				return false
			}
			if pairs++; raw[i] >= 0xA1 && raw[i+1] >= 0xA1 {
				old++
			}
			i++
		}
		if text, err := simplifiedchinese.GBK.NewDecoder().Bytes(raw); err != nil || bytes.Contains(text, []byte("\uFFFD")) {
			return false
		}
	}
	return old*2 > pairs && (f.charset == charsetGB2312 || old >= minGB2312)
}

// appendGBK appends text that isGBK has seen.
func appendGBK(text []uint16, raw []byte) []uint16 {
	decoded, err := simplifiedchinese.GBK.NewDecoder().String(string(raw))
	if err != nil {
		panic(err)
	}
	for _, c := range decoded {
		text = append(text, uint16(c)) // the code page is in the basic plane
		if c >= 0x80 {
			text = append(text, noCharacter)
		}
	}
	return text
}

// pieceAt is the index of the piece that holds the character.
func pieceAt(pieces []piece, cp int) int {
	return sort.Search(len(pieces), func(i int) bool { return pieces[i].to > cp })
}
