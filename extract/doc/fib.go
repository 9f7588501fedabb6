package doc

import (
	"encoding/binary"

	"gongkai"
)

// Places in the File Information Block (MS-DOC 2.5).
const (
	fibMagic     = 0xA5EC
	fibRgLw      = 64  // counts of characters
	fibCount     = 152 // how many pairs follow
	fibPairs     = 154 // where the parts of the table stream are
	word97       = 0x00C0
	fibEncrypted = 0x0100
	fibTable1    = 0x0200
	fibObscured  = 0x8000
)

// Parts of the table stream, by their index in FibRgFcLcb.
const (
	partStyles     = 1
	partFootnotes  = 2  // PlcffndRef
	partCharacters = 12 // PlcfBteChpx
	partParagraphs = 13 // PlcfBtePapx
	partFonts      = 15
	partClx        = 33
	partShapes     = 40 // PlcSpaMom
	partEndnotes   = 46 // PlcfendRef
	partBoxes      = 56 // PlcftxbxTxt
	partLists      = 73
	partOverrides  = 74
)

// Languages and character sets that say that 8-bit text is Chinese.
const (
	languageChina     = 0x0804
	languageSingapore = 0x1004
	charsetGB2312     = 0x86
)

// fib is what the reader needs of the File Information Block.
type fib struct {
	// chinese: the program that wrote the file was a Chinese one.
	chinese bool
	// charset of 8-bit text, 0 when it is not said.
	charset byte
	// text is the number of characters of the body; beforeBoxes of that and
	// of all that stands between it and the boxes characters of text boxes.
	text, beforeBoxes, boxes int
	pairs                    []byte
}

// tableName is the name of the stream that belongs to the main one.
func tableName(main []byte) string {
	if len(main) > 11 && binary.LittleEndian.Uint16(main[10:])&fibTable1 != 0 {
		return "1Table"
	}
	return "0Table"
}

// readFIB reads the block, or says why the document cannot be read.
func readFIB(main []byte) (*fib, error) {
	if len(main) < 32 {
		return nil, failure("WordDocument", 0, gongkai.ErrDamaged, "the stream was cut off")
	}
	u16 := func(at int) uint16 { return binary.LittleEndian.Uint16(main[at:]) }
	magic, version, flags := u16(0), u16(2), u16(10)
	if name := older(magic, version); name != "" {
		return nil, failure("", -1, gongkai.ErrFormat, "%s, which is not read: only Word 97 and later", name)
	}
	if magic != fibMagic {
		return nil, failure("WordDocument", 0, gongkai.ErrDamaged, "it does not begin as a Word document")
	}
	switch {
	case flags&fibEncrypted != 0 && flags&fibObscured != 0:
		return nil, failure("", -1, gongkai.ErrEncrypted, "a password is needed to open it (XOR obfuscation)")
	case flags&fibEncrypted != 0:
		return nil, failure("", -1, gongkai.ErrEncrypted, "a password is needed to open it (RC4)")
	}
	if len(main) < fibPairs || u16(32) != 14 || u16(62) < 22 {
		return nil, failure("WordDocument", 32, gongkai.ErrDamaged, "the file information block is not whole")
	}
	f := &fib{charset: main[20], pairs: main[fibPairs:]}
	if size := 8 * int(u16(fibCount)); size < len(f.pairs) {
		f.pairs = f.pairs[:size]
	}
	for _, language := range []uint16{u16(6), u16(60)} { // lid, lidFE
		if language == languageChina || language == languageSingapore {
			f.chinese = true
		}
	}
	count := func(i int) int { return int(int32(binary.LittleEndian.Uint32(main[fibRgLw+4*i:]))) }
	f.text, f.beforeBoxes, f.boxes = count(3), 0, count(9)
	for i := 3; i <= 8; i++ { // body, footnotes, headers, macros, comments, endnotes
		if count(i) < 0 || f.boxes < 0 {
			return nil, failure("WordDocument", int64(fibRgLw+4*i), gongkai.ErrDamaged, "a negative number of characters")
		}
		f.beforeBoxes += count(i)
	}
	return f, nil
}

// older names what wrote a document before Word 97.
func older(magic, version uint16) string {
	switch {
	case magic == 0xA5DC || magic == fibMagic && version >= 0x0065 && version < word97:
		if version >= 0x0067 {
			return "Word 95"
		}
		return "Word 6.0"
	case magic == 0xA5DB || magic == 0x9BA5 || magic == fibMagic && version < word97:
		return "Word 2.0"
	}
	return ""
}

// part is a part of the table stream, nil when the document has none; ok is
// false when it lies outside.
func (f *fib) part(table []byte, index int) (part []byte, ok bool) {
	if 8*index+8 > len(f.pairs) {
		return nil, true
	}
	at := binary.LittleEndian.Uint32(f.pairs[8*index:])
	size := binary.LittleEndian.Uint32(f.pairs[8*index+4:])
	if size == 0 {
		return nil, true
	}
	if uint64(at)+uint64(size) > uint64(len(table)) {
		return nil, false
	}
	return table[at : at+size], true
}

// behind is what follows a part in the table stream: the levels of lists do.
func (f *fib) behind(table []byte, index int) []byte {
	part, ok := f.part(table, index)
	if part == nil || !ok {
		return nil
	}
	at := int(binary.LittleEndian.Uint32(f.pairs[8*index:]))
	return table[at+len(part):]
}
