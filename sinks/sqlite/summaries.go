package sqlite

import (
	"database/sql"
	"database/sql/driver"
	_ "embed" // summaries.sql
	"strings"
	"sync"

	"modernc.org/sqlite"

	"gongkai"
)

// Summaries are what the explorer's first pages show: asking for it anew each time would
// read every row. Their names begin with "_", for they are made of the other tables and
// say nothing that those do not. summaries.sql has them, one statement a paragraph.

// keyFunction is SQL's name of gongkai.AgencyKey.
const keyFunction = "gongkai_agency_key"

// registeredDriver is the driver whose connections know keyFunction: functions are
// known to the one that database/sql has, and to no other.
var registeredDriver = sync.OnceValues(func() (driver.Driver, error) {
	err := sqlite.RegisterDeterministicScalarFunction(keyFunction, 2, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		id, _ := args[0].(string)
		name, _ := args[1].(string)
		return gongkai.AgencyKey(id, name), nil
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

// summaries are the statements that make them, in order. Only principal documents
// count, and only shares of at least minDenominator cases are ranked.
func summaries() []string { return strings.Split(strings.TrimSuffix(summariesSQL, ";\n"), ";\n\n") }

//go:embed summaries.sql
var summariesSQL string
