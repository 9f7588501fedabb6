// Package extract reads documents: bytes in, a [gongkai.Document] out.
//
// The format is sniffed from the bytes, never from a name. Each format is a
// package of its own below this one; [NewReader] holds the list. What the
// document means is the work of package form.
//
// Adding a format is one package and one line in the list.
package extract

import (
	"bytes"
	"fmt"

	"gongkai"
	"gongkai/extract/docx"
	"gongkai/extract/html"
	"gongkai/extract/pdf"
	"gongkai/extract/scan"
	"gongkai/extract/text"
)

// Reader reads documents of every format. It holds the engines that are costly
// to start; it is not safe for concurrent use.
type Reader struct {
	// PDF is the PDF engine, started when the first PDF is read.
	PDF *pdf.Reader
	// Scan reads pictures, in PDFs and by themselves.
	Scan    *scan.Engine
	formats []format
}

// format is one line of the list: how its documents begin and who reads them.
type format struct {
	name gongkai.Format
	is   func(head []byte) bool
	read func(data []byte, limits gongkai.Limits) (*gongkai.Document, error)
}

// NewReader makes a reader. CacheDir keeps the compiled PDF engine between
// runs; without one every process compiles it anew, which takes seconds.
func NewReader(cacheDir string) *Reader {
	r := &Reader{PDF: pdf.NewReader(cacheDir), Scan: &scan.Engine{}}
	r.PDF.Scan = r.Scan
	r.formats = []format{
		{gongkai.FormatPDF, isPDF, r.PDF.Read},
		{gongkai.FormatImage, scan.IsPicture, r.Scan.Read},
		{gongkai.FormatDOCX, isPackage, docx.Read},
		{gongkai.FormatHTML, isHTML, html.Read},
		{gongkai.FormatText, isText, text.Read},
	}
	return r
}

// Close stops the engines.
func (r *Reader) Close() error { return r.PDF.Close() }

// Read sniffs the format and reads the document. It never panics on any input
// that its readers are known to survive; it runs in a worker process all the
// same.
//
// Errors wrap one of the sentinels of package gongkai; ErrFormat says what the
// bytes are when that can be told.
func (r *Reader) Read(data []byte, limits gongkai.Limits) (*gongkai.Document, error) {
	f, err := r.sniff(data)
	if err != nil {
		return nil, err
	}
	if err := gongkai.Exceeds(len(data), limits.Bytes, "bytes"); err != nil {
		return nil, &gongkai.ReadError{Format: f.name, Offset: -1, Err: err}
	}
	return f.read(data, limits)
}

// Sniff returns the format of the bytes. Errors wrap ErrEmpty or ErrFormat.
func (r *Reader) Sniff(data []byte) (gongkai.Format, error) {
	f, err := r.sniff(data)
	return f.name, err
}

func (r *Reader) sniff(data []byte) (format, error) {
	if len(bytes.TrimSpace(data)) == 0 {
		return format{}, gongkai.ErrEmpty
	}
	head := data[:min(len(data), sniffBytes)]
	for _, k := range known {
		if k.is(head) {
			return format{}, fmt.Errorf("%w: it is %s", gongkai.ErrFormat, k.name)
		}
	}
	for _, f := range r.formats {
		if f.is(head) {
			return f, nil
		}
	}
	return format{}, fmt.Errorf("%w: the bytes are of no known kind", gongkai.ErrFormat)
}
