package docx

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai/internal/optional"
)

const (
	begins    = `<w:vMerge w:val="restart"/>`
	continues = `<w:vMerge/>`
	wide      = `<w:gridSpan w:val="2"/>`
)

var tableCases = []struct {
	name, table, want, findings string
}{
	{
		name:  "plain, paragraphs of a cell on lines",
		table: tbl(tr(tc("a"), `<w:tc>`+p("商业")+`<w:p/>`+`<w:p><w:r><w:t>企</w:t><w:br/><w:t>业</w:t></w:r></w:p></w:tc>`), tr(tc("1"), tc(" "))),
		want: `
| a | 商业↵企↵业 |
| 1 | |
`,
	}, {
		name: "merged both ways; what Word hides stays hidden",
		table: tbl(
			tr(tcWith(wide+begins, "A"), tc("x")),
			tr(tcWith(wide+continues, "hidden"), tc("y")),
			tr(tc("1"), tc("2"), tcWith(begins, "B")),
			tr(tc("3"), tc("4"), tcWith(`<w:vMerge w:val="continue"/>`, ""))),
		want: `
| 2×2 A | ‹ | x |
| ^ | ^ | y |
| 1 | 2 | 2×1 B |
| 3 | 4 | ^ |
`,
	}, {
		name:  "a restart below a merged cell ends it",
		table: tbl(tr(tcWith(begins, "A"), tc("1")), tr(tcWith(begins, "B"), tc("2")), tr(tcWith(continues, ""), tc("3")), tr(tc("C"), tc("4")), tr(tcWith(continues, ""), tc("5"))),
		want: `
| A | 1 |
| 2×1 B | 2 |
| ^ | 3 |
| C | 4 |
| | 5 |
`,
	}, {
		name: "a continuation of nothing is its own cell, and in doubt when it holds something",
		table: tbl(
			tr(tcWith(continues, ""), tcWith(continues, "7"), tc("1")),
			tr(tcWith(wide+begins, "A"), tc("2")),
			tr(tcWith(continues, ""), tc("b"), tc("3"))),
		want: `
| | 7?continues a merged cell that is not there? | 1 |
| 1×2 A | ‹ | 2 |
| | b | 3 |
`,
	}, {
		name:  "cells that together continue a wider one",
		table: tbl(tr(tcWith(wide+begins, "A"), tc("1")), tr(tcWith(continues, ""), tcWith(continues, ""), tc("2"))),
		want: `
| 2×2 A | ‹ | 1 |
| ^ | ^ | 2 |
`,
	}, {
		name: "the old horizontal merge",
		table: tbl(
			tr(tcWith(`<w:hMerge w:val="restart"/>`+begins, "A"), tcWith(`<w:hMerge/>`+begins, "hidden"), tc("x")),
			tr(tcWith(`<w:hMerge w:val="restart"/>`+continues, ""), tcWith(`<w:hMerge/>`+continues, ""), tc("y")),
			tr(tcWith(`<w:hMerge/>`, "5"), tc("6"), tc("7"))),
		want: `
| 2×2 A | ‹ | x |
| ^ | ^ | y |
| 5?continues a merged cell that is not there? | 6 | 7 |
`,
	}, {
		name: "columns left out before and after, short rows",
		table: tbl(
			tr(tc("a"), tc("b"), tc("c")),
			tr(`<w:trPr><w:gridBefore w:val="1"/><w:gridAfter w:val="1"/></w:trPr>`, tc("2")),
			tr(tc("3"))),
		want: `
| a | b | c |
| ~ | 2 | ~ |
| 3 | ~ | ~ |
`,
	}, {
		name:  "tables in cells",
		table: tbl(tr(tc("a"), `<w:tc>`+p("b")+tbl(tr(tc("1"), tc("2")), tr(tcWith(wide, "3")))+p("c")+`</w:tc>`)),
		want: `
| a | b↵c?table in the cell?[| 1 | 2 |/| 1×2 3 | ‹ |] |
`,
	}, {
		name: "content controls around rows, cells and what is in them",
		table: tbl(`<w:sdt><w:sdtContent>`+tr(tc("1"), `<w:sdt><w:sdtPr><w:tag/></w:sdtPr><w:sdtContent>`+tc("2")+`</w:sdtContent></w:sdt>`)+`</w:sdtContent></w:sdt>`,
			tr(tc("3"), `<w:tc><w:sdt><w:sdtContent>`+p("4")+`</w:sdtContent></w:sdt></w:tc>`)),
		want: `
| 1 | 2 |
| 3 | 4 |
`,
	}, {
		name: "deleted and inserted rows and cells",
		table: tbl(tr(tc("1"), tc("2")), tr(`<w:trPr><w:del w:id="1"/></w:trPr>`, tc("gone"), tc("gone")),
			tr(`<w:trPr><w:ins w:id="2"/></w:trPr>`, tc("3"), tc("4")), tr(tcWith(`<w:cellDel w:id="3"/>`, "gone"), tc("5"), tc("6"))),
		want: `
| 1 | 2 |
| 3 | 4 |
| 5 | 6 |
`,
		findings: "tracked-changes",
	}, {
		name:  "tracked merges",
		table: tbl(tr(tcWith(`<w:cellMerge w:vMerge="rest"/>`, "A"), tcWith(`<w:cellIns w:id="1"/>`, "1")), tr(tcWith(`<w:cellMerge w:vMerge="cont"/>`, ""), tc("2"))),
		want: `
| 2×1 A | 1 |
| ^ | 2 |
`,
		findings: "tracked-changes",
	}, {
		name:  "former properties do not count",
		table: tbl(tr(tcWith(`<w:tcPrChange><w:tcPr><w:gridSpan w:val="5"/></w:tcPr></w:tcPrChange>`, "1"), `<w:trPr><w:trPrChange><w:trPr><w:del/></w:trPr></w:trPrChange></w:trPr>`, tc("2"))),
		want: `
| 1 | 2 |
`,
	}, {
		name:  "text boxes in cells belong to the cell",
		table: tbl(tr(`<w:tc><w:p>` + run("a") + `<w:r><w:pict><v:textbox><w:txbxContent>` + p("b") + tbl(tr(tc("1"))) + `</w:txbxContent></v:textbox></w:pict></w:r></w:p></w:tc>`)),
		want: `
| a↵b?table in the cell?[| 1 |] |
`,
	}, {
		name: "numbers that may not be what their digits say",
		table: tbl(
			tr(`<w:tc><w:p>`+run("1")+`<w:r><w:rPr><w:strike/></w:rPr><w:t>2</w:t></w:r></w:p></w:tc>`,
				`<w:tc><w:p>`+run("1")+`<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r></w:p></w:tc>`,
				`<w:tc><w:p>`+run("m")+`<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>x</w:t></w:r></w:p></w:tc>`),
			tr(`<w:tc><w:p><m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath></w:p></w:tc>`,
				`<w:tc><w:p><w:r><w:drawing><a:blip/></w:drawing></w:r></w:p></w:tc>`,
				"<w:tc>"+p("1\uFFFD")+"</w:tc>")),
		want: `
| 12?struck out? | 12?superscript or subscript? | mx |
| 12?formula? | ?picture? | 1` + "\uFFFD" + `?replacement character? |
`,
		findings: "replacement-characters",
	}, {
		name:  "a table without cells is none",
		table: p("only") + tbl(tr(`<w:trPr><w:del/></w:trPr>`, tc("gone"))),
		want: `
only
`,
		findings: "tracked-changes",
	},
}

func TestTables(t *testing.T) {
	for _, c := range tableCases {
		t.Run(c.name, func(t *testing.T) {
			d := read(t, pack(parts(c.table)))
			if diff := cmp.Diff(strings.TrimPrefix(c.want, "\n"), show(d)); diff != "" {
				t.Errorf("grid (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.findings, codes(d)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

// TestOfficialForm reads the blank form of 国办公开办函〔2021〕30号.
func TestOfficialForm(t *testing.T) {
	data, err := os.ReadFile("../../../shared/samples/official-template-2021.docx")
	if err != nil {
		optional.Skip(t, "the real samples are not beside this checkout")
	}
	want, err := os.ReadFile("testdata/official-template-2021.txt")
	if err != nil {
		t.Fatal(err)
	}
	d := read(t, data)
	if diff := cmp.Diff(string(want), show(d)); diff != "" {
		t.Errorf("blocks (-want +got):\n%s", diff)
	}
	if len(d.Findings) > 0 {
		t.Errorf("findings: %v", d.Findings)
	}
}
