package doc

import "encoding/binary"

// Single property modifiers (MS-DOC 2.6) that the reader looks at. Those of
// paragraphs first, then characters, then table rows.
const (
	sprmPIstd            = 0x4600
	sprmPIlvl            = 0x260A
	sprmPIlfo            = 0x460B
	sprmPFInTable        = 0x2416
	sprmPFTtp            = 0x2417
	sprmPShd80           = 0x442D
	sprmPShd             = 0xC64D
	sprmPChgTabs         = 0xC615
	sprmPItap            = 0x6649
	sprmPDtap            = 0x664A
	sprmPFInnerTableCell = 0x244B
	sprmPFInnerTtp       = 0x244C
	sprmPHugePapx        = 0x6646
	sprmPHugePapx97      = 0x6645 // as Word 97 numbered it
	sprmPTableProps      = 0x646B

	sprmCFRMarkDel   = 0x0800
	sprmCFRMarkIns   = 0x0801
	sprmCSymbol      = 0x6A09
	sprmCFOle2       = 0x080A
	sprmCHighlight   = 0x2A0C
	sprmCFSpecVanish = 0x0818
	sprmCIstd        = 0x4A30
	sprmCPlain       = 0x2A33
	sprmCRgFtc0      = 0x4A4F
	sprmCRgFtc2      = 0x4A51
	sprmCFStrike     = 0x0837
	sprmCFVanish     = 0x083C
	sprmCIco         = 0x2A42
	sprmCHps         = 0x4A43
	sprmCHpsPos      = 0x4845
	sprmCIss         = 0x2A48
	sprmCFDStrike    = 0x2A53
	sprmCFSpec       = 0x0855
	sprmCFObj        = 0x0856
	sprmCShd80       = 0x4866
	sprmCCv          = 0x6870
	sprmCShd         = 0xCA71

	sprmTDxaLeft        = 0x9601
	sprmTDxaGapHalf     = 0x9602
	sprmTDefTable10     = 0xD606
	sprmTDefTable       = 0xD608
	sprmTDefTableShd80  = 0xD609
	sprmTDefTableShd    = 0xD612
	sprmTDefTableShd2nd = 0xD616
	sprmTDefTableShd3rd = 0xD60C
	sprmTInsert         = 0x7621
	sprmTDelete         = 0x5622
	sprmTDxaCol         = 0x7623
	sprmTMerge          = 0x5624
	sprmTSplit          = 0x5625
	sprmTVertMerge      = 0xD62B
)

// operandSize by the upper three bits of the modifier; 0 is variable.
var operandSize = [8]int{1, 1, 2, 4, 2, 2, 0, 3}

// nextSprm takes the first modifier off a group, with its operand: of one of
// variable size, what follows the count. ok is false at the end of the group, and
// where it makes no sense any more.
func nextSprm(group []byte) (op uint16, operand, rest []byte, ok bool) {
	if len(group) < 3 {
		return 0, nil, nil, false
	}
	op = binary.LittleEndian.Uint16(group)
	group = group[2:]
	size := operandSize[op>>13]
	if size == 0 {
		var head int
		head, size = variableSize(op, group)
		if head > len(group) {
			return 0, nil, nil, false
		}
		group = group[head:]
	}
	if size > len(group) {
		return 0, nil, nil, false
	}
	return op, group[:size], group[size:], true
}

// variableSize is the bytes of the count, and what it counts.
func variableSize(op uint16, operand []byte) (head, size int) {
	switch {
	case op == sprmTDefTable || op == sprmTDefTable10:
		if len(operand) < 2 {
			return 2, 0
		}
		return 2, max(int(binary.LittleEndian.Uint16(operand))-1, 0)
	case op == sprmPChgTabs && operand[0] == 255 && len(operand) > 1:
		// Too many tab stops to count: the deleted take four bytes each, the
		// added three.
		deleted := int(operand[1])
		if 2+4*deleted >= len(operand) {
			return len(operand) + 1, 0
		}
		return 1, 2 + 4*deleted + 3*int(operand[2+4*deleted])
	}
	return 1, int(operand[0])
}

// character is the formatting of a run, as far as it says how to read it. The
// zero value is plain.
type character struct {
	hidden, specHidden           bool
	deleted, inserted            bool
	special, object              bool
	struck, doubleStruck         bool
	white, tiny, script, shifted bool
	shaded                       bool
	symbol                       uint16 // of sprmCSymbol
	font                         uint16 // of symbols
}

// apply applies a modifier; base is what the style says.
func (c *character) apply(op uint16, operand []byte, base *character) {
	switch op {
	case sprmCFVanish:
		toggle(&c.hidden, operand[0], base.hidden)
	case sprmCFSpecVanish:
		toggle(&c.specHidden, operand[0], base.specHidden)
	case sprmCFRMarkDel:
		c.deleted = operand[0] != 0
	case sprmCFRMarkIns:
		c.inserted = operand[0] != 0
	case sprmCFSpec:
		c.special = operand[0] != 0
	case sprmCFObj, sprmCFOle2:
		c.object = operand[0] != 0
	case sprmCFStrike:
		toggle(&c.struck, operand[0], base.struck)
	case sprmCFDStrike:
		c.doubleStruck = operand[0] != 0
	case sprmCIss:
		c.script = operand[0] != 0
	case sprmCHpsPos:
		c.shifted = operand[0] != 0 || operand[1] != 0
	case sprmCHps:
		c.tiny = binary.LittleEndian.Uint16(operand) <= tinyHalfPoints
	case sprmCIco:
		c.white = operand[0] == icoWhite
	case sprmCCv:
		c.white = binary.LittleEndian.Uint32(operand) == rgbWhite
	case sprmCHighlight:
		c.shaded = operand[0] != 0 && operand[0] != icoWhite
	case sprmCShd80:
		c.shaded = shade80(operand)
	case sprmCShd:
		c.shaded = shade(operand)
	case sprmCRgFtc0, sprmCRgFtc2:
		if c.symbol == 0 {
			c.font = binary.LittleEndian.Uint16(operand)
		}
	case sprmCSymbol:
		c.special = true
		c.font, c.symbol = binary.LittleEndian.Uint16(operand), binary.LittleEndian.Uint16(operand[2:])
	case sprmCPlain:
		deleted, inserted, special := c.deleted, c.inserted, c.special
		*c = *base
		c.deleted, c.inserted, c.special = deleted, inserted, special
	}
}

const (
	tinyHalfPoints = 2 // text that no one sees
	icoWhite       = 8
	rgbWhite       = 0x00FFFFFF
	ipatClear      = 0
	ipatNil        = 0xFFFF
	autoColor      = 0xFF000000
)

// toggle applies a ToggleOperand: on, off, as the style or the opposite.
func toggle(property *bool, operand byte, style bool) {
	switch operand {
	case 0x80:
		*property = style
	case 0x81:
		*property = !style
	default:
		*property = operand != 0
	}
}

// shade80 reports whether a Shd80 puts another colour than white behind the
// text.
func shade80(operand []byte) bool {
	v := binary.LittleEndian.Uint16(operand)
	if v == 0xFFFF {
		return false
	}
	back, pattern := v>>5&0x1F, v>>10
	return back != 0 && back != icoWhite || pattern != ipatClear
}

// shade is shade80 for a SHD: foreground, background, pattern.
func shade(operand []byte) bool {
	if len(operand) < 10 {
		return false
	}
	back, pattern := binary.LittleEndian.Uint32(operand[4:]), binary.LittleEndian.Uint16(operand[8:])
	return back&autoColor == 0 && back != rgbWhite || pattern != ipatClear && pattern != ipatNil
}

// paragraphFormat is the formatting of a paragraph, as far as the reader needs
// it.
type paragraphFormat struct {
	style       int
	inTable     bool
	depth       int  // of tables around it, 0 when it is not said
	rowEnd      bool // the paragraph ends a row of a table in the body
	innerRowEnd bool // … of a nested table
	innerCell   bool // the paragraph ends a cell of a nested table
	list, level int  // list 0 is none, level -1 is not said
	shaded      bool // there is a colour behind its text
}

// apply applies a modifier of paragraphs.
func (p *paragraphFormat) apply(op uint16, operand []byte) {
	switch op {
	case sprmPFInTable:
		p.inTable = operand[0] != 0
	case sprmPFTtp:
		p.rowEnd = operand[0] != 0
	case sprmPFInnerTableCell:
		p.innerCell = operand[0] != 0
	case sprmPFInnerTtp:
		p.innerRowEnd = operand[0] != 0
	case sprmPItap:
		p.depth = int(int32(binary.LittleEndian.Uint32(operand)))
	case sprmPDtap:
		p.depth += int(int32(binary.LittleEndian.Uint32(operand)))
	case sprmPIlfo:
		p.list = listOf(binary.LittleEndian.Uint16(operand))
	case sprmPIlvl:
		p.level = int(operand[0])
	case sprmPShd80:
		p.shaded = shade80(operand)
	case sprmPShd:
		p.shaded = shade(operand)
	}
}

// listOf is the 1-based list that the operand of sprmPIlfo names, 0 for none.
// Negative numbers are the same lists, with indents of the paragraph's own.
func listOf(operand uint16) int {
	n := int(int16(operand))
	if n < 0 {
		n = -n
	}
	if n >= 0x7FF {
		return 0
	}
	return n
}

// tables is how many tables the paragraph is in.
func (p *paragraphFormat) tables() int {
	if p.depth <= 0 && p.inTable {
		return 1
	}
	if !p.inTable {
		return 0
	}
	return p.depth
}
