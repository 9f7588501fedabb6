package docx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"gongkai"
)

const (
	transitional = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	strict       = "http://purl.oclc.org/ooxml/wordprocessingml/main"
	office       = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
)

// pack zips parts, name → content, in the order of their names.
func pack(parts map[string]string) []byte {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(parts[name]))
		}
		if err != nil {
			panic(err)
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return out.Bytes()
}

// rels writes a relationships part: type, target, type, target, …
func rels(pairs ...string) string {
	var out strings.Builder
	out.WriteString(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	for i := 0; i < len(pairs); i += 2 {
		fmt.Fprintf(&out, `<Relationship Id="r%d" Type="%s" Target="%s"/>`, i, pairs[i], pairs[i+1])
	}
	return out.String() + `</Relationships>`
}

// document wraps the content of w:body.
func document(body string) string {
	return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` +
		`<w:document xmlns:w="` + transitional + `"` +
		` xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"` +
		` xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"` +
		` xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"` +
		` xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:v="urn:schemas-microsoft-com:vml"` +
		` xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:far="urn:far">` +
		`<w:body>` + body + `<w:sectPr/></w:body></w:document>`
}

// parts are those of a plain document with the body.
func parts(body string) map[string]string {
	return map[string]string{
		"_rels/.rels":                  rels(office+"officeDocument", "word/document.xml"),
		"word/document.xml":            document(body),
		"word/_rels/document.xml.rels": rels(office+"styles", "styles.xml", office+"numbering", "numbering.xml"),
		"word/styles.xml":              `<w:styles xmlns:w="` + transitional + `"/>`,
		"word/numbering.xml":           `<w:numbering xmlns:w="` + transitional + `"/>`,
	}
}

// p is a paragraph of one run; tc a cell of one paragraph; tr and tbl what
// they say.
func p(text string) string          { return `<w:p>` + run(text) + `</w:p>` }
func run(text string) string        { return `<w:r><w:t>` + text + `</w:t></w:r>` }
func tc(text string) string         { return `<w:tc>` + p(text) + `</w:tc>` }
func tr(cells ...string) string     { return `<w:tr>` + strings.Join(cells, "") + `</w:tr>` }
func tbl(rows ...string) string     { return `<w:tbl>` + strings.Join(rows, "") + `</w:tbl>` }
func tcWith(props, t string) string { return `<w:tc><w:tcPr>` + props + `</w:tcPr>` + p(t) + `</w:tc>` }

// show writes blocks as text: a paragraph a line, a row of a grid a line
// beginning with "|". A cell is shown where it begins, with its spans
// (rows×columns) unless 1×1; ‹ is a place of a cell that begins further left,
// ^ of one that begins above, ~ a filler, ↵ a line feed, ?…? a doubt, […] a
// grid inside.
func show(d *gongkai.Document) string {
	var out strings.Builder
	for _, b := range d.Blocks {
		if b.Paragraph != nil {
			out.WriteString(b.Paragraph.Text + "\n")
			continue
		}
		out.WriteString(showGrid(b.Grid))
	}
	return out.String()
}

func showGrid(g *gongkai.Grid) string {
	var out strings.Builder
	for row := range g.Rows {
		out.WriteString("|")
		for column := range g.Columns {
			switch c := g.At(row, column); {
			case c.Row < row:
				out.WriteString(" ^ |")
			case c.Column < column:
				out.WriteString(" ‹ |")
			case c.Filler:
				out.WriteString(" ~ |")
			default:
				out.WriteString(strings.TrimRight(" "+showCell(c), " ") + " |")
			}
		}
		out.WriteString("\n")
	}
	return out.String()
}

func showCell(c *gongkai.Cell) string {
	s := strings.ReplaceAll(c.Text, "\n", "↵")
	if c.RowSpan*c.ColumnSpan > 1 {
		s = fmt.Sprintf("%d×%d %s", c.RowSpan, c.ColumnSpan, s)
	}
	if c.Uncertain != "" {
		s += "?" + c.Uncertain + "?"
	}
	for _, inner := range c.Grids {
		s += "[" + strings.TrimSuffix(strings.ReplaceAll(showGrid(inner), "\n", "/"), "/") + "]"
	}
	return s
}

// codes are the findings of a document.
func codes(d *gongkai.Document) string {
	var out []string
	for _, f := range d.Findings {
		out = append(out, string(f.Code))
	}
	return strings.Join(out, " ")
}

// read reads a document that must be readable and sound.
func read(t *testing.T, data []byte) *gongkai.Document {
	t.Helper()
	d, err := Read(data, gongkai.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Check(); err != nil {
		t.Fatal(err)
	}
	return d
}
