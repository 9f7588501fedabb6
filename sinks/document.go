package sinks

import (
	"errors"
	"fmt"
	"time"

	"gongkai"
)

// DocumentStatus says what became of an input.
type DocumentStatus string

const (
	StatusReport     DocumentStatus = "report"
	StatusNotAReport DocumentStatus = "not-a-report"
	StatusUnreadable DocumentStatus = "unreadable"
	StatusDuplicate  DocumentStatus = "duplicate"
)

// Document is one input and what became of it: one row of documents.
type Document struct {
	Source gongkai.Source
	Status DocumentStatus
	// Reason is gongkai.Reason of the error for an unreadable document, a
	// similar word for another that is not a report, empty for a report.
	Reason string
	// Message is the error in words; empty when there is none.
	Message string
	// ReportID names the report that this document is or repeats; empty when
	// there is none.
	ReportID string
	// DuplicateOf is the path or URL of the document that this one repeats.
	DuplicateOf string
	// Pages is the number of pages; 0 when the format has none.
	Pages int
	// Method names the engine that read the document; empty when none did.
	Method string
	// Fetched is when it was downloaded; zero when not known.
	Fetched time.Time
}

// sha256Digits is the length of a SHA-256 digest in hex.
const sha256Digits = 64

// reportIDDigits of the digest make a report_id: 64 bits, short enough to cite.
const reportIDDigits = 16

// ReportID is the report_id of the document whose bytes have the SHA-256
// digest, given in hex: its first 16 digits.
func ReportID(sha256 string) string { return sha256[:min(reportIDDigits, len(sha256))] }

// ErrMisuse says that the caller of a Sink broke its contract: the program has
// a bug, not the input.
var ErrMisuse = errors.New("sink used against its contract")

// order checks what a Sink asks of its callers. The zero value is ready.
type order struct {
	kind         recordKind
	digest, path string
	reportID     string
	key          string // of the last agency or coverage
}

// next returns an error wrapping ErrMisuse unless the record may follow what
// came before.
func (o *order) next(record Record) error {
	kind := record.kind()
	if kind < o.kind || kind == noRecord || kind != ofDocument && record.Report != nil {
		return fmt.Errorf("%w: a record of kind %d comes after one of kind %d", ErrMisuse, kind, o.kind)
	}
	o.kind = kind
	switch kind {
	case ofAgency:
		return o.ascends(record.Agency.ID)
	case ofCoverage:
		return o.ascends(fmt.Sprintf("%s %04d", record.Coverage.AgencyID, record.Coverage.Year))
	}
	return o.document(*record.Document, record.Report)
}

// ascends makes sure that keys of one kind ascend.
func (o *order) ascends(key string) error {
	key = fmt.Sprint(o.kind) + key
	if key <= o.key {
		return fmt.Errorf("%w: %q comes after %q", ErrMisuse, key, o.key)
	}
	o.key = key
	return nil
}

func (o *order) document(d Document, r *gongkai.Report) error {
	s := d.Source
	if s.SHA256 < o.digest || s.SHA256 == o.digest && s.Path < o.path {
		return fmt.Errorf("%w: document %s %q comes after %s %q", ErrMisuse, s.SHA256, s.Path, o.digest, o.path)
	}
	o.digest, o.path = s.SHA256, s.Path
	if (d.Status == StatusReport) != (r != nil) {
		return fmt.Errorf("%w: document %q of status %q has report: %t", ErrMisuse, s.Path, d.Status, r != nil)
	}
	if r == nil {
		return nil
	}
	if len(s.SHA256) != sha256Digits || r.Source.SHA256 != s.SHA256 || d.ReportID != ReportID(s.SHA256) {
		return fmt.Errorf("%w: report %q of document %s has digest %s", ErrMisuse, d.ReportID, s.SHA256, r.Source.SHA256)
	}
	if d.ReportID == o.reportID {
		return fmt.Errorf("%w: report %s is written twice", ErrMisuse, d.ReportID)
	}
	o.reportID = d.ReportID
	return nil
}
