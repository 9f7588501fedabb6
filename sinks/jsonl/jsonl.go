// Package jsonl writes the tables of the dataset as JSON Lines
// (https://jsonlines.org), one file a table, for jq, Elasticsearch and programs
// that would rather not parse CSV.
//
// # Format
//
// UTF-8, one object a line, LF after each. Every object has every column of its
// table as a key, in the order of the table; null is null, never a missing key.
//
//	text, code   string
//	integer      number without point or exponent
//	decimal      string, with the decimals that were printed: "18.8710"
//	hundredths   number with two decimals: 100.13
//	date         string YYYY-MM-DD
//
// Decimals are strings because most readers make a double of a number, and
// 9999999999.99999999 is then another number than the one that was printed;
// hundredths have at most ten digits, which a double gives back exactly.
// Integers are exact up to 2^53 in such readers too; only a count of more than
// fifteen digits is beyond that, and table cells has it as a string.
//
// The same rows give the same bytes.
//
// # Not handled
//
// Compression: the files compress to a few per cent with any program for that.
package jsonl

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"

	"gongkai/sinks"
)

// New begins a Sink of one JSON Lines file a table.
func New(create sinks.Create) (sinks.Sink, error) {
	return sinks.Files(create, sinks.Format{Extension: ".jsonl", Open: open})
}

// writer is the sinks.TableWriter of one table.
type writer struct {
	file    *bufio.Writer
	columns []sinks.Column
	// keys are what stands before each value: {"report_id": or ,"agency":
	keys []string
	line []byte
}

func open(w io.Writer, t sinks.Table) (sinks.TableWriter, error) {
	file := &writer{file: bufio.NewWriter(w), columns: t.Columns}
	before := byte('{')
	for _, c := range t.Columns {
		file.keys = append(file.keys, string(append(appendText([]byte{before}, c.Name), ':')))
		before = ','
	}
	return file, nil
}

func (w *writer) WriteRow(values []sinks.Value) error {
	line := w.line[:0]
	for i, v := range values {
		line = append(line, w.keys[i]...)
		line = appendValue(line, w.columns[i], v)
	}
	w.line = append(line, "}\n"...)
	_, err := w.file.Write(w.line)
	return err
}

func (w *writer) Close() error { return w.file.Flush() }

func appendValue(line []byte, c sinks.Column, v sinks.Value) []byte {
	switch {
	case v.Null:
		return append(line, "null"...)
	case c.Type == sinks.Integer || c.Type == sinks.Hundredths:
		return append(line, c.Format(v)...)
	}
	return appendText(line, c.Format(v))
}

// appendText appends s, which is UTF-8, as a JSON string. Nearly every text
// stands in JSON as it is.
func appendText(line []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' {
			var quoted bytes.Buffer
			e := json.NewEncoder(&quoted)
			e.SetEscapeHTML(false)
			_ = e.Encode(s) // a string has no error
			return append(line, bytes.TrimSuffix(quoted.Bytes(), []byte("\n"))...)
		}
	}
	line = append(line, '"')
	line = append(line, s...)
	return append(line, '"')
}
