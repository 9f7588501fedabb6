package archive

import (
	"database/sql"
	"errors"
	"time"
)

// Hosts are the hosts with queued URLs, and when each may be asked next: the zero
// time is now.
func (l *Ledger) Hosts() ([]Host, error) {
	// One step of the index a host: the queue may hold a million URLs.
	rows, err := l.db.Query(`WITH RECURSIVE h (host) AS (
			SELECT min(host) FROM urls WHERE state = 'queued'
			UNION ALL SELECT (SELECT min(host) FROM urls WHERE state = 'queued' AND urls.host > h.host) FROM h WHERE h.host IS NOT NULL)
		SELECT h.host, coalesce(next, 0), coalesce(failures, 0), coalesce(note, '') FROM h LEFT JOIN hosts USING (host) WHERE h.host IS NOT NULL ORDER BY 1`)
	if err != nil {
		return nil, l.failed(err)
	}
	defer rows.Close()
	var hosts []Host
	for rows.Next() {
		var h Host
		var next int64
		if err := rows.Scan(&h.Host, &next, &h.Failures, &h.Note); err != nil {
			return nil, l.failed(err)
		}
		h.Next = fromMillis(next)
		hosts = append(hosts, h)
	}
	return hosts, l.failed(rows.Err())
}

// Host is what is known of a host.
func (l *Ledger) Host(host string) (Host, error) {
	h, next := Host{Host: host}, int64(0)
	err := l.db.QueryRow("SELECT next, failures, note FROM hosts WHERE host = ?", host).Scan(&next, &h.Failures, &h.Note)
	if errors.Is(err, sql.ErrNoRows) {
		return h, nil
	}
	h.Next = fromMillis(next)
	return h, l.failed(err)
}

// SetHost keeps what is known of a host.
func (l *Ledger) SetHost(h Host) error {
	_, err := l.db.Exec("INSERT OR REPLACE INTO hosts (host, next, failures, note) VALUES (?, ?, ?, ?)", h.Host, millis(h.Next), h.Failures, h.Note)
	return l.failed(err)
}

// Claim takes the next URL of the host from the queue, and gives it to nobody else
// until a state is set or Release is called; after a restart it is queued again. It
// is nil if there is none, none is due, or the host is not to be asked yet.
func (l *Ledger) Claim(host string, now time.Time) (*URL, error) {
	h, err := l.Host(host)
	if err != nil || h.Next.After(now) {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	rows, err := l.db.Query("SELECT id, "+columns+" FROM urls WHERE state = 'queued' AND host = ? AND due <= ? ORDER BY priority DESC, id", host, millis(now))
	if err != nil {
		return nil, l.failed(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		u, err := scanURL(rows, &id)
		if err != nil {
			return nil, l.failed(err)
		}
		if !l.claimed[id] {
			l.claimed[id] = true
			return &u, nil
		}
	}
	return nil, l.failed(rows.Err())
}

// Release gives a claimed URL back to the queue, as it was.
func (l *Ledger) Release(address string) error {
	var id int64
	if err := l.db.QueryRow("SELECT id FROM urls WHERE url = ?", address).Scan(&id); err != nil {
		return l.failed(err)
	}
	l.unclaim(id)
	return nil
}

func (l *Ledger) unclaim(id int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.claimed, id)
}

// Set gives a URL that the ledger knows a state without a record: it was skipped or
// blocked, or no server answered.
func (l *Ledger) Set(now time.Time, address string, state State, reason string) error {
	return l.set(now, address, state, reason, time.Time{})
}

// Retry notes that a URL could not be had, and queues it again, not before due.
func (l *Ledger) Retry(now time.Time, address, reason string, due time.Time) error {
	return l.set(now, address, Queued, reason, due)
}

func (l *Ledger) set(now time.Time, address string, state State, reason string, due time.Time) error {
	var id int64
	err := l.transaction(func(tx *sql.Tx) error {
		err := tx.QueryRow("UPDATE urls SET state = ?, reason = ?, changed = ?, due = ?, attempts = attempts + 1 WHERE url = ? RETURNING id",
			state, reason, millis(now), millis(due), address).Scan(&id)
		if err == nil {
			err = event(tx, id, Event{Time: now, State: state, Reason: reason})
		}
		return l.failed(err)
	})
	if err == nil {
		l.unclaim(id)
	}
	return err
}

// Refresh queues what was last fetched before the given time again: the archive
// holds it, so that the crawler asks whether it has changed, or was vanished. It
// returns how many URLs those are.
func (l *Ledger) Refresh(now, before time.Time) (int, error) {
	var n int64
	err := l.transaction(func(tx *sql.Tx) error {
		const which = "state IN ('fetched', 'unchanged', 'vanished') AND fetched < ?"
		_, err := tx.Exec("INSERT INTO events (url, time, state, reason, status, digest, file, offset, length) SELECT id, ?, 'queued', 'refresh', 0, '', '', 0, 0 FROM urls WHERE "+which, millis(now), millis(before))
		if err == nil {
			var result sql.Result
			if result, err = tx.Exec("UPDATE urls SET state = 'queued', reason = 'refresh', attempts = 0, due = 0, changed = ? WHERE "+which, millis(now), millis(before)); err == nil {
				n, err = result.RowsAffected()
			}
		}
		return l.failed(err)
	})
	return int(n), err
}
