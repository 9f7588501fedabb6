package doc

import (
	"encoding/binary"
	"slices"

	"gongkai/extract/wordtable"
)

// maxCells of a row, fixed by the standard. Deeper insertions are damage.
const maxCells = 64

// rowFormat is the definition of a table row (MS-DOC 2.6.3): cells between
// edges, in twips from the margin.
type rowFormat struct {
	edges     []int // one more than cells
	cells     []cellFormat
	left, gap int // where the first edge is when no definition says it
	// moved is by how much modifiers moved edges that were defined before, in
	// ways on which programs differ.
	moved int
}

// cellFormat is the definition of a cell.
type cellFormat struct {
	horizontal byte // as stored: 0 for none
	vertical   wordtable.Merge
	shaded     bool
}

// Bits of TCGRF and of vertical merging.
const (
	horizontalBits  = 0x03
	verticalShift   = 5
	verticalProceed = 1
	verticalRestart = 3
	cellSize        = 20 // bytes of a TC80
)

func mergeOf(bits byte) wordtable.Merge {
	switch bits & 3 {
	case verticalRestart:
		return wordtable.Restart
	case verticalProceed:
		return wordtable.Proceed
	}
	return wordtable.Single
}

// apply applies a modifier of table rows.
func (f *rowFormat) apply(op uint16, operand []byte) {
	i16 := func(at int) int { return int(int16(binary.LittleEndian.Uint16(operand[at:]))) }
	switch op {
	case sprmTDefTable:
		f.define(operand)
	case sprmTDxaLeft:
		f.shift(i16(0) - f.left)
		f.left = i16(0)
	case sprmTDxaGapHalf:
		f.shift(f.gap - i16(0))
		f.gap = i16(0)
	case sprmTInsert:
		f.insert(int(operand[0]), int(operand[1]), max(i16(2), 0))
	case sprmTDelete:
		if first, lim, ok := f.cellRange(operand); ok {
			// Whether what is behind moves up is nowhere said: LibreOffice
			// leaves it where it is.
			f.moved += f.edges[lim] - f.edges[first]
			f.cells = slices.Delete(f.cells, first, lim)
			f.edges = slices.Delete(f.edges, first, lim)
		}
	case sprmTDxaCol:
		if first, lim, ok := f.cellRange(operand); ok {
			for i := first; i < lim; i++ {
				f.widen(i, max(i16(2), 0)-(f.edges[i+1]-f.edges[i]))
			}
		}
	case sprmTMerge, sprmTSplit:
		if first, lim, ok := f.cellRange(operand); ok {
			for i := first; i < lim; i++ {
				f.cells[i].horizontal = 0
				if op == sprmTMerge {
					f.cells[i].horizontal = 2
				}
			}
			if op == sprmTMerge {
				f.cells[first].horizontal = 1
			}
		}
	case sprmTVertMerge:
		if len(operand) >= 2 && int(operand[0]) < len(f.cells) {
			f.cells[operand[0]].vertical = mergeOf(operand[1])
		}
	case sprmTDefTableShd80:
		f.shades(0, operand, 2, shade80)
	case sprmTDefTableShd:
		f.shades(0, operand, 10, shade)
	case sprmTDefTableShd2nd:
		f.shades(22, operand, 10, shade)
	case sprmTDefTableShd3rd:
		f.shades(44, operand, 10, shade)
	}
}

// define reads the operand of sprmTDefTable: edges and cells.
func (f *rowFormat) define(operand []byte) {
	if len(operand) < 1 {
		return
	}
	n := int(operand[0])
	if n == 0 || n > maxCells || len(operand) < 1+2*(n+1) {
		return
	}
	f.edges = make([]int, n+1)
	for i := range f.edges {
		f.edges[i] = int(int16(binary.LittleEndian.Uint16(operand[1+2*i:])))
	}
	f.left = f.edges[0] + f.gap
	f.cells = make([]cellFormat, n)
	operand = operand[1+2*(n+1):]
	for i := range f.cells {
		if len(operand) < cellSize*i+2 {
			break // cells left out are plain
		}
		bits := binary.LittleEndian.Uint16(operand[cellSize*i:])
		f.cells[i].horizontal = byte(bits & horizontalBits)
		f.cells[i].vertical = mergeOf(byte(bits >> verticalShift))
	}
}

// cellRange is the range of cells that an operand begins with.
func (f *rowFormat) cellRange(operand []byte) (first, lim int, ok bool) {
	first, lim = int(operand[0]), min(int(operand[1]), len(f.cells))
	return first, lim, first < lim
}

// shift moves all edges.
func (f *rowFormat) shift(by int) {
	for i := range f.edges {
		f.edges[i] += by
	}
	if len(f.edges) > 0 {
		f.moved += by
	}
}

// widen moves the edges behind a cell.
func (f *rowFormat) widen(cell, by int) {
	for i := cell + 1; i < len(f.edges); i++ {
		f.edges[i] += by
	}
}

// insert inserts cells of a width.
func (f *rowFormat) insert(at, count, width int) {
	if len(f.cells)+count > maxCells || count == 0 {
		return
	}
	if len(f.edges) == 0 {
		f.edges = []int{f.left - f.gap}
	}
	for len(f.cells) < at && len(f.cells)+count < maxCells { // cells before it that no one defined have the width, too
		f.append(width)
	}
	at = min(at, len(f.cells))
	f.cells = slices.Insert(f.cells, at, make([]cellFormat, count)...)
	edges := make([]int, count)
	for i := range edges {
		edges[i] = f.edges[at] + (i+1)*width
	}
	f.edges = slices.Insert(f.edges, at+1, edges...)
	for i := at + count + 1; i < len(f.edges); i++ {
		f.edges[i] += count * width
	}
}

func (f *rowFormat) append(width int) {
	f.cells = append(f.cells, cellFormat{})
	f.edges = append(f.edges, f.edges[len(f.edges)-1]+width)
}

// shades reads the shading of cells from first on.
func (f *rowFormat) shades(first int, operand []byte, size int, shaded func([]byte) bool) {
	for i := 0; len(operand) >= (i+1)*size && first+i < len(f.cells); i++ {
		f.cells[first+i].shaded = shaded(operand[i*size:])
	}
}

// merges is each cell's part in horizontal merging. Microsoft's descriptions
// differ on which number begins a merged cell, 1 (1997, and what programs write)
// or 2 and 3 (MS-DOC 2.9.317); as the first cell of a row of merged ones must begin
// it, it says which.
func (f *rowFormat) merges() []wordtable.Merge {
	out := make([]wordtable.Merge, len(f.cells))
	begins := byte(0)
	for i, c := range f.cells {
		if c.horizontal == 0 {
			begins = 0
			continue
		}
		if begins == 0 {
			begins = min(c.horizontal, 2)
		}
		out[i] = wordtable.Proceed
		if min(c.horizontal, 2) == begins {
			out[i] = wordtable.Restart
		}
	}
	return out
}
