package parquet

import (
	"errors"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"

	"gongkai/sinks"
)

// Part is a Parquet file of some rows of a table.
type Part struct {
	io.ReaderAt
	Size int64
	// Name is for errors.
	Name string
}

// Merge writes the rows of the parts, which follow each other, as the file of table t
// that one sink had written of all of them, to the byte. Provenance is as for
// Recording; nil records none. A part is opened with open when it is its turn, and
// closed when its rows are written.
func Merge(w io.Writer, t sinks.Table, provenance func() string, parts int, open func(i int) (part Part, done func() error, err error)) error {
	codec, err := newCodec()
	if err != nil {
		return err
	}
	opened, err := openWriter(w, t, codec, provenance)
	if err != nil {
		return err
	}
	for i := range parts {
		part, done, err := open(i)
		if err != nil {
			return err
		}
		if err := errors.Join(opened.addPart(part), done()); err != nil {
			return fmt.Errorf("%s: %w", part.Name, err)
		}
	}
	return opened.Close()
}

// addPart adds the rows of the part.
func (w *writer) addPart(part Part) error {
	file, err := parquet.OpenFile(part, part.Size)
	if err != nil {
		return err
	}
	if want, got := w.file.Schema().String(), file.Schema().String(); want != got {
		return fmt.Errorf("its columns are %s, wanted %s", got, want)
	}
	for _, group := range file.RowGroups() {
		if err := w.addGroup(group); err != nil {
			return err
		}
	}
	return nil
}

// addGroup adds the rows of a row group.
func (w *writer) addGroup(group parquet.RowGroup) error {
	rows := group.Rows()
	defer rows.Close()
	read := make([]parquet.Row, batchRows)
	for {
		n, err := rows.ReadRows(read)
		for _, row := range read[:n] {
			if err := w.addRow(row); err != nil {
				return err
			}
		}
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
	}
}

// addRow is WriteRow for a row of another file. What it holds is copied: the reader
// uses its memory again.
func (w *writer) addRow(from parquet.Row) error {
	n := len(w.rows)
	w.rows = w.rows[:n+1]
	row := w.rows[n][:0]
	for _, v := range from {
		if kind := v.Kind(); !v.IsNull() && (kind == parquet.ByteArray || kind == parquet.FixedLenByteArray) {
			start, bytes := len(w.text), v.ByteArray()
			w.text = append(w.text, bytes...)
			copied := parquet.ByteArrayValue(w.text[start:])
			if kind == parquet.FixedLenByteArray {
				copied = parquet.FixedLenByteArrayValue(w.text[start:])
			}
			v = copied.Level(v.RepetitionLevel(), v.DefinitionLevel(), v.Column())
		}
		row = append(row, v)
	}
	w.rows[n] = row
	if len(w.rows) < batchRows {
		return nil
	}
	return w.flush()
}
