package html

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

const (
	// longCell is the text, in bytes, that makes a cell prose: 150 characters.
	// The longest label of the official forms has 42 characters.
	longCell = 450
	// shortCell is the text, in bytes, up to which a cell may be a label.
	shortCell = 180
	// fewCells is the number of filled cells up to which a table with a cell
	// of prose is a frame around it.
	fewCells = 6
	// reportLabels is the number of cells with labels of the standard tables
	// that makes a table one of a report.
	reportLabels = 2
)

// tableFacts is what tells a table of data from one that arranges the page.
// Only the table's own cells count, not those of tables inside them.
type tableFacts struct {
	cells, filled, numeric int
	labels                 int // cells that are labels of a report
	longest                int // bytes of text, without white space, up to a little over longCell
	paragraphs             int // most paragraphs in a cell
	nested                 bool
	text                   bool // there is any text, in nested tables too
	reportInside           bool // a nested table is one of a report
}

// layout reports whether the table only arranges the page.
func (f *tableFacts) layout() bool {
	switch {
	case f.nested && f.numeric == 0:
		return true
	case f.labels >= reportLabels:
		return false
	case f.nested && f.reportInside:
		return true
	case f.numeric > 0:
		return false
	case f.cells == 1:
		return true
	}
	return f.filled <= fewCells && (f.longest >= longCell || f.paragraphs >= 4 && f.longest >= shortCell)
}

// factsOf looks at the table, once: nested tables are asked for their own.
func (w *walker) factsOf(table *html.Node) *tableFacts {
	if f, known := w.tables[table]; known {
		return f
	}
	f := &tableFacts{}
	w.tables[table] = f
	for n := table.FirstChild; n != nil; n = n.NextSibling {
		switch {
		case isTag(n, atom.Tr):
			w.lookAtRow(n, f)
		case isTag(n, atom.Thead, atom.Tbody, atom.Tfoot) && !w.isHidden(n):
			for tr := n.FirstChild; tr != nil; tr = tr.NextSibling {
				if isTag(tr, atom.Tr) {
					w.lookAtRow(tr, f)
				}
			}
		case isTag(n, atom.Caption) && !w.isHidden(n):
			g := gathering{table: f}
			w.gather(n, &g)
			f.text = f.text || g.size > 0
		}
	}
	return f
}

func (w *walker) lookAtRow(tr *html.Node, f *tableFacts) {
	if w.isHidden(tr) {
		return
	}
	for td := tr.FirstChild; td != nil; td = td.NextSibling {
		if !isTag(td, atom.Td, atom.Th) || w.isHidden(td) {
			continue
		}
		g := gathering{table: f}
		w.gather(td, &g)
		g.endParagraph()
		f.cells++
		f.longest = max(f.longest, g.size)
		f.paragraphs = max(f.paragraphs, g.paragraphs)
		if g.size == 0 {
			continue
		}
		f.filled++
		f.text = true
		if g.size <= shortCell {
			if text := string(g.text); isNumeric(text) {
				f.numeric++
			} else if isReportLabel(text) {
				f.labels++
			}
		}
	}
}

// gathering is the text of a cell without white space and without the tables
// in it, cut off where it is too long for a label.
type gathering struct {
	table      *tableFacts
	text       []byte
	size       int
	paragraphs int
	open       bool // there is text since the last paragraph
}

func (g *gathering) endParagraph() {
	if g.open {
		g.paragraphs++
	}
	g.open = false
}

func (g *gathering) add(s string) {
	for i, c := range s {
		if g.size > longCell {
			return // it is prose, however long
		}
		if unicode.IsSpace(c) || widthless(c) {
			continue
		}
		size := max(utf8.RuneLen(c), 1)
		g.open = true
		g.size += size
		if g.size <= shortCell {
			g.text = append(g.text, s[i:min(i+size, len(s))]...)
		}
	}
}

func (w *walker) gather(n *html.Node, g *gathering) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.TextNode {
			if !w.isHidden(c) {
				g.add(c.Data)
			}
			continue
		}
		k := skipped
		if c.Type == html.ElementNode {
			k = kindOf(c)
		}
		switch {
		case k == skipped || k != lineBreak && w.isHidden(c):
		case k == table:
			inner := w.factsOf(c)
			if inner.cells == 1 && !inner.nested {
				g.endParagraph() // a frame: what is in it is in this cell
				w.gather(c, g)
				g.endParagraph()
				continue
			}
			g.table.nested = true
			g.table.text = g.table.text || inner.text
			g.table.reportInside = g.table.reportInside || inner.reportInside || inner.labels >= reportLabels
		case k == inline || k == link:
			w.gather(c, g)
		default:
			g.endParagraph()
			w.gather(c, g)
			g.endParagraph()
		}
	}
}

// isNumeric reports whether the text is one number and nothing else.
func isNumeric(s string) bool {
	if len(s) > 12 {
		return false
	}
	digits := 0
	for _, c := range []byte(s) {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case bytes.IndexByte([]byte(".,%-+"), c) < 0:
			return false
		}
	}
	return digits > 0
}

// isReportLabel reports whether a short cell holds a label of the standard
// tables or of a known list of indicators.
func isReportLabel(s string) bool {
	for _, label := range tableLabels {
		if strings.Contains(s, label) {
			return true
		}
	}
	return false
}
