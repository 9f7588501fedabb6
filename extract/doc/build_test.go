package doc

import (
	"bytes"
	"encoding/binary"
	"slices"
	"testing"

	"gongkai"
	"gongkai/extract/readertest"
)

// file is a Word document to be made: what LibreOffice does not write is
// written here, after MS-DOC.
type file struct {
	body []para
	// notes and header stand behind the body, boxes behind them.
	notes, header string
	boxes         []box
	styles        []testStyle // from 15 on; 0 is Normal
	lists         []testList
	overrides     []testOverride
	data          []byte // the data stream
	title         string
	titlePage     uint16 // its code page

	version        uint16 // 0 is 0x00C1
	language       uint16
	charset        byte
	flags          uint16
	cut            int   // a piece is at most so long, 0 for as long as can be
	scattered      bool  // pieces stand in another order in the stream
	marks          []int // characters that are marks of notes
	without        []int // parts to leave out
	characterPages int   // runs a page, 0 for as many as fit
	halves         bool  // digits 1 are halves of characters instead
}

// para is a paragraph: runs, then the mark that ends it.
type para struct {
	runs  []run
	mark  rune // charParagraph when 0
	style int
	papx  []byte // modifiers of the paragraph
	chpx  []byte // modifiers of the mark
	prm   prmOf  // of the piece that the mark is
}

// run is text of one formatting.
type run struct {
	text string
	as   encodingOf
	chpx []byte
	prm  prmOf
}

// prmOf is what a piece adds.
type prmOf struct {
	short uint16 // Prm0, when group is nil
	group []byte // Prm1
}

// encodingOf is how text is stored.
type encodingOf byte

const (
	inUTF16 encodingOf = iota
	inLatin
	inGBK
)

type box struct {
	text  string
	at    string // the text before its anchor in the body; "" for no anchor
	shape uint32
	free  bool // it is no more
}

type testStyle struct {
	kind, base int
	papx, chpx []byte
}

type testList struct {
	simple bool
	links  map[int]int
	levels []testLevel
}

type testLevel struct {
	start         int
	format, flags byte
	restart       byte
	follow        byte
	text          string // numbers as \x00 … \x08
}

type testOverride struct {
	list   int
	starts map[int]int
	level  *testLevel // of level 0
}

func sprm(op uint16, operand ...byte) []byte {
	return append([]byte{byte(op), byte(op >> 8)}, operand...)
}

func le16(n int) []byte { return binary.LittleEndian.AppendUint16(nil, uint16(n)) }
func le32(n int) []byte { return binary.LittleEndian.AppendUint32(nil, uint32(n)) }

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

// p is a paragraph of plain text.
func p(text string) para { return para{runs: []run{{text: text}}} }

// ps is a paragraph of runs.
func ps(runs ...run) para { return para{runs: runs} }

// inside is what a paragraph inside tables has.
func inside(depth int) []byte {
	return join(sprm(sprmPFInTable, 1), sprm(sprmPItap, le32(depth)...))
}

// cell is a cell of a table in the body.
func cell(text string) para {
	c := p(text)
	c.mark, c.papx = charCellEnd, inside(1)
	return c
}

// row ends a row; definition is its modifiers.
func row(cells []para, definition ...[]byte) []para {
	return append(slices.Clone(cells), para{mark: charCellEnd, papx: join(inside(1), sprm(sprmPFTtp, 1), join(definition...))})
}

func texts(cells ...string) []para {
	var out []para
	for _, c := range cells {
		out = append(out, cell(c))
	}
	return out
}

// define is a sprmTDefTable: edges in twips and the TCGRF of cells.
func define(edges []int, bits ...int) []byte {
	n := len(edges) - 1
	operand := []byte{byte(n)}
	for _, e := range edges {
		operand = append(operand, le16(e)...)
	}
	for i := range n {
		tc := make([]byte, cellSize)
		if i < len(bits) {
			copy(tc, le16(bits[i]))
		}
		operand = append(operand, tc...)
	}
	return join(sprm(sprmTDefTable), le16(len(operand)+1), operand)
}

const (
	restarts  = verticalRestart << verticalShift
	continues = verticalProceed << verticalShift
)

// even is n edges of equal columns.
func even(n int) []int {
	var out []int
	for i := range n + 1 {
		out = append(out, 1000*i)
	}
	return out
}

func readFile(t *testing.T, f file) *gongkai.Document {
	t.Helper()
	return readertest.Read(t, Read, f.bytes())
}
