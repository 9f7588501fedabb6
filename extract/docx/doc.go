// Package docx reads WordprocessingML documents (.docx, .docm, .dotx) into
// the document model of gongkai.
//
// # Accepted
//
// The files of Word 2007 and later, WPS and LibreOffice: a zip package whose
// officeDocument relationship leads to a w:document, in the transitional or
// the strict namespaces, under any prefixes, its parts in UTF-8, UTF-16 or a
// declared GB encoding.
//
// Read is what a reader of the printed page sees: tracked insertions and not
// deletions, field results and not codes, no hidden text, labels of automatic
// numbering (“一、”) written out. Merged cells are one cell; text that Word
// keeps, hidden, in the merged-away part of a cell is not read. Paragraphs are
// split at line breaks. Text boxes follow the paragraph that anchors them.
//
// A cell is uncertain when its number may not be what its text says: with
// digits struck out, raised, lowered, tiny, or white on no colour; with a
// placeholder, a formula, a field that has no result, or a table in it; and
// when it has no text but a picture, drawing or embedded object.
//
// # Not handled
//
// Headers, footers, comments, footnotes and endnotes, their reference marks
// included. Pictures, which are handed out (Document.Pictures). Text inside charts and SmartArt. Embedded documents and
// spreadsheets (finding EmbeddedContent). Selections of legacy drop-down form
// fields. Bullets, and numbering formats other than those in package numerals: such a
// paragraph stays without label. Text hidden by a table style or the document
// defaults is read. Column positions come from gridSpan, gridBefore and
// gridAfter alone: cell widths are not measured. Word 97-2003 (.doc), flat
// OPC XML and password-protected files are refused.
//
// # Standard
//
// ECMA-376 (ISO/IEC 29500): part 1 WordprocessingML, part 2 Open Packaging
// Conventions, part 3 Markup Compatibility, part 4 transitional features.
package docx

import (
	"errors"
	"fmt"

	"gongkai"
	"gongkai/extract/story"
)

// maxNesting bounds tables inside cells, text boxes inside paragraphs and the
// like, whatever the limits say: the reader recurses here and nowhere else.
// Word refuses files far below it.
const maxNesting = 30

// Read reads a document. Locations are element paths counted from 1, like
// "/body/tbl[2]/tr[3]/tc[1]"; content controls and other transparent elements
// do not count.
//
// Errors are *gongkai.ReadError. They wrap ErrFormat (not a Word document,
// the message says what instead), ErrEmpty (no text and no table), ErrNoText
// (pictures only), ErrDamaged, ErrEncrypted or ErrLimit (Bytes,
// ExpandedBytes, Cells, Depth; nesting of tables). A document is read whole or
// not at all; only a damaged part beside the text (styles, numbering,
// properties) is left out, with the finding DamagedSource.
//
// Findings, each at most once: TrackedChanges, OverlappingCells,
// ReplacementCharacters, UnmappedGlyphs, EmbeddedContent, DamagedSource.
func Read(data []byte, limits gongkai.Limits) (*gongkai.Document, error) {
	a, err := open(data, limits)
	if err != nil {
		return nil, err
	}
	main, err := a.mainPart()
	if err != nil {
		return nil, err
	}
	r := &reader{
		archive: a,
		limits:  limits,
		doc:     &gongkai.Document{Format: gongkai.FormatDOCX, Method: "docx/ooxml"},
	}
	if err := r.readBeside(main); err != nil {
		return nil, err
	}
	if err := r.readMain(main); err != nil {
		return nil, err
	}
	return r.doc, nil
}

// reader is the state of reading one document.
type reader struct {
	archive *archive
	limits  gongkai.Limits
	doc     *gongkai.Document
	scan    *scanner // of the main part

	styles  styles
	lists   *lists
	nesting int
	cells   int               // seen so far
	places  int               // of the grids finished so far
	shows   bool              // something that is not text: a picture, an object
	media   map[string]string // parts by the ids of their relationships
	album   story.Album
	shown   int // pictures met so far
}

// bodyPath is the path of the document's own story.
const bodyPath = "/body"

// readMain reads the text.
func (r *reader) readMain(part string) error {
	s, err := r.archive.scan(part, r.limits)
	if err != nil {
		return err
	}
	r.scan = s
	if !s.Inside(0) {
		s.Fail(gongkai.ErrDamaged, "it holds no element")
	} else if s.Name != "w:document" {
		s.Fail(gongkai.ErrFormat, "its root element is not w:document")
	}
	for depth := s.Depth(); s.Inside(depth); {
		if s.Name == "w:body" {
			story.Put(r.doc, r.story(bodyPath, nil))
		} else {
			s.Skip()
		}
	}
	s.Finish()
	switch {
	case s.Err != nil:
		return s.Err
	case len(r.doc.Blocks)+len(r.doc.Pictures) > 0:
		return nil
	case r.shows:
		return failure(part, -1, gongkai.ErrNoText, "it holds nothing but pictures or embedded objects")
	}
	return failure(part, -1, gongkai.ErrEmpty, "it holds no text and no table")
}

// readBeside reads what the text depends on: styles and numbering; and the
// title in the properties.
func (r *reader) readBeside(main string) error {
	beside, err := r.archive.relationships(main)
	if err = r.tolerate(err); err != nil {
		return err
	}
	whole, err := r.archive.relationships("")
	if err = r.tolerate(err); err != nil {
		return err
	}
	r.styles, r.lists, r.media = styles{}, newLists(), map[string]string{}
	for _, to := range beside {
		if to.kind == "image" {
			r.media[to.id] = to.target
		}
	}
	for _, job := range []struct {
		part string
		read func(*scanner)
	}{
		{target(beside, "styles"), r.styles.read},
		{target(beside, "numbering"), r.lists.read},
		{target(whole, "core-properties"), r.readTitle},
	} {
		if err := r.tolerate(r.archive.visit(job.part, r.limits, job.read)); err != nil {
			return err
		}
	}
	return nil
}

// tolerate turns damage into a finding. Other errors stay errors.
func (r *reader) tolerate(err error) error {
	var damage *gongkai.ReadError
	if !errors.Is(err, gongkai.ErrDamaged) || !errors.As(err, &damage) {
		return err
	}
	r.note(gongkai.DamagedSource, "", damage.Part)
	return nil
}

func (r *reader) readTitle(s *scanner) {
	for s.Inside(0) {
		if s.Name == "dc:title" {
			r.doc.HeadTitle = oneLine(s.Content(nil))
		}
	}
}

// note records a finding, the first of its kind only: they speak of the
// document.
func (r *reader) note(code gongkai.Code, path, detail string) {
	for _, f := range r.doc.Findings {
		if f.Code == code {
			return
		}
	}
	r.doc.Findings = append(r.doc.Findings, gongkai.Finding{
		Code: code, Detail: detail, Location: gongkai.Location{Path: path},
	})
}

// enter guards every recursion; leave ends it.
func (r *reader) enter() bool {
	r.nesting++
	if r.nesting > maxNesting {
		r.scan.Fail(gongkai.ErrLimit, "tables or text boxes nested more than %d deep", maxNesting)
	}
	return r.scan.Err == nil
}

func (r *reader) leave() { r.nesting-- }

// failure is the only maker of errors: one ReadError around one sentinel.
func failure(part string, offset int64, sentinel error, format string, args ...any) error {
	return &gongkai.ReadError{
		Format: gongkai.FormatDOCX,
		Part:   part,
		Offset: offset,
		Err:    fmt.Errorf("%w: %s", sentinel, fmt.Sprintf(format, args...)),
	}
}
