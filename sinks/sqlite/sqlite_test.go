package sqlite_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"gongkai"
	"gongkai/sinks"
	"gongkai/sinks/sinktest"
	"gongkai/sinks/sqlite"
)

var format = sinktest.Format{New: sqlite.New, Files: []string{"dataset.sqlite", "datasette.json"}, Read: read}

func TestConformance(t *testing.T) { sinktest.Run(t, format) }

func BenchmarkWrite(b *testing.B) { sinktest.Benchmark(b, format) }

// openReadOnly opens the database as a reader would.
func openReadOnly(folder *sinktest.Folder) (*sql.DB, error) {
	return sql.Open("sqlite", "file:"+filepath.Join(folder.Path, "dataset.sqlite")+"?mode=ro&immutable=1")
}

// read reads a table back in the order in which it was written.
func read(folder *sinktest.Folder, t sinks.Table) ([][]sinks.Value, error) {
	db, err := openReadOnly(folder)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	var names []string
	for _, c := range t.Columns {
		names = append(names, `"`+c.Name+`"`)
	}
	if err := hasColumns(db, t); err != nil {
		return nil, err
	}
	found, err := db.Query(fmt.Sprintf(`SELECT %s FROM "%s" ORDER BY rowid`, strings.Join(names, ", "), t.Name))
	if err != nil {
		return nil, err
	}
	defer found.Close()
	var rows [][]sinks.Value
	for found.Next() {
		fields, into := make([]any, len(t.Columns)), make([]any, len(t.Columns))
		for i := range fields {
			into[i] = &fields[i]
		}
		if err := found.Scan(into...); err != nil {
			return nil, err
		}
		row := make([]sinks.Value, len(fields))
		for i, field := range fields {
			if row[i], err = parse(t.Columns[i], field); err != nil {
				return nil, fmt.Errorf("%s: %w", t.Columns[i].Name, err)
			}
		}
		rows = append(rows, row)
	}
	return rows, found.Err()
}

// hasColumns checks names, order, types and nullability, without the columns
// that are computed.
func hasColumns(db *sql.DB, t sinks.Table) error {
	found, err := db.Query(`SELECT name, type, "notnull" FROM pragma_table_info(?)`, t.Name)
	if err != nil {
		return err
	}
	defer found.Close()
	var got, want []string
	for found.Next() {
		var name, kind string
		var notNull bool
		if err := found.Scan(&name, &kind, &notNull); err != nil {
			return err
		}
		got = append(got, fmt.Sprint(name, " ", kind, " ", !notNull))
	}
	for _, c := range t.Columns {
		kind := "TEXT"
		if c.Type == sinks.Integer {
			kind = "INTEGER"
		}
		want = append(want, fmt.Sprint(c.Name, " ", kind, " ", c.Nullable))
	}
	if strings.Join(got, ",") != strings.Join(want, ",") {
		return fmt.Errorf("columns are %v, want %v", got, want)
	}
	return found.Err()
}

func parse(c sinks.Column, field any) (v sinks.Value, err error) {
	if field == nil {
		return sinks.Value{Null: true}, nil
	}
	if c.Type == sinks.Integer {
		n, ok := field.(int64)
		if !ok {
			return v, fmt.Errorf("%v is no integer", field)
		}
		return sinks.Value{Int: n}, nil
	}
	text, ok := field.(string)
	if !ok {
		return v, fmt.Errorf("%v is no text", field)
	}
	switch c.Type {
	case sinks.Decimal:
		v.Decimal, err = gongkai.ParseDecimal(text)
	case sinks.Hundredths:
		v.Int, err = strconv.ParseInt(strings.Replace(text, ".", "", 1), 10, 64)
	case sinks.Date:
		var day time.Time
		day, err = time.Parse(time.DateOnly, text)
		v.Int = day.Unix() / (24 * 60 * 60)
	default:
		v.Text = text
	}
	return v, err
}
