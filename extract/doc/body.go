package doc

import (
	"cmp"
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"

	"gongkai"
	"gongkai/extract/doubt"
	"gongkai/extract/story"
	"gongkai/extract/symbols"
)

// Characters with a meaning of their own (MS-DOC 2.4.2).
const (
	charPicture     = 0x01
	charCellEnd     = 0x07
	charDrawing     = 0x08
	charTab         = 0x09
	charLineFeed    = 0x0A
	charLine        = 0x0B
	charPage        = 0x0C
	charParagraph   = 0x0D
	charColumn      = 0x0E
	charFieldBegin  = 0x13
	charFieldResult = 0x14
	charFieldEnd    = 0x15
	charHyphen      = 0x1E
	charSoftHyphen  = 0x1F
	charSpace       = 0x20
	charSymbol      = 0x28
)

// container is a story being read: the body, a cell, a text box.
type container struct {
	path               string
	items              []story.Item
	paragraphs, tables int // met so far
	// joined is a paragraph whose end is deleted or hidden: the next one
	// continues it.
	joined *paragraph
}

// paragraph is a paragraph being read.
type paragraph struct {
	text  []byte // line feeds are line breaks
	high  uint16 // the first half of a character of two units
	doubt string // about text
	shows string // what stands there beside text, like doubt.Picture
	boxes []int  // text boxes that it anchors
	codes []bool // fields open: whether their code is being read
}

// walk goes through a stretch of the text: the body or a text box.
type walk struct {
	r      *reader
	outer  container
	tables []*table // open, the outer ones first
	boxed  bool     // in a text box, which holds no other
}

// story reads the characters from cp to end.
func (r *reader) story(path string, cp, end int, boxed bool) []story.Item {
	w := &walk{r: r, outer: container{path: path}, boxed: boxed}
	for cp < end && r.err == nil {
		last := r.paragraphEnd(cp, end)
		w.paragraph(cp, last)
		cp = last + 1
	}
	w.inside(0)
	w.endJoined(&w.outer)
	return w.outer.items
}

// paragraphEnd is the last character of the paragraph that begins at cp.
func (r *reader) paragraphEnd(cp, end int) int {
	for ; cp < end-1; cp++ {
		switch r.text[cp] {
		case charParagraph, charCellEnd:
			return cp
		case charPage:
			// A page break inside a paragraph, or the end of a section.
			p := &r.pieces[r.pieceAt(cp)]
			if _, _, to := r.paragraphGroup(p.offset(cp)); to == p.offset(cp+1) {
				return cp
			}
		}
	}
	return cp
}

// container is where the next paragraph goes.
func (w *walk) container() *container {
	if len(w.tables) == 0 {
		return &w.outer
	}
	t := w.tables[len(w.tables)-1]
	if t.cell == nil {
		t.cell = &container{path: story.Child(story.Child(t.path, "tr", t.met+1), "tc", len(t.open)+1)}
	}
	return t.cell
}

// inside opens and closes tables until the next paragraph is in that many.
func (w *walk) inside(tables int) {
	for len(w.tables) > tables {
		w.closeTable()
	}
	for len(w.tables) < tables {
		in := w.container()
		w.endJoined(in)
		in.tables++
		w.tables = append(w.tables, &table{path: story.Child(in.path, "tbl", in.tables)})
	}
}

// paragraph reads the characters from cp to last, which ends it.
func (w *walk) paragraph(cp, last int) {
	r := w.r
	format := r.paragraphAt(last)
	depth := format.tables()
	r.expanded += paragraphBytes
	if !r.within(depth, maxNesting, "tables inside each other") || !r.within(r.sprms, maxSprms, "changes of formatting") ||
		!r.within(r.expanded, r.limits.ExpandedBytes, "bytes of text and paragraphs") {
		return
	}
	w.inside(depth)
	style := r.styles.character(format.style)
	if depth == 1 && format.rowEnd || depth > 1 && format.innerRowEnd {
		mark, _ := r.runAt(last, style)
		r.revised(mark)
		w.closeRow(w.tables[depth-1], r.rowAt(last), mark.deleted)
		return
	}
	in := w.container()
	in.paragraphs++
	p := in.joined
	if in.joined = nil; p == nil {
		p = &paragraph{}
	}
	mark := w.runs(p, cp, last, style, format.shaded)
	endsCell := depth == 1 && r.text[last] == charCellEnd || depth > 1 && (format.innerCell || r.text[last] == charCellEnd)
	if !endsCell && r.text[last] == charParagraph && (mark.deleted || mark.hidden || mark.specHidden) {
		in.joined = p
		return
	}
	w.end(in, p, r.lists.label(format))
	if endsCell {
		w.closeCell(w.tables[depth-1])
	}
}

// runs reads the characters from cp to last into the paragraph, and returns the
// formatting of the last.
func (w *walk) runs(p *paragraph, cp, last int, style *character, shaded bool) character {
	for {
		f, next := w.r.runAt(cp, style)
		w.r.revised(f)
		for ; cp < min(next, last); cp++ {
			w.character(p, cp, &f, shaded)
		}
		if cp >= last {
			if next <= last {
				continue
			}
			if !endsParagraph(w.r.text[last]) {
				w.character(p, last, &f, shaded)
			}
			return f
		}
	}
}

// endsParagraph reports whether the last character of a paragraph is its mark: at
// the end of the text it may be missing.
func endsParagraph(c uint16) bool {
	return c == charParagraph || c == charCellEnd || c == charPage
}

// revised notes tracked changes.
func (r *reader) revised(f character) {
	if f.deleted || f.inserted {
		r.note(gongkai.TrackedChanges, "", "")
	}
}

// character reads a character.
func (w *walk) character(p *paragraph, cp int, f *character, shaded bool) {
	c := w.r.text[cp]
	if f.deleted {
		return
	}
	switch c {
	case charFieldBegin, charFieldResult, charFieldEnd:
		p.field(c)
		return
	}
	if f.hidden || p.inCode() || w.r.noteMarks[cp] {
		return
	}
	switch {
	case f.special && c == charPicture:
		w.r.shows = true
		p.shows = doubt.Picture
		if f.object {
			p.shows = doubt.EmbeddedObject
			in := w.container()
			w.r.note(gongkai.EmbeddedContent, story.Child(in.path, "p", in.paragraphs), "")
		}
	case f.special && c == charDrawing:
		w.r.shows = true
		p.shows = cmp.Or(p.shows, doubt.Drawing)
		if !w.boxed {
			p.boxes = append(p.boxes, w.r.boxes.at(cp)...)
		}
	case f.special && c == charSymbol && f.symbol != 0:
		p.text = utf8.AppendRune(p.text, w.r.symbol(f))
		p.doubt = cmp.Or(f.doubt(shaded), p.doubt)
	case c == charLine || c == charPage || c == charColumn || c == charLineFeed:
		p.text = append(p.text, '\n')
	case c == charTab:
		p.text = append(p.text, '\t')
	case c == charHyphen:
		p.text = append(p.text, '-')
	case c < charSpace:
		// Marks of notes and comments, soft hyphens, the second byte of a
		// character of two: nothing that is printed here.
	default:
		p.put(w.r, c, f, shaded)
	}
}

// put adds a character to the text.
func (p *paragraph) put(r *reader, unit uint16, f *character, shaded bool) {
	c := rune(unit)
	if low := unit&0xFC00 == 0xDC00; low {
		c, p.high = utf16.DecodeRune(rune(p.high), c), 0
	}
	p.endHalf()
	if utf16.IsSurrogate(c) {
		p.high = unit
		return
	}
	c = r.inFont(c, f)
	p.text = utf8.AppendRune(p.text, c)
	if why := f.doubt(shaded); why != "" && doubt.ChangesNumber(c) {
		p.doubt = why
	}
}

// endHalf replaces half a character that no other half follows.
func (p *paragraph) endHalf() {
	if p.high != 0 {
		p.text, p.high = utf8.AppendRune(p.text, utf8.RuneError), 0
	}
}

// doubt is the doubt that the formatting casts on digits: they may be not meant,
// not seen, or no part of the number.
func (c *character) doubt(shaded bool) string {
	switch {
	case c.struck || c.doubleStruck:
		return doubt.StruckOut
	case c.script:
		return doubt.Script
	case c.shifted:
		return doubt.Raised
	case c.specHidden:
		// Word processors differ on it outside of paragraph marks.
		return doubt.Hidden
	case c.tiny:
		return doubt.Tiny
	case c.white && !c.shaded && !shaded:
		return doubt.White
	}
	return ""
}

// field follows fields: begin, code, result, end. A code that does not end
// within its paragraph ends with it, so that a broken field hides no text.
func (p *paragraph) field(c uint16) {
	last := len(p.codes) - 1
	switch {
	case c == charFieldBegin:
		p.codes = append(p.codes, true)
	case c == charFieldResult && last >= 0:
		p.codes[last] = false
	case c == charFieldEnd && last >= 0:
		if p.codes[last] {
			// Word shows equations, check boxes and choices nonetheless.
			p.doubt = cmp.Or(p.doubt, doubt.NoResult)
		}
		p.codes = p.codes[:last]
	}
}

// inCode reports whether the text belongs to the code of a field.
func (p *paragraph) inCode() bool {
	for _, code := range p.codes {
		if code {
			return true
		}
	}
	return false
}

// endJoined ends a paragraph that waits for one to continue it.
func (w *walk) endJoined(in *container) {
	if p := in.joined; p != nil {
		in.joined = nil
		w.end(in, p, "")
	}
}

// end adds the paragraph's lines, and those of its text boxes, to the story.
func (w *walk) end(in *container, p *paragraph, label string) {
	p.endHalf()
	if p.inCode() {
		p.doubt = cmp.Or(p.doubt, doubt.NoResult)
	}
	whole := story.Paragraph{Text: p.text, Label: label, Doubt: p.doubt, Shows: p.shows, Story: in.path, Number: in.paragraphs}
	in.items = whole.Append(in.items, func(code gongkai.Code, path string) { w.r.note(code, path, "") })
	for i, box := range p.boxes {
		path := story.Child(story.Child(in.path, "p", in.paragraphs), "txbxContent", i+1)
		in.items = append(in.items, w.r.readBox(box, path)...)
	}
}

// symbol is the character that a symbol font shows, a private-use character,
// which the reader reports, when that is not known.
func (r *reader) symbol(f *character) rune {
	c := rune(0xF000 | f.symbol&0xFF)
	if f.symbol >= 0x100 && f.symbol < 0xF000 {
		c = rune(f.symbol)
	}
	return r.inFont(c, f)
}

// inFont is what the character's font shows for a private-use character.
func (r *reader) inFont(c rune, f *character) rune {
	if c&^0xFF != 0xF000 || int(f.font) >= len(r.fonts) {
		return c
	}
	return symbols.Rune(r.fonts[f.font], c)
}

// fontName is how far into a font's description its name is.
const fontName = 39

// readFonts reads the names of the fonts (SttbfFfn).
func readFonts(table []byte) (names []string) {
	if len(table) < 4 {
		return nil
	}
	n := binary.LittleEndian.Uint16(table)
	for table = table[4:]; n > 0 && len(table) > int(table[0]); n-- {
		font := table[1 : 1+int(table[0])]
		table = table[1+len(font):]
		var name []uint16
		for i := fontName; i+1 < len(font) && (font[i] != 0 || font[i+1] != 0); i += 2 {
			name = append(name, binary.LittleEndian.Uint16(font[i:]))
		}
		names = append(names, string(utf16.Decode(name)))
		if len(table) == 0 {
			break
		}
	}
	return names
}
