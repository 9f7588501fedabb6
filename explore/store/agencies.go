package store

import (
	"context"
	"strings"
)

// Agency is who reports: one of the registry, or a printed name that nothing proves
// to mean one.
type Agency struct {
	// Key is the registry's ID, or "n-" and a digest of the name.
	Key, Name string
	// exact is the name before it was cut.
	exact string
	// ID is empty for a name that is not resolved.
	ID string
	// Province is the first two digits of the division code; empty when not known.
	Province, Division string
	Level, Function    string
	// ParentKey is empty when it has none or none is known.
	ParentKey string
	// Reports counts principal reports, of the years from First to Last.
	Reports, First, Last int
	// By status.
	Verified, Inconsistent, Doubtful, Incomplete, Narrative int
}

const agencyColumns = `key, name, ifnull(agency_id, ''), ifnull(province, ''), ifnull(division, ''), ifnull(level, ''), ifnull(function, ''),
	ifnull(parent_key, ''), reports, ifnull(first_year, 0), ifnull(last_year, 0), verified, inconsistent, doubtful, incomplete, narrative`

func scanAgency(row scanner) (a Agency, err error) {
	err = row.Scan(&a.Key, &a.exact, &a.ID, &a.Province, &a.Division, &a.Level, &a.Function, &a.ParentKey,
		&a.Reports, &a.First, &a.Last, &a.Verified, &a.Inconsistent, &a.Doubtful, &a.Incomplete, &a.Narrative)
	a.Name = short(a.exact)
	return a, err
}

// Agency returns the agency with the key.
func (s *Store) Agency(ctx context.Context, key string) (Agency, error) {
	return one(ctx, s, scanAgency, "SELECT "+agencyColumns+" FROM _agencies WHERE key = ?", key)
}

// FindAgencies returns those whose name has the text in it, those with most reports first.
func (s *Store) FindAgencies(ctx context.Context, text string, limit int) ([]Agency, error) {
	return all(ctx, s, scanAgency, "SELECT "+agencyColumns+` FROM _agencies WHERE name LIKE ? ESCAPE '\' ORDER BY reports DESC, length(name), key LIMIT ?`,
		"%"+escapeLike(text)+"%", limit)
}

func escapeLike(s string) string {
	return strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(s)
}

// Children lists the agencies below the one with the key, those with most reports first.
func (s *Store) Children(ctx context.Context, key string, limit int) ([]Agency, error) {
	return all(ctx, s, scanAgency, "SELECT "+agencyColumns+" FROM _agencies WHERE parent_key = ? ORDER BY reports DESC, key LIMIT ?", key, limit)
}
