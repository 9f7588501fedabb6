package explore

import (
	"fmt"
	"slices"
	"strings"

	"gongkai"
	"gongkai/explore/store"
)

// reportData is what a report's page shows.
type reportData struct {
	store.Report
	Tables   []shownTable
	Sections []store.Section
	Findings []shownFinding
	// Methods are those by which cells were read, with how many.
	Methods   []methodCount
	Copies    []store.Copy
	Conflicts []store.Conflict
	// Documents are the inputs with these bytes, Beside the other documents of the same
	// report.
	Documents []store.Document
	Beside    []besideReport
	// Neighbours are the agency's reports of other years, newest first.
	Neighbours []store.Report
	// Source: the document can be shown. Original: it can be had. Review: a reader can say something of it.
	Source, Original, Review bool
	Reviews                  []gongkai.HumanReview
}

// Proofs are what may vouch for a cell.
func (reportData) Proofs() []string {
	return []string{"proven", "contradicted", "unchecked", "doubtful"}
}

// shownTable is a table of a report, in the order of the form.
type shownTable struct {
	Table string
	// First: the table begins here; a table may have several parts.
	First   bool
	Columns []string // names
	Rows    []shownRow
}

// shownRow is a row of it: a cell for each column, nil where the report has none.
type shownRow struct {
	Name  string
	Cells []*store.Cell
}

// report is a report's page.
func (s *Site) report(r *request) (*view, error) {
	ctx := r.Context()
	rep, err := s.store.Report(ctx, r.PathValue("report"))
	if err != nil {
		return nil, err
	}
	d := reportData{Report: rep, Source: s.config.Documents != nil, Original: s.hasOriginal(r, rep), Review: s.config.Reviews != nil}
	cells, err := s.store.CellsOf(ctx, rep.ID)
	if err != nil {
		return nil, err
	}
	if r.CSV {
		return &view{Table: cellsTable(rep, cells)}, nil
	}
	d.Tables = tabulate(r.Language, cells)
	if d.Sections, err = s.store.SectionsOf(ctx, rep.ID); err != nil {
		return nil, err
	}
	d.Methods = methods(cells)
	findings, err := s.store.FindingsOf(ctx, rep.ID)
	if err != nil {
		return nil, err
	}
	if d.Findings, err = s.withRows(r, findings); err != nil {
		return nil, err
	}
	if d.Copies, err = s.store.Copies(ctx, rep.ID, storyLength*2, 0); err != nil {
		return nil, err
	}
	if d.Reviews, err = s.reviewsOf(r, rep); err != nil {
		return nil, err
	}
	if d.Conflicts, err = s.store.ConflictsOf(ctx, rep.ID); err != nil {
		return nil, err
	}
	if d.Documents, err = s.store.DocumentsWith(ctx, rep.ID); err != nil {
		return nil, err
	}
	if d.Beside, err = s.beside(r, rep); err != nil {
		return nil, err
	}
	if rep.Key != "" && !s.config.Static { // which has no pages for every two reports
		if d.Neighbours, err = s.store.Reports(ctx, rep.By()); err != nil {
			return nil, err
		}
		d.Neighbours = slices.DeleteFunc(d.Neighbours, func(o store.Report) bool { return o.ID == rep.ID })
	}
	v := &view{template: "report", Title: reportTitle(r.Language, rep), Data: d, Table: cellsTable(rep, cells), Question: question("SELECT * FROM {cells} WHERE report_id = %s", rep.ID)}
	return v, nil
}

// methodCount is how many cells a method read.
type methodCount struct {
	Method string
	Cells  int
}

// methods counts cells by the method that read them, in the order in which they come.
func methods(cells []store.Cell) []methodCount {
	var list []methodCount
	for _, c := range cells {
		at := slices.IndexFunc(list, func(m methodCount) bool { return m.Method == c.Method })
		if at < 0 {
			at = len(list)
			list = append(list, methodCount{Method: c.Method})
		}
		list[at].Cells++
	}
	return list
}

// besideReport is another document of the same report, and where its bytes were found.
type besideReport struct {
	store.Report
	Found []store.Document
}

// beside lists the other documents of a report.
func (s *Site) beside(r *request, rep store.Report) ([]besideReport, error) {
	others, err := s.store.Documents(r.Context(), rep)
	if err != nil {
		return nil, err
	}
	var list []besideReport
	for _, o := range others {
		if o.ID == rep.ID {
			continue
		}
		found, err := s.store.DocumentsWith(r.Context(), o.ID)
		if err != nil {
			return nil, err
		}
		list = append(list, besideReport{o, found})
	}
	return list, nil
}

// reportTitle names a report.
func reportTitle(l Language, r store.Report) string {
	name := r.Agency
	if name == "" {
		name = r.ID
	}
	if r.Year == 0 {
		return name
	}
	return fmt.Sprintf("%s %d", name, r.Year)
}

// cellsTable is a report's cells as a file.
func cellsTable(r store.Report, cells []store.Cell) table {
	t := table{{"report_id", "table", "row", "column", "label", "value", "printed", "state", "proof", "unit", "page", "element_path", "line", "method", "uncertain"}}
	for _, c := range cells {
		t = append(t, []string{r.ID, c.Table, c.Row, c.Column, c.Label, c.Value, c.Printed, c.State, c.Proof, c.Unit, notZero(c.Location.Page), c.Location.Path, notZero(c.Location.Line), c.Method, c.Uncertain})
	}
	return t
}

func notZero(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

// tabulate lays cells out as the forms do: rows and columns in their order, those
// that no cell is of left out. The parts of a table that share no column stand apart.
func tabulate(l Language, cells []store.Cell) []shownTable {
	var tables []shownTable
	for _, part := range parts(cells) {
		rowTerms, columnTerms := gongkai.Terms(part[0].Table)
		var rows, columns []string
		at := map[gongkai.CellRef]*store.Cell{}
		labels := map[string]string{}
		for i := range part {
			c := &part[i]
			at[c.CellRef] = c
			labels[c.Row] = c.Label
			if !slices.Contains(rows, c.Row) {
				rows = append(rows, c.Row)
			}
			if !slices.Contains(columns, c.Column) {
				columns = append(columns, c.Column)
			}
		}
		byTerm(columns, columnTerms)
		t := shownTable{Table: part[0].Table, First: len(tables) == 0 || tables[len(tables)-1].Table != part[0].Table}
		for _, column := range columns {
			t.Columns = append(t.Columns, termName(l, columnTerms, column))
		}
		for _, row := range rows {
			shown := shownRow{Name: labels[row]}
			if shown.Name == "" {
				shown.Name = termName(l, rowTerms, row)
			}
			for _, column := range columns {
				shown.Cells = append(shown.Cells, at[gongkai.CellRef{Table: t.Table, Row: row, Column: column}])
			}
			t.Rows = append(t.Rows, shown)
		}
		tables = append(tables, t)
	}
	return tables
}

// parts splits cells by table, and the proactive table by the columns that its rows
// have, as the form prints it in blocks.
func parts(cells []store.Cell) [][]store.Cell {
	columns := map[gongkai.CellRef][]string{}
	for _, c := range cells {
		row := gongkai.CellRef{Table: c.Table, Row: c.Row}
		columns[row] = append(columns[row], c.Column)
	}
	var parts [][]store.Cell
	last := ""
	for _, c := range cells {
		kind := c.Table
		if c.Table == gongkai.TableProactive {
			kind += strings.Join(columns[gongkai.CellRef{Table: c.Table, Row: c.Row}], " ")
		}
		if kind != last {
			parts = append(parts, nil)
		}
		last = kind
		parts[len(parts)-1] = append(parts[len(parts)-1], c)
	}
	return parts
}

// byTerm sorts codes in the order of the terms; codes that no term has come last.
func byTerm(codes []string, terms []gongkai.Term) {
	place := func(code string) int {
		if i := slices.IndexFunc(terms, func(t gongkai.Term) bool { return t.Code == code }); i >= 0 {
			return i
		}
		return len(terms)
	}
	slices.SortStableFunc(codes, func(a, b string) int { return place(a) - place(b) })
}
