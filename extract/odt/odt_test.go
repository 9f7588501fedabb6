package odt

import (
	"archive/zip"
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai"
	"gongkai/extract/docx"
	"gongkai/extract/readertest"
)

const namespaces = ` xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"` +
	` xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"` +
	` xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"` +
	` xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"` +
	` xmlns:field="urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0" xmlns:math="http://www.w3.org/1998/Math/MathML" xmlns:far="urn:far"`

// styled is content.xml with automatic styles.
func styled(styles, body string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><office:document-content` + namespaces + ` office:version="1.3"><office:automatic-styles>` + styles +
		`</office:automatic-styles><office:body><office:text>` + body + `</office:text></office:body></office:document-content>`
}

// pack zips parts: name, content, name, content, …
func pack(t testing.TB, parts ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err == nil {
			_, err = w.Write([]byte(parts[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func odt(t testing.TB, text string) []byte {
	return pack(t, "mimetype", mediaType+"text", content, text)
}

func p(text string) string  { return `<text:p>` + text + `</text:p>` }
func tc(text string) string { return `<table:table-cell>` + p(text) + `</table:table-cell>` }
func tr(cells ...string) string {
	return `<table:table-row>` + strings.Join(cells, "") + `</table:table-row>`
}
func tbl(rows ...string) string {
	return `<table:table><table:table-column table:number-columns-repeated="4"/>` + strings.Join(rows, "") + `</table:table>`
}
func wide(columns, rows, text string) string {
	return `<table:table-cell table:number-columns-spanned="` + columns + `" table:number-rows-spanned="` + rows + `">` + p(text) + `</table:table-cell>`
}

const covered = `<table:covered-table-cell/>`

func list(attributes string, items ...string) string {
	return `<text:list ` + attributes + `>` + strings.Join(items, "") + `</text:list>`
}
func li(content string) string { return `<text:list-item>` + content + `</text:list-item>` }

func textStyle(name, properties string) string {
	return `<style:style style:name="` + name + `" style:family="text"><style:text-properties ` + properties + `/></style:style>`
}

const numbering = `<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、" loext:num-list-format="%1%、"/>` +
	`<text:list-level-style-number text:level="2" style:num-format="1" style:num-prefix="(" style:num-suffix=")" text:start-value="3"/></text:list-style>` +
	`<text:list-style style:name="D"><text:list-level-style-number text:level="1" style:num-format="1"/>` +
	`<text:list-level-style-number text:level="2" style:num-format="1" text:display-levels="2"/><text:list-level-style-bullet text:level="3" text:bullet-char="•"/></text:list-style>`

var cases = []struct {
	name, styles, body, want, findings string
}{
	{name: "paragraphs and headings", body: `<text:h text:outline-level="1">一、总体情况</text:h>` + p("公开") + p(""), want: "一、总体情况\n公开\n"},
	{name: "white space", body: p("  a \n b<text:s/>c<text:s text:c=\"3\"/>d<text:tab/>e <text:span> f</text:span> g "), want: "a b c   d\te f g\n"},
	{name: "line breaks", body: p("a<text:line-break/>b") + tbl(tr(tc("a<text:line-break/>b"))), want: "a\nb\n| a↵b |\n"},
	{name: "merged both ways; what is covered stays hidden",
		body: tbl(tr(wide("2", "2", "A"), covered, tc("x")), tr(`<table:covered-table-cell table:number-columns-repeated="2">`+p("hidden")+`</table:covered-table-cell>`, tc("y")), tr(tc("1"), tc("2"), tc("3"))),
		want: "| 2×2 A | ‹ | x |\n| ^ | ^ | y |\n| 1 | 2 | 3 |\n"},
	{name: "repeated cells and rows",
		body: tbl(tr(`<table:table-cell table:number-columns-repeated="2">`+p("0")+`</table:table-cell>`, tc("a")), `<table:table-row table:number-rows-repeated="2">`+tc("1")+tc("2")+tc("3")+`</table:table-row>`),
		want: "| 0 | 0 | a |\n| 1 | 2 | 3 |\n| 1 | 2 | 3 |\n"},
	{name: "heads, groups of rows, an empty row", body: tbl(`<table:table-header-rows>`+tr(tc("h"))+`</table:table-header-rows>`, `<table:table-rows>`+tr(tc("1"))+`</table:table-rows>`, tr()), want: "| h |\n| 1 |\n"},
	{name: "covered by nothing", body: tbl(tr(`<table:covered-table-cell>`+p("7")+`</table:covered-table-cell>`, tc("1"))), want: "| 7?continues a merged cell that is not there? | 1 |\n"},
	{name: "covered cells left out", body: tbl(tr(wide("1", "2", "A"), tc("x")), tr(tc("1"), tc("2"))),
		want: "| A?cells claim the same place? | x |\n| 1?cells claim the same place? | 2 |\n", findings: "overlapping-cells"},
	{name: "a row that reaches further", body: tbl(tr(tc("1"), tc("2"), tc("3")), tr(wide("3", "1", "A"))), want: "| 1 | 2 | 3 |\n| 1×3 A | ‹ | ‹ |\n"},
	{name: "a table in a cell", body: tbl(tr(`<table:table-cell>` + p("a") + tbl(tr(tc("1"))) + `</table:table-cell>`)), want: "| a?table in the cell?[| 1 |] |\n"},

	{name: "lists", styles: numbering, body: list(`text:style-name="L"`, li(p("甲")+p("a")+list("", li(p("b")), li(p("c")))), li(p("乙")), `<text:list-header>`+p("h")+`</text:list-header>`),
		want: "一、甲\na\n(3) b\n(4) c\n二、乙\nh\n"},
	{name: "lists that go on", styles: numbering,
		body: list(`text:style-name="L" xml:id="l1"`, li(p("甲"))) + p("x") + list(`text:style-name="L" text:continue-numbering="true"`, li(p("乙"))) + list(`text:style-name="L"`, li(p("甲"))) +
			list(`text:style-name="L" text:continue-list="l1"`, li(p("丙")), `<text:list-item text:start-value="9">`+p("壬")+`</text:list-item>`),
		want: "一、甲\nx\n二、乙\n一、甲\n三、丙\n九、壬\n"},
	{name: "levels printed together, bullets", styles: numbering, body: list(`text:style-name="D"`, li(p("a")), li(p("b")+list("", li(p("c")+list("", li(p("d"))))))), want: "1 a\n2 b\n2.1 c\nd\n"},
	{name: "the list of a paragraph's style", styles: numbering + `<style:style style:name="P" style:family="paragraph" style:list-style-name="L"/>`, body: list("", li(`<text:p text:style-name="P">甲</text:p>`)), want: "一、甲\n"},
	{name: "a number that is only the list's", styles: numbering, body: tbl(tr(`<table:table-cell>` + list(`text:style-name="D"`, li(p(""))) + `</table:table-cell>`)), want: "| 1?automatic number? |\n"},
	{name: "numbers that are none", styles: `<text:list-style style:name="F"><text:list-level-style-number text:level="1" style:num-format="１, ２, ３, ..." text:start-value="-5"/></text:list-style>`,
		body: list(`text:style-name="F"`, li(p("a")), `<text:list-item text:start-value="9223372036854775807">`+p("b")+`</text:list-item>`, li(p("c"))), want: "a\n９２２３３７２０３６８５４７７５８０７ b\nc\n"},
	{name: "numbered headings", styles: `<text:outline-style><text:outline-level-style text:level="1" style:num-format="I" style:num-suffix="."/></text:outline-style>`,
		body: `<text:h text:outline-level="1">a</text:h><text:h text:outline-level="1">b</text:h><text:h text:outline-level="1" text:is-list-header="true">c</text:h>`, want: "I. a\nII. b\nc\n"},

	{name: "hidden text, paragraphs and sections", styles: textStyle("H", `text:display="none"`) + `<style:style style:name="HP" style:family="paragraph"><style:text-properties text:display="none"/></style:style>`,
		body: p(`1<text:span text:style-name="H">2</text:span>3`) + `<text:p text:style-name="HP">no</text:p><text:section text:display="none">` + p("no") + `</text:section><text:section>` + p("yes") + `</text:section>` +
			p(`no<text:hidden-paragraph text:is-hidden="true"/>`) + p(`a<text:hidden-text text:is-hidden="true">no</text:hidden-text>`), want: "13\nyes\na\n"},
	{name: "tracked changes", body: `<text:tracked-changes><text:changed-region xml:id="c1"><text:deletion><office:change-info/>` + p("no") + `</text:deletion></text:changed-region><text:changed-region xml:id="c2"><text:insertion/></text:changed-region><text:changed-region xml:id="c3"><text:deletion/></text:changed-region></text:tracked-changes>` +
		p(`1<text:change text:change-id="c1"/><text:change-start text:change-id="c2"/>2<text:change-end text:change-id="c2"/>`) + p(`3<text:change-start text:change-id="c3"/>4<text:change-end text:change-id="c3"/>5`), want: "12\n35\n", findings: "tracked-changes"},
	{name: "notes and annotations", body: p(`12<text:note><text:note-citation>1</text:note-citation><text:note-body>` + p("no") + `</text:note-body></text:note>件<office:annotation><dc:creator>x</dc:creator>` + p("no") + `</office:annotation>`), want: "12件\n"},
	{name: "ruby, links, fields", body: p(`<text:ruby><text:ruby-base>汉</text:ruby-base><text:ruby-text>han</text:ruby-text></text:ruby><text:a>字</text:a><text:date>2020年</text:date><text:drop-down><text:label text:value="no"/>是</text:drop-down>`), want: "汉字2020年是\n"},
	{name: "field marks", body: p(`a<field:fieldmark-start field:type="x"><field:param/></field:fieldmark-start> PAGE <field:fieldmark-separator/>12<field:fieldmark-end/>b`), want: "a12b\n"},
	{name: "text boxes follow", body: p(`a<draw:frame><draw:text-box>`+p("in")+`</draw:text-box></draw:frame>b`) + `<draw:frame><draw:text-box>` + p("loose") + `</draw:text-box></draw:frame>`, want: "ab\nin\nloose\n"},
	{name: "foreign elements", body: `<far:x>` + p("no") + `</far:x>` + p("a<far:y>no</far:y>"), want: "a\n"},
	{name: "forms and sequences", body: `<text:sequence-decls><text:sequence-decl/></text:sequence-decls><office:forms>` + p("no") + `</office:forms><text:table-of-content><text:table-of-content-source>no</text:table-of-content-source><text:index-body>` + p("目录") + `</text:index-body></text:table-of-content>`, want: "目录\n"},
	{name: "symbols", styles: textStyle("W", `style:font-name="Wingdings"`), body: p("<text:span text:style-name=\"W\">\uF0FE</text:span>"), want: "☑\n"},
	{name: "characters that no one can read", body: p("a\uE000"), want: "a\uE000\n", findings: "unmapped-glyphs"},

	{name: "struck out", styles: textStyle("S", `style:text-line-through-style="solid"`), body: tbl(tr(tc(`1<text:span text:style-name="S">2</text:span>`), tc(`a<text:span text:style-name="S">b</text:span>`))), want: "| 12?struck out? | ab |\n"},
	{name: "raised", styles: textStyle("S", `style:text-position="super 58%"`) + textStyle("R", `style:text-position="20% 100%"`) + textStyle("N", `style:text-position="0% 100%"`),
		body: tbl(tr(tc(`1<text:span text:style-name="S">2</text:span>`), tc(`<text:span text:style-name="R">2</text:span>`), tc(`<text:span text:style-name="N">2</text:span>`), tc(`<text:span text:style-name="S"><text:span text:style-name="N">2</text:span></text:span>`))),
		want: "| 12?superscript or subscript? | 2?raised or lowered? | 2 | 2 |\n"},
	{name: "white", styles: textStyle("W", `fo:color="#FFFFFF"`) + `<style:style style:name="C" style:family="table-cell"><style:table-cell-properties fo:background-color="#c00000"/></style:style>`,
		body: tbl(tr(tc(`<text:span text:style-name="W">2</text:span>`), `<table:table-cell table:style-name="C">`+p(`<text:span text:style-name="W">2</text:span>`)+`</table:table-cell>`)), want: "| 2?white text? | 2 |\n"},
	{name: "tiny", styles: textStyle("T", `fo:font-size="1pt"`), body: tbl(tr(tc(`<text:span text:style-name="T">2</text:span>`))), want: "| 2?tiny text? |\n"},
	{name: "placeholders", body: tbl(tr(tc(`<text:placeholder text:placeholder-type="text">&lt;0&gt;</text:placeholder>`), tc(`<loext:content-control loext:showing-place-holder="true">单击</loext:content-control>1`))), want: "| <0>?placeholder? | 单击1?placeholder? |\n"},
	{name: "pictures, objects, formulas, check boxes", body: tbl(tr(tc(`<draw:frame><draw:image/></draw:frame>`), tc(`<draw:frame><draw:object/></draw:frame>`), tc(`<draw:frame><draw:object><math:math><math:mn>1</math:mn></math:math></draw:object></draw:frame>`), tc(`<field:fieldmark/>`), tc(`5<draw:frame><draw:image/></draw:frame>`), tc(`<draw:rect/>`))),
		want: "| ?picture? | ?embedded object? | ?embedded object? | ?field without a result? | 5 | ?drawing? |\n", findings: "embedded-content"},
}

func TestRead(t *testing.T) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := readertest.Read(t, Read, odt(t, styled(c.styles, c.body)))
			if diff := cmp.Diff(c.want, readertest.Show(d)); diff != "" {
				t.Errorf("blocks (-want +got):\n%s", diff)
			}
			if got := readertest.Codes(d); got != c.findings {
				t.Errorf("findings %q, want %q", got, c.findings)
			}
		})
	}
}

// TestPackages: the parts beside the text, and other ways to store it.
func TestPackages(t *testing.T) {
	text := styled("", `<text:p text:style-name="S">a</text:p>`)
	meta := `<office:document-meta` + namespaces + `><office:meta><dc:title> 某局
年度报告 </dc:title></office:meta></office:document-meta>`
	hiding := `<office:document-styles` + namespaces + `><office:styles><style:style style:name="S" style:family="paragraph"><style:text-properties text:display="none"/></style:style></office:styles><office:master-styles><style:header>` + p("no") + `</style:header></office:master-styles></office:document-styles>`
	d := readertest.Read(t, Read, pack(t, "mimetype", mediaType+"text", content, text, "meta.xml", meta))
	if d.HeadTitle != "某局 年度报告" || d.Format != gongkai.FormatODT || d.Method != "odt/odf" || d.Blocks[0].Paragraph.Path != "/body/p[1]" {
		t.Errorf("%+v", d)
	}
	if _, err := Read(pack(t, content, text, "styles.xml", hiding), gongkai.Limits{}); gongkai.Reason(err) != "empty" {
		t.Errorf("styles.xml hides all: %v", err)
	}
	if got := readertest.Codes(readertest.Read(t, Read, pack(t, content, text, "styles.xml", "<x>"))); got != "damaged-source" {
		t.Errorf("damaged styles: findings %q", got)
	}
	flat := strings.NewReplacer("office:document-content", "office:document", "<office:automatic-styles>", "<office:meta><dc:title>t</dc:title></office:meta><office:automatic-styles>").Replace(text)
	d = readertest.Read(t, Read, []byte(flat))
	if d.HeadTitle != "t" || readertest.Show(d) != "a\n" || !IsFlat([]byte(flat)) || IsFlat([]byte(text)) {
		t.Errorf("flat: %+v", d)
	}
}

func TestRefused(t *testing.T) {
	body := styled("", p("x"))
	for _, c := range []struct {
		name string
		data []byte
		want error
		says string
	}{
		{"no bytes", nil, gongkai.ErrEmpty, ""},
		{"not a zip", []byte("hello"), gongkai.ErrFormat, "not a zip"},
		{"another zip", pack(t, "a", "b"), gongkai.ErrFormat, "without an OpenDocument text"},
		{"ods", pack(t, "mimetype", mediaType+"spreadsheet", content, "<x/>"), gongkai.ErrFormat, ".ods"},
		{"odp", pack(t, "mimetype", mediaType+"presentation", content, "<x/>"), gongkai.ErrFormat, ".odp"},
		{"ods without media type", pack(t, content, strings.NewReplacer("<office:text>", "<office:spreadsheet>", "</office:text>", "</office:spreadsheet>").Replace(body)), gongkai.ErrFormat, "spreadsheet"},
		{"encrypted", pack(t, content, "noise", manifest, `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>`), gongkai.ErrEncrypted, "password"},
		{"another root", odt(t, "<html/>"), gongkai.ErrFormat, "root"},
		{"cut", odt(t, body[:len(body)-40]), gongkai.ErrDamaged, content},
		{"no text", odt(t, styled("", p(" "))), gongkai.ErrEmpty, ""},
		{"pictures only", odt(t, styled("", p("<draw:frame><draw:image/></draw:frame>"))), gongkai.ErrNoText, ""},
		{"text in no cell", odt(t, styled("", tbl(tr(p("x"))))), gongkai.ErrDamaged, "outside its cells"},
		{"text in no row", odt(t, styled("", tbl(p("x")))), gongkai.ErrDamaged, "outside its rows"},
		{"a span that is no number", odt(t, styled("", tbl(tr(wide("x", "1", "a"))))), gongkai.ErrDamaged, "number-columns-spanned"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Read(c.data, gongkai.DefaultLimits())
			readertest.CheckError(t, err, c.want, c.says)
		})
	}
}

// TestBombs: what few bytes may ask for.
func TestBombs(t *testing.T) {
	rows := func(n string, cells ...string) string {
		return `<table:table-row table:number-rows-repeated="` + n + `">` + strings.Join(cells, "") + `</table:table-row>`
	}
	cell := func(n string) string { return `<table:table-cell table:number-columns-repeated="` + n + `"/>` }
	nested := p("x")
	for range 31 {
		nested = tbl(tr(`<table:table-cell>` + nested + `</table:table-cell>`))
	}
	for _, c := range []struct {
		name, body string
		limits     gongkai.Limits
	}{
		{"a cell a billion times", tbl(tr(cell("1000000000"))), gongkai.Limits{}},
		{"columns added up", tbl(tr(cell("16000"), cell("16000"))), gongkai.Limits{}},
		{"rows a billion times", tbl(rows("1000000000", tc("1"))), gongkai.Limits{}},
		{"rows of many cells", tbl(rows("30000", cell("16000"))), gongkai.Limits{}},
		{"a span over a billion", tbl(tr(wide("1000000000", "1", "a"))), gongkai.Limits{}},
		{"rows added up", strings.Repeat(tbl(rows("30000", tc("1"))), 40), gongkai.Limits{}},
		{"a span of many places", tbl(rows("30000", tc("1")), tr(wide("16000", "1", "a"))), gongkai.Limits{}},
		{"cells", tbl(rows("1000", tc("1"))), gongkai.Limits{Cells: 100}},
		{"places", tbl(rows("50", tc("1")), tr(wide("50", "1", "a"))), gongkai.Limits{Cells: 1000}},
		{"tables in tables", nested, gongkai.Limits{}},
		{"lists in lists", strings.Repeat("<text:list><text:list-item>", 40) + strings.Repeat("</text:list-item></text:list>", 40), gongkai.Limits{}},
		{"depth", p(strings.Repeat("<text:span>", 2000) + strings.Repeat("</text:span>", 2000)), gongkai.DefaultLimits()},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Read(odt(t, styled("", c.body)), c.limits)
			readertest.CheckError(t, err, gongkai.ErrLimit, "")
		})
	}
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
	want, got := of("../../testdata/reports/yunlan-ecology-2020.docx", docx.Read), of("testdata/yunlan-ecology-2020.odt", Read)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-docx +odt):\n%s", diff)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(odt(f, styled("", p("x"))))
	f.Add([]byte(strings.ReplaceAll(styled("", tbl(tr(tc("1")))), "document-content", "document")))
	f.Fuzz(func(t *testing.T, data []byte) { readertest.Check(t, Read, data) })
}

// FuzzContent fuzzes what is inside the zip.
func FuzzContent(f *testing.F) {
	for _, c := range cases {
		f.Add(styled(c.styles, c.body))
	}
	f.Fuzz(func(t *testing.T, text string) { readertest.Check(t, Read, odt(t, text)) })
}

func BenchmarkRead(b *testing.B) {
	data, err := os.ReadFile("testdata/yunlan-ecology-2020.odt")
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
