package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"gongkai"
	"gongkai/extract/page"
	"gongkai/extract/scan"
)

// Reader reads PDF documents with one engine. It is not safe for concurrent
// use.
type Reader struct {
	// Scan reads pages that are pictures; nil leaves them unread.
	Scan     *scan.Engine
	cacheDir string
	engine   *engine
}

// NewReader returns a reader whose engine starts at the first use. Compiled
// code is kept in cacheDir: starting takes 3-6 s without and 0.1-0.2 s with
// it. "" keeps none.
func NewReader(cacheDir string) *Reader { return &Reader{cacheDir: cacheDir} }

// Warm starts the engine. The error is the program's or the cache directory's,
// never a document's.
func (r *Reader) Warm() error {
	if r.engine != nil {
		return nil
	}
	e, err := newEngine(r.cacheDir)
	if err != nil {
		return fmt.Errorf("pdfium: %w", err)
	}
	r.engine = e
	return nil
}

// Close releases the engine; the reader starts a new one when used again.
func (r *Reader) Close() error {
	if r.engine == nil {
		return nil
	}
	err := r.engine.close()
	r.engine = nil
	return err
}

// Read reads a document. Its errors are *gongkai.ReadError and wrap
// ErrEmpty, ErrFormat (no PDF header: a login page, an image), ErrEncrypted (a
// password is needed), ErrDamaged, ErrLimit or ErrNoText (a scan). The
// findings that it raises are DamagedSource, PageWithoutText, UnmappedGlyphs,
// ImplausibleText, InvisibleText and OverlappingCells.
//
// Reading has no deadline of its own: a file can be made to take hours, so
// callers run it in a process that they can kill.
func (r *Reader) Read(data []byte, limits gongkai.Limits) (*gongkai.Document, error) {
	trace, err := r.Trace(data, limits)
	if err != nil {
		return nil, err
	}
	return trace.Document, nil
}

// Trace is Read with what every stage made.
func (r *Reader) Trace(data []byte, limits gongkai.Limits) (*page.Trace, error) {
	trace, err := r.trace(data, limits)
	if err != nil {
		return nil, readError(err)
	}
	return trace, nil
}

// readError wraps err once, for the package boundary. An engine that does not
// start is no document's fault and stays as it is.
func readError(err error) error {
	for _, sentinel := range []error{gongkai.ErrFormat, gongkai.ErrEmpty, gongkai.ErrDamaged, gongkai.ErrEncrypted, gongkai.ErrLimit, gongkai.ErrNoText} {
		if errors.Is(err, sentinel) {
			return &gongkai.ReadError{Format: gongkai.FormatPDF, Offset: -1, Err: err}
		}
	}
	return err
}

func (r *Reader) trace(data []byte, limits gongkai.Limits) (*page.Trace, error) {
	if err := precheck(data, limits); err != nil {
		return nil, err
	}
	if err := r.Warm(); err != nil {
		return nil, err
	}
	pages, title, repaired, err := r.pages(data, limits)
	if err != nil {
		return nil, err
	}
	engine, err := r.scanned(data, pages, &limits)
	if err != nil {
		return nil, err
	}
	trace, err := page.Assemble(pages, gongkai.FormatPDF, engine, limits.Cells)
	if err != nil {
		return nil, err
	}
	trace.Document.HeadTitle = title
	if repaired || !bytes.Contains(data[max(0, len(data)-tailBytes):], []byte("startxref")) {
		trace.Document.Findings = append([]gongkai.Finding{{Code: gongkai.DamagedSource, Detail: "no trailer"}}, trace.Document.Findings...)
	}
	return trace, nil
}

const (
	// headerBytes is how far into a file readers look for its header.
	headerBytes = 1024
	// tailBytes is how far from its end they look for startxref.
	tailBytes = 4096
)

// precheck decides what can be decided without the engine.
func precheck(data []byte, limits gongkai.Limits) error {
	if len(data) == 0 {
		return gongkai.ErrEmpty
	}
	if err := gongkai.Exceeds(len(data), limits.Bytes, "bytes"); err != nil {
		return err
	}
	if !bytes.Contains(data[:min(len(data), headerBytes)], []byte("%PDF-")) {
		return fmt.Errorf("%w: no PDF header", gongkai.ErrFormat)
	}
	return nil
}

// method names the engine in the documents that this package makes.
const method = "pdf/pdfium"

// pages opens the document in an instance of its own and runs the stages that
// look at one page.
func (r *Reader) pages(data []byte, limits gongkai.Limits) (pages []*page.Page, title string, repaired bool, err error) {
	instance, err := r.engine.instance()
	if err != nil {
		return nil, "", false, fmt.Errorf("pdfium: %w", err)
	}
	defer instance.Close()
	g, err := newGuest(instance)
	if err != nil {
		return nil, "", false, err
	}
	document, repaired, err := g.open(data)
	if err == nil {
		title = strings.TrimSpace(g.metadata(document, "Title"))
		pages, err = g.pages(document, limits)
	}
	switch {
	case errors.Is(err, errOutOfMemory):
		err = fmt.Errorf("%w: %w", gongkai.ErrLimit, err)
	case errors.Is(err, errTrap):
		err = fmt.Errorf("%w: %w", gongkai.ErrDamaged, err)
	}
	return pages, title, repaired, err
}
