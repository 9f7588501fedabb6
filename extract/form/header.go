package form

import (
	"slices"

	"gongkai"
)

// header is a header row, or several, that says what the columns below mean.
type header struct {
	table       string
	top, bottom int // rows
	columns     []column
	// item is the item of article 20 of a proactive block, "" when not printed.
	item string
	// byOrder: only the order of the columns is known, counted from the right.
	byOrder bool
	// doubt says why it is not certain which column is which; empty when it is.
	doubt string
}

// column is one column of a header.
type column struct {
	row, code string // row is set in the disputes table only: the route
	from, to  int    // grid columns [from, to)
	unit      string
	cell      *gongkai.Cell // the header cell, nil when none is printed
	exact     bool          // its label is printed as the form has it
}

// labelEnd is the first grid column that holds values.
func (h *header) labelEnd() int {
	if len(h.columns) == 0 {
		return 0
	}
	return h.columns[0].from
}

// codes lists the codes of the columns that are known, in order.
func (h *header) codes() []string {
	var codes []string
	for _, c := range h.columns {
		if c.code != "" {
			codes = append(codes, c.code)
		}
	}
	return codes
}

// Least numbers of different labels that make a row a header: three of the seven
// applicants; and of labels that do: five of the ten or fifteen outcomes.
const (
	minApplicants = 3
	minOutcomes   = 5
)

// headers finds the headers of requests and disputes tables before the rows
// are walked, because they begin above the row that gives them away.
func (s *scan) headers() {
	s.heads = map[int]*header{}
	for row := 0; row < s.Grid.Rows; row++ {
		if s.applicantsIn(row) >= minApplicants {
			h := s.requestsHeader(row)
			s.heads[h.top] = h
			continue
		}
		if s.outcomesIn(row) < minOutcomes {
			continue
		}
		bottom := row
		for bottom+1 < s.Grid.Rows && s.outcomesIn(bottom+1) >= minOutcomes {
			bottom++
		}
		h := s.disputesHeader(row, bottom)
		s.heads[h.top] = h
		row = bottom
	}
}

// applicantsIn counts the different applicants that cells beginning in the row
// name.
func (s *scan) applicantsIn(row int) int {
	found := map[string]bool{}
	for _, c := range s.Grid.Row(row) {
		if c.Row == row && c.Text != "" && !isDigits(c.Text) {
			if m, ok := s.words.applicants.find(s.key(c), ""); ok && !isHead(m.code) {
				found[m.code] = true
			}
		}
	}
	return len(found)
}

// outcomesIn counts the cells beginning in the row that name an outcome.
func (s *scan) outcomesIn(row int) int {
	n := 0
	for _, c := range s.Grid.Row(row) {
		if c.Row == row && c.Text != "" && !isDigits(c.Text) {
			if _, ok := s.words.outcomes.find(s.key(c), ""); ok {
				n++
			}
		}
	}
	return n
}

// isNumeric reports whether the text begins like a number.
func isNumeric(s string) bool {
	s = fold(s)
	return s != "" && (s[0] >= '0' && s[0] <= '9' || s[0] == '-' || s[0] == '+')
}

// headerTop walks up from a header's row over rows that hold only labels of
// the vocabulary.
func (s *scan) headerTop(row int, v *vocabulary) int {
	for row > 0 {
		found := false
		for _, c := range s.Grid.Row(row - 1) {
			if c.Text == "" || c.Row != row-1 {
				continue
			}
			_, ok := v.find(s.key(c), "")
			if ok {
				found = true
			} else if c.Column > 0 {
				return row
			}
		}
		if !found {
			return row
		}
		row--
	}
	return row
}

// requestsHeader reads the header whose lowest row is given.
func (s *scan) requestsHeader(bottom int) *header {
	h := &header{table: gongkai.TableRequests, bottom: bottom, top: s.headerTop(bottom, s.words.applicants)}
	if s.Grid.Ragged {
		s.raggedRequestsHeader(h)
	} else {
		for from := 0; from < s.Grid.Columns; {
			c, m := s.headerCell(h, from, s.words.applicants, isHead)
			h.columns = append(h.columns, column{code: m.code, exact: m.exact, from: from, to: c.Column + c.ColumnSpan, cell: c})
			from = c.Column + c.ColumnSpan
		}
		s.trimLabels(h)
	}
	s.inferRequests(h)
	return h
}

func isHead(code string) bool {
	return code == headApplicants || code == headLegal || code == headNote || code == headSuits
}

// headerCell looks up from the header's bottom row in one grid column for a
// label. It returns the bottom cell and no code when there is none.
func (s *scan) headerCell(h *header, at int, v *vocabulary, skip func(string) bool) (*gongkai.Cell, headerLabel) {
	for row := h.bottom; row >= h.top; row-- {
		c := s.Grid.At(row, at)
		if c.Text == "" {
			continue
		}
		m, ok := v.find(s.key(c), "")
		if !ok || skip(m.code) {
			break
		}
		s.misprint(m, c)
		return c, headerLabel{m.code, m.exact}
	}
	return s.Grid.At(h.bottom, at), headerLabel{}
}

// headerLabel is what the label of a column says; zero when it says nothing.
type headerLabel struct {
	code  string
	exact bool
}

// trimLabels drops the columns of row labels: those left of the first column
// that has a code.
func (s *scan) trimLabels(h *header) {
	first := slices.IndexFunc(h.columns, func(c column) bool { return c.code != "" })
	// 自然人 may be the damaged one: the official form has it just left of
	// 商业企业, under a text of its own and not under the note.
	if first > 0 && h.columns[first].code == "commercial_enterprise" {
		if c := h.columns[first-1].cell; c.Column > 0 && c.Text != "" && !isNote(c.Text) {
			first--
		}
	}
	h.columns = h.columns[max(first, 0):]
}

func isNote(text string) bool { return len([]rune(text)) > 8 }

// raggedRequestsHeader reads a header whose cells have an order but no
// position: the places of 自然人 and 总计, which span two rows, are empty in the
// lowest row and named in the row above it.
func (s *scan) raggedRequestsHeader(h *header) {
	h.byOrder = true
	for _, c := range s.printed(h.bottom) {
		col := column{cell: c}
		if c.Text != "" {
			if m, ok := s.words.applicants.find(s.key(c), ""); ok && !isHead(m.code) {
				s.misprint(m, c)
				col.code, col.exact = m.code, m.exact
			}
		}
		h.columns = append(h.columns, col)
	}
	first := slices.IndexFunc(h.columns, func(c column) bool { return c.code != "" })
	last := len(h.columns) - 1
	above := map[string]*gongkai.Cell{}
	for row := h.top; row < h.bottom; row++ {
		for _, c := range s.printed(row) {
			if m, ok := s.words.applicants.find(s.key(c), ""); ok && c.Text != "" {
				above[m.code] = c
			}
		}
	}
	if c := above["total"]; c != nil && h.columns[last].cell.Text == "" {
		h.columns[last].code, h.columns[last].cell = "total", c
	}
	if c := above["natural_person"]; c != nil && first > 0 && h.columns[first-1].cell.Text == "" {
		first--
		h.columns[first].code, h.columns[first].cell = "natural_person", c
	}
	h.columns = h.columns[max(first, 0):]
}

// printed returns the row's cells that the source has.
func (s *scan) printed(row int) []*gongkai.Cell {
	cells := s.Grid.Row(row)
	return slices.DeleteFunc(cells, func(c *gongkai.Cell) bool { return c.Filler })
}

// inferRequests names damaged columns by their place when every other column
// is where the official form has it, and reports columns that stay unknown.
func (s *scan) inferRequests(h *header) {
	official := applicants()
	s.dropEmptyColumns(h, len(official))
	s.inferColumns(h, [][]label{official})
}

// dropEmptyColumns removes surplus columns that have neither label nor values.
func (s *scan) dropEmptyColumns(h *header, want int) {
	for i := len(h.columns) - 1; i >= 0 && len(h.columns) > want; i-- {
		c := h.columns[i]
		if c.code == "" && c.cell.Text == "" && (h.byOrder || s.columnEmpty(c, h.bottom+1)) {
			h.columns = slices.Delete(h.columns, i, i+1)
		}
	}
}

func (s *scan) columnEmpty(c column, fromRow int) bool {
	for row := fromRow; row < s.Grid.Rows; row++ {
		for at := c.from; at < c.to; at++ {
			if cell := s.Grid.At(row, at); cell.Text != "" && cell.Column >= c.from && cell.Column+cell.ColumnSpan <= c.to {
				return false
			}
		}
	}
	return true
}

// inferColumns completes the codes of columns whose label is damaged or
// repeated from the one official column list that agrees with all others. It
// doubts a header whose columns are in no official order: its labels may have
// slipped over other columns.
func (s *scan) inferColumns(h *header, officials [][]label) {
	h.dropRepeated()
	var fits []label
	unique := true
	for _, official := range officials {
		if h.agrees(official) {
			unique = unique && (fits == nil || slices.Equal(codesOf(fits), codesOf(official)))
			fits = official
		}
	}
	for i := range h.columns {
		c := &h.columns[i]
		switch {
		case c.code != "":
		case fits != nil && unique:
			c.code = fits[i].code
			s.find(gongkai.Finding{Code: gongkai.ColumnByOrder, Cells: []gongkai.CellRef{{Table: h.table, Column: c.code}},
				Found: c.cell.Text, Location: c.cell.Location})
		case c.cell.Text != "":
			s.find(gongkai.Finding{Code: gongkai.UnknownColumn, Cells: []gongkai.CellRef{{Table: h.table}},
				Found: c.cell.Text, Location: c.cell.Location})
		}
	}
	inOrder := slices.ContainsFunc(officials, func(official []label) bool { return subsequence(h.codes(), codesOf(official)) })
	if !inOrder {
		h.doubt = "the heads of the columns are not in the order of the form"
	}
}

// dropRepeated takes the code from columns that repeat it. Of a label that is
// printed exactly once and misprinted elsewhere, the exact one keeps it.
func (h *header) dropRepeated() {
	for code, n := range h.count(func(column) bool { return true }) {
		exact := h.count(func(c column) bool { return c.exact })[code]
		for i := range h.columns {
			if c := &h.columns[i]; n > 1 && c.code == code && !(exact == 1 && c.exact) {
				c.code = ""
			}
		}
	}
}

// count counts the columns by code.
func (h *header) count(accept func(column) bool) map[string]int {
	n := map[string]int{}
	for _, c := range h.columns {
		if c.code != "" && accept(c) {
			n[c.code]++
		}
	}
	return n
}

// agrees reports whether the columns are the official ones in order, but for
// damaged ones: at least one label is right where it stands, and each of the
// others is empty, a rest of its official label, or one that another column
// repeats.
func (h *header) agrees(official []label) bool {
	if len(h.columns) != len(official) {
		return false
	}
	right := 0
	for i, c := range h.columns {
		switch {
		case c.code == official[i].code:
			right++
		case c.code != "" || !h.damaged(c, official[i]):
			return false
		}
	}
	return right > 0 && right*3 >= len(official)
}

// damaged reports whether the column's label may be what is left of the
// official one.
func (h *header) damaged(c column, official label) bool {
	text := keyOf(c.cell.Text).bare
	if text == "" {
		return true
	}
	repeated := 0
	for _, other := range h.columns {
		if keyOf(other.cell.Text).bare == text {
			repeated++
		}
	}
	for _, t := range official.texts {
		if repeated > 1 || subsequence([]rune(text), []rune(letters(fold(t)))) {
			return true
		}
	}
	return false
}

// subsequence reports whether all elements of part occur in whole, in order.
func subsequence[T comparable](part, whole []T) bool {
	for _, w := range whole {
		if len(part) > 0 && part[0] == w {
			part = part[1:]
		}
	}
	return len(part) == 0
}
