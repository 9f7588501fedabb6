package html

import (
	"fmt"
	"strings"
	"testing"

	"gongkai"
)

// outline writes blocks as text. A paragraph is its text; a row of a grid
// stands between bars: "^" for a cell that began in a row above, "~" for a
// filler, "(2)" after a cell that spans two columns, "{…}" for a grid inside.
func outline(blocks []gongkai.Block) string {
	var b strings.Builder
	for _, block := range blocks {
		if block.Paragraph != nil {
			b.WriteString(block.Paragraph.Text + "\n")
		} else {
			b.WriteString(gridOutline(block.Grid))
		}
	}
	return b.String()
}

func gridOutline(g *gongkai.Grid) string {
	var b strings.Builder
	for row := range g.Rows {
		b.WriteString("|")
		for _, c := range g.Row(row) {
			switch {
			case c.Filler:
				b.WriteString("~")
			case c.Row < row:
				b.WriteString("^")
			default:
				b.WriteString(strings.ReplaceAll(c.Text, "\n", "⏎"))
			}
			if c.ColumnSpan > 1 && c.Row == row {
				fmt.Fprintf(&b, "(%d)", c.ColumnSpan)
			}
			for _, inner := range c.Grids {
				if c.Row == row {
					b.WriteString("{" + strings.ReplaceAll(strings.TrimSuffix(gridOutline(inner), "\n"), "\n", " ") + "}")
				}
			}
			b.WriteString("|")
		}
		b.WriteString("\n")
	}
	return b.String()
}

// mustRead reads a page that must be readable and checks the invariants.
func mustRead(t *testing.T, page string) *gongkai.Document {
	t.Helper()
	doc, err := Read([]byte(page), gongkai.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Check(); err != nil {
		t.Fatal(err)
	}
	return doc
}
