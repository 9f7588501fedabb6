package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net/url"

	"gongkai/sinks"
)

// Names of the files.
const (
	databaseName = "dataset.sqlite"
	metadataName = "datasette.json"
)

// batchRows is how many rows of all tables are one transaction.
const batchRows = 100_000

// New begins a Sink of one SQLite database with all tables, and of the metadata
// file that describes it to Datasette. The files that create makes must be
// sinks.NamedFile.
func New(create sinks.Create) (sinks.Sink, error) {
	if err := writeMetadata(create); err != nil {
		return nil, fmt.Errorf("%s: %w", metadataName, err)
	}
	return sinks.OneFile(create, databaseName, open)
}

// connection is what a connection of the driver can do. database/sql would only
// convert each value once more.
type connection interface {
	driver.Conn
	driver.ExecerContext
}

// book is the sinks.Book of the database.
type book struct {
	connection connection
	tables     []sinks.Table
	inserts    []driver.Stmt
	// rows of the transaction at hand; none is open when it is 0.
	rows int
}

func open(file io.WriteCloser) (sinks.Book, error) {
	named, ok := file.(sinks.NamedFile)
	if !ok {
		return nil, fmt.Errorf("%w: a database needs a file with a path", sinks.ErrMisuse)
	}
	registered, err := registeredDriver()
	if err != nil {
		return nil, err
	}
	// As a URI, a path may hold a question mark.
	opened, err := registered.Open((&url.URL{Scheme: "file", Opaque: (&url.URL{Path: named.Name()}).EscapedPath()}).String())
	if err != nil {
		return nil, err
	}
	b := &book{connection: opened.(connection)}
	for _, statement := range settings {
		if err := b.run(statement); err != nil {
			return nil, errors.Join(err, b.Close())
		}
	}
	return b, nil
}

// settings of the connection. A file that nobody reads before it is whole needs
// neither journal nor locks, and is brought to the disk when it is closed.
var settings = []string{
	"PRAGMA page_size = 4096",
	"PRAGMA encoding = 'UTF-8'",
	"PRAGMA journal_mode = OFF",
	"PRAGMA synchronous = OFF",
	"PRAGMA locking_mode = EXCLUSIVE",
	"PRAGMA cache_size = -16384", // KiB
	"PRAGMA temp_store = FILE",
	"PRAGMA application_id = 0x676B6B61", // "gkka"
}

func (b *book) run(statement string) error {
	if _, err := b.connection.ExecContext(context.Background(), statement, nil); err != nil {
		return fmt.Errorf("%w in %.200s", err, statement)
	}
	return nil
}

func (b *book) Table(t sinks.Table) (sinks.TableWriter, error) {
	if err := b.run(createTable(t)); err != nil {
		return nil, err
	}
	b.tables = append(b.tables, t)
	insert, err := b.connection.Prepare(insertInto(t))
	if err != nil {
		return nil, err
	}
	b.inserts = append(b.inserts, insert)
	w := &writer{book: b, columns: t.Columns, insert: insert.(statement), values: make([]driver.NamedValue, len(t.Columns))}
	for i := range w.values {
		w.values[i].Ordinal = i + 1
	}
	return w, nil
}

// begin makes sure that a transaction is open, and that none grows for ever.
func (b *book) begin() error {
	if b.rows == batchRows {
		if err := b.commit(); err != nil {
			return err
		}
	}
	b.rows++
	if b.rows > 1 {
		return nil
	}
	return b.run("BEGIN")
}

func (b *book) commit() error {
	if b.rows == 0 {
		return nil
	}
	b.rows = 0
	return b.run("COMMIT")
}

// Finish makes what is made best when all rows are there.
func (b *book) Finish() error {
	if err := b.commit(); err != nil {
		return err
	}
	for _, statement := range finish(b.tables) {
		if err := b.run(statement); err != nil {
			return err
		}
	}
	return nil
}

// Close ends the statements first: a connection that has any stays open.
func (b *book) Close() error {
	var failed []error
	for _, insert := range b.inserts {
		failed = append(failed, insert.Close())
	}
	return errors.Join(append(failed, b.connection.Close())...)
}

// statement is what a prepared statement of the driver can do.
type statement interface {
	driver.Stmt
	driver.StmtExecContext
}

// writer is the sinks.TableWriter of one table.
type writer struct {
	book    *book
	columns []sinks.Column
	insert  statement
	values  []driver.NamedValue
}

func (w *writer) WriteRow(values []sinks.Value) error {
	if err := w.book.begin(); err != nil {
		return err
	}
	for i, v := range values {
		w.values[i].Value = bound(w.columns[i], v, w.values[i].Value)
	}
	_, err := w.insert.ExecContext(context.Background(), w.values)
	return err
}

// bound is the value as the driver takes it. Most columns repeat the last row's
// value, which then is taken again instead of being made anew.
func bound(c sinks.Column, v sinks.Value, last driver.Value) driver.Value {
	switch {
	case v.Null:
		return nil
	case c.Type == sinks.Integer:
		if last == v.Int {
			return last
		}
		return v.Int
	}
	text := c.Format(v)
	if t, ok := last.(string); ok && t == text {
		return last
	}
	return text
}

// Close does nothing: the book ends the statement.
func (w *writer) Close() error { return nil }
