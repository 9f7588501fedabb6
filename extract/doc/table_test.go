package doc

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai/extract/readertest"
)

// tbl is a body of rows.
func tbl(rows ...[]para) []para { return slices.Concat(rows...) }

// nested is a paragraph in a table inside a cell: the end of a cell or row where
// it is said.
func nested(depth int, text string, end ...byte) para {
	c := p(text)
	c.papx = inside(depth)
	for range end {
		c.papx = join(c.papx, sprm(sprmPFInnerTableCell, 1))
	}
	return c
}

func nestedRow(depth int, definition []byte) para {
	return para{papx: join(inside(depth), sprm(sprmPFInnerTableCell, 1), sprm(sprmPFInnerTtp, 1), definition)}
}

// elsewhere is a group in the data stream, and the modifier that names it.
func elsewhere(op uint16, at int, group []byte) (stored, names []byte) {
	return join(make([]byte, at), le16(len(group)), group), sprm(op, le32(at)...)
}

var (
	wideDefinition            = define(even(2), restarts, restarts)
	hugeData, huge            = elsewhere(sprmPHugePapx, 8, join(inside(1), sprm(sprmPFTtp, 1), wideDefinition))
	tableData, tableProps     = elsewhere(sprmPTableProps, 3, join(inside(1), sprm(sprmPFTtp, 1), sprm(sprmTInsert, 0, 3, 0xE8, 3)))
	loopData, loopNames       = elsewhere(sprmPHugePapx, 0, sprm(sprmPHugePapx, 0, 0, 0, 0))
	struck                    = sprm(sprmCFStrike, 1)
	white                     = sprm(sprmCCv, 0xFF, 0xFF, 0xFF, 0)
	black                     = []byte{0, 0, 0, 0, 0, 0, 0, 0, 0, 0}
	auto                      = []byte{0, 0, 0, 0xFF, 0, 0, 0, 0xFF, 0, 0}
	deletedRow, deletedRowEnd = cell("9"), para{mark: charCellEnd, papx: join(inside(1), sprm(sprmPFTtp, 1), define(even(1))), chpx: deleted}
)

func styled(text string, chpx []byte) para {
	c := cell("")
	c.runs = []run{{text: text, chpx: chpx}}
	return c
}

var tableCases = []struct {
	name           string
	file           file
	want, findings string
	// differs is why LibreOffice reads it otherwise, empty when it does not.
	differs string
}{
	{
		name: "plain, paragraphs of a cell on lines",
		file: file{body: tbl(
			row([]para{cell("a"), {runs: []run{{text: "商业"}}, papx: inside(1)}, cell("企\x0B业")}, define(even(2))),
			row(texts("1", " "), define(even(2))), []para{p("after")})},
		want: "| a | 商业↵企↵业 |\n| 1 | |\nafter\n",
	}, {
		name: "merged down; what Word hides stays hidden",
		file: file{body: tbl(
			row(texts("A", "x"), define(even(2), restarts)),
			row(texts("hidden", "y"), define(even(2), continues)),
			row(texts("B", "z"), define(even(2), restarts)),
			row(texts("C", "w"), define(even(2))))},
		want: "| 2×1 A | x |\n| ^ | y |\n| B | z |\n| C | w |\n",
	}, {
		name: "rows with cells of their own widths: spans follow the edges of all",
		file: file{body: tbl(
			row(texts("title"), define([]int{0, 4000})),
			row(texts("a", "b", "c"), define([]int{0, 1000, 2500, 4000})),
			row(texts("d", "e"), define([]int{0, 2500, 4000})),
			row(texts("f", "g"), define([]int{1000, 2500, 3000})))},
		want:    "| 1×4 title | ‹ | ‹ | ‹ |\n| a | b | 1×2 c | ‹ |\n| 1×2 d | ‹ | 1×2 e | ‹ |\n| ~ | f | g | ~ |\n",
		differs: "it fills the rows with cells",
	}, {
		name: "edges that miss each other by rounding are one line, those of one row never",
		file: file{body: tbl(
			row(texts("a", "b"), define([]int{0, 1000, 2000})),
			row(texts("c", "d"), define([]int{-7, 1004, 2008})),
			row(texts("e", "f", "g"), define([]int{0, 1000, 1006, 2000})))},
		want: "| a | 1×2 b | ‹ |\n| c | 1×2 d | ‹ |\n| e | f | g |\n",
	}, {
		name: "merged down over edges that miss each other",
		file: file{body: tbl(
			row(texts("a", "b"), define([]int{0, 1000, 2000}, 0, restarts)),
			row(texts("c", ""), define([]int{3, 1010, 1999}, 0, continues)))},
		want: "| a | 2×1 b |\n| c | ^ |\n",
	}, {
		name: "not merged down where the columns are others",
		file: file{body: tbl(
			row(texts("a", "b"), define([]int{0, 1000, 2000}, restarts)),
			row(texts("7", "c"), define([]int{0, 1500, 2000}, continues)))},
		want:    "| a | 1×2 b | ‹ |\n| 1×2 7?continues a merged cell that is not there? | ‹ | c |\n",
		differs: "it has no doubts",
	}, {
		name: "merged to the right, as programs write it and as the standard says",
		file: file{body: tbl(
			row(texts("A", "", "", "b"), define(even(4), 1, 2, 2)),
			row(texts("C", "", "", "d"), define(even(4), 2, 1, 1)),
			row(texts("E", "", "F", ""), define(even(4), 3, 1, 2, 1)),
			row(texts("G", "", "H", ""), define(even(4), 1, 2, 1, 2)))},
		want:    "| 1×3 A | ‹ | ‹ | b |\n| 1×3 C | ‹ | ‹ | d |\n| 1×2 E | ‹ | 1×2 F | ‹ |\n| 1×2 G | ‹ | 1×2 H | ‹ |\n",
		differs: "it merges only what programs write",
	}, {
		name:    "text in the merged-away part is in doubt",
		file:    file{body: tbl(row(texts("1", "2", "3"), define(even(3), 1, 2)))},
		want:    "| 1×2 1?text in a part of the merged cell? | ‹ | 3 |\n",
		differs: "it has no doubts",
	}, {
		name: "merged both ways",
		file: file{body: tbl(
			row(texts("A", "", "x"), define(even(3), restarts|1, restarts|2)),
			row(texts("", "", "y"), define(even(3), continues|1, continues|2)))},
		want:    "| 2×2 A | ‹ | x |\n| ^ | ^ | y |\n",
		differs: "it does not merge both ways",
	}, {
		name: "sprmTMerge, sprmTSplit and sprmTVertMerge",
		file: file{body: tbl(
			row(texts("A", "", "b"), define(even(3)), sprm(sprmTMerge, 0, 2)),
			row(texts("c", "d", "e"), define(even(3), 1, 2), sprm(sprmTSplit, 0, 2), sprm(sprmTVertMerge, 2, 2, 3)),
			row(texts("f", "g", ""), define(even(3)), sprm(sprmTVertMerge, 2, 2, 1)))},
		want:    "| 1×2 A | ‹ | b |\n| c | d | 2×1 e |\n| f | g | ^ |\n",
		differs: "it knows none of them",
	}, {
		name: "cells deleted: what is behind may have moved up or not",
		file: file{body: tbl(
			row(texts("a", "b", "c"), define(even(3))),
			row(texts("h", "i"), define(even(3)), sprm(sprmTDelete, 1, 2)))},
		want:    "| a?table row moved sidewards? | b?table row moved sidewards? | c?table row moved sidewards? |\n| 1×2 h?table row moved sidewards? | ‹ | i?table row moved sidewards? |\n",
		differs: "it has no doubts",
	}, {
		name: "cells inserted and widened",
		file: file{body: tbl(
			row(texts("a", "b", "c", "d"), define([]int{0, 1000, 2000, 3000, 4000})),
			row(texts("e", "f", "g"), define([]int{0, 1000, 4000}), sprm(sprmTInsert, 1, 1, 0xE8, 3), sprm(sprmTDxaCol, 2, 3, 0xD0, 7)),
			row(texts("k", "l"), sprm(sprmTDxaGapHalf, 100, 0), sprm(sprmTDxaLeft, 100, 0), sprm(sprmTInsert, 0, 2, 0xD0, 7)))},
		want:    "| a | b | c | d |\n| e | f | 1×2 g | ‹ |\n| 1×2 k | ‹ | 1×2 l | ‹ |\n",
		differs: "it knows no rows without sprmTDefTable",
	}, {
		name: "a row moved against the others",
		file: file{body: tbl(
			row(texts("a", "b"), define(even(2))),
			row(texts("1", "2"), define(even(2)), sprm(sprmTDxaLeft, 0, 2)))},
		want:    "| 1×2 a?table row moved sidewards? | ‹ | 1×2 b?table row moved sidewards? | ‹ | ~ |\n| ~ | 1×2 1?table row moved sidewards? | ‹ | 1×2 2?table row moved sidewards? | ‹ |\n",
		differs: "it has no doubts",
	}, {
		name: "rows moved alike",
		file: file{body: tbl(
			row(texts("a", "b"), define(even(2)), sprm(sprmTDxaLeft, 0, 2)),
			row(texts("1", "2"), define(even(2)), sprm(sprmTDxaLeft, 0, 2)))},
		want: "| a | b |\n| 1 | 2 |\n",
	}, {
		name: "definition in the data stream",
		file: file{data: hugeData, body: tbl(
			[]para{cell("a"), cell("b"), {mark: charCellEnd, papx: huge}},
			row(texts("c", "d"), define(even(2))))},
		want: "| a | b |\n| c | d |\n",
	}, {
		name:    "definition by table properties in the data stream",
		file:    file{data: tableData, body: []para{cell("a"), cell("b"), cell("c"), {mark: charCellEnd, papx: tableProps}}},
		want:    "| a | b | c |\n",
		differs: "it knows none",
	}, {
		name: "groups that name themselves",
		file: file{data: loopData, body: []para{{runs: []run{{text: "a"}}, papx: loopNames}}},
		want: "a\n",
	}, {
		name:     "groups outside the data stream",
		file:     file{body: []para{{runs: []run{{text: "a"}}, papx: sprm(sprmPHugePapx, 0, 0, 1, 0)}}},
		want:     "a\n",
		findings: "damaged-source",
	}, {
		name: "fast-saved: rows defined by pieces",
		file: file{body: []para{
			{runs: []run{{text: "a"}}, mark: charCellEnd, prm: prmOf{group: inside(1)}}, {runs: []run{{text: "b"}}, mark: charCellEnd, prm: prmOf{short: 0x18<<1 | 1<<8}},
			{mark: charCellEnd, papx: join(inside(1), sprm(sprmPFTtp, 1)), prm: prmOf{group: define(even(2), restarts)}},
			cell("c"), cell("d"), {mark: charCellEnd, papx: inside(1), prm: prmOf{group: join(sprm(sprmPFTtp, 1), define(even(2), continues))}},
		}},
		want: "| 2×1 a | b |\n| ^ | d |\n",
	}, {
		name: "paragraphs in a table by their style",
		file: file{styles: []testStyle{{kind: kindParagraph, base: 0, papx: sprm(sprmPFInTable, 1)}}, body: []para{
			{style: 15, runs: []run{{text: "a"}}, mark: charCellEnd},
			{style: 15, mark: charCellEnd, papx: join(sprm(sprmPFTtp, 1), define(even(1)))},
		}},
		want:    "| a |\n",
		differs: "it asks the paragraph alone",
	}, {
		name: "tables inside cells, two deep, with text before and after",
		file: file{body: tbl([]para{
			cell("a"), nested(1, "before"), nested(2, "x"), nested(2, "1", charCellEnd), nested(3, "deep", charCellEnd), nestedRow(3, define(even(1))),
			nested(2, "2", charCellEnd), nestedRow(2, define([]int{0, 400, 800})), nested(2, "3", charCellEnd), nestedRow(2, define([]int{0, 800}))},
			row(texts("after"), define(even(2))))},
		want: "| a | before↵after?table in the cell?[| x↵1 | 2?table in the cell?[| deep |] |/| 1×2 3 | ‹ |] |\n",
	}, {
		name:     "a row that was deleted, and what was deleted in cells",
		file:     file{body: tbl(row(texts("1"), define(even(1))), []para{deletedRow, deletedRowEnd}, row([]para{{runs: []run{{text: "1", chpx: deleted}, {text: "2"}}, mark: charCellEnd, papx: inside(1)}}, define(even(1))))},
		want:     "| 1 |\n| 2 |\n",
		findings: "tracked-changes",
		differs:  "it has no deleted rows",
	}, {
		name:     "rows without definition, or with one for fewer cells, are in doubt",
		file:     file{body: tbl(row(texts("a", "b"), define(even(2))), row(texts("1", "2")), row(texts("3", "4"), define(even(1))))},
		want:     "| a | b |\n| 1?table row without definition of its cells? | 2?table row without definition of its cells? |\n| 3?table row without definition of its cells? | 4?table row without definition of its cells? |\n",
		findings: "damaged-source",
		differs:  "it has no doubts",
	}, {
		name:     "a definition of more cells than the row has",
		file:     file{body: tbl(row(texts("a"), define(even(2))))},
		want:     "| a | ?table row without definition of its cells? |\n",
		findings: "damaged-source",
		differs:  "it has no doubts",
	}, {
		name:     "a table that ends without the end of its row",
		file:     file{body: []para{cell("1"), {runs: []run{{text: "2"}}, papx: inside(1)}, p("after")}},
		want:     "| 1?table row without definition of its cells? | 2?table row without definition of its cells? |\nafter\n",
		findings: "damaged-source",
		differs:  "damage",
	}, {
		name: "cells without width: empty ones go, what others hold is in doubt",
		file: file{body: tbl(
			row(texts("a", "", "b"), define([]int{0, 1000, 1000, 2000})),
			row(texts("c", "7", "d"), define([]int{0, 1000, 1000, 2000})))},
		want:    "| a | 1×2 b | ‹ |\n| c | 7?cell without width? | d |\n",
		differs: "it has no doubts",
	}, {
		name: "numbers that may not be what their digits say",
		file: file{body: tbl(
			row([]para{styled("12", struck), styled("12", sprm(sprmCFDStrike, 1)), styled("12", sprm(sprmCIss, 1)), styled("mx", sprm(sprmCIss, 1)), styled("12", sprm(sprmCHpsPos, 6, 0)), styled("12", sprm(sprmCHps, 2, 0)), styled("12", sprm(sprmCFSpecVanish, 1))}, define(even(7))),
			row([]para{styled("\x01", special), styled("\x08", special), styled("\x01", join(special, sprm(sprmCFObj, 1))), styled("\x13 EQ \\f(1,2) \x15", nil), styled("12", join(struck, sprm(sprmCFStrike, 0))), styled("12", join(struck, sprm(sprmCPlain, 0))), styled("1\uFFFD", nil)}, define(even(7))))},
		want:     "| 12?struck out? | 12?struck out? | 12?superscript or subscript? | mx | 12?raised or lowered? | 12?tiny text? | 12?hidden text? |\n| ?picture? | ?drawing? | ?embedded object? | ?field without a result? | 12 | 12 | 1\uFFFD?replacement character? |\n",
		findings: "embedded-content replacement-characters",
		differs:  "the pictures are missing",
	}, {
		name: "white text is in doubt where nothing is behind it",
		file: file{body: tbl(
			row([]para{styled("1", white), styled("2", sprm(sprmCIco, 8)), styled("3", join(white, sprm(sprmCHighlight, 7))), styled("4", join(white, sprm(sprmCShd80, 0x20, 0)))}, define(even(4))),
			row([]para{styled("5", white), styled("6", white), styled("7", join(white, sprm(sprmCShd, append([]byte{10}, auto...)...))), styled("8", join(white, sprm(sprmCShd, append([]byte{10}, black...)...)))}, define(even(4)),
				sprm(sprmTDefTableShd80, 4, 0x20, 0, 0, 0)),
			row([]para{styled("9", white), styled("10", white), cell("11"), cell("12")}, define(even(4)), sprm(sprmTDefTableShd, append([]byte{20}, join(auto, black)...)...)))},
		want: "| 1?white text? | 2?white text? | 3 | 4 |\n| 5 | 6?white text? | 7?white text? | 8 |\n| 9?white text? | 10 | 11 | 12 |\n",
	}, {
		name: "a text box belongs to the cell of its anchor",
		file: file{
			body:  tbl(row([]para{styled("a", nil), {runs: []run{{text: "b"}, {text: "\x08", chpx: special}}, mark: charCellEnd, papx: inside(1)}}, define(even(2)))),
			boxes: []box{{text: "12", at: "b", shape: 7}},
		},
		want:    "| a | b↵12 |\n",
		differs: "the drawing is missing",
	}, {
		name: "two tables with a paragraph between",
		file: file{body: tbl(row(texts("a"), define(even(1))), []para{p("")}, row(texts("b"), define(even(1))))},
		want: "| a |\n| b |\n",
	},
}

func TestTables(t *testing.T) {
	for _, c := range tableCases {
		t.Run(c.name, func(t *testing.T) {
			d := readFile(t, c.file)
			if diff := cmp.Diff(c.want, readertest.Show(d)); diff != "" {
				t.Errorf("blocks (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.findings, readertest.Codes(d)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

func numbered(list, level int, text string) para {
	q := p(text)
	q.papx = join(sprm(sprmPIlfo, le16(list)...), sprm(sprmPIlvl, byte(level)))
	return q
}

const (
	decimal  = 0
	counting = 37
)

func TestNumbering(t *testing.T) {
	f := file{
		styles: []testStyle{
			{kind: kindParagraph, base: 0, papx: sprm(sprmPIlfo, 3, 0)},
			{kind: kindParagraph, base: 15},
		},
		lists: []testList{
			{levels: []testLevel{{1, counting, 0, 0, 0, "\x00、"}, {1, decimal, 0, 0, 0, "（\x01）"}, {1, decimal, 4, 0, 0, "\x00.\x02"}, {1, decimal, 8, 1, 2, "\x03："}}},
			{simple: true, levels: []testLevel{{3, decimal, 0, 0, 1, "\x00."}}},
			{links: map[int]int{1: 16}, levels: []testLevel{{1, counting, 0, 0, 0, "第\x00章"}, {1, counting, 0, 0, 2, "第\x01节"}}},
			{levels: []testLevel{{1, 23, 0, 0, 0, "\uF0B7"}, {1, 60, 0, 0, 0, "\x01."}}},
		},
		overrides: []testOverride{{list: 0}, {list: 1}, {list: 2}, {list: 3}, {list: 1, starts: map[int]int{0: 9}}, {list: 1, level: &testLevel{1, 4, 0, 0, 0, "\x00)"}}},
		body: []para{
			numbered(1, 0, "总体"), numbered(1, 1, "甲"), numbered(1, 1, "乙"), numbered(1, 2, "丙"), numbered(1, 0, "主动"), numbered(1, 1, "丁"), numbered(1, 3, "戊"),
			numbered(1, 0, "申请"), numbered(1, 1, "己"), numbered(1, 3, "庚"), numbered(1, 1, "辛"), numbered(1, 3, "壬"),
			numbered(2, 0, "x"), numbered(-2&0xFFFF, 0, "y"), numbered(0, 0, "none"), numbered(0x7FF, 0, "none"), numbered(99, 0, "none"),
			numbered(5, 0, "from nine"), numbered(2, 0, "goes on"), numbered(6, 0, "letter"),
			{style: 15, runs: []run{{text: "by style"}}}, {style: 16, runs: []run{{text: "level of style"}}}, {style: 15, papx: sprm(sprmPIlfo, 0, 0), runs: []run{{text: "not by style"}}},
			numbered(4, 0, "bullet"), numbered(4, 1, "unknown"),
		},
	}
	f.body = append(f.body, row([]para{{runs: []run{{text: "12"}}, mark: charCellEnd, papx: join(inside(1), sprm(sprmPIlfo, 2, 0))}}, define(even(1)))...)
	const want = `一、总体
（1）甲
（2）乙
1.1 丙
二、主动
（1）丁
1：戊
三、申请
（1）己
1：庚
（2）辛
2：壬
3. x
4. y
none
none
none
9. from nine
10. goes on
k) letter
第一章 by style
第一节level of style
not by style
bullet
unknown
| 12. 12?automatic number? |
`
	if diff := cmp.Diff(want, readertest.Show(readFile(t, f))); diff != "" {
		t.Errorf("blocks (-want +got):\n%s", diff)
	}
}
