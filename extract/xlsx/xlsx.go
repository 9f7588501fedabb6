// Package xlsx reads SpreadsheetML workbooks (.xlsx, .xlsm, .xltx) into the
// document model of gongkai.
//
// # Accepted
//
// The files of Excel 2007 and later, WPS and LibreOffice, transitional or
// strict: a zip package whose officeDocument relationship leads to a workbook.
// Read is what the sheets show: numbers in their number formats, the stored
// results of formulas, merged cells, no hidden rows, columns and sheets, no zeros
// where a sheet shows none. How sheets become paragraphs and tables is in package
// sheet.
//
// A cell is uncertain when what it shows is not known: a formula whose result is
// not stored or that the sheet shows itself, a number format that is not
// understood, a number too long for the format General, digits that are struck
// out, raised, lowered, or white on no colour.
//
// # Not handled
//
// Headers, footers and comments. Pictures, text boxes and charts. Conditional
// formats. Columns too narrow for their numbers, which show ####: the number is
// read. Binary workbooks (.xlsb) are refused.
//
// # Standard
//
// ECMA-376 (ISO/IEC 29500): part 1 SpreadsheetML, part 2 Open Packaging
// Conventions.
package xlsx

import (
	"bytes"
	"net/url"
	"path"
	"strings"

	"gongkai"
	"gongkai/extract/sheet"
	"gongkai/extract/xmlscan"
	"gongkai/extract/zipfile"
)

// Method names this reader in Document.Method.
const Method = "xlsx/ooxml"

var vocabulary = &xmlscan.Vocabulary{
	Namespaces: map[string]string{
		"http://schemas.openxmlformats.org/spreadsheetml/2006/main":           "x",
		"http://purl.oclc.org/ooxml/spreadsheetml/main":                       "x",
		"http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
		"http://purl.oclc.org/ooxml/officeDocument/relationships":             "r",
		"http://schemas.openxmlformats.org/package/2006/relationships":        "rel",
		"http://purl.org/dc/elements/1.1/":                                    "dc",
	},
	Understood: []string{"http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/"},
}

// Read reads a workbook. Locations are sheets and cells, like "/Sheet1!B7".
//
// Errors are *gongkai.ReadError. They wrap ErrFormat (not a workbook), ErrEmpty
// (no sheet shows text), ErrNoText (pictures only), ErrDamaged, ErrEncrypted or
// ErrLimit (Bytes, ExpandedBytes, Cells, Depth; merged cells, sheets).
//
// Findings: those of package sheet; DamagedSource where the styles or the title
// cannot be read.
func Read(data []byte, limits gongkai.Limits) (*gongkai.Document, error) {
	if bytes.HasPrefix(data, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) {
		return nil, refuseCompound(data)
	}
	archive, err := zipfile.Open(data, gongkai.FormatXLSX, limits)
	if err != nil {
		return nil, err
	}
	r := &reader{Archive: archive, limits: limits, budget: sheet.NewBudget(limits),
		book: &sheet.Book{Format: gongkai.FormatXLSX, Method: Method}}
	if err := r.read(); err != nil {
		return nil, err
	}
	doc, err := r.book.Document(limits)
	switch {
	case gongkai.Reason(err) == "empty" && r.pictures:
		return nil, r.Failure("", -1, gongkai.ErrNoText, "it holds nothing but pictures")
	case err != nil:
		return nil, &gongkai.ReadError{Format: gongkai.FormatXLSX, Offset: -1, Err: err}
	}
	return doc, nil
}

// refuseCompound says what an OLE2 compound file is: its directory holds the
// names of its streams in UTF-16.
func refuseCompound(data []byte) error {
	a := &zipfile.Archive{Format: gongkai.FormatXLSX}
	if bytes.Contains(data, []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")) {
		return a.Failure("", -1, gongkai.ErrEncrypted, "a password is needed to open it")
	}
	return a.Failure("", -1, gongkai.ErrFormat, "an OLE2 compound file, as .xls is")
}

// reader is the state of reading one workbook.
type reader struct {
	*zipfile.Archive
	limits gongkai.Limits
	budget *sheet.Budget
	book   *sheet.Book

	strings  []text
	runs     int // of all strings
	styles   styles
	from1904 bool
	pictures bool
}

func (r *reader) read() error {
	whole, err := r.relationships("")
	if gongkai.Reason(err) == "limit" {
		return err
	}
	main := target(whole, "officeDocument")
	if main == "" && r.Has("xl/workbook.xml") {
		main = "xl/workbook.xml"
	}
	switch {
	case main == "" && err != nil:
		return err
	case zipfile.Fold(main) == "xl/workbook.bin":
		return r.Failure("", -1, gongkai.ErrFormat, "a binary workbook (.xlsb)")
	case main == "":
		return r.Failure("", -1, gongkai.ErrFormat, "a zip archive without a workbook in it")
	}
	tabs, err := r.workbook(main)
	if err != nil {
		return err
	}
	related, err := r.relationships(main)
	if err != nil {
		return err
	}
	if err := r.visit(target(related, "sharedStrings"), r.readStrings); err != nil {
		return err
	}
	if err := r.tolerate(r.visit(target(related, "styles"), r.styles.read)); err != nil {
		return err
	}
	if err := r.tolerate(r.visit(target(whole, "core-properties"), r.readTitle)); err != nil {
		return err
	}
	for _, t := range tabs {
		for _, to := range related {
			if to.id == t.id && to.kind == "worksheet" {
				if err := r.worksheet(t, to.target); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// tab is a sheet as the workbook lists it.
type tab struct {
	name, id string
	hidden   bool
}

func (r *reader) workbook(part string) (tabs []tab, err error) {
	err = r.visit(part, func(s *xmlscan.Scanner) {
		if !s.Inside(0) || s.Name != "x:workbook" {
			s.Fail(gongkai.ErrFormat, "its root element is not that of a workbook")
			return
		}
		for s.Inside(0) {
			switch s.Name {
			case "x:workbookPr":
				r.from1904 = isTrue(s.Attr("x", "date1904"))
			case "x:sheet":
				state := s.Attr("x", "state")
				tabs = append(tabs, tab{s.Attr("x", "name"), s.Attr("r", "id"), state != "" && state != "visible"})
				if len(tabs) > sheet.MaxSheets {
					s.Fail(gongkai.ErrLimit, "more than %d sheets", sheet.MaxSheets)
				}
			}
		}
	})
	return tabs, err
}

func (r *reader) readTitle(s *xmlscan.Scanner) {
	for s.Inside(0) {
		if s.Name == "dc:title" {
			r.book.Title = string(s.Content(nil))
		}
	}
}

// tolerate turns damage into a finding. Other errors stay errors.
func (r *reader) tolerate(err error) error {
	if gongkai.Reason(err) != "damaged" {
		return err
	}
	r.book.Findings = append(r.book.Findings, gongkai.Finding{Code: gongkai.DamagedSource, Detail: err.Error()})
	return nil
}

// relationship leads from one part to another.
type relationship struct {
	id     string
	kind   string // last segment of the type, the same in strict and transitional
	target string // part name without leading slash
}

// target is the part that the first relationship of the kind leads to, "" when
// there is none.
func target(related []relationship, kind string) string {
	for _, r := range related {
		if r.kind == kind {
			return r.target
		}
	}
	return ""
}

// relationships of a part, of the package as a whole for "".
func (r *reader) relationships(part string) (related []relationship, err error) {
	folder, file := path.Split(part)
	name := folder + "_rels/" + file + ".rels"
	if !r.Has(name) {
		return nil, nil
	}
	err = r.visit(name, func(s *xmlscan.Scanner) {
		for s.Inside(0) {
			if s.Name != "rel:Relationship" || s.Attr("rel", "TargetMode") == "External" {
				continue
			}
			to := s.Attr("rel", "Target")
			if plain, err := url.PathUnescape(to); err == nil {
				to = plain
			}
			if to = strings.ReplaceAll(to, `\`, "/"); !strings.HasPrefix(to, "/") {
				to = "/" + folder + to
			}
			related = append(related, relationship{
				id: s.Attr("rel", "Id"), kind: path.Base(s.Attr("rel", "Type")), target: strings.TrimPrefix(path.Clean(to), "/"),
			})
			if len(related) > zipfile.MaxParts {
				s.Fail(gongkai.ErrLimit, "more than %d relationships", zipfile.MaxParts)
			}
		}
	})
	return related, err
}

// visit scans a part from beginning to end. A name of "" is no part.
func (r *reader) visit(part string, read func(*xmlscan.Scanner)) error {
	if part == "" {
		return nil
	}
	data, err := r.Read(part)
	if err != nil {
		return err
	}
	s, err := xmlscan.New(gongkai.FormatXLSX, part, data, vocabulary, r.limits.Depth)
	if err != nil {
		return err
	}
	read(s)
	s.Finish()
	return s.Err
}

func isTrue(value string) bool { return value == "1" || value == "true" || value == "on" }
