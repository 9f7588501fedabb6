package store

import (
	"context"
	"strings"

	"gongkai"
)

// FindingCount counts the principal reports with a finding.
type FindingCount struct {
	Code, Severity, English, Chinese string
	Year                             int
	Province                         string
	Reports, Findings                int
}

// FindingCounts sums up by code, those of the year and the province if they are given,
// most reports first.
func (s *Store) FindingCounts(ctx context.Context, year int, province string) ([]FindingCount, error) {
	return all(ctx, s, func(row scanner) (f FindingCount, err error) {
		return f, row.Scan(&f.Code, &f.Severity, &f.English, &f.Chinese, &f.Reports, &f.Findings)
	}, `SELECT code, severity, min(message), min(message_zh), sum(reports) AS n, sum(findings) FROM _findings
		WHERE (?1 = 0 OR year = ?1) AND (?2 = '' OR province = ?2) GROUP BY code ORDER BY n DESC, code`, year, province)
}

// Finding is a row of findings, with the report that it is of.
type Finding struct {
	ReportID         string
	Key, Agency      string
	Year             int
	Status           string
	Position         int
	Code, Severity   string
	English, Chinese string
	// Cells are those concerned.
	Cells                   []gongkai.CellRef
	Expected, Found, Detail string
	Location                gongkai.Location
}

const findingColumns = `f.report_id, ifnull(r.agency_id, ''), ifnull(r.agency, ''), ifnull(r.year, 0), r.status, f.position, f.code, f.severity, f.message, f.message_zh,
	ifnull(f.cells, ''), ifnull(f.expected, ''), ifnull(f.found, ''), ifnull(f.detail, ''), ifnull(f.page, 0), ifnull(f.box_left_real, 0), ifnull(f.box_top_real, 0),
	ifnull(f.box_right_real, 0), ifnull(f.box_bottom_real, 0), ifnull(f.element_path, ''), ifnull(f.line, 0)`

func scanFinding(row scanner) (f Finding, err error) {
	var id, cells string
	l := &f.Location
	err = row.Scan(&f.ReportID, &id, &f.Agency, &f.Year, &f.Status, &f.Position, &f.Code, &f.Severity, &f.English, &f.Chinese, &cells,
		&f.Expected, &f.Found, &f.Detail, &l.Page, &l.Box[0], &l.Box[1], &l.Box[2], &l.Box[3], &l.Path, &l.Line)
	f.Key = key(id, f.Agency)
	f.Agency = short(f.Agency)
	shorten(&f.Expected, &f.Found, &f.Detail)
	f.Cells = refs(cells)
	return f, err
}

// refs parses a list of cells as the dataset writes it.
func refs(list string) []gongkai.CellRef {
	var cells []gongkai.CellRef
	for name := range strings.SplitSeq(list, ";") {
		if parts := strings.SplitN(name, ".", 3); len(parts) == 3 {
			cells = append(cells, gongkai.CellRef{Table: parts[0], Row: parts[1], Column: parts[2]})
		}
	}
	return cells
}

// FindingsOf returns the report's findings, in order.
func (s *Store) FindingsOf(ctx context.Context, reportID string) ([]Finding, error) {
	return all(ctx, s, scanFinding, "SELECT "+findingColumns+" FROM findings f JOIN reports r USING (report_id) WHERE f.report_id = ? ORDER BY f.position", reportID)
}

// FindingFilter says which findings to list; zero fields do not filter.
type FindingFilter struct {
	Code, Severity, Province string
	Year                     int
	Limit, Offset            int
}

// Findings lists findings of principal reports.
func (s *Store) Findings(ctx context.Context, f FindingFilter) ([]Finding, error) {
	from := "findings f JOIN reports r USING (report_id)"
	if f.Province != "" {
		from += " JOIN _agencies a ON a.key = r.agency_id AND a.province = ?"
	}
	if f.Code != "" && (f.Year != 0 || f.Province != "") {
		found, of, err := s.share(ctx, f)
		switch {
		case err != nil || found <= f.Offset:
			return nil, err
		case found*rare < of && f.Province != "":
			from = "_agencies a CROSS JOIN reports r ON r.agency_id = a.key AND a.province = ? CROSS JOIN findings f ON f.report_id = r.report_id"
		case found*rare < of:
			from = "reports r CROSS JOIN findings f ON f.report_id = r.report_id"
		}
	}
	query, args := "SELECT "+findingColumns+" FROM "+from+" WHERE r.role = 'principal'", []any{}
	for _, c := range []struct {
		condition string
		value     any
		set       bool
	}{{"", f.Province, f.Province != ""}, {" AND f.code = ?", f.Code, f.Code != ""}, {" AND f.severity = ?", f.Severity, f.Severity != ""}, {" AND r.year = ?", f.Year, f.Year != 0}} {
		if c.set {
			query, args = query+c.condition, append(args, c.value)
		}
	}
	return all(ctx, s, scanFinding, query+" LIMIT ? OFFSET ?", append(args, f.Limit, f.Offset)...)
}

// rare findings are one in so many of their code: then the reports of the place or year are
// fewer than the findings to look through.
const rare = 40

// share counts the findings of the code that are of the place and the year, and all.
func (s *Store) share(ctx context.Context, f FindingFilter) (found, of int, err error) {
	type share struct{ found, of int }
	n, err := one(ctx, s, func(row scanner) (n share, err error) { return n, row.Scan(&n.found, &n.of) },
		`SELECT ifnull(sum(findings) FILTER (WHERE (?2 = 0 OR year = ?2) AND (?3 = '' OR province = ?3)), 0), ifnull(sum(findings), 0)
		FROM _findings WHERE code = ?1`, f.Code, f.Year, f.Province)
	return n.found, n.of, err
}

// AgencyFindings lists the findings of the agency's principal reports that are errors or
// warnings, or compare reports; newest year first.
func (s *Store) AgencyFindings(ctx context.Context, a Agency, limit int) ([]Finding, error) {
	where, arg := a.is("r")
	return all(ctx, s, scanFinding, "SELECT "+findingColumns+" FROM reports r JOIN findings f USING (report_id) WHERE "+where+
		" AND r.role = 'principal' AND (f.severity <> 'info' OR f.code IN ('copied-elsewhere', 'copied-section')) ORDER BY r.year DESC, f.position LIMIT ?", arg, limit)
}
