package form

import (
	"cmp"
	"slices"
	"strings"

	"gongkai"
)

// rowMatch is the label found for one row of a requests table.
type rowMatch struct {
	match
	cell *gongkai.Cell // the label cell; nil when the row has no known label
	// groupOnly: the label is a group's (不予公开, …), not a row's.
	groupOnly bool
	// doubt is why the row may be another; empty when there is no doubt.
	doubt string
}

// matchRequestRows finds the label of every row that may belong to a requests
// table, before values are placed: a value cell that spans rows needs to know
// the rows below.
func (s *scan) matchRequestRows() {
	s.matches = make([]rowMatch, s.Grid.Rows)
	var h *header
	group := ""
	for row := 0; row < s.Grid.Rows; row++ {
		if next, ok := s.heads[row]; ok {
			h, row, group = next, next.bottom, ""
			continue
		}
		if h != nil && h.table != gongkai.TableRequests {
			continue
		}
		labels, _, _ := s.split(h, row)
		s.matches[row] = s.matchRequestRow(labels, &group)
	}
	if s.finder.ocr && slices.ContainsFunc(s.Grid.Cells, func(c gongkai.Cell) bool { return gongkai.IsOCR(cmp.Or(c.Method, s.report.Method)) }) {
		s.matchBetween()
	}
}

// split parts a row into label cells and value cells, and reports whether the
// values stand under the header's columns. They do not where the order of cells
// is all there is, and where a row span of the labels is too long or too short,
// so that the whole row is pushed aside: then the cells' own content parts it.
func (s *scan) split(h *header, row int) (labels, values []*gongkai.Cell, aligned bool) {
	cells := s.printed(row)
	n := int(gongkai.ApplicantCount)
	if h != nil && h.byOrder {
		n = len(h.columns)
	} else if h != nil {
		n = len(h.codes())
	}
	if h == nil || h.byOrder {
		at := max(len(cells)-n, 0)
		return cells[:at], cells[at:], false
	}
	end := h.labelEnd()
	at := slices.IndexFunc(cells, func(c *gongkai.Cell) bool { return c.Column >= end })
	if at < 0 {
		return cells, nil, true
	}
	first := len(cells)
	for first > 0 && len(cells)-first < n && s.looksLikeValue(cells[first-1]) {
		first--
	}
	pushed := slices.ContainsFunc(cells[:at], s.isNumber) || !s.looksLikeValue(cells[at])
	if pushed && len(cells)-first == n && first > 0 && !s.isNumber(cells[first-1]) {
		return cells[:first], cells[first:], false
	}
	return cells[:at], cells[at:], true
}

// isNumber reports whether the cell holds a number and nothing like a label.
func (s *scan) isNumber(c *gongkai.Cell) bool {
	return isNumeric(c.Text) && s.key(c).bare == strings.Trim(fold(c.Text), "+-.,")
}

// matchRequestRow finds the row that the innermost label names. Group labels
// to its left, or above it, say which group it is in.
func (s *scan) matchRequestRow(labels []*gongkai.Cell, group *string) rowMatch {
	var leaf *gongkai.Cell
	for _, c := range labels {
		if c.Text == "" {
			continue
		}
		leaf = c
		if m, ok := s.words.groups.find(s.key(c), ""); ok && m.code != groupResults {
			*group = m.code
		}
	}
	if leaf == nil {
		return rowMatch{}
	}
	m, ok := s.words.requestRows.find(s.key(leaf), *group)
	if !ok {
		return rowMatch{}
	}
	groupOnly := groupsOnly(m.code)
	if !groupOnly && m.group == "" && m.code != groupOther {
		*group = ""
	}
	return rowMatch{match: m, cell: leaf, groupOnly: groupOnly}
}

// groupsOnly reports whether the code is that of a group without a row of its
// own.
func groupsOnly(code string) bool {
	switch code {
	case groupResults, groupDenied, groupUnavailable, groupRejected:
		return true
	}
	return false
}

// requestsRow places the values of one row and reports whether the row is
// understood.
func (s *scan) requestsRow(row int, cells []*gongkai.Cell) bool {
	m := s.matches[row]
	if m.cell == nil {
		return false
	}
	h := s.current
	if h == nil || h.table != gongkai.TableRequests {
		if h = s.continued(row, cells); h == nil {
			return false
		}
		s.begin(h)
	}
	_, values, aligned := s.split(h, row)
	if m.code == groupOther && s.headsGroup(m.cell) {
		return !valued(append([]*gongkai.Cell{m.cell}, values...))
	}
	if m.groupOnly {
		return !valued(append([]*gongkai.Cell{m.cell}, values...))
	}
	s.misprint(m.match, m.cell, gongkai.CellRef{Table: gongkai.TableRequests, Row: m.code})
	s.place(h, row, values, aligned)
	if m.doubt != "" {
		for _, l := range applicants() {
			if v := s.report.At(gongkai.CellRef{Table: gongkai.TableRequests, Row: m.code, Column: l.code}); v.State != gongkai.Absent && v.Uncertain == "" {
				v.Uncertain = m.doubt
			}
		}
	}
	return true
}

// headsGroup reports whether the label cell spans rows of its group: then it is
// no row itself.
func (s *scan) headsGroup(c *gongkai.Cell) bool {
	for r := c.Row; r < c.Row+c.RowSpan; r++ {
		if m := s.matches[r]; m.cell != nil && m.cell != c && m.group == groupOther {
			return true
		}
	}
	return false
}

// continued returns the header for a requests row in a grid that has none: the
// table goes on from an earlier grid, or its header was lost. Only the order of
// the seven columns is known then.
func (s *scan) continued(row int, cells []*gongkai.Cell) *header {
	n := int(gongkai.ApplicantCount)
	if len(cells) <= n || s.current != nil && s.current.table == gongkai.TableProactive && !s.matches[row].exact {
		return nil
	}
	for _, c := range cells[len(cells)-n:] {
		if !s.looksLikeValue(c) {
			return nil
		}
	}
	h := &header{table: gongkai.TableRequests, top: row, bottom: row - 1, byOrder: true}
	if !slices.ContainsFunc(cells[len(cells)-n:], s.isNumber) {
		return nil
	}
	if s.finder.requests != nil && len(s.finder.requests.columns) == n {
		for _, c := range s.finder.requests.columns {
			h.columns = append(h.columns, column{code: c.code})
		}
		h.doubt = s.finder.requests.doubt
		return h
	}
	for _, l := range applicants() {
		h.columns = append(h.columns, column{code: l.code})
	}
	h.doubt = "the table has no heads of columns"
	s.find(gongkai.Finding{Code: gongkai.ColumnByOrder, Cells: []gongkai.CellRef{{Table: h.table}}, Found: printedRow(cells), Location: cells[0].Location})
	return h
}

// looksLikeValue reports whether a cell may be a number cell: it is empty, a
// number, or a mark like "/" and "无".
func (s *scan) looksLikeValue(c *gongkai.Cell) bool {
	text := fold(c.Text)
	if isNumeric(text) {
		// "1.重复申请" begins like a number and is a label.
		k := s.key(c)
		_, label := s.words.requestRows.find(k, "")
		return k.number == "" || k.bare == "" || !label
	}
	return text == "无" || text == "一" || letters(text) == ""
}

// place puts the value cells of a row under their columns.
func (s *scan) place(h *header, row int, values []*gongkai.Cell, aligned bool) {
	m := s.matches[row]
	assign := h.assignByOrder
	if aligned {
		assign = h.assign
	}
	pairs, extra := assign(values)
	for _, p := range pairs {
		s.placeCell(m, row, p.doubted(h.doubt))
	}
	for _, c := range extra {
		if c.Text != "" && c.Row == row {
			s.find(gongkai.Finding{Code: gongkai.ExtraValue, Cells: []gongkai.CellRef{{Table: h.table, Row: m.code}},
				Found: c.Text, Location: c.Location})
		}
	}
}

// placeCell states one value. A cell that spans several rows is stated once if
// the rows are the group （六）其他处理, which cn-2019 has as one row; for any other
// rows a number has no place, and a blank is each row's.
func (s *scan) placeCell(m rowMatch, row int, p pair) {
	inGroup := s.inOtherGroup(p.cell)
	if p.cell.RowSpan == 1 || p.cell.Text == "" && !inGroup || s.oneRowOnly(m, p.cell) {
		s.put(gongkai.TableRequests, m.code, p)
		return
	}
	if p.cell.Row != row {
		return
	}
	ref := gongkai.CellRef{Table: gongkai.TableRequests, Row: m.code, Column: p.column.code}
	if !inGroup {
		s.find(gongkai.Finding{Code: gongkai.ExtraValue, Cells: []gongkai.CellRef{ref},
			Found: p.cell.Text, Detail: "one cell for several rows", Location: p.cell.Location})
		return
	}
	ref.Row = groupOther
	s.put(ref.Table, ref.Row, p)
	s.grouped(ref, p.cell)
}

// inOtherGroup reports whether all rows that the cell spans are of the group
// （六）其他处理.
func (s *scan) inOtherGroup(c *gongkai.Cell) bool {
	for r := c.Row; r < c.Row+c.RowSpan; r++ {
		if s.matches[r].cell == nil || s.matches[r].entry.group != groupOther {
			return false
		}
	}
	return true
}

// grouped reports, once for the whole group, the cells stated for it.
func (s *scan) grouped(ref gongkai.CellRef, c *gongkai.Cell) {
	for i := range s.report.Findings {
		if f := &s.report.Findings[i]; f.Code == gongkai.GroupCell {
			f.Cells = append(f.Cells, ref)
			f.Found += " " + c.Text
			return
		}
	}
	s.find(gongkai.Finding{Code: gongkai.GroupCell, Cells: []gongkai.CellRef{ref}, Found: c.Text, Location: c.Location})
}

// oneRowOnly reports whether all rows that the cell spans carry the same
// label cell: a row of two grid lines.
func (s *scan) oneRowOnly(m rowMatch, c *gongkai.Cell) bool {
	for r := c.Row; r < c.Row+c.RowSpan; r++ {
		if s.matches[r].cell != m.cell {
			return false
		}
	}
	return true
}

// pair is a value cell under its column.
type pair struct {
	column column
	cell   *gongkai.Cell
	// doubt says why the cell may belong elsewhere; empty when it is certain.
	doubt string
}

// doubted adds the header's doubt, if the pair has none of its own.
func (p pair) doubted(doubt string) pair {
	if p.doubt == "" {
		p.doubt = doubt
	}
	return p
}

// assign matches value cells to columns: by order where that is all there is,
// else by the grid columns they share. A blank cell may span columns; a value
// that does, that no column covers, or that shares its column with another, is
// extra. Where cells and columns are equal in number, but their edges do not
// agree, the order decides, and is doubted if a cell stands wholly under another
// column.
func (h *header) assign(values []*gongkai.Cell) (pairs []pair, extra []*gongkai.Cell) {
	if h.byOrder {
		return h.assignByOrder(values)
	}
	held := map[int]int{} // values by the grid column of their header
	outside := false
	for _, c := range values {
		under := h.over(c)
		if c.Text != "" && len(under) != 1 {
			if len(values) == len(h.columns) {
				return h.assignSlipped(values)
			}
			extra = append(extra, c)
			outside = outside || len(under) == 0
			continue
		}
		for _, col := range under {
			if col.code == "" {
				extra = append(extra, c)
				outside = outside || c.Text != "" && col.cell.Text == ""
				continue
			}
			pairs = append(pairs, pair{column: col, cell: c})
			if c.Text != "" {
				held[col.from]++
			}
		}
	}
	kept := pairs[:0]
	for _, p := range pairs {
		if p.cell.Text != "" && held[p.column.from] > 1 {
			extra = append(extra, p.cell)
			continue
		}
		if outside {
			p.doubt = "the row has more cells than the table has columns"
		}
		kept = append(kept, p)
	}
	return dropShadowed(kept), extra
}

// over lists the columns that share a grid column with the cell.
func (h *header) over(c *gongkai.Cell) []column {
	var under []column
	for _, col := range h.columns {
		if c.Column < col.to && col.from < c.Column+c.ColumnSpan {
			under = append(under, col)
		}
	}
	return under
}

// assignSlipped goes by order where the edges of cells and columns disagree.
func (h *header) assignSlipped(values []*gongkai.Cell) (pairs []pair, extra []*gongkai.Cell) {
	pairs, extra = h.assignByOrder(values)
	for _, p := range pairs {
		if under := h.over(p.cell); len(under) == 1 && under[0].from != p.column.from && p.cell.Text != "" {
			for i := range pairs {
				pairs[i].doubt = "the cells of the row do not stand under the heads of the columns"
			}
		}
	}
	return pairs, extra
}

// dropShadowed drops a blank cell that stands under the same column as a value:
// an empty extra cell of a column that is two grid columns wide.
func dropShadowed(pairs []pair) []pair {
	kept := pairs[:0]
	for i, p := range pairs {
		shadowed := false
		for j, q := range pairs {
			if i != j && p.cell.Text == "" && q.column.row == p.column.row && q.column.code == p.column.code && (q.cell.Text != "" || j < i) {
				shadowed = true
			}
		}
		if !shadowed {
			kept = append(kept, p)
		}
	}
	return kept
}

// assignByOrder pairs cells with columns one to one when there are as many
// values as columns, or as columns that have a label; otherwise every value is
// extra.
func (h *header) assignByOrder(values []*gongkai.Cell) (pairs []pair, extra []*gongkai.Cell) {
	columns := h.columns
	if len(values) != len(columns) {
		columns = slices.DeleteFunc(slices.Clone(columns), func(c column) bool { return c.code == "" })
	}
	if len(values) != len(columns) {
		return nil, values
	}
	for i, c := range values {
		if columns[i].code == "" {
			extra = append(extra, c)
			continue
		}
		pairs = append(pairs, pair{column: columns[i], cell: c})
	}
	return pairs, extra
}
