// Package xls reads the workbooks of Excel 97 to 2003 (.xls, .xlt) into the
// document model of gongkai.
//
// # Accepted
//
// BIFF8, the stream "Workbook" of an OLE2 compound file, as Excel, WPS and
// LibreOffice write it. Read is what the sheets show, as package xlsx reads it:
// numbers in their number formats, the stored results of formulas, merged cells,
// no hidden rows, columns and sheets, no zeros where a sheet shows none. How
// sheets become paragraphs and tables is in package sheet. What makes a cell
// uncertain is the same as in package xlsx; but that the result of a formula was
// never calculated cannot be seen here, where it is then 0.
//
// # Not handled
//
// Headers, footers and comments. Pictures, text boxes and charts. Conditional
// formats. Columns too narrow for their numbers. Workbooks of Excel 95 and
// earlier (BIFF5 and below) and those that a password protects are refused.
//
// # Standard
//
// [MS-XLS]: Excel Binary File Format (.xls) Structure, and [MS-CFB], which
// github.com/richardlehane/mscfb reads.
package xls

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/richardlehane/mscfb"

	"gongkai"
	"gongkai/extract/sheet"
)

// Method names this reader in Document.Method.
const Method = "xls/biff8"

const streamName = "Workbook"

// Read reads a workbook. Locations are sheets and cells, like "/Sheet1!B7".
//
// Errors are *gongkai.ReadError. They wrap ErrFormat (not a workbook, or one of
// Excel 95 or earlier), ErrEmpty (no sheet shows text), ErrNoText (pictures
// only), ErrDamaged, ErrEncrypted or ErrLimit (Bytes, ExpandedBytes, Cells; merged
// cells, sheets). Findings are those of package sheet.
func Read(data []byte, limits gongkai.Limits) (*gongkai.Document, error) {
	if err := gongkai.Exceeds(len(data), limits.Bytes, "bytes"); err != nil {
		return nil, &gongkai.ReadError{Format: gongkai.FormatXLS, Offset: -1, Err: err}
	}
	stream, err := open(data)
	if err != nil {
		return nil, err
	}
	r := &reader{stream: stream, limits: limits, budget: sheet.NewBudget(limits),
		book: &sheet.Book{Format: gongkai.FormatXLS, Method: Method}}
	if err := r.read(); err != nil {
		return nil, err
	}
	doc, err := r.book.Document(limits)
	switch {
	case errors.Is(err, gongkai.ErrEmpty) && r.pictures:
		return nil, failure("", -1, gongkai.ErrNoText, "it holds nothing but pictures")
	case err != nil:
		return nil, &gongkai.ReadError{Format: gongkai.FormatXLS, Offset: -1, Err: err}
	}
	return doc, nil
}

// open finds the stream of the workbook.
func open(data []byte) ([]byte, error) {
	switch {
	case len(data) == 0:
		return nil, failure("", -1, gongkai.ErrEmpty, "no bytes")
	case bytes.HasPrefix(data, []byte("\x09\x00\x04\x00")), bytes.HasPrefix(data, []byte("\x09\x02\x06\x00")), bytes.HasPrefix(data, []byte("\x09\x04\x06\x00")):
		return nil, failure("", -1, gongkai.ErrFormat, "a sheet of Excel 2 to 4: save it as .xlsx")
	case bytes.HasPrefix(data, []byte("\x09\x08\x10\x00\x00\x06")):
		return data, nil // the stream without a container
	case !bytes.HasPrefix(data, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")):
		return nil, failure("", -1, gongkai.ErrFormat, "not an OLE2 compound file")
	}
	container, err := mscfb.New(bytes.NewReader(data))
	if err != nil {
		return nil, failure("", -1, gongkai.ErrDamaged, "%v", err)
	}
	names := map[string]*mscfb.File{}
	for _, f := range container.File {
		if len(f.Path) == 0 && names[f.Name] == nil {
			names[f.Name] = f
		}
	}
	switch {
	case names[streamName] != nil:
	case names["EncryptedPackage"] != nil:
		return nil, failure("", -1, gongkai.ErrEncrypted, "a password is needed to open it")
	case names["Book"] != nil:
		return nil, failure("Book", -1, gongkai.ErrFormat, "a workbook of Excel 5.0 or 95 (BIFF5): save it as .xlsx")
	default:
		return nil, failure("", -1, gongkai.ErrFormat, "an OLE2 compound file without a workbook")
	}
	// A stream is no longer than its file; what it says of its size is not believed.
	stream, err := io.ReadAll(io.LimitReader(names[streamName], int64(len(data))))
	if err != nil && len(stream) == 0 {
		return nil, failure(streamName, -1, gongkai.ErrDamaged, "%v", err)
	}
	return stream, nil
}

// failure is the only maker of errors: one ReadError around one sentinel.
func failure(part string, offset int64, sentinel error, format string, args ...any) error {
	return &gongkai.ReadError{Format: gongkai.FormatXLS, Part: part, Offset: offset, Err: fmt.Errorf("%w: %s", sentinel, fmt.Sprintf(format, args...))}
}

// reader is the state of reading one workbook.
type reader struct {
	stream []byte
	limits gongkai.Limits
	budget *sheet.Budget
	book   *sheet.Book

	tabs     []tab
	strings  []text
	runs     int // of all strings
	fonts    []font
	formats  map[int]*sheet.NumberFormat
	cells    []cellFormat
	white    map[int]bool // colours of the palette
	styles   []*sheet.Style
	from1904 bool
	pictures bool
}

// tab is a sheet as the workbook lists it.
type tab struct {
	name   string
	at     int
	hidden bool
}

func (r *reader) read() error {
	if err := r.globals(); err != nil {
		return err
	}
	r.settleStyles()
	seen := map[int]bool{}
	left := len(r.stream) // sheets do not overlap
	for _, t := range r.tabs {
		if seen[t.at] {
			continue
		}
		seen[t.at] = true
		length, err := r.worksheet(t)
		if err != nil {
			return err
		}
		if left -= length; left < 0 {
			return failure(streamName, int64(t.at), gongkai.ErrDamaged, "its sheets overlap")
		}
	}
	return nil
}
