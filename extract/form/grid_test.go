package form

import (
	"strings"
	"testing"

	"gongkai"
)

// parseGrid makes a grid from a drawing: a line per row, "|" between cells,
// "<" for a place that belongs to the cell on its left, "^" for one that
// belongs to the cell above, "·" for one that the source does not have.
func parseGrid(t *testing.T, drawing string) *gongkai.Grid {
	t.Helper()
	var places [][]string
	for line := range strings.Lines(drawing) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		var row []string
		for _, text := range strings.Split(line, "|") {
			row = append(row, strings.TrimSpace(text))
		}
		places = append(places, row)
	}
	var cells []gongkai.Cell
	for r, row := range places {
		if len(row) != len(places[0]) {
			t.Fatalf("row %d has %d places, the first has %d", r+1, len(row), len(places[0]))
		}
		for c, text := range row {
			if text == "<" || text == "^" || text == "·" {
				continue
			}
			cell := gongkai.Cell{Row: r, Column: c, RowSpan: 1, ColumnSpan: 1, Text: strings.ReplaceAll(text, `\n`, "\n")}
			for c+cell.ColumnSpan < len(row) && row[c+cell.ColumnSpan] == "<" {
				cell.ColumnSpan++
			}
			for r+cell.RowSpan < len(places) && places[r+cell.RowSpan][c] == "^" {
				cell.RowSpan++
			}
			cells = append(cells, cell)
		}
	}
	g, overlaps, lost := gongkai.NewGrid(len(places), len(places[0]), cells)
	if overlaps > 0 || len(lost) > 0 {
		t.Fatalf("the drawing does not tile: %d overlaps, %d lost", overlaps, len(lost))
	}
	return g
}

// document makes an HTML-like document of blocks: drawings of grids (with a
// "|") and paragraphs.
func document(t *testing.T, blocks ...string) *gongkai.Document {
	t.Helper()
	doc := &gongkai.Document{Format: gongkai.FormatHTML, Method: "test"}
	for _, b := range blocks {
		if strings.Contains(b, "|") {
			doc.Blocks = append(doc.Blocks, gongkai.Block{Grid: parseGrid(t, b)})
			continue
		}
		doc.Blocks = append(doc.Blocks, gongkai.Block{Paragraph: &gongkai.Paragraph{Text: strings.TrimSpace(b)}})
	}
	return doc
}

// printedIn reads a row of the report as its printed texts in the order of the
// schema; absent cells are "·".
func printedIn(t *testing.T, r *gongkai.Report, table, code string) string {
	t.Helper()
	var texts []string
	for _, s := range gongkai.Schemas() {
		if s.Table != table {
			continue
		}
		for _, column := range s.Columns {
			v := r.At(gongkai.CellRef{Table: table, Row: code, Column: column})
			switch {
			case v == nil:
				return "no table"
			case v.State == gongkai.Absent:
				texts = append(texts, "·")
			default:
				texts = append(texts, v.Printed)
			}
		}
	}
	return strings.Join(texts, " ")
}

// findings lists the findings of the given codes, one a line.
func findings(r *gongkai.Report, codes ...gongkai.Code) string {
	var lines []string
	for _, f := range r.Findings {
		for _, code := range codes {
			if f.Code == code {
				line := string(f.Code)
				for _, c := range f.Cells {
					line += " " + strings.Trim(c.String(), ".")
				}
				if f.Found != "" {
					line += " " + f.Found
				}
				lines = append(lines, line)
			}
		}
	}
	return strings.Join(lines, "\n")
}
