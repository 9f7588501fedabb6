package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"

	"gongkai"
	"gongkai/cmd/readings"
	"gongkai/corpus"
	"gongkai/corpus/agencies"
	"gongkai/extract/scan"
	"gongkai/normalize"
	"gongkai/normalize/across"
	"gongkai/sinks"
)

// A build goes over its documents twice. The survey reads every one, or takes
// what was kept of it, and holds in memory only what reports are compared by;
// what was read lies in the store. Then each report is taken from there, with
// those that it is compared with, and written.

// surveyed is one document after the survey.
type surveyed struct {
	item corpus.Item
	// err says why the document was not read this time; an error that was kept
	// is in the digest.
	err error
	digest
}

// digest is what the survey keeps of a document. It is stored, as JSON, beside
// the report.
type digest struct {
	// Reason and Message say why there is no report: gongkai.Reason of the error,
	// and the error in words.
	Reason  string `json:",omitempty"`
	Message string `json:",omitempty"`
	// Passing says that it may read otherwise another time, because time, memory
	// or a crash had a part in it: it is read again by the next build.
	Passing bool `json:",omitempty"`
	// OCR names the tesseract that had a part in it, by reading or by not being
	// there; empty where none is needed. With another one it is read again.
	OCR string `json:",omitempty"`
	// Wants are the pictures that may hold what the document itself does not have, and
	// Beside the state of those that were there; Pictures their digests if it is a
	// report with them. When they change it is read again.
	Wants    []string `json:",omitempty"`
	Beside   string   `json:",omitempty"`
	Pictures []string `json:",omitempty"`
	// PictureOf is the page that shows this picture, of which it is a part.
	PictureOf string `json:",omitempty"`
	// NotAReport documents have a source, but are no annual report.
	NotAReport bool `json:",omitempty"`
	Format     gongkai.Format
	Method     string `json:",omitempty"`
	Pages      int    `json:",omitempty"`
	// Across is what the report is compared with others by, and Printed what it
	// says of its agency; both are for reports only.
	Across  *across.Digest  `json:",omitempty"`
	Printed *agencies.Query `json:",omitempty"`
}

// surveyor surveys documents. Its workers are started when the first document
// has to be read.
type surveyor struct {
	workers *workers
	log     io.Writer
	store   *readings.Store
	listsID string

	starting sync.Mutex
	started  *crew
	// shown are the pictures of the reports that were surveyed.
	shown  shown
	wanted wanted
}

// newSurveyor makes one; the caller closes it.
func newSurveyor(w *workers, log io.Writer, store *readings.Store) (*surveyor, error) {
	lists, err := readLists(w.lists)
	if err != nil {
		return nil, err
	}
	return &surveyor{workers: w, log: log, store: store, listsID: fingerprint(lists)}, nil
}

// crew starts the workers when they are first needed.
func (s *surveyor) crew(ctx context.Context) (*crew, error) {
	s.starting.Lock()
	defer s.starting.Unlock()
	var err error
	if s.started == nil {
		s.started, err = s.workers.start(ctx, s.log)
	}
	return s.started, err
}

// close ends the workers.
func (s *surveyor) close() {
	if s.started != nil {
		s.started.Close()
		s.started = nil
	}
}

// fingerprint is short text that differs when the value does.
func fingerprint(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // our own bug: it is plain data
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

// key is where the store keeps the document: what is read of it depends on its
// bytes, on where it was published, and on the lists that are known.
func (s *surveyor) key(item corpus.Item) string {
	return item.SHA256 + " " + s.listsID + " " + item.URL()
}

// survey surveys one document. Duplicates are not read again.
func (s *surveyor) survey(ctx context.Context, item corpus.Item) surveyed {
	if item.Err != nil || item.DuplicateOf != "" {
		return surveyed{item: item, err: item.Err}
	}
	if page := s.shown.page(item.SHA256); page != "" {
		return surveyed{item: item, digest: digest{PictureOf: page}}
	}
	kept, ok, err := s.store.Summary(ctx, s.key(item))
	if err != nil {
		return surveyed{item: item, err: stopError{err}}
	}
	var known digest
	if !ok || json.Unmarshal(kept, &known) != nil || !known.holds(item) {
		known, _, err = s.read(ctx, item)
	}
	s.shown.add(item.Display(), known.Pictures)
	s.wanted.add(item.Path, &known)
	return surveyed{item: item, digest: known, err: err}
}

// holds reports whether the document would read the same now.
func (d *digest) holds(item corpus.Item) bool {
	switch {
	case d.Passing, d.OCR != "" && d.OCR != ocrIdentity():
		return false
	case len(d.Wants) > 0:
		return d.Beside == state(gather(item.Entry, d.Wants))
	}
	return true
}

// read has a worker read the document and keeps what it made of it. The report is
// nil when there is none. An error is the program's or the file's, not one of
// reading.
func (s *surveyor) read(ctx context.Context, item corpus.Item) (digest, *gongkai.Report, error) {
	data, err := item.ReadAll(gongkai.DefaultLimits().Bytes)
	if err != nil {
		return digest{}, nil, err
	}
	pool, err := s.crew(ctx)
	if err != nil {
		return digest{}, nil, stopError{err}
	}
	r, wants, found, err := readPage(ctx, pool, data, item.Entry, gongkai.Source{URL: item.URL(), SHA256: item.SHA256})
	if fatal(err) {
		return digest{}, nil, err
	}
	known := digestReading(r, err)
	if known.Wants = wants; len(wants) > 0 {
		known.Beside = state(found)
	}
	if known.Across != nil {
		for _, b := range found {
			known.Pictures = append(known.Pictures, b.sha256)
		}
	}
	kept := readings.Reading{Key: s.key(item)}
	if kept.Summary, err = json.Marshal(known); err != nil {
		return digest{}, nil, stopError{err}
	}
	if known.Across != nil {
		if kept.Body, err = r.MarshalBinary(); err != nil {
			return digest{}, nil, stopError{err}
		}
	}
	if err := s.store.Put(ctx, kept); err != nil {
		return digest{}, nil, stopError{err}
	}
	// The digest's texts are parts of the report's, which would stay in memory with
	// them. What was kept is what the next build gets.
	var own digest
	if err := json.Unmarshal(kept.Summary, &own); err != nil {
		return digest{}, nil, stopError{err}
	}
	return own, r, nil
}

// ocrIdentity is the tesseract of this run.
var ocrIdentity = sync.OnceValue(scan.Identity)

// stopError says that the build cannot go on, through no document's fault: what
// was read cannot be kept, or no worker starts.
type stopError struct{ error }

func (e stopError) Unwrap() error { return e.error }

// digestReading digests what reading a document came to.
func digestReading(r *gongkai.Report, err error) digest {
	if err != nil {
		d := digest{Reason: gongkai.Reason(err), Message: err.Error(), Passing: mayPass(err)}
		if errors.Is(err, gongkai.ErrNoText) {
			d.OCR = ocrIdentity()
		}
		return d
	}
	s := digest{Format: r.Source.Format, Method: r.Method, Pages: r.Pages, NotAReport: !normalize.IsReport(r)}
	for _, f := range r.Findings {
		if f.Code == gongkai.ReadByOCR || f.Code == gongkai.PageWithoutText {
			s.OCR = ocrIdentity()
		}
	}
	if s.NotAReport {
		return s
	}
	for _, f := range r.Findings {
		s.Passing = s.Passing || f.Code == gongkai.SecondReadingUnavailable
	}
	d, q := across.DigestOf(sinks.ReportID(r.Source.SHA256), r, nil), queryOf(r)
	s.Across, s.Printed = &d, &q
	return s
}

// mayPass reports whether another build may not have the error.
func mayPass(err error) bool {
	switch gongkai.ErrorOf(gongkai.Reason(err)) {
	case gongkai.ErrAccess, gongkai.ErrTimeout, gongkai.ErrMemory, gongkai.ErrCrash, nil:
		return err != nil
	}
	return false
}

// load returns the report that the survey kept, as one of this document. It is read
// again when it is not there any more, or damaged.
func (s *surveyor) load(ctx context.Context, item corpus.Item) (*gongkai.Report, error) {
	r := new(gongkai.Report)
	body, ok, err := s.store.Body(ctx, s.key(item))
	if err == nil && (!ok || r.UnmarshalBinary(body) != nil) {
		var known digest
		if known, r, err = s.read(ctx, item); err == nil && known.Across == nil {
			err = fmt.Errorf("it was a report when it was read first, and is none now: %s", known.Message)
		}
	}
	if err != nil {
		return nil, stopError{fmt.Errorf("%s: what was read of it: %w", item.Display(), err)}
	}
	r.Source.Path = item.Display()
	return r, nil
}

// reasonPicture is the reason of a picture that is read as a part of the page that
// shows it, which the message names.
const reasonPicture = "picture-of"

// document is the row of documents that a surveyed document makes.
func (s surveyed) document() sinks.Document {
	d := sinks.Document{Fetched: s.item.Fetched, Source: gongkai.Source{Path: s.item.Display(), URL: s.item.URL(), SHA256: s.item.SHA256, Bytes: int(s.item.Size)}}
	switch {
	case s.err != nil:
		d.Status, d.Reason, d.Message = sinks.StatusUnreadable, gongkai.Reason(s.err), s.err.Error()
		return d
	case s.item.DuplicateOf != "":
		d.Status, d.Reason, d.DuplicateOf = sinks.StatusDuplicate, "duplicate", s.item.DuplicateOf
		return d
	case s.PictureOf != "":
		d.Status, d.Reason, d.Message = sinks.StatusNotAReport, reasonPicture, s.PictureOf
		d.Source.Format = gongkai.FormatImage
		return d
	case s.Reason != "":
		d.Status, d.Reason, d.Message = sinks.StatusUnreadable, s.Reason, s.Message
		return d
	}
	d.Source.Format, d.Method, d.Pages = s.Format, s.Method, s.Pages
	d.Status = sinks.StatusReport
	if s.NotAReport {
		d.Status, d.Reason = sinks.StatusNotAReport, string(gongkai.NotAReport)
		return d
	}
	d.ReportID = sinks.ReportID(d.Source.SHA256)
	return d
}
