package form

import (
	"regexp"
	"slices"

	"gongkai"
)

// itemHeading is the heading of a proactive block, folded: 第二十条第(一)项. Its
// brackets and the 第 before them get lost in print.
var itemHeading = regexp.MustCompile(`二十条第?\(?([一二三四五六七八九十])\)?项`)

// proactiveRow handles a row of the proactive table: a block's heading, its
// header or one of its rows. It reports whether the row is understood.
func (s *scan) proactiveRow(row int) bool {
	cells := s.printed(row)
	// The heading may stand above its block, or beside it in a column of its own.
	for i, c := range cells {
		m := itemHeading.FindStringSubmatch(fold(c.Text))
		if m == nil {
			continue
		}
		if c.Row == row {
			s.recognised = true
			s.current = &header{table: gongkai.TableProactive, top: row, bottom: row, item: m[1]}
			s.heads[row] = s.current
		}
		cells = cells[i+1:]
		break
	}
	if len(cells) == 0 || blankRow(cells) {
		return true
	}
	if label, ok := s.words.proactiveRows.find(s.key(cells[0]), ""); ok && len(cells) > 1 {
		return s.proactiveValues(row, cells, label)
	}
	return s.proactiveHeader(row, cells)
}

// proactiveHeader reads 信息内容 and the columns beside it.
func (s *scan) proactiveHeader(row int, cells []*gongkai.Cell) bool {
	_, isHeader := s.words.content.find(s.key(cells[0]), "")
	h := &header{table: gongkai.TableProactive, top: row, bottom: row, byOrder: s.Grid.Ragged}
	if s.current != nil && s.current.table == gongkai.TableProactive && s.current.bottom >= row-1 {
		h.item = s.current.item
	}
	known := 0
	for _, c := range cells[1:] {
		col := column{from: c.Column, to: c.Column + c.ColumnSpan, cell: c, unit: moneyUnit(c.Text)}
		if m, ok := s.words.proactiveColumns.find(s.key(c), ""); ok && c.Text != "" {
			s.misprint(m, c)
			col.code, col.exact = m.code, m.exact
			known++
		}
		h.columns = append(h.columns, col)
	}
	if known == 0 && !isHeader {
		return false
	}
	s.recognised = true
	s.dropEmptyColumns(h, known)
	s.inferColumns(h, officialColumns())
	s.current = h
	s.heads[row] = h
	s.blocks = append(s.blocks, h)
	s.finder.proactive = h
	return true
}

// officialColumns are the column lists of the blocks of all layouts.
func officialColumns() [][]label {
	var lists [][]label
	for _, l := range layouts() {
		for _, b := range l.proactive {
			lists = append(lists, b.columns)
		}
	}
	return lists
}

// unitNote is a unit of money in a header cell: （单位：万元）, （万元）.
var unitNote = regexp.MustCompile(`(?:单位为?:?|\()(?:人民币)?(亿元|万元|千元|元)`)

// moneyUnit is the unit that a header cell states, empty when it does not.
func moneyUnit(header string) string {
	if m := unitNote.FindStringSubmatch(fold(header)); m != nil {
		return m[1]
	}
	return ""
}

// proactiveValues places the values of one row under the header in force.
func (s *scan) proactiveValues(row int, cells []*gongkai.Cell, label match) bool {
	h := s.current
	if h == nil {
		// The block goes on from the grid before: its order of cells is known.
		if h = s.finder.proactive; h != nil && s.Grid.Columns == len(h.columns)+1 {
			s.recognised = true
			h = &header{table: h.table, item: h.item, columns: h.columns, doubt: h.doubt, byOrder: true}
			s.current = h
		}
	}
	if h == nil || h.table != gongkai.TableProactive || len(h.columns) == 0 || foreign(h, label.code) {
		return false
	}
	ref := gongkai.CellRef{Table: gongkai.TableProactive, Row: label.code}
	s.misprint(label, cells[0], ref)
	if s.headerOf[label.code] == nil {
		s.headerOf[label.code] = h
	}
	var values []*gongkai.Cell
	for _, c := range cells[1:] {
		if c.Row == row {
			values = append(values, c)
		}
	}
	if h.byOrder {
		values = dropTrailingBlank(values, len(h.columns))
	}
	pairs, extra := h.assign(values)
	for _, p := range pairs {
		if p.cell.RowSpan > 1 && p.cell.Text != "" {
			extra = append(extra, p.cell)
			continue
		}
		s.put(ref.Table, ref.Row, p.doubted(h.doubt))
	}
	for _, c := range extra {
		if c.Text != "" {
			s.find(gongkai.Finding{Code: gongkai.ExtraValue, Cells: []gongkai.CellRef{ref}, Found: c.Text, Location: c.Location})
		}
	}
	return true
}

// foreign says whether the heads are of another block than the row: no form has
// the row under any of them. The heads of its own block were lost, and numbers
// under those of the block before would be other facts.
func foreign(h *header, row string) bool {
	known := false
	for _, l := range layouts() {
		for _, b := range l.proactive {
			if !slices.ContainsFunc(b.rows, func(r label) bool { return r.code == row }) {
				continue
			}
			for _, c := range h.codes() {
				known = known || c != ""
				if c != "" && slices.Contains(codesOf(b.columns), c) {
					return false
				}
			}
		}
	}
	return known
}

// dropTrailingBlank drops surplus blank cells at the end of a row.
func dropTrailingBlank(cells []*gongkai.Cell, want int) []*gongkai.Cell {
	for len(cells) > want && cells[len(cells)-1].Text == "" {
		cells = cells[:len(cells)-1]
	}
	return cells
}
