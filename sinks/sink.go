package sinks

import (
	"errors"
	"fmt"
	"io"
)

// Sink writes the dataset, document by document.
type Sink interface {
	// Write adds what the record says; it is not kept. Documents come first, in
	// ascending order of SHA-256, then path, each input once; then agencies in
	// ascending order of ID, then coverage by agency and year. An error wraps
	// ErrMisuse when that does not hold. After an error the sink is dead: it
	// returns the same error from then on.
	Write(r Record) error
	// Close writes what is left, closes every file, also after an error, and
	// returns the first error of the sink's life: nil means that the files
	// are whole. Closing again returns the same.
	Close() error
}

// Create makes a file of the dataset that is written from start to end.
// Dataset.Create is one; tests have others.
type Create func(name string) (io.WriteCloser, error)

// TableWriter writes the file of one table.
type TableWriter interface {
	// WriteRow adds a row: one value a column, in the order of the table's
	// Columns. The slice belongs to the caller again when WriteRow returns.
	WriteRow(values []Value) error
	// Close writes what is left. It does not close what is underneath.
	Close() error
}

// Format is a file format that holds one table a file.
type Format struct {
	// Extension of the files, with its dot.
	Extension string
	// Open begins the file of table t.
	Open func(w io.Writer, t Table) (TableWriter, error)
}

// Files begins a Sink of one file a table, named by table and extension.
func Files(create Create, format Format) (Sink, error) {
	s := &files{}
	for _, table := range Tables() {
		if err := s.open(create, table, format); err != nil {
			s.fail(fmt.Errorf("%s%s: %w", table.Name, format.Extension, err))
			return nil, s.Close()
		}
	}
	return s, nil
}

// files is the Sink of Files.
type files struct {
	tables []openTable
	order  order
	err    error
	closed bool
}

type openTable struct {
	Table
	name   string
	writer TableWriter
	file   io.Closer
}

var errClosed = fmt.Errorf("%w: it is closed", ErrMisuse)

func (s *files) open(create Create, table Table, format Format) error {
	name := table.Name + format.Extension
	file, err := create(name)
	if err != nil {
		return err
	}
	writer, err := format.Open(file, table)
	if err != nil {
		return errors.Join(err, file.Close())
	}
	s.tables = append(s.tables, openTable{table, name, writer, file})
	return nil
}

// fail keeps the first error.
func (s *files) fail(err error) error {
	if s.err == nil {
		s.err = err
	}
	return s.err
}

func (s *files) Write(r Record) error {
	if s.closed {
		return errClosed
	}
	if s.err != nil {
		return s.err
	}
	if err := s.order.next(r); err != nil {
		return s.fail(err)
	}
	for _, t := range s.tables {
		for values := range t.Rows(r) {
			if err := t.writer.WriteRow(values); err != nil {
				return s.fail(fmt.Errorf("%s: %w", t.name, err))
			}
		}
	}
	return nil
}

func (s *files) Close() error {
	if s.closed {
		return s.err
	}
	s.closed = true
	for _, t := range s.tables {
		// A file that lacks rows must not get the end that makes it readable.
		if s.err == nil {
			if err := t.writer.Close(); err != nil {
				s.fail(fmt.Errorf("%s: %w", t.name, err))
			}
		}
		if err := t.file.Close(); err != nil {
			s.fail(fmt.Errorf("%s: %w", t.name, err))
		}
	}
	return s.err
}
