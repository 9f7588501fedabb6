package doc

import (
	"encoding/binary"
	"sort"

	"gongkai"
)

const (
	pageSize  = 512 // of formatted disk pages
	papxPlace = 13  // bytes of a BxPap
	// maxSprms bounds the formatting that is applied in one document: a long
	// report takes some ten thousand modifiers.
	maxSprms = 20_000_000
	// maxGroups bounds groups of modifiers that name another.
	maxGroups = 4
)

// bins is a bin table (PlcfBteChpx, PlcfBtePapx): which page of the main stream
// holds the formatting of which bytes.
type bins struct {
	from  []uint32 // one more than pages
	pages []uint32
	// seen is the page looked at last: neighbours are on the same one.
	seen int
}

func readBins(plc []byte) bins {
	n := max((len(plc)-4)/8, 0)
	b := bins{}
	for i := range n {
		b.from = append(b.from, binary.LittleEndian.Uint32(plc[4*i:]))
		b.pages = append(b.pages, binary.LittleEndian.Uint32(plc[4*(n+1)+4*i:])&0x3FFFFF)
	}
	if n > 0 {
		b.from = append(b.from, binary.LittleEndian.Uint32(plc[4*n:]))
	}
	return b
}

// find is the page that holds the byte's formatting, the run on it, and where
// the run ends. The page is nil when there is none.
func (b *bins) find(main []byte, at, place int) (page []byte, run, end int) {
	i := b.seen
	if i >= len(b.pages) || uint32(at) < b.from[i] || uint32(at) >= b.from[i+1] {
		i = sort.Search(len(b.pages), func(i int) bool { return b.from[i+1] > uint32(at) })
	}
	if i >= len(b.pages) || uint32(at) < b.from[i] {
		return nil, 0, at + 1
	}
	b.seen = i
	start := int(b.pages[i]) * pageSize
	if start+pageSize > len(main) {
		return nil, 0, at + 1
	}
	page = main[start : start+pageSize]
	runs := min(int(page[pageSize-1]), (pageSize-5)/(4+place))
	from := func(i int) int { return int(binary.LittleEndian.Uint32(page[4*i:])) }
	run = sort.Search(runs, func(i int) bool { return from(i+1) > at })
	if run == runs || at < from(run) {
		return nil, 0, at + 1
	}
	return page, run, from(run + 1)
}

// characterGroup is the modifiers of the characters at the byte, and where the
// run ends.
func (r *reader) characterGroup(at int) (group []byte, end int) {
	page, run, end := r.characters.find(r.in.main, at, 1)
	if page == nil {
		return nil, end
	}
	runs := min(int(page[pageSize-1]), (pageSize-5)/5)
	place := 2 * int(page[4*(runs+1)+run])
	if place == 0 || place+1 > pageSize {
		return nil, end
	}
	size := int(page[place])
	if place+1+size > pageSize {
		r.note(gongkai.DamagedSource, "", "character formatting")
		return nil, end
	}
	return page[place+1 : place+1+size], end
}

// paragraphGroup is the style and the modifiers of the paragraph that the byte
// belongs to, and where it ends.
func (r *reader) paragraphGroup(at int) (style int, group []byte, end int) {
	page, run, end := r.paragraphs.find(r.in.main, at, papxPlace)
	if page == nil {
		return 0, nil, end
	}
	runs := min(int(page[pageSize-1]), (pageSize-5)/(4+papxPlace))
	place := 2 * int(page[4*(runs+1)+papxPlace*run])
	if place == 0 || place+2 > pageSize {
		return 0, nil, end
	}
	size := 2*int(page[place]) - 1
	if place++; size < 0 {
		size = 2 * int(page[place])
		place++
	}
	if size < 2 {
		return 0, nil, end
	}
	if place+size > pageSize {
		r.note(gongkai.DamagedSource, "", "paragraph formatting")
		return 0, nil, end
	}
	return int(binary.LittleEndian.Uint16(page[place:])), page[place+2 : place+size], end
}

// visit calls apply for every modifier of the group, and of the groups in the
// data stream that it names.
func (r *reader) visit(group []byte, depth int, apply func(op uint16, operand []byte)) {
	for {
		op, operand, rest, ok := nextSprm(group)
		if r.sprms++; !ok || r.sprms > maxSprms {
			return
		}
		switch op {
		case sprmPHugePapx, sprmPHugePapx97, sprmPTableProps:
			if depth < maxGroups {
				r.visit(r.elsewhere(operand), depth+1, apply)
			}
		default:
			apply(op, operand)
		}
		group = rest
	}
}

// elsewhere is a group in the data stream (PrcData), too long to stand where it
// belongs.
func (r *reader) elsewhere(operand []byte) []byte {
	at, data := int(binary.LittleEndian.Uint32(operand)), r.in.data
	if at+2 > len(data) {
		r.note(gongkai.DamagedSource, "", "formatting in the data stream")
		return nil
	}
	size := int(binary.LittleEndian.Uint16(data[at:]))
	if at+2+size > len(data) {
		r.note(gongkai.DamagedSource, "", "formatting in the data stream")
		return nil
	}
	return data[at+2 : at+2+size]
}

// paragraphAt is the formatting of the paragraph that ends with the character.
func (r *reader) paragraphAt(cp int) paragraphFormat {
	p := &r.pieces[r.pieceAt(cp)]
	style, group, _ := r.paragraphGroup(p.offset(cp))
	r.visit(group, 0, func(op uint16, operand []byte) {
		if op == sprmPIstd {
			style = int(binary.LittleEndian.Uint16(operand))
		}
	})
	f := r.styles.paragraph(style)
	r.visit(group, 0, f.apply)
	r.visit(p.changes, 0, f.apply)
	return f
}

// rowAt is the definition of the table row that ends with the character.
func (r *reader) rowAt(cp int) rowFormat {
	p := &r.pieces[r.pieceAt(cp)]
	_, group, _ := r.paragraphGroup(p.offset(cp))
	var f rowFormat
	r.visit(group, 0, f.apply)
	r.visit(p.changes, 0, f.apply)
	return f
}

// runAt is the formatting of the character at cp, and the first character that
// may have another.
func (r *reader) runAt(cp int, style *character) (f character, next int) {
	p := &r.pieces[r.pieceAt(cp)]
	group, end := r.characterGroup(p.offset(cp))
	next = min(cp+max((end-p.offset(cp)+p.width()-1)/p.width(), 1), p.to)
	f = *style
	base := style
	apply := func(op uint16, operand []byte) {
		if op == sprmCIstd {
			styled := r.styles.over(int(binary.LittleEndian.Uint16(operand)), style)
			base = &styled
			f = styled.with(f)
			return
		}
		f.apply(op, operand, base)
	}
	r.visit(group, 0, apply)
	r.visit(p.changes, 0, apply)
	return f, next
}

// with keeps what is no matter of style.
func (c character) with(old character) character {
	c.deleted, c.inserted, c.special, c.object = old.deleted, old.inserted, old.special, old.object
	return c
}

// pieceAt is the index of the piece that holds the character, which is inside
// the text.
func (r *reader) pieceAt(cp int) int {
	if i := r.piece; r.pieces[i].from <= cp && cp < r.pieces[i].to {
		return i
	}
	r.piece = pieceAt(r.pieces, cp)
	return r.piece
}
