// Package odt reads OpenDocument texts (.odt, .ott, .fodt) into the document model
// of gongkai.
//
// # Accepted
//
// A zip package whose content.xml holds an office:text, or flat XML of an
// office:document (.fodt), under any prefixes.
//
// Read is what a reader of the printed page sees: tracked insertions and not
// deletions, current results of fields, no hidden text, sections or paragraphs,
// numbers of lists and headings written out. Merged cells are one cell; text in
// covered cells is not read. Paragraphs are split at line breaks. Text boxes follow
// the paragraph that anchors them. Cells are uncertain for the reasons that
// package docx states.
//
// # Not handled
//
// Headers, footers, notes and annotations. Pictures, which are handed out
// (Document.Pictures). Embedded objects (finding
// EmbeddedContent). Bullets, and numbering in formats that package numerals does
// not know: such a paragraph stays without label. Sub-tables are tables in their
// cell. Spreadsheets, presentations and drawings are refused by name.
//
// # Standard
//
// OASIS OpenDocument 1.2 and 1.3 (ISO/IEC 26300), part 3: schema.
package odt

import (
	"errors"
	"fmt"
	"strings"

	"gongkai"
	"gongkai/extract/story"
	"gongkai/extract/xmlscan"
	"gongkai/extract/zipfile"
)

// maxNesting bounds tables inside cells, lists inside lists and text boxes inside
// paragraphs, whatever the limits say: the reader recurses here and nowhere else.
const maxNesting = 30

// vocabulary names what the reader looks at.
var vocabulary = &xmlscan.Vocabulary{Namespaces: map[string]string{
	"urn:oasis:names:tc:opendocument:xmlns:office:1.0":                     "office",
	"urn:oasis:names:tc:opendocument:xmlns:text:1.0":                       "text",
	"urn:oasis:names:tc:opendocument:xmlns:table:1.0":                      "table",
	"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0":                    "draw",
	"urn:oasis:names:tc:opendocument:xmlns:style:1.0":                      "style",
	"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0":          "fo",
	"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0":                   "manifest",
	"urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0":     "field",
	"urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0": "loext",
	"http://purl.org/dc/elements/1.1/":                                     "dc",
	"http://www.w3.org/XML/1998/namespace":                                 "xml",
	"http://www.w3.org/1998/Math/MathML":                                   "math",
	"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0":             "svg",
	"http://www.w3.org/1999/xlink":                                         "xlink",
}}

// Read reads a document. Locations are element paths counted from 1, like
// "/body/table[2]/row[3]/cell[1]"; lists, sections and other transparent elements
// do not count, and headings are paragraphs ("p").
//
// Errors are *gongkai.ReadError. They wrap ErrFormat (the message says what it is
// instead), ErrEmpty, ErrNoText (pictures only), ErrDamaged, ErrEncrypted or
// ErrLimit (Bytes, ExpandedBytes, Cells, Depth; nesting). A document is read whole
// or not at all; only damaged styles or properties are left out, with the finding
// DamagedSource.
//
// Findings, each at most once: TrackedChanges, OverlappingCells,
// ReplacementCharacters, UnmappedGlyphs, EmbeddedContent, DamagedSource.
func Read(data []byte, limits gongkai.Limits) (*gongkai.Document, error) {
	r := &reader{
		limits: limits,
		doc:    &gongkai.Document{Format: gongkai.FormatODT, Method: "odt/odf"},
		styles: newStyles(),
		lists:  newLists(),
	}
	read := r.readPackage
	if isXML(data) {
		read = r.readFlat
	}
	if err := read(data); err != nil {
		return nil, err
	}
	return r.doc, nil
}

// reader is the state of reading one document.
type reader struct {
	limits gongkai.Limits
	doc    *gongkai.Document
	scan   *xmlscan.Scanner // of the part with the text

	styles  *styles
	lists   *lists
	changes map[string]bool // tracked changes by id: whether they delete
	deleted map[string]bool // deletions that have begun and not ended
	nesting int
	cells   int              // seen so far
	places  int              // of the grids finished so far
	shows   bool             // something that is not text: a picture, an object
	parts   *zipfile.Archive // nil for a flat file
	album   story.Album
	shown   int // pictures met so far
}

func (r *reader) readPackage(data []byte) error {
	z, err := zipfile.Open(data, gongkai.FormatODT, r.limits)
	if err != nil {
		return err
	}
	if err := refuse(z, r.limits); err != nil {
		return err
	}
	r.parts = z
	for _, beside := range []string{"styles.xml", "meta.xml"} {
		if !z.Has(beside) {
			continue
		}
		err := visit(z, beside, r.limits, func(s *xmlscan.Scanner) {
			for s.Inside(0) {
				r.head(s)
			}
		})
		if err = r.tolerate(err); err != nil {
			return err
		}
	}
	return visit(z, content, r.limits, r.content)
}

func (r *reader) readFlat(data []byte) error {
	if err := gongkai.Exceeds(len(data), r.limits.Bytes, "bytes"); err != nil {
		return &gongkai.ReadError{Format: gongkai.FormatODT, Offset: -1, Err: err}
	}
	// The scanner changes its text, which here is the caller's.
	text := append(make([]byte, 0, len(data)+1), data...)
	s, err := xmlscan.New(gongkai.FormatODT, "", text, vocabulary, r.limits.Depth)
	if err != nil {
		return err
	}
	r.content(s)
	s.Finish()
	return s.Err
}

// visit scans a part from beginning to end.
func visit(z *zipfile.Archive, part string, limits gongkai.Limits, read func(*xmlscan.Scanner)) error {
	data, err := z.Read(part)
	if err != nil {
		return err
	}
	s, err := xmlscan.New(gongkai.FormatODT, part, data, vocabulary, limits.Depth)
	if err != nil {
		return err
	}
	read(s)
	s.Finish()
	return s.Err
}

// content reads content.xml or a flat document.
func (r *reader) content(s *xmlscan.Scanner) {
	r.scan = s
	if !s.Inside(0) {
		s.Fail(gongkai.ErrDamaged, "it holds no element")
		return
	}
	if s.Name != "office:document-content" && s.Name != "office:document" {
		s.Fail(gongkai.ErrFormat, "its root element is not that of an OpenDocument file")
		return
	}
	for depth := s.Depth(); s.Inside(depth); {
		switch s.Name {
		case "office:body":
			r.body()
		default:
			r.head(s)
		}
	}
	switch {
	case s.Err != nil || len(r.doc.Blocks)+len(r.doc.Pictures) > 0:
	case r.shows:
		s.Fail(gongkai.ErrNoText, "it holds nothing but pictures or embedded objects")
	default:
		s.Fail(gongkai.ErrEmpty, "it holds no text and no table")
	}
}

// head reads what stands before the text and beside it: styles and title.
func (r *reader) head(s *xmlscan.Scanner) {
	switch s.Name {
	case "style:style", "style:default-style":
		r.styles.read(s)
	case "text:list-style", "text:outline-style":
		r.lists.read(s)
	case "dc:title":
		r.doc.HeadTitle = strings.Join(strings.Fields(string(s.Content(nil))), " ")
	case "office:master-styles", "office:scripts", "office:settings", "office:font-face-decls":
		s.Skip()
	}
}

// bodyPath is the path of the document's own story.
const bodyPath = "/body"

// body reads the office:body just met.
func (r *reader) body() {
	s := r.scan
	for depth := s.Depth(); s.Inside(depth); {
		if s.Name == "office:text" {
			story.Put(r.doc, r.story(bodyPath))
			continue
		}
		kind := strings.TrimPrefix(s.Name, "office:")
		s.Fail(gongkai.ErrFormat, "an OpenDocument %s", kind)
	}
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

// enter guards every recursion; leave ends it.
func (r *reader) enter() bool {
	r.nesting++
	if r.nesting > maxNesting {
		r.scan.Fail(gongkai.ErrLimit, "tables, lists or text boxes nested more than %d deep", maxNesting)
	}
	return r.scan.Err == nil
}

func (r *reader) leave() { r.nesting-- }

func failure(part string, sentinel error, format string, args ...any) error {
	return &gongkai.ReadError{Format: gongkai.FormatODT, Part: part, Offset: -1, Err: fmt.Errorf("%w: %s", sentinel, fmt.Sprintf(format, args...))}
}
