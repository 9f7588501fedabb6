package sinks

import (
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
// Dataset.Create is one; tests have others. A file that is a NamedFile may also
// be written by its name, by engines that write nowhere else.
type Create func(name string) (io.WriteCloser, error)

// NamedFile is a file that lies on a disk. Whoever writes to its path instead of
// calling Write is done before Close, which brings the file to the disk in
// either case. Other files may be made in its folder and must be gone by then.
type NamedFile interface {
	io.WriteCloser
	// Name is the path.
	Name() string
}

// TableWriter writes one table.
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
	s := &sink{}
	for _, table := range Tables() {
		if err := s.addFile(create, table, format); err != nil {
			s.fail(fmt.Errorf("%s%s: %w", table.Name, format.Extension, err))
			return nil, s.Close()
		}
	}
	return s, nil
}

// Book writes a file that holds many tables.
type Book interface {
	// Table begins table t, before any row is written; nil for a table that the
	// book does not hold.
	Table(t Table) (TableWriter, error)
	// Finish writes what is left, after every table was closed.
	Finish() error
	// Close frees what the book holds, also after an error. It does not close
	// the file.
	Close() error
}

// OneFile begins a Sink that writes all tables into the file of that name.
func OneFile(create Create, name string, open func(file io.WriteCloser) (Book, error)) (Sink, error) {
	s := &sink{}
	if err := s.addBook(create, name, open); err != nil {
		s.fail(fmt.Errorf("%s: %w", name, err))
		return nil, s.Close()
	}
	return s, nil
}

// sink is the Sink of Files and of OneFile.
type sink struct {
	tables []openTable
	files  []openFile
	order  order
	err    error
	closed bool
}

type openTable struct {
	Table
	name   string // of the file
	writer TableWriter
}

// openFile is a file, and the book in it if it holds one.
type openFile struct {
	name string
	book Book
	file io.Closer
}

var errClosed = fmt.Errorf("%w: it is closed", ErrMisuse)

func (s *sink) addFile(create Create, table Table, format Format) error {
	name := table.Name + format.Extension
	file, err := create(name)
	if err != nil {
		return err
	}
	s.files = append(s.files, openFile{name: name, file: file})
	writer, err := format.Open(file, table)
	if err != nil {
		return err
	}
	s.tables = append(s.tables, openTable{table, name, writer})
	return nil
}

func (s *sink) addBook(create Create, name string, open func(io.WriteCloser) (Book, error)) error {
	file, err := create(name)
	if err != nil {
		return err
	}
	s.files = []openFile{{name: name, file: file}}
	book, err := open(file)
	if err != nil {
		return err
	}
	s.files[0].book = book
	for _, table := range Tables() {
		writer, err := book.Table(table)
		if err != nil {
			return fmt.Errorf("%s: %w", table.Name, err)
		}
		if writer != nil {
			s.tables = append(s.tables, openTable{table, name, writer})
		}
	}
	return nil
}

// fail keeps the first error.
func (s *sink) fail(err error) error {
	if s.err == nil {
		s.err = err
	}
	return s.err
}

func (s *sink) Write(r Record) error {
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

func (s *sink) Close() error {
	if s.closed {
		return s.err
	}
	s.closed = true
	// A file that lacks rows must not get the end that makes it readable.
	for _, t := range s.tables {
		s.unlessFailed(t.name, t.writer.Close)
	}
	for _, f := range s.files {
		if f.book != nil {
			s.unlessFailed(f.name, f.book.Finish)
			s.closeOne(f.name, f.book)
		}
		s.closeOne(f.name, f.file)
	}
	return s.err
}

func (s *sink) unlessFailed(name string, do func() error) {
	if s.err != nil {
		return
	}
	if err := do(); err != nil {
		s.fail(fmt.Errorf("%s: %w", name, err))
	}
}

func (s *sink) closeOne(name string, c io.Closer) {
	if err := c.Close(); err != nil {
		s.fail(fmt.Errorf("%s: %w", name, err))
	}
}
