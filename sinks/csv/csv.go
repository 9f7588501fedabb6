// Package csv writes the tables of the dataset as CSV files, one a table, for
// people and programs that do not read Parquet.
//
// # Format
//
// RFC 4180, except that records end with LF: UTF-8 without byte order mark, a
// header row with the column names, fields quoted where they need it. Null is
// the empty field; whether a cell is blank or holds a dash, says its state.
// Numbers are written with the decimals that were printed (18.8710), never with
// separators or exponents; dates as YYYY-MM-DD. The same rows give the same
// bytes.
//
// # Spreadsheets
//
// A field that begins with = + - or @ is written as it is. Spreadsheet programs
// take such a field for a formula, and the advice is to put an apostrophe
// before it; but a dataset whose printed texts are changed is no longer what
// the agencies printed, -18 is a number here, and readers of CSV other than
// spreadsheets would keep the apostrophe. So: import these files as text, or
// use a format that knows text from formulas (sinks/excel). Do not open a CSV file of
// unknown documents in a spreadsheet program by double click.
//
// # Not handled
//
// Other separators and encodings. Reading a file with encoding/csv turns a CR LF
// inside a field into LF; the file itself keeps it.
package csv

import (
	"encoding/csv"
	"io"

	"gongkai/sinks"
)

// New begins a Sink of one CSV file a table.
func New(create sinks.Create) (sinks.Sink, error) {
	return sinks.Files(create, sinks.Format{Extension: ".csv", Open: open})
}

// writer is the sinks.TableWriter of one table.
type writer struct {
	file    *csv.Writer
	columns []sinks.Column
	record  []string
}

func open(w io.Writer, t sinks.Table) (sinks.TableWriter, error) {
	file := &writer{csv.NewWriter(w), t.Columns, make([]string, len(t.Columns))}
	for i, c := range t.Columns {
		file.record[i] = c.Name
	}
	return file, file.file.Write(file.record)
}

func (w *writer) WriteRow(values []sinks.Value) error {
	for i, v := range values {
		w.record[i] = w.columns[i].Format(v)
	}
	return w.file.Write(w.record)
}

func (w *writer) Close() error {
	w.file.Flush()
	return w.file.Error()
}
