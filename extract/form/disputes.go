package form

import (
	"slices"

	"gongkai"
)

// disputesHeader reads the header whose rows of outcomes are given.
func (s *scan) disputesHeader(first, bottom int) *header {
	h := &header{table: gongkai.TableDisputes, bottom: bottom, top: s.headerTop(first, s.words.routes)}
	if s.Grid.Ragged {
		s.raggedDisputesHeader(h, first)
		return h
	}
	for from := 0; from < s.Grid.Columns; {
		c, m := s.headerCell(h, from, s.words.outcomes, func(string) bool { return false })
		end := c.Column + c.ColumnSpan
		h.columns = append(h.columns, column{row: s.routeAbove(h, from), code: m.code, exact: m.exact, from: from, to: end, cell: c})
		from = end
	}
	s.dropEmptyColumns(h, disputeCells)
	s.inferDisputes(h)
	return h
}

const disputeCells = int(gongkai.DisputeRouteCount) * int(gongkai.DisputeOutcomeCount)

// routeAbove finds the route whose head covers the grid column; 行政诉讼 alone
// does not say which of the two kinds of suit it is.
func (s *scan) routeAbove(h *header, at int) string {
	for row := h.bottom; row >= h.top; row-- {
		c := s.Grid.At(row, at)
		m, ok := s.words.routes.find(s.key(c), "")
		if c.Text == "" || !ok || isHead(m.code) {
			continue
		}
		return m.code
	}
	return ""
}

// raggedDisputesHeader takes the outcomes in reading order: the five of the
// review stand a row above the ten of the suits.
func (s *scan) raggedDisputesHeader(h *header, first int) {
	h.byOrder = true
	for row := first; row <= h.bottom; row++ {
		for _, c := range s.printed(row) {
			if c.Text == "" {
				continue
			}
			if m, ok := s.words.outcomes.find(s.key(c), ""); ok {
				s.misprint(m, c)
				h.columns = append(h.columns, column{code: m.code, cell: c})
			}
		}
	}
	var seen []string
	for row := h.top; row <= h.bottom; row++ {
		for _, c := range s.printed(row) {
			if m, ok := s.words.routes.find(s.key(c), ""); ok && c.Text != "" && !isHead(m.code) {
				seen = append(seen, m.code)
			}
		}
	}
	if len(h.columns) == disputeCells && slices.Equal(seen, routeCodes()) {
		for i := range h.columns {
			h.columns[i].row = seen[i/int(gongkai.DisputeOutcomeCount)]
		}
	}
	s.inferDisputes(h)
}

func routeCodes() []string { return codesOf(routes()) }

// inferDisputes completes routes and outcomes by their place when there are
// fifteen columns and those that are known agree with the official order;
// otherwise columns that are not fully known are reported and left out.
func (s *scan) inferDisputes(h *header) {
	official := outcomes()
	fits := len(h.columns) == disputeCells
	known := 0
	for i, c := range h.columns {
		if !fits {
			break
		}
		route, outcome := routeCodes()[i/len(official)], official[i%len(official)].code
		fits = (c.row == "" || c.row == route) && (c.code == "" || c.code == outcome)
		if c.code == outcome {
			known++
		}
	}
	fits = fits && known*2 >= disputeCells
	defer h.doubtDisputes()
	for i := range h.columns {
		c := &h.columns[i]
		if c.row != "" && c.code != "" {
			continue
		}
		if !fits {
			c.row, c.code = "", ""
			if c.cell.Text != "" {
				s.find(gongkai.Finding{Code: gongkai.UnknownColumn, Cells: []gongkai.CellRef{{Table: h.table}},
					Found: c.cell.Text, Location: c.cell.Location})
			}
			continue
		}
		c.row, c.code = routeCodes()[i/len(official)], official[i%len(official)].code
		s.find(gongkai.Finding{Code: gongkai.ColumnByOrder, Cells: []gongkai.CellRef{{Table: h.table, Row: c.row, Column: c.code}},
			Found: c.cell.Text, Location: c.cell.Location})
	}
}

// doubtDisputes doubts a header whose columns are not in the order of the form,
// or repeat.
func (h *header) doubtDisputes() {
	var known, official []string
	for _, c := range h.columns {
		if c.code != "" {
			known = append(known, c.row+"."+c.code)
		}
	}
	for _, route := range routeCodes() {
		for _, l := range outcomes() {
			official = append(official, route+"."+l.code)
		}
	}
	if !subsequence(known, official) {
		h.doubt = "the heads of the columns are not in the order of the form"
	}
}

// disputesRow places the row of fifteen numbers and reports whether the row is
// understood. The table has one such row; a second one that states something is
// not.
func (s *scan) disputesRow(row int, cells []*gongkai.Cell) bool {
	h := s.current
	values := s.printed(row)
	if len(h.columns) > 0 && values[0].Column < h.labelEnd() && !h.byOrder {
		return false
	}
	for _, c := range values {
		if !s.looksLikeValue(c) {
			return false
		}
	}
	if s.report.Disputes != nil && s.disputesStated(row) {
		return false
	}
	pairs, extra := h.assign(values)
	for _, p := range pairs {
		s.put(gongkai.TableDisputes, p.column.row, p.doubted(h.doubt))
	}
	for _, c := range extra {
		if c.Text != "" {
			s.find(gongkai.Finding{Code: gongkai.ExtraValue, Cells: []gongkai.CellRef{{Table: h.table}}, Found: c.Text, Location: c.Location})
		}
	}
	return true
}

// disputesStated reports whether a row above this one in the same grid has
// stated the table's numbers already.
func (s *scan) disputesStated(row int) bool {
	for r := s.current.bottom + 1; r < row; r++ {
		if !blankRow(s.Grid.Row(r)) {
			return true
		}
	}
	return false
}
