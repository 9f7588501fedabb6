package store

import "context"

// Totals say how much the dataset holds.
type Totals struct {
	// Agencies that have a report; Reports are principal ones.
	Agencies, Reports int
}

// Totals counts.
func (s *Store) Totals(ctx context.Context) (Totals, error) {
	return one(ctx, s, func(row scanner) (t Totals, err error) { return t, row.Scan(&t.Agencies, &t.Reports) },
		"SELECT count(*), ifnull(sum(reports), 0) FROM _agencies WHERE reports > 0")
}
