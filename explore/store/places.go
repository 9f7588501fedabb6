package store

import "context"

// Count is how many reports there are, by status.
type Count struct {
	Reports, Verified, Inconsistent, Doubtful, Incomplete, Narrative int
}

// PlaceYear counts the reports of a province and a year.
type PlaceYear struct {
	// Province is the first two digits of division codes; empty for agencies whose
	// place nothing proves.
	Province string
	// Year is 0 for reports that do not say it.
	Year int
	Count
}

const countColumns = "reports, verified, inconsistent, doubtful, incomplete, narrative"

func (c *Count) fields() []any {
	return []any{&c.Reports, &c.Verified, &c.Inconsistent, &c.Doubtful, &c.Incomplete, &c.Narrative}
}

// Places counts reports by province and year, ordered by both.
func (s *Store) Places(ctx context.Context) ([]PlaceYear, error) {
	return kept(ctx, s, func(row scanner) (p PlaceYear, err error) {
		return p, row.Scan(append([]any{&p.Province, &p.Year}, p.fields()...)...)
	}, "SELECT province, year, "+countColumns+" FROM _places ORDER BY province, year")
}

// AgenciesIn lists agencies of a province, "" for those whose place is not known,
// those with most reports first.
func (s *Store) AgenciesIn(ctx context.Context, province string, limit, offset int) ([]Agency, error) {
	where := "province = ?"
	if province == "" {
		where = "(province IS NULL AND ? = '')"
	}
	return all(ctx, s, scanAgency, "SELECT "+agencyColumns+" FROM _agencies WHERE "+where+" AND reports > 0 ORDER BY reports DESC, key LIMIT ? OFFSET ?", province, limit, offset)
}

// Add adds the counts of other reports.
func (c *Count) Add(o Count) {
	c.Reports += o.Reports
	c.Verified += o.Verified
	c.Inconsistent += o.Inconsistent
	c.Doubtful += o.Doubtful
	c.Incomplete += o.Incomplete
	c.Narrative += o.Narrative
}
