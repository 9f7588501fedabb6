package sqlite

import (
	"crypto/sha256"
	"database/sql"
	"database/sql/driver"
	"encoding/hex"
	"fmt"
	"sync"

	"modernc.org/sqlite"
)

// Summaries are what the explorer's first pages show: asking for it anew each time would
// read every row. Their names begin with "_", for they are made of the other tables and
// say nothing that those do not.
const (
	// agenciesSummary: one row an agency, resolved or not, with what it has published.
	agenciesSummary = "_agencies"
)

// keyFunction is SQL's name of agencyKey.
const keyFunction = "gongkai_agency_key"

// registeredDriver is the driver whose connections know agencyKey: functions are
// known to the one that database/sql has, and to no other.
var registeredDriver = sync.OnceValues(func() (driver.Driver, error) {
	err := sqlite.RegisterDeterministicScalarFunction(keyFunction, 2, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		id, _ := args[0].(string)
		name, _ := args[1].(string)
		return agencyKey(id, name), nil
	})
	if err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", "")
	if err != nil {
		return nil, err
	}
	return db.Driver(), db.Close()
})

// agencyKey names an agency in addresses: by its ID, or by its printed name where
// nothing proves which agency that is.
func agencyKey(id, name string) string {
	if id != "" {
		return id
	}
	sum := sha256.Sum256([]byte(name))
	return "n-" + hex.EncodeToString(sum[:8])
}

// summaries are the statements that make them.
func summaries() []string {
	return []string{
		fmt.Sprintf(`CREATE TABLE %s (key TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, agency_id TEXT, province TEXT, division TEXT, level TEXT,
			function TEXT, parent_key TEXT, reports INTEGER NOT NULL, first_year INTEGER, last_year INTEGER, verified INTEGER NOT NULL,
			inconsistent INTEGER NOT NULL, doubtful INTEGER NOT NULL, incomplete INTEGER NOT NULL, narrative INTEGER NOT NULL) STRICT, WITHOUT ROWID`, agenciesSummary),
		fmt.Sprintf(`INSERT INTO %s
			SELECT %s(r.agency_id, r.agency) AS k, coalesce(a.name, min(r.agency)), r.agency_id, substr(a.division, 1, 2), a.division, a.level, a.function, a.parent_id,
				count(*), min(r.year), max(r.year), sum(r.status = 'verified'), sum(r.status = 'source-inconsistent'), sum(r.status = 'doubtful'),
				sum(r.status = 'incomplete'), sum(r.status = 'narrative')
			FROM current_reports r LEFT JOIN agencies a ON a.agency_id = r.agency_id
			WHERE r.agency_id IS NOT NULL OR r.agency IS NOT NULL GROUP BY k`, agenciesSummary, keyFunction),
		fmt.Sprintf(`INSERT OR IGNORE INTO %s
			SELECT agency_id, name, agency_id, substr(division, 1, 2), division, level, function, parent_id, 0, NULL, NULL, 0, 0, 0, 0, 0 FROM agencies`, agenciesSummary),
		fmt.Sprintf("CREATE INDEX %[1]s_by_province ON %[1]s (province, reports)", agenciesSummary),
		fmt.Sprintf("CREATE INDEX %[1]s_by_parent ON %[1]s (parent_key)", agenciesSummary),
	}
}
