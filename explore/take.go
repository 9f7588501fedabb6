package explore

import (
	"fmt"
	"regexp"
	"strings"
)

// takeAway fills in what every page offers to take away: its citation, itself as a file,
// and the question that gives the same elsewhere.
func (s *Site) takeAway(v *view, r *request) {
	what := v.Title
	if what == "" {
		what = v.Language.T("公开", "gongkai")
	}
	v.Cite = fmt.Sprintf("%s. %s. %s", what, s.about, r.URL.RequestURI())
	if v.Table != nil {
		v.CSV = addressCSV(r)
	}
	if v.Question != "" {
		v.DuckDB = "duckdb -c " + shellQuote(tableIn.ReplaceAllString(v.Question, "'$1.parquet'"))
		v.Question = tableIn.ReplaceAllString(v.Question, "$1")
		v.Pandas = fmt.Sprintf("pandas.read_sql(%q, sqlite3.connect('dataset.sqlite'))", v.Question)
	}
}

// tableIn is a table in a question of a view: {cells} is cells in SQLite, and
// 'cells.parquet' for DuckDB.
var tableIn = regexp.MustCompile(`\{([a-z0-9]+)\}`)

// question fills values into a question, as texts of SQL: none of them can end the text that it
// is in, nor name a table.
func question(format string, values ...string) string {
	quoted := make([]any, len(values))
	for i, v := range values {
		quoted[i] = quoteSQL(v)
	}
	return fmt.Sprintf(format, quoted...)
}

func quoteSQL(s string) string {
	s = strings.NewReplacer("\x00", "", "'", "''", "{", "", "}", "").Replace(s)
	return "'" + s + "'"
}

func shellQuote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
