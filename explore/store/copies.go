package store

import "context"

// Copy is a section that is nearly that of another report.
type Copy struct {
	ReportID, Key, Agency string
	Year                  int
	Section               string
	OtherID, OtherAgency  string
	OtherYear             int
	// Similarity is from 0 to 1; Shared is a passage that both have.
	Similarity float64
	Shared     string
}

// Excerpt is the beginning of what is shared.
func (c Copy) Excerpt() string { return clip(c.Shared, excerptRunes) }

const excerptRunes = 120

// Copies lists copies, the longest shared passages first; those of one report, in either
// direction, if reportID is not empty.
func (s *Store) Copies(ctx context.Context, reportID string, limit, offset int) ([]Copy, error) {
	scan := func(row scanner) (c Copy, err error) {
		var id string
		err = row.Scan(&c.ReportID, &id, &c.Agency, &c.Year, &c.Section, &c.OtherID, &c.OtherAgency, &c.OtherYear, &c.Similarity, &c.Shared)
		c.Key = key(id, c.Agency)
		c.Agency, c.OtherAgency, c.Section = short(c.Agency), short(c.OtherAgency), short(c.Section)
		shorten(&c.Shared)
		return c, err
	}
	const columns = `SELECT report_id, ifnull(agency_id, ''), ifnull(agency, ''), ifnull(year, 0), section, other_report_id, ifnull(other_agency, ''), ifnull(other_year, 0), similarity_real, shared FROM copies`
	if reportID != "" {
		return all(ctx, s, scan, columns+" WHERE report_id = ?1 OR other_report_id = ?1 ORDER BY rowid LIMIT ?2 OFFSET ?3", reportID, limit, offset)
	}
	return all(ctx, s, scan, columns+" ORDER BY rowid LIMIT ? OFFSET ?", limit, offset)
}

// Stopped lists agencies that had several reports and none of the last year that the
// dataset has, or the year before.
func (s *Store) Stopped(ctx context.Context, lastYear, limit int) ([]Agency, error) {
	return all(ctx, s, scanAgency, "SELECT "+agencyColumns+" FROM _agencies WHERE reports >= 3 AND last_year < ? ORDER BY reports DESC, last_year DESC, key LIMIT ?", lastYear-1, limit)
}
