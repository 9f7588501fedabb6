package archive

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"gongkai/corpus/warc"
)

// Exchange is a request and what the server answered.
type Exchange struct {
	URL string
	// Time is when the request was sent; zero means now.
	Time time.Time
	// Address is the server's IP address; empty when it is not known.
	Address string
	// Request is the request as it was sent; nil when it is not known.
	Request []byte
	// Response is the head of the response, from the status line to the empty line.
	Response []byte
	// Body is what followed the head, without a transfer encoding; nil when there was
	// nothing. It is read several times.
	Body io.ReadSeeker
	// Truncated is "length", "time" or "disconnect" when Body is not all of it, as
	// WARC-Truncated has it; empty when it is.
	Truncated string
	// State and Reason are what the crawler makes of the answer. Empty: it follows
	// from the status, and from what was there before.
	State  State
	Reason string
	// Retry queues the URL again, not before that time, unless it is zero.
	Retry time.Time
}

// outcome is what an exchange comes to: what the ledger keeps of it, and what the
// metadata record says, so that the ledger can be made of the records.
type outcome struct {
	url          string
	time         time.Time
	state        State
	reason       string
	retry        time.Time
	status       int
	mime         string
	etag         string
	lastModified string
	digest       string // of the payload; empty when there is none or not all of it
	bytes        int64
	payload      Place // where the payload is; no ID when there is none
	event        Place // the record of this exchange
	end          int64 // of all its records
	link         Link  // as the ledger knows it
}

// Store stores an exchange in the archive and its outcome in the ledger, where the
// URL is added if it is not there, and returns what the ledger says of the URL now. A
// payload that the archive has already, under this URL or another, is stored as a
// revisit record. When Store returns without an error, a kill at any moment loses
// nothing of it.
func (a *Archive) Store(e Exchange) (URL, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.broken != nil {
		return URL{}, a.broken
	}
	before, _, err := a.ledger.Get(e.URL)
	if err != nil {
		return URL{}, err
	}
	response, err := warc.ReadResponse(bytes.NewReader(e.Response))
	if err != nil {
		return URL{}, fmt.Errorf("%s: %w", e.URL, err)
	}
	if e.Time.IsZero() {
		e.Time = a.options.Now()
	}
	if e.Body == nil {
		e.Body = bytes.NewReader(nil)
	}
	if _, err := e.Body.Seek(0, io.SeekStart); err != nil {
		return URL{}, err
	}
	digest, length, err := warc.Digest(e.Body)
	if err != nil {
		return URL{}, err
	}
	o := outcome{url: e.URL, time: e.Time.UTC().Truncate(time.Microsecond), retry: e.Retry, status: response.Status, mime: response.MIME(),
		etag: response.Fields.Get("ETag"), lastModified: response.Fields.Get("Last-Modified"), bytes: length, link: before.Link}
	if e.Truncated == "" && length > 0 && o.status >= 200 && o.status < 300 {
		o.digest = digest
	}
	o.state, o.reason = decide(e, before, o)
	original, err := a.original(before, o)
	if err != nil {
		return URL{}, err
	}
	if err := a.begin(); err != nil {
		return URL{}, err
	}
	if err := a.write(e, &o, digest, original); err != nil {
		return URL{}, err
	}
	if err := a.ledger.record(o); err != nil {
		// What is stored and not in the ledger is added by the next Open.
		a.broken = err
		return URL{}, err
	}
	u, _, err := a.ledger.Get(e.URL)
	return u, err
}

// decide says what state an exchange means, if the crawler leaves it open.
func decide(e Exchange, before URL, o outcome) (State, string) {
	switch {
	case !e.Retry.IsZero():
		return Queued, orStatus(e.Reason, o.status)
	case e.State != "":
		return e.State, e.Reason
	case e.Truncated != "":
		return Failed, "truncated: " + e.Truncated
	case o.status == http.StatusNotModified && before.Digest != "":
		return Unchanged, "not modified"
	case o.status >= 200 && o.status < 300 && o.digest != "" && o.digest == before.Digest:
		return Unchanged, "same digest"
	case o.status >= 200 && o.status < 400 && o.status != http.StatusNotModified:
		return Fetched, e.Reason
	case (o.status == http.StatusNotFound || o.status == http.StatusGone) && before.Digest != "":
		return Vanished, orStatus(e.Reason, o.status)
	}
	return Failed, orStatus(e.Reason, o.status)
}

func orStatus(reason string, status int) string {
	if reason != "" {
		return reason
	}
	return fmt.Sprintf("status %d", status)
}

// original is the record that has the payload already; nil when there is none.
func (a *Archive) original(before URL, o outcome) (*Place, error) {
	if o.status == http.StatusNotModified && before.Digest != "" {
		return &before.Record, nil
	}
	if o.digest == "" || o.status < 200 || o.status >= 300 {
		return nil, nil
	}
	if before.Digest == o.digest {
		return &before.Record, nil
	}
	for u, err := range a.ledger.URLs(Query{Digest: o.digest}) {
		return &u.Record, err
	}
	return nil, nil
}

// Profiles of revisit records.
const (
	profileDigest      = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
	profileNotModified = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
)

// write writes the records of an exchange: response or revisit, request, and the
// metadata record, which comes last: without it they are not whole.
func (a *Archive) write(e Exchange, o *outcome, digest string, original *Place) error {
	id := warc.NewID()
	begin := a.size
	fields := func(kind, id string) warc.Fields {
		f := warc.Fields{{Name: "WARC-Type", Value: kind}, {Name: "WARC-Record-ID", Value: "<" + id + ">"},
			{Name: "WARC-Date", Value: date(o.time)}, {Name: "WARC-Target-URI", Value: o.url}, {Name: "WARC-Warcinfo-ID", Value: "<" + a.info + ">"}}
		return f
	}
	return a.append(func(w io.Writer) error {
		counted := &countingWriter{w: w}
		main := fields("response", id)
		main.Add("WARC-IP-Address", e.Address)
		main.Add("Content-Type", "application/http;msgtype=response")
		main.Add("WARC-Truncated", e.Truncated)
		if o.status != http.StatusNotModified {
			main.Add("WARC-Payload-Digest", digest)
		}
		var block io.ReadSeeker = &joined{head: bytes.NewReader(e.Response), body: e.Body}
		if original != nil {
			main[0].Value, block = "revisit", bytes.NewReader(e.Response)
			main.Add("WARC-Refers-To", "<"+original.ID+">")
			main.Add("WARC-Refers-To-Target-URI", original.URL)
			main.Add("WARC-Refers-To-Date", date(original.Time))
			if o.status == http.StatusNotModified {
				main.Add("WARC-Profile", profileNotModified)
			} else {
				main.Add("WARC-Profile", profileDigest)
				main.Add("WARC-Truncated", "length") // the block has no payload
			}
		}
		if err := warc.Append(counted, main, block); err != nil {
			return err
		}
		o.event = Place{a.name, begin, counted.n, id, o.url, o.time}
		o.payload = o.event
		if original != nil {
			o.payload = *original
		}
		if len(e.Request) > 0 {
			request := fields("request", warc.NewID())
			request.Add("WARC-Concurrent-To", "<"+id+">")
			request.Add("Content-Type", "application/http;msgtype=request")
			if err := warc.Append(counted, request, bytes.NewReader(e.Request)); err != nil {
				return err
			}
		}
		metadata := fields("metadata", warc.NewID())
		metadata.Add("WARC-Concurrent-To", "<"+id+">")
		metadata.Add("Content-Type", "application/warc-fields")
		if err := warc.Append(counted, metadata, strings.NewReader(text(o.metadata()))); err != nil {
			return err
		}
		o.end = begin + counted.n
		return nil
	})
}

// metadata is what the metadata record says beyond the other records: where the URL
// was found, and what was made of the answer.
func (o *outcome) metadata() warc.Fields {
	var f warc.Fields
	f.Add("via", o.link.FoundOn)
	f.Add("linkText", o.link.Text)
	f.Add("gongkai-kind", o.link.Kind)
	f.Add("gongkai-state", string(o.state))
	f.Add("gongkai-reason", o.reason)
	if !o.retry.IsZero() {
		f.Add("gongkai-retry", date(o.retry))
	}
	f.Add("gongkai-bytes", strconv.FormatInt(o.bytes, 10))
	f.Add("gongkai-digest", o.digest)
	return f
}

// joined is a head and a body, one after the other.
type joined struct {
	head *bytes.Reader
	body io.ReadSeeker
}

func (j *joined) Read(b []byte) (int, error) {
	if j.head.Len() > 0 {
		return j.head.Read(b)
	}
	return j.body.Read(b)
}

// Seek goes to the beginning: nothing else is asked of it.
func (j *joined) Seek(offset int64, whence int) (int64, error) {
	if offset != 0 || whence != io.SeekStart {
		return 0, errors.ErrUnsupported
	}
	if _, err := j.head.Seek(0, io.SeekStart); err != nil {
		return 0, err
	}
	return j.body.Seek(0, io.SeekStart)
}

// record notes the outcome of an exchange, and up to where the ledger knows the file.
func (l *Ledger) record(o outcome) error {
	var id int64
	err := l.transaction(func(tx *sql.Tx) error {
		var err error
		link := o.link
		link.URL = o.url
		// To fetch a page is not to find a link to it: its row keeps when it was seen.
		if err = tx.QueryRow("SELECT id FROM urls WHERE url = ?", o.url).Scan(&id); errors.Is(err, sql.ErrNoRows) {
			id, _, err = l.insert(tx, o.time, Queued, "", link)
		}
		if err != nil {
			return l.failed(err)
		}
		_, err = tx.Exec("UPDATE urls SET state = ?, reason = ?, attempts = attempts + 1, due = ?, changed = ?, status = ? WHERE id = ?",
			o.state, o.reason, millis(o.retry), millis(o.time), o.status, id)
		if err == nil && (o.state == Fetched || o.state == Unchanged) {
			_, err = tx.Exec("UPDATE urls SET attempts = 0, fetched = ? WHERE id = ?", millis(o.time), id)
		}
		if err == nil && (o.state == Fetched || o.state == Unchanged) && o.digest != "" {
			_, err = tx.Exec(`UPDATE urls SET mime = ?, etag = ?, last_modified = ?, digest = ?, bytes = ?,
				file = ?, offset = ?, length = ?, record_id = ?, record_url = ?, record_time = ? WHERE id = ?`,
				o.mime, o.etag, o.lastModified, o.digest, o.bytes,
				o.payload.File, o.payload.Offset, o.payload.Length, o.payload.ID, o.payload.URL, o.payload.Time.UnixMicro(), id)
		}
		if err == nil {
			err = event(tx, id, Event{Time: o.time, State: o.state, Reason: o.reason, Status: o.status, Digest: o.digest, File: o.event.File, Offset: o.event.Offset, Length: o.event.Length})
		}
		if err == nil {
			_, err = tx.Exec("INSERT INTO files (name, known) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET known = max(known, excluded.known)", o.event.File, o.end)
		}
		return l.failed(err)
	})
	if err == nil {
		l.unclaim(id)
	}
	return err
}
