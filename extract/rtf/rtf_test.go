package rtf

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"

	"gongkai"
	"gongkai/extract/docx"
	"gongkai/extract/readertest"
)

// doc wraps a body as Word's Chinese edition does.
func doc(body string) string {
	return `{\rtf1\adeflang1025\ansi\ansicpg936\uc2\adeff0\deff0\stshfdbch13` + "\r\n" +
		`{\fonttbl{\f0\fbidi \froman\fcharset0\fprq2{\*\panose 02020603050405020304}Times New Roman;}{\f2\fcharset2 Symbol;}{\f3\fnil\fcharset2 Wingdings;}` +
		`{\f13\fbidi \fnil\fcharset134\fprq2{\*\panose 02010600030101010101}\'cb\'ce\'cc\'e5{\*\falt SimSun};}{\f14\fcharset136 MingLiU;}}` + "\r\n" +
		`{\colortbl;\red0\green0\blue0;\red255\green255\blue255;\red192\green0\blue0;}{\stylesheet{\ql \fs21 Normal;}}` +
		`{\info{\title \'c4\'ea\'b6\'c8\'b1\'a8\'b8\'e6}{\author no}}{\header \pard no\par}` + "\r\n" +
		`\paperw11906 ` + body + `}`
}

// hex writes text as \'hh in GBK, as Word does: a second byte that is a letter
// stands for itself.
func hex(s string) string {
	b, err := simplifiedchinese.GBK.NewEncoder().String(s)
	if err != nil {
		panic(err)
	}
	var out strings.Builder
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case c < 0x80 && (c == '\\' || c == '{' || c == '}'):
			out.WriteString(`\'` + string("0123456789abcdef"[c>>4]) + string("0123456789abcdef"[c&15]))
		case c < 0x80:
			out.WriteByte(c)
		default:
			out.WriteString(`\'` + string("0123456789abcdef"[c>>4]) + string("0123456789abcdef"[c&15]))
		}
	}
	return out.String()
}

// wordRow is a row as Word writes it: properties, cells, properties, \row. Edges are
// what stands before and in \cellx: "\clvmgf 1000".
func wordRow(edges []string, cells ...string) string {
	props := `\trowd \irow0\irowband0\ltrrow\ts11\trgaph108\trleft-108\trbrdrt\brdrs\brdrw10 \trftsWidth1\trautofit1\tblrsid1\tbllkhdrrows\tblind0\tblindtype3 `
	for _, e := range edges {
		flags, right, _ := strings.Cut(e, " ")
		props += flags + `\clvertalc\clbrdrt\brdrs\brdrw10 \cltxlrtb\clftsWidth3\clwWidth1000\clshdrawnil \cellx` + right
	}
	out := `\ltrrow` + props + `\pard\plain \ltrpar\qc \li0\ri0\widctlpar\intbl\pararsid1 \rtlch\fcs1 \af0\afs24\alang1025 \ltrch\fcs0 \fs21\lang1033\langfe2052\kerning2\loch\af0\hich\af0\dbch\af13 `
	for _, c := range cells {
		out += `{\rtlch\fcs1 \af0 \ltrch\fcs0 \lang1033\insrsid1 ` + c + `\cell }`
	}
	return out + `\pard \ltrpar\ql \li0\ri0\widctlpar\intbl {\rtlch\fcs1 \af0 \ltrch\fcs0 \insrsid1 ` + props + `\row }` + "\r\n"
}

// simple is a row as other writers have it.
func simple(props string, cells ...string) string {
	out := `\trowd` + props + ` `
	for _, c := range cells {
		out += `\pard\intbl ` + c + `\cell`
	}
	return out + `\row`
}

const after = `\pard\plain \par `

var cases = []struct {
	name, body, want, findings string
}{
	{name: "GBK two bytes apart, in the font's code page", body: `\pard {\loch\af0\hich\af0\dbch\f13 \'d2\'bb\'a1\'a2}{\f13 ` + hex("总体情况") + `}\par 2020{\f13 ` + hex("年珗猏") + `}\par`, want: "一、总体情况\n2020年珗猏\n"},
	{name: "halves across control words and groups", body: `{\f13 \'d5\hich\af0\dbch\f13 \'fe}{\f13 \'b8\f0}{\f13\'ae}\par`, want: "政府\n"},
	{name: "a half that is lost", body: `\f13 \'d5\'fe\'b8\par 12\par`, want: "政\uFFFD\n12\n", findings: "replacement-characters"},
	{name: "Chinese in a Western font", body: `\f0 \'d5\'fe\'b8\'ae caf\'e9\par`, want: "政府 café\n"},
	{name: "Western letters in a Western font", body: `\f0 caf\'e9 \'9312\'94 \'a7 5\'b0\par`, want: "café “12” § 5°\n"},
	{name: "GB18030, four bytes", body: `\f13 \'82\'30\'c2\'33 x\par`, want: "㜳 x\n"},
	{name: "Big5", body: `\f14 \'ac\'46\'a9\'b2\par`, want: "政府\n"},
	{name: "bytes as they stand, a second one that is a brace", body: `\f13 ` + "\xd5\xfe\x81\x7b\x81\x5c\x81\x7d" + `\par`, want: "政亄乗亇\n"},
	{name: "Unicode, fallbacks of one and two and none", body: `\uc1\u25919?\u24220\'b8\par{\uc2\u25919\'d5\'fe\u24220 ab}c\par\uc0\u25919\u24220 d\par`, want: "政府\n政府c\n政府d\n"},
	{name: "a fallback is over at the group's end, and one may be a word", body: `\uc1{\u25919}x\u8211\endash y\u25919{\b z}\par`, want: "政x–y政z\n"},
	{name: "negative and beyond the plane", body: `\uc1\u-25617?\u-10179?\u-8704?\u128513?\par`, want: "鯯😀😁\n"},
	{name: "controls said to be characters", body: `\uc0 a\u13 b\'0ac\u1 d\par`, want: "a\nb\ncd\n"},
	{name: "half a surrogate", body: `\uc0\u-10179 a\u-8704 b\par`, want: "\uFFFDa\uFFFDb\n", findings: "replacement-characters"},
	{name: "huge counts", body: `{\uc1000000000\u25919 abc}d\par\uc1\u99999999999 ?e\par`, want: "政d\n\uFFFDe\n", findings: "replacement-characters"},
	{name: "\\upr", body: `{\upr{ansi}{\*\ud{\uc0\u25919}}}a\par`, want: "政a\n"},
	{name: "symbols", body: `{\f3 \'fe}{\f2 \'b7}{\f3\u-4000 ?}{\f2 \'61}\par`, want: "☑•\uF060\uF061\n", findings: "unmapped-glyphs"},

	{name: "breaks, tabs, special characters", body: `a\line b\tab c\~d\_e\-f\emdash g\ldblquote h\rdblquote\{\}\\` + "\\\n" + `i\page j\par`, want: "a\nb\tc\u00A0d-ef—g“h”{}\\\ni\nj\n"},
	{name: "a section ends a paragraph", body: `a\sect b`, want: "a\nb\n"},
	{name: "destinations left out", body: `a{\*\unknown no}{\footnote no}{\*\annotation no}{\stylesheet{\s1 no;}}{\*\bkmkstart no}{\unknown b}{\footerf no\par}c\par`, want: "abc\n"},
	{name: "binary data", body: `a{\pict\bin5 }}}}}b}{\*\bin 3}c\par`, want: "ac\n"},
	{name: "fields", body: `{\field{\*\fldinst HYPERLINK "no" {\field{\*\fldinst no}{\fldrslt no}}}{\fldrslt {\f0 12}}}{\field\fldedit{\*\fldinst { PAGE }}{\fldrslt 3}}\par`, want: "123\n"},
	{name: "hidden, deleted, inserted", body: `1{\v 2}3{\deleted 4}{\revised 5}{\v\deleted0 6}\v 7\v0 8\plain 9\par a{\v\par}b\par`, want: "13589\nab\n", findings: "tracked-changes"},
	{name: "printed numbers", body: `{\listtext\pard\plain\f13 \'d2\'bb\'a1\'a2\tab}\ls1 a\par{\listtext 1.\tab}b\par{\listtext\f3 \'6c\tab}c\par{\pntext\pard 2)\tab}{\*\pn\pnlvlbody{\pntxta )}}d\par`, want: "一、a\n1. b\nc\n2) d\n"},
	{name: "a number that is only the list's", body: simple(`\cellx1000`, `{\listtext 1\tab}`) + after, want: "| 1?automatic number? |\n"},
	{name: "text boxes", body: `\f13 a{\shp{\*\shpinst\shpleft1{\sp{\sn no}{\sv no}}{\shptxt \pard ` + hex("框") + `\'d5\par }}{\shprslt no}}b\par{\*\do\dobxcolumn{\dptxbxtext \pard c\par}}d\par`, want: "ab\n框\uFFFD\nd\nc\n", findings: "replacement-characters"},

	{name: "rows as Word writes them",
		body: wordRow([]string{` 1000`, ` 2000`}, `\f13 `+hex("商业"), `\f13 `+hex("企")+`\par `+hex("业")) + wordRow([]string{` 1000`, ` 2000`}, "1", "") + `\pard a\par`,
		want: "| 商业 | 企↵业 |\n| 1 | |\na\n"},
	{name: "properties behind the cells only", body: `\pard\intbl a\cell b\cell{\trowd\cellx1000\cellx3000\row}\pard\intbl c\cell{\trowd\cellx3000\row}` + after, want: "| a | b |\n| 1×2 c | ‹ |\n"},
	{name: "properties of the row before", body: simple(`\cellx1000\cellx2000`, "a", "b") + `\pard\intbl c\cell d\cell\row` + after, want: "| a | b |\n| c | d |\n"},
	{name: "no \\intbl", body: `\trowd\cellx1000\cellx2000\pard a\par b\cell c\cell\row\pard d\par`, want: "| a↵b | c |\nd\n"},
	{name: "merged down and across",
		body: wordRow([]string{`\clvmgf 2000`, ` 3000`}, "A", "x") + wordRow([]string{`\clvmrg 2000`, ` 3000`}, "hidden", "y") + wordRow([]string{` 1000`, ` 2000`, ` 3000`}, "1", "2", "3") +
			wordRow([]string{`\clmgf 1000`, `\clmrg 2000`, ` 3000`}, "B", "", "z") + after,
		want: "| 2×2 A | ‹ | x |\n| ^ | ^ | y |\n| 1 | 2 | 3 |\n| 1×2 B | ‹ | z |\n"},
	{name: "edges that are nearly one", body: simple(`\trleft-108\clvmgf\cellx1000\cellx2003`, "A", "b") + simple(`\trleft-113\clvmrg\cellx1010\cellx1995`, "", "c") + after, want: "| 2×1 A | b |\n| ^ | c |\n"},
	{name: "narrow columns", body: simple(`\cellx10\cellx20\cellx1000`, "a", "b", "c") + simple(`\cellx1000`, "d") + after, want: "| a | b | c |\n| 1×3 d | ‹ | ‹ |\n"},
	{name: "a row that begins further right", body: simple(`\cellx1000\cellx2000`, "a", "b") + simple(`\trleft1000\cellx2000`, "c") + after, want: "| a | b |\n| ~ | c |\n"},
	{name: "cells without width", body: simple(`\cellx1000\cellx1000`, "a", "b", "c") + after, want: "| a | b?cell without width? | c?cell without width? |\n"},
	{name: "more cells than were defined", body: simple(`\cellx1000\cellx2000`, "a", "b", "", "c", "") + after, want: "| a | b | c?cell without width? |\n"},
	{name: "fewer cells than were defined", body: simple(`\cellx1000\cellx2000`, "a", "b") + simple(`\cellx1000\cellx2000`, "c") + after, want: "| a | b |\n| c | ~ |\n"},
	{name: "text behind the last cell", body: `\trowd\cellx1000\pard\intbl a\cell b\row` + after, want: "| a | b?cell without end? |\n"},
	{name: "a paragraph parts two tables", body: simple(`\cellx1000`, "a") + after + simple(`\cellx1000`, "b") + after, want: "| a |\n| b |\n"},
	{name: "a deleted cell", body: simple(`\cldel\cellx1000\cellx2000`, "a", "b") + after, want: "| b |\n", findings: "tracked-changes"},
	{name: "nested tables",
		body: `\trowd\cellx3000\cellx4000\pard\intbl a\par\pard\intbl\itap2 1\nestcell{\nonesttables\par no}2\nestcell{\*\nesttableprops\trowd\cellx1000\cellx2000\nestrow}{\nonesttables\par}\pard\intbl\itap2 3\nestcell{\*\nesttableprops\trowd\cellx2000\nestrow}\pard\intbl b\cell c\cell\row` + after,
		want: "| a↵b?table in the cell?[| 1 | 2 |/| 1×2 3 | ‹ |] | c |\n"},
	{name: "no \\row at the end", body: simple(`\cellx1000`, "a") + `\pard\intbl b\cell\pard c\par`, want: "| a |\n| b |\nc\n"},
	{name: "\\trowd without cells", body: `\trowd\cellx1000\pard a\par b\par`, want: "a\nb\n"},

	{name: "struck out, raised, tiny", body: simple(`\cellx1000\cellx2000\cellx3000\cellx4000\cellx5000`, `1{\strike 2}`, `1{\super 2}`, `1{\up6 2}`, `{\fs2 1}`, `{\strike\strike0 1}`) + after,
		want: "| 12?struck out? | 12?superscript or subscript? | 12?raised or lowered? | 1?tiny text? | 1 |\n"},
	{name: "white", body: simple(`\cellx1000\clcbpat3\cellx2000\cellx3000\cellx4000`, `{\cf2 1}`, `{\cf2 1}`, `{\cf2\chcbpat3 1}`, `{\cf2 a}`) + after, want: "| 1?white text? | 1 | 1 | a |\n"},
	{name: "pictures, objects, drawings, formulas, fields without result",
		body: simple(`\cellx1000\cellx2000\cellx3000\cellx4000\cellx5000\cellx6000`, `{\*\shppict{\pict ff}}{\nonshppict{\pict ff}}`, `{\object{\*\objdata ff}{\result{\pict ff}}}`, `{\shp{\*\shpinst}}`, `{\*\moMath{\mr 1}}`, `{\field{\*\fldinst EQ}{\fldrslt }}`, `5{\pict ff}`) + after,
		want: "| ?picture? | ?picture? | ?drawing? | 1?formula? | ?field without a result? | 5 |\n", findings: "embedded-content"},
}

func TestRead(t *testing.T) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := readertest.Read(t, Read, []byte(doc(c.body)))
			if diff := cmp.Diff(c.want, readertest.Show(d)); diff != "" {
				t.Errorf("blocks (-want +got):\n%s", diff)
			}
			if got := readertest.Codes(d); got != c.findings {
				t.Errorf("findings %q, want %q", got, c.findings)
			}
			if d.HeadTitle != "年度报告" {
				t.Errorf("title %q", d.HeadTitle)
			}
		})
	}
}

func TestPaths(t *testing.T) {
	d := readertest.Read(t, Read, []byte(doc(`a\par b\par`+simple(`\cellx1000\cellx2000`, "c", "d")+after)))
	g := d.Blocks[2].Grid
	if d.Format != gongkai.FormatRTF || d.Method != "rtf/rtf" || d.Blocks[1].Paragraph.Path != "/body/p[2]" || g.Path != "/body/table[1]" || g.Cells[1].Path != "/body/table[1]/row[1]/cell[2]" {
		t.Errorf("%+v %+v", d, g)
	}
}

// TestBraces: what does not match loses nothing silently.
func TestBraces(t *testing.T) {
	whole := doc(`a\par`)
	for _, c := range []struct{ name, data, want, findings string }{
		{"the last brace is missing", whole[:len(whole)-1], "a\n", "damaged-source"},
		{"white space behind", whole + "\r\n\x00", "a\n", ""},
		{"text behind", whole + `b\par}`, "a\n", "damaged-source"},
	} {
		d := readertest.Read(t, Read, []byte(c.data))
		if got := readertest.Show(d); got != c.want || readertest.Codes(d) != c.findings {
			t.Errorf("%s: %q, findings %q", c.name, got, readertest.Codes(d))
		}
	}
}

func TestRefused(t *testing.T) {
	row := doc(simple(`\cellx1000`, "a"))
	for _, c := range []struct {
		name, data string
		limits     gongkai.Limits
		want       error
	}{
		{"no bytes", "", gongkai.Limits{}, gongkai.ErrEmpty},
		{"no RTF", "hello", gongkai.Limits{}, gongkai.ErrFormat},
		{"no text", doc(`\par`), gongkai.Limits{}, gongkai.ErrEmpty},
		{"pictures only", doc(`{\pict ff}`), gongkai.Limits{}, gongkai.ErrNoText},
		{"cut in a row", row[:strings.Index(row, `\row`)], gongkai.Limits{}, gongkai.ErrDamaged},
		{"cut in a destination", doc(`a\par`)[:100], gongkai.Limits{}, gongkai.ErrDamaged},
		{"more binary data than there is", doc(`a\par{\pict\bin2000000000 x}`), gongkai.Limits{}, gongkai.ErrDamaged},
		{"bytes", row, gongkai.Limits{Bytes: 100}, gongkai.ErrLimit},
		{"depth", doc(strings.Repeat("{", 300) + "a" + strings.Repeat("}", 300)), gongkai.Limits{Depth: 200}, gongkai.ErrLimit},
		{"depth, without limits", strings.Repeat("{\\rtf ", 1<<20), gongkai.Limits{}, gongkai.ErrLimit},
		{"columns, without limits", doc(`\trowd` + strings.Repeat(`\cellx1`, 1<<20)), gongkai.Limits{}, gongkai.ErrLimit},
		{"cells", doc(`\trowd\cellx1 ` + strings.Repeat(`\cell`, 200) + `\row`), gongkai.Limits{Cells: 100}, gongkai.ErrLimit},
		{"cells, without limits", doc(`\trowd\cellx1 ` + strings.Repeat(`\cell`, 1<<18+1) + `\row`), gongkai.Limits{}, gongkai.ErrLimit},
		{"places", doc(strings.Repeat(simple(`\cellx9000`, "x"), 60) + simple(strings.Repeat(`\cellx`, 1)+`1`, "x") + staircase(60)), gongkai.Limits{Cells: 1000}, gongkai.ErrLimit},
		{"tables in tables", doc(`\trowd\cellx1\intbl\itap1000 x\nestcell`), gongkai.Limits{}, gongkai.ErrLimit},
		{"text boxes in text boxes", doc(strings.Repeat(`{\shp{\*\shpinst{\shptxt `, 40) + "x" + strings.Repeat("}}}", 40)), gongkai.Limits{}, gongkai.ErrLimit},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Read([]byte(c.data), c.limits)
			readertest.CheckError(t, err, c.want, "")
		})
	}
}

// staircase is rows of which each has an edge of its own.
func staircase(n int) string {
	var out strings.Builder
	for i := range n {
		out.WriteString(simple(`\cellx`+strings.Repeat("1", 1+i%5)+`\cellx`+string(rune('1'+i%9))+strings.Repeat("0", 3+i%3), "x", "y"))
	}
	return out.String()
}

// TestLikeDOCX: what LibreOffice made of a report says what the report says.
func TestLikeDOCX(t *testing.T) {
	of := func(name string, read readertest.Reader) string {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return readertest.Show(readertest.Read(t, read, data))
	}
	want, got := of("../../testdata/reports/yunlan-ecology-2020.docx", docx.Read), of("testdata/yunlan-ecology-2020.rtf", Read)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-docx +rtf):\n%s", diff)
	}
}

func FuzzRead(f *testing.F) {
	for _, c := range cases {
		f.Add([]byte(doc(c.body)))
	}
	f.Add([]byte(doc(staircase(5))))
	f.Fuzz(func(t *testing.T, data []byte) { readertest.Check(t, Read, data) })
}

func BenchmarkRead(b *testing.B) {
	data, err := os.ReadFile("testdata/yunlan-ecology-2020.rtf")
	if err != nil {
		b.Fatal(err)
	}
	limits := gongkai.DefaultLimits()
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(data, limits); err != nil {
			b.Fatal(err)
		}
	}
}
