// Package readings keeps what was read of documents between builds: the same
// bytes, read by the same code, are not read again, and a build that was killed
// goes on where it was.
//
// A [Store] is one SQLite file for each version of the code in a folder of the
// user's cache. It may be removed at any time: what it held is read again. Several
// programs may use it at once. A file that is damaged is set aside and begun anew
// when it is opened; a reading whose bytes are not those that were kept is not there.
//
// What is kept is bytes to this package: a body, and a summary that can be had
// without it. Both are compressed.
package readings

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/klauspost/compress/zstd"
	_ "modernc.org/sqlite" // the driver "sqlite"
)

// Reading is what is kept of one document.
type Reading struct {
	// Key says which document it is, and how it was read.
	Key string
	// Summary is what all readings are compared by. It is small.
	Summary []byte
	// Body is the rest; nil when there is none.
	Body []byte
}

// Store keeps readings. Its methods may be called by several goroutines.
type Store struct {
	db     *sql.DB
	folder string
	encode *zstd.Encoder
	decode *zstd.Decoder

	mu      sync.Mutex
	pending []Reading
	since   time.Time // of the oldest one pending
}

const (
	prefix = "readings-"
	suffix = ".sqlite"
)

// What is written in one transaction: a killed build loses no more.
const (
	maxPending     = 64
	maxPendingTime = time.Second
)

const schema = `
CREATE TABLE IF NOT EXISTS readings (key TEXT PRIMARY KEY, summary BLOB NOT NULL, body BLOB) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS notes (name TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT, WITHOUT ROWID;`

// keepOthers is how long a store of another version is kept after its last use: a
// program of that version may be running.
const keepOthers = 24 * time.Hour

// Open opens the store of the version in folder, which is made when it is not
// there. Stores of other versions that nobody has written to for a day are removed.
// Errors name the file.
func Open(folder, version string) (*Store, error) {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, err
	}
	name := prefix + version + suffix
	removeOthers(folder, name)
	path := filepath.Join(folder, name)
	db, err := open(path)
	if err != nil && isDamaged(err) {
		if err = setAside(path); err == nil {
			db, err = open(path)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	s := &Store{db: db, folder: folder}
	// One goroutine each: the callers are many already.
	if s.encode, err = zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(256<<10)); err == nil {
		s.decode, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(maxBody))
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return s, nil
}

// maxBody is more than any body has: a damaged one must not take the memory.
const maxBody = 256 << 20

// open makes sure that the file can be used. The write-ahead log survives a kill
// at any moment; what a power cut takes is only read again.
func open(path string) (*sql.DB, error) {
	query := url.Values{"_pragma": {"busy_timeout(30000)", "journal_mode(WAL)", "synchronous(NORMAL)", "cache_size(-2048)"}, "_txlock": {"immediate"}}
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?"+query.Encode())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(4)
	if _, err := db.Exec(schema); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	// A damaged page would be met in the middle of a build. This reads the file once,
	// at the speed of the disk.
	var state string
	if err := db.QueryRow("PRAGMA quick_check(1)").Scan(&state); err != nil || state != "ok" {
		return nil, errors.Join(cmp.Or(err, fmt.Errorf("malformed: %s", state)), db.Close())
	}
	return db, nil
}

// isDamaged reports whether the file is no database, or a broken one.
func isDamaged(err error) bool {
	text := err.Error()
	return strings.Contains(text, "not a database") || strings.Contains(text, "malformed") || strings.Contains(text, "disk I/O error")
}

func setAside(path string) error {
	for _, part := range []string{"-wal", "-shm"} {
		if err := os.Remove(path + part); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return os.Rename(path, path+".damaged")
}

// removeOthers removes stores of other versions, and damaged ones, after their time.
// What cannot be removed now is removed another time.
func removeOthers(folder, keep string) {
	files, _ := filepath.Glob(filepath.Join(folder, prefix+"*"+suffix+"*"))
	used := map[string]time.Time{} // by the name of the store
	for _, f := range files {
		store, _, _ := strings.Cut(filepath.Base(f), suffix)
		if info, err := os.Stat(f); err == nil && info.ModTime().After(used[store]) {
			used[store] = info.ModTime()
		}
	}
	for _, f := range files {
		name := filepath.Base(f)
		store, _, _ := strings.Cut(name, suffix)
		if name != keep && name != keep+"-wal" && name != keep+"-shm" && time.Since(used[store]) > keepOthers {
			_ = os.Remove(f)
		}
	}
}

// Summary returns the summary kept under the key; ok is false when there is none,
// or when its bytes are damaged.
func (s *Store) Summary(ctx context.Context, key string) (summary []byte, ok bool, err error) {
	summary, _, ok, err = s.get(ctx, "SELECT summary, NULL FROM readings WHERE key = ?", key)
	return summary, ok, err
}

// Body returns the body kept under the key; ok is false when nothing is, or when its
// bytes are damaged.
func (s *Store) Body(ctx context.Context, key string) (body []byte, ok bool, err error) {
	_, body, ok, err = s.get(ctx, "SELECT x'', body FROM readings WHERE key = ?", key)
	return body, ok, err
}

func (s *Store) get(ctx context.Context, query, key string) (summary, body []byte, ok bool, err error) {
	err = s.db.QueryRowContext(ctx, query, key).Scan(&summary, &body)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil, false, nil
	}
	if err != nil {
		return nil, nil, false, s.failed(err)
	}
	var damaged error
	if len(summary) > 0 {
		summary, damaged = s.decode.DecodeAll(summary, nil)
	}
	if body != nil && damaged == nil {
		body, damaged = s.decode.DecodeAll(body, nil)
	}
	return summary, body, damaged == nil, nil
}

// Put keeps the reading. It is certain to be kept, and can be had, after Flush.
func (s *Store) Put(ctx context.Context, r Reading) error {
	r.Summary = s.encode.EncodeAll(r.Summary, nil)
	if r.Body != nil {
		r.Body = s.encode.EncodeAll(r.Body, nil)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.pending) == 0 {
		s.since = time.Now()
	}
	s.pending = append(s.pending, r)
	if len(s.pending) < maxPending && time.Since(s.since) < maxPendingTime {
		return nil
	}
	return s.flush(ctx)
}

// Flush writes what is pending.
func (s *Store) Flush(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.flush(ctx)
}

func (s *Store) flush(ctx context.Context) error {
	if len(s.pending) == 0 {
		return nil
	}
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return s.failed(err)
	}
	defer tx.Rollback()
	insert, err := tx.PrepareContext(ctx, "INSERT OR REPLACE INTO readings (key, summary, body) VALUES (?, ?, ?)")
	if err != nil {
		return s.failed(err)
	}
	for _, r := range s.pending {
		if _, err := insert.ExecContext(ctx, r.Key, r.Summary, r.Body); err != nil {
			return s.failed(err)
		}
	}
	if err := tx.Commit(); err != nil {
		return s.failed(err)
	}
	s.pending = s.pending[:0]
	return nil
}

// Note returns the text kept under the name; empty when there is none.
func (s *Store) Note(ctx context.Context, name string) (text string, err error) {
	err = s.db.QueryRowContext(ctx, "SELECT text FROM notes WHERE name = ?", name).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	} else if err != nil {
		return "", s.failed(err)
	}
	return text, nil
}

// SetNote keeps the text under the name.
func (s *Store) SetNote(ctx context.Context, name, text string) error {
	if _, err := s.db.ExecContext(ctx, "INSERT OR REPLACE INTO notes (name, text) VALUES (?, ?)", name, text); err != nil {
		return s.failed(err)
	}
	return nil
}

// Close writes what is pending and closes the file.
func (s *Store) Close() error {
	err := s.Flush(context.Background())
	s.decode.Close()
	return errors.Join(err, s.db.Close())
}

// failed says which file a mistake is about.
func (s *Store) failed(err error) error {
	return fmt.Errorf("the readings kept in %s: %w", s.folder, err)
}
