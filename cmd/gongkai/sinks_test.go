package main

import (
	"bytes"
	"database/sql"
	stdcsv "encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	lib "github.com/parquet-go/parquet-go"

	"gongkai/sinks"
	"gongkai/sinks/sinktest"
)

// TestSinksAgree writes one dataset with every sink at once and reads it back:
// Parquet, SQLite, CSV and JSON Lines have equal rows in every table.
func TestSinksAgree(t *testing.T) {
	folder := writeDataset(t, sinkNames())
	db, err := sql.Open("sqlite", "file:"+filepath.Join(folder, "dataset.sqlite")+"?mode=ro&immutable=1")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows := 0
	for _, table := range sinks.Tables() {
		file := func(extension string) []byte {
			b, err := os.ReadFile(filepath.Join(folder, table.Name+extension))
			if err != nil {
				t.Fatal(err)
			}
			return b
		}
		want, err := parquetRows(table, file(".parquet"))
		if err != nil {
			t.Fatal(err)
		}
		rows += len(want)
		for name, read := range map[string]func() ([]string, error){
			"csv":    func() ([]string, error) { return csvRows(table, file(".csv")) },
			"jsonl":  func() ([]string, error) { return jsonRows(table, file(".jsonl")) },
			"sqlite": func() ([]string, error) { return sqliteRows(table, db) },
		} {
			got, err := read()
			if err != nil {
				t.Errorf("%s of %s: %v", table.Name, name, err)
			} else if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s (-parquet +%s):\n%s", table.Name, name, diff)
			}
		}
	}
	if rows < 1000 {
		t.Errorf("only %d rows were compared", rows)
	}
}

// TestSinkFailure: when one sink cannot begin, the others leave nothing.
func TestSinkFailure(t *testing.T) {
	dataset, err := sinks.NewDataset(filepath.Join(t.TempDir(), "dataset"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := dataset.Create("datasette.json"); err != nil {
		t.Fatal(err)
	}
	to := sinkFlags{names: sinkNames()}
	if opened, err := to.open(dataset, &sinks.Inputs{}); !errors.Is(err, sinks.ErrMisuse) || opened != nil {
		t.Errorf("open: %v, %v", opened, err)
	}
	if err := dataset.Abort(); err != nil {
		t.Error(err)
	}
}

// writeDataset makes a dataset of sinktest's corpus.
func writeDataset(t *testing.T, names []string) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "dataset")
	dataset, err := sinks.NewDataset(folder)
	if err != nil {
		t.Fatal(err)
	}
	defer dataset.Abort()
	to := sinkFlags{names: names}
	opened, err := to.open(dataset, &sinks.Inputs{})
	if err != nil {
		t.Fatal(err)
	}
	records := append(sinktest.Corpus(), sinktest.Typical(2), sinktest.Typical(3))
	sinktest.Sort(records)
	for _, s := range opened {
		for _, r := range records {
			if err := s.Write(r); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if err := dataset.Commit(); err != nil {
		t.Fatal(err)
	}
	return folder
}

// rowText is a row as one text, in which null is no text. Decimals are without
// the zeros at the end, which Parquet does not keep.
func rowText(t sinks.Table, fields []*string) string {
	texts := make([]string, len(fields))
	for i, field := range fields {
		texts[i] = t.Columns[i].Name + " is null"
		if field == nil {
			continue
		}
		text := *field
		if kind := t.Columns[i].Type; (kind == sinks.Decimal || kind == sinks.Hundredths) && strings.Contains(text, ".") {
			text = strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
		}
		texts[i] = fmt.Sprintf("%s = %q", t.Columns[i].Name, text)
	}
	return strings.Join(texts, ", ")
}

func csvRows(t sinks.Table, file []byte) (rows []string, err error) {
	records, err := stdcsv.NewReader(bytes.NewReader(file)).ReadAll()
	if err != nil {
		return nil, err
	}
	for _, record := range records[1:] {
		fields := make([]*string, len(record))
		for i := range record {
			if record[i] != "" || !t.Columns[i].Nullable {
				fields[i] = &record[i]
			}
		}
		rows = append(rows, rowText(t, fields))
	}
	return rows, nil
}

func jsonRows(t sinks.Table, file []byte) (rows []string, err error) {
	for line := range bytes.Lines(file) {
		object := map[string]any{}
		d := json.NewDecoder(bytes.NewReader(line))
		d.UseNumber()
		if err := d.Decode(&object); err != nil {
			return nil, err
		}
		if len(object) != len(t.Columns) {
			return nil, fmt.Errorf("%d keys", len(object))
		}
		fields := make([]*string, len(t.Columns))
		for i, c := range t.Columns {
			value, there := object[c.Name]
			if !there {
				return nil, fmt.Errorf("no key %s", c.Name)
			}
			if value != nil {
				text := fmt.Sprint(value)
				fields[i] = &text
			}
		}
		rows = append(rows, rowText(t, fields))
	}
	return rows, nil
}

func sqliteRows(t sinks.Table, db *sql.DB) (rows []string, err error) {
	var names []string
	for _, c := range t.Columns {
		names = append(names, `"`+c.Name+`"`)
	}
	found, err := db.Query(fmt.Sprintf(`SELECT %s FROM "%s" ORDER BY rowid`, strings.Join(names, ", "), t.Name))
	if err != nil {
		return nil, err
	}
	defer found.Close()
	for found.Next() {
		fields, into := make([]*string, len(names)), make([]any, len(names))
		for i := range fields {
			into[i] = &fields[i]
		}
		if err := found.Scan(into...); err != nil {
			return nil, err
		}
		rows = append(rows, rowText(t, fields))
	}
	return rows, found.Err()
}

func parquetRows(t sinks.Table, file []byte) (rows []string, err error) {
	f, err := lib.OpenFile(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return nil, err
	}
	for _, group := range f.RowGroups() {
		reader := group.Rows()
		defer reader.Close()
		for buffer := make([]lib.Row, 1); ; {
			n, err := reader.ReadRows(buffer)
			if n == 0 {
				break
			}
			fields := make([]*string, len(t.Columns))
			for i, v := range buffer[0] {
				if !v.IsNull() {
					text := parquetText(t.Columns[i], v)
					fields[i] = &text
				}
			}
			rows = append(rows, rowText(t, fields))
			if err != nil {
				break
			}
		}
	}
	if n := f.NumRows(); int(n) != len(rows) {
		return nil, fmt.Errorf("%d rows, the footer says %d", len(rows), n)
	}
	return slices.Clip(rows), nil
}

func parquetText(c sinks.Column, v lib.Value) string {
	switch c.Type {
	case sinks.Integer:
		return fmt.Sprint(v.Int64())
	case sinks.Hundredths:
		return big.NewRat(v.Int64(), 100).FloatString(2)
	case sinks.Date:
		return time.Unix(0, 0).UTC().AddDate(0, 0, int(v.Int32())).Format(time.DateOnly)
	case sinks.Decimal:
		b := v.ByteArray()
		n := new(big.Int).SetBytes(b)
		if b[0]&0x80 != 0 {
			n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(b))))
		}
		return new(big.Rat).SetFrac(n, big.NewInt(100_000_000)).FloatString(8)
	}
	return string(v.ByteArray())
}
