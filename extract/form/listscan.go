package form

import (
	"fmt"
	"slices"
	"strings"

	"gongkai"
)

// listScan is one pass over one grid that holds an indicator list.
type listScan struct {
	*finder
	*gongkai.Grid
	header *listHeader
	list   *indexedList // nil for a list that is not known
	group  string       // the row that the next ones stand under
	// disordered: the heads are not in the order of the list, so that the
	// numbers may be.
	disordered bool
	// unitless: rows print a number and no unit, in converter text, which may
	// have lost its lines of one character.
	unitless bool
}

// indicatorList maps a grid to rows of an indicator list, and reports whether
// it is one.
func (f *finder) indicatorList(g *gongkai.Grid) bool {
	s := f.beginList(g)
	if s == nil {
		return false
	}
	f.lastList = s
	s.unitless = f.report.Source.Format == gongkai.FormatText && s.lacksUnit()
	for row := s.header.bottom + 1; row < g.Rows; row++ {
		h := listHeaderAt(g, row)
		switch {
		case h == nil:
			s.row(row)
			continue
		case len(h.columns) != len(s.header.columns):
			s.header, s.group = h, ""
			s.list = s.choose()
			s.nameColumns()
		}
		row = h.bottom // else the header again, on another page
	}
	return true
}

// beginList finds the header and the list that the grid follows. A grid without
// a header goes on with the list before it if it has as many columns and rows of
// that list.
func (f *finder) beginList(g *gongkai.Grid) *listScan {
	for row := range g.Rows {
		h := listHeaderAt(g, row)
		if h == nil {
			continue
		}
		s := &listScan{finder: f, Grid: g, header: h}
		if s.list = s.choose(); s.list == nil && !s.plausible() {
			return nil
		}
		s.nameColumns()
		return s
	}
	last := f.lastList
	if last == nil || last.list == nil || g.Ragged != last.header.ragged {
		return nil
	}
	h := *last.header
	h.top, h.bottom = -1, -1
	if h.ragged && g.Columns < len(h.columns) && h.columns[len(h.columns)-1].role == roleNote {
		h.columns = h.columns[:len(h.columns)-1] // text ends a row at its last cell that is not empty
	} else if g.Columns != last.Grid.Columns {
		return nil
	}
	s := &listScan{finder: f, Grid: g, header: &h, list: last.list, group: last.group, disordered: last.disordered}
	if known, labelled := s.count(last.list); known == 0 || 2*known < labelled {
		return nil
	}
	return s
}

// choose returns the known list that most rows belong to, at least half of
// those with a label and a number; nil when there is none. Of equals the one
// whose columns fit better is taken, then the first.
func (s *listScan) choose() *indexedList {
	var best *indexedList
	bestScore := 0
	for _, l := range s.lists {
		known, labelled := s.count(l)
		if known < gongkai.MinListRows || 2*known < labelled {
			continue
		}
		score := known * (1 + len(s.header.columns))
		for _, c := range s.header.numbers() {
			if l.column(c.heading) != "" {
				score++
			}
		}
		if score > bestScore {
			best, bestScore = l, score
		}
	}
	return best
}

// count returns how many rows of the grid are exactly rows of the list, and how
// many have a label and a number.
func (s *listScan) count(l *indexedList) (known, labelled int) {
	seen := map[string]bool{}
	group := ""
	for row := s.header.bottom + 1; row < s.Grid.Rows; row++ {
		r := s.header.rowOf(s.Grid, row)
		if r.label == nil || isFoot(r.label.Text) {
			continue
		}
		if r.numbered() {
			labelled++
		}
		m, ok := l.rows.exactly(r.label.Text, group)
		if ok && l.parent(m.code) {
			group = m.code
		}
		if ok && !seen[m.code] {
			seen[m.code] = true
			known++
		}
	}
	return known, labelled
}

// minListed is how many rows with a label and nothing but numbers, dashes and
// blanks make a table with the heads of an indicator list one.
const minListed = 3

// plausible reports whether a table that follows no known list is an indicator
// list all the same: its units are units, and its numbers, of which there is
// one, numbers.
func (s *listScan) plausible() bool {
	listed, numbered := 0, false
	for row := s.header.bottom + 1; row < s.Grid.Rows; row++ {
		r := s.header.rowOf(s.Grid, row)
		switch {
		case !isUnit(r.unit):
			return false
		case r.label != nil && !isFoot(r.label.Text) && (r.numbered() || r.unit != "" && !r.stated()):
			listed++
			numbered = numbered || r.numbered()
		}
	}
	return listed >= minListed && numbered
}

// nameColumns gives the columns of numbers their codes. A column that the list
// does not name gets the place of the list's only if all others are in theirs,
// and else a code of its own in the local table.
func (s *listScan) nameColumns() {
	columns := s.header.numbers()
	if s.list == nil {
		s.nameUnknown(columns)
		s.find(gongkai.Finding{Code: gongkai.UnknownList, Cells: []gongkai.CellRef{{Table: gongkai.TableLocal}},
			Detail: printedRow(s.Grid.Row(s.header.bottom)), Location: s.header.columns[0].cell.Location})
		return
	}
	claims := map[string]int{}
	for _, c := range columns {
		claims[s.list.column(c.heading)]++
	}
	for _, c := range columns {
		// Of 2013年度 and 2014年度 neither is the year's column for certain.
		if code := s.list.column(c.heading); code != "" && claims[code] == 1 {
			c.code, c.table = code, s.list.table
		}
	}
	var unknown []*listColumn
	for i, c := range columns {
		if c.code == "" && s.inOrder(columns) && !otherYear(c.heading) {
			c.code, c.table = s.list.Columns[i].Code, s.list.table
			s.find(gongkai.Finding{Code: gongkai.ColumnByOrder, Cells: []gongkai.CellRef{{Table: c.table, Column: c.code}},
				Found: c.heading, Location: c.cell.Location})
		} else if c.code == "" {
			unknown = append(unknown, c)
			s.find(gongkai.Finding{Code: gongkai.UnknownColumn, Cells: []gongkai.CellRef{{Table: s.list.table}},
				Found: c.heading, Location: c.cell.Location})
		}
	}
	s.disordered = !s.ascending(columns)
	s.nameUnknown(unknown)
	if s.list.table == gongkai.TableLocal {
		s.adoptList(columns)
	}
}

// ascending reports whether the columns that the list names are in its order.
func (s *listScan) ascending(columns []*listColumn) bool {
	last := -1
	for _, c := range columns {
		at := slices.IndexFunc(s.list.Columns, func(l gongkai.ListColumn) bool { return l.Code == c.code })
		if at >= 0 && at < last {
			return false
		}
		last = max(at, last)
	}
	return true
}

// inOrder reports whether the columns that the list names are the list's first
// columns, in order, or there is but one column.
func (s *listScan) inOrder(columns []*listColumn) bool {
	known := 0
	for i, c := range columns {
		if i >= len(s.list.Columns) || c.code != "" && c.code != s.list.Columns[i].Code {
			return false
		}
		if c.code != "" {
			known++
		}
	}
	return known > 0 || len(columns) == 1
}

// otherYear reports whether a heading speaks of another year or of a change.
func otherYear(heading string) bool { return strings.ContainsAny(heading, "上去前同比增减") }

// nameUnknown gives columns that no list names a place in the local table.
func (s *listScan) nameUnknown(columns []*listColumn) {
	for _, c := range columns {
		c.code, c.table = s.localColumn(c.heading, func(code string) bool {
			return slices.ContainsFunc(s.header.columns, func(o listColumn) bool { return o.code == code })
		}), gongkai.TableLocal
	}
}

// localColumn returns the code of a column of the local table that no list
// names, and that is not taken: equal headings share one.
func (f *finder) localColumn(heading string, taken func(code string) bool) string {
	for n := 1; ; n++ {
		code := "value"
		if n > 1 {
			code = fmt.Sprintf("value_%d", n)
		}
		if known, ok := f.localHeadings[code]; (!ok || known == heading) && !taken(code) {
			f.localHeadings[code] = heading
			return code
		}
	}
}

// adoptList makes the list that of the report's local table. A second known
// list is kept as printed: its codes may mean something else.
func (s *listScan) adoptList(columns []*listColumn) {
	switch {
	case s.localList == nil:
		s.localList = s.list
		for _, c := range columns {
			s.localHeadings[c.code] = c.heading
		}
	case s.localList != s.list:
		s.list = nil
		for _, c := range columns {
			c.code = ""
		}
		s.nameColumns()
	}
}

// row states one row, or reports it.
func (s *listScan) row(row int) {
	r := s.header.rowOf(s.Grid, row)
	switch {
	case len(r.cells) == 0 || blankRow(r.cells):
	case r.label != nil && isFoot(r.label.Text):
	case s.list == nil:
		s.printedRow(r)
	case r.label == nil:
		s.strayValues(r, gongkai.CellRef{Table: s.list.table})
	default:
		s.listedRow(r)
	}
}

// listedRow states a row of a known list.
func (s *listScan) listedRow(r listRow) {
	if r.shifted() {
		s.group = ""
		s.find(gongkai.Finding{Code: gongkai.ExtraValue, Cells: []gongkai.CellRef{{Table: s.list.table}},
			Found: printedRow(r.cells), Location: r.cells[0].Location})
		return
	}
	m, ok := s.list.rows.find(r.label.Text, s.group)
	if !ok {
		s.group = ""
		if _, heading := s.list.headings.find(r.label.Text, ""); heading {
			if r.numbered() && !r.stated() {
				s.unknownIndicator(r) // a 0 belongs into no sum, and is not dropped
			}
			s.strayValues(r, gongkai.CellRef{Table: s.list.table})
			return
		}
		s.unknownIndicator(r)
		s.printedRow(r)
		return
	}
	switch {
	case s.list.parent(m.code):
		s.group = m.code
	default:
		s.group = m.under
	}
	ref := gongkai.CellRef{Table: s.list.table, Row: m.code}
	if !m.exact {
		s.find(gongkai.Finding{Code: gongkai.MisprintedLabel, Cells: []gongkai.CellRef{ref}, Expected: m.text,
			Found: r.label.Text, Location: r.label.Location})
	}
	s.state(m.code, r)
	for _, c := range r.stray {
		s.find(gongkai.Finding{Code: gongkai.ExtraValue, Cells: []gongkai.CellRef{ref}, Found: c.Text, Location: c.Location})
	}
}

func (s *listScan) unknownIndicator(r listRow) {
	s.find(gongkai.Finding{Code: gongkai.UnknownRow, Cells: []gongkai.CellRef{{Table: s.list.table}},
		Found: printedRow(r.cells), Location: r.label.Location})
}

// state states the row's values under the code, each in the table of its
// column.
func (s *listScan) state(code string, r listRow) {
	for i, c := range s.header.numbers() {
		v := r.values[i]
		if v == nil {
			if c.table == gongkai.TableLocal && s.list == nil {
				continue
			}
			s.find(gongkai.Finding{Code: gongkai.MissingCell, Cells: []gongkai.CellRef{{Table: c.table, Row: code, Column: c.code}},
				Location: r.cells[0].Location})
			continue
		}
		s.set(c.table, code, c.code, s.doubted(r, v), unitOf(r.unit))
		if c.table == gongkai.TableLocal {
			s.describe(code, r)
		}
	}
}

// doubted is the cell, with the doubt that its row or its table casts on it.
func (s *listScan) doubted(r listRow, c *gongkai.Cell) *gongkai.Cell {
	doubt := ""
	switch {
	case r.short():
		doubt = "its row lacks a cell"
	case s.disordered:
		doubt = "the columns are not in the order of the list"
	case c.Text == "" && s.unitless:
		doubt = "rows of the list have no unit: text of one character may be lost"
	}
	if doubt == "" || c.Uncertain != "" {
		return c
	}
	doubted := *c
	doubted.Uncertain = doubt
	return &doubted
}

// lacksUnit reports whether a row prints a number and no unit.
func (s *listScan) lacksUnit() bool {
	for row := s.header.bottom + 1; row < s.Grid.Rows; row++ {
		if r := s.header.rowOf(s.Grid, row); r.unit == "" && r.label != nil && !isFoot(r.label.Text) && r.stated() {
			return true
		}
	}
	return false
}

// unitOf is a printed unit, empty for the dash that stands for none.
func unitOf(printed string) string {
	if strings.Trim(printed, "-—–―─/") == "" {
		return ""
	}
	return printed
}

// describe keeps the printed label and unit of a local row.
func (s *listScan) describe(code string, r listRow) {
	row := s.report.Local.Row(code)
	if row == nil || row.Label != "" {
		return
	}
	row.Unit = unitOf(r.unit)
	if r.label != nil {
		row.Label = oneLine(r.label.Text)
	}
}

// printedRow keeps a row that no list names, as printed, under a code made from
// its place.
func (s *listScan) printedRow(r listRow) {
	if !slices.ContainsFunc(r.values, func(c *gongkai.Cell) bool { return c != nil }) {
		if len(r.stray) > 0 {
			s.strayValues(r, gongkai.CellRef{Table: gongkai.TableLocal})
		}
		return
	}
	s.generated++
	code := generatedRow(s.generated)
	for i, c := range s.header.numbers() {
		column := c.code
		if c.table != gongkai.TableLocal {
			column = s.localColumn(c.heading, func(code string) bool {
				v := s.report.At(gongkai.CellRef{Table: gongkai.TableLocal, Row: generatedRow(s.generated), Column: code})
				return v != nil && v.State != gongkai.Absent
			})
		}
		if v := r.values[i]; v != nil {
			s.set(gongkai.TableLocal, code, column, v, unitOf(r.unit))
		}
	}
	s.describe(code, r)
	for _, c := range r.stray {
		s.find(gongkai.Finding{Code: gongkai.ExtraValue, Cells: []gongkai.CellRef{{Table: gongkai.TableLocal, Row: code}}, Found: c.Text, Location: c.Location})
	}
}

// strayValues reports the values of a row that cannot be named.
func (s *listScan) strayValues(r listRow, ref gongkai.CellRef) {
	if r.stated() {
		s.find(gongkai.Finding{Code: gongkai.ExtraValue, Cells: []gongkai.CellRef{ref}, Found: printedRow(r.cells), Location: r.cells[0].Location})
	}
}

// finishLists completes the local table and reports the rows that a list
// requires and the document has not.
func (f *finder) finishLists() {
	if l := f.report.Local; l != nil {
		for i := range l.Columns {
			l.Columns[i].Heading = f.localHeadings[l.Columns[i].Code]
		}
		if f.localList != nil {
			l.List, l.Sums, l.Bounds = f.localList.ID, f.localList.Sums, f.localList.Bounds
			f.missingIndicators(f.localList)
		}
	}
	if f.report.Statistics2014 != nil {
		f.missingIndicators(builtin()[0])
	}
}

func (f *finder) missingIndicators(l *indexedList) {
	stated := map[string]bool{}
	for ref := range f.report.Cells() {
		stated[ref.Row] = stated[ref.Row] || ref.Table == l.table
	}
	for _, r := range l.Rows {
		if r.Required && !stated[r.Code] {
			f.find(gongkai.Finding{Code: gongkai.MissingRow, Cells: []gongkai.CellRef{{Table: l.table, Row: r.Code}}})
		}
	}
}
