package store

import "context"

// Totals say how much the dataset holds.
type Totals struct {
	// Agencies that have a report; Documents are all inputs, Unreadable those that
	// could not be read.
	Agencies, Documents, Unreadable int
}

// Totals counts.
func (s *Store) Totals(ctx context.Context) (Totals, error) {
	return one(ctx, s, func(row scanner) (t Totals, err error) { return t, row.Scan(&t.Agencies, &t.Documents, &t.Unreadable) },
		`SELECT (SELECT count(*) FROM _agencies WHERE reports > 0), (SELECT max(rowid) FROM documents),
			(SELECT count(*) FROM documents WHERE status = 'unreadable')`)
}
