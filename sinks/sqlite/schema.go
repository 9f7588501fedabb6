package sqlite

import (
	"fmt"
	"slices"
	"strings"

	"gongkai"
	"gongkai/sinks"
)

// realSuffix names the column that has an exact decimal as a double.
const realSuffix = "_real"

// Tables that describe the dataset.
const (
	tablesTable  = "_tables"
	columnsTable = "_columns"
)

// searchTable indexes the text of the sections.
const searchTable = "sections_search"

// principalPrefix begins the name of a view without the second documents of a
// report.
const principalPrefix = "current_"

// indexes are made for the usual questions, beside one in the order of each
// table. Who reports a cell, is asked of reports, which has one row a report;
// an index of cells costs more than everything else.
var indexes = map[string][][]string{
	"documents":      {{"report_id"}, {"status"}},
	"reports":        {{"agency_id", "year"}, {"agency", "year"}, {"status"}, {"year"}},
	"cells":          {{"row", "column"}},
	"requests":       {{"row", "year"}},
	"disputes":       {{"row", "year"}},
	"proactive":      {{"row", "year"}},
	"statistics2014": {{"row", "year"}},
	"series":         {{"indicator", "year", "value_real"}, {"agency_id", "year"}, {"agency", "year"}},
	"findings":       {{"code"}},
	"copies":         {{"other_report_id"}},
	"coverage":       {{"state"}},
}

func isDecimal(c sinks.Column) bool { return c.Type == sinks.Decimal || c.Type == sinks.Hundredths }

// createTable declares exact decimals as text, and beside each the double that
// can be compared and added; it is computed when it is read.
func createTable(t sinks.Table) string {
	var columns []string
	for _, c := range t.Columns {
		column := quote(c.Name) + " TEXT"
		if c.Type == sinks.Integer {
			column = quote(c.Name) + " INTEGER"
		}
		if !c.Nullable {
			column += " NOT NULL"
		}
		columns = append(columns, column)
		if isDecimal(c) {
			columns = append(columns, fmt.Sprintf("%s REAL AS (CAST(%s AS REAL)) VIRTUAL", quote(c.Name+realSuffix), quote(c.Name)))
		}
	}
	return fmt.Sprintf("CREATE TABLE %s (\n  %s\n) STRICT", quote(t.Name), strings.Join(columns, ",\n  "))
}

func insertInto(t sinks.Table) string {
	return fmt.Sprintf("INSERT INTO %s (%s) VALUES (?%s)", quote(t.Name), quoteAll(columnNames(t)), strings.Repeat(", ?", len(t.Columns)-1))
}

// finish are the statements that follow the rows.
func finish(tables []sinks.Table) []string {
	statements := describe(tables)
	for _, t := range tables {
		statements = append(statements, indexesOf(t)...)
	}
	for _, t := range tables {
		if slices.Contains(columnNames(t), "role") {
			statements = append(statements, fmt.Sprintf("CREATE VIEW %s AS SELECT * FROM %s WHERE role = %s",
				quote(principalPrefix+t.Name), quote(t.Name), text(gongkai.Principal.String())))
		} else if t.Name == "findings" {
			statements = append(statements, fmt.Sprintf("CREATE VIEW %s AS SELECT findings.* FROM findings JOIN %s USING (report_id)",
				quote(principalPrefix+t.Name), quote(principalPrefix+"reports")))
		}
	}
	statements = append(statements, summaries()...)
	return append(statements,
		fmt.Sprintf("CREATE VIRTUAL TABLE %s USING fts5(heading, text, content = 'sections', tokenize = 'trigram')", searchTable),
		fmt.Sprintf("INSERT INTO %[1]s (%[1]s) VALUES ('rebuild')", searchTable),
		fmt.Sprintf("CREATE VIRTUAL TABLE sections_terms USING fts5vocab(%s, row)", searchTable),
		"PRAGMA analysis_limit = 1000",
		"ANALYZE",
	)
}

func indexesOf(t sinks.Table) []string {
	var statements []string
	for _, columns := range append([][]string{t.SortedBy}, indexes[t.Name]...) {
		statements = append(statements, fmt.Sprintf("CREATE INDEX %s ON %s (%s)",
			quote(t.Name+"_by_"+strings.Join(columns, "_")), quote(t.Name), quoteAll(columns)))
	}
	return statements
}

// describe makes the tables that say what tables and columns mean.
func describe(tables []sinks.Table) []string {
	statements := []string{
		"CREATE TABLE " + tablesTable + " (name TEXT NOT NULL PRIMARY KEY, description TEXT NOT NULL, sorted_by TEXT NOT NULL) STRICT",
		"CREATE TABLE " + columnsTable + " (table_name TEXT NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, " +
			"nullable INTEGER NOT NULL, unit TEXT, description TEXT NOT NULL, PRIMARY KEY (table_name, position)) STRICT",
	}
	for _, t := range tables {
		statements = append(statements, fmt.Sprintf("INSERT INTO %s VALUES (%s, %s, %s)",
			tablesTable, text(t.Name), text(t.Description), text(strings.Join(t.SortedBy, ", "))))
		for i, c := range t.Columns {
			unit, nullable := "NULL", 0
			if c.Unit != "" {
				unit = text(c.Unit)
			}
			if c.Nullable {
				nullable = 1
			}
			statements = append(statements, fmt.Sprintf("INSERT INTO %s VALUES (%s, %d, %s, %s, %d, %s, %s)",
				columnsTable, text(t.Name), i+1, text(c.Name), text(c.Type.String()), nullable, unit, text(description(c))))
		}
	}
	return statements
}

// description is that of the column, with what is true of this format only.
func description(c sinks.Column) string {
	if isDecimal(c) {
		return c.Description + " (exact decimal, as text: compare and add " + c.Name + realSuffix + ", cite " + c.Name + ")"
	}
	return c.Description
}

func columnNames(t sinks.Table) []string {
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = c.Name
	}
	return names
}

// quote makes a name of SQL.
func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

func quoteAll(names []string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = quote(name)
	}
	return strings.Join(quoted, ", ")
}

// text makes a string literal of SQL.
func text(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
