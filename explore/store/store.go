// Package store asks a dataset's SQLite file for what pages show: rows in, plain structs
// out, and no idea of how they look.
//
// The file is opened for reading only and taken for one that does not change. Every
// question is bounded: it has a limit, an index, or is about a summary that build made
// (tables whose names begin with "_", see sinks/sqlite/summaries.go).
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"slices"
	"sync"

	_ "modernc.org/sqlite" // the driver
)

// ErrNotFound says that the dataset has no such thing.
var ErrNotFound = errors.New("the dataset has no such thing")

// Store is an open dataset. It is safe for concurrent use.
type Store struct {
	db *sql.DB
	// questions are the connections of Query. Each answers one question and is closed, so
	// that no setting which a question makes outlives it.
	questions *sql.DB
	// kept are the answers to questions that every page asks: the file does not change.
	kept sync.Map
	// recent are the cells of the reports that were asked for last.
	recent recent
	// prepared are the statements of our own questions, by their text.
	prepared sync.Map
}

const (
	// connections is how many questions of pages are answered at once; others wait.
	connections = 8
	// askers is how many questions of readers are.
	askers = 2
	// cacheKiB is what one connection keeps of the file in memory.
	cacheKiB = 4096
	// heapBytes is what all questions together may take of memory; one that asks for more
	// fails.
	heapBytes = 160 << 20
)

// Open opens the SQLite file of a dataset. The error wraps fs.ErrNotExist when there
// is none.
func Open(ctx context.Context, path string) (*Store, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, err
	}
	pragmas := url.Values{"_pragma": {"query_only(1)", "trusted_schema(0)", fmt.Sprintf("hard_heap_limit(%d)", heapBytes), fmt.Sprintf("cache_size(-%d)", cacheKiB)}, "mode": {"ro"}, "immutable": {"1"}}
	address := (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: pragmas.Encode()}).String()
	s := new(Store)
	var err error
	if s.db, err = sql.Open("sqlite", address); err != nil {
		return nil, err
	}
	if s.questions, err = sql.Open("sqlite", address); err != nil {
		return nil, errors.Join(err, s.db.Close())
	}
	s.db.SetMaxOpenConns(connections)
	s.db.SetMaxIdleConns(connections)
	s.questions.SetMaxOpenConns(askers)
	s.questions.SetMaxIdleConns(0)
	var n int
	err = s.db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master WHERE name IN ('reports', 'cells', '_agencies')").Scan(&n)
	if err == nil && n < 3 {
		err = errors.New("the file is no dataset that this version can show: build it again with --sinks parquet,sqlite")
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// Close closes the file.
func (s *Store) Close() error { return errors.Join(s.db.Close(), s.questions.Close()) }

// statement prepares a question of ours once: parsing takes longer than most answers.
func (s *Store) statement(ctx context.Context, query string) (*sql.Stmt, error) {
	if st, ok := s.prepared.Load(query); ok {
		return st.(*sql.Stmt), nil
	}
	st, err := s.db.PrepareContext(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("%w in %s", err, query)
	}
	if other, ok := s.prepared.LoadOrStore(query, st); ok {
		return other.(*sql.Stmt), st.Close()
	}
	return st, nil
}

// scanner is a row, or the one that a question is about.
type scanner interface{ Scan(...any) error }

// all reads all rows.
func all[T any](ctx context.Context, s *Store, scan func(scanner) (T, error), query string, args ...any) ([]T, error) {
	statement, err := s.statement(ctx, query)
	if err != nil {
		return nil, err
	}
	rows, err := statement.QueryContext(ctx, args...)
	if err != nil {
		return nil, fmt.Errorf("%w in %s", err, query)
	}
	defer rows.Close()
	var list []T
	for rows.Next() {
		item, err := scan(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, item)
	}
	return list, rows.Err()
}

// kept is as all, of few rows that are asked for again and again, for few arguments.
func kept[T any](ctx context.Context, s *Store, scan func(scanner) (T, error), query string, args ...any) ([]T, error) {
	name := fmt.Sprint(append([]any{query}, args...)...)
	if rows, ok := s.kept.Load(name); ok {
		return slices.Clone(rows.([]T)), nil
	}
	rows, err := all(ctx, s, scan, query, args...)
	if err != nil {
		return nil, err
	}
	s.kept.Store(name, rows)
	return slices.Clone(rows), nil
}

// one reads one row. The error is ErrNotFound when there is none.
func one[T any](ctx context.Context, s *Store, scan func(scanner) (T, error), query string, args ...any) (T, error) {
	statement, err := s.statement(ctx, query)
	if err != nil {
		var none T
		return none, err
	}
	item, err := scan(statement.QueryRowContext(ctx, args...))
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	return item, err
}
