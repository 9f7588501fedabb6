package doc

import (
	"bytes"
	"encoding/binary"
	"slices"
	"sort"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// unit is text of one formatting in one piece, as the writer sees it.
type unit struct {
	raw       []byte
	chars     int
	wide      bool
	chpx      []byte
	papx      []byte // style and modifiers of the paragraph
	paragraph int
	prm       prmOf
	at        int // in the stream
	from      int
}

func encode(text string, as encodingOf) (raw []byte, chars int) {
	switch as {
	case inLatin:
		raw, err := charmap.Windows1252.NewEncoder().Bytes([]byte(text))
		if err != nil {
			panic(err)
		}
		return raw, len(raw)
	case inGBK:
		raw, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(text))
		if err != nil {
			panic(err)
		}
		return raw, len(raw)
	}
	for _, u := range utf16.Encode([]rune(text)) {
		raw = append(raw, le16(int(u))...)
	}
	return raw, len(raw) / 2
}

// units lays out paragraphs, cut into pieces.
func (f file) units(body []para, from, paragraph int) (out []unit, end, next int) {
	for _, q := range body {
		mark := q.mark
		if mark == 0 {
			mark = charParagraph
		}
		papx := join(le16(q.style), q.papx)
		for _, r := range append(slices.Clone(q.runs), run{text: string(mark), chpx: q.chpx, prm: q.prm}) {
			raw, chars := encode(r.text, r.as)
			width := 1
			if r.as == inUTF16 {
				width = 2
			}
			for chars > 0 {
				n := chars
				if f.cut > 0 && r.as != inGBK {
					n = min(n, f.cut)
				}
				out = append(out, unit{raw: raw[:n*width], chars: n, wide: width == 2, chpx: r.chpx, papx: papx, paragraph: paragraph, prm: r.prm, from: from})
				raw, chars, from = raw[n*width:], chars-n, from+n
			}
		}
		paragraph++
	}
	return out, from, paragraph
}

// bytes makes the streams and the container around them.
func (f file) bytes() []byte {
	main, table := f.streams()
	streams := map[string][]byte{"WordDocument": main, "1Table": table, "\x05SummaryInformation": f.summary()}
	if f.data != nil {
		streams["Data"] = f.data
	}
	return ole2(streams)
}

const textStart = 1024 // byte in the main stream

func (f file) streams() (main, table []byte) {
	story := func(text string) []para {
		if text == "" {
			return nil
		}
		return []para{p(text)}
	}
	if n := len(f.body); n > 0 && f.body[n-1].mark == charCellEnd {
		f.body = append(slices.Clone(f.body), para{}) // as behind every table
	}
	all, bodyEnd, n := f.units(f.body, 0, 0)
	notes, notesEnd, n := f.units(story(f.notes), bodyEnd, n)
	header, headerEnd, n := f.units(story(f.header), notesEnd, n)
	all = slices.Concat(all, notes, header)
	end := headerEnd
	var boxEnds []int
	for _, b := range f.boxes {
		var us []unit
		us, end, n = f.units(story(b.text), end, n)
		all = append(all, us...)
		boxEnds = append(boxEnds, end-headerEnd)
	}
	if end > bodyEnd {
		us, last, _ := f.units([]para{{}}, end, n)
		all, end = append(all, us...), last
	}
	// Lay the units out in the stream.
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	if f.scattered {
		sort.SliceStable(order, func(a, b int) bool { return order[a]*7%11 < order[b]*7%11 })
	}
	at := textStart
	var text []byte
	for _, i := range order {
		if all[i].wide && at%2 == 1 {
			text, at = append(text, 0), at+1
		}
		all[i].at = at
		text, at = append(text, all[i].raw...), at+len(all[i].raw)
	}
	for i := 0; f.halves && i < len(text); i += 2 {
		if text[i] == '1' {
			copy(text[i:], []byte{0x01, 0xD8 + 4*byte(i/8&1)})
		}
	}
	main = append(make([]byte, textStart), text...)

	parts := map[int][]byte{}
	stored := slices.Clone(all)
	sort.SliceStable(stored, func(a, b int) bool { return stored[a].at < stored[b].at })
	main, parts[partCharacters] = f.pages(main, stored, false)
	main, parts[partParagraphs] = f.pages(main, stored, true)
	parts[partClx] = clx(all, end)
	parts[partStyles] = f.sheet()
	lists, levels := f.listParts()
	parts[partLists] = lists
	parts[partOverrides] = f.overrideParts()
	parts[partShapes], parts[partBoxes] = f.boxParts(all, boxEnds)
	parts[6] = join(le32(0), le32(end), le16(0), []byte{0xFF, 0xFF, 0xFF, 0xFF}, make([]byte, 6)) // one section
	parts[partFonts] = join(le16(2), le16(0))
	for _, font := range []string{"Arial", "Wingdings"} {
		name := append(utf16le(font), 0, 0)
		parts[partFonts] = join(parts[partFonts], []byte{byte(fontName + len(name)), 0, 0x90, 1, 0, 0}, make([]byte, 34), name)
	}
	parts[partFields] = fields(all)
	if n := len(f.marks); n > 0 {
		for _, cp := range append(slices.Clone(f.marks), end) {
			parts[partFootnotes] = append(parts[partFootnotes], le32(cp)...)
		}
		parts[partFootnotes] = append(parts[partFootnotes], make([]byte, 2*n)...)
	}
	for _, part := range f.without {
		delete(parts, part)
	}
	table = make([]byte, 16) // an offset of 0 is none to some readers
	pairs := make([]byte, 8*93)
	for i := range 93 {
		part := parts[i]
		if len(part) == 0 {
			continue
		}
		copy(pairs[8*i:], le32(len(table)))
		copy(pairs[8*i+4:], le32(len(part)))
		table = append(table, part...)
		if i == partLists {
			table = append(table, levels...)
		}
	}
	f.fib(main, pairs, [7]int{bodyEnd, notesEnd - bodyEnd, headerEnd - notesEnd, 0, 0, 0, boxesSize(boxEnds)}, at)
	return main, table
}

func boxesSize(ends []int) int {
	if len(ends) == 0 {
		return 0
	}
	return ends[len(ends)-1]
}

// fib writes the FIB.
func (f file) fib(main, pairs []byte, counts [7]int, textEnd int) {
	version := f.version
	if version == 0 {
		version = 0x00C1
	}
	flags := f.flags | fibTable1 | 0x1000
	if f.scattered {
		flags |= 4 // fComplex
	}
	copy(main, join(le16(fibMagic), le16(int(version)), le16(0), le16(int(f.language)), le16(0), le16(int(flags)), le16(0x00BF)))
	main[20] = f.charset
	copy(main[24:], join(le32(textStart), le32(textEnd)))
	copy(main[32:], le16(14))
	copy(main[62:], le16(22))
	copy(main[64:], le32(len(main)))
	for i, n := range counts {
		copy(main[fibRgLw+4*(3+i):], le32(n))
	}
	copy(main[fibCount:], le16(93))
	copy(main[fibPairs:], pairs)
}

func clx(all []unit, end int) []byte {
	var groups, cps, pcds []byte
	count := 0
	for _, u := range all {
		cps = append(cps, le32(u.from)...)
		fc := uint32(u.at)
		if !u.wide {
			fc = uint32(u.at)*2 | 0x40000000
		}
		prm := u.prm.short
		if u.prm.group != nil {
			groups = join(groups, []byte{1}, le16(len(u.prm.group)), u.prm.group)
			prm = uint16(count)<<1 | 1
			count++
		}
		pcds = join(pcds, le16(0), le32(int(fc)), le16(int(prm)))
	}
	cps = append(cps, le32(end)...)
	return join(groups, []byte{2}, le32(len(cps)+len(pcds)), cps, pcds)
}

// pages writes formatted disk pages behind the text, and their bin table.
func (f file) pages(main []byte, stored []unit, paragraphs bool) ([]byte, []byte) {
	type stretch struct {
		from, to int
		group    []byte
		of       int
	}
	var runs []stretch
	for _, u := range stored {
		s := stretch{from: u.at, to: u.at + len(u.raw), group: u.chpx, of: -1}
		if paragraphs {
			s.group, s.of = u.papx, u.paragraph
		}
		if n := len(runs); n > 0 && paragraphs && runs[n-1].of == s.of && runs[n-1].to == s.from {
			runs[n-1].to = s.to
			continue
		}
		runs = append(runs, s)
	}
	for i := range len(runs) - 1 {
		runs[i].to = runs[i+1].from
	}
	var froms, numbers []byte
	for len(runs) > 0 {
		n, place, most := 0, 1, len(runs)
		if paragraphs {
			place = papxPlace
		} else if f.characterPages > 0 {
			most = min(most, f.characterPages)
		}
		top := pageSize - 1
		page := make([]byte, pageSize)
		var places []byte
		for n < most {
			stored := propertyBytes(runs[n].group, paragraphs)
			at := (top - len(stored)) &^ 1
			if at < 4*(n+2)+place*(n+1) {
				break
			}
			entry := make([]byte, place)
			if len(runs[n].group) > 0 {
				top = at
				copy(page[at:], stored)
				entry[0] = byte(at / 2)
			}
			places = append(places, entry...)
			copy(page[4*n:], le32(runs[n].from))
			n++
		}
		if n == 0 {
			panic("formatting too long for a page: put it into the data stream")
		}
		copy(page[4*n:], le32(runs[n-1].to))
		copy(page[4*(n+1):], places)
		page[pageSize-1] = byte(n)
		for len(main)%pageSize != 0 {
			main = append(main, 0)
		}
		froms = append(froms, le32(runs[0].from)...)
		numbers = append(numbers, le32(len(main)/pageSize)...)
		main = append(main, page...)
		runs = runs[n:]
		if len(runs) == 0 {
			froms = append(froms, page[4*n:4*n+4]...)
		}
	}
	return main, join(froms, numbers)
}

// propertyBytes is a Chpx or a PapxInFkp.
func propertyBytes(group []byte, paragraph bool) []byte {
	if !paragraph {
		return join([]byte{byte(len(group))}, group)
	}
	if len(group)%2 == 1 {
		return join([]byte{byte((len(group) + 1) / 2)}, group)
	}
	return join([]byte{0, byte(len(group) / 2)}, group)
}

func utf16le(text string) []byte {
	raw, _ := encode(text, inUTF16)
	return raw
}

// sheet is the style sheet.
func (f file) sheet() []byte {
	all := make([]*testStyle, 15, 15+len(f.styles))
	all[0] = &testStyle{kind: kindParagraph, base: noStyle}
	for i := range f.styles {
		all = append(all, &f.styles[i])
	}
	out := join(le16(18), le16(len(all)), le16(10), le16(1), le16(91), le16(15), le16(0), make([]byte, 6))
	for i, s := range all {
		if s == nil {
			out = append(out, le16(0)...)
			continue
		}
		groups := [][]byte{join(le16(i), s.papx), s.chpx}
		if s.kind == kindCharacter {
			groups = [][]byte{s.chpx}
		}
		sti := 0xFFE
		if i == 0 {
			sti = 0
		}
		name := "Normal"
		if i > 0 {
			name = "s" + string(rune('a'+i-15))
		}
		std := join(le16(sti), le16(s.base<<4|s.kind), le16(i<<4|len(groups)), le16(0), le16(0), le16(len(name)), utf16le(name), le16(0))
		for _, g := range groups {
			if len(std)%2 == 1 {
				std = append(std, 0)
			}
			std = join(std, le16(len(g)), g)
		}
		if len(std)%2 == 1 {
			std = append(std, 0)
		}
		out = join(out, le16(len(std)), std)
	}
	return out
}

func (f file) listParts() (lists, levels []byte) {
	if len(f.lists) == 0 {
		return nil, nil
	}
	lists = le16(len(f.lists))
	for i, l := range f.lists {
		links := bytes.Repeat(le16(noStyleLink), levelCount)
		for at, style := range l.links {
			copy(links[2*at:], le16(style))
		}
		flags := byte(0)
		if l.simple {
			flags = 1
		}
		lists = join(lists, le32(100+i), le32(0), links, []byte{flags, 0})
		count := levelCount
		if l.simple {
			count = 1
		}
		for at := range count {
			level := testLevel{start: 1}
			if at < len(l.levels) {
				level = l.levels[at]
			}
			levels = append(levels, level.bytes()...)
		}
	}
	return lists, levels
}

func (l testLevel) bytes() []byte {
	var places [levelCount]byte
	n := 0
	for i, c := range []rune(l.text) {
		if c < levelCount {
			places[n], n = byte(i+1), n+1
		}
	}
	papx := sprm(sprmPIlvl, 0) // something to skip
	return join(le32(l.start), []byte{l.format, l.flags}, places[:], []byte{l.follow}, make([]byte, 8),
		[]byte{0, byte(len(papx)), l.restart, 0}, papx, le16(len(utf16.Encode([]rune(l.text)))), utf16le(l.text))
}

func (f file) overrideParts() []byte {
	if len(f.overrides) == 0 {
		return nil
	}
	out := le32(len(f.overrides))
	var data []byte
	for _, o := range f.overrides {
		n := len(o.starts)
		if o.level != nil {
			n++
		}
		out = join(out, le32(100+o.list), make([]byte, 8), []byte{byte(n), 0, 0, 0})
		data = append(data, 0xFF, 0xFF, 0xFF, 0xFF)
		for at := range levelCount {
			if start, ok := o.starts[at]; ok {
				data = join(data, le32(start), le32(at|0x10))
			}
		}
		if o.level != nil {
			data = join(data, le32(0), le32(0x20), o.level.bytes())
		}
	}
	return append(out, data...)
}

// boxParts are PlcSpaMom and PlcftxbxTxt.
func (f file) boxParts(all []unit, ends []int) (shapes, texts []byte) {
	if len(f.boxes) == 0 {
		return nil, nil
	}
	var at, spas, froms, boxes []byte
	last := 0
	for i, b := range f.boxes {
		from := 0
		if i > 0 {
			from = ends[i-1]
		}
		froms = append(froms, le32(from)...)
		ftxbxs := make([]byte, boxSize)
		copy(ftxbxs[boxShape:], le32(int(b.shape)))
		if b.free {
			ftxbxs[boxFree] = 1
		}
		boxes = append(boxes, ftxbxs...)
		if b.at == "" {
			continue
		}
		cp := f.find(all, b.at)
		at, last = append(at, le32(cp)...), cp
		spa := make([]byte, shapeSize)
		copy(spa, le32(int(b.shape)))
		spas = append(spas, spa...)
	}
	end := ends[len(ends)-1]
	shapes = join(at, le32(last+1), spas)
	return shapes, join(froms, le32(end), le32(end+1), boxes, make([]byte, boxSize))
}

// find is the character position of the first drawing behind the text.
func (f file) find(all []unit, text string) int {
	var units []uint16
	for _, u := range all {
		for i := 0; i+1 < len(u.raw) && u.wide; i += 2 {
			units = append(units, binary.LittleEndian.Uint16(u.raw[i:]))
		}
	}
	s := string(utf16.Decode(units))
	i := strings.Index(s, text+"\x08")
	if i < 0 {
		panic("no anchor behind " + text)
	}
	return len(utf16.Encode([]rune(s[:i+len(text)])))
}

// partFields is where other programs look for fields (PlcfFldMom).
const partFields = 16

func fields(all []unit) []byte {
	var cps, flds []byte
	last := 0
	for _, u := range all {
		for i := 0; i+1 < len(u.raw) && u.wide; i += 2 {
			if c := binary.LittleEndian.Uint16(u.raw[i:]); c >= charFieldBegin && c <= charFieldEnd {
				last = u.from + i/2
				cps, flds = append(cps, le32(last)...), append(flds, byte(c), 0)
			}
		}
	}
	if cps == nil {
		return nil
	}
	return join(cps, le32(last+1), flds)
}

func (f file) summary() []byte {
	if f.title == "" {
		return []byte("no properties")
	}
	page, raw := f.titlePage, []byte(f.title)
	switch page {
	case 936:
		raw, _ = encode(f.title, inGBK)
	case 1200:
		raw = utf16le(f.title)
	}
	raw = append(raw, 0, 0)
	titled := join(le32(typeANSI), le32(len(raw)), raw)
	set := join(le32(24+8+len(titled)), le32(2), le32(propertyCodePage), le32(24), le32(propertyTitle), le32(32), le32(2), le32(int(page)), titled)
	return join([]byte{0xFE, 0xFF, 0, 0, 0, 0, 0, 0}, make([]byte, 16), le32(1), make([]byte, 16), le32(48), set)
}
