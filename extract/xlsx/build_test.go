package xlsx

import (
	"archive/zip"
	"bytes"
	"maps"
	"slices"
)

const (
	declared = `<?xml version="1.0" encoding="UTF-8"?>`
	main     = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	office   = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
)

// parts are those of a workbook with one sheet.
func parts(sheet string) map[string]string {
	return map[string]string{
		"_rels/.rels":     rels(office+"officeDocument", "xl/workbook.xml"),
		"xl/workbook.xml": `<workbook ` + main + `><sheets><sheet name="表" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": rels(office+"worksheet", "worksheets/sheet1.xml", office+"sharedStrings", "sharedStrings.xml",
			office+"styles", "styles.xml"),
		"xl/worksheets/sheet1.xml": worksheetOf(sheet),
		"xl/sharedStrings.xml":     `<sst ` + main + `><si><t>共享</t></si><si><r><t>1</t></r><r><rPr><strike/></rPr><t>2</t></r><rPh><t>x</t></rPh></si><si><t>a_x000D_b_x4E00_</t></si></sst>`,
		"xl/styles.xml": `<styleSheet ` + main + `><numFmts><numFmt numFmtId="164" formatCode="0;-0;;@"/><numFmt numFmtId="165" formatCode="0&quot;万元&quot;"/></numFmts>` +
			`<fonts><font/><font><strike/></font><font><color theme="0"/></font></fonts><fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FF0000FF"/></patternFill></fill></fills>` +
			`<borders><border/><border><left style="thin"/></border></borders>` +
			`<cellXfs><xf/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="2"/><xf fontId="1"/><xf fontId="2"/><xf fontId="2" fillId="1"/><xf borderId="1"/></cellXfs></styleSheet>`,
	}
}

func worksheetOf(inside string) string {
	return declared + `<worksheet ` + main + `>` + inside + `</worksheet>`
}

func data(rows string) string { return `<sheetData>` + rows + `</sheetData>` }

// rels are relationships: kind and target in turn.
func rels(list ...string) string {
	s := `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	for i := 0; i < len(list); i += 2 {
		s += `<Relationship Id="rId` + string(rune('1'+i/2)) + `" Type="` + list[i] + `" Target="` + list[i+1] + `"/>`
	}
	return s + `</Relationships>`
}

func pack(parts map[string]string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		w, err := z.Create(name)
		if err != nil {
			panic(err)
		}
		w.Write([]byte(parts[name])) // into memory
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}
