package gongkai

import (
	"errors"
	"fmt"
)

// The reasons why a document cannot be read. Every error that a reader
// returns wraps exactly one of them.
var (
	ErrFormat    = errors.New("not a format that gongkai reads")
	ErrEmpty     = errors.New("the document is empty")
	ErrDamaged   = errors.New("the document is damaged")
	ErrEncrypted = errors.New("the document is encrypted")
	ErrLimit     = errors.New("the document exceeds a limit")
	ErrNoText    = errors.New("the document has no text: it needs OCR")
)

// The reasons why a document was not read that lie outside the readers.
var (
	ErrAccess  = errors.New("the file cannot be opened")
	ErrTimeout = errors.New("reading took too long and was stopped")
	ErrMemory  = errors.New("reading took too much memory and was stopped")
	ErrCrash   = errors.New("the reader crashed")
)

// reasons gives each sentinel its stable name in the documents table.
var reasons = []struct {
	err  error
	name string
}{
	{ErrFormat, "format"},
	{ErrEmpty, "empty"},
	{ErrDamaged, "damaged"},
	{ErrEncrypted, "encrypted"},
	{ErrLimit, "limit"},
	{ErrNoText, "no-text"},
	{ErrAccess, "access"},
	{ErrTimeout, "timeout"},
	{ErrMemory, "memory"},
	{ErrCrash, "crash"},
}

// Reason returns the stable name of the reason that err wraps: "format",
// "empty", "damaged", "encrypted", "limit", "no-text", "access", "timeout",
// "memory" or "crash"; "other" for an error that wraps none of them, and ""
// for nil.
func Reason(err error) string {
	if err == nil {
		return ""
	}
	for _, r := range reasons {
		if errors.Is(err, r.err) {
			return r.name
		}
	}
	return "other"
}

// ErrorOf is the inverse of Reason: the sentinel with that name, nil if there
// is none.
func ErrorOf(reason string) error {
	for _, r := range reasons {
		if r.name == reason {
			return r.err
		}
	}
	return nil
}

// ReadError says which part of a document could not be read, and why. Readers
// wrap their errors in it once, at the package boundary.
type ReadError struct {
	// Format is the reader's.
	Format Format
	// Part is the member, page or element; empty for the document as a whole.
	Part string
	// Offset is the byte offset inside Part, -1 when unknown.
	Offset int64
	// Err wraps one of the sentinels of this package.
	Err error
}

func (e *ReadError) Error() string {
	s := string(e.Format)
	if e.Part != "" {
		s += ": " + e.Part
	}
	if e.Offset >= 0 {
		s += fmt.Sprintf(": byte %d", e.Offset)
	}
	return s + ": " + e.Err.Error()
}

func (e *ReadError) Unwrap() error { return e.Err }

// Limits bound what reading one document may take. A zero field means no
// limit; DefaultLimits is what the program uses.
type Limits struct {
	// Bytes of the document itself.
	Bytes int
	// ExpandedBytes after decompression, all parts together.
	ExpandedBytes int
	// Pages of a PDF.
	Pages int
	// Cells of all tables together, places of the expanded grids counted.
	Cells int
	// Depth of nested elements.
	Depth int
}

// DefaultLimits are far above any report (a long one has a few dozen pages and
// 300 table cells) and low enough to keep a worker small.
func DefaultLimits() Limits {
	return Limits{
		Bytes:         100 << 20,
		ExpandedBytes: 200 << 20,
		Pages:         500,
		Cells:         200_000,
		Depth:         1_000,
	}
}

// Exceeds returns an error wrapping ErrLimit when n is over a non-zero limit.
func Exceeds(n, limit int, what string) error {
	if limit > 0 && n > limit {
		return fmt.Errorf("%w: more than %d %s", ErrLimit, limit, what)
	}
	return nil
}
