// Package doc reads Word 97-2003 documents (.doc, .dot), which WPS Office writes
// too (.doc, .wps), into the document model of gongkai.
//
// # Accepted
//
// OLE2 containers with a WordDocument stream of Word 97 or later, saved fully or
// fast (text in many pieces, with formatting added to them), in Unicode, in Latin
// letters, or in code page 936 where an old Chinese program put that instead.
//
// Read is what a reader of the printed page sees, as package docx has it: tracked
// insertions and not deletions, field results and not codes, no hidden text,
// labels of automatic numbering (“一、”) written out. Cells take their columns from
// the edges of all rows of their table; merged cells are one cell, and text kept
// in the merged-away part is not read. Paragraphs are split at line breaks. Text
// boxes follow the paragraph that anchors them; those of grouped shapes follow the
// body. Doubts about cells are those of package docx.
//
// # Not handled
//
// Headers, footers, comments, footnotes and endnotes, their reference marks
// included. Pictures. Embedded documents and spreadsheets (finding
// EmbeddedContent). Table styles; numbering of Word 6 kept by conversion
// (sprmPAnld); bullets, and numbering formats that package numerals does not know.
// Right-to-left tables. Word 95 and before, Works (.wps), and documents with a
// password are refused by name.
//
// # Standard
//
// [MS-DOC] Word (.doc) Binary File Format, [MS-CFB] Compound File Binary File
// Format, [MS-OLEPS] Object Linking and Embedding Property Set Data Structures.
package doc

import (
	"encoding/binary"
	"fmt"

	"gongkai"
	"gongkai/extract/story"
)

// paragraphBytes is what a paragraph takes in memory beside its text: in a
// hostile file it is two bytes.
const paragraphBytes = 256

// maxNesting bounds tables inside cells, whatever the limits say.
const maxNesting = 30

// magic begins an OLE2 container.
const magic = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"

// Read reads a document. Locations are paths like those of package docx, counted
// from 1: "/body/tbl[2]/tr[3]/tc[1]".
//
// Errors are *gongkai.ReadError. They wrap ErrFormat (not a Word document, or one
// from before Word 97: the message says what), ErrEmpty (no text and no table),
// ErrNoText (pictures only), ErrDamaged, ErrEncrypted or ErrLimit (Bytes,
// ExpandedBytes of text, Cells; nesting of tables). A document is read whole or
// not at all; only damage beside the text (styles, numbering, formatting of a run,
// definition of a row) is left out, with the finding DamagedSource.
//
// Findings, each at most once: TrackedChanges, OverlappingCells,
// ReplacementCharacters, UnmappedGlyphs, EmbeddedContent, DamagedSource.
func Read(data []byte, limits gongkai.Limits) (*gongkai.Document, error) {
	if len(data) == 0 {
		return nil, failure("", -1, gongkai.ErrEmpty, "no bytes")
	}
	if err := gongkai.Exceeds(len(data), limits.Bytes, "bytes"); err != nil {
		return nil, &gongkai.ReadError{Format: gongkai.FormatDOC, Offset: -1, Err: err}
	}
	in, err := openContainer(data)
	if err != nil {
		return nil, err
	}
	r := &reader{in: in, limits: limits, doc: &gongkai.Document{Format: gongkai.FormatDOC, Method: "doc/ms-doc"}}
	if err := r.open(); err != nil {
		return nil, err
	}
	r.doc.HeadTitle = title(in.summary)
	items := append(r.story("/body", 0, r.fib.text, false), r.strayBoxes()...)
	if r.err != nil {
		return nil, r.err
	}
	r.doc.Blocks = story.Blocks(items)
	switch {
	case len(r.doc.Blocks) > 0:
		return r.doc, nil
	case r.shows:
		return nil, failure("", -1, gongkai.ErrNoText, "it holds nothing but pictures or embedded objects")
	}
	return nil, failure("", -1, gongkai.ErrEmpty, "it holds no text and no table")
}

// reader is the state of reading one document.
type reader struct {
	in     *streams
	limits gongkai.Limits
	doc    *gongkai.Document
	err    error // the first that ends reading

	fib                    *fib
	pieces                 []piece
	text                   []uint16 // by character position
	characters, paragraphs bins
	styles                 styles
	lists                  *lists
	boxes                  boxes
	fonts                  []string
	noteMarks              map[int]bool // characters that are marks of notes

	piece    int  // looked at last
	sprms    int  // applied so far
	expanded int  // bytes that the text takes, paragraphs seen so far included
	cells    int  // seen so far
	places   int  // of the grids finished so far
	shows    bool // something that is not text: a picture, an object
}

// open reads what the text depends on.
func (r *reader) open() error {
	var err error
	if r.fib, err = readFIB(r.in.main); err != nil {
		return err
	}
	if len(r.in.table) == 0 {
		return failure(tableName(r.in.main), -1, gongkai.ErrDamaged, "the stream is missing")
	}
	clx, ok := r.fib.part(r.in.table, partClx)
	if !ok {
		return failure("piece table", -1, gongkai.ErrDamaged, "it lies outside the table stream")
	}
	if r.pieces, err = readPieces(clx, r.in.main); err != nil {
		return err
	}
	size := r.pieces[len(r.pieces)-1].to
	if r.expanded = 2 * size; !r.within(r.expanded, r.limits.ExpandedBytes, "bytes of text") {
		return r.err
	}
	if r.fib.text > size {
		return failure("piece table", -1, gongkai.ErrDamaged, "it ends before the text does")
	}
	r.text = decode(r.pieces, r.in.main, r.fib)
	for _, b := range []struct {
		part int
		into *bins
	}{{partCharacters, &r.characters}, {partParagraphs, &r.paragraphs}} {
		// Without formatting, deleted text is text and tables are none.
		plc, ok := r.fib.part(r.in.table, b.part)
		if !ok {
			return failure("formatting", -1, gongkai.ErrDamaged, "it lies outside the table stream")
		}
		*b.into = readBins(plc)
	}
	r.openBeside()
	return nil
}

// openBeside reads what a document may do without.
func (r *reader) openBeside() {
	part := func(index int) []byte {
		b, ok := r.fib.part(r.in.table, index)
		if !ok {
			r.note(gongkai.DamagedSource, "", "a part outside the table stream")
		}
		return b
	}
	var ok bool
	if r.styles, ok = readStyles(part(partStyles)); !ok {
		r.note(gongkai.DamagedSource, "", "styles")
	}
	definitions := part(partLists)
	if r.lists, ok = readLists(definitions, r.fib.behind(r.in.table, partLists), part(partOverrides)); !ok {
		r.note(gongkai.DamagedSource, "", "numbering")
	}
	r.fonts = readFonts(part(partFonts))
	r.noteMarks = map[int]bool{}
	for _, index := range []int{partFootnotes, partEndnotes} {
		plc := part(index) // n+1 characters, n numbers of two bytes
		for i := range max((len(plc)-4)/6, 0) {
			r.noteMarks[int(binary.LittleEndian.Uint32(plc[4*i:]))] = true
		}
	}
	r.boxes = readBoxes(part(partShapes), part(partBoxes), r.fib.beforeBoxes, r.fib.boxes)
}

// note records a finding, the first of its kind only: they speak of the
// document.
func (r *reader) note(code gongkai.Code, path, detail string) {
	for _, f := range r.doc.Findings {
		if f.Code == code {
			return
		}
	}
	r.doc.Findings = append(r.doc.Findings, gongkai.Finding{Code: code, Detail: detail, Location: gongkai.Location{Path: path}})
}

// within is false, and reading ends, when n is over the limit.
func (r *reader) within(n, limit int, what string) bool {
	if err := gongkai.Exceeds(n, limit, what); err != nil && r.err == nil {
		r.err = &gongkai.ReadError{Format: gongkai.FormatDOC, Offset: -1, Err: err}
	}
	return r.err == nil
}

// failure is the only maker of errors but for limits: one ReadError around one
// sentinel.
func failure(part string, offset int64, sentinel error, format string, args ...any) error {
	return &gongkai.ReadError{
		Format: gongkai.FormatDOC,
		Part:   part,
		Offset: offset,
		Err:    fmt.Errorf("%w: %s", sentinel, fmt.Sprintf(format, args...)),
	}
}
