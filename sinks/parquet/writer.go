package parquet

import (
	"io"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress"

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
const pageBytes = 64 << 10

// New begins a Sink of one Parquet file a table.
func New(create sinks.Create) (sinks.Sink, error) { return begin(create, nil) }

// Recording is New for files that say where they come from: provenance, which
// is called when the Sink is closed, is their metadata gongkai.prov.
func Recording(provenance func() string) func(sinks.Create) (sinks.Sink, error) {
	return func(create sinks.Create) (sinks.Sink, error) { return begin(create, provenance) }
}

func begin(create sinks.Create, provenance func() string) (sinks.Sink, error) {
	// One codec for all files: each holds megabytes of its own.
	codec, err := newCodec()
	if err != nil {
		return nil, err
	}
	return sinks.Files(create, sinks.Format{Extension: ".parquet", Open: func(w io.Writer, t sinks.Table) (sinks.TableWriter, error) {
		return open(w, t, codec, provenance)
	}})
}

// writer is the sinks.TableWriter of one table.
type writer struct {
	file       *parquet.Writer
	columns    []column
	provenance func() string // nil: not recorded
	// rows and text are the batch at hand; the byte arrays of rows lie in text.
	rows []parquet.Row
	text []byte
	// groupRows and groupBytes measure the row group at hand.
	groupRows, groupBytes int
}

func open(w io.Writer, t sinks.Table, codec compress.Codec, provenance func() string) (sinks.TableWriter, error) {
	return openWriter(w, t, codec, provenance)
}

func openWriter(w io.Writer, t sinks.Table, codec compress.Codec, provenance func() string) (*writer, error) {
	file := &writer{rows: make([]parquet.Row, 0, batchRows), provenance: provenance}
	for i, c := range t.Columns {
		file.columns = append(file.columns, column{c.Type, c.Nullable, i})
	}
	options, err := options(t, codec)
	if err != nil {
		return nil, err
	}
	file.file = parquet.NewWriter(w, options...)
	return file, nil
}

func (w *writer) WriteRow(values []sinks.Value) error {
	n := len(w.rows)
	w.rows = w.rows[:n+1]
	row := w.rows[n][:0]
	for i := range values {
		row = append(row, w.columns[i].value(&values[i], &w.text))
	}
	w.rows[n] = row
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
	if w.provenance != nil {
		w.file.SetKeyValueMetadata(provenanceKey, w.provenance())
	}
	return w.file.Close()
}
