package doc

import (
	"encoding/binary"
)

// maxInheritance bounds styles based on another, which damaged files let run in
// circles.
const maxInheritance = 50

const (
	noStyle        = 0xFFF
	kindParagraph  = 1
	kindCharacter  = 2
	minStyleHeader = 10 // cbSTDBaseInFile of Word 97
)

// style is a style as stored.
type style struct {
	kind, base           int
	paragraph, character []byte // modifiers
}

// styles are those of the document, by their number (istd), and what was made
// of them.
type styles struct {
	all        []style
	paragraphs map[int]paragraphFormat
	characters map[int]*character
}

// readStyles reads the style sheet (MS-DOC 2.9.271 STSH); ok is false when it is
// damaged, and the styles up to there are kept.
func readStyles(sheet []byte) (st styles, ok bool) {
	st = styles{paragraphs: map[int]paragraphFormat{}, characters: map[int]*character{}}
	if len(sheet) == 0 {
		return st, true
	}
	if len(sheet) < 6 {
		return st, false
	}
	u16 := func(b []byte) int { return int(binary.LittleEndian.Uint16(b)) }
	at, header := 2+u16(sheet), u16(sheet[4:])
	if header < minStyleHeader {
		return st, false
	}
	for range u16(sheet[2:]) {
		if at+2 > len(sheet) {
			return st, false
		}
		size := u16(sheet[at:])
		at += 2
		if at+size > len(sheet) {
			return st, false
		}
		st.all = append(st.all, readStyle(sheet[at:at+size], header))
		at += size + size&1
	}
	return st, true
}

// readStyle reads a style; the zero style is an empty place.
func readStyle(std []byte, header int) style {
	u16 := func(at int) int { return int(binary.LittleEndian.Uint16(std[at:])) }
	if len(std) < header+2 {
		return style{base: noStyle}
	}
	s := style{kind: u16(2) & 0xF, base: u16(2) >> 4}
	groups := u16(4) & 0xF
	at := header + 2 + 2*u16(header) + 2 // past the name
	for i := range groups {
		if at&1 == 1 {
			at++
		}
		if at+2 > len(std) {
			break
		}
		size := u16(at)
		at += 2
		if at+size > len(std) {
			break
		}
		group := std[at : at+size]
		at += size
		switch {
		case s.kind == kindParagraph && i == 0 && len(group) >= 2:
			s.paragraph = group[2:] // behind its number
		case s.kind == kindParagraph && i == 1, s.kind == kindCharacter && i == 0:
			s.character = group
		}
	}
	return s
}

// chain is the style and those it is based on, that first.
func (st *styles) chain(id, kind int) []*style {
	var chain []*style
	for range maxInheritance {
		if id < 0 || id >= len(st.all) || st.all[id].kind != kind {
			break
		}
		chain = append(chain, &st.all[id])
		id = st.all[id].base
	}
	for i, j := 0, len(chain)-1; i < j; i, j = i+1, j-1 {
		chain[i], chain[j] = chain[j], chain[i]
	}
	return chain
}

// paragraph is what a paragraph style says of its paragraphs.
func (st *styles) paragraph(id int) paragraphFormat {
	if f, ok := st.paragraphs[id]; ok {
		return f
	}
	f := paragraphFormat{style: id, level: -1}
	for _, s := range st.chain(id, kindParagraph) {
		eachSprm(s.paragraph, f.apply)
	}
	st.paragraphs[id] = f
	return f
}

// character is what a paragraph style says of the characters.
func (st *styles) character(id int) *character {
	if f, ok := st.characters[id]; ok {
		return f
	}
	f := &character{}
	for _, s := range st.chain(id, kindParagraph) {
		base := *f
		eachSprm(s.character, func(op uint16, operand []byte) { f.apply(op, operand, &base) })
	}
	st.characters[id] = f
	return f
}

// over is what a character style makes of characters of a paragraph style.
func (st *styles) over(id int, paragraph *character) character {
	f := *paragraph
	for _, s := range st.chain(id, kindCharacter) {
		base := f
		eachSprm(s.character, func(op uint16, operand []byte) { f.apply(op, operand, &base) })
	}
	return f
}

func eachSprm(group []byte, apply func(op uint16, operand []byte)) {
	for {
		op, operand, rest, ok := nextSprm(group)
		if !ok {
			return
		}
		apply(op, operand)
		group = rest
	}
}
