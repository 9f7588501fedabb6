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
	"gongkai/extract/csv"
	"gongkai/extract/doc"
	"gongkai/extract/docx"
	"gongkai/extract/html"
	"gongkai/extract/mhtml"
	"gongkai/extract/odt"
	"gongkai/extract/pdf"
	"gongkai/extract/rtf"
	"gongkai/extract/scan"
	"gongkai/extract/text"
	"gongkai/extract/xls"
	"gongkai/extract/xlsx"
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

// format is one line of the list: who reads the documents of a format. What a
// document is, classify says.
type format struct {
	name gongkai.Format
	read func(data []byte, limits gongkai.Limits) (*gongkai.Document, error)
}

// NewReader makes a reader. CacheDir keeps the compiled PDF engine between
// runs; without one every process compiles it anew, which takes seconds.
func NewReader(cacheDir string) *Reader {
	r := &Reader{PDF: pdf.NewReader(cacheDir), Scan: &scan.Engine{}}
	r.PDF.Scan = r.Scan
	r.formats = []format{
		{gongkai.FormatPDF, r.PDF.Read},
		{gongkai.FormatImage, r.Scan.Read},
		{gongkai.FormatDOCX, docx.Read},
		{gongkai.FormatDOC, doc.Read},
		{gongkai.FormatODT, odt.Read},
		{gongkai.FormatXLSX, xlsx.Read},
		{gongkai.FormatXLS, xls.Read},
		{gongkai.FormatCSV, csv.Read},
		{gongkai.FormatRTF, rtf.Read},
		{gongkai.FormatMHTML, mhtml.Read},
		{gongkai.FormatOFD, r.readOFD},
		{gongkai.FormatHTML, html.Read},
		{gongkai.FormatText, text.Read},
	}
	return r
}

// Close stops the engines.
func (r *Reader) Close() error { return r.PDF.Close() }

// Read sniffs the format and reads the document; one that a server compressed
// on its way (gzip) is decompressed first. It never panics on any input
// that its readers are known to survive; it runs in a worker process all the
// same.
//
// Errors wrap one of the sentinels of package gongkai; ErrFormat says what the
// bytes are when that can be told.
//
// Pictures in the document are read, too, where they may hold a table; those that it
// has by address only stay in Document.Pictures.
func (r *Reader) Read(data []byte, limits gongkai.Limits) (*gongkai.Document, error) {
	return r.ReadWith(data, nil, limits)
}

// ReadWith is Read of a document whose pictures are files of their own, by the
// addresses in Picture.Refs; nil when nobody looked for them.
func (r *Reader) ReadWith(data []byte, beside map[string][]byte, limits gongkai.Limits) (*gongkai.Document, error) {
	data, err := unwrap(data, limits)
	if err != nil {
		return nil, err
	}
	f, err := r.sniff(data)
	if err != nil {
		return nil, err
	}
	if err := gongkai.Exceeds(len(data), limits.Bytes, "bytes"); err != nil {
		return nil, &gongkai.ReadError{Format: f.name, Offset: -1, Err: err}
	}
	doc, err := f.read(data, limits)
	if err != nil || len(doc.Pictures) == 0 {
		return doc, err
	}
	return r.pictures(doc, beside, limits)
}

// Sniff returns the format of the bytes, by nothing but the bytes. Errors wrap
// ErrEmpty, ErrEncrypted or ErrDamaged where that is seen at once, else
// ErrFormat: no reader reads what the message names.
func (r *Reader) Sniff(data []byte) (gongkai.Format, error) {
	f, err := r.sniff(data)
	return f.name, err
}

func (r *Reader) sniff(data []byte) (format, error) {
	if isEmpty(data) {
		return format{}, gongkai.ErrEmpty
	}
	k := classify(data)
	for _, f := range r.formats {
		if f.name == k.format {
			return f, nil
		}
	}
	if !k.known() {
		return format{}, fmt.Errorf("%w: the bytes are of no known kind", gongkai.ErrFormat)
	}
	return format{}, k.failure()
}

// isEmpty: nothing but white space, NUL bytes and byte order marks.
func isEmpty(data []byte) bool {
	data = bytes.TrimLeft(data, "\x00\t\n\v\f\r \ufeff")
	return len(data) == 0 || len(data) < 3 && (data[0] == 0xff || data[0] == 0xfe)
}
