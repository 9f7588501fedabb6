package xls

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai"
)

// rich is a shared string in fonts: the second character is struck out.
var rich = join(u16(2), []byte{8}, u16(2), []byte("12"), u16(0, 0, 1, 1))

// cellCases are single cells in A1; want is the text, behind "?" if it is
// uncertain.
var cellCases = []struct {
	name             string
	globals, records []byte
	want             string
}{
	{"a number", nil, number(0, 0, 0, 12), "12"},
	{"a number in a format", nil, number(0, 0, 3, 12.5), "12.50"},
	{"a number with a unit", nil, number(0, 0, 2, 240), "240万元"},
	{"a zero that the format hides", nil, number(0, 0, 1, 0), ""},
	{"an integer in 30 bits", nil, rec(recRK, cellAt(0, 0, 0), u32(12<<2|2)), "12"},
	{"a negative one", nil, rec(recRK, cellAt(0, 0, 0), u32(-3<<2|2)), "-3"},
	{"hundredths in 30 bits", nil, rec(recRK, cellAt(0, 0, 0), u32(1250<<2|3)), "12.5"},
	{"a double in 30 bits", nil, rec(recRK, cellAt(0, 0, 0), u32(0x40290000)), "12.5"},
	{"several numbers", nil, rec(recMulRk, u16(0, 0, 0), u32(7<<2|2), u16(0), u32(8<<2|2), u16(1)), "7"},
	{"a label", nil, label(0, 0, 0, "总计"), "总计"},
	{"a label of one byte a character", nil, rec(recLabel, cellAt(0, 0, 0), u16(2), []byte{0, 'a', 'b'}), "ab"},
	{"a shared string", sst(1, wide("总计")), rec(recLabelSst, cellAt(0, 0, 0), u32(0)), "总计"},
	{"a string over two records", sst(1, join(u16(4), []byte{1}, u16('总', '计')), join([]byte{0}, []byte("ab"))), rec(recLabelSst, cellAt(0, 0, 0), u32(0)), "总计ab"},
	{"a string that begins a record", sst(1, join(u16(2), []byte{0}), join([]byte{1}, u16('总', '计'))), rec(recLabelSst, cellAt(0, 0, 0), u32(0)), "总计"},
	{"a string behind phonetic hints", sst(2, join(u16(1), []byte{4}, u32(6), []byte("xabc")), join([]byte("def"), wide("计"))), rec(recLabelSst, cellAt(0, 0, 0), u32(1)), "计"},
	{"digits struck out in a run", sst(1, rich), rec(recLabelSst, cellAt(0, 0, 0), u32(0)), "?12"},
	{"a truth value", nil, rec(recBoolErr, cellAt(0, 0, 0), []byte{1, 0}), "TRUE"},
	{"an error", nil, rec(recBoolErr, cellAt(0, 0, 0), []byte{23, 1}), "#REF!"},
	{"a formula", nil, rec(recFormula, cellAt(0, 0, 0), double(2), make([]byte, 8)), "2"},
	{"a formula that gives text", nil, join(rec(recFormula, cellAt(0, 0, 0), []byte{0, 0, 0, 0, 0, 0, 0xFF, 0xFF}, make([]byte, 8)), rec(recString, wide("无"))), "无"},
	{"a formula that gives no text", nil, rec(recFormula, cellAt(0, 0, 0), []byte{3, 0, 0, 0, 0, 0, 0xFF, 0xFF}, make([]byte, 8)), ""},
	{"a formula whose text is lost", nil, rec(recFormula, cellAt(0, 0, 0), []byte{0, 0, 0, 0, 0, 0, 0xFF, 0xFF}, make([]byte, 8)), "?"},
	{"struck out", nil, number(0, 0, 4, 2), "?2"},
	{"white on nothing", nil, number(0, 0, 5, 2), "?2"},
	{"white on blue", nil, number(0, 0, 6, 2), "2"},
	{"a palette in which white is red", rec(recPalette, u16(2), u32(0), u32(255)), number(0, 0, 5, 2), "2"},
	{"zeros not shown", nil, join(number(0, 0, 0, 0), rec(recWindow2, u16(0))), ""},
	{"formulas shown", nil, join(rec(recFormula, cellAt(0, 0, 0), double(2), make([]byte, 8)), rec(recWindow2, u16(0x11))), "?2"},
	{"a number in a chart of the sheet", nil, join(bof(0x20), number(0, 0, 0, 9), rec(recEOF)), ""},
}

func TestCells(t *testing.T) {
	for _, c := range cellCases {
		d, err := Read(book(c.globals, join(c.records, number(0, 1, 0, 5))), gongkai.DefaultLimits())
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		got := ""
		if g := d.Blocks[0].Grid; g != nil && g.Columns == 2 {
			got = g.Cells[0].Text
			if g.Cells[0].Uncertain != "" {
				got = "?" + got
			}
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// sheetRecords are a table with merged cells and borders, and a hidden row and
// column: three rows of four.
var sheetRecords = join(
	rec(recColInfo, u16(2, 2, 2048, 0, 1), make([]byte, 2)),
	rec(recRow, u16(2, 0, 4, 300, 0, 0), u32(0x20)),
	label(0, 0, 7, "a"), rec(recMulBlank, u16(0, 1), u16(7, 7), u16(2)), label(0, 3, 7, "b"),
	label(1, 0, 7, "c"), label(1, 1, 7, "kept"), label(1, 2, 7, "x"), label(1, 3, 7, "d"),
	label(2, 0, 7, "e"), label(2, 1, 7, "f"), label(2, 2, 7, "g"), label(2, 3, 7, "h"),
	rec(recMergeCells, u16(1), u16(0, 1, 0, 1)),
)

func TestSheet(t *testing.T) {
	d, err := Read(book(nil, label(0, 0, 0, "题"), sheetRecords), gongkai.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range d.Blocks[1].Grid.Cells {
		got = append(got, fmt.Sprintf("%s %s %d×%d", c.Path, c.Text, c.RowSpan, c.ColumnSpan))
	}
	want := []string{"/S2!A1 a 2×2", "/S2!D1 b 1×1", "/S2!D2 d 1×1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(d.Findings) != 1 || d.Findings[0].Code != gongkai.HiddenCells {
		t.Errorf("findings %+v", d.Findings)
	}
}

func TestRefused(t *testing.T) {
	good := book(nil, number(0, 0, 0, 1))
	report, err := os.ReadFile("testdata/report.xls")
	if err != nil {
		t.Fatal(err)
	}
	renamed := func(name string) []byte {
		from := strings.Join(strings.Split("Workbook", ""), "\x00") + "\x00\x00\x00\x12"
		to := strings.Join(strings.Split(name, ""), "\x00") + strings.Repeat("\x00", 2*(8-len(name))) + fmt.Sprintf("\x00\x00\x00%c", 2*len(name)+2)
		at := strings.Index(string(report), "W\x00o\x00r\x00k\x00b\x00o\x00o\x00k\x00")
		if at < 0 {
			t.Fatal("no stream in the report", from)
		}
		b := []byte(strings.Clone(string(report)))
		copy(b[at:], make([]byte, 64))
		copy(b[at:], to[:2*8])
		b[at+64] = byte(2*len(name) + 2)
		return b
	}
	old := join(rec(recBOF, u16(0x0500, 5, 0, 0)), good[20:])
	copy(old[2:], u16(16))
	for _, c := range []struct {
		name string
		data []byte
		want error
		says string
	}{
		{"no bytes", nil, gongkai.ErrEmpty, ""},
		{"text", []byte("hello"), gongkai.ErrFormat, "OLE2"},
		{"Excel 3", []byte("\x09\x02\x06\x00\x00\x00\x10\x00\x00\x00"), gongkai.ErrFormat, "Excel 2 to 4"},
		{"Excel 95", renamed("Book"), gongkai.ErrFormat, "Excel 5.0 or 95"},
		{"no workbook", renamed("Wordbook"), gongkai.ErrFormat, "without a workbook"},
		{"container cut off", report[:600], gongkai.ErrDamaged, ""},
		{"password", book(rec(recFilePass, u16(1)), number(0, 0, 0, 1)), gongkai.ErrEncrypted, "password"},
		{"cut off", good[:len(good)-8], gongkai.ErrDamaged, "cut off"},
		{"nothing in it", book(nil, nil), gongkai.ErrEmpty, ""},
		{"pictures only", book(nil, rec(recDrawing)), gongkai.ErrNoText, ""},
		{"no such string", book(nil, rec(recLabelSst, cellAt(0, 0, 0), u32(7))), gongkai.ErrDamaged, "shared string"},
		{"strings cut off", book(sst(2, wide("a")), number(0, 0, 0, 1)), gongkai.ErrDamaged, "strings"},
		{"too many strings", book(sst(1_000_000, wide("a")), number(0, 0, 0, 1)), gongkai.ErrLimit, "strings"},
		{"sheet elsewhere", book(rec(recBoundSheet, u32(1<<20), []byte{0, 0, 1, 0, 'x'}), number(0, 0, 0, 1)), gongkai.ErrDamaged, "not there"},
	} {
		_, err := Read(c.data, gongkai.DefaultLimits())
		if !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %v %q", c.name, err, c.want, c.says)
		}
	}
}

// BenchmarkRead reads a workbook that LibreOffice wrote of a synthetic report.
func BenchmarkRead(b *testing.B) {
	data, err := os.ReadFile("testdata/report.xls")
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(data, gongkai.DefaultLimits()); err != nil {
			b.Fatal(err)
		}
	}
}
