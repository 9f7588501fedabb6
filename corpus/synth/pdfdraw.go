package synth

import (
	"fmt"
	"strings"
)

// The page of a drawn document, in points: A4 and the margins of official documents.
const (
	a4Short, a4Long = 595.0, 842.0
	marginSide      = 62.0
	marginTop       = 72.0
	marginBottom    = 72.0
	titleSize       = 20.0
	bodySize        = 14.0
	tableSize       = 9.0
	cellPadding     = 2.5
	lineSpacing     = 1.35
)

// DrawnPDF renders the page as a PDF without another program: every character
// is drawn as a box and stored as itself, rulings are as the page's Look says,
// tables are broken over pages between rows. The same page gives the same bytes.
func DrawnPDF(p *Page) ([]byte, error) {
	s := &pdfSurface{file: newPDFFile(p.Look.BareFont, p.Look.FontName), look: p.Look}
	draw(p, s)
	return s.file.bytes(), nil
}

// surface is what pages are drawn on, from the bottom left corner, in points.
type surface interface {
	// startPage begins a page of the size, as read.
	startPage(width, height float64)
	text(x, y, size float64, text string)
	// title is text of the report's title.
	title(x, y, size float64, text string)
	// frame draws the edges of a cell as the page's Look says.
	frame(left, bottom, right, top float64)
	watermark(text string)
	endPage()
}

// draw lays the page out and draws it.
func draw(p *Page, s surface) {
	c := &canvas{surface: s, look: p.Look, width: a4Short, height: a4Long}
	if p.Look.Turned != Upright {
		c.width, c.height = a4Long, a4Short
	}
	c.startPage()
	for _, line := range p.Title {
		c.paragraph(Block{Style: Heading, Text: line}, titleSize, 0)
	}
	for _, block := range p.Blocks {
		switch {
		case block.Table != nil:
			c.table(block.Table)
		case block.Style == Body:
			c.paragraph(block, bodySize, 2)
		default:
			c.paragraph(block, bodySize, 0)
		}
	}
	c.endPage()
}

// canvas draws one page after another, from the top down.
type canvas struct {
	surface
	look          Look
	width, height float64 // as displayed
	y             float64 // distance of the next line from the page's bottom
	pages         int
}

func (c *canvas) startPage() {
	c.surface.startPage(c.width, c.height)
	c.y = c.height - marginTop
	c.pages++
}

func (c *canvas) endPage() {
	number := fmt.Sprintf("- %d -", c.pages)
	c.text((c.width-textWidth(number, tableSize))/2, marginBottom/2, tableSize, number)
	if c.look.Watermark != "" {
		c.watermark(c.look.Watermark)
	}
	c.surface.endPage()
}

func (c *canvas) newPage() {
	c.endPage()
	c.startPage()
}

// textWidth follows the font's widths: ASCII is half as wide as the rest.
func textWidth(text string, size float64) float64 {
	width := 0.0
	for _, r := range text {
		width += runeWidth(r, size)
	}
	return width
}

func runeWidth(r rune, size float64) float64 {
	if r < 0x80 {
		return size / 2
	}
	return size
}

// wrap breaks text into lines: at line feeds, and where the width ends.
func wrap(text string, size, width float64) []string {
	var lines []string
	for part := range strings.SplitSeq(text, "\n") {
		line, used := "", 0.0
		for _, r := range part {
			if w := runeWidth(r, size); used+w > width && line != "" {
				lines = append(lines, line)
				line, used = "", 0
			}
			line += string(r)
			used += runeWidth(r, size)
		}
		lines = append(lines, line)
	}
	return lines
}

// paragraph draws a block, indented by as many characters.
func (c *canvas) paragraph(block Block, size float64, indent int) {
	text := strings.Repeat("　", indent) + block.Text
	width := c.width - 2*marginSide
	for _, line := range wrap(text, size, width) {
		if c.y < marginBottom+size {
			c.newPage()
		}
		x := marginSide
		switch {
		case size == titleSize:
			x += (width - textWidth(line, size)) / 2
		case block.Style == Signature:
			x += width - textWidth(line, size)
		}
		c.y -= size * lineSpacing
		drawn := strings.TrimLeft(line, "　")
		write := c.text
		if size == titleSize {
			write = c.title
		}
		write(x+textWidth(line[:len(line)-len(drawn)], size), c.y, size, drawn)
	}
	c.y -= size * 0.4
}
