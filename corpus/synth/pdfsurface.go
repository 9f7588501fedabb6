package synth

import (
	"fmt"
	"strings"
)

// pdfSurface draws with the operators of PDF.
type pdfSurface struct {
	file          *pdfFile
	look          Look
	width, height float64
	b             strings.Builder
}

func (s *pdfSurface) startPage(width, height float64) {
	s.b.Reset()
	s.width, s.height = width, height
	if s.look.Turned != Upright {
		s.b.WriteString("0 1 -1 0 595 0 cm\n")
	}
}

func (s *pdfSurface) watermark(text string) {
	fmt.Fprintf(&s.b, "q 0.85 g BT /F 54 Tf 0.7071 0.7071 -0.7071 0.7071 %.1f %.1f Tm %s Tj ET Q\n",
		s.width/2-150, s.height/2-150, s.file.hex(text))
}

func (s *pdfSurface) endPage() {
	page := pdfPage{width: s.width, height: s.height, content: s.b.String()}
	if s.look.Turned != Upright {
		page.width, page.height = a4Short, a4Long
	}
	if s.look.Turned == TurnedPage {
		page.rotate = 90
	}
	s.file.addPage(page)
}

func (s *pdfSurface) title(x, y, size float64, text string) { s.text(x, y, size, text) }

func (s *pdfSurface) text(x, y, size float64, text string) {
	if strings.TrimSpace(text) == "" {
		return
	}
	mode := ""
	if s.look.InvisibleText {
		mode = " 3 Tr"
	}
	if !s.look.SplitRuns {
		fmt.Fprintf(&s.b, "BT%s /F %.3g Tf %.2f %.2f Td %s Tj ET\n", mode, size, x, y, s.file.hex(text))
		return
	}
	for _, r := range text {
		fmt.Fprintf(&s.b, "BT%s /F %.3g Tf %.2f %.2f Td %s Tj ET\n", mode, size, x, y, s.file.hex(string(r)))
		x += runeWidth(r, size)
	}
}

func (s *pdfSurface) frame(left, bottom, right, top float64) {
	switch s.look.Rulings {
	case NoRulings:
		return
	case WhiteRulings:
		s.b.WriteString("q 1 1 1 RG 0.5 w\n")
	default:
		s.b.WriteString("q 0.5 w\n")
	}
	for _, l := range s.look.edges(left, bottom, right, top) {
		switch s.look.Rulings {
		case FilledRulings: // thin rectangles
			fmt.Fprintf(&s.b, "%.2f %.2f %.2f %.2f re f\n", l[0]-0.24, l[1]-0.24, l[2]-l[0]+0.48, l[3]-l[1]+0.48)
		default:
			fmt.Fprintf(&s.b, "%.2f %.2f m %.2f %.2f l S\n", l[0], l[1], l[2], l[3])
		}
	}
	s.b.WriteString("Q\n")
}

// edges are the lines around a cell, from left and bottom to right and top.
func (l Look) edges(left, bottom, right, top float64) [][4]float64 {
	var lines [][4]float64
	frame := func(by float64) {
		lines = append(lines,
			[4]float64{left + by, bottom + by, right - by, bottom + by},
			[4]float64{left + by, top - by, right - by, top - by},
			[4]float64{left + by, bottom + by, left + by, top - by},
			[4]float64{right - by, bottom + by, right - by, top - by})
	}
	frame(0)
	if l.Rulings == DoubledRulings {
		frame(1.2)
	}
	return lines
}
