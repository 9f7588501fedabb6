package parquet

import (
	"io"

	"github.com/parquet-go/parquet-go"

	"gongkai/sinks"
)

// Bounds of one row group. Rows are what readers divide work by; the bytes of
// text keep sections, whose rows are pages of prose, from filling the memory.
const (
	maxGroupRows  = 64 << 10
	maxGroupBytes = 16 << 20
)

// batchRows is how many rows are handed to the library at once.
const batchRows = 64

// pageBytes is the size of a column's page before compression. Every column of
// every table has one in memory.
const pageBytes = 128 << 10

// New begins a Sink of one Parquet file a table.
func New(create sinks.Create) (sinks.Sink, error) {
	return sinks.Files(create, sinks.Format{Extension: ".parquet", Open: open})
}

// writer is the sinks.TableWriter of one table.
type writer struct {
	file    *parquet.Writer
	columns []column
	// rows and text are the batch at hand; the byte arrays of rows lie in text.
	rows []parquet.Row
	text []byte
	// groupRows and groupBytes measure the row group at hand.
	groupRows, groupBytes int
}

func open(w io.Writer, t sinks.Table) (sinks.TableWriter, error) {
	file := &writer{rows: make([]parquet.Row, 0, batchRows)}
	for i, c := range t.Columns {
		file.columns = append(file.columns, column{c, i})
	}
	options, err := options(t)
	if err != nil {
		return nil, err
	}
	file.file = parquet.NewWriter(w, options...)
	return file, nil
}

func (w *writer) WriteRow(values []sinks.Value) error {
	w.rows = w.rows[:len(w.rows)+1]
	row := &w.rows[len(w.rows)-1]
	*row = (*row)[:0]
	for i, v := range values {
		*row = append(*row, w.columns[i].value(v, &w.text))
	}
	if len(w.rows) < batchRows {
		return nil
	}
	return w.flush()
}

// flush hands over the batch, and ends the row group when it is full.
func (w *writer) flush() error {
	if _, err := w.file.WriteRows(w.rows); err != nil {
		return err
	}
	w.groupRows += len(w.rows)
	w.groupBytes += len(w.text)
	w.rows, w.text = w.rows[:0], w.text[:0]
	if w.groupRows < maxGroupRows && w.groupBytes < maxGroupBytes {
		return nil
	}
	w.groupRows, w.groupBytes = 0, 0
	return w.file.Flush()
}

func (w *writer) Close() error {
	if err := w.flush(); err != nil {
		return err
	}
	return w.file.Close()
}
