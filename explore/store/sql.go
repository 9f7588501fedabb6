package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Bounds are what one question may take.
type Bounds struct {
	Time time.Duration
	// Rows is the most that are returned, Bytes what the texts in them may take; 0 for no
	// limit.
	Rows, Bytes int
}

// Answer is what a question in SQL was answered with.
type Answer struct {
	Columns []string
	// Rows have a value for each column: nil, int64, float64 or string.
	Rows [][]any
	// More: there were more rows than the bounds allow.
	More bool
	Took time.Duration
}

var (
	// ErrSQL says that the question is at fault; the database's words follow.
	ErrSQL = errors.New("SQL")
	// ErrTime says that it took longer than its bounds allow.
	ErrTime = errors.New("the question took too long and was stopped")
)

// maxValueBytes bounds a text that a question makes up.
const maxValueBytes = 16 << 20

// Query answers one statement that reads. Nothing can be written, no other file
// opened, and what takes longer than the bounds allow is stopped. Errors wrap ErrSQL or
// ErrTime.
func (s *Store) Query(ctx context.Context, statement string, bounds Bounds) (Answer, error) {
	if err := readsOnly(statement); err != nil {
		return Answer{}, err
	}
	limited, stop := context.WithTimeout(ctx, bounds.Time)
	defer stop()
	c, err := s.questions.Conn(limited)
	if err != nil {
		return Answer{}, tooLate(ctx, limited, err)
	}
	defer c.Close()
	for id, most := range map[int]int{sqlite3.SQLITE_LIMIT_ATTACHED: 0, sqlite3.SQLITE_LIMIT_LENGTH: maxValueBytes} {
		if _, err := sqlite.Limit(c, id, most); err != nil {
			return Answer{}, err
		}
	}
	began := time.Now()
	rows, err := c.QueryContext(limited, statement)
	if err != nil {
		return Answer{}, tooLate(ctx, limited, err)
	}
	defer rows.Close()
	a, err := read(rows, bounds)
	if err != nil {
		return Answer{}, tooLate(ctx, limited, err)
	}
	a.Took = time.Since(began)
	return a, nil
}

func read(rows *sql.Rows, bounds Bounds) (a Answer, err error) {
	bytes := 0
	if a.Columns, err = rows.Columns(); err != nil {
		return a, err
	}
	for rows.Next() {
		if bounds.Rows > 0 && len(a.Rows) == bounds.Rows || bounds.Bytes > 0 && bytes > bounds.Bytes {
			a.More = true
			return a, nil
		}
		row, to := make([]any, len(a.Columns)), make([]any, len(a.Columns))
		for i := range row {
			to[i] = &row[i]
		}
		if err := rows.Scan(to...); err != nil {
			return a, err
		}
		for i, v := range row {
			if b, ok := v.([]byte); ok {
				row[i] = fmt.Sprintf("x'%x'", b)
				if utf8.Valid(b) {
					row[i] = string(b)
				}
			}
			if text, ok := row[i].(string); ok {
				bytes += len(text)
			}
		}
		a.Rows = append(a.Rows, row)
	}
	return a, rows.Err()
}

// tooLate words an error of the database.
func tooLate(ctx, limited context.Context, err error) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case limited.Err() != nil:
		return ErrTime
	}
	return fmt.Errorf("%w: %w", ErrSQL, err)
}
