package store

import (
	"cmp"
	"context"

	"gongkai"
)

// Report is a row of reports.
type Report struct {
	ID, Path, URL, SHA256, Format, Method, Title string
	// Key is the agency's.
	Key, Agency, AgencyID         string
	agency                        string // before it was cut
	Year                          int
	Role, PrincipalID, Layout     string
	Status, Published             string
	Cells, Proven, Contradicted   int
	Unchecked, Doubtful           int
	FindingErrors, FindingWarning int
}

// Source is where the report's document came from.
func (r Report) Source() gongkai.Source {
	return gongkai.Source{Path: r.Path, URL: r.URL, SHA256: r.SHA256, Format: gongkai.Format(r.Format)}
}

const reportColumns = `r.report_id, ifnull(r.path, ''), ifnull(r.url, ''), r.sha256, r.format, r.method, ifnull(r.title, ''), ifnull(r.agency, ''), ifnull(r.agency_id, ''),
	ifnull(r.year, 0), r.role, r.principal_id, ifnull(r.layout, ''), r.status, ifnull(r.published, ''), r.cells, r.cells_proven, r.cells_contradicted,
	r.cells_unchecked, r.cells_doubtful, r.findings_error, r.findings_warning`

func scanReport(row scanner) (r Report, err error) {
	err = row.Scan(&r.ID, &r.Path, &r.URL, &r.SHA256, &r.Format, &r.Method, &r.Title, &r.agency, &r.AgencyID, &r.Year, &r.Role, &r.PrincipalID, &r.Layout,
		&r.Status, &r.Published, &r.Cells, &r.Proven, &r.Contradicted, &r.Unchecked, &r.Doubtful, &r.FindingErrors, &r.FindingWarning)
	r.Key = key(r.AgencyID, r.agency)
	r.Agency, r.Title = short(r.agency), short(r.Title)
	return r, err
}

// By is who reports, for questions about its other reports.
func (r Report) By() Agency { return Agency{ID: r.AgencyID, Name: r.Agency, exact: r.agency} }

// Report returns the report with the ID.
func (s *Store) Report(ctx context.Context, id string) (Report, error) {
	return one(ctx, s, scanReport, "SELECT "+reportColumns+" FROM reports r WHERE r.report_id = ?", id)
}

// Reports returns the agency's principal reports, newest first.
func (s *Store) Reports(ctx context.Context, a Agency) ([]Report, error) {
	where, arg := a.is("r")
	return all(ctx, s, scanReport, "SELECT "+reportColumns+" FROM reports r WHERE "+where+" AND r.role = 'principal' ORDER BY r.year DESC, r.report_id", arg)
}

// Documents returns all documents of one report, the principal one first.
func (s *Store) Documents(ctx context.Context, r Report) ([]Report, error) {
	if r.Key == "" {
		return []Report{r}, nil
	}
	where, arg := r.By().is("r")
	return all(ctx, s, scanReport, "SELECT "+reportColumns+" FROM reports r WHERE "+where+" AND r.principal_id = ? ORDER BY r.role <> 'principal', r.report_id", arg, r.PrincipalID)
}

// is the condition that a row is the agency's.
func (a Agency) is(table string) (where string, arg any) {
	if a.ID != "" {
		return table + ".agency_id = ?", a.ID
	}
	return table + ".agency = ? AND " + table + ".agency_id IS NULL", cmp.Or(a.exact, a.Name)
}

// key names the agency; empty when the row has neither ID nor name, which is no agency.
func key(id, name string) string {
	if id == "" && name == "" {
		return ""
	}
	return gongkai.AgencyKey(id, name)
}

// Extension is what a file of the report's format is called, without dot.
func (r Report) Extension() string {
	switch f := gongkai.Format(r.Format); f {
	case gongkai.FormatText:
		return "txt"
	case gongkai.FormatImage:
		return "img"
	default:
		return r.Format
	}
}
