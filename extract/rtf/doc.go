// Package rtf reads Rich Text Format (.rtf, and .doc files that are RTF) into the
// document model of gongkai.
//
// # Accepted
//
// What Word, WPS, LibreOffice and WordPad write: text as \u, as \'hh in the code
// page of its font or of the document, two bytes of a character apart or together,
// and as bytes; rows whose properties stand before their cells, behind them or
// both; merged cells, nested tables, text boxes, tracked changes, fields, hidden
// text, printed numbers of lists (\listtext, \pntext). What is read of a cell, what
// is left out and what makes it uncertain is the same as in package docx.
//
// Columns come from the right edges of cells (\cellx): edges of a table that are
// less than 20 twips apart are one. Formatting is what stands at the text: writers
// repeat there what a style says, as the specification asks.
//
// # Not handled
//
// Headers, footers, notes, annotations. Pictures. Embedded objects but for their
// result (finding EmbeddedContent). Numbers of lists that the writer did not print.
// Alignment of rows: their edges are taken as they stand. Johab.
//
// # Standard
//
// Rich Text Format Specification, version 1.9.1 (Microsoft, 2008).
package rtf

import (
	"bytes"
	"fmt"
	"strings"

	"gongkai"
	"gongkai/extract/story"
)

const (
	// maxNesting bounds tables in cells and text boxes in text, whatever the
	// limits say.
	maxNesting = 30
	// maxGroups bounds open groups where the limits do not.
	maxGroups = 10_000
)

// Read reads a document. Locations are element paths counted from 1, like
// "/body/table[2]/row[3]/cell[1]" and "/body/p[4]".
//
// Errors are *gongkai.ReadError. They wrap ErrFormat, ErrEmpty, ErrNoText (pictures
// only), ErrDamaged (cut off inside a table or a destination) or ErrLimit (Bytes,
// Cells, Depth of groups; nesting).
//
// Findings, each at most once: TrackedChanges, OverlappingCells,
// ReplacementCharacters, UnmappedGlyphs, EmbeddedContent, and DamagedSource when
// braces do not match where that loses nothing that can be told.
func Read(data []byte, limits gongkai.Limits) (*gongkai.Document, error) {
	r := newReader(limits)
	if err := r.read(data); err != nil {
		return nil, &gongkai.ReadError{Format: gongkai.FormatRTF, Offset: int64(r.offset()), Err: err}
	}
	return r.doc, nil
}

func (r *reader) read(data []byte) error {
	if err := gongkai.Exceeds(len(data), r.limits.Bytes, "bytes"); err != nil {
		return err
	}
	start := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF")), " \t\r\n\x00")
	if len(start) == 0 {
		return gongkai.ErrEmpty
	}
	if !bytes.HasPrefix(start, []byte(`{\rtf`)) {
		return fmt.Errorf("%w: not an RTF document", gongkai.ErrFormat)
	}
	r.lex = &lexer{data: data, at: len(data) - len(start)}
	for r.err == nil {
		t := r.lex.next()
		if t.kind == end {
			break
		}
		r.take(t)
		if len(r.groups) == 0 {
			break
		}
	}
	return r.finish()
}

// finish ends the document.
func (r *reader) finish() error {
	if r.err != nil {
		return r.err
	}
	r.flush(true)
	switch rest := r.lex.data[min(r.lex.at, len(r.lex.data)):]; {
	case len(r.groups) > 1 || len(r.stories) > 1 || len(r.groups) == 1 && r.inRow():
		return fmt.Errorf("%w: it ends inside a group", gongkai.ErrDamaged)
	case len(r.groups) == 1 || bytes.Contains(rest, []byte(`\par`)):
		r.note(gongkai.DamagedSource, "", "")
	}
	r.endStory()
	if r.err != nil {
		return r.err
	}
	r.doc.HeadTitle = strings.Join(strings.Fields(string(r.title)), " ")
	r.doc.Blocks = append(r.doc.Blocks, story.Blocks(r.body.items)...)
	switch {
	case len(r.doc.Blocks) > 0:
		return nil
	case r.shows:
		return fmt.Errorf("%w: it holds nothing but pictures or embedded objects", gongkai.ErrNoText)
	}
	return fmt.Errorf("%w: it holds no text and no table", gongkai.ErrEmpty)
}

func (r *reader) offset() int {
	if r.lex == nil {
		return -1
	}
	return min(r.lex.at, len(r.lex.data))
}

// fail ends reading.
func (r *reader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
}

// note records a finding, the first of its kind only: they speak of the document.
func (r *reader) note(code gongkai.Code, path, detail string) {
	for _, f := range r.doc.Findings {
		if f.Code == code {
			return
		}
	}
	r.doc.Findings = append(r.doc.Findings, gongkai.Finding{Code: code, Detail: detail, Location: gongkai.Location{Path: path}})
}
