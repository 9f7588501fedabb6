package sqlite_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai"
	"gongkai/sinks"
	"gongkai/sinks/sinktest"
	"gongkai/sinks/sqlite"
)

// database is the corpus as a database.
func database(t *testing.T) (*sql.DB, *sinktest.Folder) {
	t.Helper()
	records := sinktest.Corpus()
	for _, r := range records {
		if r.Report != nil && strings.HasPrefix(r.Document.Source.Path, "archive.zip!/typical") {
			// A sum that fails.
			r.Report.Findings = append(r.Report.Findings, gongkai.Finding{Code: gongkai.IdentityFails, Detail: "1 + 1 ≠ 3"})
			r.Report.Status = gongkai.SourceInconsistent
		}
	}
	denier := sinktest.Typical(7)
	for c := range gongkai.ApplicantCount {
		denier.Report.Requests[gongkai.DeniedByLaw][c] = gongkai.Value{State: gongkai.Number, Number: gongkai.Int(12)}
		denier.Report.Requests[gongkai.ProcessedTotal][c] = gongkai.Value{State: gongkai.Number, Number: gongkai.Int(1000)}
	}
	records = append(records, denier)
	sinktest.Sort(records)
	folder := sinktest.Write(t, format, records)
	db, err := openReadOnly(folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db, folder
}

// ask returns the rows as text, a line each.
func ask(t *testing.T, db *sql.DB, query string, arguments ...any) string {
	t.Helper()
	rows, err := db.Query(query, arguments...)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for rows.Next() {
		fields, into := make([]any, len(names)), make([]any, len(names))
		for i := range fields {
			into[i] = &fields[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		for i, field := range fields {
			if i > 0 {
				b.WriteString(" | ")
			}
			fmt.Fprint(&b, field)
		}
		b.WriteString("\n")
	}
	if err := rows.Err(); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return b.String()
}

func wantRows(t *testing.T, db *sql.DB, query, want string, arguments ...any) {
	t.Helper()
	if diff := cmp.Diff(want, ask(t, db, query, arguments...)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", query, diff)
	}
}

func TestIntegrity(t *testing.T) {
	db, _ := database(t)
	wantRows(t, db, "PRAGMA integrity_check", "ok\n")
	wantRows(t, db, "PRAGMA freelist_count", "0\n")
	wantRows(t, db, "PRAGMA journal_mode", "delete\n") // no -wal file is asked for
}

// TestDecimals: the text is exact, the double beside it can be compared.
func TestDecimals(t *testing.T) {
	db, _ := database(t)
	wantRows(t, db, `SELECT amount, typeof(amount), printf('%.4f', amount_real), typeof(amount_real) FROM proactive WHERE "row" IN ('regulations', 'licensing', 'fees') AND agency IS NULL ORDER BY rowid`,
		"999999999999999999 | text | 1000000000000000000.0000 | real\n9999999999.99999999 | text | 10000000000.0000 | real\n1690.991300 | text | 1690.9913 | real\n")
	wantRows(t, db, `SELECT count(*) FROM proactive WHERE amount IS NULL AND amount_real IS NOT NULL`, "0\n")
	wantRows(t, db, `SELECT DISTINCT similarity FROM copies WHERE similarity_real > 99 OR similarity_real < 80.5 ORDER BY similarity_real`, "80.00\n99.50\n")
}

// TestPrincipal: the views leave out the second documents of a report.
func TestPrincipal(t *testing.T) {
	db, _ := database(t)
	for _, name := range []string{"reports", "cells", "requests", "disputes", "proactive", "statistics2014", "sections", "documents"} {
		wantRows(t, db, fmt.Sprintf("SELECT count(*) FROM current_%s WHERE role <> 'principal' OR role IS NULL", name), "0\n")
		all, current := ask(t, db, "SELECT count(*) FROM "+name), ask(t, db, "SELECT count(*) FROM current_"+name)
		if all == current && name != "statistics2014" && name != "sections" || current == "0\n" {
			t.Errorf("%s has %s rows, current_%s %s", name, all, name, current)
		}
	}
	if all, current := ask(t, db, "SELECT count(*) FROM findings"), ask(t, db, "SELECT count(*) FROM current_findings"); all == current || current == "0\n" {
		t.Errorf("findings has %s rows, current_findings %s", all, current)
	}
}

func TestSearch(t *testing.T) {
	db, _ := database(t)
	want := ask(t, db, "SELECT rowid FROM sections WHERE text LIKE '%信息公开条例》，主动%' ORDER BY rowid")
	if strings.Count(want, "\n") != 12 {
		t.Fatalf("%d sections hold the text, want those of two reports", strings.Count(want, "\n"))
	}
	wantRows(t, db, `SELECT rowid FROM sections_search WHERE sections_search MATCH '"信息公开条例》，主动"' ORDER BY rowid`, want)
	wantRows(t, db, `SELECT rowid FROM sections_search WHERE sections_search MATCH '"没有这句话"'`, "")
	// Two characters are in no index of three.
	wantRows(t, db, `SELECT count(*) FROM sections_search WHERE sections_search MATCH '"条例"'`, "0\n")
	wantRows(t, db, `SELECT count(*) FROM sections WHERE text LIKE '%条例%'`, "12\n")
}

// TestDescriptions: the database says what its columns mean.
func TestDescriptions(t *testing.T) {
	db, _ := database(t)
	wantRows(t, db, "SELECT count(*) FROM _tables", fmt.Sprintln(len(sinks.Tables())))
	columns := 0
	for _, table := range sinks.Tables() {
		columns += len(table.Columns)
	}
	wantRows(t, db, "SELECT count(*) FROM _columns", fmt.Sprintln(columns))
	wantRows(t, db, "SELECT type, nullable, unit, description FROM _columns WHERE table_name = 'requests' AND name = 'total'",
		"integer | 1 | 件 | the total as printed (总计), never computed\n")
}

// TestIndexes: the usual questions are answered by an index.
func TestIndexes(t *testing.T) {
	db, _ := database(t)
	for _, query := range []string{
		`SELECT * FROM current_cells WHERE "table" = 'requests' AND "row" = 'granted' AND "column" = 'total'`,
		`SELECT * FROM cells WHERE report_id = 'x'`,
		`SELECT * FROM reports WHERE agency = 'x' AND year = 2020`,
		`SELECT * FROM series WHERE indicator = 'x'`,
		`SELECT * FROM current_requests WHERE "row" = 'granted' AND year = 2020`,
	} {
		if plan := ask(t, db, "EXPLAIN QUERY PLAN "+query); !strings.Contains(plan, "USING INDEX") {
			t.Errorf("%s: %s", query, plan)
		}
	}
}

// TestMetadata: every canned query runs and answers, and everything that is
// described is there.
func TestMetadata(t *testing.T) {
	db, folder := database(t)
	var metadata struct {
		Title, License string
		Databases      map[string]struct {
			Tables map[string]struct {
				Description string
				Columns     map[string]string
				Facets      []string
				FTSTable    string `json:"fts_table"`
			}
			Queries map[string]struct{ Title, Description, SQL string }
		}
	}
	if err := json.Unmarshal(folder.Bytes("datasette.json"), &metadata); err != nil {
		t.Fatal(err)
	}
	dataset := metadata.Databases["dataset"]
	for name, table := range dataset.Tables {
		columns := strings.Split(ask(t, db, "SELECT name FROM pragma_table_xinfo(?)", name), "\n")
		for column, description := range table.Columns {
			if !slices.Contains(columns, column) || description == "" {
				t.Errorf("%s.%s is described as %q and is in the table: %t", name, column, description, slices.Contains(columns, column))
			}
		}
		for _, column := range table.Facets {
			if !slices.Contains(columns, column) {
				t.Errorf("%s has no column %s", name, column)
			}
		}
	}
	if got := dataset.Tables["sections"].FTSTable; got != "sections_search" {
		t.Errorf("sections are searched by %q", got)
	}
	if got := dataset.Tables["requests"].Columns["total"]; !strings.HasSuffix(got, "; unit: 件") {
		t.Errorf("requests.total is described as %q", got)
	}
	if strings.Contains(string(folder.Bytes("datasette.json")), `"units"`) {
		t.Error("Datasette fails on units that are not physical")
	}
	for name, query := range dataset.Queries {
		answer := ask(t, db, query.SQL, sql.Named("agency", "平潭综合实验区第7局"), sql.Named("text", "主动公开政府信息"))
		if answer == "" {
			t.Errorf("%s finds nothing in the corpus", name)
		}
		if query.Title == "" || query.Description == "" {
			t.Errorf("%s is not described", name)
		}
	}
	denied := ask(t, db, dataset.Queries["who_denies_most"].SQL)
	if !strings.Contains(denied, "平潭综合实验区第7局 | 2020 | ") || !strings.Contains(denied, " | 1000 | ") {
		t.Errorf("who denies most: %s", denied)
	}
	if got := ask(t, db, dataset.Queries["sums_that_fail"].SQL); strings.Count(got, "\n") != 1 || !strings.Contains(got, "1 + 1 ≠ 3") {
		t.Errorf("sums that fail: %s", got)
	}
}

// TestNeedsPath: a database cannot be written to what is no file.
func TestNeedsPath(t *testing.T) {
	if _, err := sqlite.New(func(string) (io.WriteCloser, error) { return discard{}, nil }); err == nil || !strings.Contains(err.Error(), "path") {
		t.Errorf("New: %v", err)
	}
}

type discard struct{}

func (discard) Write(b []byte) (int, error) { return len(b), nil }
func (discard) Close() error                { return nil }

// TestOddPath: a path is a path, whatever its characters mean in a URI.
func TestOddPath(t *testing.T) {
	folder := sinktest.NewFolder(t)
	folder.Path += "/数据?mode=ro#100% ;"
	odd := folder.Path
	if err := mkdir(odd); err != nil {
		t.Skip(err)
	}
	sink, err := sqlite.New(folder.Create)
	if err != nil {
		t.Fatal(err)
	}
	if err := sink.Close(); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(string(folder.Bytes("dataset.sqlite")), "SQLite format 3\x00") {
		t.Error("no database at its path")
	}
}

func mkdir(path string) error { return os.Mkdir(path, 0o777) }
