// Package sqlite writes the whole dataset as one SQLite database
// (https://sqlite.org), dataset.sqlite, for SQL without a server, and
// datasette.json, which makes it a website: datasette dataset.sqlite -m
// datasette.json (https://datasette.io).
//
// # What the database holds
//
// Every table of sinks.Tables, STRICT, its rows in order of rowid:
//
//	text, code           TEXT
//	integer              INTEGER
//	decimal, hundredths  TEXT, exactly, with the decimals that were printed;
//	                     beside it a virtual column NAME_real REAL
//	date                 TEXT, YYYY-MM-DD
//
// SQLite has no exact decimals but integers. So the column is text, which is
// what to cite, and comparing it with a number compares text: '9' > '10'.
// Compare and add NAME_real. It is computed when it is read, takes no room, and
// is never what a number rests on.
//
// Besides:
//
//	current_*        views of the principal documents only: what to count
//	sections_search  full-text index of heading and text of sections
//	_tables          what each table means
//	_columns         what each column means, with type and unit
//	_agencies, …     summaries for the explorer (summaries.go)
//
// and indexes: one in the order of each table, the others in schema.go.
//
// # Searching
//
// Chinese has no spaces, so the index is of every three characters in a row
// (FTS5's trigram): it finds any string of three or more.
//
//	SELECT agency, year, snippet(sections_search, -1, '[', ']', '…', 40)
//	FROM sections_search JOIN sections ON sections.rowid = sections_search.rowid
//	WHERE sections_search MATCH '"行政复议"'
//
// A word of two characters is in no index of three. Ask for it with LIKE, which
// reads every section: SELECT … FROM sections WHERE text LIKE '%信访%'.
//
// # Reproducible
//
// The same rows give the same bytes: page size and order of inserts are fixed,
// nothing is written that knows the time. SQLite notes its own version in the
// file, so that another version of the library may give other bytes.
//
// # Not handled
//
// Appending to a database. Foreign keys are not declared. Making the index of
// a table of many millions of rows takes temporary files, which SQLite puts into
// the folder that TMPDIR or SQLITE_TMPDIR names, and which vanish with the
// process.
package sqlite
