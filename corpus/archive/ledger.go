package archive

import (
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// State is what became of a URL.
type State string

// The states of a URL.
const (
	// Queued: to be fetched, or fetched again. What failed and is tried again is
	// queued, too, with the reason.
	Queued State = "queued"
	// Fetched: the archive holds what was there, and it was new.
	Fetched State = "fetched"
	// Unchanged: it was asked for again and is what it was.
	Unchanged State = "unchanged"
	// Skipped: it was found and is not to be fetched: robots.txt, another host, a
	// budget.
	Skipped State = "skipped"
	// Blocked: the site does not want it to be fetched by a program: a challenge, a
	// login.
	Blocked State = "blocked"
	// Failed: it could not be had.
	Failed State = "failed"
	// Vanished: it was there once, and the site says that it is there no more.
	Vanished State = "vanished"
)

// States are all states.
func States() []State { return []State{Queued, Fetched, Unchanged, Skipped, Blocked, Failed, Vanished} }

// Link is a URL that was found.
type Link struct {
	URL string
	// FoundOn is the page with the link, and Text what it says; empty for a URL that
	// the user named.
	FoundOn, Text string
	// Kind is the crawler's: "list", "article", "attachment".
	Kind string
	// Priority orders the queue of a host: the highest first, then the oldest.
	Priority int
}

// URL is all that the ledger says of a URL. Times are zero when there was none.
type URL struct {
	Link
	Host     string
	State    State
	Reason   string
	Attempts int
	// Due is before when it is not to be fetched.
	Due time.Time
	// Added is when it was first found, Seen when it was last found, Changed when
	// its state was set, Fetched when the server last gave it or said that it is
	// unchanged.
	Added, Seen, Changed, Fetched time.Time
	// Status is that of the last response; 0 when there was none.
	Status int
	// MIME, ETag and LastModified are as the server states them, of the payload that
	// the archive holds.
	MIME, ETag, LastModified string
	// Digest is the SHA-256 of the payload ("sha256:…"), Bytes its length; empty
	// when the archive holds none.
	Digest string
	Bytes  int64
	// Record is where the payload is: it may be that of another URL.
	Record Place
}

// Place is a record in the archive.
type Place struct {
	// File is the name of the WARC file, without ".open".
	File           string
	Offset, Length int64
	// ID, URL and Time are those of the record.
	ID, URL string
	Time    time.Time
}

// Event is a line of the ledger: a state that a URL was given.
type Event struct {
	URL    string
	Time   time.Time
	State  State
	Reason string
	Status int
	Digest string
	// File, Offset and Length are the record of the event, or the one that was lost;
	// empty when there is none.
	File           string
	Offset, Length int64
}

// Host is what is known of a host.
type Host struct {
	Host string
	// Next is before when nothing is to be asked of it: the pause between requests,
	// Retry-After, a circuit breaker. It is kept over restarts.
	Next time.Time
	// Failures in a row.
	Failures int
	// Note is the crawler's: why Next is so far away.
	Note string
}

// Ledger is what is known of every URL. The table "events" is only ever added to;
// "urls" is where its lines have led. Its methods may be called by several
// goroutines.
type Ledger struct {
	db   *sql.DB
	path string

	mu      sync.Mutex
	claimed map[int64]bool // URLs that are being fetched, by row
}

const ledgerName = "ledger.sqlite"

const schema = `
CREATE TABLE IF NOT EXISTS urls (
	id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, host TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '',
	attempts INTEGER NOT NULL DEFAULT 0, due INTEGER NOT NULL DEFAULT 0, priority INTEGER NOT NULL DEFAULT 0,
	found_on TEXT NOT NULL DEFAULT '', link_text TEXT NOT NULL DEFAULT '', kind TEXT NOT NULL DEFAULT '',
	added INTEGER NOT NULL, seen INTEGER NOT NULL, changed INTEGER NOT NULL, fetched INTEGER NOT NULL DEFAULT 0,
	status INTEGER NOT NULL DEFAULT 0, mime TEXT NOT NULL DEFAULT '', etag TEXT NOT NULL DEFAULT '', last_modified TEXT NOT NULL DEFAULT '',
	digest TEXT NOT NULL DEFAULT '', bytes INTEGER NOT NULL DEFAULT 0,
	file TEXT NOT NULL DEFAULT '', offset INTEGER NOT NULL DEFAULT 0, length INTEGER NOT NULL DEFAULT 0,
	record_id TEXT NOT NULL DEFAULT '', record_url TEXT NOT NULL DEFAULT '', record_time INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX IF NOT EXISTS queue ON urls (host, priority DESC, id) WHERE state = 'queued';
CREATE INDEX IF NOT EXISTS digests ON urls (digest) WHERE digest <> '';
CREATE TABLE IF NOT EXISTS events (
	seq INTEGER PRIMARY KEY AUTOINCREMENT, url INTEGER NOT NULL REFERENCES urls (id), time INTEGER NOT NULL, state TEXT NOT NULL,
	reason TEXT NOT NULL, status INTEGER NOT NULL, digest TEXT NOT NULL, file TEXT NOT NULL, offset INTEGER NOT NULL, length INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS histories ON events (url);
CREATE INDEX IF NOT EXISTS records ON events (file, offset) WHERE file <> '';
CREATE INDEX IF NOT EXISTS payloads ON urls (file) WHERE file <> '';
CREATE TRIGGER IF NOT EXISTS events_are_not_changed BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'the ledger is only added to'); END;
CREATE TRIGGER IF NOT EXISTS events_are_not_removed BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'the ledger is only added to'); END;
CREATE TABLE IF NOT EXISTS hosts (host TEXT PRIMARY KEY, next INTEGER NOT NULL, failures INTEGER NOT NULL, note TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files (name TEXT PRIMARY KEY, known INTEGER NOT NULL) STRICT, WITHOUT ROWID;`

// openLedger opens the ledger in the folder; it is made when it is not there, unless
// it is opened for reading only. The write-ahead log survives a kill at any moment.
// What a power cut takes of the last second is found again in the WARC files.
func openLedger(folder string, readOnly bool) (*Ledger, error) {
	path := filepath.Join(folder, ledgerName)
	query := url.Values{"_pragma": {"busy_timeout(30000)", "journal_mode(WAL)", "synchronous(NORMAL)", "cache_size(-8192)", "temp_store(FILE)"}, "_txlock": {"immediate"}}
	if readOnly {
		if _, err := os.Stat(path); err != nil {
			return nil, err
		}
		query = url.Values{"_pragma": {"busy_timeout(30000)", "query_only(1)", "cache_size(-8192)"}}
	}
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: filepath.ToSlash(path)}).EscapedPath()+"?"+query.Encode())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(4)
	l := &Ledger{db: db, path: path, claimed: map[int64]bool{}}
	if !readOnly {
		_, err = db.Exec(schema)
	} else {
		_, err = db.Exec("SELECT 1 FROM urls LIMIT 1")
	}
	if err != nil {
		return nil, errors.Join(l.failed(err), db.Close())
	}
	return l, nil
}

func (l *Ledger) close() error { return l.db.Close() }

func (l *Ledger) failed(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", l.path, err)
}

// millis is how the ledger keeps a time.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func fromMillis(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMilli(n).UTC()
}

// fromMicros is for the dates of records, which revisit records must repeat.
func fromMicros(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMicro(n).UTC()
}

// HostOf is the host under which a URL is queued, with its port, in lower case;
// empty for what is no URL of a server.
func HostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Host)
}

// transaction does f in one transaction.
func (l *Ledger) transaction(f func(*sql.Tx) error) error {
	tx, err := l.db.Begin()
	if err != nil {
		return l.failed(err)
	}
	defer tx.Rollback()
	if err := f(tx); err != nil {
		return err
	}
	return l.failed(tx.Commit())
}

// Add queues the links that the ledger does not know, and notes of the others that
// they were seen. It returns how many were new.
func (l *Ledger) Add(now time.Time, links ...Link) (added int, err error) {
	return l.add(now, Queued, "", links)
}

// Skip notes links that are not to be fetched, and why. What the ledger knows
// already keeps its state.
func (l *Ledger) Skip(now time.Time, reason string, links ...Link) (added int, err error) {
	return l.add(now, Skipped, reason, links)
}

func (l *Ledger) add(now time.Time, state State, reason string, links []Link) (added int, err error) {
	err = l.transaction(func(tx *sql.Tx) error {
		for _, link := range links {
			id, isNew, err := l.insert(tx, now, state, reason, link)
			if err != nil {
				return l.failed(err)
			}
			if isNew {
				added++
				if err := event(tx, id, Event{Time: now, State: state, Reason: reason}); err != nil {
					return l.failed(err)
				}
			}
		}
		return nil
	})
	return added, err
}

// insert makes the row of a URL unless it is there.
func (l *Ledger) insert(tx *sql.Tx, now time.Time, state State, reason string, link Link) (id int64, isNew bool, err error) {
	result, err := tx.Exec(`INSERT INTO urls (url, host, state, reason, priority, found_on, link_text, kind, added, seen, changed)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (url) DO NOTHING`,
		link.URL, HostOf(link.URL), state, reason, link.Priority, link.FoundOn, link.Text, link.Kind, millis(now), millis(now), millis(now))
	if err != nil {
		return 0, false, err
	}
	if n, err := result.RowsAffected(); err != nil {
		return 0, false, err
	} else if n > 0 {
		id, err = result.LastInsertId()
		return id, true, err
	}
	err = tx.QueryRow("UPDATE urls SET seen = max(seen, ?) WHERE url = ? RETURNING id", millis(now), link.URL).Scan(&id)
	return id, false, err
}

func event(tx *sql.Tx, id int64, e Event) error {
	_, err := tx.Exec("INSERT INTO events (url, time, state, reason, status, digest, file, offset, length) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		id, millis(e.Time), e.State, e.Reason, e.Status, e.Digest, e.File, e.Offset, e.Length)
	return err
}

// columns are those that scanURL reads.
const columns = `url, found_on, link_text, kind, priority, host, state, reason, attempts, due, added, seen, changed, fetched,
	status, mime, etag, last_modified, digest, bytes, file, offset, length, record_id, record_url, record_time`

// scanURL reads a row of columns; before are columns in front of them.
func scanURL(rows interface{ Scan(...any) error }, before ...any) (u URL, err error) {
	var due, added, seen, changed, fetched, recorded int64
	err = rows.Scan(append(before, &u.URL, &u.FoundOn, &u.Text, &u.Kind, &u.Priority, &u.Host, &u.State, &u.Reason, &u.Attempts, &due, &added, &seen, &changed, &fetched,
		&u.Status, &u.MIME, &u.ETag, &u.LastModified, &u.Digest, &u.Bytes, &u.Record.File, &u.Record.Offset, &u.Record.Length, &u.Record.ID, &u.Record.URL, &recorded)...)
	u.Due, u.Added, u.Seen, u.Changed, u.Fetched, u.Record.Time = fromMillis(due), fromMillis(added), fromMillis(seen), fromMillis(changed), fromMillis(fetched), fromMicros(recorded)
	return u, err
}

// Query says which URLs are meant; its zero value means all.
type Query struct {
	// State and Host; empty means all.
	State State
	Host  string
	// Since leaves out what was given its state before.
	Since time.Time
	// Digest of the payload; empty means any.
	Digest string
	// NotSeenSince leaves out what was found since: what is left are pages that no
	// list has named any more. Zero means all.
	NotSeenSince time.Time
}

// URLs are those that the query means, in the order in which they were found.
func (l *Ledger) URLs(q Query) iter.Seq2[URL, error] {
	return func(yield func(URL, error) bool) {
		where, args := []string{"1"}, []any{}
		condition := func(on bool, text string, arg any) {
			if on {
				where, args = append(where, text), append(args, arg)
			}
		}
		condition(q.State != "", "state = ?", q.State)
		condition(q.Host != "", "host = ?", strings.ToLower(q.Host))
		condition(!q.Since.IsZero(), "changed >= ?", millis(q.Since))
		condition(q.Digest != "", "digest <> '' AND digest = ?", q.Digest)
		condition(!q.NotSeenSince.IsZero(), "seen < ?", millis(q.NotSeenSince))
		rows, err := l.db.Query("SELECT "+columns+" FROM urls WHERE "+strings.Join(where, " AND ")+" ORDER BY id", args...)
		if err != nil {
			yield(URL{}, l.failed(err))
			return
		}
		defer rows.Close()
		for rows.Next() {
			u, err := scanURL(rows)
			if !yield(u, l.failed(err)) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(URL{}, l.failed(err))
		}
	}
}

// Get returns what is known of a URL; ok is false when it is not in the ledger.
func (l *Ledger) Get(address string) (u URL, ok bool, err error) {
	u, err = scanURL(l.db.QueryRow("SELECT "+columns+" FROM urls WHERE url = ?", address))
	if errors.Is(err, sql.ErrNoRows) {
		return URL{}, false, nil
	}
	return u, err == nil, l.failed(err)
}

// History is every state that the URL was given, the oldest first.
func (l *Ledger) History(address string) ([]Event, error) {
	rows, err := l.db.Query(`SELECT urls.url, e.time, e.state, e.reason, e.status, e.digest, e.file, e.offset, e.length
		FROM events e JOIN urls ON urls.id = e.url WHERE urls.url = ? ORDER BY seq`, address)
	if err != nil {
		return nil, l.failed(err)
	}
	defer rows.Close()
	var events []Event
	for rows.Next() {
		var e Event
		var at int64
		if err := rows.Scan(&e.URL, &at, &e.State, &e.Reason, &e.Status, &e.Digest, &e.File, &e.Offset, &e.Length); err != nil {
			return nil, l.failed(err)
		}
		e.Time = fromMillis(at)
		events = append(events, e)
	}
	return events, l.failed(rows.Err())
}

// Counts are how many URLs are in each state.
func (l *Ledger) Counts() (map[State]int, error) {
	rows, err := l.db.Query("SELECT state, count(*) FROM urls GROUP BY state")
	if err != nil {
		return nil, l.failed(err)
	}
	defer rows.Close()
	counts := map[State]int{}
	for rows.Next() {
		var s State
		var n int
		if err := rows.Scan(&s, &n); err != nil {
			return nil, l.failed(err)
		}
		counts[s] = n
	}
	return counts, l.failed(rows.Err())
}
