package build

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

// Surveyed is one document after the survey.
type Surveyed struct {
	Item corpus.Item
	// Err says why the document was not read this time; an error that was kept
	// is in the digest.
	Err error
	Digest
}

// Digest is what the survey keeps of a document. It is stored, as JSON, beside
// the report.
type Digest struct {
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

// Surveyor surveys documents. Its workers are started when the first document
// has to be read.
type Surveyor struct {
	// Open returns the bytes of a document; nil means those of the file or of the
	// archive that the item is.
	Open    func(context.Context, corpus.Item) ([]byte, error)
	workers Workers
	log     io.Writer
	store   Store
	listsID string

	starting sync.Mutex
	started  *Crew
	// shown are the pictures of the reports that were surveyed.
	shown  Shown
	wanted wanted
}

// Store keeps readings; *readings.Store is one, for one machine.
type Store interface {
	Summary(ctx context.Context, key string) (summary []byte, ok bool, err error)
	Body(ctx context.Context, key string) (body []byte, ok bool, err error)
	Put(context.Context, readings.Reading) error
	Flush(context.Context) error
}

// NewSurveyor makes one; the caller closes it.
func NewSurveyor(w Workers, log io.Writer, store Store) *Surveyor {
	return &Surveyor{workers: w, log: log, store: store, listsID: Fingerprint(w.Lists)}
}

// Crew starts the workers when they are first needed.
func (s *Surveyor) Crew(ctx context.Context) (*Crew, error) {
	s.starting.Lock()
	defer s.starting.Unlock()
	var err error
	if s.started == nil {
		s.started, err = s.workers.Start(ctx, s.log)
	}
	return s.started, err
}

// Wanted are the pictures that were wanted, and what of them was there.
func (s *Surveyor) Wanted() []Want { return s.wanted.list() }

// Close ends the workers.
func (s *Surveyor) Close() {
	if s.started != nil {
		s.started.Close()
		s.started = nil
	}
}

// Fingerprint is short text that differs when the value does.
func Fingerprint(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // our own bug: it is plain data
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

// key is where the store keeps the document: what is read of it depends on its
// bytes, on where it was published, and on the lists that are known.
func (s *Surveyor) key(item corpus.Item) string {
	return item.SHA256 + " " + s.listsID + " " + item.URL()
}

// Kept is what Survey kept of a document. It reads nothing: that nothing is kept is a
// StopError.
func (s *Surveyor) Kept(ctx context.Context, item corpus.Item) Surveyed {
	if item.Err != nil || item.DuplicateOf != "" {
		return Surveyed{Item: item, Err: item.Err}
	}
	kept, ok, err := s.store.Summary(ctx, s.key(item))
	if err == nil && !ok {
		err = errors.New("nothing is kept of it")
	}
	known := Surveyed{Item: item}
	if err == nil {
		err = json.Unmarshal(kept, &known.Digest)
	}
	if err != nil {
		known.Err = StopError{fmt.Errorf("%s: what was read of it: %w", item.Display(), err)}
	}
	return known
}

// Survey surveys one document. Duplicates are not read again.
func (s *Surveyor) Survey(ctx context.Context, item corpus.Item) Surveyed {
	if item.Err != nil || item.DuplicateOf != "" {
		return Surveyed{Item: item, Err: item.Err}
	}
	if page := s.shown.Page(item.SHA256); page != "" {
		return Surveyed{Item: item, Digest: Digest{PictureOf: page}}
	}
	kept, ok, err := s.store.Summary(ctx, s.key(item))
	if err != nil {
		return Surveyed{Item: item, Err: StopError{err}}
	}
	var known Digest
	if !ok || json.Unmarshal(kept, &known) != nil || !s.holds(&known, item) {
		known, _, err = s.read(ctx, item)
	}
	s.shown.Add(item.Display(), known.Pictures)
	s.wanted.add(item.Path, &known)
	return Surveyed{Item: item, Digest: known, Err: err}
}

// holds reports whether the document would read the same now.
func (s *Surveyor) holds(d *Digest, item corpus.Item) bool {
	switch {
	case d.Passing, d.OCR != "" && d.OCR != ocrIdentity():
		return false
	case len(d.Wants) > 0:
		return d.Beside == state(gather(s.place(item), d.Wants))
	}
	return true
}

// read has a worker read the document and keeps what it made of it. The report is
// nil when there is none. An error is the program's or the file's, not one of
// reading.
func (s *Surveyor) read(ctx context.Context, item corpus.Item) (Digest, *gongkai.Report, error) {
	data, err := s.open(ctx, item)
	if err != nil {
		return Digest{}, nil, err
	}
	pool, err := s.Crew(ctx)
	if err != nil {
		return Digest{}, nil, StopError{err}
	}
	r, wants, found, err := pool.readPage(ctx, data, s.place(item), gongkai.Source{URL: item.URL(), SHA256: item.SHA256})
	if Fatal(err) {
		return Digest{}, nil, err
	}
	known := digestReading(r, err)
	if known.Wants = wants; len(wants) > 0 {
		known.Beside = state(found)
	}
	if known.Across != nil {
		for _, b := range found {
			known.Pictures = append(known.Pictures, b.SHA256)
		}
	}
	kept := readings.Reading{Key: s.key(item)}
	if kept.Summary, err = json.Marshal(known); err != nil {
		return Digest{}, nil, StopError{err}
	}
	if known.Across != nil {
		if kept.Body, err = r.MarshalBinary(); err != nil {
			return Digest{}, nil, StopError{err}
		}
	}
	if err := s.store.Put(ctx, kept); err != nil {
		return Digest{}, nil, StopError{err}
	}
	// The digest's texts are parts of the report's, which would stay in memory with
	// them. What was kept is what the next build gets.
	var own Digest
	if err := json.Unmarshal(kept.Summary, &own); err != nil {
		return Digest{}, nil, StopError{err}
	}
	return own, r, nil
}

// open returns the bytes of the document.
func (s *Surveyor) open(ctx context.Context, item corpus.Item) ([]byte, error) {
	if s.Open != nil {
		return s.Open(ctx, item)
	}
	return item.ReadAll(gongkai.DefaultLimits().Bytes)
}

// place is where the document is, with the pictures beside it; nowhere when Open returns
// its bytes.
func (s *Surveyor) place(item corpus.Item) corpus.Entry {
	if s.Open != nil {
		return corpus.Entry{}
	}
	return item.Entry
}

// ocrIdentity is the tesseract of this run.
var ocrIdentity = sync.OnceValue(scan.Identity)

// digestReading digests what reading a document came to.
func digestReading(r *gongkai.Report, err error) Digest {
	if err != nil {
		d := Digest{Reason: gongkai.Reason(err), Message: err.Error(), Passing: mayPass(err)}
		if errors.Is(err, gongkai.ErrNoText) {
			d.OCR = ocrIdentity()
		}
		return d
	}
	s := Digest{Format: r.Source.Format, Method: r.Method, Pages: r.Pages, NotAReport: !normalize.IsReport(r)}
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
func (s *Surveyor) load(ctx context.Context, item corpus.Item) (*gongkai.Report, error) {
	r := new(gongkai.Report)
	body, ok, err := s.store.Body(ctx, s.key(item))
	if err == nil && (!ok || r.UnmarshalBinary(body) != nil) {
		var known Digest
		if known, r, err = s.read(ctx, item); err == nil && known.Across == nil {
			err = fmt.Errorf("it was a report when it was read first, and is none now: %s", known.Message)
		}
	}
	if err != nil {
		return nil, StopError{fmt.Errorf("%s: what was read of it: %w", item.Display(), err)}
	}
	r.Source.Path = item.Display()
	return r, nil
}

// reasonPicture is the reason of a picture that is read as a part of the page that
// shows it, which the message names.
const reasonPicture = "picture-of"

// Document is the row of documents that a surveyed document makes.
func (s Surveyed) Document() sinks.Document {
	d := sinks.Document{Fetched: s.Item.Fetched, Source: gongkai.Source{Path: s.Item.Display(), URL: s.Item.URL(), SHA256: s.Item.SHA256, Bytes: int(s.Item.Size)}}
	switch {
	case s.Err != nil:
		d.Status, d.Reason, d.Message = sinks.StatusUnreadable, gongkai.Reason(s.Err), s.Err.Error()
		return d
	case s.Item.DuplicateOf != "":
		d.Status, d.Reason, d.DuplicateOf = sinks.StatusDuplicate, "duplicate", s.Item.DuplicateOf
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
