package xlsx

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai"
)

// cellCases are single cells; want is the text, behind "?" if it is uncertain.
var cellCases = []struct{ name, cell, want string }{
	{"a number", `<c r="A1"><v>12</v></c>`, "12"},
	{"a number with its binary tail", `<c r="A1"><v>0.30000000000000004</v></c>`, "0.3"},
	{"a number in a format", `<c r="A1" s="3"><v>12.5</v></c>`, "12.50"},
	{"a number with a unit", `<c r="A1" s="2"><v>240</v></c>`, "240万元"},
	{"a zero that the format hides", `<c r="A1" s="1"><v>0</v></c>`, ""},
	{"a shared string", `<c r="A1" t="s"><v>0</v></c>`, "共享"},
	{"escaped characters", `<c r="A1" t="s"><v>2</v></c>`, "a\nb_x4E00_"},
	{"digits struck out in a run", `<c r="A1" t="s"><v>1</v></c>`, "?12"},
	{"an inline string", `<c r="A1" t="inlineStr"><is><t> 12 </t></is></c>`, "12"},
	{"a number as text", `<c r="A1" t="str"><v>012</v></c>`, "012"},
	{"a truth value", `<c r="A1" t="b"><v>1</v></c>`, "TRUE"},
	{"an error", `<c r="A1" t="e"><f>B1</f><v>#REF!</v></c>`, "#REF!"},
	{"a formula", `<c r="A1"><f>1+1</f><v>2</v></c>`, "2"},
	{"a formula never calculated", `<c r="A1"><f>1+1</f></c>`, "?"},
	{"a formula with an empty value", `<c r="A1"><f>1+1</f><v></v></c>`, "?"},
	{"a formula that gives no text", `<c r="A1" t="str"><f>""</f><v></v></c>`, ""},
	{"struck out", `<c r="A1" s="4"><v>2</v></c>`, "?2"},
	{"struck out words", `<c r="A1" s="4" t="str"><v>无</v></c>`, "无"},
	{"white on nothing", `<c r="A1" s="5"><v>2</v></c>`, "?2"},
	{"white on blue", `<c r="A1" s="6"><v>2</v></c>`, "2"},
	{"too long for General", `<c r="A1"><v>0.123456789012</v></c>`, "?0.123456789012"},
	{"no place", `<c><v>7</v></c>`, "7"},
}

func TestCells(t *testing.T) {
	for _, c := range cellCases {
		d, err := Read(pack(parts(data(`<row r="1">`+c.cell+`<c r="B1"><v>5</v></c></row>`))), gongkai.DefaultLimits())
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

// row draws a row of texts and blanks with borders.
func row(n int, texts ...string) string {
	s := fmt.Sprintf(`<row r="%d">`, n)
	for _, text := range texts {
		s += `<c s="7" t="str"><v>` + text + `</v></c>`
	}
	return s + `</row>`
}

// sheetCases are sheets; want is drawn by draw.
var sheetCases = []struct{ name, sheet, want string }{
	{"merged cells", data(row(1, "a", "", "b")+row(2, "", "", "c")) + `<mergeCells><mergeCell ref="A1:B2"/></mergeCells>`,
		"a 2×2|b\nc\n"},
	{"text kept under a merged cell", data(row(1, "a", "x", "b")) + `<mergeCells><mergeCell ref="A1:B1"/></mergeCells>`, "a 1×2|b\n"},
	{"a hidden row and column", `<cols><col min="2" max="2" hidden="1"/></cols>` + data(row(1, "a", "b", "c")+strings.Replace(row(2, "d", "e", "f"), "<row", `<row hidden="1"`, 1)+row(3, "g", "h", "i")),
		"a|c\ng|i\n! hidden-cells\n"},
	{"a merged cell over a hidden column", `<cols><col min="1" max="1" width="0"/></cols>` + data(row(1, "a", "", "c")+row(2, "d", "e", "f")) + `<mergeCells><mergeCell ref="A1:B1"/></mergeCells>`,
		"a|c\ne|f\n! hidden-cells\n"},
	{"zeros not shown", `<sheetViews><sheetView showZeros="0"/></sheetViews>` + data(`<row><c><v>0</v></c><c><v>1</v></c><c><v>2</v></c></row>`), "1|2\n"},
	{"formulas shown", `<sheetViews><sheetView showFormulas="1"/></sheetViews>` + data(`<row><c><f>1</f><v>1</v></c><c><v>2</v></c></row>`), "?1|2\n"},
	{"overlapping merged cells", data(row(1, "a", "b", "c")+row(2, "d", "e", "f")) + `<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="B1:B2"/></mergeCells>`,
		"a 1×2|c\nd|e|f\n! overlapping-cells\n"},
	{"the last place of a sheet", data(`<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>`), "¶1\n¶2\n"},
}

func TestSheets(t *testing.T) {
	for _, c := range sheetCases {
		d, err := Read(pack(parts(c.sheet)), gongkai.DefaultLimits())
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if diff := cmp.Diff(c.want, draw(d)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// draw writes blocks and findings: a line a paragraph or row, spans behind texts.
func draw(d *gongkai.Document) string {
	var b strings.Builder
	for _, block := range d.Blocks {
		if block.Paragraph != nil {
			b.WriteString("¶" + block.Paragraph.Text + "\n")
			continue
		}
		for i, c := range block.Grid.Cells {
			if i > 0 && c.Row == block.Grid.Cells[i-1].Row {
				b.WriteString("|")
			} else if i > 0 {
				b.WriteString("\n")
			}
			if c.Uncertain != "" {
				b.WriteString("?")
			}
			b.WriteString(c.Text)
			if c.RowSpan > 1 || c.ColumnSpan > 1 {
				fmt.Fprintf(&b, " %d×%d", c.RowSpan, c.ColumnSpan)
			}
		}
		b.WriteString("\n")
	}
	for _, f := range d.Findings {
		b.WriteString("! " + string(f.Code) + "\n")
	}
	return b.String()
}

func with(all map[string]string, part, content string) map[string]string {
	all[part] = content
	return all
}

func TestSeveralSheets(t *testing.T) {
	all := parts(data(row(1, "a", "b")))
	all["xl/workbook.xml"] = `<workbook ` + main + `><sheets><sheet name="三、二" r:id="rId2"/><sheet name="H" state="hidden" r:id="rId3"/><sheet name="Sheet1" r:id="rId1"/></sheets></workbook>`
	all["xl/_rels/workbook.xml.rels"] = rels(office+"worksheet", "worksheets/sheet1.xml", office+"worksheet", "/xl/worksheets/sheet2.xml", office+"worksheet", "worksheets/sheet3.xml")
	all["xl/worksheets/sheet2.xml"] = worksheetOf(data(row(1, "c", "d")))
	all["xl/worksheets/sheet3.xml"] = worksheetOf(data(row(1, "e", "f")))
	d, err := Read(pack(all), gongkai.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("¶三、二\nc|d\na|b\n! hidden-cells\n", draw(d)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if path := d.Blocks[1].Grid.Cells[1].Path; path != "/三、二!B1" {
		t.Errorf("the cell is at %s", path)
	}
}

func TestRefused(t *testing.T) {
	good := pack(parts(data(row(1, "a", "b"))))
	sheet := func(xml string) []byte { return pack(parts(xml)) }
	for _, c := range []struct {
		name string
		data []byte
		want error
		says string
	}{
		{"no bytes", nil, gongkai.ErrEmpty, ""},
		{"not a zip", []byte("hello"), gongkai.ErrFormat, ""},
		{"cut off", good[:len(good)/2], gongkai.ErrDamaged, "cut off"},
		{"another zip", pack(map[string]string{"a.txt": "x"}), gongkai.ErrFormat, "without a workbook"},
		{"xlsb", pack(map[string]string{"_rels/.rels": rels(office+"officeDocument", "xl/workbook.bin"), "xl/workbook.bin": "x"}), gongkai.ErrFormat, "xlsb"},
		{"encrypted", []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Join(strings.Split("EncryptedPackage", ""), "\x00") + "\x00"), gongkai.ErrEncrypted, "password"},
		{"nothing in it", sheet(data("")), gongkai.ErrEmpty, ""},
		{"pictures only", sheet(data("") + `<drawing r:id="rId9"/>`), gongkai.ErrNoText, ""},
		{"a sheet is missing", pack(without(parts(""), "xl/worksheets/sheet1.xml")), gongkai.ErrDamaged, "missing"},
		{"no such string", sheet(data(`<row><c t="s"><v>9</v></c></row>`)), gongkai.ErrDamaged, "shared string"},
		{"no number", sheet(data(`<row><c><v>x</v></c></row>`)), gongkai.ErrDamaged, "number"},
		{"a cell out of the sheet", sheet(data(`<row><c r="XFE1"><v>1</v></c></row>`)), gongkai.ErrDamaged, "place"},
		{"a row out of the sheet", sheet(data(`<row r="1048577"><c><v>1</v></c></row>`)), gongkai.ErrLimit, "row"},
		{"cut XML", sheet(`<sheetData><row>`), gongkai.ErrDamaged, ""},
	} {
		_, err := Read(c.data, gongkai.DefaultLimits())
		if !errors.Is(err, c.want) || c.want != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %v %q", c.name, err, c.want, c.says)
		}
	}
}

func without(all map[string]string, part string) map[string]string {
	delete(all, part)
	return all
}

// Damaged styles cost a finding, not the document.
func TestDamagedStyles(t *testing.T) {
	d, err := Read(pack(with(parts(data(row(1, "a", "b"))), "xl/styles.xml", "<styleSheet")), gongkai.DefaultLimits())
	if err != nil || len(d.Findings) != 1 || d.Findings[0].Code != gongkai.DamagedSource {
		t.Errorf("%v, %+v", err, d)
	}
}

// Small files that ask for much get a limit or little memory.
func TestBombs(t *testing.T) {
	long := strings.Repeat("一 ", 20_000)
	for _, c := range []struct {
		name string
		data []byte
	}{
		{"cells", pack(parts(data(`<row>` + strings.Repeat(`</row><row><c><v>1</v></c><c><v>2</v></c>`, 110_000) + `</row>`)))},
		{"blank cells with borders", pack(parts(data(`<row>` + strings.Repeat(`</row><row><c s="7"/><c s="7"/>`, 150_000) + `</row>`)))},
		{"one string in many cells", pack(with(parts(data(`<row>`+strings.Repeat(`</row><row><c t="s"><v>0</v></c>`, 10_000)+`</row>`)),
			"xl/sharedStrings.xml", `<sst `+main+`><si><t>`+long+`</t></si></sst>`))},
		{"merged cells", pack(parts(data(row(1, "a")) + `<mergeCells>` + strings.Repeat(`<mergeCell ref="A1:XFD1048576"/>`, 30_000) + `</mergeCells>`))},
		{"a wide table", pack(parts(data(`<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>` + strings.Repeat(`<row><c><v>1</v></c><c><v>2</v></c></row>`, 5000))))},
		{"strings", pack(with(parts(data(row(1, "a"))), "xl/sharedStrings.xml", `<sst `+main+`>`+strings.Repeat(`<si/>`, 300_000)+`</sst>`))},
		{"styles", pack(with(parts(data(row(1, "a"))), "xl/styles.xml", `<styleSheet `+main+`><cellXfs>`+strings.Repeat(`<xf/>`, 100_000)+`</cellXfs></styleSheet>`))},
		{"hidden rows", pack(parts(data(strings.Repeat(`<row hidden="1"/><row/>`, 100_000) + row(300_001, "a", "b"))))},
	} {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		d, err := Read(c.data, gongkai.DefaultLimits())
		runtime.ReadMemStats(&after)
		if err != nil && !errors.Is(err, gongkai.ErrLimit) && !errors.Is(err, gongkai.ErrEmpty) {
			t.Errorf("%s: %v", c.name, err)
		}
		if err == nil && d.Check() != nil {
			t.Errorf("%s: %v", c.name, d.Check())
		}
		allocated := (after.TotalAlloc - before.TotalAlloc) >> 20
		t.Logf("%s: %d KB zipped, %d MB allocated, %v", c.name, len(c.data)>>10, allocated, err)
		if allocated > 400 {
			t.Errorf("%s: %d MB allocated", c.name, allocated)
		}
	}
}

// BenchmarkRead reads a workbook that LibreOffice wrote of a synthetic report.
func BenchmarkRead(b *testing.B) {
	data, err := os.ReadFile("testdata/report.xlsx")
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
