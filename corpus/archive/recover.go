package archive

import (
	"bufio"
	"database/sql"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"gongkai/corpus/warc"
)

// warcFiles are the names of the WARC files of an archive in order of age, those
// that are open with ".open".
func warcFiles(folder string) ([]string, error) {
	entries, err := os.ReadDir(filepath.Join(folder, warcFolder))
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if n := e.Name(); e.Type().IsRegular() && strings.HasSuffix(strings.TrimSuffix(n, openSuffix), suffix) {
			names = append(names, n)
		}
	}
	return names, nil
}

// recover puts in order what a killed process left behind.
func (a *Archive) recover() error {
	names, err := warcFiles(a.folder)
	if err != nil {
		return err
	}
	known, err := a.ledger.files()
	if err != nil {
		return err
	}
	for _, file := range names {
		name, isOpen := strings.CutSuffix(file, openSuffix)
		end := known[name]
		delete(known, name)
		info, err := os.Stat(a.path(file))
		if err != nil {
			return err
		}
		if !isOpen && info.Size() == end {
			continue
		}
		if err := a.recoverFile(file, name, isOpen, end); err != nil {
			return err
		}
	}
	for name := range known { // the file is gone
		if err := a.ledger.requeueLost(a.options.Now(), name, 0, nil); err != nil {
			return err
		}
	}
	return nil
}

// recoverFile makes file and ledger agree: the ledger knows the file up to the byte
// known.
func (a *Archive) recoverFile(file, name string, isOpen bool, known int64) error {
	f, err := os.OpenFile(a.path(file), os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer func() {
		if a.file != f {
			f.Close()
		}
	}()
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	s := &groups{name: name, ledger: a.ledger, from: known}
	if err := s.read(f, size); err != nil {
		return err
	}
	if isOpen && s.good < size {
		if err := f.Truncate(s.good); err != nil {
			return err
		}
	}
	if s.good < known || len(s.bad) > 0 {
		if err := a.ledger.requeueLost(a.options.Now(), name, s.good, s.bad); err != nil {
			return err
		}
	}
	switch {
	case !isOpen:
		return a.ledger.setKnown(name, size)
	case s.good == 0:
		return os.Remove(a.path(file))
	}
	if err := a.endFile(); err != nil { // an older one that is open, too
		return err
	}
	_, err = f.Seek(s.good, io.SeekStart)
	a.file, a.name, a.size, a.info = f, name, s.good, s.info
	return errors.Join(err, f.Sync())
}

// span is a part of a file.
type span struct{ from, to int64 }

// groups reads a file of this archive: the records that were stored together.
type groups struct {
	name   string
	ledger *Ledger
	// from is where groups begin that the ledger does not know: they are added.
	from int64

	good int64  // the end of the last whole group
	info string // the name of the warcinfo record
	bad  []span // damaged parts

	open     *outcome // the group that is being read; nil between groups
	original string   // the ID of the record that it repeats
}

func (s *groups) read(f io.ReaderAt, size int64) error {
	r := warc.NewReader(f, size, 0)
	for {
		record, err := r.Next()
		if err == io.EOF {
			return nil
		}
		if err == nil {
			if err = s.record(record); err == nil {
				continue
			}
		}
		var wrong *warc.Error
		if !errors.As(err, &wrong) || !isWrong(err) {
			return err
		}
		s.open = nil
		if to := r.Offset(); to < size { // else it is the end that is missing
			s.bad = append(s.bad, span{wrong.Offset, to})
		}
	}
}

// isWrong reports whether an error is about what is in the file, not about reading
// it.
func isWrong(err error) bool {
	for _, sentinel := range []error{warc.ErrSyntax, warc.ErrLength, warc.ErrTruncated, warc.ErrDamaged, warc.ErrShared, warc.ErrTooLarge} {
		if errors.Is(err, sentinel) {
			return true
		}
	}
	return false
}

func (s *groups) record(record *warc.Record) error {
	switch record.Type() {
	case "response", "revisit":
		return s.begin(record)
	case "metadata":
		return s.end(record)
	}
	if err := record.Finish(); err != nil {
		return err
	}
	if record.Type() == "warcinfo" {
		s.info, s.good = record.ID(), record.Offset+record.Length
	}
	return nil
}

func (s *groups) begin(record *warc.Record) error {
	s.open = nil
	response, err := warc.ReadResponse(record.Block)
	if finish := record.Finish(); finish != nil {
		return finish
	} else if err != nil {
		return nil // not one of ours
	}
	s.original = strings.Trim(record.Fields.Get("WARC-Refers-To"), "<>")
	s.open = &outcome{url: record.TargetURI(), time: record.Date(), status: response.Status, mime: response.MIME(),
		etag: response.Fields.Get("ETag"), lastModified: response.Fields.Get("Last-Modified")}
	s.open.event = Place{s.name, record.Offset, record.Length, record.ID(), s.open.url, s.open.time}
	return nil
}

// end reads the metadata record, the last of a group.
func (s *groups) end(record *warc.Record) error {
	fields, err := readText(record.Block)
	if finish := record.Finish(); finish != nil {
		return finish
	}
	o := s.open
	s.open = nil
	if err != nil || o == nil || strings.Trim(record.Fields.Get("WARC-Concurrent-To"), "<>") != o.event.ID {
		return nil
	}
	s.good = record.Offset + record.Length
	if o.event.Offset < s.from {
		return nil
	}
	o.link = Link{FoundOn: fields.Get("via"), Text: fields.Get("linkText"), Kind: fields.Get("gongkai-kind")}
	o.state, o.reason, o.digest = State(fields.Get("gongkai-state")), fields.Get("gongkai-reason"), fields.Get("gongkai-digest")
	o.bytes, _ = strconv.ParseInt(fields.Get("gongkai-bytes"), 10, 64)
	o.retry, _ = time.Parse(time.RFC3339Nano, fields.Get("gongkai-retry"))
	o.end = s.good
	if o.payload, err = s.payload(o); err != nil {
		return err
	}
	return s.ledger.record(*o)
}

// payload is where the payload of a group is.
func (s *groups) payload(o *outcome) (Place, error) {
	if s.original == "" {
		return o.event, nil
	}
	if u, ok, err := s.ledger.Get(o.url); err != nil || ok && u.Record.ID == s.original {
		return u.Record, err
	}
	for u, err := range s.ledger.URLs(Query{Digest: o.digest}) {
		if err != nil || u.Record.ID == s.original {
			return u.Record, err
		}
	}
	return Place{}, nil
}

// maxText is how much of a block of fields is read.
const maxText = 64 << 10

// readText reads a block of the type application/warc-fields.
func readText(block io.Reader) (warc.Fields, error) {
	var f warc.Fields
	lines := bufio.NewScanner(io.LimitReader(block, maxText))
	for lines.Scan() {
		if name, value, ok := strings.Cut(lines.Text(), ":"); ok {
			f.Add(strings.TrimSpace(name), strings.TrimSpace(value))
		}
	}
	return f, lines.Err()
}

// files are the WARC files that the ledger knows, and up to where.
func (l *Ledger) files() (map[string]int64, error) {
	rows, err := l.db.Query("SELECT name, known FROM files")
	if err != nil {
		return nil, l.failed(err)
	}
	defer rows.Close()
	known := map[string]int64{}
	for rows.Next() {
		var name string
		var n int64
		if err := rows.Scan(&name, &n); err != nil {
			return nil, l.failed(err)
		}
		known[name] = n
	}
	return known, l.failed(rows.Err())
}

func (l *Ledger) setKnown(name string, n int64) error {
	_, err := l.db.Exec("INSERT OR REPLACE INTO files (name, known) VALUES (?, ?)", name, n)
	return l.failed(err)
}

// reasonLost is the reason of the event that makes an earlier one void, because the
// record of that one was lost: both have the same URL, file and offset.
const reasonLost = "its record was lost"

// requeueLost queues the URLs again whose records lie in a part of the file that is
// not there any more: behind good, or in a bad part. A URL whose payload was there is
// asked for as if it had never been had.
func (l *Ledger) requeueLost(now time.Time, name string, good int64, bad []span) error {
	return l.transaction(func(tx *sql.Tx) error {
		for _, b := range append(bad, span{good, 1<<62 - 1}) {
			if err := requeueSpan(tx, now, name, b); err != nil {
				return l.failed(err)
			}
		}
		query := "UPDATE files SET known = min(known, ?) WHERE name = ?"
		if good == 0 {
			query = "DELETE FROM files WHERE ? = 0 AND name = ?"
		}
		_, err := tx.Exec(query, good, name)
		return l.failed(err)
	})
}

func requeueSpan(tx *sql.Tx, now time.Time, name string, b span) error {
	// Events that are void already, or no longer the last of their URL, change nothing.
	rows, err := tx.Query(`SELECT url, offset, length, seq = (SELECT max(seq) FROM events WHERE url = e.url) FROM events e
		WHERE file <> '' AND file = ? AND offset + length > ? AND offset < ? AND reason <> ? AND NOT EXISTS (
			SELECT 1 FROM events v WHERE v.file = e.file AND v.offset = e.offset AND v.url = e.url AND v.seq > e.seq AND v.reason = ?)`,
		name, b.from, b.to, reasonLost, reasonLost)
	if err != nil {
		return err
	}
	defer rows.Close()
	type lost struct {
		url, offset, length int64
		last                bool
	}
	var events []lost
	for rows.Next() {
		var e lost
		if err := rows.Scan(&e.url, &e.offset, &e.length, &e.last); err != nil {
			return err
		}
		events = append(events, e)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, e := range events {
		err := event(tx, e.url, Event{Time: now, State: Queued, Reason: reasonLost, File: name, Offset: e.offset, Length: e.length})
		if err == nil && e.last {
			_, err = tx.Exec("UPDATE urls SET state = 'queued', reason = ?, changed = ?, attempts = 0, due = 0 WHERE id = ?", reasonLost, millis(now), e.url)
		}
		if err != nil {
			return err
		}
	}
	_, err = tx.Exec(`UPDATE urls SET state = 'queued', reason = ?, changed = ?, attempts = 0, due = 0, fetched = 0, status = 0, mime = '', etag = '', last_modified = '',
		digest = '', bytes = 0, file = '', offset = 0, length = 0, record_id = '', record_url = '', record_time = 0 WHERE file <> '' AND file = ? AND offset + length > ? AND offset < ?`,
		reasonLost, millis(now), name, b.from, b.to)
	return err
}
