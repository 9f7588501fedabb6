package rtf

import (
	"cmp"
	"fmt"
	"slices"

	"gongkai"
	"gongkai/extract/story"
	"gongkai/extract/wordtable"
)

const (
	// maxColumns bounds the columns of a row, whatever the limits say; Word makes
	// 63.
	maxColumns = 1 << 12
	// maxPlaces bounds all tables together where the limits do not.
	maxPlaces = 1 << 18
	// sameEdge is how far apart, in twips, edges of cells may be that are one:
	// writers round. No column is as narrow.
	sameEdge = 20
)

// edge is what a row says of one cell, up to its \cellx.
type edge struct {
	right                int // in twips
	vertical, horizontal wordtable.Merge
	deleted, shaded      bool
}

// definition is what stands between \trowd and \row.
type definition struct {
	left  int // \trleft
	edges []edge
	next  edge // of the cell whose \cellx is to come
}

// row is a row that has ended.
type row struct {
	left  int
	cells []rowCell
}

// rowCell is a cell with its edge. One that the row did not define has none.
type rowCell struct {
	edge
	gongkai.Cell
	defined bool
}

// level is a table being read, in the body, in a text box or in a cell.
type level struct {
	path   string
	inRow  string // the path of the row being read, "" before its first cell
	rows   []row
	cells  []gongkai.Cell // of the row being read
	items  []story.Item   // of the cell being read
	met    int            // rows
	tables int            // met in that cell
	lines  int            // paragraphs met in that cell
	def    definition
}

// tableWord takes in a word about tables or paragraphs; it is false for others.
func (r *reader) tableWord(name string, t token, on bool) bool {
	s, in := r.state(), r.in()
	nested := s.to == toRows
	d := r.definition(nested)
	switch name {
	case "trowd":
		*d = definition{}
		if !nested {
			in.rowOpen = true
		}
	case "trleft":
		d.left = t.param
	case "cellx":
		if len(d.edges) >= maxColumns {
			r.fail(fmt.Errorf("%w: a table of more than %d columns", gongkai.ErrLimit, maxColumns))
			return true
		}
		d.next.right = t.param
		d.edges = append(d.edges, d.next)
		d.next = edge{}
	case "clvmgf":
		d.next.vertical = wordtable.Restart
	case "clvmrg":
		d.next.vertical = wordtable.Proceed
	case "clmgf":
		d.next.horizontal = wordtable.Restart
	case "clmrg":
		d.next.horizontal = wordtable.Proceed
	case "cldel":
		r.note(gongkai.TrackedChanges, "", "")
		d.next.deleted = on
	case "clins":
		r.note(gongkai.TrackedChanges, "", "")
	case "clcbpat":
		d.next.shaded = r.shade(t.param)
	case "nestrow":
		r.endRow(max(s.nesting, 2))
	default:
		return !nested && r.paragraphWord(name, t, on)
	}
	return true
}

// paragraphWord takes in the words that begin and end paragraphs, cells and rows.
func (r *reader) paragraphWord(name string, t token, on bool) bool {
	s, in := r.state(), r.in()
	switch name {
	case "pard":
		s.inTable, s.nesting, s.paragraph = false, 0, false
	case "intbl":
		s.inTable = on
	case "itap":
		s.nesting = min(max(t.param, 0), maxNesting+1)
	case "par", "sect":
		r.flush(true)
		if (s.hidden || s.deleted) && name == "par" {
			return true // the next paragraph continues this one
		}
		r.endParagraph(r.depth())
	case "cell":
		r.flush(true)
		r.endCell(1)
	case "nestcell":
		r.flush(true)
		r.endCell(max(s.nesting, 2))
	case "row":
		r.flush(true)
		r.endRow(1)
		in.rowOpen = false
	default:
		return false
	}
	return true
}

// depth is how many tables the paragraph stands in.
func (r *reader) depth() int {
	s, in := r.state(), r.in()
	switch {
	case s.nesting > 0:
		return s.nesting
	case s.inTable || in.rowOpen:
		// Some writers leave out \intbl.
		return 1
	}
	return 0
}

// definition is that of the row being read: of the outermost table, or of the one
// that \nesttableprops stands in.
func (r *reader) definition(nested bool) *definition {
	depth := 1
	if nested {
		depth = max(r.state().nesting, 2)
	}
	if l := r.level(depth); l != nil {
		return &l.def
	}
	return &definition{}
}

// level is the table of that depth, which is opened when it is not; nil when it is
// too deep.
func (r *reader) level(depth int) *level {
	in := r.in()
	if depth+len(r.stories) > maxNesting {
		r.fail(fmt.Errorf("%w: tables nested more than %d deep", gongkai.ErrLimit, maxNesting))
		return nil
	}
	for len(in.levels) < depth {
		in.levels = append(in.levels, &level{})
	}
	return in.levels[depth-1]
}

// path is that of the table of the depth, which begins with its first cell.
func (r *reader) path(depth int) string {
	in := r.in()
	l := in.levels[depth-1]
	if l.path == "" {
		if depth == 1 {
			in.tables++
			l.path = story.Child(in.path, "table", in.tables)
		} else {
			around := in.levels[depth-2]
			around.tables++
			l.path = story.Child(r.cellPath(depth-1), "table", around.tables)
		}
	}
	return l.path
}

// cellPath is that of the cell being read in the table of the depth.
func (r *reader) cellPath(depth int) string {
	l := r.in().levels[depth-1]
	if l.inRow == "" {
		l.met++
		l.inRow = story.Child(r.path(depth), "row", l.met)
	}
	return story.Child(l.inRow, "cell", len(l.cells)+1)
}

// endParagraph adds the paragraph to the cell of the depth, or to the story when
// that is 0. Deeper tables have ended.
func (r *reader) endParagraph(depth int) {
	in := r.in()
	p := in.p
	in.p = paragraph{}
	r.endTables(depth)
	whole := story.Paragraph{Text: p.text, Label: label(p.label), Doubt: p.doubt, Shows: p.shows}
	items := &in.items
	if depth > 0 {
		l := r.level(depth)
		if l == nil {
			return
		}
		l.lines++
		if len(p.text)+len(p.label) > 0 {
			whole.Story, whole.Number = r.cellPath(depth), l.lines
		}
		items = &l.items
	} else {
		in.paragraphs++
		whole.Story, whole.Number = in.path, in.paragraphs
	}
	*items = whole.Append(*items, func(code gongkai.Code, path string) { r.note(code, path, "") })
	*items = append(*items, p.after...)
}

// endCell ends the cell of the depth.
func (r *reader) endCell(depth int) {
	r.cells++
	if err := gongkai.Exceeds(r.cells, cmp.Or(r.limits.Cells, maxPlaces), "table cells"); err != nil {
		r.fail(err)
		return
	}
	r.endParagraph(depth)
	l := r.level(depth)
	if l == nil {
		return
	}
	c := gongkai.Cell{RowSpan: 1, ColumnSpan: 1, Location: gongkai.Location{Path: r.cellPath(depth)}}
	story.Fill(&c, l.items)
	l.items, l.tables, l.lines = nil, 0, 0
	l.cells = append(l.cells, c)
}

// waits reports whether text waits that no \par or \cell has ended.
func (r *reader) waits() bool {
	p := &r.in().p
	return len(p.text) > 0 || len(p.label) > 0 || p.shows != "" || p.doubt != "" || len(p.after) > 0
}

// endRow ends the row of the depth. Text behind its last cell is a cell in doubt.
func (r *reader) endRow(depth int) {
	l := r.level(depth)
	if l == nil {
		return
	}
	if r.waits() {
		r.endParagraph(depth)
	}
	r.endTables(depth)
	if len(l.items) > 0 {
		r.endCell(depth)
		if r.err != nil {
			return
		}
		last := &l.cells[len(l.cells)-1]
		last.Uncertain = cmp.Or(last.Uncertain, "cell without end")
	}
	if len(l.cells) == 0 {
		return
	}
	w := row{left: l.def.left}
	for i, c := range l.cells {
		it := rowCell{Cell: c}
		if i < len(l.def.edges) {
			it.edge, it.defined = l.def.edges[i], true
		}
		// LibreOffice ends a row that has tables in it with more cells than the
		// row has: nothing is there.
		nothing := !it.defined && i > 0 && c.Text == "" && c.Uncertain == ""
		if it.edge.deleted || nothing {
			continue
		}
		w.cells = append(w.cells, it)
	}
	l.cells, l.inRow = nil, ""
	if len(w.cells) > 0 {
		l.rows = append(l.rows, w)
	}
}

// endTables ends the tables that are deeper than the depth.
func (r *reader) endTables(depth int) {
	in := r.in()
	for len(in.levels) > depth && r.err == nil {
		at := len(in.levels)
		l := in.levels[at-1]
		if len(l.cells) > 0 {
			r.endRow(at) // there was no \row
		}
		items := l.items // text that never became a cell
		if len(l.rows) > 0 {
			if g := r.grid(r.path(at), l.rows); g != nil {
				items = append([]story.Item{{Grid: g}}, items...)
			}
		}
		in.levels = in.levels[:at-1]
		if at == 1 {
			in.items = append(in.items, items...)
		} else {
			around := in.levels[at-2]
			around.items = append(around.items, items...)
		}
	}
}

// inRow reports whether a row of the body has cells and no end.
func (r *reader) inRow() bool {
	for _, l := range r.body.levels {
		if len(l.cells) > 0 || len(l.items) > 0 {
			return true
		}
	}
	return false
}

// endStory ends what is open in the story being read.
func (r *reader) endStory() {
	if r.waits() {
		r.endParagraph(0)
	}
	r.endTables(0)
}

// grid makes a grid of rows.
func (r *reader) grid(path string, rows []row) *gongkai.Grid {
	settled, columns := settle(rows)
	if columns > maxPlaces/len(rows) {
		r.fail(fmt.Errorf("%w: a table of more than %d places", gongkai.ErrLimit, maxPlaces))
		return nil
	}
	r.places += len(rows) * columns
	if err := gongkai.Exceeds(r.places, cmp.Or(r.limits.Cells, maxPlaces), "places in tables"); err != nil {
		r.fail(err)
		return nil
	}
	g, overlaps, lost := gongkai.NewGrid(len(rows), columns, wordtable.Join(settled))
	if overlaps > 0 || len(lost) > 0 {
		r.note(gongkai.OverlappingCells, path, fmt.Sprintf("%d, %d", overlaps, len(lost)))
	}
	g.Path = path
	return g
}

// settle gives cells their columns.
func settle(rows []row) (settled []wordtable.Row, columns int) {
	columnOf := columnsOf(rows, sameEdge)
	for _, w := range rows {
		if !w.fits(columnOf) {
			columnOf = columnsOf(rows, 0)
			break
		}
	}
	for _, w := range rows {
		before := columnOf[w.start()]
		at := before
		var cells []wordtable.Cell
		for _, c := range w.cells {
			to := at + 1
			switch {
			case !c.defined:
				c.Uncertain = cmp.Or(c.Uncertain, "cell without width")
			case columnOf[c.right] > at:
				to = columnOf[c.right]
			default:
				c.Uncertain = cmp.Or(c.Uncertain, "cell without width")
			}
			c.ColumnSpan = to - at
			at = to
			cells = append(cells, wordtable.Cell{Cell: c.Cell, Vertical: c.vertical, Horizontal: c.horizontal})
		}
		next := wordtable.Settle(cells, before, 0)
		columns = max(columns, next.Columns)
		settled = append(settled, next)
	}
	return settled, columns
}

// start is the left edge of the row, which its first cell must leave room for.
func (w row) start() int {
	if first := w.cells[0]; first.defined && first.right <= w.left {
		return first.right - sameEdge - 1
	}
	return w.left
}

// columnsOf numbers the edges of the rows from the left; those up to apart twips
// from the first of them are one.
func columnsOf(rows []row, apart int) map[int]int {
	var edges []int
	for _, w := range rows {
		edges = append(edges, w.start())
		for _, c := range w.cells {
			if c.defined {
				edges = append(edges, c.right)
			}
		}
	}
	slices.Sort(edges)
	columns := make(map[int]int, len(edges))
	at, first := -1, 0
	for i, e := range edges {
		if i == 0 || e-first > apart {
			at, first = at+1, e
		}
		columns[e] = at
	}
	return columns
}

// fits reports whether every cell of the row has a column.
func (w row) fits(columnOf map[int]int) bool {
	at := columnOf[w.start()]
	for _, c := range w.cells {
		if c.defined && columnOf[c.right] <= at {
			return false
		}
		if c.defined {
			at = columnOf[c.right]
		}
	}
	return true
}

// inShade reports whether the cell being read has a colour behind its text, as far
// as its row has said so.
func (r *reader) inShade() bool {
	depth := r.depth()
	levels := r.in().levels
	if depth == 0 || depth > len(levels) {
		return false
	}
	l := levels[depth-1]
	return len(l.cells) < len(l.def.edges) && l.def.edges[len(l.cells)].shaded
}
