package store

import (
	"context"
	"strings"
)

// Point is what an agency states of an indicator in one year.
type Point struct {
	// Key is empty when the report names no agency.
	Key, Agency, ReportID string
	Year                  int
	Indicator             string
	// Value is exact, as text; empty when there is none, and Missing says why.
	Value, Missing string
	// Real is Value as a double, for charts and order.
	Real float64
	Unit string
	// Numerator and Denominator are those of a share; empty otherwise.
	Numerator, Denominator string
	Proof, Status, Layout  string
	// Comparability names what differs from the form of 2021; empty when nothing does.
	Comparability string
	// Cells are those that it is made of, separated by semicolons.
	Cells string
}

const pointColumns = `ifnull(s.agency_id, ''), ifnull(s.agency, ''), s.report_id, ifnull(s.year, 0), s.indicator, ifnull(s.value, ''), ifnull(s.missing, ''),
	ifnull(s.value_real, 0), ifnull(s.unit, ''), ifnull(s.numerator, ''), ifnull(s.denominator, ''), s.proof, s.status, ifnull(s.layout, ''),
	ifnull(s.comparability, ''), s.cells`

func scanPoint(row scanner) (p Point, err error) {
	var id string
	err = row.Scan(&id, &p.Agency, &p.ReportID, &p.Year, &p.Indicator, &p.Value, &p.Missing, &p.Real, &p.Unit,
		&p.Numerator, &p.Denominator, &p.Proof, &p.Status, &p.Layout, &p.Comparability, &p.Cells)
	p.Key, p.Agency = key(id, p.Agency), short(p.Agency)
	return p, err
}

// Series returns what the agency states of the indicators, of all when none is named,
// ordered by indicator and year.
func (s *Store) Series(ctx context.Context, a Agency, indicators ...string) ([]Point, error) {
	where, arg := a.is("s")
	args := []any{arg}
	if len(indicators) > 0 {
		where += " AND s.indicator IN (?" + strings.Repeat(", ?", len(indicators)-1) + ")"
		for _, i := range indicators {
			args = append(args, i)
		}
	}
	return all(ctx, s, scanPoint, "SELECT "+pointColumns+" FROM series s WHERE "+where+" ORDER BY s.indicator, s.year", args...)
}

// Band is how the values of an indicator are spread over the reports of a year: quarters
// lie below Low, between Low and Median, and so on.
type Band struct {
	Indicator, Province string
	Year, Reports       int
	Low, Median, High   float64
}

// Bands returns them for the province, "" for all of China, ordered by indicator and year.
func (s *Store) Bands(ctx context.Context, province, indicator string) ([]Band, error) {
	return kept(ctx, s, func(row scanner) (b Band, err error) {
		return b, row.Scan(&b.Indicator, &b.Province, &b.Year, &b.Reports, &b.Low, &b.Median, &b.High)
	}, `SELECT indicator, province, year, reports, low, median, high FROM _indicators
		WHERE province = ? AND (indicator = ? OR ? = '') ORDER BY indicator, year`, province, indicator, indicator)
}

// SiblingBands returns how an indicator is spread over the reports of the agencies under one
// parent, ordered by year. Only medians and numbers of reports are filled in.
func (s *Store) SiblingBands(ctx context.Context, parent, indicator string) ([]Band, error) {
	type value struct {
		year int
		real float64
	}
	values, err := all(ctx, s, func(row scanner) (v value, err error) { return v, row.Scan(&v.year, &v.real) },
		`SELECT s.year, s.value_real FROM _agencies a JOIN series s ON s.agency_id = a.agency_id
		WHERE a.parent_key = ? AND s.indicator = ? AND s.value IS NOT NULL AND s.year IS NOT NULL ORDER BY s.year, s.value_real`, parent, indicator)
	var bands []Band
	for begin := 0; begin < len(values); {
		end := begin
		for end < len(values) && values[end].year == values[begin].year {
			end++
		}
		of := values[begin:end]
		bands = append(bands, Band{Indicator: indicator, Year: of[0].year, Reports: len(of), Median: (of[(len(of)-1)/2].real + of[len(of)/2].real) / 2})
		begin = end
	}
	return bands, err
}

// Ranking is what to rank.
type Ranking struct {
	Indicator string
	Year      int
	// Province is two digits; empty for all.
	Province string
	// Parent is the key of the agency whose children are ranked; empty for all.
	Parent string
	// MinDenominator leaves out shares of fewer cases.
	MinDenominator int
	// Ascending ranks the lowest first.
	Ascending     bool
	Limit, Offset int
}

// Rank returns the agencies with a value, the highest first.
func (s *Store) Rank(ctx context.Context, r Ranking) ([]Point, error) {
	query, args := "SELECT "+pointColumns+" FROM series s", []any{}
	if r.Province != "" || r.Parent != "" {
		query += " JOIN agencies a ON a.agency_id = s.agency_id"
	}
	query += " WHERE s.indicator = ? AND s.year = ? AND s.value IS NOT NULL AND s.status <> 'doubtful'"
	args = append(args, r.Indicator, r.Year)
	if r.Province != "" {
		query, args = query+" AND a.division >= ? AND a.division < ?", append(args, r.Province, r.Province+":")
	}
	if r.Parent != "" {
		query, args = query+" AND a.parent_id = ?", append(args, r.Parent)
	}
	if r.MinDenominator > 0 {
		query, args = query+" AND s.denominator_real >= ?", append(args, r.MinDenominator)
	}
	order := " ORDER BY s.value_real DESC"
	if r.Ascending {
		order = " ORDER BY s.value_real"
	}
	return all(ctx, s, scanPoint, query+order+" LIMIT ? OFFSET ?", append(args, r.Limit, r.Offset)...)
}

// Change is an indicator that is several times what it was a year before.
type Change struct {
	Agency
	Indicator     string
	Year          int
	Before, Value string
	Ratio         float64
}

// Changes returns those of an indicator between two verified reports, the biggest first.
func (s *Store) Changes(ctx context.Context, indicator string, limit int) ([]Change, error) {
	return kept(ctx, s, func(row scanner) (c Change, err error) {
		err = row.Scan(&c.Key, &c.Name, &c.Indicator, &c.Year, &c.Before, &c.Value, &c.Ratio)
		c.Name = short(c.Name)
		return c, err
	}, `SELECT c.key, a.name, c.indicator, c.year, c.before, c.value, c.ratio FROM _changes c JOIN _agencies a USING (key)
		WHERE c.indicator = ? ORDER BY max(c.ratio, 1 / c.ratio) DESC, c.year DESC LIMIT ?`, indicator, limit)
}

// LastYears returns the newest year that each indicator has values of.
func (s *Store) LastYears(ctx context.Context) (map[string]int, error) {
	type last struct {
		code string
		year int
	}
	list, err := kept(ctx, s, func(row scanner) (l last, err error) { return l, row.Scan(&l.code, &l.year) },
		"SELECT indicator, max(year) FROM _indicators WHERE province = '' GROUP BY indicator")
	years := map[string]int{}
	for _, l := range list {
		years[l.code] = l.year
	}
	return years, err
}

// Years returns the years that an indicator has values of, oldest first.
func (s *Store) Years(ctx context.Context, indicator string) ([]int, error) {
	return kept(ctx, s, func(row scanner) (y int, err error) { return y, row.Scan(&y) },
		"SELECT year FROM _indicators WHERE indicator = ? AND province = '' ORDER BY year", indicator)
}
