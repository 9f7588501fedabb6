package explore

import (
	"slices"
	"strconv"
	"strings"

	"gongkai"
	"gongkai/explore/store"
)

// shownFinding is a finding beside what it is about, as printed.
type shownFinding struct {
	store.Finding
	// Row is the printed row of the first cell; nil where the finding is about no cell.
	Row []rowCell
	// Crop is the address of the place on the page, as a picture; empty for documents
	// without pages.
	Crop string
}

// rowCell is a cell of the row; Marked: the finding is about it.
type rowCell struct {
	store.Cell
	Name   string
	Marked bool
}

// maxRowCells is how many cells of a row are shown.
const maxRowCells = 8

// withRows puts beside findings the rows that they are about.
func (s *Site) withRows(r *request, findings []store.Finding) ([]shownFinding, error) {
	var list []shownFinding
	for _, f := range findings {
		shown := shownFinding{Finding: f}
		if at := slices.IndexFunc(f.Cells, func(c gongkai.CellRef) bool { return c.Row != "" && c.Column != "" }); at >= 0 {
			// The last cell of a sum is its total.
			ref := f.Cells[len(f.Cells)-1]
			if ref.Row == "" || f.Code != string(gongkai.IdentityFails) {
				ref = f.Cells[at]
			}
			cells, err := s.store.RowOf(r.Context(), f.ReportID, ref.Table, ref.Row)
			if err != nil {
				return nil, err
			}
			_, columns := gongkai.Terms(ref.Table)
			for _, c := range cells {
				marked := slices.Contains(f.Cells, c.CellRef)
				shown.Row = append(shown.Row, rowCell{c, termName(r.Language, columns, c.Column), marked})
				if c.CellRef == ref && c.Location.Page > 0 && c.Location.HasBox() && s.config.Documents != nil && !s.config.Static {
					shown.Crop = "/" + string(r.Language) + "/reports/" + f.ReportID + "/crops/" + ref.String() + ".png"
				}
			}
			if len(shown.Row) > maxRowCells {
				shown.Row = slices.DeleteFunc(shown.Row, func(c rowCell) bool { return !c.Marked })
				shown.Row = shown.Row[:min(len(shown.Row), maxRowCells)]
			}
		}
		list = append(list, shown)
	}
	return list, nil
}

// findingsTable is a list of findings as a file.
func findingsTable(findings []store.Finding) table {
	t := table{{"report_id", "agency", "year", "status", "code", "severity", "message", "message_zh", "cells", "expected", "found", "detail"}}
	for _, f := range findings {
		var cells []string
		for _, c := range f.Cells {
			cells = append(cells, c.String())
		}
		t = append(t, []string{f.ReportID, f.Agency, notZero(f.Year), f.Status, f.Code, f.Severity, f.English, f.Chinese, strings.Join(cells, ";"), f.Expected, f.Found, f.Detail})
	}
	return t
}

// findingsQuestion asks for what a filter shows.
func findingsQuestion(f store.FindingFilter) string {
	q := "SELECT f.*, r.agency, r.year FROM {findings} f JOIN {reports} r USING (report_id)"
	if f.Province != "" {
		q += " JOIN {agencies} a ON a.agency_id = r.agency_id"
	}
	q += " WHERE r.role = 'principal'"
	if f.Code != "" {
		q += question(" AND f.code = %s", f.Code)
	}
	if f.Severity != "" {
		q += question(" AND f.severity = %s", f.Severity)
	}
	if f.Year != 0 {
		q += " AND r.year = " + strconv.Itoa(f.Year)
	}
	if f.Province != "" {
		q += question(" AND a.division LIKE %s", f.Province+"%")
	}
	return q
}
