package synth

import (
	"bytes"
	_ "embed"
	"encoding/xml"
	"fmt"
	"strings"

	"github.com/nguyenthenguyen/docx"
)

// letterhead is a document of one paragraph for each part that a paragraph can
// play: {{title}}, {{heading}}, {{body}}, {{signature}}. The writer repeats
// them, and takes page, footer and the styles "Label" and "Number" from it: a
// letterhead of another look is another template.
//
//go:embed template.docx
var letterhead []byte

// DOCX renders the page as a WordprocessingML document, tables with gridSpan
// and vMerge.
func DOCX(p *Page) ([]byte, error) {
	source, err := docx.ReadDocxFromMemory(bytes.NewReader(letterhead), int64(len(letterhead)))
	if err != nil {
		return nil, fmt.Errorf("docx template: %w", err)
	}
	doc := source.Editable()
	prototypes, err := cutPrototypes(doc)
	if err != nil {
		return nil, err
	}
	var body strings.Builder
	var texts []string // by number of their slot
	paragraph := func(prototype, text string) {
		body.WriteString(strings.Replace(prototypes[prototype], "{{"+prototype+"}}", slot(len(texts)), 1))
		texts = append(texts, text)
	}
	for _, line := range p.Title {
		paragraph("title", line)
	}
	for _, block := range p.Blocks {
		if block.Table != nil {
			body.WriteString(docxTable(block.Table, p.Look))
			continue
		}
		paragraph(prototypeNames[block.Style], block.Text)
	}
	doc.ReplaceRaw("{{report}}", body.String(), 1)
	for i, text := range texts {
		if err := doc.Replace(slot(i), text, 1); err != nil {
			return nil, fmt.Errorf("docx: paragraph %d: %w", i+1, err)
		}
	}
	var out bytes.Buffer
	if err := doc.Write(&out); err != nil {
		return nil, fmt.Errorf("docx: %w", err)
	}
	return out.Bytes(), nil
}

var prototypeNames = map[Style]string{Body: "body", Heading: "heading", Signature: "signature"}

func slot(n int) string { return fmt.Sprintf("{{slot %d}}", n) }

// cutPrototypes takes the prototype paragraphs out of the document, leaves
// {{report}} where the first one was and returns them by name.
func cutPrototypes(doc *docx.Docx) (map[string]string, error) {
	prototypes := map[string]string{}
	replacement := "{{report}}"
	for _, name := range []string{"title", "heading", "body", "signature"} {
		content := doc.GetContent()
		at := strings.Index(content, "{{"+name+"}}")
		start := strings.LastIndex(content[:max(at, 0)], "<w:p>")
		end := strings.Index(content[max(at, 0):], "</w:p>")
		if at < 0 || start < 0 || end < 0 {
			return nil, fmt.Errorf("docx template: no paragraph {{%s}}", name)
		}
		prototypes[name] = content[start : at+end+len("</w:p>")]
		doc.ReplaceRaw(prototypes[name], replacement, 1)
		replacement = ""
	}
	return prototypes, nil
}

// docxTable is the table and the empty paragraph that Word wants after one.
func docxTable(t *Table, look Look) string {
	var b strings.Builder
	total := 0
	for _, w := range t.Widths {
		total += w
	}
	fmt.Fprintf(&b, `<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>`, total)
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		fmt.Fprintf(&b, `<w:%s w:val="single" w:sz="4" w:space="0" w:color="auto"/>`, side)
	}
	b.WriteString(`</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>`)
	for _, w := range t.Widths {
		fmt.Fprintf(&b, `<w:gridCol w:w="%d"/>`, w)
	}
	b.WriteString(`</w:tblGrid>`)
	for i, row := range t.places() {
		head := ""
		if look.RepeatHeads && i < t.HeadRows {
			head = "<w:tblHeader/>"
		}
		b.WriteString(`<w:tr><w:trPr><w:trHeight w:val="397" w:hRule="atLeast"/>` + head + `<w:jc w:val="center"/></w:trPr>`)
		for _, cell := range row {
			docxCell(&b, t, cell, look)
		}
		b.WriteString(`</w:tr>`)
	}
	b.WriteString(`</w:tbl><w:p/>`)
	return b.String()
}

func docxCell(b *strings.Builder, t *Table, cell placed, look Look) {
	width := 0
	for _, w := range t.Widths[min(cell.column, len(t.Widths)):min(cell.column+cell.columns(), len(t.Widths))] {
		width += w
	}
	fmt.Fprintf(b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, width)
	if cell.columns() > 1 {
		fmt.Fprintf(b, `<w:gridSpan w:val="%d"/>`, cell.columns())
	}
	text := cell.Text
	switch {
	case cell.below:
		b.WriteString(`<w:vMerge/>`)
		text = ""
	case cell.rows() > 1:
		b.WriteString(`<w:vMerge w:val="restart"/>`)
	}
	b.WriteString(`<w:vAlign w:val="center"/></w:tcPr>`)
	style := "Label"
	if cell.Value.Table != "" {
		style = "Number"
	}
	for line := range strings.SplitSeq(text, "\n") {
		fmt.Fprintf(b, `<w:p><w:pPr><w:pStyle w:val="%s"/></w:pPr>`, style)
		for _, run := range runs(line, look) {
			b.WriteString(`<w:r><w:t xml:space="preserve">`)
			xml.EscapeText(b, []byte(run)) // a strings.Builder takes every write
			b.WriteString(`</w:t></w:r>`)
		}
		b.WriteString(`</w:p>`)
	}
	b.WriteString(`</w:tc>`)
}

// runs are the pieces that a line is stored in.
func runs(line string, look Look) []string {
	switch {
	case look.SplitRuns:
		return strings.Split(line, "")
	case line == "":
		return nil
	}
	return []string{line}
}
