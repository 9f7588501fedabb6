package html

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"gongkai"
)

// item is a block of the page with what is needed to judge whether it belongs
// to the article.
type item struct {
	gongkai.Block
	node  *html.Node // the innermost block element
	box   int        // the innermost box
	bytes int        // of text
	link  int        // of them inside links
	// reports is the number of cells of a grid with labels of a report.
	reports int
}

// region is a part of the page: an element of kind box, a cell of a layout
// table, or what stands between the comments by which a system marks the
// article. Its items are contiguous.
type region struct {
	node        *html.Node
	parent      int // -1 for the page
	first, last int // half-open range of items
	container   bool
}

// content is the inside of a table cell.
type content struct {
	lines []string
	grids []*gongkai.Grid
	doubt string
}

// walker turns the tree into items, in one pass over the whole page.
type walker struct {
	limits     gongkai.Limits
	styles     styles
	showHidden bool // read also what a browser does not show
	hidden     bool // something was skipped because it is hidden

	items   []item
	regions []region
	fields  []placedField // of metadata rows in layout tables
	tables  map[*html.Node]*tableFacts
	shown   []placedPicture

	line     line
	frames   []frame
	block    int // number of frames up to the innermost block element
	region   int // the innermost region
	inLink   int
	cell     *content // nil outside the cells of data tables
	places   int      // of all grids so far
	linked   int      // bytes of text inside links so far
	findings []gongkai.Finding
	path     []byte // scratch
	err      error  // a limit; the walk stops
}

func newWalker(limits gongkai.Limits, s styles, showHidden bool) *walker {
	return &walker{limits: limits, styles: s, showHidden: showHidden, region: -1, tables: map[*html.Node]*tableFacts{}}
}

// walk reads the page from its root.
func (w *walker) walk(root *html.Node) error {
	w.enter(root, false)
	w.children(root, false)
	w.leave()
	return w.err
}

// children walks the children of n. Breaks says that line feeds are shown.
func (w *walker) children(n *html.Node, breaks bool) {
	var seen tally
	marked := false
	for c := n.FirstChild; c != nil && w.err == nil; c = c.NextSibling {
		switch c.Type {
		case html.TextNode:
			w.text(c, breaks)
		case html.ElementNode:
			w.element(c, seen.next(c.Data), breaks)
		case html.CommentNode:
			begins, ends := articleMark(c.Data)
			if w.cell == nil && begins && !marked {
				marked = true
				w.enter(n, true)
			} else if marked && ends {
				marked = false
				w.leave()
			}
		}
	}
	if marked {
		w.leave()
	}
}

func (w *walker) text(n *html.Node, breaks bool) {
	s := n.Data
	if how := w.styles[n]; how != (style{}) {
		if how.doubt != "" && matters(how.doubt, s) {
			w.doubt(how.doubt)
		}
		if w.skips(how) {
			return
		}
	}
	if !breaks {
		w.line.add(s, w.inLink > 0)
		return
	}
	for {
		part, rest, more := strings.Cut(s, "\n")
		w.line.add(part, w.inLink > 0)
		if !more {
			return
		}
		w.flush()
		s = rest
	}
}

func (w *walker) element(n *html.Node, index int, breaks bool) {
	k := kindOf(n)
	if k == lineBreak {
		w.flush()
		return
	}
	if isTag(n, atom.Img) && (w.showHidden || !w.styles[n].hidden) {
		w.picture(n, index)
	}
	if k == skipped && w.cell == nil {
		return
	}
	s := w.styles[n]
	if w.skips(s) {
		w.doubt(s.doubt)
		return
	}
	if w.cell != nil {
		w.doubt(doubtOf(n))
	}
	if k == skipped {
		return
	}
	if s.setsBreaks {
		breaks = s.breaks
	}
	w.frames = append(w.frames, frame{n, index})
	if k == inline || k == link {
		w.run(n, k, breaks)
	} else {
		w.flush()
		outer := w.block
		w.block = len(w.frames)
		w.blockElement(n, k, breaks)
		w.flush()
		w.block = outer
	}
	w.frames = w.frames[:len(w.frames)-1]
}

// doubt notes a doubt about the cell being read; the first stays.
func (w *walker) doubt(what string) {
	if w.cell != nil && w.cell.doubt == "" {
		w.cell.doubt = what
	}
}

// skips reports whether what has the style is passed over. A style sheet
// counts inside a cell only: scripts show and hide parts of the page.
func (w *walker) skips(s style) bool {
	if !s.hidden || s.bySheet && w.cell == nil {
		return false
	}
	w.hidden = true
	return !w.showHidden || w.cell != nil && s.inTable
}

func (w *walker) run(n *html.Node, k kind, breaks bool) {
	if k == link {
		w.inLink++
		defer func() { w.inLink-- }()
	}
	w.children(n, breaks)
}

func (w *walker) blockElement(n *html.Node, k kind, breaks bool) {
	switch {
	case k == table:
		w.table(n)
	case k == box && w.cell == nil:
		w.enter(n, isContainer(n))
		w.children(n, breaks)
		w.flush()
		w.leave()
	default:
		w.children(n, breaks || k == preformatted)
	}
}

// enter opens a region, leave closes it.
func (w *walker) enter(n *html.Node, container bool) {
	w.flush()
	w.regions = append(w.regions, region{node: n, parent: w.region, first: len(w.items), container: container})
	w.region = len(w.regions) - 1
}

func (w *walker) leave() {
	w.flush()
	r := &w.regions[w.region]
	r.last = len(w.items)
	w.region = r.parent
}

// flush ends the paragraph.
func (w *walker) flush() {
	text, link := w.line.take()
	if text == "" {
		return
	}
	w.linked += link
	if w.cell != nil {
		w.cell.lines = append(w.cell.lines, text)
		return
	}
	p := &gongkai.Paragraph{Text: text, Location: w.location(w.frames[:w.block])}
	it := item{Block: gongkai.Block{Paragraph: p}, box: w.region, bytes: len(text), link: link}
	if w.block > 0 {
		it.node = w.frames[w.block-1].node
	}
	w.items = append(w.items, it)
}

func (w *walker) location(frames []frame) gongkai.Location {
	w.path = appendPath(w.path[:0], frames)
	return gongkai.Location{Path: string(w.path)}
}

// table reads a table in its place: as a grid, or, when it only arranges the
// page, as the blocks in its cells.
func (w *walker) table(n *html.Node) {
	f := w.factsOf(n)
	if !f.text {
		w.children(n, false) // there may be pictures
		return
	}
	t, err := formTable(n, w)
	if err != nil {
		w.err = err
		return
	}
	for _, c := range t.captions {
		w.within(c.frames, func() { w.children(c.node, false) })
	}
	if f.layout() || w.cell != nil && f.cells == 1 {
		w.unfold(t)
		return
	}
	w.grid(t, f)
}

// within runs read with further frames, as one block.
func (w *walker) within(frames []frame, read func()) {
	depth, outer := len(w.frames), w.block
	w.frames = append(w.frames, frames...)
	w.block = len(w.frames)
	read()
	w.flush()
	w.frames, w.block = w.frames[:depth], outer
}

// unfold reads the cells of a layout table as blocks, row by row.
func (w *walker) unfold(t *tableModel) {
	for row := range t.byRow() {
		if w.cell == nil && w.metadataRow(row) {
			continue
		}
		for _, c := range row {
			w.within(c.frames, func() {
				if w.cell != nil {
					w.children(c.node, c.breaks)
					return
				}
				w.enter(c.node, isContainer(c.node))
				w.children(c.node, c.breaks)
				w.leave()
			})
		}
	}
}

// grid reads a data table.
func (w *walker) grid(t *tableModel, f *tableFacts) {
	w.places += t.rows * t.columns
	if w.err = gongkai.Exceeds(w.places, w.limits.Cells, "cells"); w.err != nil || t.columns == 0 {
		return
	}
	linked, size := w.linked, 0
	cells := make([]gongkai.Cell, 0, len(t.cells))
	for _, c := range t.cells {
		inside, path := w.content(c)
		cell := gongkai.Cell{
			Row: c.row, Column: c.column, RowSpan: c.rowSpan, ColumnSpan: c.columnSpan,
			Text: strings.Join(inside.lines, "\n"), Grids: inside.grids, Location: path,
		}
		switch {
		case strings.ContainsRune(cell.Text, utf8.RuneError):
			cell.Uncertain = "replacement character"
		case inside.doubt != "":
			cell.Uncertain = inside.doubt
		case len(inside.grids) > 0:
			cell.Uncertain = "table in the cell"
		}
		size += len(cell.Text)
		cells = append(cells, cell)
	}
	if w.err != nil {
		return
	}
	g, overlaps, lost := gongkai.NewGrid(t.rows, t.columns, cells)
	g.Location = w.location(w.frames)
	if overlaps+len(lost) > 0 {
		w.findings = append(w.findings, overlapFinding(g, overlaps, lost))
	}
	if w.cell != nil {
		w.cell.grids = append(w.cell.grids, g)
		return
	}
	it := item{
		Block: gongkai.Block{Grid: g}, node: w.frames[len(w.frames)-1].node, box: w.region,
		bytes: size, link: w.linked - linked, reports: f.labels,
	}
	if it.link*2 > it.bytes && f.numeric == 0 {
		it.reports = 0 // a menu
	}
	w.items = append(w.items, it)
}

// content reads the inside of a cell.
func (w *walker) content(c tableCell) (inside content, at gongkai.Location) {
	outer := w.cell
	w.cell = &inside
	w.within(c.frames, func() {
		at = w.location(w.frames)
		w.children(c.node, c.breaks)
	})
	w.cell = outer
	return inside, at
}

// articleMark recognises the comments by which systems mark the article.
func articleMark(comment string) (begins, ends bool) {
	c := strings.ToLower(strings.TrimSpace(comment))
	if len(c) > 60 || !strings.Contains(c, "content") && !strings.Contains(c, "正文") {
		return false, false
	}
	return strings.HasSuffix(c, "begin") || strings.HasSuffix(c, "start") || strings.HasSuffix(c, "开始"),
		strings.HasSuffix(c, "end") || strings.HasSuffix(c, "结束")
}

// isTag reports whether n is the element, in HTML.
func isTag(n *html.Node, tags ...atom.Atom) bool {
	if n == nil || n.Type != html.ElementNode {
		return false
	}
	for _, t := range tags {
		if n.DataAtom == t {
			return true
		}
	}
	return false
}
