package docx

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// textCases are documents without tables. The expected text is what show
// writes; findings are codes.
var textCases = []struct {
	name, body, want, findings string
}{
	{
		name: "runs are joined with nothing, empty paragraphs are no blocks",
		body: `<w:p>` + run("2") + run("02") + run("3年") + `</w:p><w:p/>` + p("  ") + p("一、总体情况"),
		want: "2023年\n一、总体情况\n",
	}, {
		name: "white space counts only when it says so",
		body: `<w:p><w:r><w:t> 1 </w:t></w:r><w:r><w:t xml:space="preserve"> 2
</w:t></w:r><w:r><w:t>&#9;3</w:t></w:r></w:p><w:p xml:space="preserve"><w:r><w:t>甲 </w:t></w:r><w:r><w:t>乙</w:t></w:r></w:p>`,
		want: "1 2 3\n甲 乙\n",
	}, {
		name: "entities and CDATA",
		body: p(`&lt;a&gt; &amp;amp; &#x4E00;&#20108; &quot;&apos;`) + p(`<![CDATA[<w:t>&amp;]]>`),
		want: "<a> &amp; 一二 \"'\n<w:t>&amp;\n",
	}, {
		name: "tabs, breaks and hyphens",
		body: `<w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="420"/></w:tabs></w:pPr><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/><w:t>d</w:t></w:r></w:p>` +
			`<w:p><w:r><w:t>e</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>f</w:t><w:br w:type="page"/></w:r></w:p>`,
		want: "a\tb\nc\nd\ne-f\n",
	}, {
		name: "symbols",
		body: `<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="Symbol" w:char="F0B4"/><w:sym w:font="SimSun" w:char="4E00"/></w:r></w:p>`,
		want: "☑×一\n",
	}, {
		name:     "a symbol of a font that is not known",
		body:     `<w:p><w:r><w:sym w:font="MyFont" w:char="F041"/></w:r></w:p>`,
		want:     "\uF041\n",
		findings: "unmapped-glyphs",
	}, {
		name: "hidden text",
		body: `<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t><w:br/></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>shown</w:t></w:r></w:p>`,
		want: "shown\n",
	}, {
		name: "a hidden end joins paragraphs",
		body: `<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>` + run("一、") + `</w:p>` + p("概述") + p("next"),
		want: "一、概述\nnext\n",
	}, {
		name: "fields: results, not codes, also when codes hold fields",
		body: `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> IF </w:instrText></w:r>` +
			`<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>` + run("7") + `<w:r><w:fldChar w:fldCharType="end"/></w:r>` +
			run("code") + `<w:r><w:fldChar w:fldCharType="separate"/></w:r>` + run("result") + `<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>` +
			`<w:p><w:fldSimple w:instr="DATE">` + run("2024年") + `</w:fldSimple></w:p>`,
		want: "result\n2024年\n",
	}, {
		name: "a field that never ends hides nothing after its paragraph",
		body: `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>X</w:instrText></w:r></w:p>` + p("after"),
		want: "after\n",
	}, {
		name: "links, content controls and custom markup are transparent",
		body: `<w:sdt><w:sdtPr><w:alias w:val="x"/></w:sdtPr><w:sdtContent><w:p><w:hyperlink>` + run("a") + `</w:hyperlink><w:sdt><w:sdtContent>` + run("b") +
			`</w:sdtContent></w:sdt><w:smartTag>` + run("c") + `</w:smartTag><w:customXml>` + run("d") + `</w:customXml></w:p></w:sdtContent></w:sdt>`,
		want: "abcd\n",
	}, {
		name: "tracked changes",
		body: `<w:p><w:ins w:id="1">` + run("new") + `</w:ins><w:del w:id="2"><w:r><w:delText>old</w:delText></w:r></w:del><w:moveFrom w:id="3">` + run("from") + `</w:moveFrom><w:moveTo w:id="4">` + run("to") + `</w:moveTo></w:p>` +
			`<w:p><w:pPr><w:rPr><w:del w:id="5"/></w:rPr></w:pPr>` + run("one ") + `</w:p><w:p><w:pPr><w:rPr><w:ins w:id="6"/></w:rPr></w:pPr>` + run("paragraph") + `</w:p>`,
		want:     "newto\noneparagraph\n",
		findings: "tracked-changes",
	}, {
		name:     "a deleted end with nothing after it to join",
		body:     `<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>` + run("a") + `</w:p>` + tbl(tr(tc("1"))) + `<w:p><w:pPr><w:rPr><w:moveFrom w:id="2"/></w:rPr></w:pPr>` + run("b") + `</w:p>`,
		want:     "a\n| 1 |\nb\n",
		findings: "tracked-changes",
	}, {
		name: "changes of formatting are none of the text",
		body: `<w:p><w:pPr><w:pPrChange><w:pPr><w:rPr><w:del/></w:rPr></w:pPr></w:pPrChange></w:pPr><w:r><w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>a</w:t></w:r></w:p>` + p("b"),
		want: "a\nb\n",
	}, {
		name: "alternate content is read once",
		body: `<w:p><w:r><mc:AlternateContent><mc:Choice Requires="far"><w:t>unknown</w:t></mc:Choice><mc:Choice Requires="wps"><w:t>choice</w:t></mc:Choice><mc:Choice Requires="wps"><w:t>second</w:t></mc:Choice><mc:Fallback><w:t>fallback</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>` +
			`<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps far"><w:t>unknown</w:t></mc:Choice><mc:Fallback><w:t>fallback</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>` +
			`<mc:AlternateContent><mc:Choice Requires="wps">` + p("block") + `</mc:Choice></mc:AlternateContent>`,
		want: "choice\nfallback\nblock\n",
	}, {
		name: "text boxes follow the paragraph, once",
		body: `<w:p>` + run("before ") + `<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>` + p("box") + tbl(tr(tc("1"))) + `</w:txbxContent></wps:txbx></w:drawing></mc:Choice>` +
			`<mc:Fallback><w:pict><v:textbox><w:txbxContent>` + p("box") + `</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>` + run("after") + `</w:p>`,
		want: "beforeafter\nbox\n| 1 |\n",
	}, {
		name: "ruby keeps the base",
		body: `<w:p><w:r><w:ruby><w:rubyPr/><w:rt>` + run("gōng") + `</w:rt><w:rubyBase>` + run("公") + `</w:rubyBase></w:ruby></w:r>` + run("开") + `</w:p>`,
		want: "公开\n",
	}, {
		name: "note marks are dropped, with their custom text",
		body: `<w:p>` + run("12") + `<w:r><w:footnoteReference w:id="1"/></w:r><w:r><w:endnoteReference w:customMarkFollows="1" w:id="2"/><w:t>*</w:t></w:r></w:p>`,
		want: "12\n",
	}, {
		name: "foreign elements are skipped",
		body: `<far:wrap>` + p("foreign") + `</far:wrap><w:p><far:x>` + run("foreign") + `</far:x>` + run("own") + `</w:p>`,
		want: "own\n",
	}, {
		name:     "what is embedded is not read, and that is said",
		body:     p("text") + `<w:altChunk/><w:p><w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r></w:p>`,
		want:     "text\n",
		findings: "embedded-content",
	}, {
		name: "a paragraph inside a paragraph comes after it",
		body: `<w:p>` + run("outer") + p("inner") + tbl(tr(tc("1"))) + `</w:p>`,
		want: "outer\ninner\n| 1 |\n",
	},
}

func TestText(t *testing.T) {
	for _, c := range textCases {
		t.Run(c.name, func(t *testing.T) {
			d := read(t, pack(parts(c.body)))
			if diff := cmp.Diff(c.want, show(d)); diff != "" {
				t.Errorf("blocks (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.findings, codes(d)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestHiddenByStyle(t *testing.T) {
	with := parts(`<w:p><w:r><w:rPr><w:rStyle w:val="h"/></w:rPr><w:t>1</w:t></w:r>` + run("2") + `</w:p>` +
		`<w:p><w:pPr><w:pStyle w:val="child"/></w:pPr><w:r><w:t>3</w:t></w:r><w:r><w:rPr><w:rStyle w:val="h"/></w:rPr><w:t>4</w:t></w:r><w:r><w:rPr><w:vanish w:val="false"/></w:rPr><w:t>5</w:t></w:r></w:p>`)
	with["word/styles.xml"] = `<w:styles xmlns:w="` + transitional + `"><w:style w:type="character" w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="base"><w:rPr><w:vanish/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="child"><w:basedOn w:val="base"/></w:style>` +
		`<w:style w:type="paragraph" w:styleId="loop"><w:basedOn w:val="loop"/></w:style></w:styles>`
	if diff := cmp.Diff("2\n45\n", show(read(t, pack(with)))); diff != "" {
		t.Errorf("blocks (-want +got):\n%s", diff)
	}
}

func TestPaths(t *testing.T) {
	d := read(t, pack(parts(p("a")+`<w:p/>`+p("b")+tbl(tr(tc("1")), tr(tc("2"), `<w:tc>`+tbl(tr(tc("3")))+`<w:p/></w:tc>`)))))
	g := d.Blocks[2].Grid
	got := []string{
		d.Blocks[0].Paragraph.Path, d.Blocks[1].Paragraph.Path, g.Path, g.At(1, 0).Path,
		g.At(1, 1).Grids[0].Path, g.At(1, 1).Grids[0].At(0, 0).Path,
	}
	want := []string{
		"/body/p[1]", "/body/p[3]", "/body/tbl[1]", "/body/tbl[1]/tr[2]/tc[1]",
		"/body/tbl[1]/tr[2]/tc[2]/tbl[1]", "/body/tbl[1]/tr[2]/tc[2]/tbl[1]/tr[1]/tc[1]",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("paths (-want +got):\n%s", diff)
	}
}
