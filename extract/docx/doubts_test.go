package docx

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A cell that does not say all a reader of the page sees is in doubt.
func TestCellDoubts(t *testing.T) {
	with := func(props, text string) string {
		return `<w:r><w:rPr>` + props + `</w:rPr><w:t>` + text + `</w:t></w:r>`
	}
	par := func(content string) string { return `<w:p>` + content + `</w:p>` }
	field := func(kind string) string { return `<w:r><w:fldChar w:fldCharType="` + kind + `"/></w:r>` }
	code := func(s string) string { return `<w:r><w:instrText>` + s + `</w:instrText></w:r>` }
	drawing := func(content string) string { return par(`<w:r><w:drawing>` + content + `</w:drawing></w:r>`) }
	control := func(content string) string {
		return `<w:sdt><w:sdtPr><w:alias w:val="x"/><w:showingPlcHdr/></w:sdtPr><w:sdtContent>` + content + `</w:sdtContent></w:sdt>`
	}
	white := `<w:color w:val="ffffff"/>`
	tests := []struct{ name, cell, want string }{
		{"raised", par(run("5390") + with(`<w:position w:val="6"/>`, "1")), "53901?raised or lowered?"},
		{"raised by nothing", par(run("5390") + with(`<w:position w:val="0"/>`, "1")), "53901"},
		{"a sign struck out", par(with(`<w:dstrike/>`, "-") + run("12")), "-12?struck out?"},
		{"a raised symbol", par(run("12") + `<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:sym w:font="Symbol" w:char="F032"/></w:r>`), "122?superscript or subscript?"},
		{"raised by a style", par(run("12") + with(`<w:rStyle w:val="mark"/>`, "1")), "121?superscript or subscript?"},
		{"struck out by the paragraph's style", par(`<w:pPr><w:pStyle w:val="old"/></w:pPr>` + run("12")), "12?struck out?"},
		{"always hidden", par(run("5390") + with(`<w:specVanish/>`, "12")), "539012?hidden text?"},
		{"white", par(run("5390") + with(white, "12")), "539012?white text?"},
		{"white on a colour", par(with(white+`<w:shd w:val="clear" w:fill="C00000"/>`, "12")), "12"},
		{"white in a cell of a colour", `<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="C00000"/></w:tcPr>` + par(with(white, "12")), "12"},
		{"white on white", par(`<w:pPr><w:shd w:val="clear" w:fill="FFFFFF"/></w:pPr>` + with(white, "12")), "12?white text?"},
		{"tiny", par(run("5390") + with(`<w:sz w:val="2"/>`, "12")), "539012?tiny text?"},
		{"letters in white", par(run("12") + with(white, "x")), "12x"},

		{"a placeholder in a cell", control(p("单击此处")), "单击此处?placeholder?"},
		{"a placeholder in a paragraph", par(control(run("0"))), "0?placeholder?"},
		{"a placeholder of blanks", par(control(run("  "))), ""},
		{"a control filled in, after a placeholder", control(p(" ")) + `<w:sdt><w:sdtPr><w:showingPlcHdr w:val="0"/></w:sdtPr><w:sdtContent>` + p("12") + `</w:sdtContent></w:sdt>`, "12"},

		{"a table", tbl(tr(tc("12"))) + `<w:p/>`, "?table in the cell?[| 12 |]"},
		{"an equation field", par(field("begin") + code(`EQ \f(1,2)`) + field("end")), "?field without a result?"},
		{"an equation field beside text", par(run("12") + field("begin") + code(`EQ \s(3)`) + field("end")), "12?field without a result?"},
		{"a field that does not end", par(field("begin") + code(`X`) + run("12")), "?field without a result?"},
		{"a simple field without a result", par(`<w:fldSimple w:instr=" EQ \f(1,2) "><w:r/></w:fldSimple>`), "?field without a result?"},
		{"a form field left empty", par(field("begin") + code(`FORMTEXT`) + field("separate") + run(" ") + field("end")), ""},
		{"a chart", drawing(`<a:graphic><far:chart/></a:graphic>`), "?drawing?"},
		{"a picture", drawing(`<a:blip/>`), "?picture?"},
		{"a control", par(`<w:r><w:control/></w:r>`), "?embedded object?"},
		{"a document", `<w:altChunk/>`, "?embedded object?"},

		{"blank", `<w:p><w:pPr><w:rPr>` + white + `</w:rPr></w:pPr><w:bookmarkStart w:id="0" w:name="x"/>` + with(white, " ") + `<w:bookmarkEnd w:id="0"/><w:r><w:br/><w:tab/></w:r><w:proofErr w:type="spellStart"/></w:p>`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			with := parts(tbl(tr(tc("a"), `<w:tc>`+tt.cell+`</w:tc>`)))
			with["word/styles.xml"] = `<w:styles xmlns:w="` + transitional + `"><w:style w:type="character" w:styleId="mark"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>` +
				`<w:style w:type="paragraph" w:styleId="base"><w:rPr><w:strike/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="old"><w:basedOn w:val="base"/></w:style></w:styles>`
			if diff := cmp.Diff(tt.want, showCell(read(t, pack(with)).Blocks[0].Grid.At(0, 1))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
