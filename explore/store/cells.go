package store

import (
	"context"
	"sync"

	"gongkai"
)

// Cell is a printed cell of a report.
type Cell struct {
	gongkai.CellRef
	// Label of the row as printed, for local lists; empty for official forms.
	Label string
	// Value is exact; empty unless State is "number".
	Value, Printed, State, Proof, Unit string
	Location                           gongkai.Location
	Method, Uncertain                  string
}

const cellColumns = `"table", row, "column", ifnull(label, ''), ifnull(value, ''), printed, state, proof, ifnull(unit, ''), ifnull(page, 0), ifnull(box_left_real, 0),
	ifnull(box_top_real, 0), ifnull(box_right_real, 0), ifnull(box_bottom_real, 0), ifnull(element_path, ''), ifnull(line, 0), method, ifnull(uncertain, '')`

func scanCell(row scanner) (c Cell, err error) {
	l := &c.Location
	err = row.Scan(&c.Table, &c.Row, &c.Column, &c.Label, &c.Value, &c.Printed, &c.State, &c.Proof, &c.Unit,
		&l.Page, &l.Box[0], &l.Box[1], &l.Box[2], &l.Box[3], &l.Path, &l.Line, &c.Method, &c.Uncertain)
	c.Label = short(c.Label)
	shorten(&c.Printed, &c.Unit, &c.Uncertain)
	return c, err
}

// CellsOf returns the report's cells in the order of the forms, which must not be changed:
// the pages of a report and of its cells all ask for them.
func (s *Store) CellsOf(ctx context.Context, reportID string) ([]Cell, error) {
	if cells, ok := s.recent.get(reportID); ok {
		return cells, nil
	}
	cells, err := all(ctx, s, scanCell, "SELECT "+cellColumns+" FROM cells WHERE report_id = ? ORDER BY rowid", reportID)
	if err == nil {
		s.recent.put(reportID, cells)
	}
	return cells, err
}

// maxRecent is how many reports' cells are kept: some 60 kB each.
const maxRecent = 128

// recent keeps cells by report, and forgets all when it is full.
type recent struct {
	mutex sync.Mutex
	cells map[string][]Cell
}

func (r *recent) get(id string) ([]Cell, bool) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	cells, ok := r.cells[id]
	return cells, ok
}

func (r *recent) put(id string, cells []Cell) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.cells == nil || len(r.cells) >= maxRecent {
		r.cells = map[string][]Cell{}
	}
	r.cells[id] = cells
}

// RowOf returns the cells of one row. The signs keep SQLite from looking for the row in all
// reports.
func (s *Store) RowOf(ctx context.Context, reportID, table, row string) ([]Cell, error) {
	return all(ctx, s, scanCell, "SELECT "+cellColumns+` FROM cells WHERE report_id = ? AND +"table" = ? AND +row = ? ORDER BY rowid`, reportID, table, row)
}

// Section is a part of the narrative.
type Section struct{ Code, Heading, Text string }

// SectionsOf returns the report's narrative, in order.
func (s *Store) SectionsOf(ctx context.Context, reportID string) ([]Section, error) {
	return all(ctx, s, func(row scanner) (c Section, err error) {
		err = row.Scan(&c.Code, &c.Heading, &c.Text)
		c.Heading = short(c.Heading)
		return c, err
	},
		"SELECT ifnull(code, ''), ifnull(heading, ''), text FROM sections WHERE report_id = ? ORDER BY position", reportID)
}

// Document is a row of documents.
type Document struct {
	SHA256, Path, URL, Format, Status, Fetched string
	Bytes, Pages                               int
}

// DocumentsWith returns the inputs that are the report's document, wherever they were found.
func (s *Store) DocumentsWith(ctx context.Context, reportID string) ([]Document, error) {
	return all(ctx, s, func(row scanner) (d Document, err error) {
		err = row.Scan(&d.SHA256, &d.Path, &d.URL, &d.Format, &d.Status, &d.Fetched, &d.Bytes, &d.Pages)
		shorten(&d.Path, &d.URL)
		return d, err
	}, `SELECT sha256, ifnull(path, ''), ifnull(url, ''), ifnull(format, ''), status, ifnull(fetched, ''), bytes, ifnull(pages, 0)
		FROM documents WHERE report_id = ? ORDER BY status <> 'report', path`, reportID)
}

// Conflict is a cell in which another document of the same report says something else.
type Conflict struct {
	gongkai.CellRef
	Printed, OtherPrinted, OtherID string
}

// ConflictsOf returns those of a principal report.
func (s *Store) ConflictsOf(ctx context.Context, reportID string) ([]Conflict, error) {
	return all(ctx, s, func(row scanner) (c Conflict, err error) {
		err = row.Scan(&c.Table, &c.Row, &c.Column, &c.Printed, &c.OtherPrinted, &c.OtherID)
		shorten(&c.Printed, &c.OtherPrinted)
		return c, err
	}, `SELECT "table", row, "column", printed, other_printed, other_report_id FROM conflicts WHERE report_id = ? ORDER BY rowid`, reportID)
}
