package pipeline

import (
	"fmt"
	"strings"

	"github.com/rivo/uniseg"

	"gongkai"
	"gongkai/extract"
	"gongkai/extract/form"
	"gongkai/extract/pdfcheck"
	"gongkai/normalize"
)

// inspect writes what the reader saw, block by block, and then what was made of
// it: for people who ask why.
func inspect(reader *extract.Reader, data []byte, job Job) ([]byte, error) {
	doc, err := reader.Read(data, job.Limits)
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "format   %s, read by %s\n", doc.Format, doc.Method)
	if doc.Pages > 0 {
		fmt.Fprintf(&b, "pages    %d\n", doc.Pages)
	}
	fmt.Fprintf(&b, "title    head %q, page %q\n", doc.HeadTitle, doc.PageTitle)
	for _, m := range doc.Metadata {
		fmt.Fprintf(&b, "metadata %s：%s\n", m.Label, m.Value)
	}
	for i, block := range doc.Blocks {
		if block.Paragraph != nil {
			fmt.Fprintf(&b, "\n[%d] paragraph%s\n    %s\n", i+1, place(block.Paragraph.Location), block.Paragraph.Text)
			continue
		}
		g := block.Grid
		fmt.Fprintf(&b, "\n[%d] grid %d × %d%s\n", i+1, g.Rows, g.Columns, place(g.Location))
		drawGrid(&b, g)
	}
	r := form.Find(doc, job.Lists...)
	normalize.Report(r)
	Confirm(r, job.Limits, func(j Job) (gongkai.SecondReading, error) { return pdfcheck.Check(data, j.Cells, j.Limits) })
	fmt.Fprintf(&b, "\nreport   agency %q, year %d, layout %s, status %s\n", r.Agency, r.Year, r.Layout, r.Status)
	for _, e := range r.Evidence {
		fmt.Fprintf(&b, "evidence %s = %s, from %s: %s\n", e.Field, e.Value, e.From, e.Text)
	}
	for _, f := range r.Findings {
		fmt.Fprintf(&b, "finding  %s\n", Sentence(f))
	}
	return []byte(b.String()), nil
}

// drawPage draws a page of a PDF; other formats have none.
func drawPage(reader *extract.Reader, data []byte, job Job) ([]byte, error) {
	format, err := reader.Sniff(data)
	if err != nil {
		return nil, err
	}
	if format != gongkai.FormatPDF {
		return nil, fmt.Errorf("%w: only a page of a PDF can be drawn, this is %s: inspect without --page lists what was read, and where", gongkai.ErrFormat, format)
	}
	return reader.PDF.Draw(data, job.Page, job.Limits)
}

// Sentence writes a finding as one line.
func Sentence(f gongkai.Finding) string {
	rule, _ := f.Code.Rule()
	s := fmt.Sprintf("%s %s: %s", rule.Severity, f.Code, rule.English)
	if len(f.Cells) > 0 && len(f.Cells) <= fewCells {
		var names []string
		for _, c := range f.Cells {
			names = append(names, strings.Trim(c.String(), "."))
		}
		s += " [" + strings.Join(names, ", ") + "]"
	} else if len(f.Cells) > 0 {
		s += fmt.Sprintf(" [%s … %s]", f.Cells[0], f.Cells[len(f.Cells)-1])
	}
	for _, part := range []struct{ name, text string }{{"expected", f.Expected}, {"found", f.Found}, {"", f.Detail}} {
		if part.text != "" {
			s += strings.TrimRight("; "+part.name, " ") + " " + strings.Join(strings.Fields(part.text), " ")
		}
	}
	return s + place(f.Location)
}

// fewCells is how many cells a sentence lists by name.
const fewCells = 3

func place(l gongkai.Location) string {
	switch {
	case l.Page > 0 && l.HasBox():
		return fmt.Sprintf(" (page %d, %.0f,%.0f–%.0f,%.0f pt)", l.Page, l.Box[0], l.Box[1], l.Box[2], l.Box[3])
	case l.Page > 0:
		return fmt.Sprintf(" (page %d)", l.Page)
	case l.Path != "":
		return " (" + l.Path + ")"
	case l.Line > 0:
		return fmt.Sprintf(" (line %d)", l.Line)
	}
	return ""
}

// maxDrawnWidth is the width in columns at which the text of a drawn cell is
// cut.
const maxDrawnWidth = 24

// drawGrid draws a grid as text: "←" continues the cell on the left, "↑" the
// cell above, "·" is a place that the source does not have.
func drawGrid(b *strings.Builder, g *gongkai.Grid) {
	texts := make([]string, g.Rows*g.Columns)
	widths := make([]int, g.Columns)
	for row := range g.Rows {
		for column := range g.Columns {
			c := g.At(row, column)
			text := clip(c.Text)
			switch {
			case c.Filler:
				text = "·"
			case c.Row < row:
				text = "↑"
			case c.Column < column:
				text = "←"
			}
			texts[row*g.Columns+column] = text
			widths[column] = max(widths[column], uniseg.StringWidth(text))
		}
	}
	for row := range g.Rows {
		b.WriteString("    |")
		for column := range g.Columns {
			text := texts[row*g.Columns+column]
			fmt.Fprintf(b, " %s%s |", text, strings.Repeat(" ", widths[column]-uniseg.StringWidth(text)))
		}
		b.WriteByte('\n')
	}
}

// clip makes a cell's text one line of limited width.
func clip(text string) string {
	text = strings.ReplaceAll(text, "\n", "⏎")
	width := 0
	for i, r := range text {
		if width += uniseg.StringWidth(string(r)); width > maxDrawnWidth {
			return text[:i] + "…"
		}
	}
	return text
}
